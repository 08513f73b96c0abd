"""Runs: a line for every input, the same bytes however a run went, clear errors."""

import gzip
import json
import os
from pathlib import Path

import pandas as pd
import pytest

from tests.runs.studyfacts import lines, page, studyfacts

EXAMPLES = Path(__file__).parent.parent.parent / "corpus/examples"


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


def test_a_changed_and_a_new_page_are_picked_up(tmp_path: Path) -> None:
    pages, folder = tmp_path / "pages", tmp_path / "out"
    pages.mkdir()
    (pages / "a.html").write_text(page(1), "utf-8")
    assert studyfacts("run", pages, "-o", folder, "--workers", 1, "--quiet").returncode == 0
    (pages / "a.html").write_text(page(2), "utf-8")
    (pages / "b.html").write_text(page(3), "utf-8")
    assert studyfacts("run", pages, "-o", folder, "--workers", 1, "--quiet").returncode == 0
    texts = [str(article["text"]) for article in lines(folder / "articles.jsonl")]
    assert ["52例" in texts[0], "53例" in texts[1]] == [True, True]


def test_an_unreadable_page_costs_only_itself(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "a.html").write_text(page(1), "utf-8")
    (pages / "b.html").symlink_to(tmp_path / "gone.html")
    (pages / "c.html").write_text("", "utf-8")
    done = studyfacts("run", pages, "-o", tmp_path / "out", "--workers", 1)
    assert done.returncode == 3
    assert "b.html" in done.stderr.decode()
    assert [article["status"] for article in lines(tmp_path / "out/articles.jsonl")] == ["ok", "failed", "empty"]


def test_a_page_that_took_too_long_is_tried_again(tmp_path: Path) -> None:
    long = tmp_path / "a.html"
    long.write_text(page(1).replace("<p>", "<p>2019年3月盛京医院收治患者30例（P&lt;0.05）。</p><p>" * 8000, 1), "utf-8")
    assert studyfacts("run", long, "-o", tmp_path / "out", "--timeout", 0.1, "--quiet").returncode == 3
    assert lines(tmp_path / "out/articles.jsonl")[0]["error"]["type"] == "Timeout"  # type: ignore[index]
    assert studyfacts("run", long, "-o", tmp_path / "out", "--quiet").returncode == 0
    assert lines(tmp_path / "out/articles.jsonl")[0]["status"] == "ok"


def test_a_name_that_is_no_utf8_is_read_like_any_other(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    with open(os.fsencode(pages) + b"/\xff.html", "w", encoding="utf-8") as file:
        file.write(page(1))
    assert studyfacts("run", pages, "-o", tmp_path / "out", "--workers", 1, "--quiet").returncode == 0
    assert lines(tmp_path / "out/articles.jsonl")[0]["source"] == "\ufffd.html"


def test_a_runs_own_report_is_nopage(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(page(1), "utf-8")
    for _ in range(2):
        assert studyfacts("run", tmp_path, "-o", tmp_path / "out", "--workers", 1, "--quiet").returncode == 0
    assert [article["source"] for article in lines(tmp_path / "out/articles.jsonl")] == ["a.html"]


def test_a_table_that_is_cut_off_is_named(tmp_path: Path) -> None:
    whole = gzip.compress(b'{"text": "x"}\n' * 1000)
    (tmp_path / "pages.jsonl.gz").write_bytes(whole[:-20])
    done = studyfacts("run", tmp_path / "pages.jsonl.gz", "-o", tmp_path / "out", "--workers", 1)
    assert done.returncode == 3
    assert "pages.jsonl.gz#" in done.stderr.decode()
    articles = lines(tmp_path / "out/articles.jsonl")
    assert len(articles) > 1
    assert [one["status"] == "failed" for one in articles] == [False] * (len(articles) - 1) + [True]


def test_tables_of_pages_are_read(tmp_path: Path) -> None:
    rows = [{"id": f"n{number}", "url": f"https://example.org/{number}", "html": page(number)} for number in range(3)]
    with gzip.open(tmp_path / "pages.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    pd.DataFrame(rows).to_csv(tmp_path / "pages.csv", index=False)
    for name in ("pages.jsonl.gz", "pages.csv"):
        folder = tmp_path / f"out-{name}"
        assert studyfacts("run", tmp_path / name, "-o", folder, "--workers", 1, "--quiet").returncode == 0
        articles = lines(folder / "articles.jsonl")
        assert [(article["id"], article["url"]) for article in articles] == [(row["id"], row["url"]) for row in rows]


def test_one_page_from_standard_input(tmp_path: Path) -> None:
    done = studyfacts("run", "-", "-o", tmp_path / "out", "--workers", 1, "--quiet", stdin=page(4).encode())
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
