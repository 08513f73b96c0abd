"""The batch function over pandas tables: pages in, one row a record out. Every engine maps this one function."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec
import pandas as pd

from extract.schema import Article, StudyRecord

if TYPE_CHECKING:
    from extract.extractor import Extractor

_PAGE_COLUMNS = ("html", "text")


def articles(extractor: "Extractor", pages: pd.DataFrame) -> list[Article]:
    """The articles of a table of pages (columns `html` or `text`, optional `id`, `url`, `published`, `source`).

    Raises ValueError where neither column is there.
    """
    if not set(_PAGE_COLUMNS) & set(pages.columns):
        raise ValueError(f"the table needs a column 'html' or 'text'; it has {list(pages.columns)}")
    return [_article(extractor, row) for row in pages.to_dict("records")]


def _article(extractor: "Extractor", row: Mapping[Any, Any]) -> Article:
    column = next((name for name in _PAGE_COLUMNS if isinstance(row.get(name), bytes | str) and row[name]), None)
    return extractor.extract(
        row[column] if column else "",
        _text(row.get("url")),
        source=_text(row.get("source")) or _text(row.get("url")) or _text(row.get("id")) or "",
        id=_text(row.get("id")),
        kind="text" if column == "text" else None,
        published=_text(row.get("published")),
    )


def _text(cell: Any) -> str | None:
    if cell is None or cell != cell or cell == "":
        return None
    # pandas makes floats of whole numbers beside an empty cell.
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def frame(extractor: "Extractor", pages: pd.DataFrame) -> pd.DataFrame:
    """One row a record; columns are the record's keys, nested values as plain Python objects."""
    columns = ["article_id", "source", "url", "status", "error", *_record_columns()]
    rows = []
    for article in articles(extractor, pages):
        head = {"article_id": article.id, "source": article.source, "url": article.url, "status": article.status}
        head["error"] = article.error.message if article.error else None
        rows += [head | msgspec.to_builtins(record) for record in article.records]
    return pd.DataFrame(rows, columns=columns)


def _record_columns() -> list[str]:
    return [name for name in StudyRecord.__struct_fields__ if name != "article_id"]
