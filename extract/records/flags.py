"""Flags: facts that contradict each other or look wrong are shown to the reviewer, never mended or dropped.

A flag is one function that looks at a record; to add one, write it, and list its code in docs/flags.md.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from extract.edtf import days
from extract.schema import Date, Evidence, Flag, Level, Mention, StudyRecord
from extract.segment import Document

Check = Callable[[StudyRecord, list[Mention], Document], Iterator[Flag]]

_CLAUSE = 40


def flags_of(record: StudyRecord, told: list[Mention], doc: Document) -> list[Flag]:
    """All flags that a record earns, in the order of the checks. `told` are the mentions of its study."""
    return [flag for check in CHECKS for flag in check(record, told, doc)]


def arms_exceed_total(record: StudyRecord, told: list[Mention], doc: Document) -> Iterator[Flag]:
    totals = [one for one in record.patients if one.role == "total"]
    told_arms = [one for one in record.patients if one.role in ("arm", "control")]
    arms = {one.group: one for one in told_arms if one.group}
    # A number told once more without its group's name is that group's: 40/51 of a group with n=51.
    named = {one.value for one in arms.values()}
    arms |= {str(one.value): one for one in told_arms if not one.group and one.value not in named}
    most = max((one.value for one in totals), default=0)
    # Healthy people or others of whom all are told no part make no excess: those treated are all patients.
    are_all = sum(one.value for one in arms.values() if one.role == "arm") == most
    if totals and not are_all and sum(one.value for one in arms.values()) > most:
        evidence = [e for one in (*totals, *arms.values()) for e in one.evidence]
        yield _flag("arms_exceed_total", "warning", evidence, "各组人数之和超过总人数", "the arms exceed the total")


def several_totals(record: StudyRecord, told: list[Mention], doc: Document) -> Iterator[Flag]:
    totals = [one for one in record.patients if one.role == "total"]
    if len({one.value for one in totals}) > 1:
        evidence = [e for one in totals for e in one.evidence]
        yield _flag("several_totals", "info", evidence, "总人数有多个不同数值", "several different totals")


def several_journals(record: StudyRecord, told: list[Mention], doc: Document) -> Iterator[Flag]:
    """A study appears in one journal; another one named in its passages may be its own just as well."""
    own = {(e.start, e.end) for e in record.journal.evidence} if record.journal else set()
    others = [m.evidence() for m in told if m.field == "journal" and (m.start, m.end) not in own]
    if others:
        yield _flag("several_journals", "info", others, "提到多种期刊", "several journals are named")


def study_after_publication(record: StudyRecord, told: list[Mention], doc: Document) -> Iterator[Flag]:
    published = max((days(date.value)[1] for date in record.dates if date.role == "published"), default="")
    for date in record.dates:
        if published and date.role == "study_period" and _begin(date) > published:
            yield _flag(
                "study_after_publication", "warning", date.evidence, "研究时间晚于发表时间", "studied after publication"
            )


def date_after_article(record: StudyRecord, told: list[Mention], doc: Document) -> Iterator[Flag]:
    article = days(doc.page.published or "")[1]
    for date in record.dates:
        if article and _begin(date) > article:
            yield _flag("date_after_article", "warning", date.evidence, "日期晚于文章日期", "later than the article")


def significant_against_p(record: StudyRecord, told: list[Mention], doc: Document) -> Iterator[Flag]:
    """显著 beside p > 0.05, or 无显著 beside p < 0.05."""
    yes, no = doc.rules.pattern("records/significant"), doc.rules.pattern("records/not_significant")
    for result in record.p_values:
        is_small = result.op in ("<", "≤", "=") and result.value < 0.05
        is_large = result.op in (">", "≥", "=") and result.value >= 0.05
        for evidence in result.evidence:
            clause = re.split("[,，;；。\n]", doc.printed[max(evidence.start - _CLAUSE, 0) : evidence.start])[-1]
            denied = bool(no.search(clause))
            claimed = bool(yes.search(clause)) and not denied
            if (claimed and is_large) or (denied and is_small):
                yield _flag(
                    "significance_against_p", "warning", [evidence], "显著性的说法与P值不符", "the claim contradicts p"
                )


def p_printed_as_zero(record: StudyRecord, told: list[Mention], doc: Document) -> Iterator[Flag]:
    for result in record.p_values:
        if result.op == "=" and result.value == 0:
            yield _flag("p_printed_as_zero", "info", result.evidence, "P值印为0,应为极小值", "p is printed as zero")


def lost_superscript(record: StudyRecord, told: list[Mention], doc: Document) -> Iterator[Flag]:
    for dose in record.doses:
        if dose.lost_superscript:
            yield _flag("lost_superscript", "warning", dose.evidence, "上标丢失,按10的幂读取", "a superscript is lost")


def broken_characters(record: StudyRecord, told: list[Mention], doc: Document) -> Iterator[Flag]:
    if doc.page.replacements:
        yield _flag("broken_characters", "info", [], "页面有无法解码的字节", "some bytes of the page cannot be decoded")


def doubtful_value(record: StudyRecord, told: list[Mention], doc: Document) -> Iterator[Flag]:
    """Values that no evidence makes likelier than not."""
    values: tuple[Any, ...] = (
        *record.institutions,
        *record.patients,
        *record.dates,
        *record.cell_types,
        *record.p_values,
    )
    doubtful = [e for one in values if max(e.confidence for e in one.evidence) < 0.5 for e in one.evidence]
    if doubtful:
        yield _flag("doubtful_value", "info", doubtful, "有把握不足的事实", "some facts are doubtful")


CHECKS: tuple[Check, ...] = (
    arms_exceed_total,
    several_totals,
    several_journals,
    study_after_publication,
    date_after_article,
    significant_against_p,
    p_printed_as_zero,
    lost_superscript,
    broken_characters,
    doubtful_value,
)


def _begin(date: Date) -> str:
    """The first day of a date or period; where its beginning is open, the first of its end."""
    first, _ = days(date.value)
    return first or days(date.value.rpartition("/")[2])[0]


def _flag(code: str, level: Level, evidence: list[Evidence], message: str, message_en: str) -> Flag:
    return Flag(code, level, message, message_en, evidence)
