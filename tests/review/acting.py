"""Acts as reviewers make them, for tests."""

from collections.abc import Callable
from random import Random
from typing import Any
from uuid import UUID

import msgspec

from extract.review.decisions import Decision, digest_of
from extract.review.facts import Fact
from extract.review.state import ReviewedArticle, reviewed
from extract.schema import Article

KINDS = ("publication", "registered_trial", "study")


def decision(article: Article, number: int, action: str, target: list[str], after: Any = None, **more: Any) -> Decision:
    return Decision(
        id=str(UUID(int=number)),
        article_id=article.id,
        reviewer=more.pop("reviewer", "王医生"),
        at=f"2024-03-01T08:{number // 60 % 60:02d}:{number % 60:02d}.000+00:00",
        action=action,
        target=target,
        after=after,
        extraction=digest_of(article),
        **more,
    )


def standing(article: Article, decisions: list[Decision], earlier: Any = None) -> ReviewedArticle:
    return reviewed(article, decisions, earlier or {}.__getitem__)


def any_act(chance: Random, state: ReviewedArticle, number: int) -> Decision:
    """Some act on an article, likely or not; the article may refuse it."""
    return chance.choice(_ACTS)(chance, state, number)


def _some(chance: Random, state: ReviewedArticle, most: int = 3) -> list[str]:
    return [fact.key for fact in chance.sample(state.facts, min(chance.randint(1, most), len(state.facts)))]


def _record(chance: Random, state: ReviewedArticle) -> str:
    return chance.choice(["", *(record.id for record in state.records)])


def _accept(chance: Random, state: ReviewedArticle, number: int) -> Decision:
    return decision(state.article, number, "accept", _some(chance, state))


def _reject(chance: Random, state: ReviewedArticle, number: int) -> Decision:
    target = [chance.choice(state.records).id] if state.records and chance.random() < 0.3 else _some(chance, state)
    return decision(state.article, number, "reject", target)


def _correct(chance: Random, state: ReviewedArticle, number: int) -> Decision:
    fact = chance.choice(state.facts)
    text = state.article.text
    if chance.random() < 0.5:
        start = max(fact.spans[0][0] - chance.randint(0, 3), 0)
        spans = [(start, min(fact.spans[0][1] + chance.randint(0, 3), len(text))), *fact.spans[1:]]
        return decision(state.article, number, "correct", [fact.key], {"spans": spans})
    return decision(state.article, number, "correct", [fact.key], {"value": _other_value(fact)})


def _add(chance: Random, state: ReviewedArticle, number: int) -> Decision:
    start = chance.randrange(len(state.article.text) - 16)
    span = start, start + 11
    quote = state.article.text[slice(*span)]
    value = {"name": quote.strip() or "某院", "kind": "hospital"}
    after = {"field": "institution", "record_id": _record(chance, state), "value": value, "spans": [span]}
    return decision(state.article, number, "add", [], after, comment="漏掉的")


def _move(chance: Random, state: ReviewedArticle, number: int) -> Decision:
    return decision(state.article, number, "move", _some(chance, state, 1), {"record_id": _record(chance, state)})


def _merge(chance: Random, state: ReviewedArticle, number: int) -> Decision:
    ids = [record.id for record in state.records]
    return decision(state.article, number, "merge", chance.sample(ids, min(2, len(ids))))


def _split(chance: Random, state: ReviewedArticle, number: int) -> Decision:
    after = {"kind": chance.choice(KINDS), "record_id": f"{state.article.id}-new{number}"}
    return decision(state.article, number, "split", _some(chance, state), after)


def _comment(chance: Random, state: ReviewedArticle, number: int) -> Decision:
    return decision(state.article, number, "comment", _some(chance, state, 1), comment="再看一遍")


_ACTS: list[Callable[[Random, ReviewedArticle, int], Decision]] = [
    _accept,
    _accept,
    _reject,
    _correct,
    _correct,
    _add,
    _move,
    _merge,
    _split,
    _comment,
]


def _other_value(fact: Fact) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(fact.value)
    for name in ("name", "zh", "en"):
        if plain.get(name):
            return plain | {name: plain[name] + "甲"}
    changed = {"date": {"value": "2019-07"}, "design": {"code": "cohort"}, "patients": {"value": 17}}
    return plain | changed.get(fact.field, {"value": 0.5})
