"""A block's xpath leads back to the element that it came from."""

import pytest
from lxml import etree

from extract.page import read_page
from tests.page.pages import CASES, PageCase

# Where the markup is broken or lacks tags, parsers build different trees.
WELL_FORMED = [case for case in CASES if "</html><div>" not in case.html]


@pytest.mark.parametrize("case", WELL_FORMED, ids=lambda case: case.name)
def test_xpath_selects_the_element(case: PageCase) -> None:
    page = read_page(case.html)
    tree = etree.fromstring(case.html, etree.HTMLParser())
    for block in page.blocks:
        found = tree.xpath(block.xpath)
        assert len(found) == 1
        letters = {letter for letter in page.text[block.start : block.end] if "\u4e00" <= letter <= "\u9fff"}
        assert letters <= set("".join(found[0].itertext()))


def test_lines_of_plain_text_have_none() -> None:
    page = read_page("第一行是标题\n\n" + "本院共入组48例患者，全部完成一年随访。" * 3, kind="text")
    assert {block.xpath for block in page.blocks} == {""}
