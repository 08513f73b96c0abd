"""What runs have finished, each article's result under its own key, in a database that survives kills and power loss.

SQLite in WAL mode with synchronous=FULL: a batch of results is on the disk when it is committed, or not there at all.
The connection holds the database for itself as long as it lives, so that a second run into the folder is refused; the
system gives the lock back when the process ends, however it ends.
"""

import hashlib
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from extract.runs.duplicates import signature
from extract.runs.sources import Source
from extract.runs.whole import FolderError

_NAME = ".store.sqlite"
# Lines are kept as they are: packing them costs 3 % of the extraction, and saves three quarters of the room.
# A kill loses at most this many seconds' results; a commit costs some milliseconds.
_SECONDS_BETWEEN_COMMITS = 0.5
# Runs that try a page which ends its worker or exhausts its memory: the machine may have been short for another reason.
_TRIES = 2
_DEADLY = ("WorkerDied", "MemoryError")
_TABLES = """
create table if not exists result(
    id integer primary key, key blob not null unique, status text not null, records integer not null,
    source text not null, error text, message text, stage text, timeout real, tries integer not null default 1,
    sha256 text not null, signature blob, line blob not null);
create table if not exists place(place integer primary key, result integer not null);
create table if not exists written(name text primary key, value text not null);
"""
_KEEP = """
insert into result(key, status, records, source, error, message, stage, timeout, sha256, signature, line)
values(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
on conflict(key) do update set status=excluded.status, records=excluded.records, error=excluded.error,
    message=excluded.message, stage=excluded.stage, timeout=excluded.timeout, signature=excluded.signature,
    line=excluded.line, tries=tries + 1
returning id
"""


class _Error(msgspec.Struct, gc=False):
    type: str
    message: str
    stage: str


class _Line(msgspec.Struct, gc=False):
    """What the store needs to know of an article's line."""

    source: str
    sha256: str
    status: str
    text: str
    records: list[msgspec.Raw]
    error: _Error | None = None


class Kept(msgspec.Struct, frozen=True):
    """A result that counts: the page's status and number of records."""

    status: str
    records: int


_decoder = msgspec.json.Decoder(_Line)


class Store:
    """The results of a folder's runs, and the place of each in the run at hand."""

    def __init__(self, folder: Path, fingerprint: str, timeout: float | None, fresh: bool) -> None:
        """Makes the folder and takes it for this run. `fingerprint` stands for all that changes results: version,
        rules, model. `timeout` is this run's: a page that took longer than a shorter one is tried again.

        Raises FolderError where another run holds the folder or it cannot be written.
        """
        self.folder = folder
        self._fingerprint = fingerprint
        self._timeout = timeout
        folder.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(folder / _NAME, timeout=0, isolation_level=None)
        try:
            self._open(fresh)
        except sqlite3.Error as error:
            self._database.close()
            raise self._refused(error) from error
        self._committed = time.monotonic()

    def _open(self, fresh: bool) -> None:
        execute = self._database.execute
        execute("pragma locking_mode=exclusive")
        execute("pragma journal_mode=wal")
        execute("pragma synchronous=full")
        execute("begin immediate")
        if fresh:
            for table in ("result", "place", "written"):
                execute(f"drop table if exists {table}")
        for statement in _TABLES.split(";"):
            execute(statement)
        execute("delete from place")
        execute("commit")
        self.has_results = execute("select 1 from result limit 1").fetchone() is not None
        self.has_new = False

    def _refused(self, error: sqlite3.Error) -> FolderError:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            message = "another run is writing into it; wait for it, or choose another folder"
        elif code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            message = f"{error}; what is finished is kept, so make room and run again"
        elif code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            message = f"{_NAME} is damaged ({error}); remove it and run again"
        else:
            message = f"{_NAME} cannot be used: {error}"
        return FolderError(f"{self.folder}: {message}")

    def take(self, place: int, source: Source) -> Kept | None:
        """The result of a page that an earlier run finished and that has not changed since, now at its place in this
        run; None where the page has to be worked on."""
        if not self.has_results:
            return None
        try:
            sha256 = hashlib.sha256(source.read()).hexdigest()
        except OSError:
            return None
        row = self.run(
            "select id, status, records, error, stage, timeout, tries from result where key=?",
            self._key(identity(source), sha256),
        ).fetchone()
        if row is None or not self._is_final(*row[3:]):
            return None
        self._begin()
        self.run("insert or replace into place values(?, ?)", place, row[0])
        self._commit_now_and_then()
        return Kept(row[1], row[2])

    def _is_final(self, error: str | None, stage: str | None, timeout: float | None, tries: int) -> bool:
        """Whether trying a page again would be idle. A file may be back; a page that took too long may have more time
        now; one that ended its worker or exhausted its memory gets one more try."""
        if stage == "source":
            return False
        if error == "Timeout":
            return self._timeout is not None and timeout is not None and self._timeout <= timeout
        return error not in _DEADLY or tries >= _TRIES

    def put(self, place: int, who: bytes, raw: bytes) -> Kept:
        """Keeps the line of an article; `who` is its source's `identity`. It is safe at the next commit."""
        line = _decoder.decode(raw)
        error = line.error
        self._begin()
        [number] = self.run(
            _KEEP,
            self._key(who, line.sha256),
            line.status,
            len(line.records),
            line.source,
            error and error.type,
            error and error.message,
            error and error.stage,
            self._timeout,
            line.sha256,
            signature(line.text),
            raw,
        ).fetchone()
        self.run("insert or replace into place values(?, ?)", place, number)
        if not self.has_new:
            self.has_new = True
            self.run("delete from written")
        self._commit_now_and_then()
        return Kept(line.status, len(line.records))

    def _key(self, who: bytes, sha256: str) -> bytes:
        return hashlib.sha256(b"\0".join((self._fingerprint.encode(), who, sha256.encode()))).digest()[:16]

    def _begin(self) -> None:
        if not self._database.in_transaction:
            self.run("begin")

    def _commit_now_and_then(self) -> None:
        if time.monotonic() - self._committed > _SECONDS_BETWEEN_COMMITS:
            self.commit()

    def commit(self) -> None:
        if self._database.in_transaction:
            self.run("commit")
        self._committed = time.monotonic()

    def run(self, statement: str, *values: Any) -> sqlite3.Cursor:
        """Runs one statement of SQL over `place` and `result`. Raises FolderError where the database cannot."""
        try:
            return self._database.execute(statement, values)
        except sqlite3.Error as error:
            raise self._refused(error) from error

    def lines(self) -> Iterator[bytes]:
        """The articles' lines in the order of the pages, without line breaks."""
        for (line,) in self.run("select line from place join result on result=result.id order by place"):
            yield line

    def line(self, place: int) -> bytes:
        """One article's line."""
        line: bytes
        [[line]] = self.run("select line from place join result on result=result.id where place=?", place)
        return line

    def is_written(self, names: list[str]) -> bool:
        """Whether the files hold what the places say: since `set_written` nothing new came and none has changed."""
        known = dict(self.run("select name, value from written"))
        return not self.has_new and known == self._state(names)

    def set_written(self, names: list[str]) -> None:
        """Remembers that the files hold what the places say."""
        self._begin()
        self.run("delete from written")
        for name, value in self._state(names).items():
            self.run("insert into written values(?, ?)", name, value)
        self.commit()

    def _state(self, names: list[str]) -> dict[str, str]:
        """The order of the results, and the size of each file."""
        order = hashlib.sha256()
        for (number,) in self.run("select result from place order by place"):
            order.update(b"%d " % number)
        paths = [self.folder / name for name in names]
        return {"order": order.hexdigest()} | {path.name: str(path.stat().st_size) for path in paths if path.exists()}

    def forget_others(self) -> None:
        """Lets go of results that have no place in this run: of pages that are gone or have changed, of other rules."""
        self._begin()
        self.run("delete from result where id not in (select result from place)")
        self.commit()

    def close(self) -> None:
        """Gives the folder back. What is not committed is lost."""
        self._database.close()


def identity(source: Source) -> bytes:
    """All that a page's line depends on besides its content, as bytes."""
    return msgspec.msgpack.encode((source.name, source.id, source.url, source.published, source.kind))
