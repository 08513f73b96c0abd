"""The log loses nothing that was confirmed, doubles nothing, and is never changed."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from extract.review.decisions import LOG, Conflict, DecisionLog
from extract.schema import Article
from tests.review.acting import decision

# Appends decisions until it is killed; prints the id of each once the log has confirmed it.
_WRITER = """
import sys
from pathlib import Path
import msgspec
from extract.review.decisions import DecisionLog
from extract.schema import Article
from tests.review.acting import decision
log = DecisionLog(Path(sys.argv[1]))
article = msgspec.json.decode(Path(sys.argv[1], "article.json").read_bytes(), type=Article)
for number in range(100_000):
    log.append(decision(article, number, "comment", [], comment="说" * 2000), number, article)
    print(number, flush=True)
"""
# Appends its own decisions as another process does the same, looking again where that one was first.
_RIVAL = """
import sys
from pathlib import Path
import msgspec
from extract.review.decisions import Conflict, DecisionLog
from extract.schema import Article
from tests.review.acting import decision
log = DecisionLog(Path(sys.argv[1]))
article = msgspec.json.decode(Path(sys.argv[1], "article.json").read_bytes(), type=Article)
seen = conflicts = 0
sys.stdin.readline()
for number in range(int(sys.argv[2]), int(sys.argv[2]) + 40):
    act = decision(article, number, "comment", [], comment="说", reviewer=sys.argv[2])
    while True:
        try:
            seen = log.append(act, seen, article)
            break
        except Conflict as conflict:
            assert {one.reviewer for one in conflict.later} == {{"0": "1000", "1000": "0"}[sys.argv[2]]}
            conflicts, seen = conflicts + 1, conflict.version
print(conflicts)
"""


def _process(code: str, folder: Path, *arguments: str) -> subprocess.Popen[str]:
    root = Path(__file__).parents[2]
    return subprocess.Popen(
        [sys.executable, "-c", code, str(folder), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root)},
    )


@pytest.fixture
def article(articles: list[Article], tmp_path: Path) -> Article:
    (tmp_path / "article.json").write_bytes(msgspec.json.encode(articles[0]))
    return msgspec.json.decode(msgspec.json.encode(articles[0]), type=Article)


def test_what_was_confirmed_outlives_kill_9(article: Article, tmp_path: Path) -> None:
    with _process(_WRITER, tmp_path) as writer:
        assert writer.stdout is not None
        confirmed = [writer.stdout.readline() for _ in range(25)]
        writer.send_signal(signal.SIGKILL)  # in the middle of one of the next decisions
        confirmed += writer.stdout.readlines()
    numbers = [int(line) for line in confirmed if line.endswith("\n")]
    kept = DecisionLog(tmp_path).of(article.id)
    assert [one.id for one in kept[: len(numbers)]] == [decision(article, n, "comment", []).id for n in numbers]
    assert len(kept) - len(numbers) in (0, 1)  # committed, but killed before it could say so
    assert DecisionLog(tmp_path).append(decision(article, 10**6, "done", []), len(kept), article) == len(kept) + 1


def test_two_processes_lose_and_double_nothing(article: Article, tmp_path: Path) -> None:
    log = DecisionLog(tmp_path)
    rivals = [_process(_RIVAL, tmp_path, name) for name in ("0", "1000")]
    told = []
    for rival in rivals:
        assert rival.stdin is not None
        rival.stdin.write("go\n")
        rival.stdin.flush()
    for rival in rivals:
        told.append(rival.communicate()[0])
        assert rival.returncode == 0
    kept = log.of(article.id)
    expected = {decision(article, start + n, "comment", []).id for start in (0, 1000) for n in range(40)}
    assert len(kept) == 80
    assert {one.id for one in kept} == expected
    assert sum(map(int, told)) > 0  # whoever came second was told


def test_a_conflict_tells_what_changed(article: Article, tmp_path: Path) -> None:
    log = DecisionLog(tmp_path)
    first = decision(article, 1, "done", [], reviewer="王医生")
    log.append(first, 0, article)
    with pytest.raises(Conflict, match="王医生") as told:
        log.append(decision(article, 2, "comment", [], comment="?", reviewer="李医生"), 0, article)
    assert (told.value.version, told.value.later) == (1, [first])


def test_a_repeated_request_is_one_decision(article: Article, tmp_path: Path) -> None:
    log = DecisionLog(tmp_path)
    act = decision(article, 1, "done", [])
    assert [log.append(act, 0, article), log.append(act, 0, article), log.append(act, 1, article)] == [1, 1, 1]
    assert log.of(article.id) == [act]
    with pytest.raises(ValueError, match="another decision"):
        log.append(replace(act, action="reopen"), 1, article)


def test_both_reviews_count_for_themselves(article: Article, tmp_path: Path) -> None:
    log = DecisionLog(tmp_path)
    log.append(decision(article, 1, "done", []), 0, article)
    log.append(replace(decision(article, 2, "done", [], reviewer="李医生"), review=2), 0, article)
    assert [len(log.of(article.id, review)) for review in (1, 2)] == [1, 1]
    assert [number for number, _ in log.since(0)] == [1, 2]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE decisions SET reviewer = '别人'",
        "DELETE FROM decisions",
        "INSERT OR REPLACE INTO decisions SELECT * FROM decisions",
        "UPDATE extractions SET article = x'00'",
        "DELETE FROM extractions",
    ],
)
def test_no_program_changes_the_log(article: Article, tmp_path: Path, change: str) -> None:
    log = DecisionLog(tmp_path)
    log.append(decision(article, 1, "done", []), 0, article)
    with pytest.raises(sqlite3.DatabaseError, match="only added to"):
        sqlite3.connect(tmp_path / LOG).execute(change)


def test_a_file_that_is_no_log_is_told(tmp_path: Path) -> None:
    (tmp_path / LOG).write_bytes(b"not a database, but long enough to look at" * 50)
    with pytest.raises(ValueError, match=r"review\.sqlite cannot be used"):
        DecisionLog(tmp_path)
