"""What each stage costs, as ratios to Y1 = lxml's parse of the same bytes in the same run.

    python benchmarks/speed.py PAGE.html [--runs 15]

Runs are interleaved: each round times Y1 and every stage once, and a ratio is the median over rounds. Times are those
of the processor, so that whatever else the machine does stretches no stage more than another.
"""

import argparse
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import lxml.html

from extract import Extractor
from extract.page import read_page
from extract.records import StudyFinder, assemble
from extract.segment import Document
from extract.shadow import Shadow


def interleaved(
    tasks: dict[str, Callable[[], object]], runs: int, clock: Callable[[], float] = time.thread_time
) -> dict[str, float]:
    """Median seconds by `clock` of each task over `runs` rounds, after one round to warm up."""
    times: dict[str, list[float]] = {name: [] for name in tasks}
    for round_number in range(runs + 1):
        for name, task in tasks.items():
            started = clock()
            task()
            if round_number:
                times[name].append(clock() - started)
    return {name: statistics.median(taken) for name, taken in times.items()}


def stages(content: bytes, extractor: Extractor) -> dict[str, Callable[[], object]]:
    page = read_page(content)
    doc = Document(page, extractor.rules)
    mentions = extractor.mentions(doc)
    finder = StudyFinder(extractor.rules)
    tasks: dict[str, Callable[[], object]] = {
        "Y1: lxml parse": lambda: lxml.html.document_fromstring(content),
        "page stage": lambda: read_page(content),
        "shadow": lambda: Shadow(page.text),
        "rules' matches": lambda: extractor.rules.find(doc.shadow),
    }
    for field, reader in extractor._readers.items():
        tasks[f"field {field}"] = lambda reader=reader: reader.find(doc)  # type: ignore[misc]
    tasks["studies"] = lambda: finder.find(doc, mentions)
    found = finder.find(doc, mentions)
    tasks["records"] = lambda: [assemble(study, mentions, doc, "id", 1) for study in found]
    tasks["whole line"] = lambda: extractor.extract(content)
    return tasks


def peers(content: bytes) -> dict[str, Callable[[], object]]:
    """Other page extractors, where they are installed."""
    text = content.decode("utf-8", "replace")
    found: dict[str, Callable[[], object]] = {}
    try:
        import trafilatura

        found["trafilatura (text only)"] = lambda: trafilatura.extract(text)
    except ImportError:
        print("trafilatura is not installed: pip install -e '.[bench]'")
    try:
        from readability import Document as Readability

        found["readability (text only)"] = lambda: Readability(text).summary()
    except ImportError:
        print("readability is not installed: pip install -e '.[bench]'")
    return found


def scaling(content: bytes, extractor: Extractor, runs: int) -> float:
    """Cost per character of a 1 MB page against a 10 KB page, both made of the page's own paragraphs."""
    article = extractor.extract(content)
    paragraphs = [f"<p>{article.text[block.start : block.end]}</p>" for block in article.blocks]

    def page_of(size: int) -> bytes:
        body, length, index = [], 0, 0
        while length < size:
            body.append(paragraphs[index % len(paragraphs)])
            length += len(body[-1].encode())
            index += 1
        return ("<html><body><article><h1>标题</h1>" + "".join(body) + "</article></body></html>").encode()

    small, large = page_of(10_000), page_of(1_000_000)
    taken = interleaved(
        {"small": lambda: extractor.extract(small), "large": lambda: extractor.extract(large)}, max(runs // 3, 3)
    )
    return (taken["large"] / len(large)) / (taken["small"] / len(small))


def start_up(path: Path) -> dict[str, float]:
    """Processor seconds of whole processes: medians of 5."""
    commands = {
        "bare python": [sys.executable, "-c", "pass"],
        "studyfacts --help": [sys.executable, "-m", "extract.cli", "--help"],
        "import and first page": [
            sys.executable,
            "-c",
            "import sys; from extract import Extractor; Extractor().extract(open(sys.argv[1], 'rb').read())",
            str(path),
        ],
    }
    return interleaved({name: _process(command) for name, command in commands.items()}, 5, _seconds_of_children)


def _process(command: list[str]) -> Callable[[], object]:
    return lambda: subprocess.run(command, check=True, capture_output=True)


def _seconds_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", type=Path)
    parser.add_argument("--runs", type=int, default=15)
    arguments = parser.parse_args()
    content = arguments.page.read_bytes()
    extractor = Extractor()
    article = extractor.extract(content)
    taken = interleaved(stages(content, extractor) | peers(content), arguments.runs)
    yardstick = taken["Y1: lxml parse"]
    print(f"{arguments.page.name}: {len(content):,} bytes, {len(article.text):,} characters of article")
    print(f"{len(article.mentions)} mentions, {len(article.records)} records; Y1 = {yardstick * 1e3:.2f} ms here\n")
    print(f"| {'what':28} | × Y1 |\n|{'-' * 30}|------|")
    for name, seconds in taken.items():
        print(f"| {name:28} | {seconds / yardstick:4.1f} |")
    print(f"\ncost per character, 1 MB against 10 KB: {scaling(content, extractor, arguments.runs):.2f}")
    for name, seconds in start_up(arguments.page).items():
        print(f"{name}: {seconds:.2f} s")
    print(f"peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
