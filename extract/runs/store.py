"""A run's folder: results kept article by article while the run goes on, whole files at its end."""

import hashlib
import os
import shutil
from collections import Counter
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from filelock import FileLock, Timeout

from extract.runs.sources import InputError, Source

ARTICLES = "articles.jsonl"
RECORDS = "records.jsonl"
RUN = "run.json"
_PART = ".part"
# What failed at these may succeed the next time: a file that was away, a timeout that is longer now.
_PASSING_STAGES = ("source", "engine")
_BROKEN = "articles.broken-runs.jsonl"
_FINGERPRINT = ".fingerprint"
_LOCK = ".lock"


class Line(msgspec.Struct):
    """What the store needs to know of an article's line."""

    source: str
    sha256: str
    status: str
    records: list[msgspec.Raw] = []
    error: dict[str, str] | None = None


# A file, and the offset and length of a line in it, in bytes.
Place = tuple[Path, int, int]

_line = msgspec.json.Decoder(Line)


def _decoded(raw: bytes) -> Line | None:
    """None for the line that a killed run was writing."""
    try:
        return _line.decode(raw)
    except msgspec.MsgspecError:
        return None


class Store:
    """The folder of a run. What earlier runs with the same fingerprint finished is taken from it."""

    def __init__(self, folder: Path, fingerprint: str, fresh: bool) -> None:
        """Makes the folder and takes its lock. `fingerprint` stands for all that changes results:
        version, rules, model.

        Raises InputError where another run holds the lock.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(folder / _LOCK, timeout=0)
        try:
            self._lock.acquire()
        except Timeout as error:
            raise InputError(f"another run is writing into {folder}; wait for it, or choose another folder") from error
        self.folder = folder
        self.fingerprint = fingerprint
        self.counts: Counter[str] = Counter()
        self.failures: list[tuple[str, str]] = []
        self._done: dict[tuple[str, str], Place] = {}
        mark = folder / _FINGERPRINT
        if not fresh and mark.exists() and mark.read_text() == fingerprint:
            self._set_aside_broken_run()
            self._remember(folder / ARTICLES)
            self._remember(folder / _BROKEN)
        else:
            (folder / _BROKEN).unlink(missing_ok=True)
        mark.write_text(fingerprint)

    def _set_aside_broken_run(self) -> None:
        """The lines that a killed run had finished join those of earlier killed runs."""
        part = self.folder / (ARTICLES + _PART)
        if part.exists():
            with part.open("rb") as lines, (self.folder / _BROKEN).open("ab") as file:
                shutil.copyfileobj(lines, file)
                file.write(b"\n")

    def _remember(self, path: Path) -> None:
        if not path.exists():
            return
        offset = 0
        with path.open("rb") as file:
            for raw in file:
                line = _decoded(raw)
                if line and (line.error or {}).get("stage") not in _PASSING_STAGES:
                    self._done[line.source, line.sha256] = (path, offset, len(raw))
                offset += len(raw)

    def finished(self, source: Source) -> Place | None:
        """Where the line of a page lies that an earlier run finished and that has not changed since."""
        if not self._done:
            return None
        try:
            sha256 = hashlib.sha256(source.read()).hexdigest()
        except OSError:
            return None
        return self._done.get((source.name, sha256))

    def line(self, place: Place) -> bytes:
        """A finished page's line."""
        path, offset, length = place
        with path.open("rb") as file:
            file.seek(offset)
            return file.read(length).rstrip(b"\n")

    def keep(self, lines: Iterable[bytes]) -> Generator[bytes, None, None]:
        """Writes lines as they come and passes them on; when they end, or the caller stops them, the files are made
        whole. Anything else that goes wrong leaves the unfinished file for the next run to take up."""
        part = self.folder / (ARTICLES + _PART)
        with part.open("wb") as file:
            try:
                for raw in lines:
                    file.write(raw + b"\n")
                    file.flush()
                    self._count(raw)
                    yield raw
            except (GeneratorExit, KeyboardInterrupt):
                self._sync(file)
                self._complete(part)
                raise
            self._sync(file)
        self._complete(part)

    @staticmethod
    def _sync(file: BinaryIO) -> None:
        file.flush()
        os.fsync(file.fileno())

    def _count(self, raw: bytes) -> None:
        line = _line.decode(raw)
        self.counts["articles"] += 1
        self.counts[line.status] += 1
        self.counts["records"] += len(line.records)
        if line.status == "failed":
            self.failures.append((line.source, (line.error or {}).get("message", "")))

    def _complete(self, part: Path) -> None:
        records = self.folder / (RECORDS + _PART)
        with part.open("rb") as lines, records.open("wb") as file:
            for raw in lines:
                for record in _line.decode(raw).records:
                    file.write(bytes(record) + b"\n")
            self._sync(file)
        os.replace(part, self.folder / ARTICLES)
        os.replace(records, self.folder / RECORDS)
        (self.folder / _BROKEN).unlink(missing_ok=True)

    def write_run(self, run: dict[str, Any]) -> None:
        """Writes run.json: what was run, with what, and what came of it."""
        part = self.folder / (RUN + _PART)
        part.write_bytes(msgspec.json.format(msgspec.json.encode(run), indent=2) + b"\n")
        os.replace(part, self.folder / RUN)

    def close(self) -> None:
        """Gives the folder's lock back."""
        self._lock.release()
