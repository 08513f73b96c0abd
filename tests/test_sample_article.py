"""The users' own sample article, as a page and as text: every study of it, and nothing else claimed.

The article is not part of the repository; the test reads it where it lies beside the checkout.
"""

from pathlib import Path

import pytest

from extract import Extractor
from extract.schema import Article, StudyRecord

ARTICLES = Path(__file__).parents[2] / "shared/articles"

Published = tuple[
    list[tuple[str, str]], list[tuple[str, str | None]], str | None, list[tuple[int, str]], list[tuple[str, float]]
]
PUBLICATIONS: list[Published] = [
    ([("2016-05-01", "published")], [("台湾花莲慈济医院", None)], "Cell Transplantation", [], []),
    (
        [("2017-04-27", "published")],
        [("黑龙江省牡丹江市牡丹江医学院红旗医院", None), ("黑龙江省牡丹江市第二人民医院", None)],
        None,
        [(582, "total")],
        [("<", 0.05), ("<", 0.01)],
    ),
    (
        [("2019-11-13", "published"), ("../2019-04", "study_period")],
        [("广东药科大学附属第一医院", None), ("广州再生医学与健康广东省实验室", "基础研究与国际合作部")],
        "Journal of Orthopaedic Translation",
        [],
        [("<", 0.001)],
    ),
    (
        [("2020-03", "published")],
        [("吉林大学第二医院", None), ("吉林大学第一医院", None)],
        "Medicine",
        [(339, "total")],
        [],
    ),
    (
        [("2021-02-15", "published")],
        [("云南省第一人民医院", None), ("昆明理工大学附属医院", None), ("青岛农业大学", "食品科学与工程学院")],
        "American Journal of Translational Research",
        [],
        [],
    ),
    (
        [("2022-03-04", "published")],
        [("山西医科大学第二附属医院", None), ("北京大学人民医院", None)],
        "International Journal of Rheumatic Diseases",
        [],
        [],
    ),
    ([("2022-11-20", "published")], [("吉林大学第一医院", None)], None, [], []),
    (
        [("2023-02-02", "published")],
        [("中国医学科学院", None), ("北京协和医学院", None), ("北京协和医院", None)],
        "Bioengineering",
        [],
        [],
    ),
    (
        [("2024-04-20", "published")],
        [("浙江省中医院", None), ("浙江中医药大学", "第一临床医学院")],
        None,
        [],
        [],
    ),
    (
        [("2024-06-05", "published"), ("2020-01/2021-06", "study_period")],
        [
            ("中国人民解放军北部战区总医院", "骨科"),
            ("中国医科大学", "研究生院"),
            ("中国人民解放军联勤保障部队大连康复疗养中心", None),
        ],
        None,
        [(44, "total"), (22, "arm")],
        [],
    ),
]
SPONSORS = [
    "广州复大肿瘤医院",
    "烟台毓璜顶医院",
    "优尼科生物医学有限公司",
    "熙干细胞应用技术股份有限公司",
    "SteminentBiotherapeutics公司",
    "西比曼生物医药集团有限公司",
    "美瑞迪根生物科技有限公司",
    "香港中文大学",
    "烟台毓璜顶医院",
    "西比曼生物医药集团有限公司",
    "山东大学齐鲁医院",
    "西比曼生物医药集团有限公司",
    "深圳市世科生物技术有限公司",
    "西比曼生物医药集团有限公司",
    "皖南医学院第一附属医院",
    "西比曼生物医药集团有限公司",
    "卡泰(上海)生物科技有限公司",
    "聊城市人民医院",
    "深圳市黄蜂玉米生物技术有限公司",
    "台北荣民总医院",
    "山东大学齐鲁医院",
    "优尼科生物医学有限公司",
    "西比曼生物医药集团有限公司",
]


@pytest.fixture(scope="module", params=["oa-hospitals.html", "oa-hospitals.txt"])
def article(request: pytest.FixtureRequest) -> Article:
    path = ARTICLES / request.param
    if not path.exists():
        pytest.skip(f"the sample article is not at {ARTICLES}")
    return Extractor().extract(path.read_bytes(), source=path.name)


def summary(record: StudyRecord) -> Published:
    return (
        [(date.value, date.role) for date in record.dates],
        [(one.name, one.department) for one in record.institutions],
        record.journal.name if record.journal else None,
        [(one.value, one.role) for one in record.patients],
        [(one.op, one.value) for one in record.p_values],
    )


def test_all_publications_with_their_facts_and_no_others(article: Article) -> None:
    found = [summary(record) for record in article.records if record.kind == "publication"]
    assert found == PUBLICATIONS


def test_all_registered_trials_with_their_sponsors_and_both_titles(article: Article) -> None:
    trials = [record for record in article.records if record.kind == "registered_trial"]
    names = ["".join(trial.institutions[0].name.split()).replace("（", "(").replace("）", ")") for trial in trials]
    assert names == SPONSORS
    assert all(len(trial.institutions) == 1 and trial.institutions[0].role == "sponsor" for trial in trials)
    assert all(trial.title and trial.title.zh and trial.title.en for trial in trials)
    assert not any(trial.patients or trial.p_values or trial.journal or trial.dates for trial in trials)


def test_lost_superscripts_are_flagged_on_the_text_and_kept_on_the_page(article: Article) -> None:
    (review,) = [record for record in article.records if record.doses]
    assert [(dose.low, dose.high) for dose in review.doses] == [(1e6, 2e8), (3.791e7, 3.791e7)]
    lost = article.source.endswith(".txt")
    assert {dose.lost_superscript for dose in review.doses} == {lost}
    assert ("lost_superscript" in [flag.code for flag in review.flags]) == lost


def test_numbers_that_are_no_patients_of_a_study(article: Article) -> None:
    claimed = {mention.value.value for mention in article.mentions if mention.field == "patients"}
    assert claimed == {582, 339, 44, 22}
