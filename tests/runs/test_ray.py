"""The Ray engine on a real local Ray: the local engine's bytes, whatever pages do to their workers."""

import os
import signal
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

import msgspec
import pandas as pd
import pytest

from extract import Extractor
from extract.runs.frames import ArticleLines
from extract.runs.line import Settings
from extract.runs.ray_engine import RayTrouble, run_ray
from extract.runs.sources import Source
from tests.runs.conftest import Undisturbed
from tests.runs.studyfacts import ROOT, command, lines, page, results, studyfacts

POISON = str(Path(__file__).parent / "poison_model")
needs_ray = pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed: pip install 'studyfacts[ray]'")


@needs_ray
def test_ray_gives_the_local_engines_bytes_and_poisoned_pages_cost_themselves(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    for example in sorted((ROOT / "corpus/examples").glob("*.*"))[:20]:
        (pages / example.name).write_bytes(example.read_bytes())
    (pages / "a-dies.html").write_text(page(1, more="此页终止进程"), "utf-8")
    (pages / "b-never-ends.html").write_text(page(2, more="此页没有尽头"), "utf-8")
    (pages / "c-gone.html").symlink_to(tmp_path / "nowhere.html")
    (pages / "d-empty.txt").write_bytes(b"")
    for engine in ("local", "ray"):
        arguments = ("run", pages, "-o", tmp_path / engine, "--model", "poison", "--workers", 1, "--timeout", 4)
        done = studyfacts(*arguments, "--engine", engine, "--quiet", PYTHONPATH=POISON)
        assert done.returncode == 3, done.stderr.decode()
        # Ray keeps its own doings to itself.
        assert (done.stdout, done.stderr) == (b"", b"")
    assert results(tmp_path / "ray") == results(tmp_path / "local")
    failed = {str(one["source"]): one["error"] for one in lines(tmp_path / "ray/articles.jsonl") if one["error"]}
    assert {name: error["type"] for name, error in failed.items()} == {  # type: ignore[index]
        "a-dies.html": "WorkerDied",
        "b-never-ends.html": "Timeout",
        "c-gone.html": "FileNotFoundError",
    }


@needs_ray
def test_a_ray_run_that_is_killed_is_taken_up_by_the_local_engine(tmp_path: Path, undisturbed: Undisturbed) -> None:
    folder = tmp_path / "out"
    arguments = ("run", undisturbed.pages, "-o", folder, "--workers", 2)
    process = subprocess.Popen(
        command(*arguments, "--engine", "ray"), start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    empty = 200_000
    while process.poll() is None and sum(path.stat().st_size for path in folder.glob(".store.sqlite*")) < empty:
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert studyfacts(*arguments, "--quiet").returncode == 0
    assert results(folder) == undisturbed.results


def test_an_address_where_no_cluster_answers_is_named() -> None:
    pages = [(0, Source(name="a", content=b"x"))]
    with pytest.raises(RayTrouble, match=r"no Ray cluster at 127\.0\.0\.1:1: "):
        list(run_ray(pages, Settings(), 1, "127.0.0.1:1"))


def test_no_pages_need_no_ray() -> None:
    assert list(run_ray([], Settings(), 1, "127.0.0.1:1")) == []


def test_a_table_of_pages_becomes_a_table_of_articles() -> None:
    pages = pd.DataFrame(
        {
            "number": [7, 8, 9],
            "source": ["a.html", "b.txt", "c.html"],
            "html": [page(1).encode(), None, page(3)],
            "text": [None, "青岛大学附属医院收治患者44例。", None],
            "url": ["https://example.org/a", None, float("nan")],
        }
    )
    articles = ArticleLines(Settings(timeout=60))(pages)
    assert list(articles.columns) == ["number", "source", "url", "article"]
    assert list(articles["number"]) == [7, 8, 9]
    alone = Extractor().extract(page(1).encode(), "https://example.org/a", source="a.html")
    assert articles["article"][0] == msgspec.json.encode(alone)
    assert "44例" in articles["article"][1].decode()


def test_a_machine_with_other_rules_is_refused() -> None:
    with pytest.raises(ValueError, match="install the same studyfacts"):
        ArticleLines(Settings(), made_by="studyfacts 0.0.0")
