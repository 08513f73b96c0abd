"""Which lines of a page are the article.

Judged by prose: characters outside links, counted for every part of the page. From the body downwards the part with
most of the prose is followed for as long as what it leaves behind is no prose of its own; so an article that lies
in several parts stays whole, and side bars, which are links, fall away. Within it, parts that are named as site
furniture, and lines and sections that read like it, are left out (rules/page/boilerplate.yaml).
"""

import re
from collections import Counter
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from typing import Protocol
from urllib.parse import urlsplit

from extract.page.boilerplate import Boilerplate, Part, boilerplate, fold, part_named
from extract.page.tree import Layout, Line

_FURNITURE: dict[str, Part] = {"aside": "beside", "footer": "beside", "header": "outside"}
# Their class says how a line looks, or, of the body, what the whole page is.
_NAMELESS = frozenset(("body", "li", "tr", "tbody", "h1", "h2", "h3", "h4", "h5", "h6"))
_ARTICLE = frozenset(("article", "main"))
_LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_BOLD_LEVEL, _PLAIN_LEVEL = 7, 8
LABEL_ENDS = (":", "：", "日期", "时间", "時間", "更新")
_TOP = 12  # lines under the headline in which the byline stands
_BOTTOM = 4  # lines at the end in which dates of upload and the foot of the site stand
_TEASERS = 3
_FLOOR = re.compile(r"[#＃]\d{1,4}[\s:：]|\d{1,4} ?[楼樓][\s:：]|@[^:：]{1,12}[:：]")
_FLOORS = 2
_AFTER_NEIGHBOUR = 3  # lines
_BOTH_NEIGHBOURS = re.compile("[上前]一.{1,100}[下后後]一")
_THREAD = re.compile("[楼樓]主")
REGISTERED = re.compile(r"[A-Z]{3}[A-Za-z-]{0,8}[0-9]{6}")
_STOPS = "。！!；;"
_LONGEST_HEADING, _NO_HEADING = 30, "。！!；;，,、…:：.)）]"
_SHORT = 12  # characters: a date or a counter
_PROSE = 40  # characters: a line of the article, whatever surrounds it
# Prose from which a neighbouring part is worth keeping: a share of the whole, but between these many characters.
_OF_ITS_OWN, _LEAST_WORTH, _MOST_WORTH = 0.05, 20, 120
_LINKS = 0.3  # share of linked characters above which a neighbouring part is no prose


class Parts:
    """The parts of a page weighed: prose and linked characters of each with all it holds, and what it is named."""

    def __init__(self, page: Layout) -> None:
        self.page = page
        count = len(page.around)
        self.ends = _ends(page.around)
        self.names = _names(page)
        self.prose = [0] * count
        self.linked = [0] * count
        self.count = [0] * count
        for line in page.lines:
            self.count[line.part] += 1
            self.prose[line.part] += line.prose
            self.linked[line.part] += line.linked
        for part in range(count - 1, 0, -1):
            around = page.around[part]
            self.count[around] += self.count[part]
            self.prose[around] += self.prose[part]
            self.linked[around] += self.linked[part]
        self.left_out = self._left_out()
        self.root = self._root()
        self.inside = [
            (number, line)
            for number, line in enumerate(page.lines)
            if self.root <= line.part < self.ends[self.root] and not self.left_out[line.part]
        ]

    def first(self) -> int:
        """The index of the article's first paragraph."""
        return next((number for number, line in self.inside if is_paragraph(line)), 0)

    def _left_out(self) -> list[bool]:
        """Say of each part whether its name puts it outside the article. The name yields to most of the prose."""
        comments = sum(
            self.prose[part] for part, name in enumerate(self.names) if name == "comments" and self._is_outer(part)
        )
        most = (self.prose[0] - comments) / 2
        left_out = [False] * len(self.names)
        for part, name in enumerate(self.names):
            if part and left_out[self.page.around[part]]:
                left_out[part] = True
            elif name == "comments":
                left_out[part] = self.prose[part] < self.prose[0] * 0.97
            elif name == "outside":
                left_out[part] = self.prose[part] <= most
            elif name == "beside":
                left_out[part] = self.prose[part] <= most and not self._is_linkless_prose(part)
        return left_out

    def _is_outer(self, part: int) -> bool:
        return self.names[self.page.around[part]] != "comments"

    def _is_linkless_prose(self, part: int) -> bool:
        return self.prose[part] >= 100 and not self.linked[part] and self._lies_in_article(part)

    def _lies_in_article(self, part: int) -> bool:
        while part:
            part = self.page.around[part]
            if self.page.elements[part].tag in _ARTICLE:
                return True
        return False

    def _root(self) -> int:
        """Follow the prose from the body to the part that holds the article and little else."""
        prose = self._kept_prose()
        inside: dict[int, list[int]] = {}
        for part in range(1, len(prose)):
            if prose[part]:
                inside.setdefault(self.page.around[part], []).append(part)
        root = 0
        while root in inside:
            best = max(inside[root], key=prose.__getitem__)
            if self.count[best] < 2 or self._leaves_prose(root, best, inside[root], prose):
                break
            root = best
        return root

    def _kept_prose(self) -> list[int]:
        prose = [0] * len(self.names)
        for line in self.page.lines:
            if not self.left_out[line.part]:
                prose[line.part] += line.prose
        for part in range(len(prose) - 1, 0, -1):
            prose[self.page.around[part]] += prose[part]
        return prose

    def _leaves_prose(self, root: int, best: int, inside: list[int], prose: list[int]) -> bool:
        worth = min(max(_LEAST_WORTH, _OF_ITS_OWN * prose[root]), _MOST_WORTH)
        others = [part for part in inside if part != best]
        own = prose[root] - prose[best] - sum(prose[part] for part in others)
        return own + sum(prose[part] for part in others if self.linked[part] < _LINKS * prose[part]) >= worth


class Place(Protocol):
    """Where the headline stands: its text, and its lines from `start` to before `end`."""

    @property
    def text(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def article(parts: Parts, title: Place | None, host: str | None = None) -> list[Line]:
    """Choose the lines of the article.

    `title`: where the headline stands, if it does; its lines are not among those returned. `host`: the page's own
    host name, which tells links within the site from links to a registry or journal.
    """
    if title is None:
        return _named(_Reading(parts, host).read([line for _, line in parts.inside]))
    above = [line for number, line in parts.inside if number < title.start]
    below = [line for number, line in parts.inside if number >= title.end]
    lines = _Reading(parts, host).read(_citing(parts, title) + _kept_above(above, below) + below)
    return _named(_without_repeats(lines, title.text))


def _named(lines: list[Line]) -> list[Line]:
    """Name captions by the way they open, and as headings the short lines that stand above paragraphs or lists."""
    words = boilerplate()
    for line, after in pairwise(lines):
        if line.kind != "paragraph" or len(line.text) > _LONGEST_HEADING:
            continue
        if words.captions.match(line.text):
            line.kind = "caption"
        elif line.text[-1] not in _NO_HEADING and (is_paragraph(after) or after.kind == "list_item"):
            line.kind = "heading"
    return lines


def _citing(parts: Parts, title: Place) -> list[Line]:
    """Lines above the headline and around the article that cite the journal: the head of a journal's page."""
    first, end = parts.root, parts.ends[parts.root]
    return [
        line
        for line in parts.page.lines[: title.start]
        if not (first <= line.part < end or parts.left_out[line.part] or line.linked) and boilerplate().cites(line.text)
    ]


def _kept_above(above: list[Line], below: list[Line]) -> list[Line]:
    """What stands above the headline is no article, unless there is much of it or it cites a journal."""
    prose = sum(line.prose for line in above)
    if any(REGISTERED.search(line.text) or line.text[-1] in ":：" for line in above):
        return above  # a form, the headline being one of its values
    if prose > 2 * _PROSE and prose > sum(line.prose for line in below) / 10:
        return above
    words = boilerplate()
    return [line for line in above if not line.linked and (words.cites(line.text) or _names_journal(line.text))]


def _names_journal(text: str) -> bool:
    folded = fold(text)
    return any(word in folded for word in boilerplate().citations)


def _without_repeats(lines: list[Line], title: str) -> list[Line]:
    """A headline that stands twice above the first paragraph is one headline."""
    top = next((number for number, line in enumerate(lines) if is_paragraph(line)), len(lines))
    return [line for number, line in enumerate(lines) if number >= top or line.text != title]


class _Reading:
    """One pass over the lines inside the article's part, leaving out what reads like site furniture."""

    def __init__(self, parts: Parts, host: str | None) -> None:
        self.parts = parts
        self.page = parts.page
        self.root = parts.root
        self.host = host
        self.words: Boilerplate = boilerplate()

    def read(self, lines: list[Line]) -> list[Line]:
        verdicts = [self.words.verdict(line.text) for line in lines]
        kept: list[Line] = []
        number = 0
        neighbours = 0
        while number < len(lines):
            line, verdict = lines[number], verdicts[number]
            number += 1
            if verdict is None:
                if neighbours and len(line.text) < _PROSE and line.text[-1] not in _STOPS:
                    neighbours -= 1
                    continue  # the other neighbour's title or date
                neighbours = 0
                kept.append(line)
            elif verdict == "section":
                number = self._end_of_section(lines, number - 1, ends_page=False)
            elif verdict == "ending":
                number = self._end_of_section(lines, number - 1, ends_page=any(map(is_paragraph, kept[-20:])))
            elif verdict == "contact":
                number += self._value_follows(lines, number)
            elif verdict == "neighbour":
                if not neighbours and kept and self._is_bare_neighbour(line.text) and _could_be_title(kept[-1]):
                    kept.pop()
                neighbours = 0 if _BOTH_NEIGHBOURS.search(line.text) else _AFTER_NEIGHBOUR
        return self._without_links(self._without_teasers(self._without_byline(_without_floors(kept))))

    def _end_of_section(self, lines: list[Line], start: int, ends_page: bool) -> int:
        """The index after a section: the end of the part around its heading, or the next heading of its level.

        A list of links or titles ends at the first paragraph too, if no more links follow it closely.
        """
        level = self._level(lines[start])
        part = self.page.around[lines[start].part]
        end = start + 1
        has_excerpts = False
        while end == start + 1:
            stop = self.parts.ends[part]
            while end < len(lines) and part <= lines[end].part < stop and not self._is_heading(lines[end], level):
                if not ends_page and _is_told(lines[end]):
                    # Excerpts under links: a link follows closely, or stands above the last of them.
                    if not any(map(_is_linked, lines[end - has_excerpts : end + 4])):
                        return end
                    has_excerpts = True
                end += 1
            if part <= self.root:
                return end
            part = self.page.around[part]
        return end

    def _is_heading(self, line: Line, level: int) -> bool:
        return line.kind == "heading" and self._level(line) <= level

    def _level(self, line: Line) -> int:
        if line.kind != "heading":
            return _PLAIN_LEVEL
        return _LEVELS.get(self.page.elements[line.part].tag, _BOLD_LEVEL) if self.page.elements else _BOLD_LEVEL

    def _value_follows(self, lines: list[Line], number: int) -> int:
        alone = self.words.is_bare(lines[number - 1].text)
        return int(alone and number < len(lines) and len(lines[number].text) < _PROSE and _is_phrase(lines[number]))

    def _is_bare_neighbour(self, text: str) -> bool:
        return len(re.sub(r"[\d\s年月日/.:：«»‹›<>-]", "", text)) <= 5

    def _without_byline(self, lines: list[Line]) -> list[Line]:
        """Leave out lines above the first paragraph, and below the last, that only give date, author and counters."""
        top = next((n for n, line in enumerate(lines[:_TOP]) if is_paragraph(line)), _TOP)
        bottom = len(lines) - _BOTTOM
        kept: list[Line] = []
        for number, line in enumerate(lines):
            is_number = line.text.isdecimal() and not self._is_piece_of_date(lines, number)
            if number < top and not (line.kind == "table_row" or is_number) and self._is_byline(line, kept):
                line = replace(line, text=self.words.kept_of_byline(line.text))
            elif number >= bottom and line.kind != "table_row" and self._is_foot(line.text):
                continue
            if line.text:
                kept.append(line)
        return kept

    def _is_piece_of_date(self, lines: list[Line], number: int) -> bool:
        """A bare number is a day or a month only beside more of a date; else it is a value."""
        beside = lines[max(0, number - 1) : number] + lines[number + 1 : number + 2]
        return any(line.text[:1].isdecimal() and self.words.is_byline(line.text) for line in beside)

    def _is_foot(self, text: str) -> bool:
        return self.words.is_upload(text) or self.words.is_footer(text)

    def _is_byline(self, line: Line, above: list[Line]) -> bool:
        """A date under a label that is no byline's is a value of a form."""
        return self.words.is_byline(line.text) and not (above and above[-1].text.endswith(LABEL_ENDS))

    def _without_links(self, lines: list[Line]) -> list[Line]:
        """Leave out lists of links within the site, and single ones below the last paragraph."""
        last = max((n for n, line in enumerate(lines) if line.prose >= _SHORT), default=-1)
        kept: list[Line] = []
        number = 0
        while number < len(lines):
            end = number
            while end < len(lines) and _is_linked(lines[end]):
                end += 1
            run = lines[number:end]
            if not run:
                kept.append(lines[number])
                number += 1
                continue
            is_list = len(run) >= 3 or number > last
            if not is_list or self._is_announced(kept, run) or not all(map(self._leads_inside, run)):
                kept.extend(run)
            number = end
        return kept

    def _is_announced(self, above: list[Line], run: list[Line]) -> bool:
        """A list that a line announces, or whose lines carry registration numbers, is the article's own."""
        return bool(above and above[-1].text.endswith((":", "："))) or any(REGISTERED.search(line.text) for line in run)

    def _without_teasers(self, lines: list[Line]) -> list[Line]:
        """Leave out other articles' titles with an excerpt below each, unless they are most of the page."""
        heads = [
            number
            for number, (line, after) in enumerate(pairwise(lines))
            if _is_linked(line) and _is_told(after) and self._leads_inside(line)
        ]
        if len(heads) < _TEASERS:
            return lines
        told = {number + 1 for number in heads}
        if sum(lines[number].prose for number in told) > sum(line.prose for line in lines) / 2:
            return lines
        return [line for number, line in enumerate(lines) if number not in told and number + 1 not in told]

    def _leads_inside(self, line: Line) -> bool:
        links = self.page.elements[line.part].find_all("a")
        hosts = {host_of(link.attr("href")) for link in links}
        return not hosts or all(host is None or host == self._own_host for host in hosts)

    @cached_property
    def _own_host(self) -> str | None:
        """The page's host, or else the one that most of its links lead to, where the site names itself in each."""
        if self.host:
            return self.host
        hosts = [host_of(link.attr("href")) for link in self.page.elements[0].find_all("a")]
        named = Counter(host for host in hosts if host and not host.endswith(self.words.other_sites))
        best = max(named, key=lambda host: (named[host], host), default=None)
        return best if best and named[best] > len(hosts) / 2 else None


def host_of(href: str | None) -> str | None:
    """The host that a link leads to; None for one that stays where it is."""
    try:
        return urlsplit(href or "").hostname
    except ValueError:
        return None


def _names(page: Layout) -> list[Part | None]:
    names: list[Part | None] = [None] * len(page.around)
    in_article = [False] * len(page.around)
    for number, element in enumerate(page.elements):
        tag = element.tag
        in_article[number] = tag in _ARTICLE or in_article[page.around[number]]
        if tag in _NAMELESS:
            continue
        if tag in _FURNITURE and not (tag == "header" and in_article[number]):
            names[number] = _FURNITURE[tag]
            continue
        label, identity = element.attr("class"), element.attr("id")
        if label or identity:
            names[number] = part_named(f"{label} {identity}")
    return names


def _ends(around: list[int]) -> list[int]:
    """For each part the index after the last part inside it."""
    ends = list(range(1, len(around) + 1))
    for part in range(len(around) - 1, 0, -1):
        if ends[part] > ends[around[part]]:
            ends[around[part]] = ends[part]
    return ends


def _without_floors(lines: list[Line]) -> list[Line]:
    """Leave out readers' numbered comments (2楼 某人: …, #3 …) below the article; a thread is made of nothing else."""
    end = len(lines)
    while end and (_FLOOR.match(lines[end - 1].text) or not is_paragraph(lines[end - 1])):
        end -= 1
    floors = [number for number in range(end, len(lines)) if _FLOOR.match(lines[number].text)]
    if len(floors) < _FLOORS or any(_THREAD.search(line.text) for line in lines[:_TOP]):
        return lines
    return lines[: floors[0]]


def is_paragraph(line: Line) -> bool:
    """Tell a line that only an article has: long, with sentences, outside links."""
    return line.prose >= _PROSE and not _is_phrase(line)


def _is_told(line: Line) -> bool:
    """Tell a sentence from a title."""
    return not line.linked and (line.text[-1] == "。" or is_paragraph(line))


def _is_linked(line: Line) -> bool:
    """Tell a line that is a link with at most a date beside it."""
    return line.linked >= 4 and len(line.text) - line.linked <= _SHORT


def _is_phrase(line: Line) -> bool:
    return not any(stop in line.text for stop in _STOPS)


def _could_be_title(line: Line) -> bool:
    return len(line.text) <= 60 and "。" not in line.text
