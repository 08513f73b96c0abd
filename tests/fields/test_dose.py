"""Doses of cells."""

import pytest

from extract.fields.dose import DoseReader
from extract.numerals import whole_number
from extract.page.verbatim import verbatim
from extract.rules import RuleSet
from extract.segment import Document


def doses(rules: RuleSet, text: str) -> list[tuple[float, float, str | None]]:
    found = DoseReader(rules).find(Document(verbatim(text), rules))
    assert all(text[mention.start : mention.end] == mention.quote for mention in found)
    return [(mention.value.low, mention.value.high, mention.value.per) for mention in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("每次輸注1×10⁷個臍帶間質幹細胞。", [(1e7, 1e7, "dose")]),
        ("输注（1~2）×10⁶个细胞/kg。", [(1e6, 2e6, "kg")]),
        ("关节腔内注射2 × 10^7 个细胞/关节。", [(2e7, 2e7, "joint")]),
        ("CD34+细胞≥2.0×106/kg时停止采集。", [(2e6, 2e6, "kg")]),
        ("血小板 41×10⁹/L,中性粒细胞0.5×109/L。", []),
        ("将细胞以5×10⁴个/cm²的密度接种。", []),
        ("照射剂量2 Gy,培养基10 mL。", []),
    ],
)
def test_cell_numbers_and_nothing_else(
    rules: RuleSet, text: str, expected: list[tuple[float, float, str | None]]
) -> None:
    assert doses(rules, text) == expected


def test_a_lost_superscript_is_marked_and_doubted(rules: RuleSet) -> None:
    kept, lost = (
        DoseReader(rules).find(Document(verbatim(text), rules))[0]
        for text in ("静脉输注细胞3×10⁶/kg。", "静脉输注细胞3×106/kg。")
    )
    assert (kept.value.lost_superscript, lost.value.lost_superscript) == (False, True)
    assert kept.value.low == lost.value.low
    assert lost.confidence < kept.confidence


@pytest.mark.parametrize(
    ("printed", "value"),
    [("1,120", 1120), ("1 120", 1120), ("两", 2), ("十二", 12), ("一百零三", 103), ("二〇", 20), ("两万三千", 23000)],
)
def test_numerals(printed: str, value: int) -> None:
    assert whole_number(printed) == value
