"""What becomes of blanks, line ends, invisible characters and tags inside a line."""

import pytest

from extract.page import read_page

TAIL = "，随访满一年，两组比较差异有统计学意义。"


@pytest.mark.parametrize(
    ("markup", "read"),
    [
        ("共入组\n   86例", "共入组 86例"),
        ("间充质\n   干细胞", "间充质干细胞"),
        ("stem\n cells", "stem cells"),
        ("间<b>充</b>质<i>干</i>细胞 <i>P</i> &lt; 0.05", "间充质干细胞 P < 0.05"),
        ("P&nbsp;&lt;&#8201;0.05", "P < 0.05"),
        ("　　共入组", "共入组"),
        ("间\u200b充\u00ad质\ufeff干\u202a细\ue004胞", "间充质干细胞"),
        ("P&amp;lt;0.05", "P<0.05"),
        ("A&amp;amp;B", "A&B"),
        ("<ruby>间<rt>jiān</rt></ruby>充质", "间充质"),
    ],
)
def test_one_line(markup: str, read: str) -> None:
    assert read_page(f"<div><p>{markup}{TAIL}</p></div>").text == read + TAIL


def test_line_breaks_part_lines() -> None:
    page = read_page(f"<div>第一行{TAIL}<br>第二行{TAIL}<br/><br/>第三行{TAIL}</div>")
    assert page.text.split("\n") == [f"第{n}行{TAIL}" for n in "一二三"]


def test_a_heading_broken_in_two_is_one() -> None:
    page = read_page(f"<h1>脐带干细胞治疗<br>膝骨关节炎</h1><p>共入组86例{TAIL}</p>")
    assert page.title == "脐带干细胞治疗膝骨关节炎"


def test_preformatted_text_keeps_its_lines() -> None:
    page = read_page(f"<pre>第一行{TAIL}\n第二行{TAIL}</pre>")
    assert len(page.blocks) == 2
