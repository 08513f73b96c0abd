"""One run from its inputs to its folder."""

import platform
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from extract import __version__
from extract.ner import fingerprint, load
from extract.rules import RuleSet
from extract.runs.line import Settings
from extract.runs.local_engine import run_local
from extract.runs.progress import RunProgress
from extract.runs.report import write_report
from extract.runs.sources import Source, count, sources
from extract.runs.store import Store
from extract.schema import SCHEMA_VERSION
from extract.tables import check_formats, write_tables


class Outcome(msgspec.Struct):
    """What a run came to. `failures` are (source, message)."""

    articles: int
    records: int
    statuses: dict[str, int]
    failures: list[tuple[str, str]]
    seconds: float
    interrupted: bool


def run(
    inputs: list[str],
    folder: Path,
    *,
    settings: Settings,
    workers: int,
    formats: list[str],
    fresh: bool = False,
    quiet: bool = False,
) -> Outcome:
    """Extracts all pages of the inputs into a folder (contract section 2).

    Raises InputError for inputs that cannot be read at all, RuleError for rules that cannot be used, MissingExtra for
    formats whose package is not installed. ^C ends the run early with all files whole.
    """
    started = time.monotonic()
    tables = [name for name in formats if name != "jsonl"]
    check_formats(tables)
    count(inputs, folder)
    pages = list(sources(inputs, folder))
    rules = RuleSet(settings.rules)
    if settings.model:
        load(settings.model, rules)  # a model that cannot be used is told before any page is read
    with closing(Store(folder, settings.made_by(rules), fresh)) as store:
        interrupted = _work_off(pages, store, settings, workers, quiet)
        outcome = Outcome(
            articles=store.counts["articles"],
            records=store.counts["records"],
            statuses={status: store.counts[status] for status in ("ok", "empty", "failed")},
            failures=store.failures,
            seconds=round(time.monotonic() - started, 3),
            interrupted=interrupted,
        )
        write_tables(folder, tables)
        write_report(folder)
        store.write_run(_run_json(inputs, settings, workers, rules, outcome))
    return outcome


def _work_off(pages: list[Source], store: Store, settings: Settings, workers: int, quiet: bool) -> bool:
    """Has all pages extracted and kept; says whether ^C ended that early."""
    with (
        RunProgress(len(pages), quiet) as progress,
        closing(store.keep(_lines(pages, store, settings, workers))) as lines,
    ):
        try:
            for _ in lines:
                progress.step(store.counts["records"], store.counts["failed"])
        except KeyboardInterrupt:
            return True
    return False


def _lines(pages: list[Source], store: Store, settings: Settings, workers: int) -> Iterator[bytes]:
    """The articles' lines in the order of the pages: kept ones from the store, the others from the engine."""
    kept = {index: place for index, page in enumerate(pages) if (place := store.finished(page))}
    missing = ((index, page) for index, page in enumerate(pages) if index not in kept)
    worked = run_local(missing, settings, min(workers, max(len(pages) - len(kept), 1)))
    early: dict[int, bytes] = {}
    for index in range(len(pages)):
        while index not in kept and index not in early:
            number, line = next(worked)
            early[number] = line
        yield store.line(kept[index]) if index in kept else early.pop(index)


def _run_json(inputs: list[str], settings: Settings, workers: int, rules: RuleSet, outcome: Outcome) -> dict[str, Any]:
    return {
        "studyfacts": __version__,
        "schema_version": SCHEMA_VERSION,
        "python": platform.python_version(),
        "platform": sys.platform,
        "rules": {"digest": rules.digest, "count": len(rules.rules), "folder": settings.rules},
        "model": settings.model,
        "model_digest": fingerprint(settings.model),
        "arguments": {"inputs": inputs, "workers": workers, "timeout": settings.timeout},
        "counts": {"articles": outcome.articles, "records": outcome.records, **outcome.statuses},
        "failures": [{"source": source, "message": message} for source, message in outcome.failures],
        "interrupted": outcome.interrupted,
        "seconds": outcome.seconds,
    }
