"""What the model reads at once: a sentence, a long one in pieces."""

from collections.abc import Iterator

from extract.segment import sentences

_LONGEST = 240  # characters
_BREAKS = ",;、:\n "


def windows(text: str) -> Iterator[tuple[int, int]]:
    """Windows (start, end) of a shadow, without white space at their edges."""
    for start, end in sentences(text):
        for first, last in _pieces(text, start, end):
            while first < last and text[first].isspace():
                first += 1
            while last > first and text[last - 1].isspace():
                last -= 1
            if last > first:
                yield first, last


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LONGEST:
        stop = max(text.rfind(sign, start, start + _LONGEST) for sign in _BREAKS) + 1
        if stop <= start:
            stop = start + _LONGEST
        yield start, stop
        start = stop
    yield start, end
