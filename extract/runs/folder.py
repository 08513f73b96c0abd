"""A run's folder (contract section 2): the files, written whole from the store."""

from pathlib import Path
from typing import Any

import msgspec

from extract.runs.duplicates import Duplicates, duplicates
from extract.runs.report import write_report
from extract.runs.store import Store
from extract.runs.whole import FolderError, whole_file
from extract.tables import write_tables

_LINES = ("articles.jsonl", "records.jsonl", "duplicates.jsonl")


class _Records(msgspec.Struct, gc=False):
    records: list[msgspec.Raw]


def write_folder(store: Store, formats: list[str]) -> None:
    """Writes the folder's files but run.json; those that hold what the store says already are left as they are.
    Raises FolderError where one cannot be written."""
    folder = store.folder
    tables = [f"records.{name}" for name in formats]
    names = [*_LINES, "report.html", *tables]
    store.commit()
    if store.is_written(names) and all((folder / name).exists() for name in names):
        return
    _write_lines(store, folder)
    _write_duplicates(store, folder)
    try:
        write_tables(folder, formats)
        write_report(folder)
    except OSError as error:
        raise FolderError(f"{folder} cannot be written: {error.strerror}; make room and run again") from error
    store.set_written(names)


def _write_lines(store: Store, folder: Path) -> None:
    decoder = msgspec.json.Decoder(_Records)
    with whole_file(folder / "articles.jsonl") as articles, whole_file(folder / "records.jsonl") as records:
        for line in store.lines():
            articles.write(line + b"\n")
            for record in decoder.decode(line).records:
                records.write(bytes(record) + b"\n")


def _write_duplicates(store: Store, folder: Path) -> None:
    with whole_file(folder / "duplicates.jsonl") as file:
        for group in duplicates(store):
            file.write(msgspec.json.encode(group) + b"\n")


def count_duplicates(folder: Path) -> dict[str, int]:
    """The articles beyond the first of each group, by kind."""
    counts = {"identical": 0, "near": 0}
    with (folder / "duplicates.jsonl").open("rb") as lines:
        for line in lines:
            group = msgspec.json.decode(line, type=Duplicates)
            counts[group.kind] += len(group.articles) - 1
    return counts


def write_run(folder: Path, run: dict[str, Any]) -> None:
    """Writes run.json: what was run, with what, and what came of it."""
    with whole_file(folder / "run.json") as file:
        file.write(msgspec.json.format(msgspec.json.encode(run), indent=2) + b"\n")
