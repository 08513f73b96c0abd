"""What a run reads: files, folders, globs, standard input, and tables of pages."""

import glob
import gzip
import os
import sys
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec

PAGE_SUFFIXES = (".html", ".htm", ".xhtml", ".txt")
TABLE_SUFFIXES = (".jsonl", ".jsonl.gz", ".csv", ".parquet")


class InputError(ValueError):
    """An INPUT that cannot be read at all; the message says what to do."""


class BrokenSource(OSError):  # noqa: N818
    """A page that a damaged table or archive no longer holds."""


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """One page to read: a file's path, or the content itself. `name` is relative to what the user named. `broken` says
    why there is nothing to read where a table or an archive is damaged."""

    name: str
    path: str | None = None
    content: bytes | None = None
    id: str | None = None
    url: str | None = None
    published: str | None = None
    kind: Literal["html", "text"] | None = None
    broken: str | None = None

    def read(self) -> bytes:
        """The page's bytes. Raises OSError where the file cannot be read (any more)."""
        if self.broken:
            raise BrokenSource(self.broken)
        return self.content if self.content is not None else Path(self.path or "").read_bytes()


def sources(inputs: list[str], own: Path | None = None) -> Iterator[Source]:
    """The pages of all inputs, in the order given; files of a folder in the order of their names. `own` is the run's
    own folder, whose files are no pages.

    Raises InputError for an input that does not exist or is of no known kind.
    """
    for given in inputs:
        if given == "-":
            yield Source(name="-", content=sys.stdin.buffer.read())
            continue
        yield from _of_path(given, own)


def _of_path(given: str, own: Path | None) -> Iterator[Source]:
    path = Path(given)
    if path.is_dir():
        yield from _of_folder(path, own)
        return
    if not path.exists() and glob.has_magic(given):
        found = sorted(glob.glob(given, recursive=True))
        if not found:
            raise InputError(f"no file matches {given!r}; check the pattern, and quote it from the shell")
        for one in found:
            yield from _of_path(one, own)
        return
    if not path.exists() and not path.is_symlink():
        raise InputError(f"{given} does not exist; give a file, a folder, a glob, or - for standard input")
    if given.endswith(TABLE_SUFFIXES):
        yield from _of_table(path)
        return
    if given.endswith((".warc", ".warc.gz")):
        raise InputError(f"{given}: WARC files are not read yet; unpack the pages into a folder or a .jsonl table")
    yield Source(name=_printable(path.name), path=str(path), kind="text" if path.suffix == ".txt" else None)


def _printable(name: str) -> str:
    """A file's name as text; bytes that are no UTF-8 show as replacement characters."""
    return os.fsencode(name).decode("utf-8", "replace")


def _of_folder(folder: Path, own: Path | None) -> Iterator[Source]:
    # A link that leads nowhere is an input too: it fails, and says so.
    found = (path for path in folder.rglob("*") if path.suffix.lower() in PAGE_SUFFIXES)
    pages = sorted(path for path in found if (path.is_file() or path.is_symlink()) and not _lies_in(path, own))
    if not pages:
        raise InputError(f"{folder} holds no page; pages are files that end in {' '.join(PAGE_SUFFIXES)}")
    for path in pages:
        kind: Literal["text"] | None = "text" if path.suffix.lower() == ".txt" else None
        yield Source(name=_printable(path.relative_to(folder).as_posix()), path=str(path), kind=kind)


def _lies_in(path: Path, own: Path | None) -> bool:
    return own is not None and path.resolve().is_relative_to(own.resolve())


def _of_table(path: Path) -> Iterator[Source]:
    rows = _lines(path) if ".jsonl" in path.name else _frame_rows(path)
    for number, row in enumerate(rows, 1):
        column = next((name for name in ("html", "text") if row.get(name)), None)
        if column is None and not row.keys() & {"html", "text"}:
            raise InputError(f"{path}, row {number}: no column 'html' or 'text'; it has {sorted(row)}")
        page = row[column] if column else b""
        content = page if isinstance(page, bytes) else str(page).encode("utf-8", "surrogatepass")
        yield Source(
            name=f"{path.name}#{number}",
            content=content,
            id=_text(row.get("id")),
            url=_text(row.get("url")),
            published=_text(row.get("published")),
            kind="text" if column == "text" else None,
        )


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as file:
        for number, line in enumerate(_whole(file, path), 1):
            if not line.strip():
                continue
            try:
                yield msgspec.json.decode(line, type=dict[str, Any])
            except msgspec.MsgspecError as error:
                raise InputError(f"{path}, line {number}: {error}; each line must be one JSON object") from error


def _whole(file: Iterable[bytes], path: Path) -> Iterator[bytes]:
    try:
        yield from file
    except (EOFError, OSError, zlib.error) as error:
        raise InputError(f"{path}: {error}; the file is cut off or is no gzip file, so copy it again") from error


def _frame_rows(path: Path) -> Iterator[dict[str, Any]]:
    import pandas as pd

    try:
        table = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path, dtype=str)
    except ImportError as error:
        raise InputError(f"{path}: Parquet files need pyarrow: pip install 'studyfacts[tables]'") from error
    except (ValueError, OSError) as error:
        raise InputError(f"{path}: {error}; save it as UTF-8 with a line of column names") from error
    for row in table.to_dict("records"):
        yield {str(key): cell for key, cell in row.items() if cell is not None and cell == cell}


def _text(cell: Any) -> str | None:
    return None if cell is None else str(cell)
