"""A document's lines, and which parts of them tell results."""

from bisect import bisect_left

from extract.fields.patients.signs import Signs
from extract.segment import Document

# A line this short (characters) before another may be its heading.
_SHORT_LINE = 12


class Lines:
    """Each line is looked through once, in the order of the text."""

    def __init__(self, doc: Document, signs: Signs) -> None:
        self._doc = doc
        self._head = signs.section_head
        self._bounds = (0, -1)
        self._starts: list[int] = []
        self._results: list[bool] = []

    def around(self, index: int) -> tuple[int, int]:
        """The line (start, end) in which a match that follows those asked for before stands."""
        if not self._bounds[0] <= index <= self._bounds[1]:
            self._bounds = self._doc.line(index)
            self._starts = []
        return self._bounds

    def tell_results(self, position: int) -> bool:
        """Whether the last head of a section before `position`, in the line asked for last, is that of results."""
        if not self._starts:
            self._look_through()
        return self._results[bisect_left(self._starts, position) - 1]

    def _look_through(self) -> None:
        line, end = self._bounds
        above = self._doc.text.rfind("\n", 0, max(line - 1, 0)) + 1
        start = above if line - above <= _SHORT_LINE else line
        heads = list(self._head.finditer(self._doc.text, start, end))
        self._starts = [-1, *(head.start() for head in heads)]
        self._results = [False, *(head["results"] is not None for head in heads)]
