"""Which study a fact belongs to."""

import pytest

from extract import Extractor
from extract.fields import READERS, reader
from extract.page.verbatim import verbatim
from extract.records.assemble import assemble
from extract.records.studies import StudyFinder
from extract.rules import RuleSet
from extract.schema import JournalValue, Mention
from extract.segment import Document
from tests.records.told import names, patients, records

ROUND_UP = (
    "干细胞治疗肝硬化:国内都做了哪些研究",
    "肝硬化患者在我国数以百万计,不少家庭为此四处求医。",
    "2018年6月,山东省立医院在《中华肝脏病杂志》上发表了题为《脐带间充质干细胞治疗失代偿期肝硬化的疗效观察》的论文。",
    "研究共纳入60例患者,随访12个月。治疗组白蛋白水平升高(P<0.05)。",
    "2020年9月,西京医院在《Stem Cells International》发表了题为《自体骨髓单个核细胞移植治疗肝硬化的随机对照研究》的论文。",
    "该研究收治了48例患者,两组各24例,差异有统计学意义(P=0.012)。",
    "结语",
    "总之,细胞治疗仍需更多研究,2030年前后或有定论。",
)


def test_each_announcement_opens_a_study_and_a_heading_closes_the_last(extractor: Extractor) -> None:
    first, second = records(extractor, *ROUND_UP)
    assert first.kind == second.kind == "publication"
    assert (names(first), names(second)) == (["山东省立医院"], ["西京医院"])
    assert (first.journal and first.journal.name) == "中华肝脏病杂志"
    assert (second.journal and second.journal.name) == "Stem Cells International"
    assert (patients(first), patients(second)) == ([60], [48, 24])
    assert [p.value for p in first.p_values] == [0.05]
    assert [p.value for p in second.p_values] == [0.012]
    assert "2030" not in [date.value for date in second.dates]


def test_news_of_one_study_is_one_record(extractor: Extractor) -> None:
    (only,) = records(
        extractor,
        "我院一项研究登上国际期刊",
        "近日,我院神经内科团队的论文在《Stroke》在线发表。",
        "该研究由华山医院牵头,共纳入120例急性脑梗死患者。",
        "这一成果此前已引起同行关注。相关论文发表于《Stroke》杂志。",
    )
    assert (only.journal and only.journal.name) == "Stroke"
    assert patients(only) == [120]


def test_items_of_a_registry_list_are_trials_each(extractor: Extractor) -> None:
    trials = records(
        extractor,
        "国内登记的细胞治疗试验",
        "截至2023年1月,已登记的项目包括:",
        "• 中山大学附属第一医院Umbilical Cord Mesenchymal Stem Cells for Decompensated Cirrhosis(脐带间充质干细胞治疗失代偿期肝硬化)",
        "• 深圳市北科生物科技有限公司Human Cord Blood Cells for the Treatment of Liver Failure(人脐血细胞治疗肝衰竭)",
        "• 中山大学附属第一医院Autologous Bone Marrow Cells in Patients With Cirrhosis(自体骨髓细胞治疗肝硬化患者)",
        "以上资料仅供读者参考,具体的入组条件和试验进展请以各医院公布的信息和登记平台的最新记录为准。",
    )
    assert [trial.kind for trial in trials] == ["registered_trial"] * 3
    assert [names(trial) for trial in trials] == [
        ["中山大学附属第一医院"],
        ["深圳市北科生物科技有限公司"],
        ["中山大学附属第一医院"],
    ]
    assert trials[0].title is not None
    assert trials[0].title.zh == "脐带间充质干细胞治疗失代偿期肝硬化"
    assert trials[0].title.en == "Umbilical Cord Mesenchymal Stem Cells for Decompensated Cirrhosis"


def test_a_cited_authors_study_stands_beside_the_text_that_cites_it(extractor: Extractor) -> None:
    found = records(
        extractor,
        "骨髓细胞治疗心力衰竭的研究进展",
        "目的:综述近年的临床试验。",
        "骨髓细胞取材方便。Zhang等[8]在2015年报道了64例患者,射血分数提高(P=0.004)。",
        "国内起步不晚。李锐等[9]于2012年将86例患者随机分组,结果相近(P>0.05)。",
        "结论:仍需大样本研究。",
    )
    cited = [record for record in found if patients(record)]
    assert [patients(record) for record in cited] == [[64], [86]]
    assert [[p.value for p in record.p_values] for record in cited] == [[0.004], [0.05]]


def test_rows_of_a_table_are_studies(extractor: Extractor) -> None:
    rows = (
        ("登记号", "单位", "细胞", "例数"),
        ("NCT09912345", "南方医科大学珠江医院", "脂肪干细胞", "24例"),
        ("NCT09912346", "重庆医科大学附属儿童医院", "脐带血", "90例"),
    )
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    page = f"<html><body><article><h1>两项登记在册的试验</h1><p>下表列出两项试验的情况,供大家参考。</p><table>{cells}</table></article></body></html>"
    found = extractor.extract(page).records
    assert [names(record) for record in found] == [["南方医科大学珠江医院"], ["重庆医科大学附属儿童医院"]]
    assert [patients(record) for record in found] == [[24], [90]]
    assert [record.identifiers.nct[0].value for record in found] == ["NCT09912345", "NCT09912346"]


def test_an_article_without_a_study_has_no_record(extractor: Extractor) -> None:
    assert not records(
        extractor,
        "春季养生小常识",
        "春天气温多变,膝关节要注意保暖。我国骨关节炎患者超过1亿,老年人尤其要小心。",
        "医院提醒:本周六有义诊,欢迎市民前来咨询。",
    )


def test_general_words_for_cells_are_left_out_beside_exact_ones(extractor: Extractor) -> None:
    (only,) = records(
        extractor,
        "脐带间充质干细胞治疗膝骨关节炎的疗效",
        "目的:观察疗效。方法:40例患者注射脐带间充质干细胞,干细胞组疼痛减轻(P<0.05)。结论:间充质干细胞安全。",
    )
    assert [cell.code for cell in only.cell_types] == ["UC-MSC", "MSC"]


def test_the_next_trial_of_a_team_is_another_study(extractor: Extractor) -> None:
    found = records(
        extractor,
        "膝骨关节炎细胞治疗Ⅱ期试验启动",
        "2021年3月,武汉协和医院完成了膝骨关节炎的Ⅰ期试验,18名受试者注射后随访48周,疼痛评分下降(P<0.01)。",
        "下一步的Ⅱ期试验由武汉大学人民医院牵头,计划招募108名受试者,按2:1随机分配到细胞组与安慰剂组,预计两年完成。",
    )
    assert [patients(record) for record in found] == [[18], [108]]
    assert [names(record) for record in found] == [["武汉协和医院"], ["武汉大学人民医院"]]


def test_sentences_of_one_paragraph_may_tell_several_studies(extractor: Extractor) -> None:
    found = records(
        extractor,
        "股骨头坏死的细胞治疗有哪些证据",
        "2015年,大连大学附属中山医院报道了62例患者的结果,五年保髋率较高(P<0.05)。"
        "2018年,上海市第六人民医院治疗了40例患者,两组相近(P>0.05)。",
    )
    assert [patients(record) for record in found] == [[62], [40]]
    assert [names(record) for record in found] == [["大连大学附属中山医院"], ["上海市第六人民医院"]]


def test_the_centres_of_one_trial_are_no_studies(extractor: Extractor) -> None:
    (only,) = records(
        extractor,
        "一项多中心试验公布结果",
        "2022年5月,瑞金医院牵头的多中心试验在《Blood》发表,共纳入120例患者,两组差异有统计学意义(P=0.01)。",
        "其中,华山医院入组30例,仁济医院入组25例。",
    )
    assert (only.journal and only.journal.name) == "Blood"


def test_a_journal_named_last_closes_the_telling_it_belongs_to(extractor: Extractor) -> None:
    first, second = records(
        extractor,
        "两项关于膝关节的细胞研究,结果并不一样",
        "广东省人民医院骨科给40例膝骨关节炎患者注射了脐带间充质干细胞,随访12个月,疼痛评分下降(P<0.05)。",
        "文章刊于《中华骨科杂志》,2019年第3期。",
        "重庆西南医院则把62例患者随机分为两组,各31例,半年后两组没有差别(P=0.41)。",
        "文章刊于《第三军医大学学报》,2020年第8期。",
    )
    assert [one.journal and one.journal.name for one in (first, second)] == ["中华骨科杂志", "第三军医大学学报"]
    assert (patients(first), patients(second)) == ([40], [62, 31])
    assert first.kind == second.kind == "publication"


def test_sections_under_headings_of_years_are_studies_of_that_year(extractor: Extractor) -> None:
    first, second = records(
        extractor,
        "细胞治疗糖尿病足的十年回顾",
        "很多病友问起这些年的进展,这里按年份说一说。",
        "2012年:从骨髓开始",
        "郑州大学第一附属医院血管外科收治了34例糖尿病足患者,注射自体骨髓单个核细胞,溃疡缩小(P<0.01)。论文登在《中华糖尿病杂志》。",
        "2016年:脐带登场",
        "同济医院内分泌科把50名患者随机分为两组,脐带间充质干细胞组25名,对照组25名(P=0.03)。结果刊于《中国糖尿病杂志》。",
    )
    assert [[(date.value, date.role) for date in one.dates] for one in (first, second)] == [
        [("2012", "published")],
        [("2016", "published")],
    ]
    assert (patients(first), patients(second)) == ([34], [50, 25, 25])


def test_a_visitors_remark_and_a_doctors_life_are_none_of_the_study(extractor: Extractor) -> None:
    (only,) = records(
        extractor,
        "我院论文登上国际期刊",
        "近日,北京天坛医院神经外科在《Stroke》上发表了一项随机对照研究,共纳入90例脑出血患者,两组各45例(P=0.02)。",
        "没有参与研究的宣武医院的一位专家说,结果还要再看几年。",
        "主任1989年毕业后留院工作,2001年曾赴海外进修。",
        "该研究随访了12个月,没有严重不良事件。",
    )
    assert names(only) == ["北京天坛医院"]
    assert not {date.value for date in only.dates} & {"1989", "2001"}


def test_rows_that_sum_up_and_remarks_on_rows_belong_to_the_studies_told(extractor: Extractor) -> None:
    rows = (
        ("登记号", "题目", "单位", "登记日期"),
        ("ChiCTR2300098761", "脂肪干细胞治疗硬皮病的探索性研究", "武汉市第一医院", "2023-02-03"),
        ("ChiCTR2300098762", "脐带间充质干细胞治疗银屑病的临床研究", "长沙市中心医院", "2023-05-06"),
    )
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    page = (
        "<html><body><article><h1>皮肤病的两项登记试验</h1><p>下表列出两项试验的情况,供大家参考,资料来自登记平台。</p>"
        f"<table>{cells}</table><p>第二项计划入组48例,目前仍在招募。</p>"
        "<p>注:①第1项已于2023年9月终止,实际入组7例。②第1、2项均为单中心研究。</p></article></body></html>"
    )
    first, second = extractor.extract(page).records
    assert (patients(first), patients(second)) == ([7], [48])
    assert (first.patients[0].role, second.patients[0].role) == ("total", "planned")


def test_parts_of_institutions_follow_the_kind_of_record(extractor: Extractor) -> None:
    trial, paper = records(
        extractor,
        "两项研究",
        "登记号:NCT09917731",
        "题目:脐带间充质干细胞治疗肝硬化的临床研究",
        "申办方:昆明云岭细胞科技有限公司",
        "参加单位:昆明市第一人民医院、大理州人民医院",
        "计划入组:60例",
        "2019年,兰州大学第一医院收治了45例肝硬化患者,随访24个月,白蛋白升高(P<0.05),论文发表于《中华肝脏病杂志》。",
    )
    assert trial.kind == "registered_trial"
    assert [one.role for one in trial.institutions] == ["sponsor", "site", "site"]
    assert [one.role for one in paper.institutions] == ["author"]


def test_who_reports_on_patients_tells_a_study_without_a_result(extractor: Extractor) -> None:
    first, second = records(
        extractor,
        "白血病细胞治疗的两步",
        "2015年,唐都医院报道了19例白血病患者接受CAR-T治疗的结果,多数人得到缓解。",
        "2018年,新桥医院在《Blood》上公布51例患者的长期随访(P<0.001)。",
    )
    assert (first.kind, names(first), patients(first)) == ("study", ["唐都医院"], [19])
    assert (second.kind, names(second), patients(second)) == ("publication", ["新桥医院"], [51])


def test_a_form_begins_anew_at_its_first_label(extractor: Extractor) -> None:
    trials = records(
        extractor,
        "细胞药物在研情况",
        "近两年,不少企业把细胞产品推进到了临床阶段。下面两项是编辑部从公开资料里摘出来的,只供参考,不作推荐。",
        "细胞:脐带间充质干细胞",
        "适应症:特应性皮炎",
        "开发者:厦门海禾细胞科技有限公司",
        "进展:Ⅱ期,计划入组64例",
        "细胞:NK细胞",
        "适应症:胃癌",
        "开发者:无锡惠泽生物医药有限公司",
        "进展:Ⅰ期,计划入组15例",
    )
    assert [[cell.code for cell in trial.cell_types] for trial in trials] == [["UC-MSC"], ["NK"]]
    assert [patients(trial) for trial in trials] == [[64], [15]]


def test_forms_on_one_page_begin_at_their_registration_numbers(extractor: Extractor) -> None:
    first, second = records(
        extractor,
        "检索到2条",
        "ChiCTR2100098811",
        "2021-05-06",
        "脐带间充质干细胞治疗肺间质纤维化的随机对照研究",
        "Umbilical cord mesenchymal stem cells for interstitial pulmonary fibrosis: a randomised trial",
        "苏州市立医院",
        "样本量:60",
        "NCT09918812",
        "2022-07-08",
        "自体骨髓单个核细胞治疗脊髓损伤的安全性研究",
        "温州市中心医院",
        "样本量:20",
    )
    assert (names(first), names(second)) == (["苏州市立医院"], ["温州市中心医院"])
    assert [one.value for one in first.identifiers.chictr] == ["ChiCTR2100098811"]
    assert [one.value for one in second.identifiers.nct] == ["NCT09918812"]


def test_a_citations_number_names_a_study(extractor: Extractor) -> None:
    found = records(
        extractor,
        "肝衰竭细胞治疗综述",
        "Keller等[12]在2014年报道了38例患者,胆红素下降(P=0.02)。"
        "同一团队后来的续篇[19]把其中31例追到第三年,生存率没有差别(P=0.55)。",
    )
    assert [patients(record) for record in found] == [[38], [31]]
    assert [record.kind for record in found] == ["publication"] * 2


def test_numbered_rows_go_to_the_studies_with_their_numbers(extractor: Extractor) -> None:
    rows = (
        ("序号", "疾病", "细胞", "例数"),
        ("1", "糖尿病足", "骨髓单个核细胞", "44例"),
        ("2", "褥疮", "脂肪干细胞", "26例"),
    )
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    page = (
        "<html><body><article><h1>两项创面研究</h1>"
        "<h2>一、把骨髓请上阵</h2><p>湘潭市中心医院给44例糖尿病足患者注射骨髓单个核细胞,溃疡缩小(P=0.01)。刊于《中华糖尿病杂志》。</p>"
        "<h2>二、脂肪里的办法</h2><p>遵义市第一人民医院给褥疮患者注射脂肪干细胞,半数愈合(P=0.04)。刊于《中华烧伤杂志》。</p>"
        f"<h2>列成一张表</h2><table>{cells}</table></article></body></html>"
    )
    first, second = extractor.extract(page).records
    assert (patients(first), patients(second)) == ([44], [26])


def test_people_treated_so_far_are_of_the_trial_that_is_planned(extractor: Extractor) -> None:
    (trial,) = records(
        extractor,
        "关于细胞注射液临床试验进展的公告",
        "登记号:CTR20990801。试验由青岛市市立医院牵头,为开放、单臂设计,计划入组36名患者。",
        "截至2023年9月30日,已有22名患者完成第12周访视。",
    )
    assert patients(trial) == [36, 22]


def test_the_heading_above_a_list_of_trials_is_none(extractor: Extractor) -> None:
    page = (
        "<html><body><article><h1>肝病细胞治疗资料</h1><h2>干细胞治疗肝硬化的临床研究进展</h2>"
        "<p>截至2024年6月,登记平台上能查到的项目如下,供读者参考。</p><ul>"
        "<li>中山大学附属第一医院Umbilical Cord Mesenchymal Stem Cells for Decompensated Cirrhosis(脐带间充质干细胞治疗失代偿期肝硬化)</li>"
        "<li>烟台毓璜顶医院Autologous Bone Marrow Cells in Patients With Cirrhosis(自体骨髓细胞治疗肝硬化患者)</li>"
        "</ul></article></body></html>"
    )
    assert [names(trial) for trial in extractor.extract(page).records] == [["中山大学附属第一医院"], ["烟台毓璜顶医院"]]


def test_the_condition_is_that_of_the_people_counted(extractor: Extractor) -> None:
    (only,) = records(
        extractor,
        "2021年:实体瘤与血液瘤",
        "福建协和医院在《Blood》上公布了57例复发难治多发性骨髓瘤患者接受CAR-T治疗的结果(P<0.01),无感染死亡。",
    )
    assert [one.name for one in only.conditions] == ["复发难治多发性骨髓瘤"]


def test_a_table_of_numbers_is_of_the_study_told_before_it(extractor: Extractor) -> None:
    first, second = records(
        extractor,
        "细胞治疗肺纤维化的临床研究",
        "张某某等[3]在北京朝阳医院纳入60例肺纤维化患者,随机双盲,治疗组30例输注脐带间充质干细胞。全文见《中华结核和呼吸杂志》2019年第3期。",
        "指标 | 治疗组 | 对照组 | P值",
        "FVC | 3.1±2.2 | 0.4±2.9 | 0.002",
        "DLCO | 1.9±2.5 | 0.2±2.1 | 0.041",
        "从表中可见,肺功能有所获益。李某等[4]在武汉同济医院为16例矿工注射骨髓间充质干细胞,两年后没有差别(P=0.44)。",
    )
    assert [p.value for p in first.p_values] == [0.002, 0.041]
    assert (names(second), [p.value for p in second.p_values]) == (["武汉同济医院"], [0.44])


def test_what_the_study_came_after_begins_none(extractor: Extractor) -> None:
    (only,) = records(
        extractor,
        "眼科论文被刊用",
        "近日,河北省眼科医院撰写的论文《自体角膜缘干细胞移植治疗复发性翼状胬肉的对比观察》被《国际眼科杂志》2022年第5期刊用。这是科室继2020年在《中国中医眼科杂志》发文之后的又一收获。",
        "课题组共收治126例患者,随机分为两组,复发率不同(P=0.011)。",
    )
    assert (only.journal and only.journal.name) == "国际眼科杂志"
    assert patients(only) == [126]


def test_a_lead_dates_the_papers_below_it(extractor: Extractor) -> None:
    told = records(
        extractor,
        "一周文献",
        "本期选了2019年9月9日至15日上线的两篇临床文章。",
        "① 西京医院在《Stroke》报告了60例脑梗死患者的细胞治疗,评分改善(P=0.02)。",
        "② 华山医院在《Burns》报告了44例烧伤患者的细胞治疗,愈合更快(P=0.03)。",
    )
    assert [[(date.value, date.role) for date in record.dates] for record in told] == [
        [("2019-09-09/2019-09-15", "published")]
    ] * 2


def test_a_paper_cites_a_study_by_its_hospital_for_a_paragraph(extractor: Extractor) -> None:
    own, cited = records(
        extractor,
        "自体CIK细胞联合化疗治疗晚期肺腺癌的疗效",
        "潜江市中心医院肿瘤科",
        "目的 探讨疗效。方法 70例患者随机分组。结果 联合组较好(P=0.02)。结论 有效。",
        "以往结果不一。本钢总医院的一组资料[6]只观察到症状改善,52例的无进展生存并未延长(P=0.33)。",
        "本组结果介于两者之间,观察时间短。",
        "收稿日期:2016-06-21",
    )
    assert (names(own), [date.value for date in own.dates]) == (["潜江市中心医院"], ["2016-06-21"])
    assert (names(cited), patients(cited)) == (["本钢总医院"], [52])


def test_a_hospital_with_and_without_its_department_is_one(extractor: Extractor) -> None:
    (only,) = records(
        extractor,
        "细胞治疗膝骨关节炎",
        "2019年3月,西京医院的论文在《Stroke》发表,共纳入60例患者。西京医院骨科团队随访12个月(P=0.02)。",
    )
    (hospital,) = only.institutions
    assert (hospital.name, hospital.department, len(hospital.evidence)) == ("西京医院", "骨科", 2)


def test_a_journal_that_only_the_model_read_divides_no_studies() -> None:
    rules = RuleSet()
    text = (
        "近日,西京医院的论文在《Stroke》发表,共纳入60例脑梗死患者。\n"
        "西京医院的医生说,据Andina Salud,评分改善(P=0.02)。\n"
    )
    doc = Document(verbatim(text), rules)
    read = [mention for field in READERS for mention in reader(field, rules).find(doc)]
    start = text.index("Andina")
    guessed = Mention(
        "journal", start, start + 12, "Andina Salud", JournalValue("Andina Salud", None), "ner:names", 0.95
    )
    mentions = sorted([*read, guessed], key=lambda one: one.start)
    (study,) = StudyFinder(rules).find(doc, mentions)
    record = assemble(study, mentions, doc, "article", 1)
    assert (record.journal and record.journal.name) == "Stroke"
    assert (patients(record), [p.value for p in record.p_values]) == ([60], [0.02])


def test_a_paper_on_animals_or_without_numbers_is_no_registered_trial(extractor: Extractor) -> None:
    (animals,) = records(
        extractor,
        "蜂王浆对实验性膝骨关节炎的影响",
        "目的 探讨蜂王浆的作用.方法 将40只大鼠灌胃.结果 软骨退变减轻.结论 蜂王浆有保护作用.",
    )
    (survey,) = records(
        extractor,
        "失眠病人的睡眠卫生知识现状",
        "目的了解失眠病人的睡眠卫生知识.方法采用访谈法.结果知识不足.结论应加强宣教.",
    )
    assert (animals.kind, animals.design and animals.design.code) == ("publication", "animal")
    assert (survey.kind, survey.title and survey.title.zh) == ("publication", "失眠病人的睡眠卫生知识现状")


def test_a_paper_that_tells_nothing_of_health_is_no_record(extractor: Extractor) -> None:
    assert not records(
        extractor,
        "高效液相色谱法测定蜂王浆中两种有机酸的含量",
        "目的:建立测定方法.方法:采用反相色谱柱.结果:线性关系良好.结论:方法简便.",
    )


def test_a_title_that_counts_fewer_than_all_counts_those_treated(extractor: Extractor) -> None:
    (named,) = records(
        extractor,
        "蜂毒贴片治疗肩周炎36例",
        "目的 观察疗效.方法 将70例患者随机分为两组,治疗组36例贴敷,对照组34例按摩.结果 治疗组较好.",
    )
    told = [(one.value, one.role, one.group) for one in named.patients]
    assert told == [(36, "arm", "治疗组"), (70, "total", None), (34, "control", "对照组")]
    (unnamed,) = records(
        extractor,
        "蜂毒贴片治疗肩周炎36例体会",
        "目的 观察疗效.方法 将70例患者随机分为两组,治疗组贴敷.结果 治疗组较好.",
    )
    assert [(one.value, one.role) for one in unnamed.patients] == [(36, "arm"), (70, "total")]
    (alone,) = records(
        extractor, "蜂毒贴片治疗肩周炎36例", "目的 观察疗效.方法 对患者贴敷1周.结果 36例中30例好转.结论 有效."
    )
    assert [one.role for one in alone.patients if one.value == 36] == ["total"]


def test_a_headline_that_reads_like_an_item_of_a_list_is_still_that_of_a_papers_page(extractor: Extractor) -> None:
    (only,) = records(
        extractor,
        "两种术式治疗肩袖损伤的疗效分析",
        "某某学报, 2016, 12(3): 201-205",
        "青岛市市立医院骨科",
        "目的:比较两种术式.方法:60例患者随机分为两组.结果:疼痛减轻(P<0.05).",
        "烟台毓璜顶医院的同行读后来信,2019年刊于下一卷.",
    )
    assert only.title
    assert only.title.evidence[0].extractor == "rule:title.headline"
    assert (patients(only), [p.value for p in only.p_values]) == ([60], [0.05])


def test_two_papers_of_one_issue_on_a_page_are_two(extractor: Extractor) -> None:
    first, second = records(
        extractor,
        "《中华骨科杂志》2016年第3期",
        "蜂王浆修复犬肩袖损伤的实验研究",
        "西京医院骨科",
        "目的:观察蜂王浆的作用.方法:12只犬分为两组(n=6).结果:愈合较快(P<0.05).结论:有效.",
        "------------------------------",
        "《中华骨科杂志》2016年第3期",
        "氩激光辅助治疗髋臼骨折52例临床分析",
        "北京积水潭医院创伤骨科",
        "方法2013.01~2014.12对52例患者随机分作激光组(n=26)、钢板组(n=26),第3天疼痛激光组轻(P=0.03).",
    )
    assert (names(first), names(second)) == (["西京医院"], ["北京积水潭医院"])
    assert [p.value for p in second.p_values] == [0.03]


def test_an_abstract_without_its_title_is_one_study(extractor: Extractor) -> None:
    (labelled,) = records(
        extractor,
        "目的探讨蜂毒贴片对肩周炎的作用.方法对49例患者贴敷2周,随访3个月.结果疼痛减轻(P<0.05).结论贴片可用.",
    )
    assert (labelled.kind, patients(labelled), len(labelled.p_values)) == ("study", [49], 1)
    (told,) = records(extractor, "报告2例肩周炎.患者男,61岁.右肩痛2年,2011年5月来我科就诊.")
    assert (patients(told), [date.value for date in told.dates]) == ([2], ["2011-05"])
    (opened,) = records(extractor, "2011年4月-2012年6月,本科用蜂毒贴片敷贴肩周炎57例,疼痛减轻,现总结如下.")
    assert [date.value for date in opened.dates] == ["2011-04/2012-06"]
    two = records(
        extractor,
        "目的 观察蜂毒贴片的疗效.方法 49例肩周炎患者贴敷2周,随访3个月.结果 疼痛减轻(P<0.05).结论 贴片可用.",
        "",
        "目的 观察蜂王浆的疗效.方法 西京医院52例失眠患者服用4周,随访1年.结果 睡眠改善(P<0.01).结论 蜂王浆可用.",
    )
    assert all(len(one.patients) == 1 for one in two)


@pytest.mark.parametrize(
    ("told", "design"),
    [
        ("比较了体位,题为《干细胞治疗脑瘫:系统评价与Meta分析》", "meta_analysis"),
        ("纳入40例患者,随机分为两组,各20例,为开放标签研究(P<0.05),结果", "rct"),
        ("给C57BL/6注射脐带间充质干细胞,肝酶下降(P<0.05),结果", "animal"),
    ],
)
def test_the_design_is_the_strongest_that_is_told(extractor: Extractor, told: str, design: str) -> None:
    (only,) = records(extractor, f"2019年5月,济宁市第一人民医院{told}发表于《中国组织工程研究》。")
    assert only.design is not None
    assert only.design.code == design


def test_all_affiliations_of_a_paper_are_its_authors(extractor: Extractor) -> None:
    (only,) = records(
        extractor,
        "富血小板血浆治疗膝骨关节炎的比较",
        "中国骨伤 2019, 32(5): 421-426 DOI: 10.5555/zggs.2019.05.008",
        "1济宁市第一人民医院骨科,山东 济宁 272000; 2徐州市中心医院骨科,江苏 徐州 221009; 3烟台毓璜顶医院检验科,山东 烟台",
        "4安徽医科大学公共卫生学院,安徽 合肥",
        "收稿日期:2018-09-12;修回日期:2018-12-30",
        "目的 比较两种疗法。方法 选取96例患者,随机分为两组,各48例。结果 疼痛评分差异有统计学意义(P<0.05)。",
    )
    assert names(only) == ["济宁市第一人民医院", "徐州市中心医院", "烟台毓璜顶医院", "安徽医科大学"]
    assert {"2018-09-12", "2018-12-30"} <= {date.value for date in only.dates}


def test_a_list_of_trials_is_of_the_day_that_its_lead_says(extractor: Extractor) -> None:
    rows = (
        ("登记号", "单位", "细胞", "例数"),
        ("NCT09912345", "南方医科大学珠江医院", "脂肪干细胞", "24例"),
        ("NCT09912346", "重庆医科大学附属儿童医院", "脐带血", "90例"),
    )
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    page = (
        "<html><body><article><h1>两项登记在册的试验</h1><p>下表列出两项试验的情况,供大家参考。招募状态以2024年6月18日查询为准。</p>"
        f"<table>{cells}</table></article></body></html>"
    )
    assert [[date.value for date in trial.dates] for trial in extractor.extract(page).records] == [["2024-06-18"]] * 2
