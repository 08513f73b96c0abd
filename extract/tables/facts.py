"""The table of facts: each value of each record is one row, with the place where it stands in the article."""

from collections.abc import Iterator

import msgspec

from extract.edtf import days
from extract.phrase import Grounded, values_of, words
from extract.schema import (
    Article,
    CellType,
    Date,
    Dose,
    FollowUp,
    Identifier,
    Institution,
    Patients,
    PValueResult,
    StudyRecord,
)
from extract.tables.table import Table


class FactRow(msgspec.Struct, kw_only=True):
    """A value of a record. `quote` is what is printed at `start` to `end` (characters of the article's text), at the
    surest of the `places` that name it; a date's days are the first and the last that it may mean.

    `kind` is that of an institution, the registry of an identifier, the origin of cells; `detail` a department, a group
    of patients, a cell's printed name, an outcome, an ISSN. `number` to `number_to` is what is counted or measured in
    `unit`; P<0.05 has only the latter.
    """

    record_id: str
    article_id: str
    source: str
    url: str
    field: str
    value: str
    detail: str
    role: str
    kind: str
    number: float | None
    number_to: float | None
    unit: str
    date_from: str
    date_to: str
    quote: str
    start: int
    end: int
    places: int
    extractor: str
    confidence: float


FACTS = Table("facts", FactRow, {"value": 40, "detail": 24, "quote": 40, "extractor": 24})


def fact_rows(article: Article, record: StudyRecord) -> Iterator[FactRow]:
    for field, value in values_of(record):
        text, detail = words(value)
        surest = max(value.evidence, key=lambda one: one.confidence)
        number, number_to, unit = _measured(value)
        first, last = days(value.value) if isinstance(value, Date) else ("", "")
        yield FactRow(
            record_id=record.record_id,
            article_id=article.id,
            source=article.source,
            url=article.url or "",
            field=field,
            value=text,
            detail=detail or "",
            role=getattr(value, "role", None) or "",
            kind=_kind(value),
            number=number,
            number_to=number_to,
            unit=unit,
            date_from=first,
            date_to=last,
            quote=surest.quote,
            start=surest.start,
            end=surest.end,
            places=len(value.evidence),
            extractor=surest.extractor,
            confidence=surest.confidence,
        )


def _measured(value: Grounded) -> tuple[float | None, float | None, str]:
    """Lowest and highest number, unit."""
    match value:
        case Patients():
            return value.value, value.value, "people"
        case PValueResult():
            return None if value.op in "<≤" else value.value, None if value.op in ">≥" else value.value, ""
        case Dose():
            return value.low, value.high, f"{value.unit}/{value.per}" if value.per else value.unit
        case FollowUp():
            return value.value, value.value, value.unit
        case _:
            return None, None, ""


def _kind(value: Grounded) -> str:
    match value:
        case Institution():
            return value.kind
        case Identifier():
            return value.registry
        case CellType():
            return value.origin or ""
        case _:
            return ""
