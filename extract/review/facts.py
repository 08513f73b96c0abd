"""What is decided on: the facts of an article's records, and those of no study."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from extract.phrase import values_of
from extract.review.queue import doubt
from extract.schema import (
    VALUE_OF_FIELD,
    Article,
    Design,
    Evidence,
    Field,
    Flag,
    Journal,
    Mention,
    RecordKind,
    StudyRecord,
    Title,
    TitleValue,
)

Status = Literal["unreviewed", "accepted", "rejected", "corrected", "added"]
Change = Literal["value", "boundary", "field", "record"]
Span = tuple[int, int]

# Of these a record holds one value at most.
ONE: dict[str, Any] = {"title": Title, "journal": Journal, "design": Design}
# Marked in passing everywhere and judged in records only: outside of records nobody is asked about them.
_OF_RECORDS_ONLY = ("design", "condition")


class Comment(msgspec.Struct, frozen=True):
    at: str
    reviewer: str
    text: str


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """A value of a record with all its evidence, or one of no study (`record_id` "") with all its places.

    `value` is a `VALUE_OF_FIELD[field]`; a title's two languages are two facts. `flags` are the codes of the record's
    flags that rest on its evidence, `doubt` (0 to 1) what they and the confidence make of it. `was` is the fact as
    extracted, where `changes` were made. `reviewer` and `at` are empty where nobody decided.
    """

    key: str
    field: Field
    record_id: str
    value: Any
    evidence: tuple[Evidence, ...]
    more: dict[str, Any] = {}
    status: Status = "unreviewed"
    reviewer: str = ""
    at: str = ""
    comments: tuple[Comment, ...] = ()
    flags: tuple[str, ...] = ()
    doubt: float = 0.0
    was: "Fact | None" = None
    changes: frozenset[Change] = frozenset()

    @property
    def confidence(self) -> float:
        """That of its surest evidence."""
        return max(one.confidence for one in self.evidence)

    @property
    def spans(self) -> tuple[Span, ...]:
        return tuple((one.start, one.end) for one in self.evidence)

    @property
    def slot(self) -> tuple[str, str]:
        """Facts of one record in one slot exclude each other where `is_single`."""
        language = "zh" if self.field == "title" and self.value.zh else "en" if self.field == "title" else ""
        return self.field, language

    @property
    def is_single(self) -> bool:
        return self.field in ONE


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A study record less its facts."""

    id: str
    kind: RecordKind
    flags: tuple[Flag, ...] = ()
    confidence: float = 1.0


def records_of(article: Article) -> list[Record]:
    return [
        Record(id=one.record_id, kind=one.kind, flags=tuple(one.flags), confidence=one.confidence)
        for one in article.records
    ]


def facts_of(article: Article) -> list[Fact]:
    """The facts of an extraction: those of each record in the order in which people look for them, then those of no
    study. Keys are the same for equal extractions."""
    english = {(one.start, one.end) for one in article.mentions if one.field == "title" and _value(one).en}
    told = [fact for record in article.records for fact in _of_record(record, english)]
    taken = {(fact.field, *span) for fact in told for span in fact.spans}
    loose: dict[tuple[str, bytes], list[Mention]] = defaultdict(list)
    for mention in article.mentions:
        if (mention.field, mention.start, mention.end) not in taken and mention.field not in _OF_RECORDS_ONLY:
            loose[mention.field, msgspec.json.encode(mention.value)].append(mention)
    for several in loose.values():
        told.append(_fact(several[0].field, "", _value(several[0]), [one.evidence() for one in several], {}, []))
    return _with_own_keys(told)


def _value(mention: Mention) -> Any:
    return msgspec.convert(mention.value, VALUE_OF_FIELD[mention.field])


def _of_record(record: StudyRecord, english: set[Span]) -> Iterator[Fact]:
    for field, told in values_of(record):
        if isinstance(told, Title):
            for language, evidence in _by_language(told, english):
                value: Any = TitleValue(**{language: getattr(told, language)})
                yield _fact(field, record.record_id, value, evidence, {}, record.flags)
            continue
        plain = {name: getattr(told, name) for name in told.__struct_fields__ if name != "evidence"}  # type: ignore[attr-defined]
        own = VALUE_OF_FIELD[field]
        value = own(**{name: plain.pop(name) for name in own.__struct_fields__})
        more = {name: one for name, one in plain.items() if one is not None}
        yield _fact(field, record.record_id, value, told.evidence, more, record.flags)


def _by_language(title: Title, english: set[Span]) -> Iterator[tuple[str, list[Evidence]]]:
    """The evidence for the Chinese and for the English title; what no mention tells apart stands for the Chinese."""
    in_english = [one for one in title.evidence if title.en and (not title.zh or (one.start, one.end) in english)]
    chinese = [one for one in title.evidence if one not in in_english]
    return ((language, several) for language, several in (("zh", chinese), ("en", in_english)) if several)


def _fact(
    field: Field, record_id: str, value: Any, evidence: list[Evidence], more: dict[str, Any], flags: list[Flag]
) -> Fact:
    first = evidence[0]
    spans = {(one.start, one.end) for one in evidence}
    raised = [flag for flag in flags if any((one.start, one.end) in spans for one in flag.evidence)]
    return Fact(
        key=f"{field}:{first.start}-{first.end}@{record_id}",
        field=field,
        record_id=record_id,
        value=value,
        evidence=tuple(evidence),
        more=more,
        flags=tuple(flag.code for flag in raised),
        doubt=doubt(max(one.confidence for one in evidence), [flag.level for flag in raised]),
    )


def _with_own_keys(facts: list[Fact]) -> list[Fact]:
    """Several facts read from one place of one record (two values of the same words) bear numbers."""
    met: dict[str, int] = defaultdict(int)
    own = []
    for fact in facts:
        met[fact.key] += 1
        own.append(fact if met[fact.key] == 1 else replace(fact, key=f"{fact.key}#{met[fact.key]}"))
    return own
