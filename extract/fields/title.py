"""Titles of studies, English and Chinese."""

import re

from extract.fields import longest
from extract.rules import Match, RuleSet, one_of
from extract.schema import Mention, TitleValue
from extract.segment import Document

_HAN = re.compile("[㐀-鿿]")
_EDGES = " ,;:.。、|"
_LONGEST_HEADLINE = 160
_SHORTEST_ENGLISH = 20
_SHORTEST_CHINESE = 6


class TitleReader:
    def __init__(self, rules: RuleSet) -> None:
        self._headline_words = re.compile(one_of(rules.words("title/headline_words")))
        self._other_works = re.compile(one_of(rules.words("journal/other_works")))
        self._journal_like = rules.words("title/journal_like")
        self._journal_starts = rules.words("title/journal_starts")
        self._journals = {*rules.lexicon("journals").by_name, *rules.lexicon("journal_words").by_name}

    def find(self, doc: Document) -> list[Mention]:
        """The titles of the studies that a document tells of; the page's own title where it is a paper's."""
        matches = doc.matches.get("title", [])
        labels = [match for match in matches if match.rule.normaliser == "headline"]
        found = longest(m for m in matches if m.rule.normaliser != "headline" and self._is_title(doc, m))
        mentions = [mention for match in found for mention in self._of_match(doc, match)]
        headline = self._headline(doc, labels)
        return [headline, *mentions] if headline and not _covers(mentions, headline) else mentions

    def _of_match(self, doc: Document, match: Match) -> list[Mention]:
        if match.rule.normaliser != "pair":
            return [self._mention(doc, match.start, match.end, match)]
        spans = [match.groups.span(language) for language in ("en", "zh")]
        return [self._mention(doc, start, end, match) for start, end in spans]

    def _is_title(self, doc: Document, match: Match) -> bool:
        name = doc.text[match.start : match.end]
        if match.rule.normaliser == "pair":
            return (
                len(match["en"] or "") >= _SHORTEST_ENGLISH
                and len(_HAN.findall(match["zh"] or "")) >= _SHORTEST_CHINESE
            )
        if name.startswith(self._journal_starts):
            return False
        if self._other_works.search(name[-12:]):
            return False
        return name.lower() not in self._journals and not name.endswith(self._journal_like)

    def _mention(self, doc: Document, start: int, end: int, match: Match) -> Mention:
        while start < end and doc.text[start] in _EDGES:
            start += 1
        while end > start and doc.text[end - 1] in _EDGES:
            end -= 1
        printed = _as_printed(doc, start, end)
        value = TitleValue(zh=printed) if _HAN.search(printed) else TitleValue(en=printed)
        return doc.mention("title", start, end, value, match.rule)

    def _headline(self, doc: Document, labels: list[Match]) -> Mention | None:
        """The first line of a page with at least two labels of an abstract, unless it reads like a news headline."""
        if len({doc.text[label.start : label.end] for label in labels if _opens_section(doc, label)}) < 2:
            return None
        end = doc.line(0)[1]
        headline = doc.text[:end]
        if not 8 <= len(headline.strip()) <= _LONGEST_HEADLINE or self._headline_words.search(headline):
            return None
        return self._mention(doc, 0, end, labels[0])


def _as_printed(doc: Document, start: int, end: int) -> str:
    """The title with its blanks, but without pinyin that a scraper inserted."""
    first, last = doc.shadow.span(start, end)
    printed, plain = doc.printed[first:last], doc.plain(start, end)
    return printed if "".join(printed.split()) == "".join(plain.split()) else plain


def _opens_section(doc: Document, label: Match) -> bool:
    before = doc.text[max(label.start - 2, 0) : label.start].rstrip(" ")
    return (not before or before[-1] in "\n。.;[【(|:") and doc.text[label.end : label.end + 1] in set(":]】 )|\n,-")


def _covers(mentions: list[Mention], headline: Mention) -> bool:
    return any(mention.start < headline.end for mention in mentions)
