"""The page stage: a page's bytes in, one clean text with blocks and offsets out.

bytes ──decode──▶ characters ──tree (or plain)──▶ lines ──headline, article──▶ the article's lines ──▶ Page
"""

import re
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import msgspec

from extract.schema import Block, BlockKind

if TYPE_CHECKING:
    from extract.page.tree import Layout, Line


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


_MARKUP = re.compile(
    r"<!--|<(?:!doctype|html|head|body|title|meta|article|section|main|div|p|br|hr|table|tr|td|ul|ol|li|h[1-6]|span|font|a|b|"
    r"strong|sup|center|pre|img|script|style)\b",
    re.IGNORECASE,
)
_LOOKED_AT = 100_000  # characters
_EMPTY = Page(text="", blocks=[])


def read_page(data: bytes | str, url: str | None = None, kind: Literal["html", "text"] | None = None) -> Page:
    """Read the article of a page: its text, blocks, headline, date of publication and language.

    `data`: a page's bytes in any encoding, or its characters. `url`: where it stood; tells links within the site from
    others. `kind`: what `data` is; None looks whether it holds HTML tags. Never raises for what a page holds: an empty
    file, a binary or a page without an article gives a Page without text.
    """
    from extract.page.decode import decode

    decoded = decode(data)
    if kind is None:
        kind = "html" if _MARKUP.search(decoded.text, 0, _LOOKED_AT) else "text"
    page = _read_html(decoded.text, url) if kind == "html" else _read_plain(decoded.text)
    return msgspec.structs.replace(page, url=url, encoding=decoded.encoding, replacements=decoded.replacements)


def _read_html(source: str, url: str | None) -> Page:
    from extract.page import tree
    from extract.page.article import Parts, article
    from extract.page.headline import headline, headline_of_head, without_pinyin
    from extract.page.metadata import published, read_head

    document = tree.parse(source)
    body = document.find("body") or document.root
    if body is None:
        return _EMPTY
    head = read_head(document, url)
    page = tree.layout(body, raised_by_style="vertical-align" in source)
    parts = Parts(page)
    found = headline(page, parts, head)
    lines = article(parts, found, head.host)
    paths = _Paths(page, source)
    title: tuple[str, str] | None = None
    if found:
        title = found.text, paths.of(page.lines[found.start])
    elif told := headline_of_head(head):
        title = told, head.title_xpath
    result = _page(
        title,
        [(line.kind, line.text, paths.of(line)) for line in lines],
        published=published(page, parts, found, head, document),
        declared=head.language,
    )
    return msgspec.structs.replace(result, title=without_pinyin(found.text, head)) if found else result


def _read_plain(text: str) -> Page:
    from extract.page import plain
    from extract.page.article import Parts, article
    from extract.page.metadata import Head, published

    page = plain.layout(text)
    parts = Parts(page)
    found = plain.headline(page)
    lines: list[tuple[BlockKind, str, str]] = [(line.kind, line.text, "") for line in article(parts, found)]
    if not lines:
        # A snippet without full stops: all of it is what the caller wants read.
        snippet: list[tuple[BlockKind, str, str]] = [("paragraph", line.text, "") for line in page.lines]
        return _page(None, snippet, published=None)
    return _page((found.text, "") if found else None, lines, published=published(page, parts, found, Head()))


def _page(
    title: tuple[str, str] | None,
    lines: list[tuple[BlockKind, str, str]],
    published: str | None,
    declared: str | None = None,
) -> Page:
    """Join title and lines to one text. Without a line there is no article, whatever the title."""
    from extract.page.language import language

    if not lines:
        return msgspec.structs.replace(_EMPTY, title=title[0] if title else None, published=published)
    if title:
        lines = [("title", *title), *lines]
    text = "\n".join(line for _, line, _ in lines)
    blocks: list[Block] = []
    start = 0
    for kind, line, xpath in lines:
        blocks.append(Block(kind, start, start + len(line), xpath))
        start += len(line) + 1
    return Page(
        text=text,
        blocks=blocks,
        title=title[0] if title else None,
        published=published,
        language=language(text, declared),
    )


class _Paths:
    """XPaths of lines, such that they select in lxml's tree too."""

    def __init__(self, page: "Layout", source: str) -> None:
        self.page = page
        self.source = source

    def of(self, line: "Line") -> str:
        path = self.page.elements[line.part].xpath_path()
        return path if "/tbody/" not in path or self.has_tbody else path.replace("/tbody/", "/")

    @cached_property
    def has_tbody(self) -> bool:
        """HTML parsers add a tbody to every table that has none; libxml2 does not."""
        return "<tbody" in self.source.lower()
