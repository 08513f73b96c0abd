"""From the mentions of one study to its record: the same fact told twice becomes one value with two evidences."""

from collections.abc import Callable, Hashable, Iterable
from statistics import fmean
from typing import Any

import msgspec

from extract.records.flags import flags_of
from extract.records.studies import Study
from extract.schema import (
    CellType,
    Condition,
    Date,
    Design,
    Dose,
    Evidence,
    FollowUp,
    Identifier,
    Identifiers,
    Institution,
    Journal,
    Mention,
    Patients,
    PValueResult,
    StudyRecord,
    Title,
)
from extract.segment import Document

_SURE_CONDITION = 0.8
_COST_OF_WARNING = 0.1
_REGISTRIES_OF_THEIR_OWN = ("nct", "chictr", "doi", "pmid")


def assemble(study: Study, mentions: list[Mention], doc: Document, article_id: str, number: int) -> StudyRecord:
    """The record of a study from all mentions of the article; takes those within the study's spans.

    `number` counts the article's studies from 1 and ends the record's id.
    """
    told = [m for m in mentions if any(start <= m.start and m.end <= end for start, end in study.spans)]
    title = _title(told)
    record = StudyRecord(
        record_id=f"{article_id}-{number:02d}",
        article_id=article_id,
        kind=study.kind,
        title=title,
        dates=_joined(told, "date", Date, lambda value: (value.value, value.role)),
        institutions=_joined(told, "institution", Institution, lambda value: (value.name, value.department)),
        journal=_journal(told),
        design=_design(told),
        conditions=_conditions(told, title),
        cell_types=_cell_types(told, title),
        patients=_joined(told, "patients", Patients, lambda value: value),
        p_values=_joined(told, "p_value", PValueResult, lambda value: value),
        doses=_joined(told, "dose", Dose, lambda value: value),
        follow_up=_joined(told, "follow_up", FollowUp, lambda value: value),
        identifiers=_identifiers(told),
        confidence=0.0,
    )
    flags = flags_of(record, doc)
    return msgspec.structs.replace(record, confidence=_confidence(told, flags), flags=flags)


def _joined(
    mentions: Iterable[Mention], field: str, made: Callable[..., Any], key: Callable[[Any], Hashable]
) -> list[Any]:
    """The distinct values of a field in text order, each with all its evidence."""
    groups: dict[Hashable, list[Mention]] = {}
    for mention in mentions:
        if mention.field == field:
            groups.setdefault(key(mention.value), []).append(mention)
    return [_with_evidence(group, made) for group in groups.values()]


def _with_evidence(group: list[Mention], made: Callable[..., Any]) -> Any:
    """One value for mentions of the same fact; what one leaves open another may say."""
    values = [msgspec.structs.asdict(mention.value) for mention in group]
    merged = {key: next((v[key] for v in values if v[key] is not None), None) for key in values[0]}
    return made(**merged, evidence=[mention.evidence() for mention in group])


def _title(mentions: list[Mention]) -> Title | None:
    """The first Chinese and the first English title, with the places where they are repeated."""
    titles = [mention for mention in mentions if mention.field == "title"]
    zh = next((m.value.zh for m in titles if m.value.zh), None)
    en = next((m.value.en for m in titles if m.value.en), None)
    evidence = [m.evidence() for m in titles if (m.value.zh or m.value.en) in (zh, en)]
    return Title(zh=zh, en=en, evidence=evidence) if evidence else None


def _journal(mentions: list[Mention]) -> Journal | None:
    """The journal named first. Its name in the other language, right behind it, is evidence too."""
    journals = [mention for mention in mentions if mention.field == "journal"]
    if not journals:
        return None
    first = journals[0]
    same = [m for m in journals if m.value.name == first.value.name or 0 <= m.start - first.end <= 4]
    issn = next((m.value.issn for m in same if m.value.issn), None)
    return Journal(name=first.value.name, issn=issn, evidence=[m.evidence() for m in same])


def _design(mentions: list[Mention]) -> Design | None:
    designs = [mention for mention in mentions if mention.field == "design"]
    if not designs:
        return None
    surest = max(designs, key=lambda mention: mention.confidence)
    same = [mention.evidence() for mention in designs if mention.value == surest.value]
    return Design(code=surest.value.code, evidence=same)


def _conditions(mentions: list[Mention], title: Title | None) -> list[Condition]:
    """The conditions named in the study's title; without such, those that the text is sure of; else the commonest."""
    conditions = [mention for mention in mentions if mention.field == "condition"]
    if not conditions:
        return []
    chosen = {m.value.name for m in conditions if any(_within(m, e) for e in (title.evidence if title else []))}
    chosen = chosen or {m.value.name for m in conditions if m.confidence >= _SURE_CONDITION}
    if not chosen:
        names = [mention.value.name for mention in conditions]
        chosen = {max(names, key=names.count)}
    return _joined([m for m in conditions if m.value.name in chosen], "condition", Condition, lambda value: value.name)


def _cell_types(mentions: list[Mention], title: Title | None) -> list[CellType]:
    """The cells of a study. Where its cells are told exactly, the general word for them (MSC beside UC-MSC, stem cell
    beside any) is no further cell type, unless the title names it."""
    cells = [mention for mention in mentions if mention.field == "cell_type"]
    codes = {mention.value.code for mention in cells}
    in_title = {m.value.code for m in cells if any(_within(m, e) for e in (title.evidence if title else []))}
    general = {code for code in codes - in_title if any(_specifies(other, code) for other in codes)}
    return _joined([m for m in cells if m.value.code not in general], "cell_type", CellType, lambda value: value.code)


def _specifies(code: str, general: str) -> bool:
    return code != general and (general == "SC" or code.endswith(f"-{general}"))


def _within(mention: Mention, evidence: Evidence) -> bool:
    return evidence.start <= mention.start and mention.end <= evidence.end


def _identifiers(mentions: list[Mention]) -> Identifiers:
    found: list[Identifier] = _joined(mentions, "identifier", Identifier, lambda value: value)
    listed: dict[str, list[Identifier]] = {}
    for one in found:
        listed.setdefault(one.registry if one.registry in _REGISTRIES_OF_THEIR_OWN else "other", []).append(one)
    return Identifiers(**listed)


def _confidence(mentions: list[Mention], flags: list[Any]) -> float:
    """The mean confidence of the record's mentions, less a tenth for each warning or error."""
    if not mentions:
        return 0.0
    doubts = sum(flag.level != "info" for flag in flags)
    return round(max(0.05, fmean(m.confidence for m in mentions) - _COST_OF_WARNING * doubts), 3)
