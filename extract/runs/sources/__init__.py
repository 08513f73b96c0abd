"""What a run reads: files, folders, globs, standard input, tables of pages, web archives. All is streamed."""

import glob
import sys
from collections.abc import Iterator
from pathlib import Path

from extract.runs.sources import archives, files, tables
from extract.runs.sources.source import BrokenSource, InputError, Source

__all__ = ["BrokenSource", "InputError", "Source", "count", "sources"]


def sources(inputs: list[str], own: Path | None = None) -> Iterator[Source]:
    """The pages of all inputs, in the order given; files of a folder in the order of their names. `own` is the run's
    own folder, whose files are no pages.

    Raises InputError for an input that does not exist or is of no known kind. What is damaged in the midst of a table
    or an archive is one broken source, and what follows is read.
    """
    for path in _paths(inputs):
        if path == "-":
            yield Source(name="-", content=sys.stdin.buffer.read())
        elif Path(path).is_dir():
            yield from files.of_folder(path, own)
        elif tables.is_table(path):
            yield from tables.rows(Path(path))
        elif archives.is_archive(path):
            yield from archives.pages(Path(path))
        else:
            yield files.of_file(path)


def count(inputs: list[str], own: Path | None = None) -> int | None:
    """How many pages the inputs hold; None where only reading them through would tell.

    Looks at the beginning of each input, and raises InputError for one that cannot be read.
    """
    counts = [_count(path, own) for path in _paths(inputs)]
    known = [number for number in counts if number is not None]
    return sum(known) if len(known) == len(counts) else None


def _count(path: str, own: Path | None) -> int | None:
    if path != "-" and Path(path).is_dir():
        return files.count(path, own)
    if tables.is_table(path):
        return tables.count(Path(path))
    if archives.is_archive(path):
        archives.check(Path(path))
        return None
    return 1


def _paths(inputs: list[str]) -> Iterator[str]:
    """The inputs with globs resolved."""
    for given in inputs:
        # A link that leads nowhere is an input too: it fails, and says so.
        if given == "-" or Path(given).exists() or Path(given).is_symlink():
            yield given
        elif not glob.has_magic(given):
            raise InputError(f"{given} does not exist; give a file, a folder, a glob, or - for standard input")
        elif found := sorted(glob.glob(given, recursive=True)):
            yield from found
        else:
            raise InputError(f"no file matches {given!r}; check the pattern, and quote it from the shell")
