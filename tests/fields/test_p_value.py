"""p-values."""

import pytest

from extract.fields.p_value import PValueReader
from extract.page.verbatim import verbatim
from extract.rules import RuleSet
from extract.schema import Mention
from extract.segment import Document


def read(rules: RuleSet, text: str) -> list[Mention]:
    found = PValueReader(rules).find(Document(verbatim(text), rules))
    assert all(text[mention.start : mention.end] == mention.quote for mention in found)
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（Ｐ＜０．０５）", [("<", 0.05)]),
        ("(P<0.05,P<0.01)", [("<", 0.05), ("<", 0.01)]),
        ("P值分别为0.000、0.012、0.001。", [("=", 0.0), ("=", 0.012), ("=", 0.001)]),
        ("分别P=0.001、0.014，", [("=", 0.001), ("=", 0.014)]),
        ("尸<0.00l", [("<", 0.001)]),
        ("P<0.000 01)", [("<", 0.00001)]),
        ("P=3.2×10⁻⁵", [("=", 3.2e-5)]),
        ("P<10-8", [("<", 1e-8)]),
        ("P不大于0.05", [("≤", 0.05)]),
        ("0.01<P<0.05", [(">", 0.01), ("<", 0.05)]),
        ("P=1.20", []),
        ("P<0.05 20例", [("<", 0.05)]),
        ("PO2=0.5,pH=0.6,P53=0.7", []),
    ],
)
def test_comparisons(rules: RuleSet, text: str, expected: list[tuple[str, float]]) -> None:
    assert [(mention.value.op, mention.value.value) for mention in read(rules, text)] == expected


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("以P<0.05为差异有统计学意义。", False),
        ("差异有统计学意义(P<0.05)。", True),
        ("P<0.05表示差异有统计学意义。", False),
        ("两组比较，P<0.05，差异有统计学意义。", True),
        ("统计分析采用t检验，P<0.05差异有统计学意义。", False),
        ("检验水准取α=0.05，P<0.05。", False),
        ("两组相当(P>0.05)。", True),
        ("Differences with P<0.05 were considered significant.", False),
        ("Pain was lower after treatment (P<0.05).", True),
        ("存在异质性(P<0.01)，采用随机效应模型。", True),
        ("若P<0.1，则采用随机效应模型。", False),
    ],
)
def test_a_chosen_level_is_no_result(rules: RuleSet, text: str, result: bool) -> None:
    assert bool(read(rules, text)) == result


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("治疗后两组VAS评分均下降(P<0.05)", "VAS评分"),
        ("观察组总有效率为92%，高于对照组(P<0.05)", "总有效率"),
        ("血清HIF-1α水平高于对照组(P<0.05)", "HIF-1α水平"),
        ("有效率和生存率均高于对照组(P<0.05)", None),
        ("两组年龄、性别相近(P>0.05)", None),
    ],
)
def test_the_measure_is_named_where_it_is_clear(rules: RuleSet, text: str, outcome: str | None) -> None:
    assert read(rules, text)[0].value.outcome == outcome
