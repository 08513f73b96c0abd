"""What the words around a date say: whether it is one of the studies', what it bounds, and its role."""

import re
from typing import NamedTuple

from extract.fields.date.calendar import Day
from extract.rules import Match, RuleSet, one_of
from extract.schema import DateRole
from extract.segment import Document

# Characters looked at before and behind a date.
_BEFORE = 40
_AFTER = 26
# Behind a date that opens its sentence.
_AFTER_FIRST = 70
# The verb of publishing may stand behind several institutions.
_SENTENCE = 200
_LABEL_LINE = 24
_SIGNATURE = 40
_DATELINES = 6
_LONGEST_DATELINE = 90
_HEAD = 800
_ROLES: tuple[DateRole, ...] = ("published", "study_period", "registered", "search_cutoff", "other")
_CELLS = "|"
_MOST_ROWS = 60
_GRANT = 8
_END_OF_NAME = ")》"
_LONGEST_LINE = 500
_CLOCK = re.compile(r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?")
_RUN = re.compile(r"[^,。;:()\n]{0,20}")


class Stretch(NamedTuple):
    """A date or period with its place in the shadow. `open_end`: 2019年3月至今."""

    start: int
    end: int
    first: Day
    last: Day | None
    match: Match
    open_end: bool = False

    @property
    def is_bare_year(self) -> bool:
        return self.last is None and self.first.month is None


class Bound(NamedTuple):
    value: str
    end: int
    role: DateRole | None = None


class DateContext:
    def __init__(self, rules: RuleSet) -> None:
        self._not_before = rules.words("date/not_before")
        self._not_behind = rules.words("date/not_behind")
        self._date_leads = rules.words("date/date_leads")
        self._label_ends = rules.words("date/label_ends")
        self._length_before = rules.words("date/length_before")
        self._title_open = rules.words("date/title_open")
        self._number_behind = rules.words("date/number_behind")
        self._edition = re.compile(one_of(rules.words("date/edition")))
        self._no_edition = re.compile(one_of(rules.words("date/no_edition")))
        self._bracket_before = rules.words("date/bracket_before")
        self._until_behind = rules.pattern("date/until_behind")
        self._of_month = rules.pattern("date/of_month")
        self._since_told = rules.pattern("date/since_told")
        self._grant_before = rules.pattern("date/grant_before")
        self._latin_before = rules.pattern("date/latin_before")
        self._since_behind = rules.pattern("date/since_behind")
        self._until_before = rules.words("date/until_before")
        self._since_before = rules.words("date/since_before")
        self._inception = rules.words("date/inception")
        self._as_of = rules.words("date/as_of")
        self._updated = rules.words("date/updated")
        self._as_of_behind = rules.words("date/as_of_behind")
        self._news_head = rules.words("date/news_head")
        self._career = re.compile(one_of(rules.words("date/career")))
        self._date_heads = re.compile(one_of(rules.words("date/date_heads")))
        self._year_heads = rules.words("date/year_heads")
        self._signatures = rules.words("date/signs_off")
        self._page_label = rules.words("date/page_label")
        self._of_year = rules.pattern("date/of_year")
        self._cited_before = rules.pattern("date/cited_before")
        self._heading_behind = rules.pattern("date/heading_behind")
        self._cutoff_before = rules.words("date/cutoff_before")
        self._role_of = {word: role for role in _ROLES for word in rules.words(f"date/{role}")}
        self._role_words = re.compile(one_of(tuple(self._role_of)))
        self._announcing = re.compile(one_of(rules.words("date/announcing")))
        self._search = re.compile(one_of(rules.words("date/search_cutoff")))
        self._dateline = re.compile(one_of(rules.words("date/dateline")))
        self._paper_dates = re.compile(one_of(rules.words("date/paper_dates")))
        self._clock = rules.pattern("date/clock_behind")
        self._volume = rules.pattern("date/volume_behind")
        self._no_dateline = re.compile(one_of(rules.words("date/no_dateline")))

    def is_no_date(self, text: str, one: Stretch) -> bool:
        """Births, foundings, editions, years of a plan (《…规划(2021—2025年)》), approvals and numbers that only look
        like a date."""
        before = text[max(one.start - 14, 0) : one.start].rstrip(" (:[")
        behind = text[one.end : one.end + 8].lstrip(" )")
        if before.endswith(self._not_before) or behind.startswith(self._not_behind):
            return True
        rule = one.match.rule.id
        if text.startswith(_END_OF_NAME, one.end) and one.last and not one.first.month:
            return True
        if rule == "date.numeric":
            is_number = one.last is None and behind.startswith(self._number_behind)
            return is_number or self._is_grant(text, one) or self._is_plain_number(text, one, before)
        if rule == "date.cell" and not one.last:
            return not _column_head(text, one, self._label_ends).strip().endswith(self._year_heads)
        if rule == "date.in_brackets":
            return before.endswith(self._bracket_before)
        return one.is_bare_year and self._is_edition(text, one)

    def _is_grant(self, text: str, one: Stretch) -> bool:
        """(津科2016-03): the number that an office gave to a grant."""
        lead = text[max(one.start - _GRANT, 0) : one.start]
        return not one.last and text.startswith(")", one.end) and self._grant_before.search(lead) is not None

    def _is_plain_number(self, text: str, one: Stretch, before: str) -> bool:
        """2015.02 and 2015/02 are dates only as half of a period or behind a word of date."""
        if one.last or one.open_end or one.first.day or one.match["sep"] == "-":
            return False
        if before.endswith(self._date_leads) or self._since_behind.match(text, one.end):
            return False
        if self._latin_before.search(before) and text[one.end : one.end + 1] in "。\n":
            return False
        in_cell = _CELLS in text[max(one.start - 2, 0) : one.start]
        return not (in_cell and self._date_heads.search(_column_head(text, one, self._label_ends)))

    def _is_edition(self, text: str, one: Stretch) -> bool:
        """2010年某学会分类标准, 《2018年…》; 近2000年 is a length."""
        if text.endswith(self._title_open, 0, one.start):
            return True
        if one.first.year == 2000 and text.endswith(self._length_before, 0, one.start):
            return True
        run = _RUN.match(text, one.end)
        edition = self._edition.search(run[0]) if run else None
        return bool(run and edition and not self._no_edition.search(run[0][: edition.start()]))

    def is_dateline(self, doc: Document, one: Stretch, page: Day | None) -> bool:
        """Whether the date is the page's own, or that of a post on it, and no study's."""
        if one.last or not one.first.day or one.match.rule.id == "date.day_of_news":
            return False
        if one.match.rule.id == "date.numeric" and self._clock.match(doc.text, one.end):
            return not doc.text[max(one.start - 2, 0) : one.start].rstrip(" ").endswith(":")
        start, end = _line(doc.text, one.start)
        if doc.text[start : one.start].rstrip(" :").endswith(self._page_label):
            return True
        line = doc.text[start : one.start] + doc.text[one.end : end]
        alone = not _CLOCK.sub("", line).strip(" |/-")
        near = one.start <= _HEAD and end - start <= _LONGEST_DATELINE
        number = doc.text.count("\n", 0, one.start) if near else 0
        if not 1 <= number < _DATELINES:
            return alone and one.first == page and not self._is_told(doc, one)
        if one.first == page:
            return not self._paper_dates.search(line)
        if self._no_dateline.search(line) or (alone and self._no_dateline.search(_label_line(doc.text, one))):
            return False
        return bool(self._dateline.search(line)) or (number <= 2 and alone)

    def _is_told(self, doc: Document, one: Stretch) -> bool:
        """The line above a date on its own line labels it, or signs an announcement that ends with it."""
        if _label_line(doc.text, one, _SIGNATURE).strip().endswith(self._signatures):
            return True
        return self._no_dateline.search(_label_line(doc.text, one)) is not None

    def bound(self, text: str, one: Stretch, before: str) -> Bound:
        """The value of a date or period as EDTF, with the words that bound it: 2019年4月之前, 2015年以来, 建库至."""
        first = one.first.edtf
        before = before.rstrip(": ")
        if one.last:
            return Bound(f"{first}/{one.last.edtf}", one.end)
        if one.open_end:
            return Bound(f"{first}/..", one.end)
        until = self._until_behind.match(text, one.end)
        end = until.end() if until else one.end
        if before.endswith(self._updated) or text.startswith(self._as_of_behind, one.end):
            return Bound(first, one.end, "as_of")
        if before.endswith(self._inception) or (
            before.endswith((*self._as_of, *self._cutoff_before)) and self._search.search(before)
        ):
            return Bound(f"../{first}", end, "search_cutoff")
        if before.endswith(self._as_of):
            return Bound(first, self._end_with_part(text, one), "as_of")
        if until:
            return Bound(f"../{first}", until.end())
        if since := self._since_behind.match(text, self._end_with_part(text, one)):
            return Bound(f"{first}/..", since.end())
        if before.endswith(self._until_before):
            return Bound(f"../{first}", one.end)
        if before.endswith(self._since_before) or self._since_told.match(text, one.end):
            return Bound(f"{first}/..", one.end)
        return Bound(first, self._end_with_part(text, one))

    def _end_with_part(self, text: str, one: Stretch) -> int:
        """Behind the words for a part of the year or month: 2019年底, 2019年6月底."""
        part_of = self._of_month if one.first.month else self._of_year
        part = part_of.match(text, one.end) if not one.first.day else None
        return part.end() if part else one.end

    def role(self, text: str, one: Stretch, before: str) -> DateRole:
        """The role that the nearest word around a date gives it; a label right before it decides alone."""
        if one.match.rule.set.get("role"):
            role: DateRole = one.match.rule.set["role"]
            return role
        if one.last or one.open_end:
            return self._role_of_period(text, one, before)
        if one.is_bare_year and self._is_of_paper(text, one, before):
            return "published"
        if self._volume.match(text, one.end):
            return "published"
        labelled = before.rstrip(" 为])】").endswith(self._label_ends)
        opens = not before or text[one.start - 1 : one.start] == "\n" or before.endswith(self._news_head)
        if opens and not labelled and self._announcing.search(_rest(text, one, _SENTENCE)):
            return "published"
        after = 0 if labelled else _AFTER if before else _AFTER_FIRST
        behind = _rest(text, one, after)
        near = [(len(before) - found.end(), self._role_of[found[0]]) for found in self._role_words.finditer(before)]
        near += [(found.start(), self._role_of[found[0]]) for found in self._role_words.finditer(behind)]
        return min(near, key=lambda place: place[0])[1] if near else "other"

    def _role_of_period(self, text: str, one: Stretch, before: str) -> DateRole:
        if self._search.search(before):
            return "search_cutoff"
        behind = _rest(text, one, _AFTER)
        is_heading = text[max(one.start - 1, 0) : one.start] in ("", "\n") and behind.startswith(":")
        return "other" if is_heading or self._career.search(behind) else "study_period"

    def _is_of_paper(self, text: str, one: Stretch, before: str) -> bool:
        """The year of a paper: behind its authors, or as the heading of those of that year."""
        if self._cited_before.search(before) or one.match.rule.id == "date.cell":
            return True
        return self.is_heading(text, one)

    def is_heading(self, text: str, one: Stretch) -> bool:
        """A bare year that opens its line and is told apart from what follows: 2012年:从骨髓开始."""
        lead = text[max(one.start - 2, 0) : one.start]
        opens = not lead or "\n" in lead
        return one.is_bare_year and opens and self._heading_behind.match(text, one.end) is not None

    def before(self, doc: Document, one: Stretch, earlier: int) -> str:
        """The words before a date in its sentence, behind the date before it; of a form's value its label's line."""
        text = doc.text
        if not one.start or text[one.start - 1] == "\n":
            return _label_line(text, one)
        if _CELLS in text[max(one.start - 4, 0) : one.start]:
            return _column_head(text, one, self._label_ends)
        low = max(one.start - _BEFORE, 0)
        low = max(low, earlier, text.rfind("\n", low, one.start) + 1)
        return text[max(low, text.rfind("。", low, one.start) + 1) : one.start].rstrip(" ")


def _rest(text: str, one: Stretch, length: int) -> str:
    """What stands behind a date in its sentence, at most so many characters of it."""
    return text[one.end : one.end + length].partition("。")[0].partition("\n")[0]


def _line(text: str, index: int) -> tuple[int, int]:
    """The line in which `index` stands, cut to what is near where it is long."""
    low, high = max(index - _LONGEST_LINE, 0), min(index + _LONGEST_LINE, len(text))
    start, end = text.rfind("\n", low, index), text.find("\n", index, high)
    return (low if start < 0 else start + 1), (high if end < 0 else end)


def _label_line(text: str, one: Stretch, longest: int = _LABEL_LINE) -> str:
    """The short line above a date that fills its line: forms print a label on one line and its value on the next."""
    if one.start < 2 or text[one.start - 1] != "\n":
        return ""
    label = text[_line(text, one.start - 1)[0] : one.start - 1]
    is_value = "\n" in text[one.end : one.end + _LABEL_LINE] or len(text) - one.end < _LABEL_LINE
    return label if is_value and len(label) <= longest else ""


def _column_head(text: str, one: Stretch, label_ends: tuple[str, ...]) -> str:
    """The first cell of the column in which a table's date stands; the words before it where that is its own row.

    Columns are counted from the right: a row loses cells on its left, where they span several rows.
    """
    start, end = _line(text, one.start)
    head = start
    for _ in range(_MOST_ROWS):
        above = _line(text, head - 1)[0] if head else 0
        if not head or _CELLS not in text[above : head - 1]:
            break
        head = above
    label = text[max(start, one.start - _LABEL_LINE) : one.start].rstrip(f" {_CELLS}")
    if label.endswith(label_ends):
        return label.rpartition(_CELLS)[2].strip()
    cells = text[head : _line(text, head)[1]].split(_CELLS)
    column = text.count(_CELLS, one.end, end) + 1
    in_column = head < start and column <= len(cells)
    return cells[-column].strip() if in_column else text[max(start, one.start - _BEFORE) : one.start].rstrip(" ")
