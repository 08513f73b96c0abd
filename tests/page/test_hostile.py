"""Whatever comes in, a Page comes out, and its blocks lie in its text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.page import Page, read_page

FACT = "本院共入组48例患者，全部完成一年随访，未见严重不良事件。"
TAGS = [
    "<p>",
    "</p>",
    "<div class=comment>",
    "</div>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<li>",
    "<br>",
    "<sup>",
    "</sup>",
    "<a href=x>",
    "</a>",
    "<h1>",
    "</h1>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "&lt;",
    "&amp;amp;",
    "上一篇",
    "2024-08-06",
    "图1 ",
    FACT,
]


def assert_sound(page: Page) -> None:
    position = 0
    for block in page.blocks:
        assert block.start == position
        assert block.end > block.start
        assert page.text[block.start : block.end] == page.text[block.start : block.end].strip()
        position = block.end + 1
    assert position == (len(page.text) + 1 if page.blocks else 0)
    assert page.text.count("\n") == max(0, len(page.blocks) - 1)
    page.text.encode("utf-8")


@given(st.binary(max_size=400))
def test_bytes(data: bytes) -> None:
    assert_sound(read_page(data))


@given(st.text(max_size=300), st.sampled_from(["html", "text", None]))
def test_characters(text: str, kind: str | None) -> None:
    assert_sound(read_page(text, kind=kind))  # type: ignore[arg-type]


@settings(max_examples=200)
@given(st.lists(st.sampled_from(TAGS), max_size=40))
def test_markup_in_any_order(tags: list[str]) -> None:
    assert_sound(read_page("".join(tags)))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \n ",
        b"\0" * 500,
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
        b"%PDF-1.4\n%\xe2\xe3",
        b"<!-- -->",
        b"<html></html>",
    ],
)
def test_nothing_to_read(data: bytes) -> None:
    page = read_page(data)
    assert (page.text, page.blocks) == ("", [])


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 20_000 + f"<p>{FACT}</p>" + "</div>" * 20_000,
        "<b>" * 20_000 + f"<p>{FACT}</p>",
        "<table><tr><td>" * 5_000 + f"<p>{FACT}</p>",
        f"<p>{FACT}</p><script>" + 'var a = "<p>";' * 100_000 + "</script>",
        f"<p>{FACT}</p>" + "<" * 1_000_000,
        f"<p>{FACT}</p><p " + " ".join(f"a{i}=1" for i in range(5_000)) + ">",
        f"<p>{FACT}</p><p>" + " " * 1_000_000 + "。</p>",
        f"<p>{FACT}" + "10<sup>6</sup>" * 20_000,
        f"<p>{FACT}\0</p>",
        f"<p>{FACT}</p>" * 10_000,
    ],
    ids=["nested", "bold", "tables", "script", "signs", "attributes", "blanks", "powers", "nul", "long"],
)
def test_hostile_pages_keep_their_fact(markup: str) -> None:
    page = read_page(markup)
    assert_sound(page)
    assert FACT in page.text


def test_a_page_without_chinese() -> None:
    page = read_page(
        "<p>Forty-eight patients were enrolled between 2018 and 2020, and all of them completed follow-up.</p>"
    )
    assert page.text.startswith("Forty-eight patients")
    assert page.language == "en"
