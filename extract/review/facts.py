"""What is decided on: the facts of an article's records, and those of no study; and records made of facts again."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from extract.phrase import values_of
from extract.review.queue import doubt
from extract.schema import (
    VALUE_OF_FIELD,
    Article,
    CellType,
    Condition,
    Date,
    Design,
    Dose,
    Evidence,
    Field,
    Flag,
    FollowUp,
    Identifier,
    Identifiers,
    Institution,
    Journal,
    Mention,
    Patients,
    PValueResult,
    RecordKind,
    StudyRecord,
    Title,
    TitleValue,
)

Status = Literal["unreviewed", "accepted", "rejected", "corrected", "added"]
Change = Literal["value", "boundary", "field", "record"]
Span = tuple[int, int]

# Where a record keeps the values of a field, and as what. Of those in ONE it holds one value at most.
_LISTS: dict[str, tuple[str, Any]] = {
    "date": ("dates", Date),
    "institution": ("institutions", Institution),
    "condition": ("conditions", Condition),
    "cell_type": ("cell_types", CellType),
    "patients": ("patients", Patients),
    "p_value": ("p_values", PValueResult),
    "dose": ("doses", Dose),
    "follow_up": ("follow_up", FollowUp),
}
ONE: dict[str, Any] = {"title": Title, "journal": Journal, "design": Design}
# Marked in passing everywhere and judged in records only: outside of records nobody is asked about them.
_OF_RECORDS_ONLY = ("design", "condition")
_COST_OF_WARNING = 0.1
_LEAST_CONFIDENCE = 0.05
_REGISTRIES = ("nct", "chictr", "doi", "pmid")


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


def article_of(article: Article, facts: Iterable[Fact], records: Iterable[Record]) -> Article:
    """The article with its records and mentions as they now stand: rejected facts are gone, what a person decided on is
    sure. Equal values of a record are one with all their evidence. A record without facts is none."""
    standing = [_settled(fact) for fact in facts if fact.status != "rejected"]
    unsettled = {span for fact in standing if fact.status == "unreviewed" for span in fact.spans}
    extracted = facts_of(article)
    former = {one.record_id: one for one in article.records}
    built: list[StudyRecord | None] = []
    for record in records:
        own = _of(standing, record.id)
        was = former.get(record.id)
        untouched = was and was.kind == record.kind and _by_key(own) == _by_key(_of(extracted, record.id))
        built.append(was if untouched else _record(article, record, own, unsettled))
    asked = {(fact.field, *span) for fact in extracted for span in fact.spans}
    kept = [one for one in article.mentions if (one.field, one.start, one.end) not in asked]
    return replace(article, records=[one for one in built if one], mentions=_mentions(article, standing, kept))


def _of(facts: Iterable[Fact], record_id: str) -> list[Fact]:
    return [fact for fact in facts if fact.record_id == record_id]


def _by_key(facts: Iterable[Fact]) -> dict[str, Fact]:
    """What was said of them beside changes nothing."""
    return {fact.key: replace(fact, comments=()) for fact in facts}


def _settled(fact: Fact) -> Fact:
    if fact.status == "unreviewed":
        return fact
    return replace(fact, evidence=tuple(replace(one, confidence=1.0) for one in fact.evidence))


def _record(article: Article, record: Record, facts: list[Fact], unsettled: set[Span]) -> StudyRecord | None:
    if not facts:
        return None
    told: dict[str, list[Any]] = defaultdict(list)
    for fact in _united(facts):
        told[fact.field].append(_grounded(fact))
    listed: dict[str, list[Identifier]] = defaultdict(list)
    for one in told["identifier"]:
        listed[one.registry if one.registry in _REGISTRIES else "other"].append(one)
    flags = [flag for flag in record.flags if _still_stands(flag, unsettled)]
    lists: dict[str, Any] = {name: told[field] for field, (name, _) in _LISTS.items()}
    return StudyRecord(
        record_id=record.id,
        article_id=article.id,
        kind=record.kind,
        title=_title(told["title"]),
        journal=next(iter(told["journal"]), None),
        design=next(iter(told["design"]), None),
        identifiers=Identifiers(**listed),
        confidence=_confidence(facts, flags),
        flags=flags,
        **lists,
    )


def _united(facts: list[Fact]) -> list[Fact]:
    """Facts of one record; those that say the same become one with the evidence of all, in text order."""
    united: dict[tuple[str, bytes], Fact] = {}
    for fact in facts:
        key = fact.field, msgspec.json.encode(fact.value)
        first = united.get(key)
        if first is None:
            united[key] = fact
            continue
        surest = sorted((*fact.evidence, *first.evidence), key=lambda one: one.confidence)
        places = {(one.start, one.end): one for one in surest}
        united[key] = replace(first, evidence=tuple(places[span] for span in sorted(places)))
    return list(united.values())


def _grounded(fact: Fact) -> Any:
    made = ONE.get(fact.field) or (_LISTS[fact.field][1] if fact.field in _LISTS else Identifier)
    return made(**msgspec.structs.asdict(fact.value), **fact.more, evidence=list(fact.evidence))


def _title(titles: list[Title]) -> Title | None:
    if not titles:
        return None
    zh, en = (next((name for one in titles if (name := getattr(one, key))), None) for key in ("zh", "en"))
    return Title(zh=zh, en=en, evidence=sorted((e for one in titles for e in one.evidence), key=lambda e: e.start))


def _still_stands(flag: Flag, unsettled: set[Span]) -> bool:
    """A doubt is settled once a person has decided on all that it rests on."""
    return not flag.evidence or any((one.start, one.end) in unsettled for one in flag.evidence)


def _confidence(facts: list[Fact], flags: list[Flag]) -> float:
    """As the extraction reckons it: the mean of all evidence, less a tenth for each warning or error."""
    sure = [one.confidence for fact in facts for one in fact.evidence]
    cost = _COST_OF_WARNING * sum(flag.level != "info" for flag in flags)
    return round(max(_LEAST_CONFIDENCE, sum(sure) / len(sure) - cost), 3)


def _mentions(article: Article, facts: list[Fact], kept: list[Mention]) -> list[Mention]:
    """A mention for each place of a fact; of several at one place, for one that a person decided on. Where nothing was
    changed it stays as it was."""
    former = {(one.field, one.start, one.end): one for one in article.mentions}
    told: dict[tuple[str, int, int], Mention] = {}
    for fact in sorted(facts, key=lambda one: one.status == "unreviewed"):
        for one in fact.evidence:
            place = (fact.field, one.start, one.end)
            mention = former.get(place)
            if mention is None or fact.changes & {"value", "field"}:
                value = fact.value
                mention = Mention(fact.field, one.start, one.end, one.quote, value, one.extractor, one.confidence)
            told.setdefault(place, replace(mention, extractor=one.extractor, confidence=one.confidence))
    others = [one for one in kept if (one.field, one.start, one.end) not in told]
    return sorted([*others, *told.values()], key=lambda one: (one.start, -one.end, one.field))
