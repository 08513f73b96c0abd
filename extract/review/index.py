"""An index of a run's articles: where each line of articles.jsonl lies, and what the list filters and sorts by.

It lies beside articles.jsonl in a SQLite file of its own, which can be made again at any time: no decision is in it.
"""

import hashlib
import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
from filelock import FileLock

from extract.review.database import Database
from extract.review.facts import Fact, facts_of
from extract.review.pairs import pairs, searched
from extract.review.queue import DOUBTFUL, doubt_of_article
from extract.review.tally import Tally
from extract.schema import Article

Progress = Callable[[int, int], None]
"""Told now and then while an index is made: bytes read, bytes in all."""

_FORMAT = 1
_ROWS_AT_ONCE = 500
# FTS5 collects this much before it writes a part of its index: few parts need little merging.
_WORDS_IN_MEMORY = 32 << 20  # bytes
_SCHEMA = """
CREATE TABLE IF NOT EXISTS articles (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    start INTEGER NOT NULL,
    length INTEGER NOT NULL,
    status TEXT NOT NULL,
    title TEXT NOT NULL,
    source TEXT NOT NULL,
    url TEXT NOT NULL,
    site TEXT NOT NULL,
    published TEXT NOT NULL,
    records INTEGER NOT NULL,
    facts INTEGER NOT NULL,
    flags TEXT NOT NULL,
    sure TEXT NOT NULL,
    left INTEGER NOT NULL,
    doubtful INTEGER NOT NULL,
    doubt REAL NOT NULL,
    review TEXT NOT NULL DEFAULT 'unreviewed',
    second TEXT NOT NULL DEFAULT 'unreviewed',
    reviewers TEXT NOT NULL DEFAULT '[]',
    seconds TEXT NOT NULL DEFAULT '[]',
    tally TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(pairs, content='', detail=none, tokenize='unicode61');
"""


class Indexed(msgspec.Struct, frozen=True):
    """An article as the index knows it. `sure` gives for each field the least confidence of a fact; `left`, `doubtful`
    and `doubt` (queue.py) count what waits for a decision."""

    n: int
    id: str
    start: int
    length: int
    status: str
    title: str
    source: str
    url: str
    site: str
    published: str
    records: int
    facts: int
    flags: list[str]
    sure: dict[str, float]
    left: int
    doubtful: int
    doubt: float
    review: str = "unreviewed"
    second: str = "unreviewed"
    reviewers: list[str] = []
    seconds: list[str] = []

    @property
    def confidence(self) -> float | None:
        """The least of any fact; None without facts."""
        return min(self.sure.values(), default=None)


_COLUMNS = Indexed.__struct_fields__
_CHANGING = ("left", "doubtful", "doubt", "review", "second", "reviewers", "seconds")
_UPDATE = f"UPDATE articles SET {', '.join(f'{name} = ?' for name in _CHANGING)}, tally = ? WHERE n = ?"
_JSON = ("flags", "sure", "reviewers", "seconds")


class Index:
    """The file. Rows are numbered in the order of articles.jsonl; of two articles with one id the first counts."""

    def __init__(self, folder: Path, progress: Progress | None = None) -> None:
        """Opens the index of a run's folder; makes it where there is none for these articles.

        Raises ValueError where the folder holds no articles.jsonl, or a line of it is no article.
        """
        articles = folder / "articles.jsonl"
        if not articles.is_file():
            raise ValueError(f"{folder} holds no articles.jsonl; give the folder of a run, such as outputs/NAME")
        # Open from here on: a new run puts another file in this one's place, and offsets hold for this one.
        self._lines = articles.open("rb")
        self._lock = threading.Lock()
        path = folder / f".review-index-{_fingerprint(os.fstat(self._lines.fileno()))}.sqlite"
        with FileLock(folder / ".review-index.lock"):
            if not path.exists():
                _make(articles, path, progress)
        self._database = Database(path, _SCHEMA, durable=False)

    def article(self, id: str) -> Article:
        """Raises KeyError for an id that no article bears."""
        return msgspec.json.decode(self._line(id), type=Article)

    def _line(self, id: str) -> bytes:
        found = self._database.connection.execute("SELECT start, length FROM articles WHERE id = ?", (id,)).fetchone()
        if not found:
            raise KeyError(id)
        with self._lock:
            self._lines.seek(found[0])
            return self._lines.read(found[1])

    def every(self) -> Iterator[Indexed]:
        """All rows in the order of articles.jsonl."""
        found = self._database.connection.execute(f"SELECT {', '.join(_COLUMNS)} FROM articles ORDER BY n")
        return map(_indexed, found)

    def rows(self, numbers: Sequence[int]) -> list[Indexed]:
        """The rows of some numbers, in their order."""
        places = ", ".join("?" * len(numbers))
        found = self._database.connection.execute(
            f"SELECT {', '.join(_COLUMNS)} FROM articles WHERE n IN ({places})", tuple(numbers)
        )
        by_number = {row.n: row for row in map(_indexed, found)}
        return [by_number[n] for n in numbers]

    def search(self, text: str) -> list[int]:
        """The numbers of the articles whose title, source or text holds all words of `text`: for each run of letters
        its pairs of neighbours, so that a rare article may hold the pairs but not the word."""
        found = self._database.connection.execute("SELECT rowid FROM words WHERE words MATCH ?", (searched(text),))
        return [n for (n,) in found]

    @property
    def seen(self) -> int:
        """The number of the log's last decision that the rows know of."""
        found = self._database.connection.execute("SELECT value FROM state WHERE name = 'seen'").fetchone()
        return found[0] if found else 0

    def keep(self, rows: Iterable[tuple[Indexed, Tally]], seen: int) -> None:
        """Keeps what decisions changed in rows, and what they say of the extraction; `seen` is the number of the last
        of them."""
        with self._database.writing() as connection:
            for row, tally in rows:
                changed = {name: getattr(row, name) for name in _CHANGING}
                cells = [_json(one) if isinstance(one, list) else one for one in changed.values()]
                connection.execute(_UPDATE, (*cells, _json(tally), row.n))
            connection.execute("INSERT OR REPLACE INTO state VALUES ('seen', max(?, ?))", (seen, self.seen))

    def tallies(self) -> Iterator[Tally]:
        """Of each article that somebody decided on."""
        found = self._database.connection.execute("SELECT tally FROM articles WHERE tally != ''")
        return (msgspec.json.decode(told, type=Tally) for (told,) in found)

    def close(self) -> None:
        self._database.close()
        self._lines.close()


def waiting(facts: Iterable[Fact]) -> tuple[int, int, float]:
    """Of an article's facts: how many wait for a decision, how many of these are doubtful, and the article's doubt."""
    doubts = [fact.doubt for fact in facts if fact.status == "unreviewed"]
    return len(doubts), sum(doubt >= DOUBTFUL for doubt in doubts), doubt_of_article(doubts)


def _fingerprint(file: os.stat_result) -> str:
    told = f"{_FORMAT} {file.st_size} {file.st_mtime_ns}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _make(articles: Path, path: Path, progress: Progress | None) -> None:
    """Makes the file, complete or not at all; indexes of former articles go."""
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    connection = sqlite3.connect(part, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(_SCHEMA)
        connection.execute("INSERT INTO words (words, rank) VALUES ('hashsize', ?)", (_WORDS_IN_MEMORY,))
        connection.execute("BEGIN")
        for rows in _batches(_read(articles, progress)):
            _insert(connection, rows)
        connection.execute("COMMIT")
    finally:
        connection.close()
    for former in path.parent.glob(".review-index-*.sqlite*"):
        with suppress(OSError):  # another program has it open still
            former.unlink()
    os.replace(part, path)


def _read(path: Path, progress: Progress | None) -> Iterator[tuple[Indexed, str]]:
    """A row for each line, and the text to search in."""
    decoder = msgspec.json.Decoder(Article)
    whole = path.stat().st_size
    start = 0
    with path.open("rb") as lines:
        for n, line in enumerate(lines):
            try:
                article = decoder.decode(line)
            except msgspec.MsgspecError as error:
                raise ValueError(f"{path}, line {n + 1} is no article: {error}; run the extraction again") from error
            yield _row(n, start, len(line), article), f"{article.title}\n{article.source}\n{article.text}"
            start += len(line)
            if progress and (n % _ROWS_AT_ONCE == 0 or start == whole):
                progress(start, whole)


def _row(n: int, start: int, length: int, article: Article) -> Indexed:
    facts = facts_of(article)
    sure: dict[str, float] = {}
    for fact in facts:
        sure[fact.field] = min(sure.get(fact.field, 1.0), fact.confidence)
    left, doubtful, doubt = waiting(facts)
    return Indexed(
        n=n,
        id=article.id,
        start=start,
        length=length,
        status=article.status,
        title=article.title or "",
        source=article.source,
        url=article.url or "",
        site=site_of(article),
        published=article.published or "",
        records=len(article.records),
        facts=len(facts),
        flags=sorted({flag.code for record in article.records for flag in record.flags}),
        sure=sure,
        left=left,
        doubtful=doubtful,
        doubt=doubt,
    )


def site_of(article: Article) -> str:
    """The host of an article's address; without one the first folder of its source; else ""."""
    with suppress(ValueError):
        host = urlsplit(article.url or "").hostname
        if host:
            return host.removeprefix("www.")
    folder, slash, _ = article.source.partition("/")
    return folder if slash else ""


def _batches(rows: Iterator[tuple[Indexed, str]]) -> Iterator[list[tuple[Indexed, str]]]:
    while batch := list(islice(rows, _ROWS_AT_ONCE)):
        yield batch


def _insert(connection: sqlite3.Connection, rows: list[tuple[Indexed, str]]) -> None:
    places = ", ".join("?" * len(_COLUMNS))
    connection.executemany(
        f"INSERT OR IGNORE INTO articles ({', '.join(_COLUMNS)}) VALUES ({places})", (_cells(row) for row, _ in rows)
    )
    connection.executemany(
        "INSERT INTO words (rowid, pairs) VALUES (?, ?)", ((row.n, " ".join(pairs(text))) for row, text in rows)
    )


def _cells(row: Indexed) -> tuple[str | int | float, ...]:
    return tuple(_json(cell) if name in _JSON else cell for name, cell in msgspec.structs.asdict(row).items())


def _indexed(cells: Sequence[Any]) -> Indexed:
    plain = dict(zip(_COLUMNS, cells, strict=True))
    return Indexed(**{name: msgspec.json.decode(cell) if name in _JSON else cell for name, cell in plain.items()})


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
