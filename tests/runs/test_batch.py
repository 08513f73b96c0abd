"""Runs: a line for every input, the same bytes however a run went, clear errors."""

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
from filelock import FileLock

EXAMPLES = Path(__file__).parent.parent.parent / "corpus/examples"


def studyfacts(*arguments: object, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "extract.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, input=stdin, check=False)


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run") / "one"
    done = studyfacts("run", EXAMPLES, "-o", folder, "--workers", 1, "--quiet")
    assert done.returncode == 0, done.stderr
    return folder


def test_a_run_writes_a_line_for_every_article_in_input_order(finished: Path) -> None:
    articles = lines(finished / "articles.jsonl")
    pages = sorted(path.name for path in EXAMPLES.iterdir() if path.suffix in (".html", ".txt"))
    assert [article["source"] for article in articles] == pages
    assert all(article["status"] == "ok" for article in articles)
    records = [record for article in articles for record in article["records"]]  # type: ignore[attr-defined]
    assert lines(finished / "records.jsonl") == records
    run = json.loads((finished / "run.json").read_text())
    assert run["counts"]["articles"] == len(pages)
    assert run["counts"]["records"] == len(records)
    assert (finished / "report.html").stat().st_size > 1000


def test_workers_and_a_second_run_do_not_change_a_byte(finished: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    for workers in (2, 1):
        assert studyfacts("run", EXAMPLES, "-o", other, "--workers", workers, "--quiet").returncode == 0
        for name in ("articles.jsonl", "records.jsonl"):
            assert (other / name).read_bytes() == (finished / name).read_bytes()


def test_a_killed_run_goes_on_to_the_same_bytes(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(60):
        (pages / f"{number:03}.html").write_text(_page(number), "utf-8")
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    assert studyfacts("run", pages, "-o", whole, "--workers", 1, "--quiet").returncode == 0
    command = [sys.executable, "-m", "extract.cli", "run", str(pages), "-o", str(broken), "--workers", "2", "--quiet"]
    process = subprocess.Popen(command, start_new_session=True)
    part = broken / "articles.jsonl.part"
    while process.poll() is None and not (part.exists() and part.stat().st_size):
        time.sleep(0.005)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert studyfacts("run", pages, "-o", broken, "--workers", 2, "--quiet").returncode == 0
    for name in ("articles.jsonl", "records.jsonl"):
        assert (broken / name).read_bytes() == (whole / name).read_bytes()
    assert not list(broken.glob("*.part"))


def test_a_changed_and_a_new_page_are_picked_up(tmp_path: Path) -> None:
    pages, folder = tmp_path / "pages", tmp_path / "out"
    pages.mkdir()
    (pages / "a.html").write_text(_page(1), "utf-8")
    assert studyfacts("run", pages, "-o", folder, "--workers", 1, "--quiet").returncode == 0
    (pages / "a.html").write_text(_page(2), "utf-8")
    (pages / "b.html").write_text(_page(3), "utf-8")
    assert studyfacts("run", pages, "-o", folder, "--workers", 1, "--quiet").returncode == 0
    texts = [str(article["text"]) for article in lines(folder / "articles.jsonl")]
    assert ["52例" in texts[0], "53例" in texts[1]] == [True, True]


def test_an_unreadable_page_costs_only_itself(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "a.html").write_text(_page(1), "utf-8")
    (pages / "b.html").symlink_to(tmp_path / "gone.html")
    (pages / "c.html").write_text("", "utf-8")
    done = studyfacts("run", pages, "-o", tmp_path / "out", "--workers", 1)
    assert done.returncode == 3
    assert "b.html" in done.stderr.decode()
    assert [article["status"] for article in lines(tmp_path / "out/articles.jsonl")] == ["ok", "failed", "empty"]


def test_a_page_that_took_too_long_is_tried_again(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text(
        _page(1).replace("<p>", "<p>2019年3月盛京医院收治患者30例（P&lt;0.05）。</p><p>" * 8000, 1), "utf-8"
    )
    assert studyfacts("run", page, "-o", tmp_path / "out", "--timeout", 0.1, "--quiet").returncode == 3
    assert lines(tmp_path / "out/articles.jsonl")[0]["error"]["type"] == "Timeout"  # type: ignore[index]
    assert studyfacts("run", page, "-o", tmp_path / "out", "--quiet").returncode == 0
    assert lines(tmp_path / "out/articles.jsonl")[0]["status"] == "ok"


def test_a_name_that_is_no_utf8_is_read_like_any_other(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    with open(os.fsencode(pages) + b"/\xff.html", "w", encoding="utf-8") as file:
        file.write(_page(1))
    assert studyfacts("run", pages, "-o", tmp_path / "out", "--workers", 1, "--quiet").returncode == 0
    assert lines(tmp_path / "out/articles.jsonl")[0]["source"] == "\ufffd.html"


def test_a_runs_own_report_is_no_page(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(_page(1), "utf-8")
    for _ in range(2):
        assert studyfacts("run", tmp_path, "-o", tmp_path / "out", "--workers", 1, "--quiet").returncode == 0
    assert [article["source"] for article in lines(tmp_path / "out/articles.jsonl")] == ["a.html"]


def test_a_second_run_into_a_folder_at_work_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(_page(1), "utf-8")
    (tmp_path / "out").mkdir()
    with FileLock(tmp_path / "out/.lock"):
        done = studyfacts("run", tmp_path / "a.html", "-o", tmp_path / "out", "--workers", 1)
    assert done.returncode == 2
    assert "another run is writing" in done.stderr.decode()


def test_a_table_that_is_cut_off_is_named(tmp_path: Path) -> None:
    whole = gzip.compress(b'{"text": "x"}\n' * 1000)
    (tmp_path / "pages.jsonl.gz").write_bytes(whole[:-20])
    done = studyfacts("run", tmp_path / "pages.jsonl.gz", "-o", tmp_path / "out", "--workers", 1)
    assert done.returncode == 2
    assert "pages.jsonl.gz" in done.stderr.decode()


def test_tables_of_pages_are_read(tmp_path: Path) -> None:
    rows = [{"id": f"n{number}", "url": f"https://example.org/{number}", "html": _page(number)} for number in range(3)]
    with gzip.open(tmp_path / "pages.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    pd.DataFrame(rows).to_csv(tmp_path / "pages.csv", index=False)
    for name in ("pages.jsonl.gz", "pages.csv"):
        folder = tmp_path / f"out-{name}"
        assert studyfacts("run", tmp_path / name, "-o", folder, "--workers", 1, "--quiet").returncode == 0
        articles = lines(folder / "articles.jsonl")
        assert [(article["id"], article["url"]) for article in articles] == [(row["id"], row["url"]) for row in rows]


def test_one_page_from_standard_input(tmp_path: Path) -> None:
    done = studyfacts("run", "-", "-o", tmp_path / "out", "--workers", 1, "--quiet", stdin=_page(4).encode())
    assert done.returncode == 0
    assert "54例" in str(lines(tmp_path / "out/articles.jsonl")[0]["text"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["missing.html"], "missing.html does not exist"),
        (["no*match.html"], "no file matches"),
        ([str(Path(__file__).parent / "no-such-folder")], "does not exist"),
        (["-", "--format", "docx"], "docx is unknown"),
        (["-", "--rules", "nowhere"], "nowhere"),
    ],
)
def test_wrong_use_is_one_line_and_exit_status_2(tmp_path: Path, arguments: list[str], message: str) -> None:
    done = studyfacts("run", *arguments, "-o", tmp_path / "out", stdin=b"")
    assert done.returncode == 2
    assert message in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_an_interrupted_run_keeps_what_is_finished(tmp_path: Path) -> None:
    pages, folder = tmp_path / "pages", tmp_path / "out"
    pages.mkdir()
    for number in range(1500):
        (pages / f"{number:04}.html").write_text(_page(number), "utf-8")
    command = [sys.executable, "-m", "extract.cli", "run", str(pages), "-o", str(folder), "--workers", "2"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    part = folder / "articles.jsonl.part"
    while process.poll() is None and not (part.exists() and part.stat().st_size):
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    process.communicate()
    kept = lines(folder / "articles.jsonl")
    assert process.returncode == 130
    assert 0 < len(kept) < 1500
    assert [article["source"] for article in kept] == [f"{number:04}.html" for number in range(len(kept))]


def _page(number: int) -> str:
    return (
        f"<html><head><title>第{number}号病区的新研究</title></head><body><div class='article'><h1>第{number}号病区的新研究</h1>"
        f"<p>2019年3月，中国医科大学附属盛京医院收治骨关节炎患者{50 + number}例，随机分为两组。"
        "随访12个月后，两组疼痛评分的差异有统计学意义（P&lt;0.05）。</p></div></body></html>"
    )
