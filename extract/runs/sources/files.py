"""Pages that are files. Folders are walked as they are read: never more than one folder's names in memory."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from extract.runs.sources.source import InputError, Source

PAGE_SUFFIXES = (".html", ".htm", ".xhtml", ".txt")


def of_file(path: str, name: str | None = None) -> Source:
    """`name` is what the page is called, else it is the file's own name."""
    kind: Literal["text"] | None = "text" if path.lower().endswith(".txt") else None
    return Source(name=_printable(name or os.path.basename(path)), path=path, kind=kind)


def of_folder(folder: str, own: Path | None) -> Iterator[Source]:
    """The pages below a folder, in the order of their names. Raises InputError where there are none."""
    found = False
    for path in _walk(folder, own.resolve() if own else None):
        found = True
        yield of_file(path, path.removeprefix(folder).lstrip(os.sep).replace(os.sep, "/"))
    if not found:
        raise InputError(f"{folder} holds no page; pages are files that end in {' '.join(PAGE_SUFFIXES)}")


def count(folder: str, own: Path | None) -> int:
    """Raises InputError where there are none."""
    return sum(1 for _ in of_folder(folder, own))


def _walk(folder: str, own: Path | None) -> Iterator[str]:
    with os.scandir(folder) as entries:
        names = sorted(
            entry.name
            for entry in entries
            if entry.is_dir(follow_symlinks=False) or (entry.name.lower().endswith(PAGE_SUFFIXES) and _is_page(entry))
        )
    for name in names:
        path = os.path.join(folder, name)
        if not os.path.isdir(path) or os.path.islink(path):
            yield path
        elif Path(path).resolve() != own:
            yield from _walk(path, own)


def _is_page(entry: "os.DirEntry[str]") -> bool:
    """A link that leads nowhere or in a circle is a page too: it fails, and says so."""
    try:
        return entry.is_file() or (entry.is_symlink() and not entry.is_dir())
    except OSError:
        return True


def _printable(name: str) -> str:
    """A file's name as text; bytes that are no UTF-8 show as replacement characters."""
    return os.fsencode(name).decode("utf-8", "replace")
