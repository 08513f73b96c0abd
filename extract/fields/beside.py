"""Words that stand directly beside a place, found by their lengths: how a name is read on to its left or right."""

from collections.abc import Callable, Iterable

# Most places are passed by for their first character beside the cut, most words for as many as these.
_EDGE = 2


class WordsBeside:
    """A list of words, in lower case, asked for the longest one that ends or begins at a place of a folded shadow."""

    __slots__ = ("_first", "_last", "_lengths_by_beginning", "_lengths_by_end", "_words")

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._first = frozenset(word[0] for word in self._words)
        self._last = frozenset(word[-1] for word in self._words)
        self._lengths_by_beginning = _lengths(self._words, lambda word: word[:_EDGE], lambda edge: edge[0])
        self._lengths_by_end = _lengths(self._words, lambda word: word[-_EDGE:], lambda edge: edge[-1])

    def before(self, folded: str, end: int) -> int:
        """Where the longest word that ends at `end` starts; `end` where there is none."""
        last = folded[end - 1 : end]
        if last not in self._last:
            return end
        for length in self._lengths_by_end.get(folded[max(end - _EDGE, 0) : end]) or self._lengths_by_end.get(last, ()):
            if length <= end and folded[end - length : end] in self._words and not _splits(folded, end - length):
                return end - length
        return end

    def after(self, folded: str, start: int) -> int:
        """Where the longest word that starts at `start` ends; `start` where there is none."""
        first = folded[start : start + 1]
        if first not in self._first:
            return start
        beginning = folded[start : start + _EDGE]
        for length in self._lengths_by_beginning.get(beginning) or self._lengths_by_beginning.get(first, ()):
            word = folded[start : start + length]
            if len(word) == length and word in self._words and not _splits(folded, start + length):
                return start + length
        return start


def _lengths(
    words: Iterable[str], edge_of: Callable[[str], str], beside: Callable[[str], str]
) -> dict[str, tuple[int, ...]]:
    """The lengths, the longest first, of the words that have an edge; among them the word of one character that is
    all of the edge that stands `beside` the cut."""
    lengths: dict[str, set[int]] = {}
    for word in words:
        lengths.setdefault(edge_of(word), set()).add(len(word))
    for edge, found in lengths.items():
        if beside(edge) in lengths:
            found.add(1)
    return {edge: tuple(sorted(found, reverse=True)) for edge, found in lengths.items()}


def _splits(folded: str, index: int) -> bool:
    """Whether a cut here would go through a Latin word."""
    if not 0 < index < len(folded):
        return False
    left, right = folded[index - 1], folded[index]
    return left.isascii() and right.isascii() and left.isalnum() and right.isalnum()
