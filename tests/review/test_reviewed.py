"""What comes out: final records, gold that evaluates to wholly right, lexicon lines that rules read."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from click.testing import CliRunner

from extract.cli import main
from extract.evaluation.evaluate import judge
from extract.evaluation.facts import ATTRIBUTES
from extract.extractor import Extractor
from extract.gold.corpus import read_corpus
from extract.review.desk import Desk, Request
from extract.review.quality import quality, share
from extract.review.reviewed import reviewed_articles, write_gold, write_lexicons
from extract.schema import Article

RunOf = Callable[[list[Article]], Path]


def _decide(desk: Desk, id: str, action: str, target: list[str], after: Any = None, **more: Any) -> None:
    given = {"id": str(uuid4()), "reviewer": "王医生", "seen": desk.open(id, more.get("review", 1)).version, **more}
    desk.decide(Request(article_id=id, action=action, target=target, after=after, **given))  # type: ignore[arg-type]


def _finish(desk: Desk, id: str, **more: Any) -> None:
    """Accepts what is left, and says that nothing is missing."""
    if left := desk.open(id, more.get("review", 1)).left:
        _decide(desk, id, "accept", [fact.key for fact in left], **more)
    _decide(desk, id, "done", [], **more)


def _correct_some(desk: Desk, article: Article) -> None:
    """A reviewer's work: a name, a boundary, a wrong count, a missed hospital, a fact of another study, one study more."""
    id = article.id
    facts = [one for one in desk.open(id).facts if one.record_id]
    hospital = next(one for one in facts if one.field == "institution")
    date = next(one for one in facts if one.field == "date")
    count = next(one for one in facts if one.field == "patients")
    _decide(
        desk,
        id,
        "correct",
        [hospital.key],
        {"value": msgspec.to_builtins(hospital.value) | {"name": hospital.value.name + "一部"}},
    )
    _decide(desk, id, "correct", [date.key], {"spans": [[date.spans[0][0], date.spans[0][1] - 1]]})
    _decide(desk, id, "reject", [count.key])
    taken = {position for one in article.mentions for position in range(one.start, one.end)}
    at = next(
        n for n in range(len(article.text)) if article.text[n : n + 4].isalpha() and not taken & {*range(n, n + 4)}
    )
    missed = {"name": "某新医院", "kind": "hospital", "role": "site"}
    _decide(
        desk,
        id,
        "add",
        [],
        {"field": "institution", "record_id": hospital.record_id, "value": missed, "spans": [[at, at + 4]]},
    )
    _decide(desk, id, "split", [date.key], {"kind": "study"})


def test_gold_scores_the_reviewers_records_as_wholly_right(
    articles: list[Article], run_of: RunOf, tmp_path: Path
) -> None:
    folder = run_of(articles)
    with Desk(folder) as desk:
        _correct_some(desk, articles[0])
        _correct_some(desk, articles[3])
        for article in articles[:5]:
            _finish(desk, article.id)
        _decide(desk, articles[5].id, "comment", [], comment="以后再看")
    gold = write_gold(folder, tmp_path / "gold")
    assert gold.left_out == {articles[5].id: "not done"}
    final = {article.id: article for article in reviewed_articles(folder)}
    for page in read_corpus(tmp_path / "gold"):
        judged = judge(page, final[page.id])
        assert [pair.whole for pair in judged.studies] == [True] * len(final[page.id].records)
        assert [pair.gold.kind for pair in judged.studies if pair.gold] == [
            pair.found.kind for pair in judged.studies if pair.found
        ]
        for key, (told, found) in (shared for pair in judged.studies for shared in pair.shared()):
            assert {name: told.get(name) for name in ATTRIBUTES.get(key[0], ())} == {
                name: found.get(name) for name in ATTRIBUTES.get(key[0], ())
            }
        for field in ("institution", "date", "patients", "p_value", "cell_type", "journal", "title", "identifier"):
            assert judged.counts(field, "value")[1:] == (0, 0)


def test_evaluate_reads_the_gold_and_finds_the_accepted_again(
    articles: list[Article], run_of: RunOf, tmp_path: Path
) -> None:
    folder = run_of(articles[:5])
    with Desk(folder) as desk:
        for article in articles[:5]:
            _finish(desk, article.id)
    told = CliRunner().invoke(main, ["export", str(folder), "--to", "gold", "-o", str(tmp_path / "gold")])
    assert told.exit_code == 0, told.output
    evaluated = CliRunner().invoke(main, ["evaluate", str(tmp_path / "gold"), "--json", "--model", "none"])
    assert evaluated.exit_code == 0, evaluated.output
    summary = json.loads(evaluated.stdout)
    assert summary["lost_by_page"] == 0
    assert summary["records"]["whole"]["share"] == summary["records"]["facts"]["f1"] == 1.0
    assert summary["micro"]["value"]["f1"] > 0.99


def test_gold_is_left_out_while_a_fact_waits_and_where_marks_cross(
    articles: list[Article], run_of: RunOf, tmp_path: Path
) -> None:
    folder = run_of(articles[:2])
    with Desk(folder) as desk:
        fact = desk.open(articles[0].id).left[0]
        _decide(desk, articles[0].id, "done", [])
        for at in (0, 3):
            after = {"field": "journal", "record_id": "", "value": {"name": f"J{at}"}, "spans": [[at, at + 5]]}
            _decide(desk, articles[1].id, "add", [], after)
        _finish(desk, articles[1].id)
        assert fact
    left_out = write_gold(folder, tmp_path / "gold").left_out
    assert "facts wait for a decision" in left_out[articles[0].id]
    assert "overlap" in left_out[articles[1].id]
    with pytest.raises(ValueError, match="name a new folder"):
        write_gold(folder, tmp_path / "gold")


def test_a_hostile_text_becomes_gold_as_text(run_of: RunOf, tmp_path: Path) -> None:
    text = '某市人民医院的研究\n研究 <script>alert("x")</script> 纳入44例患者 & </mark> &amp; 𠮷字,P<0.05。由长春市第一医院完成。\n'
    article = Extractor(model=None).extract(text, id="../../hostile <b>", kind="text")
    folder = run_of([article])
    with Desk(folder) as desk:
        _finish(desk, article.id)
    gold = write_gold(folder, tmp_path / "gold")
    assert [path.parent for path in (tmp_path / "gold").rglob("*.html")] in ([tmp_path / "gold"], [])
    assert gold.written == [article.id] or "as it stands" in gold.left_out[article.id]
    for path in (tmp_path / "gold").glob("*.html"):
        assert "<script" not in path.read_text("utf-8")


def test_export_reviewed_gives_the_final_records(articles: list[Article], run_of: RunOf, tmp_path: Path) -> None:
    folder = run_of(articles[:2])
    nobody = CliRunner().invoke(main, ["export", str(folder), "--reviewed", "--to", "brat", "-o", str(tmp_path / "b")])
    assert (nobody.exit_code, "nobody reviewed" in nobody.output) == (2, True)
    with Desk(folder) as desk:
        fact = next(one for one in desk.open(articles[0].id).facts if one.field == "journal")
        after = {"value": {"name": "另一杂志"}}
        _decide(desk, articles[0].id, "correct", [fact.key], after)
    told = CliRunner().invoke(main, ["export", str(folder), "--reviewed", "--to", "brat", "-o", str(tmp_path / "b")])
    assert told.exit_code == 0, told.output
    assert "另一杂志" in (tmp_path / "b" / f"{articles[0].id}.ann").read_text("utf-8")


def test_names_given_often_become_lexicon_lines_that_rules_read(run_of: RunOf, tmp_path: Path) -> None:
    text = "近日,木樨堂诊疗中心公布了脐带间充质干细胞治疗肝硬化的结果。研究纳入44例患者,随访12个月,P<0.05。"
    extractor = Extractor(model=None)
    pages = [extractor.extract(f"{text}第{n}篇。\n", id=f"a{n}", kind="text") for n in range(3)]
    folder = run_of(pages)
    with Desk(folder) as desk:
        for n, page in enumerate(pages):
            name = "木樨堂诊疗中心"
            at = page.text.index(name)
            value = {"name": name, "kind": "hospital"}
            after = {"field": "institution", "record_id": "", "value": value, "spans": [[at, at + len(name)]]}
            _decide(desk, page.id, "add", [], after)
            if n == 0:
                once = {"field": "journal", "record_id": "", "value": {"name": "随访"}, "spans": [[0, 2]]}
                _decide(desk, page.id, "add", [], once)
    assert write_lexicons(folder, tmp_path / "rules") == 1
    lines = (tmp_path / "rules" / "lexicons" / "institution_aliases.tsv").read_text("utf-8")
    assert "# 3 times in 3 articles" in lines
    learnt = Extractor(tmp_path / "rules", model=None).extract(pages[0].text, kind="text")
    assert "木樨堂诊疗中心" in [one.quote for one in learnt.mentions if one.field == "institution"]


def test_quality_counts_what_people_decided(articles: list[Article], run_of: RunOf) -> None:
    with Desk(run_of(articles), second_share=1.0) as desk:
        assert quality(desk).fields == {}
        id = articles[0].id
        counts = [one for one in desk.open(id).facts if one.field == "patients"]
        _decide(desk, id, "reject", [counts[0].key])
        _decide(desk, id, "correct", [counts[1].key], {"value": {"value": 99}})
        _decide(desk, id, "accept", [one.key for one in counts[2:]])
        found = quality(desk)
        precision = found.fields["patients"].precision
        assert (precision.right, precision.of) == (len(counts) - 2, len(counts))
        assert found.finders[0].field == "patients"
        assert [(one.reviewer, one.decisions, one.facts) for one in found.pace] == [("王医生", 3, len(counts))]
        assert found.agreement.figures is None
        _finish(desk, id)
        _finish(desk, id, review=2, reviewer="李医生")
        figures = quality(desk).agreement.figures
        assert figures is not None
        assert figures["fields"]["institution"]["value"]["f1"] == 1.0
        assert figures["fields"]["patients"]["value"]["f1"] < 1.0


def test_wilsons_interval() -> None:
    assert share(0, 0).share is None
    assert (share(10, 10).low, share(10, 10).high) == (0.7225, 1.0)
    assert (share(5, 10).low, share(5, 10).high) == (0.2366, 0.7634)
