"""Counts of people in studies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.fields.patients import PatientsReader
from extract.page.verbatim import verbatim
from extract.rules import RuleSet
from extract.segment import Document


def counts(rules: RuleSet, text: str) -> list[tuple[int, str]]:
    found = PatientsReader(rules).find(Document(verbatim(text), rules))
    assert all(text[mention.start : mention.end] == mention.quote for mention in found)
    return [(mention.value.value, mention.value.role) for mention in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("选取 2018 年 1 月收治的 1 120 例脑卒中患者。", [(1120, "total")]),
        ("納入60位受試者,隨機分為治療組(31例)和對照組(29例)。", [(60, "total"), (31, "arm"), (29, "control")]),
        ("80例患者随机均分为两组,每组40例。", [(80, "total"), (40, "arm")]),
        ("40名患者输注细胞,另有20人输生理盐水作为对照。", [(40, "arm"), (20, "control")]),
        ("最终纳入11项随机对照试验,共582名患者。", [(582, "total")]),
        ("拟招募120例肝硬化患者。", [(120, "planned")]),
        ("TACE30例患者,其中男22例,女8例。", [(30, "total"), (22, "subgroup"), (8, "subgroup")]),
        ("结果:治疗组发生感染18例,痊愈12例,脱落2例。", [(12, "subgroup"), (2, "subgroup")]),
        ("纳入96例患者,结果91例获得随访,27例完成复查。", [(96, "total"), (91, "total"), (27, "subgroup")]),
        ("合起来90例患者,打细胞的50例,打盐水的40例。", [(90, "total"), (50, "arm"), (40, "control")]),
        ("90例患者,丘脑靶点61例,苍白球靶点29例。", [(90, "total"), (61, "arm"), (29, "arm")]),
        ("按抽签把44人分两组(23人与21人)。", [(44, "total"), (23, "arm"), (21, "arm")]),
        ("移植28例患者,一年生存率71%,高于单用化疗的30例。", [(28, "arm"), (30, "control")]),
        ("移植28例患者,生存率与早年只做化疗的30例相比无差别。", [(28, "total"), (30, "control")]),
        ("22例患者接受移植,同期内科治疗44例。", [(22, "arm"), (44, "control")]),
        ("原计划招募40例患者,实际入组27例。", [(40, "planned"), (27, "total")]),
        ("指标|治疗组(n=39)|安慰剂组(n=38)|P值", [(39, "arm"), (38, "control")]),
        ("我国约有100万患者,每年新增5万例。", []),
        ("取25只小鼠,分为模型组(n=8)和对照组(n=8)。", []),
        ("护理小组共8人,邀请3名专家和30家医院的代表。", []),
        ("检索到209项研究,收集组织标本40例。", []),
    ],
)
def test_people_of_a_study_and_nobody_else(rules: RuleSet, text: str, expected: list[tuple[int, str]]) -> None:
    assert counts(rules, text) == expected


def test_a_group_keeps_its_label_and_a_meta_analysis_its_number_of_studies(rules: RuleSet) -> None:
    text = "纳入9项研究,共339例患者,其中UC-MSC组170例,对照组169例。"
    found = PatientsReader(rules).find(Document(verbatim(text), rules))
    assert [mention.value.group for mention in found] == [None, "UC-MSC组", "对照组"]
    assert found[0].value.pooled_studies == 9


@given(st.text(alphabet="0123456789 ,.例名患者n=组(（）各其中", max_size=80))
def test_any_text_gives_grounded_positive_numbers(rules: RuleSet, text: str) -> None:
    assert all(value > 0 for value, _ in counts(rules, text))


def test_a_group_is_named_as_printed(rules: RuleSet) -> None:
    text = "將80例患者分為細胞組(n=40)和對照組(n=40)。"
    found = PatientsReader(rules).find(Document(verbatim(text), rules))
    assert [mention.value.group for mention in found] == [None, "細胞組", "對照組"]


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("收治43例患者,Ⅰ期(18例)和Ⅱ期19例,其中节段型的6例。", [None, "Ⅰ期", "Ⅱ期", "节段型"]),
        ("收治43例患者,男21例,同期22例,年度20例。", [None, None, None, None]),
        ("分作低剂量组(1×10^6/kg)11例,安慰剂组12例。", ["低剂量组", "安慰剂组"]),
    ],
)
def test_groups_and_classes_of_a_disease_are_named(rules: RuleSet, text: str, groups: list[str | None]) -> None:
    found = PatientsReader(rules).find(Document(verbatim(text), rules))
    assert [mention.value.group for mention in found] == groups


def test_a_column_of_numbers_of_patients_is_read(rules: RuleSet) -> None:
    text = "编号 | 单位 | 例数 | 年份\n1 | 甲医院 | 24 | 2019\n2 | 乙医院 | 未报 | 2020\n\n其余见附表。"
    assert counts(rules, text) == [(24, "total")]


def test_long_lines_without_an_end_are_read_in_proportion_to_their_length(rules: RuleSet) -> None:
    assert counts(rules, "每组1例次" * 4000) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收治108例脑瘫患儿,康复加细胞54例,单纯康复54例。", [(108, "total"), (54, "arm"), (54, "control")]),
        ("选取80例患者,随机分为针刺组41例、耳穴组39例。", [(80, "total"), (41, "arm"), (39, "control")]),
        ("选取80例患者,随机分为A组41例、B组39例。", [(80, "total"), (41, "arm"), (39, "arm")]),
        (
            "三组患者分别为细胞组15例,药物组15例,常规组14例,总共44例。",
            [(15, "arm"), (15, "arm"), (14, "control"), (44, "total")],
        ),
        ("90例患者入组。随访期间,失访4例,显效21例。", [(90, "total"), (4, "subgroup"), (21, "subgroup")]),
        ("匹配后51对51,两组患者基线相近。", [(51, "arm"), (51, "control")]),
        ("共筛选患者130名,最终96名受试者入组。", [(96, "total")]),
        ("纳入62例患者,门静脉血栓各为9例和11例,P=0.64。", [(62, "total")]),
        ("医生5人、护士9人、康复技师2人,床位24张。", []),
        ("倘若一百个病人里有十个推迟移植,没有一例失败。", []),
    ],
)
def test_parts_groups_and_events_beside_a_total(rules: RuleSet, text: str, expected: list[tuple[int, str]]) -> None:
    assert counts(rules, text) == expected


def test_a_number_in_a_headline_counts_people_if_the_body_says_so(rules: RuleSet) -> None:
    assert counts(rules, "鼻喷治疗 26人初步结果出炉") == []
    body = "团队给26名卒中患者喷药。"
    assert counts(rules, f"鼻喷治疗 26人初步结果出炉\n{body}") == [(26, "total"), (26, "total")]


def test_cells_of_registered_trials_are_planned_and_those_of_groups_have_labels(rules: RuleSet) -> None:
    text = "登记号 | 题目 | 例数\nNCT01234567 | 甲 | 约1,200\nChiCTR2000000001 | 乙 | 110(观察组55,对照组55)"
    assert [value for value, _ in counts(rules, text)] == [55, 55, 1200, 110]
    assert {role for _, role in counts(rules, text)} == {"planned"}
    found = PatientsReader(rules).find(Document(verbatim("组别 | 人数\n低剂量 | 60\n安慰剂 | 61"), rules))
    assert [(one.value.role, one.value.group) for one in found] == [("arm", "低剂量"), ("control", "安慰剂")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "对90例慢性咽痛患者行喉镜检查。结果:息肉50例,囊肿25例,喉狭窄5例,正常10例。",
            [(90, "total"), (50, "subgroup"), (25, "subgroup"), (5, "subgroup"), (10, "subgroup")],
        ),
        ("对90例患者行喉镜检查。结果:出血5例,穿孔2例,声嘶3例。", [(90, "total")]),
        ("结果 84例SLE并发带状疱疹21例。", [(84, "total")]),
        ("自2001年以来,在2 300余例胃镜检查中,仅发现7例胃底血管瘤,现报道如下。", [(7, "total")]),
        ("收治中耳炎患者52例。结果面神经暴露9例,出现短暂耳鸣的患者7例。", [(52, "total")]),
        ("共观察肩周炎手术83例,劳损所致者31例,外伤所致者52例。", [(83, "total"), (31, "subgroup"), (52, "subgroup")]),
        (
            "分析12例胼胝体病变患者的资料,2例仅行CT平扫,10例行CT增强扫描。",
            [(12, "total"), (2, "subgroup"), (10, "subgroup")],
        ),
        (
            "先兆早产孕妇110例,其中重度先兆早产组60例,轻度先兆早产组50例,并选择同期95例正常孕妇作为对照组。",
            [(110, "total"), (60, "arm"), (50, "arm"), (95, "control")],
        ),
        (
            "回顾性分析900例手术患者,其中400例患者作为干预前组,500例患者作为干预后组。",
            [(900, "total"), (400, "control"), (500, "arm")],
        ),
        (
            "90例冻疮患者分为涂药组46例和对照组44例。结果:愈合率为50.0%(23/46),对照为25.0%(11/44),总愈合率37.8%(34/90)。",
            [(90, "total"), (46, "arm"), (44, "control"), (46, "arm"), (44, "control"), (90, "total")],
        ),
    ],
)
def test_classes_of_people_are_told_from_events_and_groups(
    rules: RuleSet, text: str, expected: list[tuple[int, str]]
) -> None:
    assert counts(rules, text) == expected
