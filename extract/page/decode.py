"""Bytes to characters, in whatever encoding a page really has."""

import re
from collections import Counter
from itertools import islice

import msgspec

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_NO_TEXT = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"\xd0\xcf\x11\xe0")
# Whole characters of two bytes: cut inside one, a run would look like another encoding's.
_RUN = re.compile(rb"(?:[\x80-\xff][\x40-\xff]){2,40}")
_RUNS = 60
_HEAD = 4096  # bytes in which a declaration is looked for
_THREE_BYTES = re.compile("[\u0800-\uffff]")
_HAN = re.compile("[\u4e00-\u9fff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd]")
_CHINESE = {
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "x-gbk", "cp936", "gb_2312-80"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "big5hkscs", "cp950", "x-x-big5"), "big5"),
}
# How many bytes of the page a declaration is worth, and that most Chinese pages in a legacy encoding are in this one.
_WEIGHT_OF_DECLARATION, _WEIGHT_OF_USE = 12, 3


class Decoded(msgspec.Struct, frozen=True):
    """`encoding` is None where characters came in; `replacements` counts what could not be read."""

    text: str
    encoding: str | None = None
    replacements: int = 0


def decode(data: bytes | str) -> Decoded:
    """Read a page's bytes as characters; what is no text at all (an image, a PDF) reads as nothing.

    The order: byte-order mark, UTF-16 without one, strict UTF-8, UTF-8 with a few broken bytes, then the
    legacy encoding that most runs of the page look like. A declared charset only weighs in at that last step:
    real pages declare gb2312 over UTF-8 and the reverse.
    """
    if isinstance(data, str):
        return Decoded("" if _is_noise(data) else data.removeprefix("\ufeff"))
    if data.startswith(_NO_TEXT):
        return Decoded("")
    decoded = _marked(data) or _utf16(data) or _utf8(data) or _legacy(data)
    return Decoded("") if _is_noise(decoded.text) else decoded


def _marked(data: bytes) -> Decoded | None:
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _read(data[len(mark) :], codec)
    return None


def _utf16(data: bytes) -> Decoded | None:
    """UTF-16 without a mark shows as ASCII characters with a NUL on always the same side."""
    head = data[:_HEAD]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if even + odd < 2 or min(even, odd) * 10 > even + odd:
        return None
    decoded = _read(data, "utf-16-be" if even > odd else "utf-16-le")
    return decoded if decoded.replacements <= 1 else None


def _utf8(data: bytes) -> Decoded | None:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return _damaged_utf8(data)
    return None if _is_short_gbk(data, text) else Decoded(text, "utf-8")


def _damaged_utf8(data: bytes) -> Decoded | None:
    """Legacy text read as UTF-8 gives next to no Han characters; a damaged UTF-8 page keeps nearly all."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return Decoded(text, "utf-8", broken) if len(_HAN.findall(text)) >= 4 * broken else None


def _is_short_gbk(data: bytes, text: str) -> bool:
    """A few GBK characters in a row can be sound UTF-8 (the classic is 联通); the declaration decides."""
    if data.isascii() or _THREE_BYTES.search(text):
        return False
    return _declared(data) in ("gb18030", "big5")


def _legacy(data: bytes) -> Decoded:
    # The detector (a port of Firefox's) is right on a handful of Chinese characters but gives up at the first
    # broken byte, and is slow on much. So a page's first runs vote, each by itself.
    from turbohtml.detect import detect

    votes: Counter[str] = Counter()
    for run in islice(_RUN.finditer(data), _RUNS):
        match = detect(run[0])
        if match.encoding and match.confidence:
            votes[_plain(match.encoding)] += round(match.confidence * len(run[0]))
    if votes:
        votes["gb18030"] += _WEIGHT_OF_USE
    declared = _declared(data)
    if declared and _is_sound(_read(data, declared)):
        votes[declared] += votes[declared] // 2 + _WEIGHT_OF_DECLARATION
    best = votes.most_common(1)[0][0] if votes else declared
    return _read(data, best if best and best != "utf-8" else "windows-1252")


def _is_sound(decoded: Decoded) -> bool:
    return decoded.replacements * 8 <= len(decoded.text) - len(decoded.text.encode("ascii", "ignore"))


def _declared(data: bytes) -> str | None:
    from bs4.dammit import EncodingDetector

    found = EncodingDetector.find_declared_encoding(data[:_HEAD], is_html=True, search_entire_document=True)
    return _plain(found) if found else None


def _plain(name: str) -> str:
    return _CHINESE.get(name.lower(), name.lower())


def _read(data: bytes, encoding: str) -> Decoded:
    """Decode as browsers do: turbohtml's codecs follow the Encoding Standard, with HKSCS and ETEN in Big5."""
    import turbohtml.detect  # noqa: F401  (registers the codecs)

    name = "utf-16" if encoding.startswith("utf-16") else encoding
    try:
        text = data.decode(encoding if name in ("utf-8", "utf-16") else f"whatwg-{encoding}", "replace")
    except LookupError:
        text, name = data.decode("utf-8", "replace"), "utf-8"
    return Decoded(text, name, text.count("\ufffd"))


def _is_noise(text: str) -> bool:
    head = text[:4000]
    return len(_CONTROL.findall(head)) * 10 > len(head)
