"""The characters of one line: blanks, invisible characters and entities that were escaped twice."""

import html
import re

from extract.page.raised import subscript, superscript

_INVISIBLE = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ue000-\uf8ff\ufeff\ufe00-\ufe0f\ufff9-\ufffb\U000e0000-\U000e01ef\U000f0000-\U0010ffff\ud800-\udfff"
)
_BLANK = "\t\n\x0b\x0c\r\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_HIDDEN = re.compile(f"[{_INVISIBLE}]+")
_BLANKS = re.compile(f"[ {_BLANK}]+")
_ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")
_SCRIPT = re.compile(r"<su([pb])>([^<>]{1,30})</su[pb]>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:i|em|b|strong|u|font|span|p|br|italic|bold|sup|sub)(?:\s[^<>]{0,300})?/?>", re.IGNORECASE)
_HAN = re.compile("[\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—\U00020000-\U0003ffff]")


def clean(line: str) -> str:
    """Give a line single blanks and visible characters only; entities that are left are unescaped once more."""
    line = line.strip()
    if line.isprintable() and "  " not in line and "&" not in line:
        return line
    if "&" in line:
        line = _without_tags(_ENTITY.sub(lambda found: html.unescape(found[0]), line))
    line = _HIDDEN.sub("", line)
    return _BLANKS.sub(_blank, line).strip()


def _without_tags(line: str) -> str:
    """Resolve the tags of powers, italics and line ends that were escaped along with the entities."""
    if "<" not in line or ">" not in line:
        return line
    return _TAG.sub("", _SCRIPT.sub(_script, line))


def _script(found: re.Match[str]) -> str:
    if found[1] in "bB":
        return subscript(found[2].strip())
    line, start, end = found.string, found.start(), found.end()
    return superscript(found[2].strip(), line[max(0, start - 8) : start], line[end : end + 3])


def _blank(run: re.Match[str]) -> str:
    """A line break of the source is nothing between two Han characters: there it only wrapped the line."""
    if "\n" not in run[0] and "\r" not in run[0]:
        return " "
    text, start, end = run.string, run.start(), run.end()
    wraps = start and end < len(text) and _HAN.match(text[start - 1]) and _HAN.match(text[end])
    return "" if wraps else " "
