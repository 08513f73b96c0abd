"""How far a run is: a bar where standard error is a terminal, a line every few seconds where it is not."""

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress

_SECONDS_BETWEEN_LINES = 5.0


class RunProgress:
    def __init__(self, total: int, quiet: bool) -> None:
        self._total = total
        self._quiet = quiet
        self._done = 0
        self._last = self._started = time.monotonic()
        self._bar = None if quiet or not sys.stderr.isatty() else _bar()

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.start()
            self._task = self._bar.add_task("articles", total=self._total, records=0, failed=0)
        return self

    def step(self, records: int, failed: int) -> None:
        """One more article is done; the run has so many records and failures so far."""
        self._done += 1
        if self._bar:
            self._bar.update(self._task, advance=1, records=records, failed=failed)
            return
        now = time.monotonic()
        if not self._quiet and now - self._last >= _SECONDS_BETWEEN_LINES:
            self._last = now
            rate = self._done / (now - self._started)
            print(
                f"{self._done}/{self._total} articles, {records} records, {failed} failed, {rate:.0f}/s",
                file=sys.stderr,
                flush=True,
            )

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()


def _bar() -> "Progress":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[records]} records, {task.fields[failed]} failed"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )
