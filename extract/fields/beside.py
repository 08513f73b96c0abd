"""Words that stand directly beside a place, found by their lengths: how a name is read on to its left or right."""

from collections.abc import Iterable


class WordsBeside:
    """A list of words, in lower case, asked for the longest one that ends or begins at a place of a folded shadow."""

    __slots__ = ("_lengths", "_words")

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._lengths = sorted({len(word) for word in self._words}, reverse=True)

    def before(self, folded: str, end: int) -> int:
        """Where the longest word that ends at `end` starts; `end` where there is none."""
        for length in self._lengths:
            if length <= end and folded[end - length : end] in self._words and not _splits(folded, end - length):
                return end - length
        return end

    def after(self, folded: str, start: int) -> int:
        """Where the longest word that starts at `start` ends; `start` where there is none."""
        for length in self._lengths:
            word = folded[start : start + length]
            if len(word) == length and word in self._words and not _splits(folded, start + length):
                return start + length
        return start


def _splits(folded: str, index: int) -> bool:
    """Whether a cut here would go through a Latin word."""
    if not 0 < index < len(folded):
        return False
    left, right = folded[index - 1], folded[index]
    return left.isascii() and right.isascii() and left.isalnum() and right.isalnum()
