"""Words that stand directly beside a place, found by their lengths: how a name is read on to its left or right."""

from collections.abc import Iterable


class WordsBeside:
    """A list of words, in lower case, asked for the longest one that ends or begins at a place of a folded shadow."""

    __slots__ = ("_lengths_by_first", "_lengths_by_last", "_words")

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._lengths_by_first = _lengths(self._words, 0)
        self._lengths_by_last = _lengths(self._words, -1)

    def before(self, folded: str, end: int) -> int:
        """Where the longest word that ends at `end` starts; `end` where there is none."""
        for length in self._lengths_by_last.get(folded[end - 1 : end], ()):
            if length <= end and folded[end - length : end] in self._words and not _splits(folded, end - length):
                return end - length
        return end

    def after(self, folded: str, start: int) -> int:
        """Where the longest word that starts at `start` ends; `start` where there is none."""
        for length in self._lengths_by_first.get(folded[start : start + 1], ()):
            word = folded[start : start + length]
            if len(word) == length and word in self._words and not _splits(folded, start + length):
                return start + length
        return start


def _lengths(words: Iterable[str], place: int) -> dict[str, tuple[int, ...]]:
    """The lengths of the words that have a character at their first or last place, the longest first."""
    lengths: dict[str, set[int]] = {}
    for word in words:
        lengths.setdefault(word[place], set()).add(len(word))
    return {char: tuple(sorted(found, reverse=True)) for char, found in lengths.items()}


def _splits(folded: str, index: int) -> bool:
    """Whether a cut here would go through a Latin word."""
    if not 0 < index < len(folded):
        return False
    left, right = folded[index - 1], folded[index]
    return left.isascii() and right.isascii() and left.isalnum() and right.isalnum()
