"""How good the extraction is as far as it was reviewed, how far two reviewers agree, and how fast they are."""

from collections.abc import Iterable
from typing import Any

import msgspec

from extract.labels import FIELDS
from extract.review.decisions import DecisionLog
from extract.review.desk import Desk
from extract.review.listing import Counts, Filters
from extract.review.state import ReviewedArticle
from extract.review.tally import Tally, total
from extract.review.truth import marks_of

_SURE = 0.95


class Share(msgspec.Struct, frozen=True):
    """`right` of `of`; `low` and `high` are Wilson's 95 % interval (JASA 1927). None where nothing was counted."""

    right: int
    of: int
    share: float | None
    low: float | None
    high: float | None


class FieldQuality(msgspec.Struct, frozen=True):
    """A field as reviewed so far: the share of its extracted facts whose value was let stand. Of those, `boundary` had
    other words and `record` another study; `added` facts were missed."""

    precision: Share
    boundary: int
    record: int
    added: int


class Finder(msgspec.Struct, frozen=True):
    """A rule or model, and the share of its facts of a field whose value was let stand."""

    extractor: str
    field: str
    precision: Share


class Pace(msgspec.Struct, frozen=True):
    """A reviewer's work: decisions taken, facts decided on, and minutes at work (pauses of five minutes or more are
    none)."""

    reviewer: str
    decisions: int
    facts: int
    minutes: float

    @property
    def facts_a_minute(self) -> float | None:
        return round(self.facts / self.minutes, 1) if self.minutes else None


class Agreement(msgspec.Struct, frozen=True):
    """The blind second review: `sample` articles in it, `done` of them in both reviews, and, where there are such, the
    figures of evaluation/agreement.py."""

    sample: int
    done: int
    figures: dict[str, Any] | None


class Quality(msgspec.Struct, frozen=True):
    """`finders` begins with those of whose facts most are surely wrong."""

    counts: Counts
    fields: dict[str, FieldQuality]
    finders: list[Finder]
    pace: list[Pace]
    agreement: Agreement


def quality(desk: Desk) -> Quality:
    """All figures, of the decisions up to now. The most doubtful facts are reviewed first, so that precision as
    reviewed is lower than that of the whole run until all is reviewed."""
    counts = desk.counts()
    summed = total(desk.index.tallies())
    return Quality(
        counts=counts,
        fields={field: _of_field(summed, field) for field in FIELDS if _is_counted(summed, field)},
        finders=_finders(summed),
        pace=pace(desk.log),
        agreement=agreement(desk),
    )


def share(right: int, of: int) -> Share:
    from scipy.stats import binomtest

    if not of:
        return Share(right, of, None, None, None)
    interval = binomtest(right, of).proportion_ci(_SURE, method="wilson")
    return Share(right, of, round(right / of, 4), round(float(interval.low), 4), round(float(interval.high), 4))


def pace(log: DecisionLog) -> list[Pace]:
    """The reviewers, the busiest first; decisions of both reviews count."""
    found = [
        Pace(reviewer, decisions, facts, round(seconds / 60, 1)) for reviewer, decisions, facts, seconds in log.work()
    ]
    return sorted(found, key=lambda one: (-one.decisions, one.reviewer))


def agreement(desk: Desk) -> Agreement:
    """How far two people agree on the articles that both finished, neither knowing what the other said."""
    from extract.evaluation.agreement import Twice, of_pages
    from extract.evaluation.facts import of_mark

    twice = [
        Twice(*([of_mark(mark, (mark.start, mark.end)) for mark in marks_of(side)] for side in sides))
        for sides in _reviewed_twice(desk)
    ]
    return Agreement(
        sample=len(desk.listing.ids(Filters(sample=True, status="ok"))),
        done=len(twice),
        figures=of_pages(twice) if twice else None,
    )


def _reviewed_twice(desk: Desk) -> Iterable[tuple[ReviewedArticle, ReviewedArticle]]:
    for article_id in desk.listing.ids(Filters(sample=True, review="done", second="done")):
        yield desk.open(article_id, 1), desk.open(article_id, 2)


def _is_counted(tally: Tally, field: str) -> bool:
    return any(field in counts for counts in (tally.right, tally.wrong, tally.added))


def _of_field(tally: Tally, field: str) -> FieldQuality:
    right, wrong = tally.right.get(field, 0), tally.wrong.get(field, 0)
    return FieldQuality(
        share(right, right + wrong), tally.boundary.get(field, 0), tally.record.get(field, 0), tally.added.get(field, 0)
    )


def _finders(tally: Tally) -> list[Finder]:
    found = []
    for name in sorted({*tally.right_by, *tally.wrong_by}):
        field, _, extractor = name.partition(" ")
        right, wrong = tally.right_by.get(name, 0), tally.wrong_by.get(name, 0)
        found.append(Finder(extractor, field, share(right, right + wrong)))
    return sorted(found, key=lambda one: (one.precision.high or 0.0, one.precision.share or 0.0, one.extractor))
