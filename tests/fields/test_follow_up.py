"""How long people were followed."""

import pytest

from extract.fields.follow_up import FollowUpReader
from extract.page.verbatim import verbatim
from extract.rules import RuleSet
from extract.segment import Document


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("随访 24 个月，", [(24, "month")]),
        ("随访6~24个月，平均（14.5±3.2）个月", [(24, "month"), (14.5, "month")]),
        ("随访6个月至3年,平均1.5年", [(3, "year"), (1.5, "year")]),
        ("随访时间最短3个月,最长36个月", [(3, "month"), (36, "month")]),
        ("随访1年、2年和5年", [(5, "year")]),
        ("隨訪兩年", [(2, "year")]),
        ("术后随访1年半", [(18, "month")]),
        ("18个月的随访", [(18, "month")]),
        ("followed up for 2 years", [(2, "year")]),
        ("每6个月随访1次", []),
        ("随访截止2019年12月", []),
        ("治疗12个月", []),
    ],
)
def test_lengths_of_follow_up(rules: RuleSet, text: str, expected: list[tuple[float, str]]) -> None:
    found = FollowUpReader(rules).find(Document(verbatim(text), rules))
    assert all(text[mention.start : mention.end] == mention.quote for mention in found)
    assert [(mention.value.value, mention.value.unit) for mention in found] == expected
