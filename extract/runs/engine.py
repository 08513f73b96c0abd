"""The local engine: one process, or a pool of them that survives the loss of a worker."""

import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import TimeoutError

import msgspec
from msgspec.structs import replace
from pebble import ProcessExpired, ProcessFuture, ProcessPool

from extract.extractor import Extractor, unread
from extract.runs.sources import Source
from extract.schema import ArticleError

# Tasks that wait for a worker, for each worker: enough to keep it busy, few enough to keep memory flat.
_WAITING = 4


class Settings(msgspec.Struct, frozen=True):
    """What an engine needs to build an Extractor in a worker. `timeout` is in seconds for each article."""

    rules: str | None = None
    model: str | None = "default"
    timeout: float | None = None


_extractor: Extractor | None = None


def run_local(sources: Iterable[Source], settings: Settings, workers: int) -> Iterator[bytes]:
    """The article of each source as one JSON line (without line break), in the order of the sources.

    A page that takes longer than the timeout, or kills its worker, gives a `failed` article. A timeout needs a pool,
    so one worker with a timeout is a pool of one.
    """
    if workers == 1 and settings.timeout is None:
        extractor = Extractor(settings.rules, settings.model)
        for source in sources:
            yield _extracted(extractor, source)
        return
    with ProcessPool(max_workers=workers, initializer=_start_worker, initargs=(settings,)) as pool:
        try:
            yield from _in_order(pool, sources, settings, workers)
        except BaseException:
            pool.stop()  # type: ignore[no-untyped-call]
            raise


def _in_order(pool: ProcessPool, sources: Iterable[Source], settings: Settings, workers: int) -> Iterator[bytes]:
    waiting: deque[tuple[Source, ProcessFuture[bytes]]] = deque()
    for source in sources:
        waiting.append((source, pool.schedule(_work, args=(source,), timeout=settings.timeout)))
        if len(waiting) > workers * _WAITING:
            yield _result(*waiting.popleft(), settings)
    while waiting:
        yield _result(*waiting.popleft(), settings)


def _result(source: Source, future: ProcessFuture[bytes], settings: Settings) -> bytes:
    try:
        line: bytes = future.result()
        return line
    except TimeoutError:
        message = f"{source.name}: no result within {settings.timeout:g} seconds; raise --timeout to wait longer"
        return _failed(source, ArticleError("Timeout", message, "engine"))
    except ProcessExpired as error:
        message = f"{source.name}: its worker process died with exit code {error.exitcode}"
        return _failed(source, ArticleError("WorkerDied", message, "engine"))


def _start_worker(settings: Settings) -> None:
    global _extractor
    # ^C reaches the whole group; only the parent may decide what is kept.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _extractor = Extractor(settings.rules, settings.model)


def _work(source: Source) -> bytes:
    assert _extractor is not None
    return _extracted(_extractor, source)


def _extracted(extractor: Extractor, source: Source) -> bytes:
    try:
        content = source.read()
    except OSError as error:
        return _failed(source, ArticleError(type(error).__name__, f"{source.name}: {error.strerror}", "source"))
    article = extractor.extract(
        content, source.url, source=source.name, id=source.id, kind=source.kind, published=source.published
    )
    return msgspec.json.encode(article)


def _failed(source: Source, error: ArticleError) -> bytes:
    try:
        content = source.read()
    except OSError:
        content = b""
    article = unread(content, source.url, source.name, source.id)
    return msgspec.json.encode(replace(article, status="failed", error=error))
