"""Powers survive, reference marks stand apart."""

import pytest

from extract.page import read_page


def line(markup: str) -> str:
    return read_page(f"<p>{markup}</p>").text


@pytest.mark.parametrize(
    ("markup", "read"),
    [
        ("每次输注1×10<sup>6</sup>个细胞", "每次输注1×10⁶个细胞"),
        ("每次输注1×10 <sup>7</sup>个细胞", "每次输注1×10⁷个细胞"),
        ("浓度10<sup>-3</sup>mol/L", "浓度10⁻³mol/L"),
        ("10<sup>6-7</sup>个", "10⁶⁻⁷个"),
        ("面积为12 cm<sup>2</sup>", "面积为12 cm²"),
        ("体重指数25 kg/m<sup>2</sup>", "体重指数25 kg/m²"),
        ("肿瘤体积3 mm<sup>3</sup>", "肿瘤体积3 mm³"),
        ("χ<sup>2</sup>=4.21", "χ²=4.21"),
        ("CD34<sup>+</sup>细胞", "CD34⁺细胞"),
        ("Ca<sup>2+</sup>浓度", "Ca²⁺浓度"),
        ("用<sup>131</sup>I治疗", "用¹³¹I治疗"),
        ("CO<sub>2</sub>与IC<sub>50</sub>", "CO₂与IC₅₀"),
        ("10^6个和cm^(2)", "10^6个和cm^(2)"),
    ],
)
def test_powers_and_charges(markup: str, read: str) -> None:
    assert line(markup) == read


@pytest.mark.parametrize(
    ("markup", "read"),
    [
        ("已有研究<sup>[1]</sup>证实", "已有研究[1]证实"),
        ("已有研究<sup>3</sup>证实", "已有研究[3]证实"),
        ("已有研究<sup>1,2</sup>证实", "已有研究[1,2]证实"),
        ("疗效较好。<sup>4-6</sup>另有报道", "疗效较好。[4-6]另有报道"),
        ("共86<sup><a href='#r3'>3</a></sup>例", "共86[3]例"),
        ("输注MSCs<sup>5</sup>后", "输注MSCs[5]后"),
        ("评分12.3<sup>a</sup>", "评分12.3[a]"),
        ("<sup>1</sup>北京某大学 <sup>2</sup>上海某医院", "[1]北京某大学 [2]上海某医院"),
        ("《Medicine<sup>®</sup>》与Foo<sup>TM</sup>", "《Medicine®》与FooTM"),
    ],
)
def test_marks_glue_to_nothing(markup: str, read: str) -> None:
    assert line(markup) == read


def test_raised_by_style() -> None:
    assert line('共1×10<span style="font-size:9px;vertical-align:super">8</span>个细胞') == "共1×10⁸个细胞"


def test_raised_in_tags_that_were_escaped() -> None:
    assert line("共3&amp;times;10&lt;sup&gt;7&lt;/sup&gt;个细胞") == "共3×10⁷个细胞"
