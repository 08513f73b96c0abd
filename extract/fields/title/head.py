"""The title at the head of a paper's page, and its translation in a line of its own."""

import re
from collections.abc import Iterator
from itertools import islice

from extract.fields.title.wording import HAN, Wording
from extract.rules import Match
from extract.segment import Document

Span = tuple[int, int]

_LONGEST = 260
_SHORTEST = 8
_LINES = 6
_LONGEST_CITATION = 120
_LONGEST_PAGE = 4000
_FIELDS_ACROSS = ("cell_type", "condition")
# Sections of an abstract that run on without a sign (目的探讨…方法对…结果两组…); one alone begins a plain sentence.
_FEWEST_RUNNING = 3
# What an abstract tells of a study that it does not call its own.
_FACTS = ("patients", "p_value", "design")
# Characters that may follow an abstract where it is all that a page holds: keywords, authors, a class number.
_LONGEST_TAIL = 600
# [2] Papa A. …: an entry of a list of references
_REFERENCE = re.compile(r"\[[0-9]{1,3}\]")


def lines(doc: Document) -> Iterator[Span]:
    start = 0
    while start < len(doc.text):
        end = doc.line(start)[1]
        yield start, end
        start = end + 1


def is_papers_page(doc: Document, labels: list[Match], wording: Wording) -> bool:
    """Two labels of an abstract, or three that run on; an abstract that is all there is below a title; or a short page
    with a title on top and a line that cites a journal below it."""
    begun = [label for label in labels if _begins(doc, label)]
    if len({_words(doc, label) for label in begun if _ends(doc, label)}) > 1:
        return True
    if len({_words(doc, label) for label in begun if wording.is_section(_words(doc, label))}) >= _FEWEST_RUNNING:
        return True
    if any(wording.opens_abstract(_words(doc, label)) and _is_all(doc, label, wording) for label in begun):
        return True
    if not any(wording.reads_like_a_title(doc.text[slice(*span)].strip()) for span in islice(lines(doc), 2)):
        return False
    return len(doc.text) < _LONGEST_PAGE and any(_cites(doc, span, wording) for span in islice(lines(doc), 2 * _LINES))


def titles(doc: Document, wording: Wording) -> Iterator[Span]:
    """The title among the first lines of a paper's page, the one that follows it, and English ones further down."""
    head = [_joined(doc, span) for span in islice(lines(doc), _LINES)]
    at = next((i for i, span in enumerate(head) if _is_title(doc, span, wording, first=not i)), None)
    if at is None:
        return
    yield head[at]
    for span in lines(doc):
        if span[0] <= head[at][1]:
            continue
        beside = span[0] == head[at][1] + 1
        line = doc.text[slice(*span)]
        if (beside or not HAN.search(line)) and _is_title(doc, span, wording, first=False):
            yield span


def _is_title(doc: Document, span: Span, wording: Wording, first: bool) -> bool:
    line = doc.text[slice(*span)].strip().replace("\n", "")
    if not _SHORTEST <= len(line) <= _LONGEST or wording.is_furniture(line):
        return False
    if wording.is_work_of_another_kind(line):
        return False
    if (
        "。" in line
        or ":" in line[:8]
        or wording.is_abstract(line)
        or line.endswith(("…", "..."))
        or _REFERENCE.match(line)
    ):
        return False
    if first:
        return not _follows_a_better(doc, span, wording)
    return wording.reads_like_a_title(line) and not wording.is_address(line) and not line.endswith(".")


def _follows_a_better(doc: Document, span: Span, wording: Wording) -> bool:
    """Whether the first line is a site's or list's name, and the next one the title."""
    line = doc.text[slice(*span)]
    return not wording.reads_like_a_title(line) and any(
        _is_title(doc, other, wording, first=False) for other in islice(lines(doc), 1, 3)
    )


def _joined(doc: Document, span: Span) -> Span:
    """The line with the next one where a name of cells or of a disease runs over its end."""
    for field in _FIELDS_ACROSS:
        if any(match.start < span[1] < match.end for match in doc.matches.get(field, ())):
            return span[0], doc.line(span[1] + 1)[1]
    return span


def _cites(doc: Document, span: Span, wording: Wording) -> bool:
    start, end = span
    if end - start > _LONGEST_CITATION or not wording.is_citation(doc.text[start:end]):
        return False
    return any(start <= match.start < end for match in doc.matches.get("journal", ()))


def _words(doc: Document, label: Match) -> str:
    return doc.text[label.start : label.end]


def _begins(doc: Document, label: Match) -> bool:
    """Whether a line, a sentence or a bracket opens before the label."""
    before = doc.text[max(label.start - 2, 0) : label.start].rstrip(" ")
    return not before or before[-1] in "\n。.;[【(|:"


def _ends(doc: Document, label: Match) -> bool:
    return doc.text[label.end : label.end + 1] in set(":]】 )|\n,-")


def _is_all(doc: Document, label: Match, wording: Wording) -> bool:
    """Whether the abstract that a label opens is of patients or an illness, and all that the page holds below its
    title."""
    if doc.line(label.start)[0] < label.start - 1 or not _ends(doc, label):
        return False
    start, end = doc.line(label.end + 1)
    if end - start < _SHORTEST:
        start, end = doc.line(end + 1)
    abstract = doc.text[start:end]
    if len(doc.text) - end > _LONGEST_TAIL or wording.is_news_lead(abstract):
        return False
    above = [doc.text[slice(*span)].strip() for span in islice(lines(doc), _LINES) if span[1] < label.start]
    if not (wording.is_of_patients(abstract) or _names_illness(doc)) or any(map(wording.is_guideline, above)):
        return False
    is_told = any(doc.matches.get(field) for field in _FACTS) and any(map(wording.reads_like_a_title, above))
    return is_told or wording.reports_itself(abstract)


def _names_illness(doc: Document) -> bool:
    named = (match.entry for match in doc.matches.get("condition", ()))
    return bool(doc.matches.get("cell_type")) or any(entry and entry.get("kind") != "never" for entry in named)
