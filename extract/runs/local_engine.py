"""The local engine: a pool of processes that survives the loss of a worker."""

import multiprocessing
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, suppress
from itertools import chain, islice
from multiprocessing.context import BaseContext
from os import _exit, sysconf
from pathlib import Path
from queue import SimpleQueue

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from extract.extractor import Extractor
from extract.runs.line import Settings, article_line, failed_line
from extract.runs.sources import Source

# Pages that wait for a worker, for each worker: enough to keep it busy, few enough to keep memory flat.
_WAITING = 16
# Pages that a worker gets at a time, as soon as all have one: handing over costs a third of a millisecond each time.
_TOGETHER = 4
# A pool is broken where a worker dies without a page at hand, or before it is ready.
_BROKEN_IN_A_ROW = 3
_LEAST_MEMORY = 2 * 2**30

Page = tuple[int, Source]


def run_local(pages: Iterable[Page], settings: Settings, workers: int) -> Iterator[tuple[int, bytes]]:
    """The article of each page as one JSON line (without line break), with the page's number, in any order.

    Raises RuntimeError where workers die again and again before they are ready.
    """
    with closing(Workers(settings, workers)) as pool:
        yield from pool.lines(pages)


class Workers:
    """Processes that read pages. A page that takes longer than the timeout, needs more memory than its share of the
    machine's, or kills its worker gives a `failed` article; the others do not notice."""

    def __init__(
        self, settings: Settings, number: int, *, sharing: int | None = None, context: BaseContext | None = None
    ) -> None:
        """`sharing` is how many workers share the machine's memory where others work beside these; `context` says how
        processes are started, the system's own way if None."""
        self._settings = settings
        self._number = number
        self._sharing = sharing or number
        self._context = context or multiprocessing.get_context()
        self._pool = self._start()

    def _start(self) -> ProcessPool:
        arguments = (self._settings, self._sharing)
        return ProcessPool(self._number, initializer=_start_worker, initargs=arguments, context=self._context)

    def lines(self, pages: Iterable[Page]) -> Iterator[tuple[int, bytes]]:
        """The line of each page with the page's number, in any order; pages are taken as workers become free.

        Raises RuntimeError where workers die again and again before they are ready.
        """
        coming, broken = iter(pages), 0
        while True:
            waiting: dict[int, Source] = {}
            try:
                for line in self._work_off(coming, waiting):
                    yield line
                    broken = 0
                return
            except BrokenProcessPool as error:
                broken += 1
                if broken == _BROKEN_IN_A_ROW:
                    raise RuntimeError("workers die before they are ready; see the messages above") from error
                self.close()
                self._pool = self._start()
                coming = chain(waiting.items(), coming)

    def _work_off(self, coming: Iterator[Page], waiting: dict[int, Source]) -> Iterator[tuple[int, bytes]]:
        """`waiting` holds the pages under way; where the pool breaks, those it lost."""
        done: SimpleQueue[tuple[list[Page], ProcessFuture[list[bytes]]]] = SimpleQueue()

        def schedule(pages: list[Page]) -> None:
            task = ([source for _, source in pages],)
            future = self._pool.schedule(_work, args=task, timeout=self._settings.timeout)
            future.add_done_callback(lambda _: done.put((pages, future)))

        while pages := list(islice(coming, _TOGETHER if len(waiting) >= self._number else 1)):
            waiting.update(pages)
            schedule(pages)
            while len(waiting) > self._number * _WAITING:
                yield from _next(done, waiting, self._settings, schedule)
        while waiting:
            yield from _next(done, waiting, self._settings, schedule)

    def made_by(self) -> str:
        """What results of these workers are made by (`Settings.made_by`)."""
        told: str = self._pool.schedule(_made_by, args=(self._settings,)).result()
        return told

    def close(self) -> None:
        """Ends the processes, whatever they are at."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()


def _next(
    done: "SimpleQueue[tuple[list[Page], ProcessFuture[list[bytes]]]]",
    waiting: dict[int, Source],
    settings: Settings,
    schedule: Callable[[list[Page]], None],
) -> Iterator[tuple[int, bytes]]:
    """The lines of the next task that ends. Where it failed, each of its pages is to show by itself whether it is the
    one to blame, and has all of its time."""
    pages, future = done.get()
    if len(pages) > 1 and isinstance(future.exception(), TimeoutError | ProcessExpired | MemoryError):
        for page in pages:
            schedule([page])
        return
    for (index, _), line in zip(pages, _lines(pages[0][1], future, settings), strict=True):
        del waiting[index]
        yield index, line


def _lines(source: Source, future: ProcessFuture[list[bytes]], settings: Settings) -> list[bytes]:
    """`source` is the only one where a task failed."""
    try:
        lines: list[bytes] = future.result()
        return lines
    except TimeoutError:
        message = f"no result within {settings.timeout:g} seconds; raise --timeout to wait longer"
        return [failed_line(source, "Timeout", message)]
    except ProcessExpired as error:
        return [failed_line(source, "WorkerDied", f"its worker process died with exit code {error.exitcode}")]
    except MemoryError:
        return [failed_line(source, "MemoryError", "more memory than a worker may use")]


_extractor: Extractor | None = None


def _start_worker(settings: Settings, sharing: int) -> None:
    global _extractor
    # ^C reaches the whole group; only the parent may decide what is kept.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _limit_memory(sharing)
    _extractor = settings.extractor()


def _end_with_parent() -> None:
    """A worker in an endless loop must not outlive a run that was killed."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        _exit(1)


def _limit_memory(sharing: int) -> None:
    """A worker may use its share of the machine's memory; where that runs short all the same, the kernel is to end
    workers, not the run."""
    if sys.platform != "linux":
        return
    import resource

    share = max(sysconf("SC_PHYS_PAGES") * sysconf("SC_PAGE_SIZE") // sharing, _LEAST_MEMORY)
    now, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if now == resource.RLIM_INFINITY or now > share:
        resource.setrlimit(resource.RLIMIT_DATA, (share, hard))
    preferred = Path("/proc/self/oom_score_adj")
    with suppress(OSError):
        preferred.write_text(str(max(int(preferred.read_text()), 500)))


def _work(sources: list[Source]) -> list[bytes]:
    assert _extractor is not None
    return [article_line(_extractor, source) for source in sources]


def _made_by(settings: Settings) -> str:
    assert _extractor is not None
    return settings.made_by(_extractor.rules)
