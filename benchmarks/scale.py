"""Runs at scale: kills, memory, resuming, and what store and pool cost. Everything runs as users run it, in processes.

    python -m benchmarks.scale kills  [--pages 2000] [--kills 25]   the same bytes after SIGKILL at random moments
    python -m benchmarks.scale memory [--sizes 1000 10000 50000]    peak memory of the run and its workers; resuming
    python -m benchmarks.scale speed  [--pages 600] [--rounds 3]    workers against one process, cost of store and pool

Pages are generated, each different, some 2,400 characters of article; `--paragraphs` makes them longer or shorter.
"""

import argparse
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

import msgspec

from extract import Extractor
from extract.runs.report import write_report

_SAMPLE_SECONDS = 0.2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["kills", "memory", "speed"])
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=25)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 50_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--paragraphs", type=int, default=24)
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        {"kills": kills, "memory": memory, "speed": speed}[arguments.what](arguments, Path(folder))


def page(number: int, paragraphs: int) -> str:
    """A page about studies in made-up numbers, different from every other."""
    chance = random.Random(number)
    hospitals = ("盛京医院", "北京协和医院", "华西医院", "湘雅医院", "南方医院", "新桥医院")
    diseases = ("膝骨关节炎", "系统性红斑狼疮", "肝硬化", "脑梗死", "糖尿病足", "脊髓损伤")
    told = "".join(
        f"<p>{chance.randrange(2005, 2024)}年{chance.randrange(1, 13)}月，{chance.choice(hospitals)}纳入"
        f"{chance.choice(diseases)}患者{chance.randrange(20, 400)}例，随机分为两组，静脉输注脐带间充质干细胞。"
        f"随访{chance.randrange(3, 36)}个月后，两组评分的差异有统计学意义（P&lt;0.0{chance.randrange(1, 6)}）。</p>"
        for _ in range(paragraphs)
    )
    return f"<html><head><title>第{number}号</title></head><body><h1>第{number}号病区的研究</h1>{told}</body></html>"


def write_pages(folder: Path, numbers: range, paragraphs: int) -> Path:
    for number in numbers:
        part = folder / f"{number // 1000:03}"
        part.mkdir(parents=True, exist_ok=True)
        (part / f"{number:06}.html").write_text(page(number, paragraphs), "utf-8")
    return folder


def start(pages: Path, out: Path, workers: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "extract.cli", "run", str(pages), "-o", str(out), "--workers", str(workers)]
    return subprocess.Popen([*command, "--quiet"], start_new_session=True)


class Took(NamedTuple):
    """Seconds by the clock, and of processors for the run with its workers."""

    clock: float
    processors: float


def finish(pages: Path, out: Path, workers: int) -> Took:
    started = time.perf_counter()
    _, status, usage = os.wait4(start(pages, out, workers).pid, 0)
    if status:
        raise SystemExit(f"the run into {out} failed")
    return Took(time.perf_counter() - started, usage.ru_utime + usage.ru_stime)


def kills(arguments: argparse.Namespace, folder: Path) -> None:
    pages = write_pages(folder / "pages", range(arguments.pages), arguments.paragraphs)
    whole, broken = folder / "whole", folder / "broken"
    undisturbed = finish(pages, whole, 1).clock
    chance = random.Random(arguments.pages)
    killed = 0
    while killed < arguments.kills:
        process = start(pages, broken, arguments.workers)
        # The mean leaves each of the runs its share of the work and the time to start.
        time.sleep(chance.uniform(0, 2 * (undisturbed / arguments.workers / arguments.kills + 1)))
        if process.poll() is None:
            killed += 1
            (os.killpg if killed % 2 else os.kill)(process.pid, signal.SIGKILL)
        else:
            print(f"finished after {killed} kills; started over with --fresh for the others")
            for path in broken.iterdir():
                path.unlink()
        process.wait()
    finish(pages, broken, arguments.workers)
    for name in ("articles.jsonl", "records.jsonl", "duplicates.jsonl"):
        same = (whole / name).read_bytes() == (broken / name).read_bytes()
        print(f"{name}: {'identical' if same else 'DIFFERENT'} after {killed} kills")


class Peaks(threading.Thread):
    """The highest resident memory of a process, and of the largest of its children, in MiB."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        super().__init__(daemon=True)
        self.process = process
        self.run_peak = self.worker_peak = 0.0

    def run(self) -> None:
        while self.process.poll() is None:
            self.run_peak = max(self.run_peak, _resident(self.process.pid))
            try:
                children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
            except OSError:
                return
            self.worker_peak = max([self.worker_peak, *map(_resident, map(int, children))])
            time.sleep(_SAMPLE_SECONDS)


def _resident(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


def memory(arguments: argparse.Namespace, folder: Path) -> None:
    print("| articles | run, MiB | worker, MiB | seconds | resumed, s | one new page, s | store / articles.jsonl |")
    print("|---|---|---|---|---|---|---|")
    for size in arguments.sizes:
        pages, out = write_pages(folder / "pages", range(size), arguments.paragraphs), folder / f"out-{size}"
        started = time.perf_counter()
        process = start(pages, out, arguments.workers)
        peaks = Peaks(process)
        peaks.start()
        process.wait()
        peaks.join()
        seconds = time.perf_counter() - started
        resumed = finish(pages, out, arguments.workers).clock
        (pages / "new.html").write_text(page(size, arguments.paragraphs), "utf-8")
        one_new = finish(pages, out, arguments.workers).clock
        (pages / "new.html").unlink()
        share = (out / ".store.sqlite").stat().st_size / (out / "articles.jsonl").stat().st_size
        print(
            f"| {size:,} | {peaks.run_peak:.0f} | {peaks.worker_peak:.0f} | {seconds:.0f} | {resumed:.1f} | "
            f"{one_new:.1f} | {share:.2f} |",
            flush=True,
        )


def speed(arguments: argparse.Namespace, folder: Path) -> None:
    """In turns: extraction alone in this process, and runs with one and with several workers, less what a run of four
    pages takes. The gain is by the clock and needs a quiet machine; the cost is in processor time and does not."""
    pages = write_pages(folder / "pages", range(arguments.pages), arguments.paragraphs)
    few = write_pages(folder / "few", range(4), arguments.paragraphs)
    contents = [path.read_bytes() for path in sorted(pages.rglob("*.html"))]
    extractor = Extractor()
    extractor.extract(contents[0])
    gains, costs = [], []
    for number in range(arguments.rounds):
        started = Took(time.perf_counter(), time.process_time())
        for content in contents:
            msgspec.json.encode(extractor.extract(content))
        alone = Took(time.perf_counter() - started.clock, time.process_time() - started.processors)
        start_1 = finish(few, folder / f"few-1-{number}", 1)
        one = finish(pages, folder / f"one-{number}", 1)
        start_n = finish(few, folder / f"few-n-{number}", arguments.workers)
        several = finish(pages, folder / f"several-{number}", arguments.workers)
        gains.append(alone.clock / (several.clock - start_n.clock))
        report = _report(folder / f"one-{number}")
        costs.append((one.processors - start_1.processors - report) / alone.processors - 1)
        print(
            f"{arguments.workers} workers: {gains[-1]:.2f} times one process; pool, store and lines {costs[-1]:.1%} of "
            f"extraction, the report {report / alone.processors:.1%}",
            flush=True,
        )
    print(
        f"medians: {statistics.median(gains):.2f} times one process; pool, store, lines {statistics.median(costs):.1%}"
    )


def _report(out: Path) -> float:
    started = time.process_time()
    write_report(out)
    return time.process_time() - started


if __name__ == "__main__":
    main()
