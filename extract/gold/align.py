"""Where a gold page's facts stand in the text that the product made of the same page.

Both texts are compared without white space and in compatibility form (NFKC), block by block: what the page stage moved
is found again, what it lost is lost.
"""

import unicodedata
from difflib import SequenceMatcher

from extract.gold.marks import GoldPage
from extract.schema import Block

# A bar parts the cells of a table in the text; in the page they are apart.
_IDLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\ufffd|"
# Runs shorter than this, in characters, are found by chance.
_SHORTEST_RUN = 6

Span = tuple[int, int]


def locate(gold: GoldPage, text: str, blocks: list[Block]) -> list[Span | None]:
    """The span in `text` (characters) of each mark of the gold page, None for a mark whose words are not there."""
    shown, positions = _essence(gold.text)
    found: list[int | None] = [None] * len(shown)
    cursor = 0
    for block in blocks:
        said, places = _essence(text[block.start : block.end])
        for start, at, length in _runs(said, shown, cursor):
            for offset in range(length):
                if found[at + offset] is None:
                    found[at + offset] = block.start + places[start + offset]
            if length == len(said):
                cursor = at + length
    starts = _first_at(positions, len(gold.text))
    return [_span(found[starts[mark.start] : starts[mark.end]]) for mark in gold.marks]


def _essence(text: str) -> tuple[str, list[int]]:
    """The characters that count, and the position of each in the text."""
    characters: list[str] = []
    positions: list[int] = []
    for position, character in enumerate(text):
        for one in unicodedata.normalize("NFKC", character):
            if not one.isspace() and one not in _IDLE:
                characters.append(one)
                positions.append(position)
    return "".join(characters), positions


def _runs(said: str, shown: str, cursor: int) -> list[tuple[int, int, int]]:
    """Runs of a block in the page: (start in the block, start in the page, length)."""
    if not said:
        return []
    at = shown.find(said, cursor)
    if at < 0:
        at = shown.find(said)
    if at >= 0:
        return [(0, at, len(said))]
    matcher = SequenceMatcher(None, said, shown, autojunk=False)
    return [(one.a, one.b, one.size) for one in matcher.get_matching_blocks() if one.size >= _SHORTEST_RUN]


def _first_at(positions: list[int], length: int) -> list[int]:
    """For each position of a text, the index of the first character of its essence at or behind it."""
    firsts = [len(positions)] * (length + 1)
    for index in range(len(positions) - 1, -1, -1):
        firsts[positions[index]] = index
    for position in range(length - 1, -1, -1):
        firsts[position] = min(firsts[position], firsts[position + 1])
    return firsts


def _span(places: list[int | None]) -> Span | None:
    if not places or places[0] is None or places[-1] is None or places[-1] < places[0]:
        return None
    return places[0], places[-1] + 1
