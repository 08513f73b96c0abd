"""One run from its inputs to its folder."""

import platform
import sys
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from extract import __version__
from extract.ner import fingerprint, load
from extract.rules import RuleSet
from extract.runs.folder import count_duplicates, write_folder, write_run
from extract.runs.line import Settings
from extract.runs.progress import RunProgress
from extract.runs.sources import Source, count, sources
from extract.runs.store import Kept, Store, identity
from extract.schema import SCHEMA_VERSION
from extract.tables import check_formats

Pages = Iterable[tuple[int, Source]]
Engine = Callable[[Pages, Settings, int], Iterator[tuple[int, bytes]]]
"""Pages with their numbers in, the pages' lines with the same numbers out, in any order (`local_engine.run_local`)."""

# Failures that are told one by one; articles.jsonl has them all.
_TOLD_FAILURES = 1000


class Outcome(msgspec.Struct):
    """What a run came to. `kept` counts articles of earlier runs; `duplicates` counts articles beyond the first of each
    group, by kind; `reasons` counts failures by type of error; `failures` are the first thousand (source, message)."""

    articles: int
    kept: int
    records: int
    statuses: dict[str, int]
    duplicates: dict[str, int]
    reasons: dict[str, int]
    failures: list[tuple[str, str]]
    seconds: float
    interrupted: bool


def run(
    inputs: list[str],
    folder: Path,
    *,
    settings: Settings,
    engine: Engine,
    workers: int,
    formats: list[str],
    fresh: bool = False,
    quiet: bool = False,
) -> Outcome:
    """Extracts all pages of the inputs into a folder (contract section 2).

    Raises InputError for inputs that cannot be read at all, RuleError for rules that cannot be used, MissingExtra for
    formats whose package is not installed, FolderError for a folder that another run holds or whose disk is full: what
    is finished is kept. So it is on ^C, which ends the run early with all files whole.
    """
    started = time.monotonic()
    tables = [name for name in formats if name != "jsonl"]
    check_formats(tables)
    total = count(inputs, folder)
    rules = RuleSet(settings.rules)
    if settings.model:
        load(settings.model, rules)  # a model that cannot be used is told before any page is read
    with closing(Store(folder, settings.made_by(rules), settings.timeout, fresh)) as store:
        work = _Work(store, RunProgress(total, quiet))
        interrupted = work.run(
            sources(inputs, folder), lambda pages: engine(pages, settings, min(workers, total or workers))
        )
        write_folder(store, tables)
        if not interrupted:
            store.forget_others()
        outcome = _outcome(store, work.counts, interrupted, time.monotonic() - started)
        write_run(folder, _run_json(inputs, settings, workers, rules, outcome))
    return outcome


class _Work:
    """The pages on their way: kept ones to their places, the others through the engine into the store."""

    def __init__(self, store: Store, progress: RunProgress) -> None:
        self._store = store
        self._progress = progress
        self._under_way: dict[int, bytes] = {}
        self.counts: Counter[str] = Counter()

    def run(self, pages: Iterator[Source], engine: Callable[[Pages], Iterator[tuple[int, bytes]]]) -> bool:
        """Works all pages off; says whether ^C ended that early."""
        missing = self._missing(pages)
        with self._progress:
            try:
                with closing(engine(missing)) as lines:  # type: ignore[type-var]
                    for place, line in lines:
                        self._count(self._store.put(place, self._under_way.pop(place), line), kept=False)
            except KeyboardInterrupt:
                # What earlier runs finished of the pages still to come keeps its place too.
                if self._store.has_results:
                    for _ in missing:
                        pass
                return True
        return False

    def _missing(self, pages: Iterator[Source]) -> Generator[tuple[int, Source], None, None]:
        for place, source in enumerate(pages):
            if kept := self._store.take(place, source):
                self._count(kept, kept=True)
                continue
            self._under_way[place] = identity(source)
            yield place, source

    def _count(self, result: Kept, kept: bool) -> None:
        self.counts["articles"] += 1
        self.counts["kept"] += kept
        self.counts["records"] += result.records
        self.counts[result.status] += 1
        self._progress.step(failed=result.status == "failed", kept=kept)


def _outcome(store: Store, counts: Counter[str], interrupted: bool, seconds: float) -> Outcome:
    failed = "from place join result on result=id where status='failed'"
    return Outcome(
        articles=counts["articles"],
        kept=counts["kept"],
        records=counts["records"],
        statuses={status: counts[status] for status in ("ok", "empty", "failed")},
        duplicates=count_duplicates(store.folder),
        reasons=dict(store.run(f"select error, count(*) {failed} group by error order by 2 desc, 1").fetchall()),
        failures=store.run(
            f"select source, coalesce(nullif(message, ''), error) {failed} order by place limit ?", _TOLD_FAILURES
        ).fetchall(),
        seconds=round(seconds, 3),
        interrupted=interrupted,
    )


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
        "kept_of_earlier_runs": outcome.kept,
        "duplicates": outcome.duplicates,
        "failures_by_reason": outcome.reasons,
        "failures": [{"source": source, "message": message} for source, message in outcome.failures],
        "interrupted": outcome.interrupted,
        "seconds": outcome.seconds,
    }
