"""The report: what it counts and shows, and that nothing a page wrote is alive in it."""

import base64
import gzip
import hashlib
import json
import re
from base64 import b64decode
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from extract.charts import bars, columns
from extract.runs.report import evidence as evidence_room
from extract.runs.report import write_report
from extract.runs.report.evidence import ShownRecords, shown_record
from extract.runs.report.figures import Figures
from extract.schema import Block, Condition, Date, Evidence, Flag, Institution, StudyRecord, Title
from tests.studies import article, evidence, failed, record, write_run

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&amp;{{7*7}}\u202egnp.exe\x1b[2J"


def report(folder: Path) -> html.HtmlElement:
    write_report(folder)
    return html.document_fromstring((folder / "report.html").read_text("utf-8"))


def records_of(page: html.HtmlElement) -> list[dict[str, Any]]:
    """What the page's script unpacks."""
    loaded: list[dict[str, Any]] = json.loads(gzip.decompress(b64decode(page.get_element_by_id("packed").text)))
    return loaded


@pytest.fixture
def hostile(tmp_path: Path) -> html.HtmlElement:
    text = f"{HOSTILE}某医院"
    here = [Evidence(0, len(text), text, "rule:x", 0.9)]
    one = StudyRecord(
        record_id="h-01",
        article_id="h",
        kind="study",
        title=Title(zh=HOSTILE, evidence=here),
        institutions=[Institution(name=HOSTILE, kind="hospital", evidence=here)],
        conditions=[Condition(name=HOSTILE, evidence=here)],
        confidence=0.5,
    )
    page = article("h", source=HOSTILE, url="javascript:alert(1)", title=HOSTILE, text=text, blocks=[], records=[one])
    bad = msgspec.structs.replace(failed("f", kind=HOSTILE), source=HOSTILE)
    return report(write_run(tmp_path / "<b>run", page, bad))


def test_text_of_pages_is_inert(hostile: html.HtmlElement) -> None:
    assert [script.get("type") for script in hostile.iter("script")] == ["text/plain", "application/json", None]
    assert not list(hostile.iter("img", "iframe", "object", "embed", "link", "b" + "ase"))
    attributes = [name for node in hostile.iter("*") for name in node.attrib]
    assert not [name for name in attributes if name.startswith("on") or name in ("style", "src")]
    assert all(link.get("href").startswith("#") for link in hostile.iter("a"))
    shown = records_of(hostile)[0]
    visible = HOSTILE.replace("\u202e", "\ufffd").replace("\x1b", "\ufffd")
    assert shown["source"] == shown["values"][0]["text"] == visible
    assert visible in hostile.text_content()
    assert not re.search("[\u202a-\u202e\x1b]", hostile.text_content())


def test_only_the_own_script_may_run(hostile: html.HtmlElement) -> None:
    policy = hostile.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    assert policy.startswith("default-src 'none'")
    for name, source in (("style", hostile.find(".//style")), ("script", list(hostile.iter("script"))[2])):
        digest = base64.b64encode(hashlib.sha256(source.text.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy


def test_the_script_never_makes_markup_of_text() -> None:
    script = (Path(write_report.__code__.co_filename).parent / "page.js").read_text("utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|</", script)


def test_figures(tmp_path: Path) -> None:
    page = report(write_run(tmp_path / "五月", article("a1"), article("a2"), failed("坏页")))
    assert page.find(".//h1/bdi").text == "五月"
    strong = [node.text for node in page.xpath("//div[@class='headline']//strong")]
    assert strong == ["3", "2", "0", "0.90", "2"]
    names = [node.text_content().strip() for node in page.xpath("//ol[@class='ranking']//button")]
    assert names == ["苏州大学附属第二医院", "中国组织工程研究", "UC-MSC", "随机对照试验randomised trial"]
    assert [node.text_content() for node in page.xpath("//ul[@class='files']/li/bdi")] == ["坏页.html"]
    assert page.xpath("string(//summary/b)") == "1"


def test_chinese_by_default_with_english_beside_it(tmp_path: Path) -> None:
    page = report(write_run(tmp_path, article()))
    assert (page.get("lang"), page.get("data-language")) == ("zh-CN", "zh")
    assert len(page.find_class("zh")) == len(page.find_class("en")) > 40


def test_a_run_without_articles_has_a_report(tmp_path: Path) -> None:
    page = report(write_run(tmp_path))
    assert records_of(page) == []
    assert not list(tmp_path.glob("*.part"))


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    folder = write_run(tmp_path, article("a1"), article("a2"))
    write_report(folder)
    before = (folder / "report.html").read_bytes()
    write_report(folder)
    assert (folder / "report.html").read_bytes() == before


def test_a_report_that_is_cut_says_so_and_keeps_what_needs_a_check(tmp_path: Path) -> None:
    sure = [StudyRecord(record_id=f"s{n}", article_id="a", kind="study", confidence=0.95) for n in range(10_001)]
    unsure = StudyRecord(record_id="unsure", article_id="a", kind="study", confidence=0.3)
    warned = msgspec.structs.replace(sure[0], record_id="warned", flags=[Flag("x", "warning", "警", "w")])
    wrong = msgspec.structs.replace(sure[0], record_id="wrong", flags=[Flag("y", "error", "错", "e")])
    page = report(write_run(tmp_path, article("a", text="", blocks=[], records=[*sure, unsure, warned, wrong])))
    assert [record["id"] for record in records_of(page)][:4] == ["wrong", "warned", "unsure", "s0"]
    assert len(records_of(page)) == 10_000
    told = page.xpath("string(//p[@class='hint']/strong)")
    assert "10,000" in told
    assert "10,004" in told
    assert "10,004" in page.xpath("string(//div[@class='headline'])")


def test_a_page_stays_small_where_records_are_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is left out needs a look less than all that is shown."""
    monkeypatch.setattr(evidence_room, "_MOST_BYTES", 40_000)
    records = ShownRecords()
    for number in range(100):
        records.add(article(f"a{number}", records=[record(f"a{number}", confidence=number / 100)]))
    shown = json.loads(gzip.decompress(b64decode(records.packed())))
    assert 5 < len(shown) == records.count < 40
    assert [one["confidence"] for one in shown] == [number / 100 for number in range(records.count)]
    assert records.total == 100


def quoted(shown: Any, place: Any) -> str:
    """What the page's script marks: offsets in code points, within the passage that holds the place."""
    offset, text = next(
        (offset, text) for offset, text in shown.passages if offset <= place.start and place.end <= offset + len(text)
    )
    return text[place.start - offset : place.end - offset]


def test_every_value_is_shown_with_its_quote_in_its_block() -> None:
    shown = shown_record(article(), record(), 1)
    told = {(value.field, quoted(shown, place)) for value in shown.values for place in value.places}
    assert ("p_value", "P<0.05") in told
    assert ("journal", "中国组织工程研究") in told
    assert {field for field, _ in told} == set(Figures().fields)
    assert all("\n" not in text for _, text in shown.passages)


@given(st.lists(st.tuples(st.integers(0, 399), st.integers(1, 60)), min_size=1, max_size=8), st.integers(1, 90))
def test_quotes_stay_true_wherever_they_stand(spans: list[tuple[int, int]], block: int) -> None:
    text = "".join(chr(0x4E00 + n) if n % 7 else "𠮷" for n in range(400))
    found = [Evidence(s, min(s + n, 400), text[s : min(s + n, 400)], "rule:x", 0.5) for s, n in spans]
    one = record(conditions=[Condition(name="病", evidence=[e]) for e in found])
    one = StudyRecord(record_id="r", article_id="a", kind="study", conditions=one.conditions, confidence=0.5)
    blocks = [Block("paragraph", start, min(start + block - 1, 400), "/p") for start in range(0, 400, block)]
    shown = shown_record(article(text=text, blocks=blocks), one, 1)
    assert [quoted(shown, place) for value in shown.values for place in value.places] == [e.quote for e in found]


def test_years_of_periods_and_open_dates_are_counted() -> None:
    figures = Figures()
    dates = [
        Date(value="2018-03/2020-01", role="study_period", evidence=evidence("2018年3月")),
        Date(value="../2022-04", role="study_period", evidence=evidence("2018年3月")),
        Date(value="0001/9999", role="published", evidence=evidence("2018年3月")),
    ]
    figures.add(article(records=[record(dates=dates)]))
    assert figures.studied == {2018: 1, 2019: 1, 2020: 1, 2022: 1}
    assert set(figures.published) <= set(range(1900, 2100))


def test_the_list_of_failed_files_has_an_end() -> None:
    figures = Figures()
    for number in range(250):
        figures.add(failed(f"p{number}"))
    (reason,) = figures.reasons.values()
    assert (reason.count, len(reason.files), reason.more()) == (250, 200, 50)


def test_bars_are_the_dozen_highest() -> None:
    counts = Counter({f"机构{n:02d}": n % 5 for n in range(40)})
    drawn = bars(counts)
    assert [bar.count for bar in drawn] == [4] * 8 + [3] * 4
    assert drawn[0].share == 100
    assert bars({}) == []


def test_columns_leave_no_year_out_and_join_the_early_ones() -> None:
    drawn = columns(Counter({1950: 2, 2000: 1, 2003: 4})).columns
    assert [column.label for column in drawn][:2] == ["<1972", "1972"]
    assert [column.count for column in drawn[-4:]] == [1, 0, 0, 4]
    assert drawn[0].count == 2
    assert columns(Counter()).columns == []


@given(st.dictionaries(st.integers(1900, 2099), st.integers(1, 10**7), min_size=1, max_size=40))
def test_columns_stay_within_the_drawing(counts: dict[int, int]) -> None:
    drawn = columns(Counter(counts))
    assert int(drawn.up[-1].label.replace(",", "")) >= max(column.count for column in drawn.columns)
    assert all(column.y >= 0 and column.x + column.width <= drawn.frame.width for column in drawn.columns)
    assert sum(column.count for column in drawn.columns) == sum(counts.values())
