"""A run's records as tables for spreadsheets and statistics: `records`, a row a record, and `facts`, a row a value.

Cells hold text that hostile pages may have written: none can become a formula or, but for the page's address, a link.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import msgspec

from extract.schema import Article
from extract.tables.columnar import ParquetBook
from extract.tables.delimited import CsvBook
from extract.tables.facts import FACTS, fact_rows
from extract.tables.records import RECORDS, record_row
from extract.tables.spreadsheet import ExcelBook
from extract.tables.table import Book, Table, cells

FORMATS = ("csv", "xlsx", "parquet")
_PACKAGES = {"xlsx": "xlsxwriter", "parquet": "pyarrow"}


class MissingExtra(ValueError):  # noqa: N818
    """A format needs a package of the extra `tables`; the message says how to install it."""


def write_tables(folder: Path, formats: list[str]) -> None:
    """Writes the tables asked for beside the articles.jsonl of a run: records.csv and facts.csv, records.xlsx with a
    sheet for each, records.parquet and facts.parquet.

    `formats` is of FORMATS. Each file is complete or not there. Raises MissingExtra where a format's package is not
    installed, ValueError for another format; nothing is written then.
    """
    check_formats(formats)
    for name in formats:
        write_table(read_articles(folder), name, folder / f"records.{name}", folder / f"facts.{name}")


def check_formats(formats: Iterable[str]) -> None:
    """Raises MissingExtra for a format whose package is not installed, ValueError for one that is unknown."""
    for name in formats:
        if name not in FORMATS:
            raise ValueError(f"no table format {name!r}; choose of {', '.join(FORMATS)}")
        package = _PACKAGES.get(name)
        if package and find_spec(package) is None:
            raise MissingExtra(f"{name} files need {package}: pip install 'studyfacts[tables]'")


def read_articles(folder: Path) -> Iterator[Article]:
    """The articles of a run's folder, one by one. Raises OSError where there is no articles.jsonl."""
    decoder = msgspec.json.Decoder(Article)
    with (folder / "articles.jsonl").open("rb") as lines:
        for line in lines:
            yield decoder.decode(line)


def write_table(articles: Iterable[Article], name: str, path: Path, facts: Path | None = None) -> int:
    """Writes articles as tables of the format `name`, complete or not at all; gives the number of articles.

    The articles are read once, and one at a time. `path` takes the records and, where the format holds several tables
    (xlsx), the facts; for the others the facts go to `facts`, or beside the records: `x.csv` and `x-facts.csv`.
    """
    paths = {RECORDS: path}
    if name != "xlsx":
        paths[FACTS] = facts or path.with_name(f"{path.stem}-facts{path.suffix}")
    parts = {table: one.with_name(f"{one.name}.part") for table, one in paths.items()}
    try:
        with closing(_book(name, parts)) as book:
            written = _write(articles, book)
        for table, part in parts.items():
            os.replace(part, paths[table])
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
    return written


def _book(name: str, parts: dict[Table, Path]) -> Book:
    match name:
        case "csv":
            return CsvBook(parts)
        case "parquet":
            return ParquetBook(parts)
        case _:
            return ExcelBook(parts[RECORDS], [RECORDS, FACTS])


def _write(articles: Iterable[Article], book: Book) -> int:
    written = 0
    for article in articles:
        written += 1
        for record in article.records:
            book.add(RECORDS, cells(record_row(article, record)))
            for fact in fact_rows(article, record):
                book.add(FACTS, cells(fact))
    return written
