"""Records for the page's table, each value with the words around it."""

from bisect import bisect_right
from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from extract.phrase import Grounded, phrase, values_of
from extract.printable import printable
from extract.schema import (
    Article,
    CellType,
    Evidence,
    Institution,
    Journal,
    Level,
    Patients,
    PValueResult,
    RecordKind,
    StudyRecord,
    Title,
)

# Characters of context on each side of a value.
_CONTEXT = 80
_MOST_RECORDS = 5_000
# All passages together, so that a browser opens the page without delay. In characters.
_MOST_TEXT = 12_000_000
_PLACES_SHOWN = 6


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
    """`passages` are (offset, text) pieces of the article that hold all places."""

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
    """The first records of a run, as many as a browser holds with ease; `total` counts all."""

    def __init__(self) -> None:
        self.shown: list[ShownRecord] = []
        self.total = 0
        self._text = 0

    def add(self, article: Article) -> None:
        self.total += len(article.records)
        for record in article.records:
            if len(self.shown) >= _MOST_RECORDS or self._text > _MOST_TEXT:
                return
            self.shown.append(_shown(article, record))
            self._text += sum(len(text) for _, text in self.shown[-1].passages)


def _shown(article: Article, record: StudyRecord) -> ShownRecord:
    values = list(_values(record))
    flags = [
        Doubt(flag.code, flag.level, flag.message, flag.message_en, _places(flag.evidence)) for flag in record.flags
    ]
    all_places = [*(value.places for value in values), *(flag.places for flag in flags)]
    return ShownRecord(
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
        for text, note in _words(value):
            yield Value(
                field=field,
                text=printable(text),
                places=_places(value.evidence),
                note=printable(note) if note else None,
                role=getattr(value, "role", None),
                more=max(len(value.evidence) - _PLACES_SHOWN, 0),
            )


def _words(value: Grounded) -> list[tuple[str, str | None]]:
    """The value and what is said of it in small print; a title in two languages is two."""
    match value:
        case Title():
            return [(text, None) for text in (value.zh, value.en) if text]
        case Institution():
            return [(value.name, value.department)]
        case Journal():
            return [(value.name, value.issn)]
        case CellType():
            return [(value.code, value.name)]
        case Patients():
            return [(str(value.value), value.group)]
        case PValueResult():
            return [(phrase(replace(value, outcome=None)), value.outcome)]
        case _:
            return [(phrase(value), None)]


def _places(evidence: list[Evidence]) -> list[Place]:
    return [Place(one.start, one.end, one.extractor, one.confidence) for one in evidence[:_PLACES_SHOWN]]


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
