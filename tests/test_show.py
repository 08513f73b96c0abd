"""One article in the terminal: colours where there is a terminal, text that commands nothing anywhere."""

import re

import msgspec
import pytest

from extract.phrase import values_of
from extract.schema import Article, Institution, Mention, Title
from extract.show import print_article
from tests.studies import HOSPITAL, TEXT, TITLE, article, evidence, failed, record

HOSTILE = "\x1b]0;owned\x07\x1b[2J[bold red]标记[/] :smile: \u202egnp\r\x9b31m"


def with_mentions(whole: Article) -> Article:
    mentions = [
        Mention(field, one.start, one.end, one.quote, None, one.extractor, one.confidence)
        for record in whole.records
        for field, value in values_of(record)
        for one in value.evidence
    ]
    return msgspec.structs.replace(whole, mentions=mentions)


def shown(whole: Article, capsys: pytest.CaptureFixture[str]) -> str:
    print_article(whole)
    return capsys.readouterr().out


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("TERM", "xterm-256color")


def test_plain_text_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    out = shown(with_mentions(article()), capsys)
    assert "\x1b" not in out
    assert TEXT in out  # not broken into the lines of a screen
    for words in (
        "a1-01",
        HOSPITAL,
        "44 total",
        "P<0.05 (关节评分)",
        "随机对照试验 randomised trial",
        "several different",
    ):
        assert words in out


def test_a_terminal_gets_colours(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    out = shown(with_mentions(article()), capsys)
    assert re.search(r"\x1b\[[\d;]*95mP<0\.05\x1b\[0m", out)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in shown(with_mentions(article()), capsys)


def test_text_of_pages_commands_nothing(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    there = evidence("银屑病")
    one = record(
        title=Title(zh=HOSTILE, evidence=there),
        institutions=[Institution(name=HOSTILE, kind="other", department=HOSTILE, evidence=there)],
    )
    out = shown(article(title=HOSTILE, source=HOSTILE, text=HOSTILE + TEXT, records=[one]), capsys)
    assert set(re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", out)) == {"\x1b"}
    assert not re.search(r"\x1b(?!\[[\d;]*m)", out)  # colours only, and only our own
    assert "[bold red]标记[/] :smile:" in out


def test_a_failed_article_tells_why(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Timeout (engine): no result within 5 seconds" in shown(failed("a9"), capsys)


def test_an_article_without_records_still_shows_its_text(capsys: pytest.CaptureFixture[str]) -> None:
    out = shown(article(records=[]), capsys)
    assert TITLE in out
    assert "0 条记录" in out
