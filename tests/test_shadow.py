"""The shadow: one uniform writing, every position of which leads back to the printed text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.shadow import Shadow, lower

CHINESE = st.text(alphabet="患者 44例。，（n＝）P＜0.05醫(yī)院學2020年 3月\n10⁶×𠀀－~《》abc.", max_size=80)


@pytest.mark.parametrize(
    ("printed", "uniform"),
    [
        ("Ｐ＜０．０５", "P<0.05"),
        ("P < 0. 05，差異", "P<0.05,差异"),
        ("2020 年 3 月至 2021 年", "2020年3月至2021年"),
        ("患者 44 例 （n ＝ 22）", "患者44例(n=22)"),
        ("中 国 医 学 科 学 院", "中国医学科学院"),
        (", 省 人 民 医 院骨科 张三", ",省人民医院骨科 张三"),
        ("2 0 1 2 年1 1 月5 4 例(P<0 . 0 5)", "2012年11月54例(P<0.05)"),
        ("1 120例, 每组 3 4 例", "1 120例,每组3 4例"),
        ("2 0 1 9年 5×10 7个", "2019年5×10 7个"),
        ("張三 李四", "张三 李四"),
        ("醫(yī)學(xué)科學(xué)院", "医学科学院"),
        ("P〈0.05", "P<0.05"),
        ("Stem Cells, Volume 32", "Stem Cells, Volume 32"),
        ("10⁶个细胞", "10⁶个细胞"),
    ],
)
def test_uniform_writing(printed: str, uniform: str) -> None:
    assert Shadow(printed).text == uniform


def test_names_keep_their_script_and_lose_the_noise() -> None:
    shadow = Shadow("在醫(yī)學(xué)院就診")
    start = shadow.text.index("医学院")
    first, last = shadow.span(start, start + 3)
    assert shadow.plain[start : start + 3] == "醫學院"
    assert "在醫(yī)學(xué)院就診"[first:last] == "醫(yī)學(xué)院"


@given(CHINESE | st.text(max_size=60))
def test_every_position_leads_back(printed: str) -> None:
    shadow = Shadow(printed)
    assert len(shadow.text) == len(shadow.plain) == len(shadow.folded)
    positions = [shadow.position(index) for index in range(len(shadow.text))]
    assert positions == sorted(set(positions))
    assert "".join(printed[position] for position in positions) == shadow.plain
    assert [shadow.index(position) for position in positions] == list(range(len(positions)))


@given(CHINESE, st.integers(0, 80), st.integers(0, 80))
def test_a_span_begins_and_ends_with_what_was_found(printed: str, one: int, other: int) -> None:
    shadow = Shadow(printed)
    start, end = sorted((min(one, len(shadow.text)), min(other, len(shadow.text))))
    first, last = shadow.span(start, end)
    if start < end:
        assert printed[first] == shadow.plain[start]
        assert printed[last - 1] == shadow.plain[end - 1]


def test_only_latin_letters_are_lowered() -> None:
    assert lower("Ⅰ/Ⅱa期ΔCt ABC") == "Ⅰ/Ⅱa期Δct abc"
