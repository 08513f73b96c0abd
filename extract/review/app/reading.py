"""Reading pages beside the server: in a process of its own, so that a page that takes long holds nobody up."""

import multiprocessing
import signal
from concurrent.futures import TimeoutError
from typing import Any, Literal

import msgspec
from pebble import ProcessExpired, ProcessPool

from extract.extractor import Extractor
from extract.schema import VALUE_OF_FIELD, Article

# Seconds for a page that is tried out, the start of the process included.
PATIENCE = 60

_extractor: Extractor | None = None


class ReadingError(Exception):
    """No result: `code` is "slow" after PATIENCE seconds, "died" where the page took its process down."""

    def __init__(self, code: Literal["slow", "died"]) -> None:
        super().__init__(code)
        self.code = code


class Reader:
    """An Extractor in a process that starts with the first page."""

    def __init__(self) -> None:
        # Not forked: the server has threads.
        self._pool = ProcessPool(max_workers=1, initializer=_start, context=multiprocessing.get_context("spawn"))

    def extract(self, page: bytes, kind: Literal["text"] | None) -> Article:
        """The article of a page. Raises ReadingError."""
        return msgspec.json.decode(self._done(_extract, page, kind), type=Article)

    def propose(self, field: str, passage: str, start: int, end: int) -> dict[str, Any]:
        """What the rules would read at `passage[start:end]` as a field's value: a plain mapping, maybe not
        whole. Raises ReadingError."""
        result: dict[str, Any] = self._done(_propose, field, passage, start, end)
        return result

    def _done(self, work: Any, *arguments: Any) -> Any:
        try:
            return self._pool.schedule(work, args=arguments, timeout=PATIENCE).result()
        except TimeoutError as error:
            raise ReadingError("slow") from error
        except ProcessExpired as error:
            raise ReadingError("died") from error

    def close(self) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()


def _start() -> None:
    global _extractor
    # ^C reaches the whole group; the server stops this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _extractor = Extractor()


def _extract(page: bytes, kind: Literal["text"] | None) -> bytes:
    assert _extractor is not None
    return msgspec.json.encode(_extractor.extract(page, kind=kind))


def _propose(field: str, passage: str, start: int, end: int) -> dict[str, Any]:
    assert _extractor is not None
    quote = passage[start:end]
    for text, first, last in ((passage, start, end), (quote, 0, len(quote))):
        found = [
            one
            for one in _extractor.extract(text, kind="text").mentions
            if one.field == field and one.start < last and first < one.end
        ]
        if found:
            nearest = min(found, key=lambda one: abs(one.start - first) + abs(one.end - last))
            value: dict[str, Any] = msgspec.to_builtins(nearest.value)
            is_exact = (nearest.start, nearest.end) == (first, last)
            return value if is_exact else value | _named(field, quote)
    return _named(field, quote)


def _named(field: str, quote: str) -> dict[str, Any]:
    """The printed characters where the field has a name for them."""
    names = {one for one in VALUE_OF_FIELD[field].__struct_fields__ if one in ("name",)}
    if field == "title":
        names = {"en" if quote.isascii() else "zh"}
    return dict.fromkeys(names, "".join(quote.split()) if not quote.isascii() else quote.strip())
