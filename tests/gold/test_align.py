"""Marks of a gold page are found again in the text that the page stage makes of it."""

import pytest

from extract import Extractor
from extract.gold.align import locate
from extract.gold.marks import read_marks
from extract.schema import Block

FILLER = "这一段只讲背景,没有任何数字,是为了让正文长到足以被认作正文,读者可以跳过去,直接看下面的结果。" * 3
PAGE = f"""<html><head><meta charset="{{charset}}"><title>消息_某站</title></head><body><div class="nav"><a href="/">首页</a></div>
<div id="content"><h1>一项研究的结果公布</h1><p>{FILLER}</p>
<p>剂量为<mark data-field="dose" data-value="1e6" data-per="kg">1×10<sup>6</sup>/kg</mark>,<mark data-field="p_value" data-value="<0.05"><i>P</i>&amp;lt;0.05</mark>,
由<mark data-field="institution" data-kind="hospital">福建省　立&nbsp;医院</mark>完成。</p><p>{FILLER}</p></div>
<div class="related"><a href="/1.html">福建省立医院的另一条消息</a></div></body></html>"""


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "utf-16"])
def test_marks_are_found_in_any_encoding(extractor: Extractor, charset: str) -> None:
    gold = read_marks(PAGE.format(charset=charset))
    article = extractor.extract(gold.raw.encode(charset))
    spans = locate(gold, article.text, article.blocks)
    quotes = ["".join(article.text[span[0] : span[1]].split()) if span else None for span in spans]
    assert quotes == ["1×10⁶/kg", "P<0.05", "福建省立医院"]


def test_lost_words_have_no_place() -> None:
    gold = read_marks(
        '<p>甲在<mark data-field="journal">某刊</mark></p><p>乙<mark data-field="journal">另一刊</mark></p>'
    )
    assert locate(gold, "甲在某刊", [Block("paragraph", 0, 4, "/p")]) == [(2, 4), None]


def test_moved_and_damaged_blocks_are_found() -> None:
    gold = read_marks(
        '<p>前言里说<mark data-field="journal">某刊</mark></p><p>甲乙丙丁戊己<mark data-field="journal">另刊</mark>庚辛壬癸</p>'
    )
    text = "甲乙丙丁戊己另刊庚\ufffd壬癸\n前言里说某刊"
    blocks = [Block("paragraph", 0, 12, "/p[2]"), Block("paragraph", 13, 19, "/p[1]")]
    spans = locate(gold, text, blocks)
    assert [text[span[0] : span[1]] for span in spans if span] == ["某刊", "另刊"]


def test_short_cells_of_a_row_are_found(extractor: Extractor) -> None:
    row = (
        '<tr><td>甲组</td><td><mark data-field="patients" data-value="64" data-role="arm">64</mark></td>'
        '<td><mark data-field="patients" data-value="21" data-role="subgroup">21例</mark></td></tr>'
    )
    gold = read_marks(f"<html><body><h1>一项研究的结果公布</h1><p>{FILLER}</p><table>{row}</table></body></html>")
    article = extractor.extract(gold.raw)
    spans = locate(gold, article.text, article.blocks)
    assert [article.text[span[0] : span[1]] for span in spans if span] == ["64", "21例"]
