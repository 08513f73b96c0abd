"""The list of articles: filters, sorting, pages. Columns lie in memory, so that any filter answers in milliseconds."""

import base64
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from extract.labels import FIELDS
from extract.review.index import Index, Indexed
from extract.schema import Status

Sort = Literal["doubt", "position", "title", "confidence", "left", "published"]
Stage = Literal["unreviewed", "begun", "done"]
Mask = NDArray[np.bool_]
Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]

_STAGES = ("unreviewed", "begun", "done")
_MOST_ROWS = 200
_KEPT_SEARCHES = 64


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """What the list shows; None shows all. `below` asks for a fact (of `field`, if given) less sure than that;
    `doubtful` for doubtful facts that wait for a decision, `waiting` for articles that are not done, `sample` for those
    of the blind second review."""

    review: Stage | None = None
    second: Stage | None = None
    status: Status | None = None
    flag: str | None = None
    field: str | None = None
    below: float | None = None
    doubtful: bool = False
    waiting: bool = False
    reviewer: str | None = None
    site: str | None = None
    text: str | None = None
    sample: bool = False


EVERY = Filters()


class ListPage(msgspec.Struct, frozen=True):
    """One page of the list. `next` and `previous` are cursors, None where there is no such page."""

    rows: list[Indexed]
    total: int
    next: str | None
    previous: str | None


class Choices(msgspec.Struct, frozen=True):
    """What the filters offer, each with the number of its articles, the most first."""

    flags: dict[str, int]
    fields: dict[str, int]
    sites: dict[str, int]
    reviewers: dict[str, int]


class Counts(msgspec.Struct, frozen=True):
    """How far the review of a run has come."""

    articles: int
    begun: int
    done: int
    facts: int
    left: int
    doubtful: int


class Listing:
    """All rows of an index in columns. `in_sample` says of an article's id whether the second review has it."""

    def __init__(self, index: Index, in_sample: Callable[[str], bool]) -> None:
        self._index = index
        rows = list(index.every())
        self._lock = threading.Lock()
        self._numbers: Numbers = np.array([row.n for row in rows], np.int64)
        self._place = {row.id: place for place, row in enumerate(rows)}
        self._ids = [row.id for row in rows]
        self._status = np.array([row.status for row in rows])
        self._site = np.array([row.site for row in rows])
        self._facts = np.array([row.facts for row in rows], np.int64)
        self._sample = np.array([in_sample(row.id) for row in rows], bool)
        self._flags = _masks(rows, lambda row: row.flags)
        self._sure = {
            field: np.array([row.sure.get(field, np.nan) for row in rows], np.float64)
            for field in {name for row in rows for name in row.sure}
        }
        self._least: Floats = np.array([min(row.sure.values(), default=np.nan) for row in rows], np.float64)
        self._published = _ranks([row.published or "9" for row in rows])
        self._title = _ranks([row.title.casefold() or "\U0010ffff" for row in rows])
        self._review = np.array([_STAGES.index(row.review) for row in rows], np.int8)
        self._second = np.array([_STAGES.index(row.second) for row in rows], np.int8)
        self._left = np.array([row.left for row in rows], np.int64)
        self._doubtful = np.array([row.doubtful for row in rows], np.int64)
        self._doubt = np.array([row.doubt for row in rows], np.float64)
        self._reviewers = _masks(rows, lambda row: row.reviewers)
        self._seconds = _masks(rows, lambda row: row.seconds)
        self._searched = lru_cache(_KEPT_SEARCHES)(self._search)

    def articles(
        self, filters: Filters = EVERY, sort: Sort = "doubt", cursor: str | None = None, size: int = 50
    ) -> ListPage:
        """A page of the articles that pass the filters. Raises ValueError for a cursor that no page gave."""
        size = max(1, min(size, _MOST_ROWS))
        with self._lock:
            places, keys = self._sorted(filters, sort)
        first = self._after(cursor, places, keys)
        chosen = places[first : first + size]
        last = first + len(chosen)
        before = first - size
        return ListPage(
            rows=self._index.rows([int(self._numbers[place]) for place in chosen]),
            total=len(places),
            next=_cursor(keys[last - 1], places[last - 1]) if last < len(places) else None,
            previous=None if first == 0 else "" if before <= 0 else _cursor(keys[before - 1], places[before - 1]),
        )

    def _sorted(self, filters: Filters, sort: Sort) -> tuple[Numbers, Floats]:
        """The places that pass, in order, and what they are ordered by."""
        places = np.flatnonzero(self._mask(filters))
        keys = self._keys(sort)[places]
        order = np.argsort(keys, kind="stable")
        return places[order], keys[order]

    def _keys(self, sort: Sort) -> Floats:
        columns: dict[Sort, Callable[[], NDArray[np.generic]]] = {
            "doubt": lambda: -self._doubt,
            "position": lambda: self._numbers,
            "title": lambda: self._title,
            "confidence": lambda: np.nan_to_num(self._least, nan=2.0),
            "left": lambda: -self._left,
            "published": lambda: self._published,
        }
        return columns[sort]().astype(np.float64)

    def _mask(self, filters: Filters) -> Mask:
        mask: Mask = np.ones(len(self._numbers), bool)
        for one in self._masks(filters):
            mask &= one
        return mask

    def _masks(self, filters: Filters) -> Iterator[Mask]:
        none: Mask = np.zeros(len(self._numbers), bool)
        if filters.review:
            yield self._review == _STAGES.index(filters.review)
        if filters.second:
            yield self._second == _STAGES.index(filters.second)
        if filters.waiting:
            yield self._review != _STAGES.index("done")
        if filters.doubtful:
            yield self._doubtful > 0
        if filters.sample:
            yield self._sample
        if filters.field or filters.below is not None:
            sure = self._sure.get(filters.field) if filters.field else self._least
            yield none if sure is None else ~np.isnan(sure) if filters.below is None else sure < filters.below
        if filters.text and filters.text.strip():
            yield self._searched(filters.text.strip())
        equal: list[tuple[str | None, Callable[[str], Mask]]] = [
            (filters.status, lambda one: self._status == one),
            (filters.site, lambda one: self._site == one),
            (filters.flag, lambda one: self._flags.get(one, none)),
            (filters.reviewer, lambda one: self._reviewers.get(one, none)),
        ]
        yield from (made(given) for given, made in equal if given)

    def _search(self, text: str) -> Mask:
        return np.isin(self._numbers, self._index.search(text))

    @staticmethod
    def _after(cursor: str | None, places: Numbers, keys: Floats) -> int:
        if not cursor:
            return 0
        key, place = _told(cursor)
        first, last = np.searchsorted(keys, key, "left"), np.searchsorted(keys, key, "right")
        return int(first + np.searchsorted(places[first:last], place, "right"))

    def first(self, filters: Filters, without: Iterable[str]) -> str | None:
        """The most doubtful article that passes the filters and is none of `without`."""
        skipped = set(without)
        with self._lock:
            places, _ = self._sorted(filters, "doubt")
        return next((id for place in places if (id := self._ids[place]) not in skipped), None)

    def ids(self, filters: Filters) -> list[str]:
        """The ids of all articles that pass the filters, in input order."""
        with self._lock:
            return [self._ids[place] for place in np.flatnonzero(self._mask(filters))]

    def row(self, id: str) -> Indexed:
        """Raises KeyError for an id that no article bears."""
        return self._index.rows([int(self._numbers[self._place[id]])])[0]

    def update(self, rows: Iterable[Indexed]) -> None:
        """Takes over what decisions changed in rows."""
        with self._lock:
            for row in rows:
                place = self._place[row.id]
                self._review[place] = _STAGES.index(row.review)
                self._second[place] = _STAGES.index(row.second)
                self._left[place], self._doubtful[place], self._doubt[place] = row.left, row.doubtful, row.doubt
                for masks, names in ((self._reviewers, row.reviewers), (self._seconds, row.seconds)):
                    for name in names:
                        masks.setdefault(name, np.zeros(len(self._numbers), bool))
                    for name, mask in masks.items():
                        mask[place] = name in names

    def counts(self) -> Counts:
        return Counts(
            articles=len(self._numbers),
            begun=int((self._review == _STAGES.index("begun")).sum()),
            done=int((self._review == _STAGES.index("done")).sum()),
            facts=int(self._facts.sum()),
            left=int(self._left.sum()),
            doubtful=int(self._doubtful.sum()),
        )

    def choices(self) -> Choices:
        sites, numbers = np.unique(self._site, return_counts=True)
        fields = {field: int((~np.isnan(self._sure[field])).sum()) for field in FIELDS if field in self._sure}
        return Choices(
            flags=_most_first({name: int(mask.sum()) for name, mask in self._flags.items()}),
            fields=fields,
            sites=_most_first({str(site): int(n) for site, n in zip(sites, numbers, strict=True) if site}),
            reviewers=_most_first({name: int(mask.sum()) for name, mask in self._reviewers.items() if mask.any()}),
        )


def _masks(rows: list[Indexed], names: Callable[[Indexed], list[str]]) -> dict[str, Mask]:
    masks: dict[str, Mask] = {}
    for place, row in enumerate(rows):
        for name in names(row):
            masks.setdefault(name, np.zeros(len(rows), bool))[place] = True
    return masks


def _ranks(texts: list[str]) -> Numbers:
    ranks = {text: rank for rank, text in enumerate(sorted(set(texts)))}
    return np.array([ranks[text] for text in texts], np.int64)


def _most_first(counts: dict[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def _cursor(key: float, place: int) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode((float(key), int(place)))).decode()


def _told(cursor: str) -> tuple[float, int]:
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(cursor.encode()), type=tuple[float, int])
    except (ValueError, msgspec.MsgspecError) as error:
        raise ValueError(f"{cursor!r} is no place in the list; begin at its first page") from error
