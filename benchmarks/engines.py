"""The local engine beside Ray on the same pages: `python -m benchmarks.engines [--times 100]`.

Pages are those of corpus/examples, `--times` over. Each round runs both engines one after the other; told are the ratio
of the medians, start of Ray included and left out, and whether both gave the same bytes.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from extract.runs.line import Settings
from extract.runs.local_engine import run_local
from extract.runs.ray_engine import run_ray
from extract.runs.sources import Source, sources

EXAMPLES = Path(__file__).parent.parent / "corpus/examples"
Engine = Callable[[Iterable[tuple[int, Source]], Settings, int], Iterator[tuple[int, bytes]]]


def timed(engine: Engine, pages: list[Source], workers: int) -> tuple[float, float, dict[int, bytes]]:
    """Seconds in all, seconds from the first article on, and the articles."""
    started, first, articles = time.perf_counter(), 0.0, {}
    for number, line in engine(enumerate(pages), Settings(timeout=300), workers):
        first = first or time.perf_counter()
        articles[number] = line
    ended = time.perf_counter()
    return ended - started, ended - first, articles


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    pages = list(sources([str(EXAMPLES)])) * arguments.times
    whole: dict[str, list[float]] = {"local": [], "ray": []}
    after: dict[str, list[float]] = {"local": [], "ray": []}
    for _ in range(arguments.rounds):
        given = {}
        for name, engine in (("local", run_local), ("ray", run_ray)):
            seconds, from_first, given[name] = timed(engine, pages, arguments.workers)
            whole[name].append(seconds)
            after[name].append(from_first)
        print("the same bytes" if given["local"] == given["ray"] else "DIFFERENT BYTES")
    for what, seconds in (("in all", whole), ("from the first article on", after)):
        local, ray = (statistics.median(seconds[name]) for name in ("local", "ray"))
        print(f"{len(pages)} pages {what}: local {local:.1f} s, Ray {ray:.1f} s, ratio {ray / local:.2f}")


if __name__ == "__main__":
    main()
