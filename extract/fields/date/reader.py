"""Dates of a document: points in time are read, joined to periods, resolved and given a role."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from extract.fields import longest
from extract.fields.date.calendar import Day, days_of, edtf_day
from extract.fields.date.context import DateContext, Stretch
from extract.rules import Match, RuleSet
from extract.schema import DateValue, Mention
from extract.segment import Document

# How far (characters) from a date another may stand that takes its year from it.
_RESOLVES = 240
_NEAR = 80
_MONTHS = 12
_REPUBLIC = 1911
# The longest words (characters) between the two dates of a period.
_BETWEEN = 14
_YEARS_FROM = {"同年": 0, "当年": 0, "次年": 1, "翌年": 1, "第二年": 1, "隔年": 1}
_YEARS_FROM_PAGE = {"今年": 0, "本年": 0, "去年": -1, "前年": -2}


class Known(NamedTuple):
    """What dates without a year take it from: the page's own date, the date before, the year that heads the section."""

    page: Day | None
    latest: Stretch | None = None
    heading: Stretch | None = None


class DateReader:
    def __init__(self, rules: RuleSet) -> None:
        self._connector = rules.pattern("date/connector")
        self._either = rules.pattern("date/either")
        self._further_month = rules.pattern("date/further")
        self._either_ends = rules.words("date/either_ends")
        self._rest = rules.pattern("date/rest")
        self._rest_dotted = rules.pattern("date/rest_dotted")
        self._open_end = rules.pattern("date/open_end")
        self._as_of = rules.words("date/as_of")
        self._context = DateContext(rules)

    def find(self, doc: Document) -> list[Mention]:
        """The dates of a document with at least a year, periods as one; the page's own date line is none."""
        found = longest(doc.matches.get("date", ()))
        page = edtf_day(doc.page.published) if doc.page.published else None
        mentions: list[Mention] = []
        known = Known(page)
        done = 0
        for number, match in enumerate(found):
            if match.start < done:
                continue
            one = self._stretch(doc.text, match, found[number + 1 : number + 2], known)
            if one is None or self._context.is_no_date(doc.text, one):
                continue
            if self._context.is_dateline(doc, one, known.page):
                known = known._replace(page=known.page or one.first)
                continue
            for stretch in (one, *self._further(doc.text, one)):
                mentions.append(self._mention(doc, stretch, done, known.latest))
                known = known._replace(latest=stretch)
                done = stretch.end
            if self._context.is_heading(doc.text, one):
                known = known._replace(heading=one)
        return mentions

    def _mention(self, doc: Document, one: Stretch, earlier: int, latest: Stretch | None) -> Mention:
        before = self._context.before(doc, one, earlier)
        bound = self._context.bound(doc.text, one, before)
        role = bound.role or self._context.role(doc.text, one, before)
        sure = one.match.rule.confidence
        if one.match.rule.normaliser == "yearless" and (latest is None or one.start - latest.end > _NEAR):
            sure -= 0.15
        return doc.mention("date", one.start, bound.end, DateValue(bound.value, role), one.match.rule, round(sure, 2))

    def _stretch(self, text: str, match: Match, following: list[Match], known: Known) -> Stretch | None:
        if match.rule.normaliser in ("relative", "yearless"):
            resolved = self._resolved(text, match, known)
            if resolved is None or not resolved.exists:
                return None
            one = Stretch(match.start, match.end, resolved, None, match)
            return self._completed(text, one) or one
        days = days_of(match)
        if days is None:
            return None
        one = Stretch(match.start, match.end, *days, match)
        if one.last:
            return one if one.first.precedes(one.last) else one._replace(first=one.last, last=None)
        return self._joined(text, one, following, known) or self._completed(text, one) or self._opened(text, one) or one

    def _joined(self, text: str, one: Stretch, following: list[Match], known: Known) -> Stretch | None:
        """The period from a date to the next, where only a sign or word of until stands between them."""
        if not following or following[0].rule.normaliser == "yearless":
            return None
        second = following[0]
        between = text[one.end : second.start]
        if len(between) > _BETWEEN or not (
            self._connector.fullmatch(between) or self._is_either(text, one, second, between)
        ):
            return None
        last = self._last_day(text, second, known._replace(latest=one))
        if last is None or not one.first.precedes(last):
            return None
        return one._replace(end=second.end, last=last)

    def _last_day(self, text: str, second: Match, known: Known) -> Day | None:
        """The date that ends a period: 2020年5月到[去年9月]."""
        if second.rule.normaliser == "relative":
            resolved = self._resolved(text, second, known)
            return resolved if resolved and resolved.exists else None
        days = days_of(second)
        return days[0] if days and not days[1] else None

    def _is_either(self, text: str, one: Stretch, second: Match, between: str) -> bool:
        if not self._either.fullmatch(between):
            return False
        return text.endswith("between ", 0, one.start) or text.startswith(self._either_ends, second.end)

    def _completed(self, text: str, one: Stretch) -> Stretch | None:
        """The period whose second date shares the year of the first: 2011年7月1日-12月31日."""
        first = one.first
        if one.match.rule.id == "date.numeric":
            rest = self._rest_dotted.match(text, one.end) if one.match["sep"] == "." and first.day else None
            last = Day(first.year, int(rest["month"]), int(rest["day"])) if rest else None
        else:
            rest = self._rest.match(text, one.end)
            last = _shared(first, rest) if rest else None
        if rest is None or last is None or not last.exists or not first.precedes(last):
            return None
        return one._replace(end=rest.end(), last=last)

    def _further(self, text: str, one: Stretch) -> Iterator[Stretch]:
        """Further months of the same year behind a month: 2015年3月、5月和8月."""
        if one.last or one.open_end or not one.first.month or one.match.rule.normaliser != "numbers":
            return
        first, end = one.first, one.end
        for _ in range(_MONTHS):
            more = self._further_month.match(text, end)
            month = Day(first.year, int(more["month"]), int(more["day"]) if more["day"] else None) if more else None
            if more is None or month is None or not month.exists or not first.precedes(month):
                return
            yield Stretch(more.start("month"), more.end(), month, None, one.match)
            first, end = month, more.end()

    def _resolved(self, text: str, match: Match, known: Known) -> Day | None:
        """The date that an earlier date of the same paragraph, or the page's own, gives a year."""
        day = int(match["day"]) if match["day"] else None
        if match.rule.id == "date.day_of_news":
            return _of_page(known.page, day)
        month = int(match["month"] or 0) or None
        near = known.latest if known.latest and _same_paragraph(text, known.latest, match) else None
        word = match["word"] or match["word2"]
        if word in _YEARS_FROM_PAGE:
            return Day(known.page.year + _YEARS_FROM_PAGE[word], month, day) if known.page else None
        if word:
            base = near or known.heading or known.latest
            return Day((base.last or base.first).year + _YEARS_FROM[word], month, day) if base else None
        if near and month:
            last = near.last or near.first
            goes_on = last.month is not None and last.month <= month
            is_state = text.endswith(self._as_of, 0, match.start)
            return Day(last.year, month, day) if goes_on or is_state else None
        return _nearest_past(known.page, month, day) if known.page and month else None

    def _opened(self, text: str, one: Stretch) -> Stretch | None:
        found = self._open_end.match(text, one.end)
        return one._replace(end=found.end(), open_end=True) if found else None


def _shared(first: Day, rest: re.Match[str]) -> Day | None:
    if first.month is None:
        return None
    if rest["only_day"]:
        return Day(first.year, first.month, int(rest["only_day"])) if first.day else None
    year = _REPUBLIC + int(rest["minguo"]) if rest["minguo"] else first.year + bool(rest["next"])
    return Day(year, int(rest["month"]), int(rest["day"]) if rest["day"] else None)


def _same_paragraph(text: str, latest: Stretch, match: Match) -> bool:
    return match.start - latest.end <= _RESOLVES and "\n" not in text[latest.end : match.start]


def _of_page(page: Day | None, day: int | None) -> Day | None:
    """The day of the month at or before the page's own date; that of the month before is left alone."""
    if page is None or page.day is None or day is None or day > page.day:
        return None
    return Day(page.year, page.month, day)


def _nearest_past(page: Day, month: int, day: int | None) -> Day | None:
    """The month and day before the page's own date; none where it would lie far back."""
    if not page.month:
        return None
    if (month, day or 0) <= (page.month, page.day or 31):
        return Day(page.year, month, day)
    return Day(page.year - 1, month, day) if page.month <= 3 and month >= 10 else None
