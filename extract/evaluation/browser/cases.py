"""What went wrong, one case each: a fact missed, claimed, cut or valued wrongly, or a study told wrongly."""

from bisect import bisect_right
from collections.abc import Iterator

import msgspec

from extract.evaluation.evaluate import Evaluation, Judged
from extract.evaluation.facts import ATTRIBUTES, FIELDS, MENTIONED, Fact, Key
from extract.evaluation.matching import match, overlap, same_span
from extract.evaluation.studies import StudyPair
from extract.printable import printable

# Characters of context on each side.
_CONTEXT = 90

Span = tuple[int, int]


class Said(msgspec.Struct, omit_defaults=True):
    """What one side says at a place of the passage; `by` is the rule or model."""

    value: str
    span: Span | None = None
    by: str = ""
    confidence: float | None = None
    notes: dict[str, str] = {}


class Case(msgspec.Struct, omit_defaults=True):
    article: str
    kind: str
    field: str
    error: str
    passage: str
    gold: Said | None = None
    found: Said | None = None
    studies: list[str] = []
    missing: list[Key] = []
    extra: list[Key] = []
    differing: list[tuple[str, str, str]] = []


def cases(evaluation: Evaluation) -> Iterator[Case]:
    """Cases article by article: mentions in text order, then studies."""
    for judged in evaluation.judged:
        found = [case for field in MENTIONED for case in _of_field(judged, field)]
        yield from (case for _, case in sorted(found, key=lambda one: one[0]))
        studies = (_of_study(judged, pair) for pair in judged.studies)
        yield from (case for case in studies if case.missing or case.extra or case.differing)


def _of_field(judged: Judged, field: str) -> Iterator[tuple[int, Case]]:
    right = judged.matched(field)
    for gold, found in right.pairs:
        if not same_span(gold, found):
            yield _case(judged, field, "boundary", gold, found)
    wrong = match(right.missed, right.false, overlap)
    for gold, found in wrong.pairs:
        yield _case(judged, field, "value", gold, found)
    for gold in wrong.missed:
        yield _case(judged, field, "missed" if gold.start is not None else "lost", gold, None)
    for found in wrong.false:
        yield _case(judged, field, "false", None, found)


def _case(judged: Judged, field: str, error: str, gold: Fact | None, found: Fact | None) -> tuple[int, Case]:
    places = [(one.start, one.end) for one in (gold, found) if one and one.start is not None and one.end is not None]
    start, end = (min(one for one, _ in places), max(one for _, one in places)) if places else (0, 0)
    first, last = _around(judged, start, end) if places else (0, 0)
    case = Case(
        judged.gold.id,
        judged.gold.kind,
        field,
        error,
        printable(judged.article.text[first:last]) if places else printable(gold.quote if gold else ""),
        _said(gold, first) if gold else None,
        _said(found, first) if found else None,
        list(gold.records) if gold else [],
    )
    return start, case


def _said(fact: Fact, offset: int) -> Said:
    span = None if fact.start is None or fact.end is None else (fact.start - offset, fact.end - offset)
    names = ATTRIBUTES.get(fact.field, ())
    notes = {name: printable(fact.attributes[name]) for name in names if fact.attributes.get(name)}
    return Said(printable(fact.value), span, fact.extractor, fact.confidence if fact.extractor else None, notes)


def _around(judged: Judged, start: int, end: int) -> Span:
    """The block of a place, cut to some characters on each side."""
    blocks = judged.article.blocks
    index = bisect_right(blocks, start, key=lambda block: block.start) - 1
    first, last = max(start - _CONTEXT, 0), min(end + _CONTEXT, len(judged.article.text))
    if index >= 0 and blocks[index].end >= end:
        return max(first, blocks[index].start), min(last, blocks[index].end)
    return first, last


def _of_study(judged: Judged, pair: StudyPair) -> Case:
    gold_keys, found_keys = pair.keys(FIELDS)
    error = "study_missed" if pair.found is None else "study_false" if pair.gold is None else "study_wrong"
    return Case(
        judged.gold.id,
        judged.gold.kind,
        "record",
        error,
        "",
        Said(pair.gold.kind) if pair.gold else None,
        Said(pair.found.kind, by=pair.found.id) if pair.found else None,
        [pair.gold.id] if pair.gold else [],
        sorted(gold_keys - found_keys),
        sorted(found_keys - gold_keys),
        [
            (key[0], f"{key[1]} {name}", f"{gold.get(name, '–')} → {found.get(name, '–')}")
            for key, (gold, found) in pair.shared()
            for name in ATTRIBUTES.get(key[0], ())
            if gold.get(name) != found.get(name)
        ],
    )
