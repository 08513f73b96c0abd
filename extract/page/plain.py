"""A plain text: its lines as the lines of a page."""

import re
import unicodedata
from itertools import pairwise

from extract.page.article import is_paragraph
from extract.page.boilerplate import boilerplate
from extract.page.clean import clean
from extract.page.headline import Headline, key
from extract.page.tree import Layout, Line
from extract.schema import BlockKind

_LINE_END = re.compile(r"\r\n?|[\n\x0b\x0c\x85\u2028\u2029]")
_BULLET = re.compile(r"[ \t\xa0\u3000]{0,40}(?:[•●▪■◆○◦‣⁃▶][ \t\xa0\u3000]{0,8}|[-–*·][ \t\xa0\u3000]{1,8})(?=\S)")
_NUMBER = re.compile(
    r"[ \t\xa0\u3000]{0,40}(?:\d{1,3}[.、)）][ \t\xa0\u3000]{0,8}(?!\d)|[(（]\d{1,3}[)）]|[①-⑳])(?=\S)"
)
_ENDS_SENTENCE = "。！？!?；;…”」》:："
_NEVER_ENDS = "。！!；;，,、…:："
_LONGEST = 120  # characters of a headline
# Text cut by columns: lines about as wide as the widest; a Han character takes two columns.
_NARROWEST, _WIDEST, _RAGGED = 50, 110, 14
# The head of a printed page: volume and issue, or a page number.
_RUNNING_HEAD = re.compile(r"第[\d ]{1,9}[卷期]|(?:\d ){1,4}\d?$|[·•][\d ]{1,9}[·•]$")
_TOP = 12  # lines in which the name and address of the site may stand


def layout(text: str) -> Layout:
    """Read the lines of a plain text; lines that were only cut at a column become paragraphs again."""
    page = Layout(elements=[], around=[0])
    lines = _LINE_END.split(text)
    width = _width(lines)
    for line in _rejoined(lines, width) if width else lines:
        if not line or line.isspace():
            continue
        kind, bare = _kind(line)
        if cleaned := clean(bare):
            page.lines.append(Line.of(cleaned, kind))
    return page


def headline(page: Layout) -> Headline | None:
    """Find the line that is the headline: the first that could be one, below the site's own name and address."""
    words = boilerplate()
    start = 0
    for number, line in enumerate(page.lines[:_TOP]):
        if words.verdict(line.text) is not None:
            start = number + 1 + (words.is_bare(line.text) and words.verdict(line.text) == "contact")
        elif is_paragraph(line):
            break
    for number, line in enumerate(page.lines[start : start + 4], start):
        if len(line.text) > _LONGEST or line.text[-1] in _NEVER_ENDS:
            return None
        if line.kind in ("paragraph", "heading") and not _RUNNING_HEAD.search(line.text) and len(key(line.text)) >= 8:
            return None if words.is_byline(line.text) else Headline(line.text, number, number + 1)
    return None


def _kind(line: str) -> tuple[BlockKind, str]:
    if bullet := _BULLET.match(line):
        return "list_item", line[bullet.end() :]
    if _NUMBER.match(line):
        return "list_item", line
    if "\t" in line.strip():
        return "table_row", " | ".join(cell.strip() for cell in line.strip().split("\t"))
    return "paragraph", line


def _columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line[: 2 * _WIDEST])


def _width(lines: list[str]) -> int:
    """The column at which a text was cut; 0 where its lines are its own."""
    pairs = pairwise(lines)
    followed = [line.rstrip() for line, after in pairs if line.strip() and after.strip()][:400]
    if len(followed) < 4:
        return 0
    widths = [_columns(line) for line in followed]
    widest = sorted(widths)[int(len(widths) * 0.95)]
    if not _NARROWEST <= widest <= _WIDEST:
        return 0
    full = [line for line, width in zip(followed, widths, strict=True) if width >= widest - _RAGGED]
    unfinished = [line for line in full if line[-1] not in _ENDS_SENTENCE]
    return widest if len(full) >= 0.6 * len(followed) and len(unfinished) >= 0.6 * len(full) else 0


def _rejoined(lines: list[str], width: int) -> list[str]:
    paragraphs: list[str] = []
    waiting: list[str] = []
    for line in lines:
        if not line.strip() or _BULLET.match(line) or _NUMBER.match(line):
            paragraphs.append("\n".join(waiting))
            waiting = []
        if line.strip():
            waiting.append(line.rstrip())
            if _columns(waiting[-1]) < width - _RAGGED:
                paragraphs.append("\n".join(waiting))
                waiting = []
    paragraphs.append("\n".join(waiting))
    return paragraphs
