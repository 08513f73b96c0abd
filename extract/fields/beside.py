"""Words that stand directly beside a place, found by their lengths: how a name is read on to its left or right."""

from collections.abc import Iterable

# By so many characters at their edge most words are ruled out at once.
_EDGE = 2


class WordsBeside:
    """A list of words, in lower case, asked for the longest one that ends or begins at a place of a folded shadow."""

    __slots__ = ("_lengths_by_beginning", "_lengths_by_end", "_words")

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._lengths_by_beginning = _lengths(self._words, 0, _EDGE)
        self._lengths_by_end = _lengths(self._words, -_EDGE, None)

    def before(self, folded: str, end: int) -> int:
        """Where the longest word that ends at `end` starts; `end` where there is none."""
        by_end = self._lengths_by_end
        for length in by_end.get(folded[max(end - _EDGE, 0) : end]) or by_end.get(folded[end - 1 : end], ()):
            if length <= end and folded[end - length : end] in self._words and not _splits(folded, end - length):
                return end - length
        return end

    def after(self, folded: str, start: int) -> int:
        """Where the longest word that starts at `start` ends; `start` where there is none."""
        by_beginning = self._lengths_by_beginning
        beginning = folded[start : start + _EDGE]
        for length in by_beginning.get(beginning) or by_beginning.get(beginning[:1], ()):
            word = folded[start : start + length]
            if len(word) == length and word in self._words and not _splits(folded, start + length):
                return start + length
        return start


def _lengths(words: Iterable[str], first: int, last: int | None) -> dict[str, tuple[int, ...]]:
    """The lengths of the words that have an edge (of one character for the words that are no more), the longest
    first."""
    lengths: dict[str, set[int]] = {}
    for word in words:
        lengths.setdefault(word[first:last], set()).add(len(word))
    for edge, found in lengths.items():
        if len(edge) == _EDGE and (edge[0] if first == 0 else edge[-1]) in lengths:
            found.add(1)
    return {edge: tuple(sorted(found, reverse=True)) for edge, found in lengths.items()}


def _splits(folded: str, index: int) -> bool:
    """Whether a cut here would go through a Latin word."""
    if not 0 < index < len(folded):
        return False
    left, right = folded[index - 1], folded[index]
    return left.isascii() and right.isascii() and left.isalnum() and right.isalnum()
