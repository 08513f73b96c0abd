"""How an article stands after the decisions on it. Nothing that nobody touched is ever counted as reviewed."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

import msgspec

from extract.labels import FIELDS
from extract.review.acts import State, begin, fold
from extract.review.carry import Asked, carry
from extract.review.decisions import Decision, Review, digest_of
from extract.review.facts import Comment, Fact, Record
from extract.review.final import article_of
from extract.schema import Article

Earlier = Callable[[str], Article]
"""The extraction of a digest, as the log kept it."""


_RANK = {field: rank for rank, field in enumerate(FIELDS)}


class ReviewedArticle(msgspec.Struct, frozen=True, kw_only=True):
    """An extraction with the decisions of one review applied to it.

    `facts`: those of the records in order, in a record as people look for them, those of no study last; rejected ones
    too. `asked`: decisions on an earlier extraction that could not be carried over, less the dismissed ones.
    """

    article: Article
    review: Review
    decisions: tuple[Decision, ...]
    facts: tuple[Fact, ...]
    records: tuple[Record, ...]
    done_by: str
    comments: tuple[Comment, ...]
    asked: tuple[Asked, ...]
    state: State

    @property
    def version(self) -> int:
        return len(self.decisions)

    @property
    def done(self) -> bool:
        return bool(self.done_by)

    @property
    def left(self) -> list[Fact]:
        """What waits for a decision, the most doubtful first; facts of no study behind those of records."""
        waiting = [fact for fact in self.facts if fact.status == "unreviewed"]
        return sorted(waiting, key=lambda fact: (not fact.record_id, -fact.doubt))

    def fact(self, key: str) -> Fact:
        """Raises KeyError for a key that no fact bears."""
        return self.state.facts[key]

    def of_record(self, record_id: str) -> list[Fact]:
        """The facts of a record, or of no study ("")."""
        return [fact for fact in self.facts if fact.record_id == record_id]

    def final(self) -> Article:
        """The article with mentions and records as they now stand; the extraction itself where nothing changed."""
        return article_of(self.article, self.facts, self.records)

    def can_undo(self, reviewer: str) -> Decision | None:
        """The reviewer's own last decision that still holds."""
        return next((one for one in reversed(holding(self.decisions)) if one.reviewer == reviewer), None)

    def can_redo(self, reviewer: str) -> Decision | None:
        """The undo that the reviewer would take back: the last that holds, if they decided nothing since."""
        alive = _alive(self.decisions)
        real = {one.id for one in self.decisions if one.action != "undo"}
        for one in reversed(self.decisions):
            if one.reviewer != reviewer or one.id not in alive:
                continue
            if one.action != "undo":
                return None
            if one.target[0] in real:
                return one
        return None


def reviewed(article: Article, decisions: Iterable[Decision], earlier: Earlier, review: Review = 1) -> ReviewedArticle:
    """Applies the decisions of one review, oldest first, to an extraction; those on an earlier extraction of the same
    article are carried over. `earlier` gives the extraction of a digest."""
    decisions = tuple(decisions)
    state, asked = _folded(article, holding(decisions), earlier)
    records = {record_id: rank for rank, record_id in enumerate(state.records)}
    facts = sorted(
        state.facts.values(),
        key=lambda fact: (records.get(fact.record_id, len(records)), _RANK[fact.field], fact.evidence[0].start),
    )
    return ReviewedArticle(
        article=article,
        review=review,
        decisions=decisions,
        facts=tuple(facts),
        records=tuple(state.records.values()),
        done_by=state.done_by,
        comments=state.comments,
        asked=tuple(one for one in asked if one.decision.id not in state.dismissed),
        state=state,
    )


def _folded(article: Article, decisions: list[Decision], earlier: Earlier) -> tuple[State, list[Asked]]:
    """The state after decisions on one extraction after the other, the last of which is `article`."""
    now = digest_of(article)
    told: list[Decision] = []
    asked: list[Asked] = []
    on: tuple[str, Article] | None = None
    runs = [(digest, list(several)) for digest, several in groupby(decisions, key=lambda one: one.extraction)]
    if not runs or runs[-1][0] != now:
        runs.append((now, []))
    for digest, several in runs:
        extraction = article if digest == now else earlier(digest)
        if on is not None:
            told, missing = carry(on[1], told, extraction)
            asked += missing
        told = [*told, *several]
        on = digest, extraction
    return fold(begin(article), told), asked


def holding(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions that were not undone, oldest first, without the undoing ones."""
    decisions = list(decisions)
    alive = _alive(decisions)
    return [one for one in decisions if one.action != "undo" and one.id in alive]


def _alive(decisions: Sequence[Decision]) -> set[str]:
    """The ids of decisions that no later one, itself not undone, undoes."""
    undone: set[str] = set()
    for one in reversed(decisions):
        if one.action == "undo" and one.id not in undone:
            undone.update(one.target)
    return {one.id for one in decisions} - undone
