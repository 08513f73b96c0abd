"""Pages that end, fill or stop their worker, files that are gone, a full disk: each costs exactly what it is."""

import json
import os
import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.runs.conftest import Undisturbed
from tests.runs.studyfacts import lines, page, results, studyfacts, write_pages

POISON = str(Path(__file__).parent / "poison_model")
_GB = 2**30


def four_gigabytes() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (4 * _GB, resource.RLIM_INFINITY))


def test_each_poisoned_page_costs_only_itself(tmp_path: Path) -> None:
    pages, folder = write_pages(tmp_path / "pages", range(12)), tmp_path / "out"
    for number, poison in {2: "此页终止进程", 4: "此页耗尽内存", 6: "此页没有尽头", 0: "此页移走文件"}.items():
        (pages / f"{number:04}.html").write_text(page(number, more=poison), "utf-8")
    (pages / "0008.html").unlink()
    (pages / "0008.html").symlink_to("/proc/self/mem")  # what even the superuser cannot read
    (pages / "0009.html").unlink()
    (pages / "0009.html").symlink_to(tmp_path / "nowhere.html")
    environment = {"PYTHONPATH": POISON, "VANISHING": str(pages / "0011.html")}
    arguments = ("run", pages, "-o", folder, "--model", "poison", "--workers", 1, "--timeout", 4)
    done = studyfacts(*arguments, limit=four_gigabytes, **environment)
    assert done.returncode == 3, done.stderr.decode()
    articles = lines(folder / "articles.jsonl")
    failed = {str(one["source"]): one["error"]["type"] for one in articles if one["status"] == "failed"}  # type: ignore[index]
    assert failed == {
        "0002.html": "WorkerDied",
        "0004.html": "MemoryError",
        "0006.html": "Timeout",
        "0008.html": "OSError",
        "0009.html": "FileNotFoundError",
        "0011.html": "FileNotFoundError",
    }
    assert [one["status"] for one in articles].count("ok") == 6
    assert "no result within 4 seconds" in done.stderr.decode()

    def tried() -> int:
        """The articles that a further run works on."""
        assert studyfacts(*arguments, limit=four_gigabytes, **environment).returncode == 3
        run = json.loads((folder / "run.json").read_text())
        return int(run["counts"]["articles"]) - int(run["kept_of_earlier_runs"])

    # The two that cannot be read, and one more try for the two that the machine may be to blame for.
    assert tried() == 4
    assert tried() == 2
    assert results(folder)[0].count(b'"status":"failed"') == 5


@pytest.mark.parametrize("kilobytes", [20, 150])
def test_a_full_disk_is_told_and_the_run_goes_on_when_there_is_room(
    undisturbed: Undisturbed, tmp_path: Path, kilobytes: int
) -> None:
    """A limit on the size of files stands for the disk: it needs no rights and meets the database in the same way."""
    size = kilobytes * 1000
    arguments = ("run", undisturbed.pages, "-o", tmp_path / "full", "--workers", 2)
    full = studyfacts(*arguments, limit=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)))
    assert_full(full, tmp_path / "full")
    if kilobytes > 20:
        assert_goes_on(studyfacts(*arguments), tmp_path / "full", undisturbed)


def assert_full(done: "subprocess.CompletedProcess[bytes]", folder: Path) -> None:
    assert done.returncode == 2
    assert b"make room and run again" in done.stderr
    assert b"Traceback" not in done.stderr
    assert not list(folder.glob("*.part"))


def assert_goes_on(done: "subprocess.CompletedProcess[bytes]", folder: Path, undisturbed: Undisturbed) -> None:
    assert done.returncode == 0
    assert "by earlier runs" in done.stderr.decode()
    assert results(folder) == undisturbed.results


@pytest.fixture(params=["1m", "11m"])
def small_disk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A disk that is full before all pages are done, and one that is full when their lines are written."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={request.param}", "none", str(folder)]
    if os.getuid() or subprocess.run(mount, check=False).returncode:
        pytest.skip("mounting a small tmpfs needs the superuser")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_full_tmpfs_is_told_and_the_run_goes_on_when_there_is_room(
    undisturbed: Undisturbed, small_disk: Path
) -> None:
    arguments = ("run", undisturbed.pages, "-o", small_disk / "full", "--workers", 2)
    assert_full(studyfacts(*arguments), small_disk / "full")
    subprocess.run(["mount", "-o", "remount,size=64m", small_disk], check=True)
    assert_goes_on(studyfacts(*arguments), small_disk / "full", undisturbed)
