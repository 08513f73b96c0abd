"""Edges of found names: whole words, whole brackets, whole legal endings."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.ner.edges import settled
from extract.ner.signs import RulesSigns, Signs
from extract.page.verbatim import verbatim
from extract.rules import RuleSet
from extract.segment import Document

Read = Callable[[str], tuple[str, Signs]]


@pytest.fixture(scope="module")
def read(rules: RuleSet) -> Read:
    """Reads a text to its shadow and signs."""
    signs = RulesSigns(rules)

    def shadow_and_signs(text: str) -> tuple[str, Signs]:
        doc = Document(verbatim(text), rules)
        return doc.text, signs.of(doc, [], [(0, len(doc.text))])

    return shadow_and_signs


@pytest.mark.parametrize(
    ("text", "found", "name"),
    [
        ("由重庆市公共卫生医疗救治中心牵头", "重庆市公共卫生医疗救治中", "重庆市公共卫生医疗救治中心"),
        ("作者来自Hôpital Saint-Louis。", "Hôpital Sain", "Hôpital Saint-Louis"),
        ("见Hospital Civil de Guadalajara的报告", "Hospital Civil de", "Hospital Civil de Guadalajara"),
        ("在Marshfield Clinic(译作某诊所)", "Marshfield Clinic(", "Marshfield Clinic"),
        ("由卡泰(上海)生物科技有限公司申办", "卡泰(上海", "卡泰(上海)"),
    ],
)
def test_edges_are_settled(read: Read, text: str, found: str, name: str) -> None:
    shadow, signs = read(text)
    at = shadow.index(found)
    start, end = settled(shadow, signs, at, at + len(found), "journal" if name.endswith(")") else "hospital")
    assert shadow[start:end] == name


@settings(deadline=None)
@given(st.text("省人民医院研究中心A-b' ()、,de", min_size=1, max_size=40), st.data())
def test_settling_stays_in_the_text(read: Read, text: str, data: st.DataObject) -> None:
    text, signs = read(text)
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    first, last = settled(text, signs, start, end, "hospital")
    assert 0 <= first <= len(text)
    assert last <= len(text)
