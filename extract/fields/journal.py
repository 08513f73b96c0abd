"""Journals in which a study appeared."""

import re

from extract.fields import longest
from extract.rules import Match, RuleSet, one_of
from extract.schema import JournalValue, Mention
from extract.segment import Document

_LATIN_START = re.compile(r"[A-Z]")
_CONTEXT = 26


class JournalReader:
    def __init__(self, rules: RuleSet) -> None:
        known = rules.lexicon("journals").by_name | rules.lexicon("journal_words").by_name
        self._issn = {name: entry.get("issn") for name, entry in known.items()}
        self._other_works = re.compile(one_of(rules.words("journal/other_works")))
        self._ends = rules.words("journal/journal_ends")
        self._publishing = re.compile(one_of(rules.words("journal/publishing")))
        self._not_journals = re.compile(one_of(rules.words("journal/not_journals")))
        self._right_before = rules.words("journal/right_before")
        self._right_behind = rules.words("journal/right_behind")
        self._before_bracket = rules.words("journal/before_bracket")
        self._book_behind = rules.words("journal/book_behind")
        self._title_openers = rules.words("journal/title_openers")
        self._judges = {
            "known": self._is_known,
            "bracketed": self._is_bracketed,
            "latin": self._is_latin,
            "han": self._is_han,
            "cited": self._is_cited,
            "labelled": self._is_labelled,
        }

    def find(self, doc: Document) -> list[Mention]:
        """The journals of a document: names of the lexicon, in 《》, in citation lines, after 发表于."""
        told = [match for match in doc.matches.get("journal", ()) if self._judges[match.rule.normaliser](doc, match)]
        return [self._mention(doc, match) for match in longest(told)]

    def _mention(self, doc: Document, match: Match) -> Mention:
        start, end = match.start, match.end
        while end > start and doc.text[end - 1] in " .®,":
            end -= 1
        while start < end and doc.text[start] in " ®":
            start += 1
        value = JournalValue(name=doc.plain(start, end), issn=self._issn.get(doc.shadow.folded[start:end]) or None)
        return doc.mention("journal", start, end, value, match.rule)

    def _is_known(self, doc: Document, match: Match) -> bool:
        text, start, end = doc.text, match.start, match.end
        if _bracketed(text, start, end):
            return True
        if _LATIN_START.match(text, start) and _is_word_of_a_name(text, start, end):
            return False
        if match.entry and match.entry.get("when") == "sure":
            return not _inside_brackets(text, start, end)
        if text.endswith(self._right_before, 0, start):
            return True
        if _LATIN_START.match(text, start) and text.startswith(self._right_behind, end):
            return True
        return bool(_CITED_AFTER.match(text, end))

    def _is_bracketed(self, doc: Document, match: Match) -> bool:
        inner = doc.text[match.start : match.end]
        if doc.text[match.start - 1] == "<" and not (len(inner) < 50 and _LATIN_START.match(inner)):
            return False
        if self._other_works.search(inner) or doc.text.startswith(self._book_behind, match.end):
            return False
        if inner.endswith(self._ends) and (len(inner) <= 24 or _LATIN_START.match(inner)):
            return len(inner) < 80 and not self._opens_title(doc.text, match.start)
        if doc.shadow.folded[match.start : match.end].rstrip("®") in self._issn:
            return True
        if len(inner) > (60 if _LATIN_START.match(inner) else 18) or self._opens_title(doc.text, match.start):
            return False
        if not doc.text.endswith(self._before_bracket, 0, match.start - 1):
            return doc.text.startswith(self._right_behind, match.end)
        near = doc.text[max(match.start - _CONTEXT, 0) : match.end + _CONTEXT]
        return bool(self._publishing.search(near))

    def _is_latin(self, doc: Document, match: Match) -> bool:
        name = doc.text[match.start : match.end]
        one_word_will_do = match.rule.id == "journal.in_latin" or name.lower() in self._issn
        return (" " in name or one_word_will_do) and not self._not_journals.fullmatch(name)

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
        """Whether the bracket before `start` opens a title: 题为《…》, 论文《…》."""
        return text.endswith(self._title_openers, 0, start - 1)


_NEXT_WORD = re.compile(r" (?:[A-Z][a-z]|of |and |& )")
_WORD_BEFORE = re.compile(r"[A-Za-z][a-z]+ $")
_CITED_AFTER = re.compile(r"[.,;]? ?(?:19|20)[0-9 ]{2,5}(?:[年,;:]| [A-Z][a-z]{2})|, (?:Volume|Vol)")


def _bracketed(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start] == "《" and text[end : end + 2].lstrip("®")[:1] == "》"


def _inside_brackets(text: str, start: int, end: int) -> bool:
    """Whether a name stands within a longer text in 《》, which may be a title."""
    opened = text.rfind("《", max(start - 60, 0), start)
    return opened >= 0 and "》" not in text[opened:start] and not _bracketed(text, start, end)


def _is_word_of_a_name(text: str, start: int, end: int) -> bool:
    """Whether further capitalised words belong to the name: Nature in Nature Food Reviews, Cell in Stem Cell."""
    if _NEXT_WORD.match(text, end):
        return True
    return bool(_WORD_BEFORE.search(text, max(start - 14, 0), start))
