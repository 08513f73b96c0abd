"""The page stage: a page's bytes in, one clean text with blocks and offsets out."""

import msgspec

from extract.schema import Block


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """The article of a page. Blocks lie in `text` in order, without overlap, with one line break between them."""

    text: str
    blocks: list[Block]
    title: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    encoding: str | None = None
    replacements: int = 0
