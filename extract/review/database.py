"""A SQLite file that several threads and processes use at once."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# How long one waits while another process writes, in seconds.
_PATIENCE = 30.0


class Database:
    """One file, a connection a thread; readers never wait for a writer (WAL)."""

    def __init__(self, path: Path, schema: str, *, durable: bool) -> None:
        """Opens the file and runs `schema`, which must bear being run again. `durable`: what is committed is on the
        disk, also after a loss of power; else only after a crash of the program.

        Raises ValueError, naming the file, where it is no SQLite file or holds other tables.
        """
        self.path = path
        self._synchronous = "FULL" if durable else "NORMAL"
        self._local = threading.local()
        self._open: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        try:
            self.connection.executescript(schema)
        except sqlite3.DatabaseError as error:
            self.close()
            raise ValueError(f"{path} cannot be used: {error}; move it away, or give it back from a copy") from error

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection, in autocommit."""
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None:
            found = sqlite3.connect(self.path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
            with self._lock:
                self._open.append(found)
            found.execute("PRAGMA journal_mode = WAL")
            found.execute(f"PRAGMA synchronous = {self._synchronous}")
            found.execute("PRAGMA recursive_triggers = ON")
            self._local.connection = found
        return found

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that nobody else writes in: committed at its end, taken back where an error leaves it."""
        connection = self.connection
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")

    def close(self) -> None:
        with self._lock:
            for connection in self._open:
                connection.close()
            self._open.clear()
        self._local = threading.local()
