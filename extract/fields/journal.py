"""Journals in which a study appeared."""

import re
from collections.abc import Iterable

from extract.fields import longest
from extract.rules import Match, RuleSet, one_of
from extract.schema import JournalValue, Mention
from extract.segment import Document

_LATIN_START = re.compile(r"[A-Z]")
_CONTEXT = 26
_BEFORE = 40  # characters before a name in which its context stands
# 杂志 and the like end names of journals alone, 进展 ends titles too
_SURE_ENDS = ("杂志", "学报", "学刊", "会刊", "院刊")


class JournalReader:
    def __init__(self, rules: RuleSet) -> None:
        known = rules.lexicon("journals").by_name | rules.lexicon("journal_words").by_name
        self._issn = {name: entry.get("issn") for name, entry in known.items()}
        self._other_works = re.compile(one_of(rules.words("journal/other_works")))
        self._title_signs = re.compile(one_of(rules.words("journal/title_signs")))
        self._latin_title_signs = re.compile(one_of(rules.words("journal/latin_title_signs")))
        self._ends = rules.words("journal/journal_ends")
        self._publishing = re.compile(one_of(rules.words("journal/publishing")))
        self._not_journals = re.compile(one_of(rules.words("journal/not_journals")))
        self._before_name = rules.pattern("journal/before_name")
        self._behind_name = rules.pattern("journal/behind_name")
        self._issue_behind = rules.pattern("journal/issue_behind")
        self._other_name = rules.pattern("journal/other_name")
        self._no_other_name = re.compile(one_of(rules.words("journal/no_other_name")))
        self._between_names = rules.pattern("journal/between_names")
        self._told_behind_quotes = rules.pattern("journal/told_behind_quotes")
        self._service = rules.pattern("journal/service_behind")
        self._hoped = rules.pattern("journal/hoped_before")
        self._before_bracket = rules.words("journal/before_bracket")
        self._book_behind = rules.words("journal/book_behind")
        self._title_openers = rules.words("journal/title_openers")
        self._judges = {
            "known": self._is_known,
            "bracketed": self._is_bracketed,
            "quoted": self._is_quoted,
            "latin": self._is_latin,
            "shape": self._is_whole,
            "han": self._is_han,
            "cited": self._is_cited,
            "labelled": self._is_labelled,
        }

    def find(self, doc: Document) -> list[Mention]:
        """The journals of a document: names of the lexicon, in 《》, in citation lines, after 发表于."""
        matches = doc.matches.get("journal", ())
        told = [match for match in matches if self._is_told(doc, match)]
        told += self._enumerated(doc, matches, told)
        told += [other for match in told if (other := self._other(doc.text, match))]
        return [self._mention(doc, match) for match in longest(told)]

    def _is_told(self, doc: Document, match: Match) -> bool:
        if not self._judges[match.rule.normaliser](doc, match) or self._service.match(doc.text, match.end):
            return False
        return not self._hoped.search(doc.text, max(match.start - _BEFORE, 0), match.start)

    def _mention(self, doc: Document, match: Match) -> Mention:
        start, end = match.start, match.end
        while end > start and doc.text[end - 1] in " .®,":
            end -= 1
        while start < end and doc.text[start] in " ®":
            start += 1
        value = JournalValue(name=doc.plain(start, end), issn=self._issn.get(doc.shadow.folded[start:end]) or None)
        return doc.mention("journal", start, end, value, match.rule)

    def _enumerated(self, doc: Document, matches: Iterable[Match], told: list[Match]) -> list[Match]:
        """Names of the lexicon that are told by their neighbour in an enumeration: Science and Nature in
        在Science、Nature等期刊."""
        starts, ends = {match.start for match in told}, {match.end for match in told}
        known = [match for match in matches if match.entry and match.start not in starts and self._is_whole(doc, match)]
        joined = []
        for match in reversed(known):
            behind = self._between_names.match(doc.text, match.end)
            if behind and behind.end() in starts:
                joined.append(match)
                starts.add(match.start)
        for match in known:
            before = self._between_names.search(doc.text, max(match.start - 5, 0), match.start)
            if before and before.end() == match.start and before.start() in ends and match.start not in starts:
                joined.append(match)
                ends.add(match.end)
        return joined

    def _other(self, text: str, match: Match) -> Match | None:
        """The journal's name in another language, right behind the one that is told: 《细胞研究》(Cell Research)."""
        found = self._other_name.match(text, match.end)
        if not found:
            return None
        other, is_latin = found["other"], bool(_LATIN_START.match(text, match.start))
        if self._not_journals.fullmatch(other) or self._no_other_name.search(other):
            return None
        if bool(_LATIN_START.match(other)) == is_latin and other.lower() not in self._issn:
            return None
        return Match(match.rule, *found.span("other"), None)

    def _is_known(self, doc: Document, match: Match) -> bool:
        text, start, end = doc.text, match.start, match.end
        if _bracketed(text, start, end):
            return True
        if not self._is_whole(doc, match):
            return False
        if match.entry and match.entry.get("when") == "sure":
            return not _inside_brackets(text, start, end)
        if not _LATIN_START.match(text, start):
            return self._is_told_word(text, start, end)
        return bool(self._behind_name.match(text, end)) or self._follows_words_of_publishing(text, start)

    def _is_told_word(self, text: str, start: int, end: int) -> bool:
        """A Chinese name without 杂志 or brackets (上海医学): it must stand alone, where a journal is told."""
        if self._issue_behind.match(text, end):
            return True
        if _HAN.match(text, end):
            return bool(self._behind_name.match(text, end)) and not _HAN.match(text, start - 1)
        return _is_cell(text, start, end) or self._follows_words_of_publishing(text, start)

    def _follows_words_of_publishing(self, text: str, start: int) -> bool:
        return bool(self._before_name.search(text, max(start - _BEFORE, 0), start))

    def _is_bracketed(self, doc: Document, match: Match) -> bool:
        inner = doc.text[match.start : match.end]
        is_latin = bool(_LATIN_START.match(inner))
        if doc.text[match.start - 1] == "<" and not (len(inner) < 50 and is_latin):
            return False
        if self._other_works.search(inner) or doc.text.startswith(self._book_behind, match.end):
            return False
        if doc.shadow.folded[match.start : match.end].rstrip("®") in self._issn:
            return True
        if self._opens_title(doc.text, match.start) or self._is_title(inner):
            return False
        if inner.endswith(self._ends) and (len(inner) <= 24 or is_latin):
            return len(inner) < 80
        if len(inner) > (60 if is_latin else 18):
            return False
        return self._is_told_around(doc.text, match)

    def _is_quoted(self, doc: Document, match: Match) -> bool:
        known = doc.shadow.folded[match.start : match.end] in self._issn
        named = known or doc.text.endswith(_SURE_ENDS, match.start, match.end)
        inner = doc.text[match.start : match.end]
        if len(inner) > 3 and self._told_behind_quotes.match(doc.text, match.end):
            return named or not (self._is_title(inner) or self._not_journals.search(inner))
        return named and self._follows_words_of_publishing(doc.text, match.start - 1)

    def _is_told_around(self, text: str, match: Match) -> bool:
        """What stands around 《…》 says that a journal is named in it."""
        before, end = match.start - 1, match.end
        if self._follows_words_of_publishing(text, before) or self._behind_name.match(text, end):
            return True
        if not text.endswith(self._before_bracket, 0, before):
            return False
        near = text[max(match.start - _CONTEXT, 0) : end + _CONTEXT]
        return bool(self._publishing.search(near))

    def _is_title(self, inner: str) -> bool:
        if _LATIN_START.match(inner):
            return bool(self._latin_title_signs.search(inner))
        return not inner.endswith(_SURE_ENDS) and bool(self._title_signs.search(inner))

    def _is_latin(self, doc: Document, match: Match) -> bool:
        name = doc.text[match.start : match.end]
        one_word_will_do = match.rule.id == "journal.in_latin" or name.lower() in self._issn
        return (" " in name or one_word_will_do) and not self._not_journals.fullmatch(name)

    def _is_whole(self, doc: Document, match: Match) -> bool:
        """A Latin name that is no piece of a longer one, such as Nature in Nature Food Reviews."""
        text, start, end = doc.text, match.start, match.end
        if not _LATIN_START.match(text, start):
            return True
        return not _NEXT_WORD.match(text, end) and not _WORD_BEFORE.search(text, max(start - 14, 0), start)

    def _is_han(self, doc: Document, match: Match) -> bool:
        name = doc.text[match.start : match.end]
        return not self._not_journals.search(name) and not _inside_brackets(doc.text, match.start, match.end)

    def _is_cited(self, doc: Document, match: Match) -> bool:
        name = doc.text[match.start : match.end]
        return not self._not_journals.search(name) and not (name.isascii() and " " not in name and len(name) > 14)

    def _is_labelled(self, doc: Document, match: Match) -> bool:
        name = doc.text[match.start : match.end]
        if self._not_journals.search(name):
            return False
        return name.endswith(self._ends) or name.lower() in self._issn or match.rule.id != "journal.source"

    def _opens_title(self, text: str, start: int) -> bool:
        """Whether the bracket before `start` opens a title: 题为《…》, 论文《…》, 主编《…》《…》."""
        first = _BRACKETS_BEFORE.search(text, max(start - 80, 0), start - 1)
        return text.endswith(self._title_openers, 0, first.start() if first else start - 1)


_HAN = re.compile("[㐀-䶿一-鿿]")
_NEXT_WORD = re.compile(r" (?:[A-Z][a-z]|of |and |& )")
# A word of the same name, but not 'published in' or 'the journal'
_WORD_BEFORE = re.compile(r"[A-Za-z][a-z]+ (?<!(?<![A-Za-z])in )(?<!journal )(?<!by )$")

_BRACKETS_BEFORE = re.compile(r"(?:《[^《》\n]{1,40}》[、,和与及]?){1,4}$")


def _bracketed(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start] == "《" and text[end : end + 2].lstrip("®")[:1] == "》"


def _inside_brackets(text: str, start: int, end: int) -> bool:
    """Whether a name stands within a longer text in 《》, which may be a title."""
    opened = text.rfind("《", max(start - 60, 0), start)
    return opened >= 0 and "》" not in text[opened:start] and not _bracketed(text, start, end)


def _is_cell(text: str, start: int, end: int) -> bool:
    """Whether a name is all that stands in a cell or line of its own."""
    before, behind = text[max(start - 2, 0) : start].rstrip(" "), text[end : end + 2].lstrip(" ")
    return before[-1:] in ("", "|", "\n") and behind[:1] in ("", "|", "\n")
