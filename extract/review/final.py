"""Records made of facts again: an article as its reviewers left it."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec.structs import replace

from extract.review.facts import ONE, Fact, Record, Span, facts_of
from extract.schema import (
    Article,
    CellType,
    Condition,
    Date,
    Dose,
    Flag,
    FollowUp,
    Identifier,
    Identifiers,
    Institution,
    Mention,
    Patients,
    PValueResult,
    StudyRecord,
    Title,
)

# Where a record keeps the values of a field, and as what.
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
_COST_OF_WARNING = 0.1
_LEAST_CONFIDENCE = 0.05
_REGISTRIES = ("nct", "chictr", "doi", "pmid")


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
