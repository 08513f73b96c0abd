"""Dates and periods."""

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from extract.fields.date import DateReader
from extract.page.verbatim import verbatim
from extract.rules import RuleSet
from extract.schema import Mention
from extract.segment import Document


def read(rules: RuleSet, text: str, published: str | None = None) -> list[Mention]:
    found = DateReader(rules).find(Document(replace(verbatim(text), published=published), rules))
    assert all(text[mention.start : mention.end] == mention.quote for mention in found)
    return found


def values(rules: RuleSet, text: str, published: str | None = None) -> list[str]:
    return [mention.value.value for mention in read(rules, text, published)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020 年 3 月底", ["2020-03"]),
        ("2020年上半年", ["2020"]),
        ("2008年1月至2015年12月", ["2008-01/2015-12"]),
        ("2012 年1 月~2014 年12 月", ["2012-01/2014-12"]),
        ("2015年6月—2017年12月", ["2015-06/2017-12"]),
        ("２０１７年５月－１２月", ["2017-05/2017-12"]),
        ("2019年3月5-20日", ["2019-03-05/2019-03-20"]),
        ("2018年11月至次年2月", ["2018-11/2019-02"]),
        ("民國109年5月", ["2020-05"]),
        ("2016 Jun;37(6)", ["2016-06"]),
        ("于2014-11-05张三等", ["2014-11-05"]),
        ("2012年12月86例", ["2012-12"]),
        ("2011年2月30日", []),
        ("2015年3月-2014年5月", ["2015-03", "2014-05"]),
        ("版本3.2.1,得分20.15,电话020-2015-0312,2019-nCoV,COVID-2019", []),
        ("近2000年,60年代,1990年代,年龄2010天", []),
    ],
)
def test_values_are_as_precise_as_printed(rules: RuleSet, text: str, expected: list[str]) -> None:
    assert values(rules, text) == expected


@pytest.mark.parametrize(
    ("text", "value", "role"),
    [
        ("论文2012年3月发表", "2012-03", "published"),
        ("选取2016年收治的患者", "2016", "study_period"),
        ("截至2024年8月5日共12例", "2024-08-05", "as_of"),
        ("检索PubMed，时间截止到2019年11月", "../2019-11", "search_cutoff"),
        ("注册时间：2021/06/12", "2021-06-12", "registered"),
        ("注册时间\n2021/06/12", "2021-06-12", "registered"),
        ("(收稿日期:2015-11-03)", "2015-11-03", "other"),
        ("收稿日期:2015- l1-0 3", "2015-11-03", "other"),
        ("编号 | 单位 | 登记日期\n甲一 | 某院 | 2018-05", "2018-05", "registered"),
        ("自2017年3月开始，到2019年12月结束入组", "2017-03/2019-12", "study_period"),
        ("2 0 1 5 年 3 月 一 2 0 1 7 年 1 2 月", "2015-03/2017-12", "study_period"),
        ("2018年5月，某医院的团队把这组病人的结果写成论文发表", "2018-05", "published"),
        ("2019年4月之前收治", "../2019-04", "study_period"),
    ],
)
def test_roles_and_bounds(rules: RuleSet, text: str, value: str, role: str) -> None:
    assert [(mention.value.value, mention.value.role) for mention in read(rules, text)] == [(value, role)]


def test_relative_dates_need_another_date(rules: RuleSet) -> None:
    assert values(rules, "2021年5月确诊，同年12月移植，次年3月出院。") == ["2021-05", "2021-12", "2022-03"]
    assert values(rules, "同年12月移植，去年10月出院，5月9日复查。") == []
    assert values(rules, "5月9日发表，去年10月启动。", published="2024-05-11") == ["2024-05-09", "2023-10"]


def test_the_page_s_own_date_is_none_but_resolves_others(rules: RuleSet) -> None:
    assert values(rules, "我打过一针\n小美 2018-11-06 16:02 谢谢") == []
    assert values(rules, "脐带血的故事\n2024-05-11 来源:某某网\n相关论文5月9日上线。") == ["2024-05-09"]


def test_births_and_foundings_told_in_prose_are_dates_of_none(rules: RuleSet) -> None:
    found = DateReader(rules).find(Document(verbatim("张某，1962年5月生。医院始建于1912年。"), rules))
    assert [(one.value.value, one.value.role) for one in found] == [("1962-05", "other"), ("1912", "other")]


def test_the_year_that_heads_a_section_resolves_what_follows(rules: RuleSet) -> None:
    text = "2014年:再生\n入组自2001年10月至2009年12月。\n同年11月,另一项试验登出。"
    assert values(rules, text) == ["2014", "2001-10/2009-12", "2014-11"]


@pytest.mark.parametrize(
    "text",
    [
        "《指南（2018年版）》",
        "按2010年ACR/EULAR分类标准。",
        "2019年新型冠状病毒",
    ],
)
def test_editions_are_none(rules: RuleSet, text: str) -> None:
    assert values(rules, text) == []


WRITINGS = (
    "{0.year}年{0.month}月{0.day}日",
    "{0.year} 年 {0.month:02d} 月 {0.day:02d} 日",
    "{0:%Y-%m-%d}",
    "{0.year}.{0.month}.{0.day}",
    "{0.year}/{0.month}/{0.day}",
    "{0.day} {0:%B} {0.year}",
    "{0:%b}. {0.day}, {0.year}",
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dates(datetime.date(1950, 1, 1), datetime.date(2049, 12, 31)),
    st.dates(datetime.date(1950, 1, 1), datetime.date(2049, 12, 31)),
    st.sampled_from(WRITINGS),
)
def test_every_writing_of_a_day_or_a_period_gives_its_value(
    rules: RuleSet, one: datetime.date, other: datetime.date, writing: str
) -> None:
    first, last = sorted((one, other))
    assert values(rules, f"({writing.format(first)})") == [first.isoformat()]
    assert values(rules, f"({writing.format(first)}至{writing.format(last)})") == [
        f"{first.isoformat()}/{last.isoformat()}"
    ]


def test_a_period_ends_in_a_year_that_the_page_or_the_first_date_gives(rules: RuleSet) -> None:
    text = "一项研究\n我们医院2020年5月到去年9月收治23名,2012年6月到次年3月收治12名。"
    assert values(rules, text, "2022-03-01") == ["2020-05/2021-09", "2012-06/2013-03"]
