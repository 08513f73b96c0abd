"""A run's records as tables for spreadsheets and statistics: one row a record.

Cells hold text that hostile pages may have written: none can become a formula or, but for the page's address, a link.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from extract.schema import Article
from extract.tables.row import COLUMNS, Row, row_of
from extract.tables.spreadsheet import write_xlsx

if TYPE_CHECKING:
    import pandas as pd

_ROWS_AT_ONCE = 10_000
_PACKAGES = {"xlsx": "xlsxwriter", "parquet": "pyarrow"}
# A spreadsheet reads a cell that begins with one of these as a formula; the full-width ones in Chinese editions.
_FORMULA = tuple("=+-@＝＋－＠\t\r\n")


class MissingExtra(ValueError):  # noqa: N818
    """A format needs a package of the extra `tables`; the message says how to install it."""


def write_tables(folder: Path, formats: list[str]) -> None:
    """Writes records.csv, records.xlsx and records.parquet, those asked for, beside the articles.jsonl of a run.

    `formats` is of "csv", "xlsx", "parquet". Each file is complete or not there. Raises MissingExtra where a format's
    package is not installed, ValueError for another format; nothing is written then.
    """
    check_formats(formats)
    for name in formats:
        write_table(read_articles(folder), name, folder / f"records.{name}")


def check_formats(formats: Iterable[str]) -> None:
    """Raises MissingExtra for a format whose package is not installed, ValueError for one that is unknown."""
    for name in formats:
        if name not in _WRITERS:
            raise ValueError(f"no table format {name!r}; choose of {', '.join(_WRITERS)}")
        package = _PACKAGES.get(name)
        if package and find_spec(package) is None:
            raise MissingExtra(f"{name} files need {package}: pip install 'studyfacts[tables]'")


def read_articles(folder: Path) -> Iterator[Article]:
    """The articles of a run's folder, one by one. Raises OSError where there is no articles.jsonl."""
    decoder = msgspec.json.Decoder(Article)
    with (folder / "articles.jsonl").open("rb") as lines:
        for line in lines:
            yield decoder.decode(line)


def write_table(articles: Iterable[Article], name: str, path: Path) -> None:
    """Writes the records of articles to one file of the format `name` (csv, xlsx, parquet), complete or not at all."""
    part = path.with_name(path.name + ".part")
    rows = (row_of(article, record) for article in articles for record in article.records)
    try:
        _WRITERS[name](rows, part)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def _frames(rows: Iterable[Row]) -> Iterator["pd.DataFrame"]:
    """The rows in tables of some ten thousand; at least one, be it empty, so that the columns are written."""
    import pandas as pd

    rows = iter(rows)
    chunk = list(islice(rows, _ROWS_AT_ONCE))
    while True:
        cells = [row.cells() for row in chunk]
        yield pd.DataFrame(cells, columns=COLUMNS).astype({"patients_total": "Int64", "confidence": "float64"})
        chunk = list(islice(rows, _ROWS_AT_ONCE))
        if not chunk:
            return


def _write_csv(rows: Iterable[Row], path: Path) -> None:
    # The mark at the front tells spreadsheets that the file is UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        for number, frame in enumerate(_frames(rows)):
            texts = frame.columns.difference(["patients_total", "confidence"])
            frame[texts] = frame[texts].map(_no_formula)
            frame.to_csv(file, index=False, header=number == 0)


def _no_formula(text: str) -> str:
    """The leading apostrophe is the spreadsheets' own mark for text."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _write_parquet(rows: Iterable[Row], path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    numbers = {"patients_total": pa.int64(), "confidence": pa.float64()}
    schema = pa.schema([(column, numbers.get(column, pa.string())) for column in COLUMNS])
    with parquet.ParquetWriter(path, schema) as writer:
        for frame in _frames(rows):
            writer.write_table(pa.Table.from_pandas(frame, schema, preserve_index=False))


_WRITERS: dict[str, Callable[[Iterable[Row], Path], None]] = {
    "csv": _write_csv,
    "xlsx": write_xlsx,
    "parquet": _write_parquet,
}
