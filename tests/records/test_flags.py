"""Contradictions become flags; nothing is dropped for them."""

import pytest

from extract import Extractor
from extract.records.flags import CHECKS


def flags(extractor: Extractor, text: str, published: str | None = None) -> set[str]:
    article = extractor.extract(text, kind="text", published=published)
    return {flag.code for record in article.records for flag in record.flags}


HEAD = "细胞治疗膝骨关节炎的疗效\n目的:观察疗效。方法:"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("患者共40例,治疗组30例,对照组28例。结论:有效。", "arms_exceed_total"),
        ("40例患者治疗后评分显著下降(P>0.05)。结论:有效。", "significance_against_p"),
        ("40例患者两组差异无统计学意义(P<0.01)。结论:有效。", "significance_against_p"),
        ("40例患者两组有差异(P=0.000)。结论:有效。", "p_printed_as_zero"),
        ("40例患者注射间充质干细胞5×107个。结论:有效。", "lost_superscript"),
        ("40例患者好转(P<0.05),发表于《中华骨科杂志》。结论:与《Stem Cells》上的报道一致。", "several_journals"),
    ],
)
def test_a_contradiction_is_flagged(extractor: Extractor, text: str, code: str) -> None:
    assert code in flags(extractor, HEAD + text)


def test_an_arm_told_again_without_its_name_is_not_counted_twice(extractor: Extractor) -> None:
    text = "患者共102例,联合组51例,单药组51例。结果:总反应率联合组为78.4%(40/51),单药组为58.8%(30/51)。"
    assert "arms_exceed_total" not in flags(extractor, HEAD + text)


def test_healthy_controls_beside_all_patients_are_no_excess(extractor: Extractor) -> None:
    text = "先兆早产孕妇110例,其中重度组60例,轻度组50例,并选择同期95例正常孕妇作为对照组。结论:有差异。"
    assert "arms_exceed_total" not in flags(extractor, HEAD + text)


def test_a_sound_study_has_no_warning(extractor: Extractor) -> None:
    text = "患者共60例,治疗组30例,对照组30例,两组差异有统计学意义(P<0.05)。结论:有效。"
    assert flags(extractor, HEAD + text) == set()


def test_a_date_after_the_article_is_flagged(extractor: Extractor) -> None:
    text = HEAD + "选取2023年1月至2023年12月收治的患者60例(P<0.05)。结论:有效。"
    assert "date_after_article" in flags(extractor, text, published="2022-05-01")
    assert "date_after_article" not in flags(extractor, text, published="2024-05-01")


def test_a_study_of_the_year_of_its_publication_is_sound(extractor: Extractor) -> None:
    text = (
        HEAD
        + "2020年3月至2020年8月收治患者60例(P<0.05)。结论:有效。\n王某.细胞治疗膝骨关节炎[J].中华骨科杂志,2020,40(9):1-7."
    )
    assert "study_after_publication" not in flags(extractor, text)
    assert "study_after_publication" in flags(extractor, text.replace("2020年", "2021年"))


def test_every_flag_is_documented() -> None:
    from pathlib import Path

    listed = (Path(__file__).parents[2] / "docs/flags.md").read_text("utf-8")
    source = (Path(__file__).parents[2] / "extract/records/flags.py").read_text("utf-8")
    codes = {part.split('"')[1] for part in source.split("_flag(")[1:] if '"' in part.split(",")[0]}
    assert len(codes) == len(CHECKS)
    assert all(f"`{code}`" in listed for code in codes)
