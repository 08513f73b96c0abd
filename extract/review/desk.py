"""The door of the review: a run's articles, the decisions on them, and the queue."""

import hashlib
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec
from msgspec.structs import replace

from extract.review.acts import apply
from extract.review.decisions import Action, Conflict, Decision, DecisionError, DecisionLog, Review, digest_of
from extract.review.facts import Fact
from extract.review.index import Index, Indexed, Progress, waiting
from extract.review.listing import EVERY, Choices, Counts, Filters, Listing, ListPage, Sort
from extract.review.state import ReviewedArticle, holding, reviewed
from extract.review.tally import Tally, tally

_SECOND_SHARE = 0.1
_LONGEST_NAME = 60
# How long an article that was handed out is handed to nobody else, in seconds.
_HELD = 600.0


class Request(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An act as a client sends it. `id` is made by the client for each act; `seen` is the version looked at."""

    id: str
    article_id: str
    reviewer: str
    action: Action
    target: list[str] = []
    after: Any = None
    comment: str = ""
    seen: int
    review: Review = 1


class Desk:
    """One run's folder under review. Several threads may use it; several processes may have one each."""

    def __init__(self, folder: Path, progress: Progress | None = None, second_share: float = _SECOND_SHARE) -> None:
        """Opens (or makes) the log and the index. `second_share` of the articles are asked for twice, of two people.

        Raises ValueError where the folder holds no run, or its log cannot be used.
        """
        self.folder = folder
        self.index = Index(folder, progress)
        self.log = DecisionLog(folder)
        self.second_share = second_share
        self.listing = Listing(self.index, self.in_sample)
        self._seen = self.index.seen
        self._lock = threading.Lock()
        self._held: dict[str, tuple[str, float]] = {}
        self.refresh()

    def in_sample(self, article_id: str) -> bool:
        """Whether an article is among those reviewed twice; the same in each process and each run."""
        drawn = int.from_bytes(hashlib.sha256(f"second {article_id}".encode()).digest()[:4], "big")
        return drawn < self.second_share * 2**32

    def articles(
        self, filters: Filters = EVERY, sort: Sort = "doubt", cursor: str | None = None, size: int = 50
    ) -> ListPage:
        """A page of the list of articles, as `Listing.articles` gives it."""
        self.refresh()
        return self.listing.articles(filters, sort, cursor, size)

    def choices(self) -> Choices:
        """What the filters offer."""
        self.refresh()
        return self.listing.choices()

    def counts(self) -> Counts:
        """How far the review has come."""
        self.refresh()
        return self.listing.counts()

    def open(self, article_id: str, review: Review = 1) -> ReviewedArticle:
        """An article as it now stands in one of the reviews. Raises KeyError for an id that no article bears."""
        article = self.index.article(article_id)
        return reviewed(article, self.log.of(article_id, review), self.log.extraction, review)

    def decide(self, request: Request) -> ReviewedArticle:
        """Takes a decision and gives the article as it stands after it. A repeated request changes nothing.

        Raises Conflict where others decided since `seen`, DecisionError for what cannot be decided so, KeyError for an
        article that is not there.
        """
        _check_name(request.reviewer)
        if not 8 <= len(request.id) <= 64 or not request.id.isascii() or not request.id.isprintable():
            raise DecisionError("an act needs an id of its own, such as a UUID")
        article = self.index.article(request.article_id)
        known = self.log.of(request.article_id, request.review)
        if any(one.id == request.id for one in known):
            return self.open(request.article_id, request.review)
        if len(known) != request.seen:
            raise Conflict(len(known), known[max(request.seen, 0) :])
        self._check_blind(request)
        stands = reviewed(article, known, self.log.extraction, request.review)
        decision = self._decision(request, stands)
        if decision.action == "undo":
            self._check_undo(stands, decision)
        else:
            apply(stands.state, decision)
        self.log.append(decision, request.seen, article)
        self.refresh()
        return self.open(request.article_id, request.review)

    def undo(self, article_id: str, reviewer: str, id: str, seen: int, review: Review = 1) -> ReviewedArticle:
        """Takes back the reviewer's own last decision on an article. Raises as `decide` does; DecisionError too where
        there is none, or others built on it."""
        return self._undo(article_id, reviewer, id, seen, review, redo=False)

    def redo(self, article_id: str, reviewer: str, id: str, seen: int, review: Review = 1) -> ReviewedArticle:
        """Takes back the reviewer's own last undo, if nothing was decided by them since. Raises as `undo` does."""
        return self._undo(article_id, reviewer, id, seen, review, redo=True)

    def _undo(self, article_id: str, reviewer: str, id: str, seen: int, review: Review, redo: bool) -> ReviewedArticle:
        stands = self.open(article_id, review)
        if any(one.id == id for one in stands.decisions):
            return stands
        found = stands.can_redo(reviewer) if redo else stands.can_undo(reviewer)
        if found is None:
            raise DecisionError("there is no decision of yours on this article to take back")
        request = Request(
            id=id,
            article_id=article_id,
            reviewer=reviewer,
            action="undo",
            target=[found.id],
            seen=seen,
            review=review,
        )
        return self.decide(request)

    def next(self, reviewer: str, after: str | None = None, filters: Filters = EVERY, review: Review = 1) -> str | None:
        """The article to look at next: the most doubtful that is not done, passes the filters, is not `after`, and was
        not handed to somebody else just now. None where nothing is left."""
        self.refresh()
        chosen = replace(filters, status="ok")
        now = time.monotonic()
        with self._lock:
            # Who asks for another article has left the former one.
            self._held = {key: one for key, one in self._held.items() if one[1] > now and one[0] != reviewer}
            others = set(self._held)
            skipped = {after} | others if after else others
            found = self._first(chosen, skipped, reviewer, review)
            if found:
                self._held[found] = reviewer, now + _HELD
        return found

    def _first(self, filters: Filters, skipped: set[str], reviewer: str, review: Review) -> str | None:
        stages = ("begun", "unreviewed")
        if review == 2:
            own = set(self.listing.ids(Filters(reviewer=reviewer, sample=True)))
            wanted = [replace(filters, sample=True, second=stage) for stage in stages]
            return next((found for one in wanted if (found := self.listing.first(one, skipped | own))), None)
        return self.listing.first(replace(filters, waiting=True), skipped)

    def refresh(self) -> None:
        """Brings the index up to what this and other programs decided."""
        if self.log.last() == self._seen:
            return
        with self._lock:
            seen, touched = self._seen, set()
            for number, decision in self.log.since(self._seen):
                seen = number
                touched.add(decision.article_id)
            told = [one for id in sorted(touched) if (one := self._told_of(id))]
            self.listing.update(row for row, _ in told)
            self.index.keep(told, seen)
            self._seen = seen

    def _told_of(self, article_id: str) -> tuple[Indexed, Tally] | None:
        """An article's row and tally, as decisions made them."""
        try:
            row = self.listing.row(article_id)
        except KeyError:  # decided on in an earlier run; the article is in none of this one's lines
            return None
        first, second = self.open(article_id, 1), self.open(article_id, 2)
        left, doubtful, doubt = waiting(first.facts)
        changed = replace(
            row,
            left=left,
            doubtful=doubtful,
            doubt=doubt,
            review=_stage(first),
            second=_stage(second),
            reviewers=_people(first),
            seconds=_people(second),
        )
        return changed, tally(first.facts)

    def _decision(self, request: Request, stands: ReviewedArticle) -> Decision:
        after = request.after
        if request.action == "split" and isinstance(after, dict | None):
            after = {**(after or {}), "record_id": _free_record(stands)}
        return Decision(
            id=request.id,
            article_id=request.article_id,
            reviewer=request.reviewer,
            at=datetime.now(UTC).isoformat(timespec="milliseconds"),
            action=request.action,
            target=list(dict.fromkeys(request.target)),
            before=_before(request.target, stands),
            after=after,
            comment=request.comment.strip(),
            extraction=digest_of(stands.article),
            review=request.review,
        )

    def _check_undo(self, stands: ReviewedArticle, undo: Decision) -> None:
        """One takes back what is one's own, and nothing that others built on."""
        target = next((one for one in stands.decisions if one.id in undo.target), None)
        if len(undo.target) != 1 or target is None:
            raise DecisionError("name the one decision to take back")
        if target.reviewer != undo.reviewer:
            raise DecisionError(f"that decision is {target.reviewer}'s; say what you think by a decision of your own")
        now = {one.id for one in holding(stands.decisions)}
        left = holding((*stands.decisions, undo))
        if now == {one.id for one in left}:
            raise DecisionError("that decision was taken back already")
        changed = stands.decisions.index(target)
        others = {one.reviewer for one in left if stands.decisions.index(one) > changed} - {undo.reviewer}
        about = {key for one in stands.decisions[changed:] if one.reviewer in others for key in one.target}
        if about & {*target.target, f"added:{target.id}"}:
            raise DecisionError(f"{', '.join(sorted(others))} decided on it since")
        try:
            reviewed(stands.article, (*stands.decisions, undo), self.log.extraction, stands.review)
        except DecisionError as error:
            raise DecisionError(f"later decisions build on it: {error}") from error

    def _check_blind(self, request: Request) -> None:
        """Of an article reviewed twice, nobody judges in both reviews."""
        other: Review = 2 if request.review == 1 else 1
        if request.reviewer in self.log.reviewers(request.article_id, other):
            raise DecisionError("you decided on this article in the other review; the second one is another person's")
        if request.review == 2 and not self.in_sample(request.article_id):
            raise DecisionError("this article is not in the sample of the second review")

    def close(self) -> None:
        self.index.close()
        self.log.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _check_name(reviewer: str) -> None:
    if not 1 <= len(reviewer) <= _LONGEST_NAME or not reviewer.isprintable() or reviewer != reviewer.strip():
        raise DecisionError(f"a reviewer's name has 1 to {_LONGEST_NAME} printable characters")


def _stage(article: ReviewedArticle) -> str:
    if article.done:
        return "done"
    return "begun" if holding(article.decisions) else "unreviewed"


def _people(article: ReviewedArticle) -> list[str]:
    return sorted({one.reviewer for one in article.decisions})


def _free_record(stands: ReviewedArticle) -> str:
    """An id for a new record that none of the article ever bore, also where its making was undone."""
    made = [one.after["record_id"] for one in stands.decisions if one.action == "split"]
    used = {*made, *stands.state.records, *(record.record_id for record in stands.article.records)}
    number = len(used) + 1
    while f"{stands.article.id}-{number:02d}" in used:
        number += 1
    return f"{stands.article.id}-{number:02d}"


def _before(target: list[str], stands: ReviewedArticle) -> Any:
    """How the targets stood: facts with value, quotes and status, records with their kind."""
    facts = {key: _told(stands.state.facts[key]) for key in target if key in stands.state.facts}
    records = {key: {"kind": stands.state.records[key].kind} for key in target if key in stands.state.records}
    return facts | records or None


def _told(fact: Fact) -> dict[str, Any]:
    return {
        "field": fact.field,
        "record_id": fact.record_id,
        "value": msgspec.to_builtins(fact.value),
        "evidence": [[one.start, one.end, one.quote] for one in fact.evidence],
        "status": fact.status,
    }
