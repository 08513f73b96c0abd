"""The table of records: a study record is one row."""

from collections.abc import Iterable

import msgspec

from extract.edtf import days
from extract.phrase import phrase
from extract.schema import Article, Date, DateRole, StudyRecord
from extract.tables.table import Table

# The roles of dates that have columns of their own.
_OWN_COLUMNS = ("published", "study_period")


class RecordRow(msgspec.Struct, kw_only=True):
    """A record as one row. Several values of a field stand in one cell, joined by "; "; what is not known is empty.

    Dates stand as printed, and as the first and last day they may mean (`2020-03` is 2020-03-01 to 2020-03-31); of
    several dates, the days run from the earliest to the latest.
    """

    record_id: str
    article_id: str
    source: str
    url: str
    article_title: str
    kind: str
    title_zh: str
    title_en: str
    institutions: str
    journal: str
    issn: str
    design: str
    conditions: str
    cell_types: str
    patients_total: int | None
    patients: str
    p_values: str
    published: str
    published_from: str
    published_to: str
    study_period: str
    study_from: str
    study_to: str
    other_dates: str
    doses: str
    follow_up: str
    nct: str
    chictr: str
    doi: str
    pmid: str
    other_ids: str
    confidence: float
    flags: str


RECORDS = Table(
    "records",
    RecordRow,
    {"article_title": 40, "title_zh": 48, "title_en": 48, "institutions": 44, "patients": 32, "p_values": 32},
)


def record_row(article: Article, record: StudyRecord) -> RecordRow:
    title, journal, design, identifiers = record.title, record.journal, record.design, record.identifiers
    published, published_from, published_to = _dated(record, "published")
    study_period, study_from, study_to = _dated(record, "study_period")
    return RecordRow(
        record_id=record.record_id,
        article_id=article.id,
        source=article.source,
        url=article.url or "",
        article_title=article.title or "",
        kind=record.kind,
        title_zh=(title and title.zh) or "",
        title_en=(title and title.en) or "",
        institutions=_joined(record.institutions),
        journal=journal.name if journal else "",
        issn=(journal and journal.issn) or "",
        design=design.code if design else "",
        conditions=_joined(record.conditions),
        cell_types="; ".join(dict.fromkeys(cell.code for cell in record.cell_types)),
        patients_total=_total(record),
        patients=_joined(record.patients),
        p_values=_joined(record.p_values),
        published=published,
        published_from=published_from,
        published_to=published_to,
        study_period=study_period,
        study_from=study_from,
        study_to=study_to,
        other_dates="; ".join(_other_date(date) for date in record.dates if date.role not in _OWN_COLUMNS),
        doses=_joined(record.doses),
        follow_up=_joined(record.follow_up),
        nct=_joined(identifiers.nct),
        chictr=_joined(identifiers.chictr),
        doi=_joined(identifiers.doi),
        pmid=_joined(identifiers.pmid),
        other_ids=_joined(identifiers.other),
        confidence=record.confidence,
        flags="; ".join(dict.fromkeys(flag.code for flag in record.flags)),
    )


def _joined(values: Iterable[msgspec.Struct]) -> str:
    return "; ".join(map(phrase, values))


def _total(record: StudyRecord) -> int | None:
    """The surest total; the first of equals."""
    totals = [one for one in record.patients if one.role == "total"]
    surest = max(totals, key=lambda one: max(e.confidence for e in one.evidence), default=None)
    return surest.value if surest else None


def _dated(record: StudyRecord, role: DateRole) -> tuple[str, str, str]:
    """The dates of one role as printed, and the first and last day from the earliest to the latest; "" where open."""
    dates = [date for date in record.dates if date.role == role]
    spans = [days(date.value) for date in dates]
    first = min((first for first, _ in spans), default="")
    last = max((last or "open" for _, last in spans), default="")
    return "; ".join(map(_printed, dates)), first, "" if last == "open" else last


def _printed(date: Date) -> str:
    return " ".join(date.evidence[0].quote.split())


def _other_date(date: Date) -> str:
    return f"{_printed(date)} ({date.role} {'..'.join(days(date.value))})"
