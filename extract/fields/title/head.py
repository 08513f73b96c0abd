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
# [2] Papa A. …: an entry of a list of references
_REFERENCE = re.compile(r"\[[0-9]{1,3}\]")


def lines(doc: Document) -> Iterator[Span]:
    start = 0
    while start < len(doc.text):
        end = doc.line(start)[1]
        yield start, end
        start = end + 1


def is_papers_page(doc: Document, labels: list[Match], wording: Wording) -> bool:
    """Two labels of an abstract; or a short page with a title on top and a line that cites a journal below it."""
    opening = {doc.text[label.start : label.end] for label in labels if _opens_section(doc, label)}
    if len(opening) > 1:
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
    if "。" in line or ":" in line[:8] or line.endswith(("…", "...")) or _REFERENCE.match(line):
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


def _opens_section(doc: Document, label: Match) -> bool:
    before = doc.text[max(label.start - 2, 0) : label.start].rstrip(" ")
    return (not before or before[-1] in "\n。.;[【(|:") and doc.text[label.end : label.end + 1] in set(":]】 )|\n,-")
