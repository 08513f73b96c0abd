"""Conditions: names with what is printed before them, and how sure they are the study's own."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.fields.condition import ConditionReader
from extract.page.verbatim import verbatim
from extract.rules import RuleSet
from extract.schema import Mention
from extract.segment import Document

RULES = RuleSet()
READER = ConditionReader(RULES)


def conditions(text: str) -> list[Mention]:
    return READER.find(Document(verbatim(text), RULES))


def names(text: str) -> list[str]:
    return [mention.value.name for mention in conditions(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("治疗重度膝关节骨性关节炎的疗效", ["重度膝关节骨性关节炎"]),
        ("乙型肝炎相关肝硬化和克罗恩病复杂性肛瘘", ["乙型肝炎相关肝硬化", "克罗恩病复杂性肛瘘"]),
        ("下肢缺血性疾病与股骨颈骨折", ["下肢缺血性疾病", "股骨颈骨折"]),
        ("2型糖尿病合并心力衰竭", ["2型糖尿病合并心力衰竭"]),
        ("儿童脑干肿瘤术后、卒中后肩手综合征", ["儿童脑干肿瘤", "卒中后肩手综合征"]),
        ("Wagner 3~4级糖尿病足和糖尿病肾病3b期", ["Wagner3~4级糖尿病足", "糖尿病肾病3b期"]),
        ("開腹胃癌手術後", ["胃癌"]),
        ("acute ischemic stroke and Crohn's disease", ["acute ischemic stroke", "Crohn's disease"]),
        ("卵巢早衰(POF)患者,POF组", ["卵巢早衰", "卵巢早衰", "卵巢早衰"]),
        ("附近的POI和疾病、炎症、发病机制", []),
        ("省肿瘤医院与肝癌细胞系", []),
    ],
)
def test_names_as_printed(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_the_treated_disease_is_surer_than_a_side_effect() -> None:
    text = "该细胞用于治疗肝硬化患者,共收三十例,随访两年,其间均按时复查肝功能与影像,少数人出现肺部感染。再无他事。"
    treated, side_effect = conditions(text)
    assert treated.confidence >= 0.8 > side_effect.confidence


PIECES = ["肝", "炎", "硬化", "急性", "性", "型", "糖尿病", "COPD", "(", ")", "、", "\n", "a", "慢性阻塞性肺疾病"]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_every_mention_is_grounded_and_none_overlap(text: str) -> None:
    found = conditions(text)
    assert all(text[mention.start : mention.end] == mention.quote for mention in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
