"""What is kept, what is done again, and which articles are told as the same."""

import json
import sqlite3
from pathlib import Path

from tests.runs.studyfacts import lines, page, results, studyfacts, write_pages

RULE = """
field: p_value
rules:
  - id: p_value.house
    cues: ['概率']
    pattern: '概率(?P<op>[<>=])(?P<value>0?\\.[0-9]{1,4})'
    normaliser: comparison
    examples:
      - text: 两组[[概率<0.05]]。
"""


def kept(folder: Path) -> int:
    return int(json.loads((folder / "run.json").read_text())["kept_of_earlier_runs"])


def test_other_rules_never_mix_with_earlier_results_and_a_mistake_costs_nothing(tmp_path: Path) -> None:
    pages, folder, rules = write_pages(tmp_path / "pages", range(6)), tmp_path / "out", tmp_path / "rules"
    (pages / "more.html").write_text(page(7, more="两组比较，概率<0.03"), "utf-8")
    rules.mkdir()
    (rules / "p_value.yaml").write_text(RULE, "utf-8")
    by_rules = ("run", pages, "-o", folder, "--workers", 1, "--quiet")
    assert studyfacts(*by_rules).returncode == 0
    first = results(folder)
    assert studyfacts(*by_rules, "--rules", rules).returncode == 0
    assert kept(folder) == 0
    assert b"rule:p_value.house" in results(folder)[0]
    assert studyfacts(*by_rules).returncode == 0
    assert results(folder) == first


def test_a_run_with_nothing_new_leaves_its_files_alone_and_fresh_starts_over(tmp_path: Path) -> None:
    pages, folder = write_pages(tmp_path / "pages", range(4)), tmp_path / "out"
    arguments = ("run", pages, "-o", folder, "--workers", 1, "--quiet")
    assert studyfacts(*arguments).returncode == 0
    before = (folder / "articles.jsonl").stat().st_ino
    assert studyfacts(*arguments).returncode == 0
    assert kept(folder) == 4
    assert (folder / "articles.jsonl").stat().st_ino == before
    (folder / "records.jsonl").unlink()
    assert studyfacts(*arguments).returncode == 0
    assert (folder / "records.jsonl").exists()
    assert studyfacts(*arguments, "--fresh").returncode == 0
    assert kept(folder) == 0


def test_a_page_that_is_gone_leaves_the_folder_and_the_store(tmp_path: Path) -> None:
    pages, folder = write_pages(tmp_path / "pages", range(4)), tmp_path / "out"
    arguments = ("run", pages, "-o", folder, "--workers", 1, "--quiet")
    assert studyfacts(*arguments).returncode == 0
    (pages / "0001.html").unlink()
    assert studyfacts(*arguments).returncode == 0
    assert [one["source"] for one in lines(folder / "articles.jsonl")] == ["0000.html", "0002.html", "0003.html"]
    with sqlite3.connect(folder / ".store.sqlite") as store:
        assert store.execute("select count(*) from result").fetchone() == (3,)


def test_a_damaged_store_is_told(tmp_path: Path) -> None:
    pages, folder = write_pages(tmp_path / "pages", range(2)), tmp_path / "out"
    folder.mkdir()
    (folder / ".store.sqlite").write_bytes(b"no database" * 1000)
    done = studyfacts("run", pages, "-o", folder, "--workers", 1)
    assert done.returncode == 2
    assert "damaged" in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_duplicates_are_told_and_kept_whatever_the_workers(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    story = "".join(
        f"<p>第{n}段：中国医科大学附属盛京医院第{n}病区收治{n}类骨关节炎患者，随访期为{n}个月，疗效稳定。</p>"
        for n in range(12)
    )
    for name, text in {
        "a.html": story,
        "b.html": story,
        "c.html": f"<div class='site'>转载</div>{story}<p>本文由另一家网站转载，并对读者表示感谢。</p>",
        "d.html": page(4, paragraphs=3),
        "e.html": "",
        "f.html": "",
    }.items():
        (pages / name).write_text(text, "utf-8")
    found = []
    for workers in (1, 2):
        folder = tmp_path / f"out-{workers}"
        done = studyfacts("run", pages, "-o", folder, "--workers", workers)
        assert done.returncode == 0
        assert "1 with identical content, 1 nearly the same" in done.stderr.decode()
        assert len(lines(folder / "articles.jsonl")) == 6
        found.append((folder / "duplicates.jsonl").read_bytes())
    assert found[0] == found[1]
    groups = [
        (one["kind"], [copy["source"] for copy in one["articles"]]) for one in map(json.loads, found[0].splitlines())
    ]
    assert groups == [("identical", ["a.html", "b.html"]), ("near", ["a.html", "c.html"])]
