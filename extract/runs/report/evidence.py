"""Records for the page's table, each value with the words around it."""

import gzip
from base64 import b64encode
from bisect import bisect_right
from collections.abc import Iterator
from heapq import heappop, heappush

import msgspec

from extract.phrase import Grounded, values_of, words
from extract.printable import printable
from extract.schema import (
    Article,
    Evidence,
    Level,
    RecordKind,
    StudyRecord,
    Title,
)

# Characters of context on each side of a value.
_CONTEXT = 80
_MOST_RECORDS = 10_000
_MOST_BYTES = 32_000_000
_PLACES_SHOWN = 6
_URGENT = {"error": 2, "warning": 1}

# How urgent the flags are, how unsure the record is, how early it comes.
Need = tuple[int, float, int]


class Place(msgspec.Struct, array_like=True):
    """Where a value stands; half-open, in characters of the article's text."""

    start: int
    end: int
    extractor: str
    confidence: float


class Value(msgspec.Struct, omit_defaults=True):
    """`note` says more of the value; `role` is a code with a label, such as `published` or `arm`. `more` counts the
    places that are left out."""

    field: str
    text: str
    places: list[Place]
    note: str | None = None
    role: str | None = None
    more: int = 0


class Doubt(msgspec.Struct):
    code: str
    level: Level
    zh: str
    en: str
    places: list[Place]


class ShownRecord(msgspec.Struct):
    """`place` counts the run's records from 1; `passages` are (offset, text) pieces of the article that hold all places
    of values and flags."""

    place: int
    id: str
    source: str
    url: str | None
    article: str
    kind: RecordKind
    confidence: float
    values: list[Value]
    flags: list[Doubt]
    passages: list[tuple[int, str]]


class ShownRecords:
    """The records of a run that most need a look, as many as a browser holds with ease; `total` counts all.

    Errors come before warnings, these before what has no such flag; among equals the least sure, then the first. Only
    what is shown is kept, as JSON: memory and page stay bounded, however large the run is.
    """

    def __init__(self) -> None:
        self.total = 0
        self._heap: list[tuple[Need, bytes]] = []  # the record that least needs a look is the next to be left out
        self._size = 0
        self._is_cut = False

    @property
    def count(self) -> int:
        return len(self._heap)

    def add(self, article: Article) -> None:
        for record in article.records:
            self.total += 1
            need = (
                max((_URGENT.get(flag.level, 0) for flag in record.flags), default=0),
                -record.confidence,
                -self.total,
            )
            if self._is_cut and need < self._heap[0][0]:
                continue
            line = msgspec.json.encode(shown_record(article, record, self.total))
            heappush(self._heap, (need, line))
            self._size += len(line)
            self._leave_out()

    def _leave_out(self) -> None:
        while len(self._heap) > _MOST_RECORDS or (self._size > _MOST_BYTES and len(self._heap) > 1):
            _, line = heappop(self._heap)
            self._size -= len(line)
            self._is_cut = True

    def packed(self) -> str:
        """The records, those that most need a look first, as base64 of gzipped JSON: a list of ShownRecord."""
        lines = (line for _, line in sorted(self._heap, reverse=True))
        return b64encode(gzip.compress(b"[" + b",".join(lines) + b"]", mtime=0)).decode("ascii")


def shown_record(article: Article, record: StudyRecord, place: int) -> ShownRecord:
    values = list(_values(record))
    flags = [
        Doubt(flag.code, flag.level, printable(flag.message), printable(flag.message_en), _places(flag.evidence))
        for flag in record.flags
    ]
    all_places = [*(value.places for value in values), *(flag.places for flag in flags)]
    return ShownRecord(
        place=place,
        id=record.record_id,
        source=printable(article.source),
        url=article.url,
        article=printable(article.title or ""),
        kind=record.kind,
        confidence=record.confidence,
        values=values,
        flags=flags,
        passages=_passages(article, [place for places in all_places for place in places]),
    )


def _values(record: StudyRecord) -> Iterator[Value]:
    for field, value in values_of(record):
        for text, note in _texts(value):
            yield Value(
                field=field,
                text=printable(text),
                places=_places(value.evidence),
                note=printable(note) if note else None,
                role=getattr(value, "role", None),
                more=max(len(value.evidence) - _PLACES_SHOWN, 0),
            )


def _texts(value: Grounded) -> list[tuple[str, str | None]]:
    """The value and what is said of it in small print; a title in two languages is two."""
    if isinstance(value, Title):
        return [(text, None) for text in (value.zh, value.en) if text]
    return [words(value)]


def _places(evidence: list[Evidence]) -> list[Place]:
    return [Place(one.start, one.end, printable(one.extractor), one.confidence) for one in evidence[:_PLACES_SHOWN]]


def _passages(article: Article, places: list[Place]) -> list[tuple[int, str]]:
    """The text around places, within their blocks; what overlaps is joined."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted(_around(article, place) for place in places):
        if spans and start <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((start, end))
    return [(start, printable(article.text[start:end])) for start, end in spans]


def _around(article: Article, place: Place) -> tuple[int, int]:
    start, end = max(place.start - _CONTEXT, 0), min(place.end + _CONTEXT, len(article.text))
    index = bisect_right(article.blocks, place.start, key=lambda block: block.start) - 1
    if index >= 0 and article.blocks[index].end >= place.end:
        block = article.blocks[index]
        return max(start, block.start), min(end, block.end)
    return start, end
