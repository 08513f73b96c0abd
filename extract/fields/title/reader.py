"""Reads titles out of the rules' matches, tables and the heads of papers' pages."""

from bisect import bisect_left
from collections.abc import Iterator

from extract.fields import longest
from extract.fields.title import head, table
from extract.fields.title.wording import FEWEST_WORDS, HAN, SHORTEST_CHINESE, SHORTEST_ENGLISH, Wording
from extract.rules import Match, Rule, RuleSet
from extract.schema import Mention, TitleValue
from extract.segment import Document

_EDGES = " ,;:.。、|\n"
_MOST_LINES = 3
_LONGEST_LABEL = 16
# Characters behind 《…》 in which a year and a volume tell that it is a journal.
_BEHIND = 16


class TitleReader:
    def __init__(self, rules: RuleSet) -> None:
        self._wording = Wording(rules)
        self._labels = frozenset(word.lower() for word in rules.words("title/form_labels"))

    def find(self, doc: Document) -> list[Mention]:
        """The titles of the studies that a document tells of; the page's own title where it is a paper's."""
        matches = doc.matches.get("title", [])
        found = longest(match for match in matches if self._is_title(doc, match))
        mentions = [mention for match in found for mention in self._of_match(doc, match)]
        heads = [m for m in matches if m.rule.normaliser == "column" and table.is_head(doc, m)]
        mentions += (mention for match in heads for mention in self._of_column(doc, match))
        labels = [match for match in matches if match.rule.normaliser == "headline"]
        if labels or doc.matches.get("journal"):
            # First, for a headline that reads like a list's item too is still that of a paper's page.
            mentions = [*self._of_head(doc, labels), *mentions]
        return _apart(mentions)

    def _of_match(self, doc: Document, match: Match) -> Iterator[Mention]:
        if match.rule.normaliser == "pair":
            for language in ("en", "zh"):
                start, end = match.groups.span(language)
                yield self._mention(doc, start, end, match.rule)
        elif match.rule.normaliser == "form":
            yield self._mention(doc, match.start, self._end_of_field(doc, match), match.rule)
        else:
            yield self._mention(doc, match.start, self._without_owner(doc, match.start, match.end), match.rule)

    def _of_column(self, doc: Document, label: Match) -> Iterator[Mention]:
        for start, end in table.cells_below(doc, label):
            cell = doc.text[start:end].strip()
            if len(cell) >= SHORTEST_CHINESE and not self._wording.is_work_of_another_kind(cell):
                yield self._mention(doc, start, self._without_owner(doc, start, end), label.rule)

    def _of_head(self, doc: Document, labels: list[Match]) -> Iterator[Mention]:
        if not head.is_papers_page(doc, labels, self._wording):
            return
        rule = labels[0].rule if labels else doc.matches["journal"][0].rule
        for start, end in head.titles(doc, self._wording):
            yield self._mention(doc, start, end, rule)

    def _is_title(self, doc: Document, match: Match) -> bool:
        name = doc.text[match.start : match.end]
        wording, kind = self._wording, match.rule.normaliser
        if kind in ("headline", "column"):
            return False
        if kind == "pair":
            return self._is_pair(match["en"] or "", match["zh"] or "")
        if wording.is_work_of_another_kind(name) or wording.is_issue(doc.text[match.end : match.end + _BEHIND]):
            return False
        if kind == "form":
            return not table.is_head(doc, match)
        if kind == "worded":
            return wording.reads_like_a_title(name)
        return HAN.search(name) is not None or len(name.split()) >= FEWEST_WORDS

    def _is_pair(self, english: str, chinese: str) -> bool:
        if len(english) < SHORTEST_ENGLISH or len(HAN.findall(chinese)) < SHORTEST_CHINESE:
            return False
        if self._wording.is_work_of_another_kind(english):
            return False
        return not self._wording.is_address(english) and not self._wording.is_address(chinese)

    def _end_of_field(self, doc: Document, match: Match) -> int:
        """Where the value of a form's field ends: a title may run over some lines, up to the next label."""
        end = match.end
        for _ in range(_MOST_LINES):
            if doc.text[end : end + 1] != "\n" or self._wording.ends_like_a_title(doc.text[match.start : end]):
                break
            following = doc.text[end + 1 : doc.line(end + 1)[1]]
            if not following or ":" in following[:_LONGEST_LABEL] or "|" in following:
                break
            if following.lower().strip() in self._labels or bool(HAN.search(following)) != bool(
                HAN.search(doc.text[match.start : match.end])
            ):
                break
            end += 1 + len(following)
        return end

    def _without_owner(self, doc: Document, start: int, end: int) -> int:
        """Where a title ends behind which, apart by a blank, its institution is printed, as lists of trials do."""
        first, last = doc.shadow.span(start, end)
        printed = doc.printed[first:last].rstrip()
        title, blank, owner = printed.rpartition(" ")
        if not blank or not self._wording.is_address(owner) or not self._wording.ends_like_a_title(title.rstrip()):
            return end
        return doc.shadow.index(first + len(title.rstrip()))

    def _mention(self, doc: Document, start: int, end: int, rule: Rule) -> Mention:
        while start < end and doc.text[start] in _EDGES:
            start += 1
        while end > start and doc.text[end - 1] in _EDGES:
            end -= 1
        printed = _as_printed(doc, start, end)
        value = TitleValue(zh=printed) if HAN.search(printed) else TitleValue(en=printed)
        return doc.mention("title", start, end, value, rule)


def _as_printed(doc: Document, start: int, end: int) -> str:
    """The title with its blanks, but without pinyin that a scraper inserted, on one line."""
    first, last = doc.shadow.span(start, end)
    printed, plain = doc.printed[first:last], doc.plain(start, end)
    title = printed if "".join(printed.split()) == "".join(plain.split()) else plain
    return ("" if HAN.search(title) else " ").join(title.split("\n"))


def _apart(mentions: list[Mention]) -> list[Mention]:
    """Of titles that overlap the first found, in text order."""
    apart: list[Mention] = []
    for mention in mentions:
        at = bisect_left(apart, mention.end, key=lambda other: other.start)
        if not at or apart[at - 1].end <= mention.start:
            apart.insert(at, mention)
    return apart
