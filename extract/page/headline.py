"""The headline of a page: which of its lines it is, or what its head gives where no line is."""

import re

import msgspec
from turbohtml import Element

from extract.page.article import REGISTERED, Parts, is_paragraph
from extract.page.boilerplate import boilerplate, fold
from extract.page.metadata import Head
from extract.page.tree import Layout, Line

_HEADINGS = {"h1": 3.0, "h2": 2.0, "h3": 1.5, "h4": 1.5, "h5": 1.5, "h6": 1.5}
_BOLD = 1.0
_TITLE_CLASS = re.compile(r"title|tit\b|headline|biaoti|\bbt\b", re.IGNORECASE)
_NO_LETTERS = re.compile(r"[\W_]+")
_LATIN = re.compile("[a-zà-öø-ɏ]+")
# A headline ends, and the name of section or site begins, at these; at a bare hyphen only beside Chinese.
_SEGMENTS = re.compile(
    r"\s{0,3}[_|｜»«›—–·]{1,3}\s{0,3}|\s-{1,2}\s|(?<=[\u3400-\u9fff”》）)？?！!])-{1,2}|-{1,2}(?=[\u3400-\u9fff]{2})"
)
_SHORTEST, _LONGEST = 4, 150  # characters
_TELLING = 10  # characters from which a headline in <title> can be none of a section
# A trail of sections (首页 » 医学 » 正文), or a menu on one line.
_TRAIL = re.compile(r"[›»]|>>|\s[|/>·]\s|[㐀-鿿]>[㐀-鿿]")
_MENU = re.compile(r"\S{2,6}(?:\s{1,4}\S{2,6}){3,40}")
_LOGO = re.compile(r"logo|site-?name|sitetitle", re.IGNORECASE)
_NEAR = 12  # lines above the first paragraph
_MOST_ABOVE = 16  # lines
_FEW = 3  # lines
_SENTENCE = 12  # characters
_NO_PARAGRAPH = 60  # lines to look at on a page without a paragraph


class Headline(msgspec.Struct, frozen=True):
    """A headline that stands in the page: the lines `start` to `end` (more than one where it is broken by `<br>`)."""

    text: str
    start: int
    end: int


class _Told(msgspec.Struct, frozen=True):
    """What the head of a page gives as titles: whole, and cut into headline, section and site."""

    known: list[str]
    segments: list[str]
    site: str
    tells: bool

    @classmethod
    def by(cls, head: Head) -> "_Told":
        known = [key(title) for title in head.titles]
        segments = [key(part) for title in head.titles for part in _SEGMENTS.split(title)]
        return cls(known, [part for part in segments if part], key(head.site or ""), not _tells_nothing(head))

    def weight(self, name: str, is_heading: bool) -> int:
        if not name or self.names_site(name):
            return -4
        if name in self.segments or name in self.known:
            return 6 if self.tells or is_heading else 0
        if len(name) >= 8 and any(name in whole for whole in self.known):
            return 4
        # og:title is cut at an inner quotation mark; <title> may add a number in the middle
        if any(len(part) >= 4 and name.startswith(part) for part in self.known):
            return 4
        if any(len(part) >= _TELLING and name.startswith(part) for part in self.segments):
            return 4
        return 4 if is_heading and len(name) >= 10 and any(name[-10:] in whole for whole in self.known) else 0

    def names_site(self, name: str) -> bool:
        """Tell a segment that names site or section: it ends as such names do, or is a short last one."""
        if name == self.site:
            return True
        if len(self.segments) < 2 or name not in self.segments:
            return False
        is_longest = len(name) == max(map(len, self.segments))
        return name.endswith(boilerplate().site_endings) or not (is_longest or name == self.segments[0])


def headline(page: Layout, parts: Parts, head: Head) -> Headline | None:
    """Find the lines that are the headline; None if the page prints none.

    Headings and lines of a "title" class weigh by their rank, by what the head of the page repeats (<title>,
    og:title, JSON-LD) and by their nearness to the first paragraph; names of site and section weigh against. Where
    neither the page marks nor its head tells a headline, it is the first line that could be one.
    """
    told = _Told.by(head)
    first = parts.first()
    best, most = None, 1.0
    for number, line in enumerate(page.lines[: first + 1 if first else _NO_PARAGRAPH]):
        if not _SHORTEST <= len(line.text) <= _LONGEST:
            continue
        near = number >= first - _NEAR
        rank = _rank(page.elements[line.part], line)
        if not rank and not near:
            continue
        is_aside = parts.left_out[line.part]
        known = told.weight(key(line.text), bool(rank))
        if (not known and is_aside) or (not rank and _is_trail(line.text)):
            continue
        weight = rank + known + near + (_by_itself(page, number) if rank and not known else 0)
        weight -= 2 * is_aside + 3 * (line.linked * 2 > len(line.text))
        if weight >= most and weight > 1 and boilerplate().verdict(line.text) is None:
            best, most = number, weight
    if best is None and _tells_nothing(head):
        best = _first_likely(page, parts, first)
    return None if best is None else _whole(page, best)


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


def without_pinyin(text: str, head: Head) -> str:
    """The headline as the head gives it, where the page has only sprinkled Latin letters into it."""
    han = _LATIN.sub("", key(text))
    segments = (part.strip() for title in head.titles for part in _SEGMENTS.split(title))
    return next((part for part in segments if len(part) >= 8 and key(part) == han), text)


def _rank(element: Element, line: Line) -> float:
    rank = _HEADINGS.get(element.tag, 0.0)
    label = element.attr("class")
    if label and _TITLE_CLASS.search(label):
        return rank + 2
    return rank or (_BOLD if line.kind == "heading" else 0.0)


def _tells_nothing(head: Head) -> bool:
    told = headline_of_head(head)
    return told is None or len(told) < _TELLING or key(told).endswith(boilerplate().site_endings)


def _by_itself(page: Layout, number: int) -> float:
    """What speaks for a heading that the head of the page does not know: a byline below it, the length of a
    sentence; against it, that it is or reads like the name of the site."""
    line, words = page.lines[number], boilerplate()
    if _is_trail(line.text) or _LOGO.search(page.elements[line.part].attr("class") or ""):
        return -4
    if key(line.text).endswith(words.site_endings):
        return -3
    has_byline = number + 1 < len(page.lines) and words.is_byline(page.lines[number + 1].text)
    return 2.0 * has_byline + (len(line.text) >= _SENTENCE)


def _is_trail(text: str) -> bool:
    return bool(_TRAIL.search(text) or _MENU.fullmatch(text)) or boilerplate().cites(text)


def _first_likely(page: Layout, parts: Parts, first: int) -> int | None:
    """The first line above the first paragraph that could be a headline; a page that has many lines there is a form."""
    end = first
    if not first and len(page.lines) > _FEW and not is_paragraph(page.lines[0]):
        end = _FEW  # a page whose full stops are lost has no paragraphs
    above = [n for n in range(end) if not parts.left_out[page.lines[n].part]]
    if sum(not page.lines[n].linked for n in above) > _MOST_ABOVE:
        return None
    return next((n for n in above[-_NEAR:] if _could_be(page.lines[n])), None)


def _could_be(line: Line) -> bool:
    words = boilerplate()
    return (
        8 <= len(line.text) <= _LONGEST
        and not line.linked
        and line.kind != "table_row"
        and "。" not in line.text
        and not (_is_trail(line.text) or REGISTERED.search(line.text))
        and not key(line.text).endswith(words.site_endings)
        and words.verdict(line.text) is None
        and not (words.is_byline(line.text) or words.labels.search(line.text))
    )


def _whole(page: Layout, number: int) -> Headline:
    """Add the lines that a heading in bold type was broken into."""
    start, end = number, number + 1
    if page.lines[number].kind == "heading":
        while start and _belongs(page.lines[start - 1], page.lines[number]):
            start -= 1
        while end < len(page.lines) and _belongs(page.lines[end], page.lines[number]):
            end += 1
    text = "".join(line.text for line in page.lines[start:end])
    return (
        Headline(text, start, end) if len(text) <= _LONGEST else Headline(page.lines[number].text, number, number + 1)
    )


def _belongs(line: Line, heading: Line) -> bool:
    return line.kind == "heading" and line.part == heading.part
