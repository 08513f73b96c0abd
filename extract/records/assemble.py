"""From the mentions of one study to its record: the same fact told twice becomes one value with two evidences."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import Any

import msgspec
from msgspec.structs import replace

from extract.records.conditions import Conditions
from extract.records.flags import flags_of
from extract.records.studies import Study
from extract.records.unit import SURE_DESIGN, is_guessed
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
    InstitutionRole,
    Journal,
    Mention,
    Patients,
    PatientsValue,
    PValueResult,
    StudyRecord,
    Title,
)
from extract.segment import Document

_LESS_TOLD = 0.05
_NO_PEOPLE = ("animal", "in_vitro")
_WHOLE_GROUPS = ("total", "arm", "control")
_COST_OF_WARNING = 0.1
_REGISTRIES_OF_THEIR_OWN = ("nct", "chictr", "doi", "pmid")


def assemble(study: Study, mentions: list[Mention], doc: Document, article_id: str, number: int) -> StudyRecord:
    """The record of a study from all mentions of the article; takes those within the study's spans.

    `mentions` are sorted by start. `number` counts the article's studies from 1 and ends the record's id.
    """
    told = _told(study, mentions)
    by_field: dict[str, list[Mention]] = defaultdict(list)
    for mention in told:
        by_field[mention.field].append(mention)
    title, design = _title(by_field["title"]), _design(by_field["design"], bool(by_field["patients"]))
    record = StudyRecord(
        record_id=f"{article_id}-{number:02d}",
        article_id=article_id,
        kind=study.kind,
        title=title,
        dates=_joined(_dates(told, study), Date, lambda value: (value.value, value.role)),
        institutions=_institutions(by_field["institution"], study),
        journal=_journal(by_field["journal"]),
        design=design,
        conditions=_conditions(told, title, doc, study),
        cell_types=_cell_types(by_field["cell_type"], title),
        patients=_patients(_counted_in_title(by_field["patients"], title, design), study),
        p_values=_joined(by_field["p_value"], PValueResult, lambda value: value),
        doses=_joined(by_field["dose"], Dose, lambda value: value),
        follow_up=_joined(by_field["follow_up"], FollowUp, lambda value: value),
        identifiers=_identifiers(by_field["identifier"]),
        confidence=0.0,
    )
    flags = flags_of(record, told, doc)
    return replace(record, confidence=_confidence(told, flags), flags=flags)


def _told(study: Study, mentions: list[Mention]) -> list[Mention]:
    """The mentions within a study's spans; `mentions` are sorted by start."""
    found = []
    for start, end in study.spans:
        first = bisect_left(mentions, start, key=lambda mention: mention.start)
        last = bisect_left(mentions, end, key=lambda mention: mention.start)
        found += [mention for mention in mentions[first:last] if mention.end <= end]
    return found


def _joined(mentions: Iterable[Mention], made: Callable[..., Any], key: Callable[[Any], Hashable]) -> list[Any]:
    """The distinct values of one field's mentions in text order, each with all its evidence."""
    groups: dict[Hashable, list[Mention]] = {}
    for mention in mentions:
        groups.setdefault(key(mention.value), []).append(mention)
    return [_with_evidence(group, made) for group in groups.values()]


def _with_evidence(group: list[Mention], made: Callable[..., Any]) -> Any:
    """One value for mentions of the same fact; what one leaves open another may say."""
    merged = msgspec.structs.astuple(group[0].value)
    for mention in group[1:]:
        if None not in merged:
            break
        other = msgspec.structs.astuple(mention.value)
        merged = tuple(second if first is None else first for first, second in zip(merged, other, strict=True))
    return made(*merged, evidence=[mention.evidence() for mention in group])


def _title(titles: list[Mention]) -> Title | None:
    """The first Chinese and the first English title, with the places where they are repeated."""
    zh = next((m.value.zh for m in titles if m.value.zh), None)
    en = next((m.value.en for m in titles if m.value.en), None)
    evidence = [m.evidence() for m in titles if (m.value.zh or m.value.en) in (zh, en)]
    return Title(zh=zh, en=en, evidence=evidence) if evidence else None


def _journal(journals: list[Mention]) -> Journal | None:
    """The journal named first, by a rule if any was. Its name in the other language, right behind it, is evidence
    too."""
    if not journals:
        return None
    first = min(journals, key=is_guessed)
    same = [m for m in journals if m.value.name == first.value.name or 0 <= m.start - first.end <= 4]
    issn = next((m.value.issn for m in same if m.value.issn), None)
    return Journal(name=first.value.name, issn=issn, evidence=[m.evidence() for m in same])


def _design(designs: list[Mention], has_people: bool) -> Design | None:
    """The design that the text says most surely; a word in passing says none, but animals where no people are told.

    What is both a systematic review and a meta-analysis is the latter; what else is told of a single arm or a phase
    only says more of a design.
    """
    sure = [mention for mention in designs if mention.confidence >= SURE_DESIGN]
    if not sure and not has_people:
        sure = [mention for mention in designs if mention.value.code in _NO_PEOPLE]
    if not sure:
        return None
    code = max(sure, key=_weight_of_design).value.code
    if code == "systematic_review" and any(mention.value.code == "meta_analysis" for mention in sure):
        code = "meta_analysis"
    return Design(code=code, evidence=[mention.evidence() for mention in sure if mention.value.code == code])


def _weight_of_design(mention: Mention) -> float:
    return mention.confidence - (_LESS_TOLD if mention.value.code == "other" else 0.0)


def _conditions(told: list[Mention], title: Title | None, doc: Document, study: Study) -> list[Condition]:
    """The conditions of a study, those named in Chinese and those named in English."""
    conditions = Conditions(told, title, doc, study.kind == "registered_trial")
    chosen = conditions.chosen
    return _joined([m for m in conditions.mentions if m.value.name in chosen], Condition, lambda value: value.name)


def _is_in(mention: Mention, title: Title | None) -> bool:
    return any(_within(mention, evidence) for evidence in (title.evidence if title else []))


def _institutions(mentions: list[Mention], study: Study) -> list[Institution]:
    """The institutions of a study, each with its part in it."""
    departments: dict[str, str] = {}
    for mention in mentions:
        if mention.value.department:
            departments.setdefault(mention.value.name, mention.value.department)
    # Told with its department and without, it is one: the name alone says nothing more.
    joined: list[Institution] = _joined(
        mentions, Institution, lambda value: (value.name, value.department or departments.get(value.name))
    )
    return _parts_in_trial(joined) if study.kind == "registered_trial" else _parts_in_report(joined)


def _parts_in_report(institutions: list[Institution]) -> list[Institution]:
    """Who reports a study is its author, and so is who is named first; others that treat patients are sites beside
    such, but authors where all do. A company of which nothing else is said paid for it."""
    institutions = [
        replace(one, role="sponsor") if one.kind == "company" and one.role is None else one for one in institutions
    ]
    only_sites = all(one.role == "site" for one in institutions)
    return [
        replace(one, role="author") if one.role is None or (one.role == "site" and (only_sites or number == 0)) else one
        for number, one in enumerate(institutions)
    ]


def _parts_in_trial(institutions: list[Institution]) -> list[Institution]:
    """Somebody registered a trial: who is told to have, a company, who is named first. The others are sites."""
    parts = [_part_in_trial(one) for one in institutions]
    told = any(one.role == "sponsor" for one in institutions)
    if parts and not told and (parts[0] is None or not {"sponsor", None} & set(parts)):
        parts[0] = "sponsor"
    elif None in parts and "sponsor" not in parts:
        parts[parts.index(None)] = "sponsor"
    return [replace(one, role=part or "site") for one, part in zip(institutions, parts, strict=True)]


def _part_in_trial(institution: Institution) -> InstitutionRole | None:
    if institution.kind == "company":
        return "sponsor"
    return None if institution.role == "author" else institution.role


def _dates(mentions: list[Mention], study: Study) -> list[Mention]:
    """The dates of a study. The year in a heading above a publication, or behind the author cited, is its own."""
    dates = [mention for mention in mentions if mention.field == "date"]
    if study.kind != "publication":
        return dates
    return [_published(one) if (one.start, one.end) in study.dated_by else one for one in dates]


def _published(date: Mention) -> Mention:
    return replace(date, value=replace(date.value, role="published"))


def _counted_in_title(patients: list[Mention], title: Title | None, design: Design | None) -> list[Mention]:
    """The people of a study; where they were divided, a title that counts fewer than all counts those treated
    (蜂毒贴片治疗肩周炎38例, of 80 people in two groups)."""
    told = [mention for mention in patients if not _is_in(mention, title)]
    most = max((mention.value.value for mention in told if mention.value.role == "total"), default=0)
    groups = [mention.value for mention in told if mention.value.role in ("arm", "control")]
    if not groups and (design is None or design.code != "rct"):
        return patients
    return [
        _as_arm(one, groups) if _is_in(one, title) and one.value.role == "total" and one.value.value < most else one
        for one in patients
    ]


def _as_arm(mention: Mention, groups: list[PatientsValue]) -> Mention:
    """The count of the group of that size, or of one that no other count tells."""
    same = next((group for group in groups if group.value == mention.value.value and group.role == "arm"), None)
    return replace(mention, value=same or replace(mention.value, role="arm"))


def _patients(mentions: list[Mention], study: Study) -> list[Patients]:
    """The people of a study. Those of a trial that has no result yet are planned, but those counted so far."""
    if study.kind == "registered_trial" and not study.is_done:
        mentions = [_planned(mention, study) for mention in mentions]
    return _joined(mentions, Patients, lambda value: value)


def _planned(people: Mention, study: Study) -> Mention:
    if people.value.role not in _WHOLE_GROUPS or any(start <= people.start < end for start, end in study.counted):
        return people
    return replace(people, value=replace(people.value, role="planned"))


def _cell_types(cells: list[Mention], title: Title | None) -> list[CellType]:
    """The cells of a study. Where its cells are told exactly, the general word for them (MSC beside UC-MSC, stem cell
    beside any) is no further cell type, unless the title names it."""
    codes = {mention.value.code for mention in cells}
    in_title = {mention.value.code for mention in cells if _is_in(mention, title)}
    general = {code for code in codes - in_title if any(_specifies(other, code) for other in codes)}
    return _joined([m for m in cells if m.value.code not in general], CellType, lambda value: value.code)


def _specifies(code: str, general: str) -> bool:
    return code != general and (general == "SC")


def _within(mention: Mention, evidence: Evidence) -> bool:
    return evidence.start <= mention.start and mention.end <= evidence.end


def _identifiers(mentions: list[Mention]) -> Identifiers:
    found: list[Identifier] = _joined(mentions, Identifier, lambda value: value)
    listed: dict[str, list[Identifier]] = {}
    for one in found:
        listed.setdefault(one.registry if one.registry in _REGISTRIES_OF_THEIR_OWN else "other", []).append(one)
    return Identifiers(**listed)


def _confidence(mentions: list[Mention], flags: list[Any]) -> float:
    """The mean confidence of the record's mentions, less a tenth for each warning or error."""
    if not mentions:
        return 0.0
    doubts = sum(flag.level != "info" for flag in flags)
    mean = sum([mention.confidence for mention in mentions]) / len(mentions)
    return float(round(max(0.05, mean - _COST_OF_WARNING * doubts), 3))
