"""Whatever reviewers do, every value stays on its words, undo gives back what was, and what nobody touched is unreviewed."""

from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from extract.phrase import values_of
from extract.review.decisions import Decision, DecisionError
from extract.review.state import ReviewedArticle, reviewed
from extract.schema import Article
from tests.review.acting import any_act, decision, standing


def _acted(article: Article, seed: int, number: int) -> list[Decision]:
    """Acts that the article allowed, each on the state after the one before."""
    chance = Random(seed)
    decisions: list[Decision] = []
    for n in range(number):
        act = any_act(chance, standing(article, decisions), n)
        try:
            standing(article, [*decisions, act])
        except DecisionError:
            continue
        decisions.append(act)
    return decisions


def _grounded(state: ReviewedArticle) -> bool:
    text, final = state.article.text, state.final()
    places = [one for fact in state.facts for one in fact.evidence]
    places += [one for record in final.records for _, value in values_of(record) for one in value.evidence]
    places += [one.evidence() for one in final.mentions]
    return all(text[one.start : one.end] == one.quote for one in places)


def test_an_article_that_nobody_touched_stays_as_extracted(articles: list[Article]) -> None:
    for article in articles:
        state = standing(article, [])
        assert msgspec.json.encode(state.final()) == msgspec.json.encode(article)
        assert len({fact.key for fact in state.facts}) == len(state.facts) == len(state.left)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 4), st.integers(0, 2**32), st.integers(1, 12))
def test_any_acts_leave_values_on_their_words_and_undo_gives_back_what_was(
    articles: list[Article], which: int, seed: int, number: int
) -> None:
    article = articles[which]
    decisions = _acted(article, seed, number)
    state = standing(article, decisions)
    touched = {key for one in decisions for key in one.target}
    assert _grounded(state)
    assert all(
        fact.status == "unreviewed"
        for fact in state.facts
        if fact.key not in touched and fact.was is None and not fact.key.startswith("added:")
    )
    assert {fact.key for fact in standing(article, []).facts} <= {fact.key for fact in state.facts}
    undone = list(decisions)
    for n, last in enumerate(reversed(decisions)):
        undone.append(decision(article, 1000 + n, "undo", [last.id]))
        before = standing(article, decisions[: len(decisions) - n - 1])
        after = standing(article, undone)
        assert (after.facts, after.records, after.comments) == (before.facts, before.records, before.comments)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 4), st.integers(0, 2**32), st.integers(1, 12))
def test_all_decisions_hold_on_a_new_extraction_that_found_the_same(
    articles: list[Article], which: int, seed: int, number: int
) -> None:
    article = articles[which]
    decisions = _acted(article, seed, number)
    again = replace(article, sha256="0" * 64)
    was = standing(article, decisions)
    now = reviewed(again, decisions, lambda digest: article)
    assert not now.asked
    assert _said(now) == _said(was)
    assert {(fact.field, fact.spans) for fact in now.left} == {(fact.field, fact.spans) for fact in was.left}
    assert _comments(now) == _comments(was)


def _comments(state: ReviewedArticle) -> int:
    return len(state.comments) + sum(len(fact.comments) for fact in state.facts)


def _said(state: ReviewedArticle) -> list[object]:
    """All that the records say, and all places of facts."""
    final = state.final()
    told = [
        (record.kind, sorted((field, msgspec.json.encode(value)) for field, value in values_of(record)))
        for record in final.records
    ]
    return [*sorted(told), sorted((one.field, one.start, one.end) for one in final.mentions)]


def test_accepting_rejecting_and_correcting(articles: list[Article]) -> None:
    article = articles[2]
    left = standing(article, []).left
    institution = next(fact for fact in left if fact.field == "institution" and fact.record_id)
    other = next(fact for fact in left if fact.field == "patients" and fact.record_id)
    value = msgspec.to_builtins(institution.value) | {"kind": "institute"}
    state = standing(
        article,
        [
            decision(article, 1, "correct", [institution.key], {"value": value}),
            decision(article, 2, "reject", [other.key]),
        ],
    )
    corrected = state.fact(institution.key)
    assert (corrected.status, corrected.changes, corrected.was) == ("corrected", {"value"}, institution)
    final = next(one for one in state.final().records if one.record_id == institution.record_id)
    assert [one.kind for one in final.institutions if one.name == institution.value.name] == ["institute"]
    assert not any(span in other.spans for one in final.patients for span in ((e.start, e.end) for e in one.evidence))
    back = decision(article, 3, "correct", [institution.key], {"value": msgspec.to_builtins(institution.value)})
    assert standing(article, [*state.decisions, back]).fact(institution.key).status == "accepted"


def test_a_record_holds_one_journal(articles: list[Article]) -> None:
    article = articles[2]
    journal = next(fact for fact in standing(article, []).facts if fact.field == "journal" and fact.record_id)
    after = {"field": "journal", "record_id": journal.record_id, "value": {"name": "某杂志"}, "spans": [(0, 3)]}
    state = standing(article, [decision(article, 1, "add", [], after)])
    assert state.fact(journal.key).record_id == ""
    assert state.fact(journal.key).status == "unreviewed"
    assert [
        one.journal.name for one in state.final().records if one.record_id == journal.record_id and one.journal
    ] == ["某杂志"]


@pytest.mark.parametrize(
    ("field", "value", "spans"),
    [
        ("date", {"value": "2020-13"}, [(0, 4)]),
        ("date", {"value": "2021/2019"}, [(0, 4)]),
        ("date", {"value": "../.."}, [(0, 4)]),
        ("p_value", {"op": "<", "value": 1.5}, [(0, 4)]),
        ("patients", {"value": -1}, [(0, 4)]),
        ("patients", {"value": "many"}, [(0, 4)]),
        ("cell_type", {"code": "XX", "name": "x"}, [(0, 4)]),
        ("title", {"zh": "甲", "en": "A"}, [(0, 4)]),
        ("institution", {"name": " ", "kind": "hospital"}, [(0, 4)]),
        ("journal", {"name": "J"}, []),
        ("journal", {"name": "J"}, [(4, 4)]),
        ("journal", {"name": "J"}, [(-3, 4)]),
        ("journal", {"name": "J"}, [(0, 10**9)]),
        ("journal", {"name": "J"}, [(0, 4), (2, 6)]),
    ],
)
def test_what_is_no_fact_is_refused(articles: list[Article], field: str, value: object, spans: object) -> None:
    after = {"field": field, "record_id": "", "value": value, "spans": spans}
    with pytest.raises(DecisionError):
        standing(articles[0], [decision(articles[0], 1, "add", [], after)])
