"""Abbreviations that an article explains: 脂肪干细胞(ADSC), UC-MSC(脐带间充质干细胞), Schwann cells (SCs)."""

import re
from collections.abc import Iterable, Iterator

import msgspec

from extract.fields.cell_type.names import Name
from extract.rules import RuleSet
from extract.segment import Document

# An abbreviation has two capitals; a plural s belongs to it.
_SHAPE = re.compile(r"(?=[A-Za-z0-9-]{0,10}[A-Z][A-Za-z0-9-]{0,10}[A-Z])[A-Za-z][A-Za-z0-9-]{1,14}")
_BEFORE_BRACKET = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,14})[ ]?\($")
_WORD = re.compile(r"[A-Za-z]+")
_LONGEST_BRACKET = 90
_MOST_PLACES = 2_000


class Abbreviations:
    def __init__(self, rules: RuleSet) -> None:
        self._other_cells = rules.words("cell_type/other_cell")
        self._short_said = rules.pattern("cell_type/short_said")
        self._no_abbreviation = frozenset(rules.words("cell_type/no_abbreviation"))

    def resolve(self, doc: Document, named: list[Name], kept: list[Name]) -> list[Name]:
        """The kept names without abbreviations that mean something else here, and with those that the article explains.

        `named` are all names found, of which `kept` count.
        """
        explained = self._explained(doc.text, kept)
        foreign = self._foreign(doc.text, [name for name in named if name.is_short])
        foreign -= {short for short, full in explained.items() if full.code == "OTHER"}
        spelt = {name.code for name in kept if not name.is_short}
        names = [_as_explained(name, explained, foreign, spelt) if name.is_short else name for name in kept]
        resolved = [name for name in names if name is not None]
        edges = {name.start for name in resolved} | {name.end for name in resolved}
        for abbreviation, full in explained.items():
            if abbreviation not in foreign:
                resolved += self._places(doc, abbreviation, full, edges)
        return sorted(resolved, key=lambda name: name.start)

    def _explained(self, text: str, names: list[Name]) -> dict[str, Name]:
        explained: dict[str, Name] = {}
        for name in names:
            if name.is_short:
                continue
            said = self._short_said.match(text, name.head_end)
            if said and _SHAPE.fullmatch(said["short"]):
                explained.setdefault(_singular(said["short"]), name)
            if "(" not in (text[name.start - 1 : name.start], *text[name.head_end : name.head_end + 2]):
                continue
            for short in (*_in_brackets(text, name.head_end), *_before_brackets(text, name)):
                if short not in self._no_abbreviation and _fits(short, name):
                    explained.setdefault(_singular(short), name)
        return explained

    def _foreign(self, text: str, names: Iterable[Name]) -> set[str]:
        """The abbreviations that the article explains as something else: (direct current, DC), 肝星状细胞(HSC)."""
        foreign: set[str] = set()
        for name in names:
            opening = text.rfind("(", max(name.start - _LONGEST_BRACKET, 0), name.start)
            if opening < 0 or ")" in text[opening : name.start]:
                continue
            expansion = text[opening + 1 : name.start].rstrip(" ,;:")
            if text.endswith(self._other_cells, 0, opening) or expansion.lower().endswith(self._other_cells):
                foreign.add(_singular(name.printed))
        return foreign

    def _places(self, doc: Document, abbreviation: str, full: Name, edges: set[int]) -> Iterator[Name]:
        text = doc.text
        at = text.find(abbreviation)
        for _ in range(_MOST_PLACES):
            if at < 0:
                return
            end = at + len(abbreviation)
            end += text.startswith("s", end)
            if _stands_alone(text, at, end) and at not in edges and end not in edges:
                end += 2 * text.startswith("细胞", end)
                yield msgspec.structs.replace(
                    full, start=at, end=end, head_end=end, printed=doc.plain(at, end), origin=None
                )
            at = text.find(abbreviation, end)


def _in_brackets(text: str, end: int) -> Iterator[str]:
    """The abbreviations in a bracket that opens at `end`."""
    opening = end + (text[end : end + 1] == " ")
    if text[opening : opening + 1] != "(":
        return
    closing = text.find(")", opening, opening + _LONGEST_BRACKET)
    if closing < 0:
        return
    for piece in re.split(r"[,;:、/ ]|简称", text[opening + 1 : closing]):
        if _SHAPE.fullmatch(piece):
            yield piece


def _before_brackets(text: str, name: Name) -> Iterator[str]:
    """The abbreviation whose bracket opens right before the name."""
    found = _BEFORE_BRACKET.search(text, max(name.start - 18, 0), name.start)
    if found and text[name.head_end : name.head_end + 1] in (")", ",", ";") and _SHAPE.fullmatch(found[1]):
        yield found[1]


def _fits(short: str, name: Name) -> bool:
    """Whether an abbreviation can be that of the name: stem cells have an S, English words give its letters."""
    letters = [letter for letter in _singular(short) if letter.isupper()]
    words = "".join(word[0] for word in _WORD.findall(name.printed)).upper()
    if words and not any("一" <= char <= "鿿" for char in name.printed):
        return sum(letter in words for letter in letters) * 3 >= len(letters) * 2
    return name.family in ("", "plain") or bool({"S", "C", "E", "V", "M"} & set(letters))


def _as_explained(name: Name, explained: dict[str, Name], foreign: set[str], spelt: set[str]) -> Name | None:
    """An abbreviation as the article explains it: 脐带间充质干细胞(MSC); None where it means something else.

    Where the article also spells out the cells that it means by itself (`spelt`), it keeps its own meaning.
    """
    short = _singular(name.printed)
    if short in foreign:
        return None
    full = explained.get(short)
    if full is None or name.code in spelt:
        return name
    return msgspec.structs.replace(name, code=full.code, cl_id=full.cl_id)


def _singular(short: str) -> str:
    return short.removesuffix("细胞").removesuffix("s")


def _stands_alone(text: str, start: int, end: int) -> bool:
    left, right = text[start - 1 : start], text[end : end + 1]
    return not (left.isascii() and (left.isalnum() or left == "-")) and not (right.isascii() and right.isalnum())
