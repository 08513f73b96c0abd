"""Runs that are killed, interrupted and taken up again end with the same bytes as one that was left in peace."""

import os
import random
import signal
import subprocess
import time
from pathlib import Path

from tests.runs.conftest import Undisturbed
from tests.runs.studyfacts import command, lines, results, studyfacts, write_pages


def start(*arguments: object) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(command(*arguments), start_new_session=True, stderr=subprocess.PIPE)


def wait_for_results(process: "subprocess.Popen[bytes]", folder: Path) -> None:
    """Until the log of the database, which begins anew with each run, holds more than its empty tables."""
    log = folder / ".store.sqlite-wal"
    while process.poll() is None and not (log.exists() and log.stat().st_size > 100_000):
        time.sleep(0.005)


def test_a_run_killed_at_random_moments_ends_with_the_same_bytes(undisturbed: Undisturbed, tmp_path: Path) -> None:
    moment = random.Random(1)
    broken = tmp_path / "broken"
    killed_at_work = 0
    for number in range(5):
        process = start("run", undisturbed.pages, "-o", broken, "--workers", 2, "--quiet")
        wait_for_results(process, broken) if number == 0 else time.sleep(moment.uniform(0.5, 2.5))
        if process.poll() is None:
            killed_at_work += 1
            # All of it at once, or the run alone: its workers must end by themselves, and not stand in the next one's way.
            (os.killpg if number % 2 else os.kill)(process.pid, signal.SIGKILL)
        process.communicate()
    assert killed_at_work
    last = studyfacts("run", undisturbed.pages, "-o", broken, "--workers", 2)
    assert last.returncode == 0
    assert "by earlier runs" in last.stderr.decode()
    assert results(broken) == undisturbed.results
    assert not list(broken.glob("*.part"))


def test_an_interrupted_run_keeps_what_is_finished(tmp_path: Path) -> None:
    pages, folder = write_pages(tmp_path / "pages", range(600), paragraphs=12), tmp_path / "out"
    process = start("run", pages, "-o", folder, "--workers", "2")
    wait_for_results(process, folder)
    process.send_signal(signal.SIGINT)
    process.communicate()
    kept = [str(article["source"]) for article in lines(folder / "articles.jsonl")]
    assert process.returncode == 130
    assert 0 < len(kept) < 600
    assert kept == sorted(kept)


def test_an_interrupted_second_run_loses_no_line_of_the_first(tmp_path: Path) -> None:
    pages, folder = write_pages(tmp_path / "pages", range(500, 540)), tmp_path / "out"
    assert studyfacts("run", pages, "-o", folder, "--workers", 2, "--quiet").returncode == 0
    write_pages(pages, range(500), paragraphs=12)
    process = start("run", pages, "-o", folder, "--workers", "2")
    wait_for_results(process, folder)
    process.send_signal(signal.SIGINT)
    process.communicate()
    assert process.returncode == 130
    kept = {article["source"] for article in lines(folder / "articles.jsonl")}
    assert kept >= {f"{number:04}.html" for number in range(500, 540)}


def test_a_second_run_into_a_folder_at_work_is_refused(tmp_path: Path) -> None:
    pages, folder = write_pages(tmp_path / "pages", range(600), paragraphs=12), tmp_path / "out"
    process = start("run", pages, "-o", folder, "--workers", "1")
    wait_for_results(process, folder)
    second = studyfacts("run", pages, "-o", folder, "--workers", 1)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert second.returncode == 2
    assert "another run is writing" in second.stderr.decode()
    assert b"Traceback" not in second.stderr
