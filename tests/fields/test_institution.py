"""Names of institutions in running text: where they begin, which are one and which are two, what is none."""

import pytest

from extract.fields.institution import InstitutionReader
from extract.page.verbatim import verbatim
from extract.rules import RuleSet
from extract.schema import InstitutionValue
from extract.segment import Document


@pytest.fixture(scope="module")
def reader(rules: RuleSet) -> InstitutionReader:
    return InstitutionReader(rules)


def values(rules: RuleSet, reader: InstitutionReader, text: str) -> list[InstitutionValue]:
    found = reader.find(Document(verbatim(text), rules))
    assert all(text[mention.start : mention.end] == mention.quote for mention in found)
    return [mention.value for mention in found]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("2019年7月6日台湾花莲慈济医院公布了随访结果。", ["台湾花莲慈济医院"]),
        ("对2018年经中国人民解放军北部战区总医院确诊的病人", ["中国人民解放军北部战区总医院"]),
        ("近日从济南市中心医院获悉,研究已经启动。", ["济南市中心医院"]),
        ("韩国延世大学原州基督医院与日本庆应义塾大学合作", ["延世大学原州基督医院", "庆应义塾大学"]),
        ("美国国立卫生研究院资助了这项研究", ["美国国立卫生研究院"]),
        ("在太和县人民医院和于都县人民医院收治的病人", ["太和县人民医院", "于都县人民医院"]),
        ("[2]洛阳市中心医院,河南洛阳471000", ["洛阳市中心医院"]),
        ("1天津医科大学总医院;2联勤保障部队第九〇〇医院", ["天津医科大学总医院", "联勤保障部队第九〇〇医院"]),
        ("在臺北榮民總醫院與三軍總醫院受試", ["臺北榮民總醫院", "三軍總醫院"]),
        ("江苏某再生医学科技有限公司", ["江苏某再生医学科技有限公司"]),
        ("Steminent Biotherapeutics 公司、Vertex公司", ["Steminent Biotherapeutics公司", "Vertex"]),
        ("复旦大学附属中山医院(上海)的医院", ["复旦大学附属中山医院"]),
        ("赞助单位名称\n华康细胞科技股份有\n限公司", ["华康细胞科技股份有限公司"]),
        ("经费来源:国玺干细胞应用技术股份有限公司", ["国玺干细胞应用技术股份有限公司"]),
        ("在纪念斯隆-凯特琳癌症中心完成", ["纪念斯隆-凯特琳癌症中心"]),
        ("德克萨斯大学MD安德森癌症中心", ["德克萨斯大学MD安德森癌症中心"]),
        ("四川省人民医院·四川省医学科学院", ["四川省人民医院", "四川省医学科学院"]),
        ("经北京大学第三医院伦理委员会批准", ["北京大学第三医院"]),
        ("申请人所在单位:\n遂宁市中\n心医院\n", ["遂宁市中心医院"]),
        ("他在杭州一家叫浙江某泉细胞科技有限公司的企业", ["浙江某泉细胞科技有限公司"]),
        ("长三角(绍兴)再生医学研究院", ["长三角(绍兴)再生医学研究院"]),
        ("韩国延世大学Wonju医院与Royan研究所", ["延世大学Wonju医院", "Royan研究所"]),
        ("英属哥伦比亚大学(UBC)的学者", ["英属哥伦比亚大学", "UBC"]),
        ("都柏林医院研究所、伦敦大学学院", ["都柏林医院研究所", "伦敦大学学院"]),
        (
            "Renji Hospital, Shanghai Medical University School of Medicine, Shanghai",
            ["Renji Hospital, Shanghai Medical University School of Medicine"],
        ),
        ("在金华五院和合肥市二院", ["金华五院", "合肥市二院"]),
        ("树兰(杭州)医院", ["树兰(杭州)医院"]),
        ("某研究所,创伤与复合伤国家重点实验室(张某)", ["创伤与复合伤国家重点实验室"]),
        (
            "Massachusetts General Hospital and Boston Medical Center",
            ["Massachusetts General Hospital", "Boston Medical Center"],
        ),
        ("NurOwn. Brainstorm Cell Therapeutics ran it", ["Brainstorm Cell Therapeutics"]),
    ],
)
def test_a_name_begins_where_its_own_words_begin(
    rules: RuleSet, reader: InstitutionReader, text: str, names: list[str]
) -> None:
    assert [value.name for value in values(rules, reader, text)] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("云南省第一人民医院昆明理工大学附属医院", ["云南省第一人民医院", "昆明理工大学附属医院"]),
        ("中国医学科学院北京协和医学院北京协和医院", ["中国医学科学院", "北京协和医学院", "北京协和医院"]),
        ("华中科技大学同济医学院附属协和医院", ["华中科技大学同济医学院附属协和医院"]),
        ("首都医科大学附属北京天坛医院", ["首都医科大学附属北京天坛医院"]),
        ("香港大学深圳医院", ["香港大学深圳医院"]),
        ("浙江大学 医学院附属第一医院", ["浙江大学医学院附属第一医院"]),
        ("解放军总医院第一医学中心", ["解放军总医院第一医学中心"]),
        ("厦门大学附属厦门眼科中心", ["厦门大学附属厦门眼科中心"]),
        ("陆军军医大学(第三军医大学)第一附属医院", ["陆军军医大学(第三军医大学)第一附属医院"]),
        ("中国医学科学院血液病医院(血液学研究所)", ["中国医学科学院血液病医院(血液学研究所)"]),
        (
            "中国医学科学院血液病医院(中国医学科学院血液学研究所)",
            ["中国医学科学院血液病医院", "中国医学科学院血液学研究所"],
        ),
        ("中国科学院上海药物研究所", ["中国科学院上海药物研究所"]),
    ],
)
def test_a_nested_name_is_one_and_a_second_complete_name_another(
    rules: RuleSet, reader: InstitutionReader, text: str, names: list[str]
) -> None:
    assert [value.name for value in values(rules, reader, text)] == names


@pytest.mark.parametrize(
    ("text", "name", "department"),
    [
        ("山东大学齐鲁医院感染病科(孙某)", "山东大学齐鲁医院", "感染病科"),
        ("福建医科大学孟超肝胆医院 生物样本库 福建福州", "福建医科大学孟超肝胆医院", "生物样本库"),
        ("中国医科大学研究生院", "中国医科大学", "研究生院"),
        ("加州大学圣地亚哥分校(University)医学院,", "加州大学圣地亚哥分校", "医学院"),
        ("研究由中大醫學院進行", "中大", "醫學院"),
        ("徐州医科大学附属医院王某教授团队", "徐州医科大学附属医院", None),
        ("就在南京鼓楼医院手术室里", "南京鼓楼医院", None),
        ("北医三院骨科的团队", "北医三院", "骨科"),
        ("美国西北大学Feinberg医学院", "西北大学", "Feinberg医学院"),
        ("北京安贞医院心脏中心", "北京安贞医院", "心脏中心"),
        ("苏州市立医院病理科", "苏州市立医院", "病理科"),
        ("苏州市立医院心理科主任冯某", "苏州市立医院", "心理科"),
        ("苏州市立医院//皮肤科用此法", "苏州市立医院", "皮肤科"),
        ("苏州市立医院/ICU,江苏", "苏州市立医院", "ICU"),
        ("苏州市立医院·胸科中心和", "苏州市立医院", "胸科中心"),
        ("苏州市立医院骨科中心,", "苏州市立医院", "骨科中心"),
        (
            "Leeds University Hospital, Department of Surgery, Leeds",
            "Leeds University Hospital",
            "Department of Surgery",
        ),
        ("the University of Miami Miller School of Medicine", "University of Miami", "Miller School of Medicine"),
        (
            "Department of Nephrology, Second Affiliated Hospital of Nanchang University",
            "Second Affiliated Hospital of Nanchang University",
            "Department of Nephrology",
        ),
    ],
)
def test_wards_and_schools_are_departments(
    rules: RuleSet, reader: InstitutionReader, text: str, name: str, department: str | None
) -> None:
    found = [value for value in values(rules, reader, text) if value.kind != "university" or value.name == name]
    assert [(value.name, value.department) for value in found] == [(name, department)]


@pytest.mark.parametrize(
    "text",
    [
        "我院与该院、当地医院及各大医院的附属医院合作,全国30家三甲医院参加。",
        "医科大学生的医院感染调查;云南省三级医院临床护士",
        "刊于《南方医科大学学报》,中山大学出版社",
        "西安大略和麦克马斯特大学骨关节炎指数(WOMAC)",
        "他毕业于中山大学医学院",
        "国家药品监督管理局批准,中华医学会骨科学分会发布指南,检索PubMed",
        "抗体购自武汉某某生物技术有限公司,用Agilent公司C18柱",
        "某某大学附属医院和某西医院的经验",
        "肺中肿瘤缩小,其中大部分有效",
        "Published by Lakeside Publishing Group Inc.",
        "基金项目:广东省科技厅资助项目;四川省卫生厅发布了指南",
        "股价与辉瑞相近",
    ],
)
def test_generic_words_journals_scales_and_suppliers_are_none(
    rules: RuleSet, reader: InstitutionReader, text: str
) -> None:
    assert values(rules, reader, text) == []


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("申办者/CRO:深圳北科生物科技有限公司", "sponsor"),
        ("2018年就诊于甘肃中医药大学附属医院的患者", "site"),
        ("研究实施负责(组长)单位:\n广州医科大学附属第一医院", "sponsor"),
        ("吉林大学第一医院发表了一篇综述", "author"),
        ("100039 北京,解放军第三〇二医院肝病科", "author"),
        ("1.大理大学第一附属医院,云南 大理", "author"),
        ("大连医科大学位于大连", None),
        ("由安徽省科学技术厅资助", "sponsor"),
        ("首都儿科研究所2019年收治的60例", "site"),
        ("大连医科大学的一支研究团队在《Cell》杂志上发表", "author"),
        ("南方医院消化内科,广州510515", "author"),
    ],
)
def test_labels_and_verbs_give_the_role(rules: RuleSet, reader: InstitutionReader, text: str, role: str | None) -> None:
    assert [value.role for value in values(rules, reader, text)] == [role]


def test_names_of_one_enumeration_share_their_role(rules: RuleSet, reader: InstitutionReader) -> None:
    found = values(rules, reader, "选自遵义市第一人民医院、播州区人民医院和贵州医科大学附属医院")
    assert [value.role for value in found] == ["site", "site", "site"]


def test_a_short_name_given_in_brackets_is_found_wherever_it_stands(rules: RuleSet, reader: InstitutionReader) -> None:
    text = "武汉光谷中源药业有限公司(以下简称“光谷中源”)公告,光谷中源已获批准。公司(以下简称“公司”)"
    assert [value.name for value in values(rules, reader, text)] == ["武汉光谷中源药业有限公司", "光谷中源", "光谷中源"]


@pytest.mark.parametrize(
    "piece",
    [
        "医院",
        "大学",
        "北京大学",
        "附属",
        "三总",
        "University of ",
        "(上海)公司",
        "第一",
        "中大、",
        "北京医院(简称北医)",
    ],
)
def test_hostile_repetition_is_read_to_its_end(rules: RuleSet, reader: InstitutionReader, piece: str) -> None:
    assert len(values(rules, reader, piece * 4000)) <= 8000


def test_a_sponsor_stands_right_before_the_trials_english_title(rules: RuleSet) -> None:
    text = "聊城市人民医院Clinical Study of Cord Cells(脐带细胞的临床研究)"
    found = InstitutionReader(rules).find(Document(verbatim(text), rules))
    assert [mention.value.name for mention in found] == ["聊城市人民医院"]


def test_an_organisations_registry_of_trials_is_not_the_organisation(rules: RuleSet) -> None:
    for text in ("已在美国国家癌症研究所的全球临床试验注册库登记", "由华西医院临床试验登记平台查询"):
        assert InstitutionReader(rules).find(Document(verbatim(text), rules)) == []
