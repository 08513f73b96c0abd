"""The local engine: a pool of processes that survives the loss of a worker."""

import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from itertools import chain, islice
from multiprocessing import parent_process
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

    Pages are taken as workers become free. A page that takes longer than the timeout, needs more memory than its share
    of the machine's, or kills its worker gives a `failed` article; the others do not notice.
    Raises RuntimeError where workers die again and again before they are ready.
    """
    coming, broken = iter(pages), 0
    while True:
        waiting: dict[int, Source] = {}
        try:
            for line in _run_pool(coming, waiting, settings, workers):
                yield line
                broken = 0
            return
        except BrokenProcessPool as error:
            broken += 1
            if broken == _BROKEN_IN_A_ROW:
                raise RuntimeError("workers die before they are ready; see the messages above") from error
            coming = chain(waiting.items(), coming)


def _run_pool(
    coming: Iterator[Page], waiting: dict[int, Source], settings: Settings, workers: int
) -> Iterator[tuple[int, bytes]]:
    """`waiting` holds the pages under way; where the pool breaks, those it lost."""
    done: SimpleQueue[tuple[list[Page], ProcessFuture[list[bytes]]]] = SimpleQueue()
    pool = ProcessPool(max_workers=workers, initializer=_start_worker, initargs=(settings, workers))

    def schedule(pages: list[Page]) -> None:
        future = pool.schedule(_work, args=([source for _, source in pages],), timeout=settings.timeout)
        future.add_done_callback(lambda _: done.put((pages, future)))

    try:
        while pages := list(islice(coming, _TOGETHER if len(waiting) >= workers else 1)):
            waiting.update(pages)
            schedule(pages)
            while len(waiting) > workers * _WAITING:
                yield from _next(done, waiting, settings, schedule)
        while waiting:
            yield from _next(done, waiting, settings, schedule)
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


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


def _start_worker(settings: Settings, workers: int) -> None:
    global _extractor
    # ^C reaches the whole group; only the parent may decide what is kept.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _limit_memory(workers)
    _extractor = settings.extractor()


def _end_with_parent() -> None:
    """A worker in an endless loop must not outlive a run that was killed."""
    parent = parent_process()
    if parent:
        parent.join()
        _exit(1)


def _limit_memory(workers: int) -> None:
    """A worker may use its share of the machine's memory; where that runs short all the same, the kernel is to end
    workers, not the run."""
    if sys.platform != "linux":
        return
    import resource

    share = max(sysconf("SC_PHYS_PAGES") * sysconf("SC_PAGE_SIZE") // workers, _LEAST_MEMORY)
    now, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if now == resource.RLIM_INFINITY or now > share:
        resource.setrlimit(resource.RLIMIT_DATA, (share, hard))
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500")


def _work(sources: list[Source]) -> list[bytes]:
    assert _extractor is not None
    return [article_line(_extractor, source) for source in sources]
