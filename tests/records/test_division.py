"""Where one study ends and the next begins, and what of an article is of none."""

import pytest

from extract import Extractor
from extract.records.unit import is_short_for, key
from extract.schema import StudyRecord
from tests.records.told import names, patients, records


def dates(record: StudyRecord) -> list[str]:
    return [one.value for one in record.dates]


FIRST = "苏州大学附属第一医院在《中华血液学杂志》2019年第3期报道了47例再生障碍性贫血患者,随访12个月(P=0.02)。"
SECOND = "宁波市第二医院在《浙江医学》2020年第5期报道了38例再生障碍性贫血患者,随访9个月(P=0.04)。"


def test_the_second_report_begins_with_its_number(extractor: Extractor) -> None:
    first, second = records(
        extractor,
        "帮大家找了两份资料",
        "第一份,是苏州大学附属第一医院的,2019年发在《中华血液学杂志》,47例再障患者,有效率更高(P=0.02)。",
        "第二份是宁波市第二医院的,他们收了38例患者,随访9个月,登记号NCT09900001。",
    )
    assert (patients(first), patients(second)) == ([47], [38])
    assert (names(first), names(second)) == (["苏州大学附属第一医院"], ["宁波市第二医院"])


@pytest.mark.parametrize(
    ("short", "full", "is_short"),
    [
        ("苏大附一院", "苏州大学附属第一医院", True),
        ("北大肿瘤", "北京大学肿瘤医院", True),
        ("中山医院", "中山大学附属第一医院", False),
        ("南京鼓楼", "苏州大学附属第一医院", False),
        ("UCSF", "University of California San Francisco", False),
    ],
)
def test_a_name_in_short_has_the_characters_of_the_full_one_in_order(short: str, full: str, is_short: bool) -> None:
    assert is_short_for(key(short), key(full)) is is_short


def test_words_that_look_back_on_several_studies_are_none(extractor: Extractor) -> None:
    first, second = records(
        extractor,
        "再障的细胞治疗:两家医院的数据",
        "一、苏州大学附属第一医院",
        FIRST,
        "二、宁波市第二医院",
        SECOND,
        "三、我的看法",
        "看下来,苏州大学附属第一医院那47例做得最扎实,宁波市第二医院的38例可以参考。",
    )
    assert (patients(first), patients(second)) == ([47], [38])


def test_a_day_or_a_number_within_a_form_is_a_line_of_it(extractor: Extractor) -> None:
    (only,) = records(
        extractor,
        "在研品种介绍",
        "品种名称:人脐带间充质干细胞注射液",
        "适应症:中重度慢阻肺",
        "申办方:青岛海澜细胞科技有限公司",
        "样本量:72例",
        "周期:2021.09-2023.05",
        "结果:急性加重次数高剂量组与安慰剂组相比P=0.047",
    )
    assert patients(only) == [72]
    assert [p.value for p in only.p_values] == [0.047]


def test_dates_of_a_hospital_and_of_a_life_are_no_studys(extractor: Extractor) -> None:
    (only,) = records(
        extractor,
        "我院神经内科论文登上《Stroke》",
        "宁波市第二医院神经内科2022年5月在《Stroke》发表论文,回顾216例脑梗死患者,恶化率更低(P=0.011)。",
        "神经内科始建于1978年,现有床位210张,2021年收治病人9060例。",
        "通讯作者李医生1996年毕业于浙江大学,2009年赴德国进修。",
    )
    assert dates(only) == ["2022-05"]
    assert patients(only) == [216]


def test_a_case_beneath_a_numbered_heading_is_a_study(extractor: Extractor) -> None:
    first, second = records(
        extractor,
        "两家医院的尝试",
        "一、苏州大学附属第一医院",
        FIRST,
        "二、宁波市第二医院:公众号里的一例",
        "没有论文,是公众号讲的:一名34岁男性强直性脊柱炎患者,2022年11月在宁波市第二医院输了三次脐带间充质干细胞。",
    )
    assert patients(first) == [47]
    assert names(second) == ["宁波市第二医院"]


def test_parts_that_add_up_to_the_known_total_are_of_the_same_study(extractor: Extractor) -> None:
    (only,) = records(
        extractor,
        "206名肝癌患者证实复发推迟",
        "3月6日,《Nature Communications》在线发表宁波市第二医院的成果,共206名患者入组。",
        "男性占了大头,共171例患者,剩下35例是女性,复发更晚(P=0.002)。",
    )
    assert patients(only)[0] == 206


def test_the_study_of_a_row_ends_with_the_row(extractor: Extractor) -> None:
    page = (
        "<article><h1>登记试验一览</h1><table>"
        "<tr><th>登记号</th><th>题目</th><th>单位</th><th>人数</th></tr>"
        "<tr><td>NCT09900001</td><td>脐带间充质干细胞治疗肝硬化的Ⅱ期试验</td><td>宁波市第二医院</td><td>24</td></tr>"
        "<tr><td>NCT09900002</td><td>自体调节性T细胞治疗1型糖尿病的Ⅱ期试验</td><td>苏州大学附属第一医院</td><td>30</td></tr>"
        "</table><h2>重点条目说明</h2><p>研究者:某某(NCT09900001),研究实施时间2022-09-01至2026-08-31,两组各12例,随访24个月。</p></article>"
    )
    first, second = extractor.extract(page).records
    assert "2022-09-01/2026-08-31" in dates(first)
    assert "2022-09-01/2026-08-31" not in dates(second)


def test_one_year_among_other_headings_dates_what_stands_right_beneath_it(extractor: Extractor) -> None:
    page = (
        "<article><h1>最近读的两篇</h1><h2>2012:手指尖的溃疡</h2>"
        "<p>宁波市第二医院把38例硬皮病患者随机分成两组,细胞组更好(P=0.03),登在《浙江医学》。</p>"
        "<h2>口干怎么办</h2>"
        "<p>苏州大学附属第一医院收了47例干燥综合征患者,12个月后好转(P=0.02),登在《中华血液学杂志》。</p></article>"
    )
    first, second = extractor.extract(page).records
    assert (dates(first), dates(second)) == (["2012"], [])


def test_who_they_are_is_told_in_the_sentence_before(extractor: Extractor) -> None:
    first, second = records(
        extractor,
        "两种办法",
        FIRST,
        "孟买的Regrow Biosciences公司做的是养大的自体成骨细胞。"
        "他们联合宁波市第二医院治了38例股骨头坏死患者,随访24个月(P=0.04),登在《浙江医学》2020年第5期。",
    )
    assert patients(first) == [47]
    assert "Regrow Biosciences" in names(second)


def test_the_only_study_takes_who_is_presented_in_the_lead_and_who_applied(extractor: Extractor) -> None:
    (only,) = records(
        extractor,
        "胸痛三十年,试试细胞",
        "宁波市第二医院心内科主任昨天说明一项耗时五年的成果。",
        "三年前的事",
        "全部47名患者随机、双盲分组,24名进细胞组,23名进盐水组,追踪一年,发作次数减少(P=0.021)。",
        "另,青岛海澜细胞科技有限公司是申请人,登记号ChiCTR2100099001。",
    )
    assert names(only) == ["宁波市第二医院", "青岛海澜细胞科技有限公司"]
    assert [one.value for one in only.identifiers.chictr] == ["ChiCTR2100099001"]


def test_hospitals_of_good_advice_are_no_studys(extractor: Extractor) -> None:
    _, second = records(
        extractor,
        "再障的细胞治疗",
        FIRST,
        SECOND,
        "确诊还是去找正规的大科室,像南昌市第九医院都问得到,不要被广告骗了。",
    )
    assert names(second) == ["宁波市第二医院"]


def test_two_phases_are_two_trials(extractor: Extractor) -> None:
    first, second = records(
        extractor,
        "关于注射液Ⅱ期临床试验主要结果的公告",
        "Ⅰ期试验已于2021年10月完成,共24例特应性皮炎患者给药,由宁波市第二医院承担。",
        "二、Ⅱ期临床试验情况",
        "本试验(登记号CTR20990987)为随机、双盲、安慰剂对照的Ⅱ期研究,组长单位为苏州大学附属第一医院,入组132例患者(P=0.026)。",
    )
    assert (patients(first), patients(second)) == ([24], [132])


def test_one_institution_leads_a_study(extractor: Extractor) -> None:
    first, second = records(
        extractor,
        "先说肺,再说早产",
        "重庆市职业病防治院收了18名矽肺患者,随访12个月,六分钟多走了三十几米(P=0.021)。文章登在《重庆医学》2013年第3期。",
        "拿它来治早产娃娃的,牵头的是宁波市第二医院新生儿科,苏州大学附属第一医院也收了病人。"
        "他们一共收进62名患儿,抽签分两边:30名滴细胞,32名进对照组(P=0.069)。论文登在《浙江医学》2020年第5期。",
    )
    assert names(first) == ["重庆市职业病防治院"]
    assert patients(second) == [62, 30, 32]


def test_the_company_of_the_headline_belongs_to_the_study_that_it_is_about(extractor: Extractor) -> None:
    told = records(
        extractor,
        "海澜生物:关于脐带间充质干细胞注射液Ⅱ期临床试验取得主要结果的公告",
        "青岛海澜生物科技股份有限公司(以下简称公司)自主研发的注射液近日完成Ⅱ期临床试验。",
        "一、药品基本情况",
        "Ⅰ期试验已于2021年10月完成,共24例特应性皮炎患者给药,由宁波市第二医院承担。",
        "二、Ⅱ期临床试验情况",
        "本试验(登记号CTR20990987)为随机、双盲、安慰剂对照的Ⅱ期研究,组长单位为苏州大学附属第一医院,入组132例患者(P=0.026)。",
    )
    of_company = {"海澜生物", "青岛海澜生物科技股份有限公司"}
    assert {tuple(patients(one)): of_company & set(names(one)) for one in told} == {(132,): of_company, (24,): set()}


def test_a_company_beside_the_hospital_of_a_paper_paid_for_it(extractor: Extractor) -> None:
    (only,) = records(
        extractor,
        "股骨头坏死的一项研究",
        "宁波市第二医院用异体骨髓间充质干细胞治了46例股骨头坏死患者,随访24个月(P=0.04)。"
        "产品出自青岛海澜生物科技股份有限公司。论文登在《浙江医学》2020年第5期。",
    )
    roles = {one.name: one.role for one in only.institutions}
    assert roles == {"宁波市第二医院": "author", "青岛海澜生物科技股份有限公司": "sponsor"}


def test_a_validation_cohort_is_of_the_same_study(extractor: Extractor) -> None:
    (record,) = records(
        extractor,
        "南京鼓楼医院在《Gut》发表论文。研究共纳入263名急性胰腺炎患者,模型的灵敏度为88%(P<0.001)。",
        "在2020年9月至2021年3月新收的97名患者组成的验证队列里,结果也站得住。",
    )
    assert [(one.value, one.role) for one in record.patients] == [(263, "total"), (97, "subgroup")]
