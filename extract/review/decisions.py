"""The log of decisions: who decided what, when, and how it stood before and after. Lines are added, never changed.

It lies in outputs/NAME/review.sqlite, apart from the extraction. What `append` has returned is on the disk.
"""

import hashlib
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec

from extract.review.database import Database
from extract.schema import Article

LOG = "review.sqlite"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS decisions (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    article_id TEXT NOT NULL,
    review INTEGER NOT NULL,
    version INTEGER NOT NULL,
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL,
    action TEXT NOT NULL,
    target TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    comment TEXT NOT NULL,
    extraction TEXT NOT NULL,
    UNIQUE (article_id, review, version)
) STRICT;
CREATE TABLE IF NOT EXISTS extractions (digest TEXT PRIMARY KEY, article BLOB NOT NULL) STRICT;
"""
# Lines are added, never changed, whoever opens the file. REPLACE would delete without a word where a connection has
# not asked for triggers then, so an id that is there is refused at the insertion.
_KEPT = """
CREATE TRIGGER IF NOT EXISTS {table}_unchanged BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, 'the log of decisions is only added to'); END;
CREATE TRIGGER IF NOT EXISTS {table}_kept BEFORE DELETE ON {table}
BEGIN SELECT RAISE(ABORT, 'the log of decisions is only added to'); END;
CREATE TRIGGER IF NOT EXISTS {table}_once BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})
BEGIN SELECT RAISE(ABORT, 'the log of decisions is only added to'); END;
"""
_SAME_DECISION = (
    "id = NEW.id OR number = NEW.number"
    " OR (article_id = NEW.article_id AND review = NEW.review AND version = NEW.version)"
)
_DIGEST_LENGTH = 32
_PAUSE = 300.0  # seconds without a decision that are no work
_WORK = """
WITH timed AS (
    SELECT reviewer, action, target,
        (julianday(at) - julianday(lag(at) OVER (PARTITION BY reviewer ORDER BY number))) * 86400 AS gap
    FROM decisions
)
SELECT reviewer, count(*),
    sum(CASE WHEN action IN ('accept', 'reject', 'correct', 'move') THEN json_array_length(target)
        WHEN action = 'add' THEN 1 ELSE 0 END),
    coalesce(sum(gap) FILTER (WHERE gap < ?), 0.0)
FROM timed GROUP BY reviewer
"""
_COLUMNS = "id, article_id, reviewer, at, action, target, before, after, comment, extraction, review"

Action = Literal[
    "accept",
    "reject",
    "correct",
    "add",
    "move",
    "merge",
    "split",
    "done",
    "reopen",
    "comment",
    "dismiss",
    "undo",
]
Review = Literal[1, 2]
"""The review that counts, and the blind second one of a sample. Neither sees the other's decisions."""


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """One act of a reviewer on an article.

    `id` is made by the client, one for each act: the same request sent twice is one decision. `at` is UTC, ISO 8601.
    `extraction` is the digest of the article as it stood. `target` are keys of facts, ids of records (`merge`, and
    `correct` or `reject` of a record) or, for `undo` and `dismiss`, ids of decisions; empty where the article is meant.
    `after` says what the action needs (state.py), `before` how its targets stood.
    """

    id: str
    article_id: str
    reviewer: str
    at: str
    action: Action
    target: list[str] = []
    before: Any = None
    after: Any = None
    comment: str = ""
    extraction: str = ""
    review: Review = 1


class DecisionError(ValueError):
    """A decision that cannot be taken; the message says why."""


class Conflict(ValueError):  # noqa: N818
    """Others decided on the article meanwhile. `version` is the present one, `later` are their decisions, oldest first:
    show them, and ask again."""

    def __init__(self, version: int, later: list[Decision]) -> None:
        who = ", ".join(dict.fromkeys(one.reviewer for one in later))
        super().__init__(f"{who} decided on this article meanwhile ({len(later)} new); look at it again")
        self.version = version
        self.later = later


class DecisionLog:
    """The decisions on a run's articles. Safe for several threads and processes at once."""

    def __init__(self, folder: Path) -> None:
        """Opens the log of a run's folder, and makes it where there is none. Raises ValueError for a file that is no
        log."""
        kept = _KEPT.format(table="decisions", same=_SAME_DECISION)
        kept += _KEPT.format(table="extractions", same="digest = NEW.digest")
        self._database = Database(folder / LOG, _SCHEMA + kept, durable=True)

    def append(self, decision: Decision, seen: int, article: Article) -> int:
        """Adds a decision and gives the article's new version (the number of its decisions in this review).

        `seen` is the version that the reviewer decided on; `article` is the extraction decided on, kept with the first
        decision on it. A decision already in the log is not added again: its version is given.
        Raises Conflict where the article has another version, ValueError for an id that another decision bears.
        """
        with self._database.writing() as connection:
            earlier = connection.execute(
                f"SELECT version, {_COLUMNS} FROM decisions WHERE id = ?", (decision.id,)
            ).fetchone()
            if earlier:
                return _repeated(decision, _decision(earlier[1:]), earlier[0])
            there = self.of(decision.article_id, decision.review)
            if len(there) != seen:
                raise Conflict(len(there), there[max(seen, 0) :])
            known = connection.execute("SELECT 1 FROM extractions WHERE digest = ?", (decision.extraction,)).fetchone()
            if not known:
                kept = zlib.compress(msgspec.json.encode(article))
                connection.execute("INSERT INTO extractions VALUES (?, ?)", (decision.extraction, kept))
            connection.execute(
                f"INSERT INTO decisions (version, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (seen + 1, *_row(decision)),
            )
        return seen + 1

    def of(self, article_id: str, review: Review = 1) -> list[Decision]:
        """The decisions on an article, oldest first. Their number is its version."""
        found = self._database.connection.execute(
            f"SELECT {_COLUMNS} FROM decisions WHERE article_id = ? AND review = ? ORDER BY version",
            (article_id, review),
        )
        return [_decision(row) for row in found]

    def since(self, number: int) -> Iterator[tuple[int, Decision]]:
        """All decisions behind a number of the log, with their numbers, oldest first."""
        while True:
            rows = self._database.connection.execute(
                f"SELECT number, {_COLUMNS} FROM decisions WHERE number > ? ORDER BY number LIMIT 1000", (number,)
            ).fetchall()
            if not rows:
                return
            yield from ((row[0], _decision(row[1:])) for row in rows)
            number = rows[-1][0]

    def last(self) -> int:
        """The number of the log's last decision; 0 where there is none."""
        found = self._database.connection.execute("SELECT max(number) FROM decisions").fetchone()
        return found[0] or 0

    def reviewers(self, article_id: str, review: Review) -> set[str]:
        """Who decided on an article in one of the reviews."""
        found = self._database.connection.execute(
            "SELECT DISTINCT reviewer FROM decisions WHERE article_id = ? AND review = ?", (article_id, review)
        )
        return {reviewer for (reviewer,) in found}

    def work(self) -> list[tuple[str, int, int, float]]:
        """For each reviewer: decisions, facts decided on, and seconds between decisions, pauses left out."""
        return self._database.connection.execute(_WORK, (_PAUSE,)).fetchall()

    def extraction(self, digest: str) -> Article:
        """The article as it stood when it was decided on. Raises KeyError for a digest that the log does not know."""
        found = self._database.connection.execute(
            "SELECT article FROM extractions WHERE digest = ?", (digest,)
        ).fetchone()
        if not found:
            raise KeyError(digest)
        return msgspec.json.decode(zlib.decompress(found[0]), type=Article)

    def close(self) -> None:
        self._database.close()


def digest_of(article: Article) -> str:
    """The same for equal extractions, and for none else."""
    return hashlib.sha256(msgspec.json.encode(article)).hexdigest()[:_DIGEST_LENGTH]


def _repeated(decision: Decision, earlier: Decision, version: int) -> int:
    if (earlier.article_id, earlier.reviewer, earlier.action, earlier.target, earlier.review) != (
        decision.article_id,
        decision.reviewer,
        decision.action,
        decision.target,
        decision.review,
    ):
        raise ValueError(f"the id {decision.id} belongs to another decision; make a new one for each act")
    return version


def _row(decision: Decision) -> tuple[str | int, ...]:
    plain = msgspec.structs.asdict(decision)
    told = {name: msgspec.json.encode(plain[name]).decode() for name in ("target", "before", "after")}
    return tuple({**plain, **told}[name] for name in _COLUMNS.split(", "))


def _decision(row: tuple[Any, ...]) -> Decision:
    plain = dict(zip(_COLUMNS.split(", "), row, strict=True))
    told = {name: msgspec.json.decode(plain[name]) for name in ("target", "before", "after")}
    return Decision(**{**plain, **told})
