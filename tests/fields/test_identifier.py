"""Identifiers of trials and papers."""

import pytest

from extract.fields.identifier import IdentifierReader
from extract.page.verbatim import verbatim
from extract.rules import RuleSet
from extract.segment import Document


def identifiers(rules: RuleSet, text: str) -> list[tuple[str, str]]:
    found = IdentifierReader(rules).find(Document(verbatim(text), rules))
    assert all(text[mention.start : mention.end] == mention.quote for mention in found)
    return [(mention.value.registry, mention.value.value) for mention in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("试验编号nct 09900123,已结束。", [("nct", "NCT09900123")]),
        ("ＣｈｉＣＴＲ２１００９９９９０１", [("chictr", "ChiCTR2100999901")]),
        ("(ChiCTR-TRC-10999905)", [("chictr", "ChiCTR-TRC-10999905")]),
        ("doi:10.5555/abc.2020.1。结果", [("doi", "10.5555/abc.2020.1")]),
        ("doi:10.5555/abc.2020.1干细胞", [("doi", "10.5555/abc.2020.1")]),
        ("(https://doi.org/10.5555/S0001(20)1-2),", [("doi", "10.5555/S0001(20)1-2")]),
        ("电话13800000000,基金81999999,批号NCT123。", []),
    ],
)
def test_numbers_are_spelled_as_their_registry_spells_them(
    rules: RuleSet, text: str, expected: list[tuple[str, str]]
) -> None:
    assert identifiers(rules, text) == expected
