"""What a run found, in numbers: counted article by article, so that memory does not grow with the articles' text."""

from collections import Counter
from collections.abc import Iterable

import msgspec

from extract.edtf import days
from extract.labels import FIELDS, STATUSES, Label
from extract.schema import Article, DateRole, Flag, StudyRecord

_FILES_LISTED = 200
_YEARS = range(1900, 2100)
_CONFIDENCE_STEPS = 20


class Tally(msgspec.Struct):
    """How many there are, the sum of their confidences, and how many have a confidence in each twentieth of 0 to 1."""

    count: int = 0
    confidence: float = 0.0
    steps: list[int] = msgspec.field(default_factory=lambda: [0] * _CONFIDENCE_STEPS)

    def add(self, confidence: float) -> None:
        self.count += 1
        self.confidence += confidence
        self.steps[min(int(confidence * _CONFIDENCE_STEPS), _CONFIDENCE_STEPS - 1)] += 1

    @property
    def mean(self) -> float | None:
        return self.confidence / self.count if self.count else None


class Reason(msgspec.Struct):
    """Why articles gave no result; `files` are the first of them, with the message."""

    count: int = 0
    files: list[tuple[str, str]] = []

    def more(self) -> int:
        return self.count - len(self.files)


class FlagCount(msgspec.Struct):
    level: str
    label: Label
    count: int = 0


class Figures:
    """Counts over a run. The years are those in which records were published, and in which their studies ran."""

    def __init__(self) -> None:
        self.statuses = Counter[str](dict.fromkeys(STATUSES, 0))
        self.reasons: dict[str, Reason] = {}
        self.fields = {field: Tally() for field in FIELDS}
        self.facts = Tally()
        self.records = Tally()
        self.published: Counter[int] = Counter()
        self.studied: Counter[int] = Counter()
        self.institutions: Counter[str] = Counter()
        self.journals: Counter[str] = Counter()
        self.cell_types: Counter[str] = Counter()
        self.designs: Counter[str] = Counter()
        self.flags: dict[str, FlagCount] = {}
        self.flagged = 0

    @property
    def articles(self) -> int:
        return self.statuses.total()

    def reasons_by_count(self) -> list[tuple[str, Reason]]:
        return sorted(self.reasons.items(), key=lambda item: (-item[1].count, item[0]))

    def flags_by_count(self) -> list[tuple[str, FlagCount]]:
        return sorted(self.flags.items(), key=lambda item: (-item[1].count, item[0]))

    def add(self, article: Article) -> None:
        self.statuses[article.status] += 1
        if article.status != "ok":
            self._without_result(article)
        for mention in article.mentions:
            self.facts.add(mention.confidence)
            self.fields[mention.field].add(mention.confidence)
        for record in article.records:
            self._record(record)

    def _without_result(self, article: Article) -> None:
        error = article.error
        reason = self.reasons.setdefault(f"{error.type} ({error.stage})" if error else article.status, Reason())
        reason.count += 1
        if len(reason.files) < _FILES_LISTED:
            reason.files.append((article.source or article.id, error.message if error else ""))

    def _record(self, record: StudyRecord) -> None:
        self.records.add(record.confidence)
        self.published.update(_years(record, "published"))
        self.studied.update(_years(record, "study_period"))
        self.institutions.update({institution.name for institution in record.institutions})
        self.cell_types.update({cell.code for cell in record.cell_types})
        if record.journal:
            self.journals[record.journal.name] += 1
        if record.design:
            self.designs[record.design.code] += 1
        self._flags(record.flags)

    def _flags(self, flags: Iterable[Flag]) -> None:
        codes = {flag.code: flag for flag in flags}
        self.flagged += bool(codes)
        for code, flag in codes.items():
            self.flags.setdefault(code, FlagCount(flag.level, (flag.message, flag.message_en))).count += 1


def _years(record: StudyRecord, role: DateRole) -> set[int]:
    """All years of the record's dates of a role; of an open period, the year that is known."""
    years: set[int] = set()
    for date in record.dates:
        known = [int(day[:4]) for day in days(date.value) if day]
        if date.role == role and known:
            years.update(range(min(known), max(known) + 1))
    return years.intersection(_YEARS)
