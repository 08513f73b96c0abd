"""Conditions of a study: which of the diseases named in its text are those that it treats."""

import pytest

from extract.extractor import Extractor


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(model=None)


def conditions(extractor: Extractor, page: str) -> list[list[str]]:
    return [[one.name for one in record.conditions] for record in extractor.extract(page).records]


def test_the_fuller_name_in_the_text_stands_beside_that_of_the_title(extractor: Extractor) -> None:
    page = (
        "济宁市第一人民医院将失代偿期肝硬化患者60例随机分为两组,各30例,治疗组腹水消退较快(P<0.05)。"
        "题为《脐带间充质干细胞治疗肝硬化的疗效观察》的论文发表于《中华肝脏病杂志》2019年第3期。"
    )
    assert conditions(extractor, page) == [["失代偿期肝硬化", "肝硬化"]]


def test_a_fuller_name_takes_the_place_of_a_shorter_one_outside_the_title(extractor: Extractor) -> None:
    page = (
        "<html><body><article><h1>干细胞与皮肤</h1><h2>一、白癜风</h2>"
        "<p>济宁市第一人民医院报道了节段型白癜风,86例,自2015年3月至2018年5月移植表皮细胞,"
        "随访12个月,复色率高于对照组(P<0.05)。论文刊于《中华皮肤科杂志》2019年第3期。</p></article></body></html>"
    )
    assert conditions(extractor, page) == [["节段型白癜风"]]


def test_the_name_of_a_hospital_or_journal_is_no_condition(extractor: Extractor) -> None:
    page = (
        "天津血液病研究所与徐州市传染病医院纳入42名重型再生障碍性贫血患者,随机分为两组,各21名,"
        "2019年5月在《血液病学杂志》发表,P<0.05。"
    )
    assert conditions(extractor, page) == [["重型再生障碍性贫血"]]


def test_the_early_born_are_people_and_no_condition(extractor: Extractor) -> None:
    page = (
        "徐州市妇幼保健院纳入42名早产儿,随机分为两组,各21名,观察细胞对支气管肺发育不良的预防作用,"
        "2019年5月发表于《中国新生儿科杂志》,P<0.05。"
    )
    assert conditions(extractor, page) == [["支气管肺发育不良"]]


def test_the_disease_in_a_trials_row_stands_beside_its_english_title(extractor: Extractor) -> None:
    page = (
        "<table><tr><th>编号</th><th>题目</th><th>疾病</th><th>单位</th><th>例数</th></tr>"
        "<tr><td>NCT09900011</td><td>Cells for vascular dementia</td><td>血管性痴呆</td><td>徐州市中心医院</td><td>40</td></tr>"
        "<tr><td>NCT09900012</td><td>Cells in lupus nephritis</td><td>狼疮性肾炎</td><td>济宁市第一人民医院</td><td>36</td></tr>"
        "</table>"
    )
    assert conditions(extractor, page) == [["vascular dementia", "血管性痴呆"], ["lupus nephritis", "狼疮性肾炎"]]
