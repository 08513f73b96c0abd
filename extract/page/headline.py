"""The headline of a page: which of its lines it is, or what its head gives where no line is."""

import re

from extract.page.article import Parts
from extract.page.boilerplate import boilerplate, fold
from extract.page.metadata import Head
from extract.page.tree import Layout

_HEADINGS = {"h1": 3, "h2": 2, "h3": 1, "h4": 1, "h5": 1, "h6": 1}
_TITLE_CLASS = re.compile(r"title|tit\b|headline|biaoti|\bbt\b", re.IGNORECASE)
_NO_LETTERS = re.compile(r"[\W_]+")
# A headline ends, and the name of section or site begins, at these; at a bare hyphen only beside Chinese.
_SEGMENTS = re.compile(
    r"\s{0,3}[_|｜»«›—–·]{1,3}\s{0,3}|\s-{1,2}\s|(?<=[\u3400-\u9fff”》）)？?！!])-{1,2}|-{1,2}(?=[\u3400-\u9fff]{2})"
)
_SHORTEST, _LONGEST = 4, 150
_NO_PARAGRAPH = 60  # lines to look at on a page without a paragraph
_NEAR = 12  # lines above the first paragraph


def headline(page: Layout, parts: Parts, head: Head) -> int | None:
    """Find the line that is the headline: its index, or None.

    Headings and lines of a "title" class that the head of
    the page repeats (<title>, og:title, JSON-LD) go first; the name of the site never is a headline.
    """
    known = [key(name) for name in head.titles]
    segments = [key(part) for name in head.titles for part in _SEGMENTS.split(name)]
    site = {key(head.site)} if head.site else set()
    first = parts.first()
    best, best_score = None, 1
    for number, line in enumerate(page.lines[: first + 1 if first else _NO_PARAGRAPH]):
        if not _SHORTEST <= len(line.text) <= _LONGEST:
            continue
        element = page.elements[line.part]
        score = _HEADINGS.get(element.tag, 0)
        label = element.attr("class")
        if (label and _TITLE_CLASS.search(label)) or (line.kind == "heading" and not score):
            score += 2
        near = number >= first - _NEAR
        if not score and not near:
            continue
        name = key(line.text)
        score += _told_by_head(name, known, segments) + near
        if name in site or (score < 8 and len(segments) > 1 and name in segments[1:] and name != segments[0]):
            score -= 6
        if parts.left_out[line.part]:
            score -= 2
        if line.linked * 2 > len(line.text):
            score -= 3
        if score > best_score and boilerplate().verdict(line.text) is None:
            best, best_score = number, score
    return best


def headline_of_head(head: Head) -> str | None:
    """The headline as the head of the page gives it, without the names of section and site."""
    if not head.titles:
        return None
    whole = head.titles[0]
    parts = [part.strip() for part in _SEGMENTS.split(whole) if part.strip()]
    if head.site:
        parts = [part for part in parts if key(part) != key(head.site)] or parts
    if not parts:
        return whole
    return parts[0] if len(parts[0]) >= 8 else max(parts, key=len)


def key(text: str) -> str:
    """Letters and digits alone: what two writings of one headline share."""
    return _NO_LETTERS.sub("", fold(text))


def _told_by_head(name: str, known: list[str], segments: list[str]) -> int:
    if not name:
        return 0
    if name in segments or name in known:
        return 6
    if len(name) >= 8 and any(name in whole for whole in known):
        return 4
    # og:title is cut at an inner quotation mark
    return 4 if any(len(part) >= 4 and name.startswith(part) for part in known) else 0
