"""Tables of pages: JSON lines, CSV and Parquet, row by row."""

import csv
import gzip
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from extract.runs.sources.source import InputError, Source

_JSON_LINES = (".jsonl", ".jsonl.gz")
_SUFFIXES = (*_JSON_LINES, ".csv", ".parquet")
_PAGE_COLUMNS = ("html", "text")
_COLUMNS = (*_PAGE_COLUMNS, "id", "url", "published")
_ROWS_AT_ONCE = 64
# A cell of a CSV that grows beyond this comes of a quote that is not closed.
_LARGEST_CELL = 64 * 2**20

# A row, or what is wrong at its place.
Row = Mapping[str, Any] | str


def is_table(path: str) -> bool:
    return path.endswith(_SUFFIXES)


def rows(path: Path) -> Iterator[Source]:
    """The pages of a table. A row that is damaged, or the place where the table is cut off, gives a broken source.

    Raises InputError for a file that is no such table or has neither a column `html` nor `text`.
    """
    for number, row in enumerate(_read(path), 1):
        name = f"{path.name}#{number}"
        yield Source(name=name, broken=row) if isinstance(row, str) else page(name, row)


def count(path: Path) -> int | None:
    """The number of rows where the table tells it. Raises InputError as `rows` does."""
    first = next(_read(path), None)
    if isinstance(first, str):
        raise InputError(f"{path}: {first}")
    if path.suffix != ".parquet":
        return None
    from pyarrow import parquet

    number: int = parquet.ParquetFile(path).metadata.num_rows
    return number


def page(name: str, row: Mapping[str, Any]) -> Source:
    """The page of a row with `html` or `text`, and what there is of `id`, `url` and `published`."""
    column = next((name for name in _PAGE_COLUMNS if row.get(name)), None)
    content = row[column] if column else b""
    return Source(
        name=name,
        content=content if isinstance(content, bytes) else str(content).encode("utf-8", "surrogateescape"),
        id=_text(row.get("id")),
        url=_text(row.get("url")),
        published=_text(row.get("published")),
        kind="text" if column == "text" else None,
    )


def _text(cell: Any) -> str | None:
    if cell is None or cell == "" or cell != cell:
        return None
    return str(cell).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _read(path: Path) -> Iterator[Row]:
    if path.suffix == ".parquet":
        return _parquet(path)
    return _csv(path) if path.suffix == ".csv" else _json_lines(path)


def _json_lines(path: Path) -> Iterator[Row]:
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as file:
        try:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _json_row(line, number)
        except (EOFError, OSError, zlib.error) as error:
            yield f"{error}; the file is cut off here or is no gzip file, so copy it again"


def _json_row(line: bytes, number: int) -> Row:
    try:
        row = msgspec.json.decode(line, type=dict[str, Any])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        return f"line {number}: {error}; each line must be one JSON object"
    return row if row.keys() & set(_PAGE_COLUMNS) else f"line {number}: {_no_page(row)}"


def _no_page(columns: Any) -> str:
    return f"no column 'html' or 'text'; it has {sorted(map(str, columns))}"


def _csv(path: Path) -> Iterator[Row]:
    csv.field_size_limit(_LARGEST_CELL)
    # Bytes that are no UTF-8 pass through to the page stage, which reads pages in any encoding.
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        table = csv.DictReader(file, strict=True)
        columns = _header(table, path)
        if not columns & set(_PAGE_COLUMNS):
            raise InputError(f"{path}: {_no_page(columns)}; save it as UTF-8 with a line of column names")
        while True:
            try:
                yield next(table)
            except StopIteration:
                return
            except csv.Error as error:
                yield f"line {table.line_num}: {error}"


def _header(table: "csv.DictReader[str]", path: Path) -> set[str]:
    try:
        return set(table.fieldnames or ())
    except csv.Error as error:
        raise InputError(f"{path}: {error}; save it as UTF-8 with a line of column names") from error


def _parquet(path: Path) -> Iterator[Row]:
    try:
        from pyarrow import ArrowException, parquet
    except ImportError as error:
        raise InputError(f"{path}: Parquet files need pyarrow: pip install 'studyfacts[tables]'") from error
    try:
        table = parquet.ParquetFile(path, pre_buffer=False)
        columns = [name for name in table.schema_arrow.names if name in _COLUMNS]
    except (ArrowException, OSError) as error:
        raise InputError(f"{path}: {error}; it is no Parquet file or is cut off, so copy it again") from error
    if not set(columns) & set(_PAGE_COLUMNS):
        raise InputError(f"{path}: {_no_page(table.schema_arrow.names)}")
    try:
        for batch in table.iter_batches(_ROWS_AT_ONCE, columns=columns):
            yield from batch.to_pylist()
    except (ArrowException, OSError) as error:
        yield f"{error}; the rest of the table cannot be read"
