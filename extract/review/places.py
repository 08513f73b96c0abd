"""Where words of an old text stand in a new one: the same words with the same words around them."""

from functools import lru_cache

from extract.review.facts import Span

# Characters on each side of a quote that must be as they were.
_CONTEXT = 12


class Places:
    """From the spans of one text to those of another."""

    def __init__(self, old: str, new: str) -> None:
        self._old = old
        self._new = new
        self._found = lru_cache(maxsize=None)(self._find)

    def find(self, span: Span) -> Span | None:
        """The span in the new text; None where the words or what surrounds them changed, and where it cannot be told
        which of several places is meant."""
        return span if self._old == self._new else self._found(span)

    def _find(self, span: Span) -> Span | None:
        start, end = span
        before, quote, after = (
            self._old[max(start - _CONTEXT, 0) : start],
            self._old[start:end],
            self._old[end : end + _CONTEXT],
        )
        around = before + quote + after
        there, here = _all(around, self._old), _all(around, self._new)
        if len(here) != 1 and len(here) != len(there):
            return None
        at = here[0] if len(here) == 1 else here[there.index(start - len(before))]
        return at + len(before), at + len(before) + len(quote)


def _all(piece: str, text: str) -> list[int]:
    found = []
    at = text.find(piece)
    while at >= 0:
        found.append(at)
        at = text.find(piece, at + 1)
    return found
