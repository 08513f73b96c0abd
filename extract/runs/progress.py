"""How far a run is: a bar where standard error is a terminal, a line every few seconds where it is not."""

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress

_SECONDS_BETWEEN_LINES = 5.0


class RunProgress:
    """`total` is None where the number of pages shows only at their end."""

    def __init__(self, total: int | None, quiet: bool) -> None:
        self._total = total
        self._quiet = quiet
        self._kept = self._worked = self._failed = 0
        self._last = self._started = time.monotonic()
        self._bar = None if quiet or not sys.stderr.isatty() else _bar()

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.start()
            self._task = self._bar.add_task("articles", total=self._total, told="")
        return self

    def step(self, failed: bool, kept: bool) -> None:
        """One more article is done: `kept` says that an earlier run did the work."""
        self._kept += kept
        self._worked += not kept
        self._failed += failed
        if self._bar:
            self._bar.update(self._task, advance=1, told=self._told())
            return
        now = time.monotonic()
        if not self._quiet and now - self._last >= _SECONDS_BETWEEN_LINES:
            self._last = now
            done = self._kept + self._worked
            of = f"/{self._total}" if self._total is not None else ""
            print(f"{done}{of} articles, {self._told()}{self._left(done)}", file=sys.stderr, flush=True)

    def _told(self) -> str:
        kept = f"{self._kept} of them kept, " if self._kept else ""
        return f"{kept}{self._failed} failed, {self._rate():.1f}/s"

    def _rate(self) -> float:
        return self._worked / max(time.monotonic() - self._started, 0.001)

    def _left(self, done: int) -> str:
        if self._total is None or not self._worked:
            return ""
        minutes, seconds = divmod(round((self._total - done) / self._rate()), 60)
        return f", {minutes}:{seconds:02} left"

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
        TextColumn("{task.fields[told]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )
