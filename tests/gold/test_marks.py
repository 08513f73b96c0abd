"""Gold pages: marks come off without a trace, and lead to the right characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.gold.check import CODES, doubts, errors
from extract.gold.marks import GoldError, read_marks
from extract.rules import RuleSet

PAGE = """<html><head><title>站点</title><script>var a = "</p>";</script></head><body>
<h1><mark data-field="title" data-lang="zh" data-record="p1"><mark data-field="cell_type" data-value="UC-MSC" data-record="p1">脐带间充质干细胞</mark>治疗膝骨关节炎</mark></h1>
<p>剂量<mark data-field="dose" data-value="1e6" data-per="kg">1×10<sup>6</sup>/kg</mark>,
<mark data-field="p_value" data-value=">0.05"><i>P</i>&gt;0.05</mark>。<br><mark class="hit">另一行</mark></p></body></html>"""


def test_the_raw_page_is_the_page_without_marks() -> None:
    raw = read_marks(PAGE).raw
    assert raw == (
        '<html><head><title>站点</title><script>var a = "</p>";</script></head><body>\n'
        "<h1>脐带间充质干细胞治疗膝骨关节炎</h1>\n"
        "<p>剂量1×10<sup>6</sup>/kg,\n"
        '<i>P</i>&gt;0.05。<br><mark class="hit">另一行</mark></p></body></html>'
    )
    assert read_marks(raw).marks == []
    assert read_marks(raw).raw == raw


def test_marks_lead_to_what_a_browser_shows() -> None:
    page = read_marks(PAGE)
    assert [(mark.field, mark.text) for mark in page.marks] == [
        ("title", "脐带间充质干细胞治疗膝骨关节炎"),
        ("cell_type", "脐带间充质干细胞"),
        ("dose", "1×10⁶/kg"),
        ("p_value", "P>0.05"),
    ]
    assert all(page.text[mark.start : mark.end] == mark.text for mark in page.marks)
    assert page.marks[0].records == ["p1"]
    assert page.marks[2].records == []
    assert page.text.split("\n") == ["脐带间充质干细胞治疗膝骨关节炎", "剂量1×10⁶/kg, P>0.05。", "另一行"]


@given(
    st.lists(
        st.tuples(
            st.text(st.sampled_from("甲乙丙 𠮷αP<&\n"), max_size=6), st.text(st.sampled_from("医院𠮷3例"), min_size=1)
        ),
        max_size=8,
    )
)
def test_any_text_around_any_mark(pieces: list[tuple[str, str]]) -> None:
    raw = "".join(f"{before.replace('&', '&amp;').replace('<', '&lt;')}{fact}" for before, fact in pieces)
    marked = "".join(
        f'{before.replace("&", "&amp;").replace("<", "&lt;")}<mark data-field="journal">{fact}</mark>'
        for before, fact in pieces
    )
    page = read_marks(f"<p>{marked}</p>")
    assert page.raw == f"<p>{raw}</p>"
    assert [mark.text for mark in page.marks] == [fact for _, fact in pieces]
    assert page.text == read_marks(f"<p>{raw}</p>").text


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ('<p><mark data-field="journal">甲</p>', "never closed"),
        ("<p>甲</mark></p>", "closes nothing"),
        ('<p><mark data-field="journal">甲<b>乙</mark></b></p>', "ends inside <b>"),
        ('<p><b>甲<mark data-field="journal">乙</b>丙</mark></p>', "opens before it"),
        ('<p><mark data-field="journal"> </mark></p>', "has no text"),
        (
            '<title><mark data-field="journal">甲</mark></title><script><mark data-field="date">1</mark></script>',
            "shows nothing",
        ),
    ],
)
def test_what_is_no_gold_page_says_why(page: str, message: str) -> None:
    with pytest.raises(GoldError, match=message):
        read_marks(f"<html><head></head><body>{page}</body></html>")


@pytest.mark.parametrize(
    ("mark", "message"),
    [
        ('<mark data-field="hospital">甲</mark>', "unknown field"),
        ('<mark data-field="institution">甲</mark>', "data-kind is missing"),
        ('<mark data-field="date" data-value="2020年" data-role="other">2020年</mark>', "not written as"),
        ('<mark data-field="patients" data-value="44" data-role="all">44例</mark>', "is none of"),
        ('<mark data-field="p_value" data-value="0.05">P<0.05</mark>', "not written as"),
        ('<mark data-field="journal" data-record="x1">甲</mark>', "record name"),
        ('<mark data-field="journal" data-code="x1">甲</mark>', "no attribute"),
    ],
)
def test_marks_that_say_nothing_are_errors(mark: str, message: str) -> None:
    assert any(message in error for error in errors(read_marks(f"<p>{mark}</p>")))


def test_forgotten_facts_are_doubts() -> None:
    page = read_marks(
        '<p><mark data-field="institution" data-kind="hospital">某市医院</mark>收治44例。某市医院称P<0.05,2019年3月</p>'
    )
    assert {doubt.partition("[")[2].partition("]")[0] for doubt in doubts(page)} == {
        "某市医院",
        "44例",
        "P<0.05",
        "2019年3",
    }


def test_cell_codes_are_those_of_the_lexicon(rules: RuleSet) -> None:
    assert set(rules.lexicon("cell_codes").by_name) == {code.casefold() for code in CODES}
