"""Tables and report of a large run: how long they take to write, how large they are, how much memory they need.

    python -m benchmarks.large_report 100000 FOLDER

The run is made of the articles of corpus/examples over and over, each with an id, numbers and confidences of its own.
"""

import random
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
from msgspec.structs import replace

from extract.extractor import Extractor
from extract.runs.report import write_report
from extract.schema import Article, ArticleError
from extract.tables import write_tables

_FAILED = ArticleError("Timeout", "no result within 300 seconds", "engine")
EXAMPLES = Path(__file__).parent.parent / "corpus/examples"


def write_run(folder: Path, number: int) -> None:
    """Writes an articles.jsonl of so many articles; one in fifty failed."""
    extractor = Extractor(model=None)
    pages = sorted(path for path in EXAMPLES.iterdir() if path.suffix in (".html", ".txt"))
    kinds = {".txt": "text", ".html": "html"}
    read = [extractor.extract(page.read_bytes(), source=page.name, kind=kinds[page.suffix]) for page in pages]
    chance = random.Random(7)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "articles.jsonl").open("wb") as file:
        for place in range(number):
            file.write(msgspec.json.encode(_another(read[place % len(read)], place, chance)) + b"\n")


def _another(article: Article, place: int, chance: random.Random) -> Article:
    source = f"{place // 1000:03}/{place:06}-{article.source}"
    if chance.random() < 0.02:
        return Article(id=f"a{place}", source=source, sha256=article.sha256, status="failed", error=_FAILED)
    records = [
        replace(
            record, record_id=f"a{place}-{n:02}", article_id=f"a{place}", confidence=round(chance.uniform(0.4, 1), 3)
        )
        for n, record in enumerate(article.records, 1)
    ]
    return replace(article, id=f"a{place}", source=source, url=f"https://example.org/{source}", records=records)


def _timed(name: str, folder: Path, files: list[str], write: Callable[[], None]) -> None:
    started = time.perf_counter()
    write()
    seconds = time.perf_counter() - started
    size = sum((folder / file).stat().st_size for file in files) / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name:8} {seconds:7.1f} s  {size:8.1f} MB  peak so far {peak:6.0f} MiB", flush=True)


def main() -> None:
    number, folder = int(sys.argv[1]), Path(sys.argv[2])
    write_run(folder, number)
    started = time.perf_counter()
    with (folder / "articles.jsonl").open("rb") as lines:
        decoder = msgspec.json.Decoder(Article)
        for line in lines:
            decoder.decode(line)
    print(f"{number} articles; to decode them alone takes {time.perf_counter() - started:.1f} s")
    _timed("report", folder, ["report.html"], lambda: write_report(folder))
    _timed("csv", folder, ["records.csv", "facts.csv"], lambda: write_tables(folder, ["csv"]))
    _timed("parquet", folder, ["records.parquet", "facts.parquet"], lambda: write_tables(folder, ["parquet"]))
    _timed("xlsx", folder, ["records.xlsx"], lambda: write_tables(folder, ["xlsx"]))


if __name__ == "__main__":
    main()
