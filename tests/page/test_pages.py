"""What of a page is its article: every case says what must be read and what must not."""

import pytest

from extract.page import read_page
from tests.page.pages import CASES, PageCase


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_article(case: PageCase) -> None:
    page = read_page(case.html.encode())
    assert [fragment for fragment in case.wanted if fragment not in page.text] == []
    assert [fragment for fragment in case.unwanted if fragment in page.text] == []


@pytest.mark.parametrize("case", [case for case in CASES if case.title], ids=lambda case: case.name)
def test_headline_is_the_first_block(case: PageCase) -> None:
    page = read_page(case.html.encode())
    assert page.title == case.title
    assert page.blocks[0].kind == "title"
    assert page.text[: page.blocks[0].end] == case.title
    assert [block.kind for block in page.blocks].count("title") == 1


@pytest.mark.parametrize("case", [case for case in CASES if case.published], ids=lambda case: case.name)
def test_date_of_publication(case: PageCase) -> None:
    assert read_page(case.html.encode()).published == case.published
