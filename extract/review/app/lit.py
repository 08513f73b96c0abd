"""The article's text cut into pieces, each with the facts that cover it, for the template to light.

Nothing is added to the text and nothing left out but white space between blocks: a browser counts the code points of a
block's text nodes to find an offset.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from extract.schema import Article, Block, BlockKind


class Place(NamedTuple):
    """Where a fact stands: half-open, in code points of the article's text."""

    fact: str
    field: str
    start: int
    end: int


class Piece(NamedTuple):
    """A run of characters that the same facts cover; `places` from the innermost outwards. `begins` are those that
    begin here."""

    text: str
    places: list[Place]
    begins: list[Place]


class LitBlock(NamedTuple):
    kind: BlockKind
    start: int
    pieces: list[Piece]


def lit_blocks(article: Article, places: Sequence[Place]) -> list[LitBlock]:
    """All blocks of the article in text order; text outside blocks becomes paragraphs of its own."""
    inside = [place for place in places if 0 <= place.start < place.end <= len(article.text)]
    spans = list(_whole(article))
    return [LitBlock(block.kind, block.start, list(pieces)) for block, pieces in _filled(article.text, spans, inside)]


def _whole(article: Article) -> Iterator[Block]:
    """The blocks, and the text between them that is more than white space."""
    at = 0
    for block in sorted(article.blocks, key=lambda one: one.start):
        if article.text[at : block.start].strip():
            yield Block("paragraph", at, block.start, "")
        start = max(block.start, at)
        if start < block.end:
            yield Block(block.kind, start, block.end, block.xpath)
        at = max(at, block.end)
    if article.text[at:].strip():
        yield Block("paragraph", at, len(article.text), "")


def _filled(text: str, blocks: list[Block], places: list[Place]) -> Iterator[tuple[Block, Iterator[Piece]]]:
    ordered = sorted(places, key=lambda place: place.start)
    at, open_ones = 0, list[Place]()
    for block in blocks:
        while at < len(ordered) and ordered[at].start < block.end:
            open_ones.append(ordered[at])
            at += 1
        open_ones = [place for place in open_ones if place.end > block.start]
        yield block, _pieces(text, block, open_ones)


def _pieces(text: str, block: Block, places: list[Place]) -> Iterator[Piece]:
    """`places` in the order of their starts."""
    cuts = {block.start, block.end}
    for place in places:
        cuts.update(at for at in (place.start, place.end) if block.start < at < block.end)
    at, covering = 0, list[Place]()
    for start, end in pairwise(sorted(cuts)):
        begins = []
        while at < len(places) and max(places[at].start, block.start) == start:
            begins.append(places[at])
            at += 1
        covering = [place for place in (*covering, *begins) if place.end > start]
        inner_first = sorted(covering, key=lambda place: (place.end - place.start, place.field))
        yield Piece(text[start:end], inner_first, begins)
