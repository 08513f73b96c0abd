"""Pages through Ray Data, in blocks, as actors become free for them."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO

import pyarrow as pa
from ray.data import ActorPoolStrategy, DataContext, Dataset, Datasource, ReadTask, read_datasource
from ray.data.block import BlockMetadata
from ray.util.queue import Queue

from extract.rules import RuleSet
from extract.runs.frames import ArticleLines
from extract.runs.line import Settings, unread_line
from extract.runs.sources import Source

# Bytes of pages that go to an actor at a time: some tenths of a second of work.
_BLOCK = 256 * 1024
# Blocks under way for each actor: one at work, the others on their ways there and back.
_WAITING = 4
# Bytes of a row beside its page, at the least: Ray must never count fewer than we do, or the last would wait for more.
_ROW = 48
_END = "no more blocks"
_TABLE = pa.schema(
    [
        ("number", pa.int64()),
        ("html", pa.large_binary()),
        ("text", pa.large_binary()),
        *((name, pa.large_string()) for name in ("source", "id", "url", "published")),
    ]
)


def stream(pages: Iterator[tuple[int, Source]], settings: Settings, workers: int) -> Iterator[tuple[int, bytes]]:
    """The article of each page as one JSON line with the page's number, in any order. Needs a connection to Ray."""
    queue = Queue(actor_options={"num_cpus": 0})
    feed = _Feed(pages, queue, _BLOCK * _WAITING * workers)
    articles = _articles(queue, settings, workers)
    tables = iter(articles.iter_batches(batch_size=None, batch_format="pandas", prefetch_batches=0))
    try:
        yield from feed.fill()
        for table in tables:
            for number, line in zip(table["number"], table["article"], strict=True):
                feed.arrived(number)
                yield number, line
            yield from feed.fill()
    finally:
        # Ray prints that the actors of a run that ends early will be tried again.
        with redirect_stdout(StringIO()):
            tables.close()  # type: ignore[attr-defined]
            queue.shutdown(force=True)


def _articles(queue: Queue, settings: Settings, workers: int) -> Dataset:
    # What Ray says of its own work is no concern of who reads pages.
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", module="ray")
    context = DataContext.get_current()
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    # Ray gathers what a task gives until it makes a block; smaller ones would wait for the next.
    context.target_max_block_size = _BLOCK
    pages = read_datasource(_Queued(queue), num_cpus=0, override_num_blocks=1)
    articles: Dataset = pages.map_batches(
        ArticleLines,
        fn_constructor_args=(settings, workers, settings.made_by(RuleSet(settings.rules))),
        compute=ActorPoolStrategy(size=workers),
        batch_size=None,
        batch_format="pandas",
        num_cpus=1,
    )
    return articles


class _Feed:
    """Puts blocks of pages into the queue while fewer than `most` bytes are under way."""

    def __init__(self, pages: Iterator[tuple[int, Source]], queue: Queue, most: int) -> None:
        self._pages = pages
        self._queue = queue
        self._most = most
        self._sizes: dict[int, int] = {}
        self._under_way = 0
        self._ended = False

    def fill(self) -> Iterator[tuple[int, bytes]]:
        """Puts what there is room for; gives the lines of pages that cannot be read."""
        while not self._ended and self._under_way < self._most:
            rows, size = [], 0
            for number, source in self._pages:
                try:
                    content = source.read()
                except OSError as error:
                    yield number, unread_line(source, error)
                    continue
                rows.append(_row(number, source, content))
                self._sizes[number] = len(content) + _ROW
                size += self._sizes[number]
                if size >= _BLOCK:
                    break
            else:
                self._ended = True
            self._under_way += size
            self._queue.put(pa.Table.from_pylist(rows, _TABLE))
            if self._ended:
                self._queue.put(_END)

    def arrived(self, number: int) -> None:
        """An article is there, and so room for another page."""
        self._under_way -= self._sizes.pop(number)


def _row(number: int, source: Source, content: bytes) -> dict[str, object]:
    column = "text" if source.kind == "text" else "html"
    return {
        "number": number,
        column: content,
        "source": source.name,
        "id": source.id,
        "url": source.url,
        "published": source.published,
    }


class _Queued(Datasource):
    """The blocks of a queue, for as long as they come."""

    def __init__(self, queue: Queue) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._queue = queue

    def estimate_inmemory_data_size(self) -> int | None:
        return None

    def get_read_tasks(self, parallelism: int, *_: object, **__: object) -> list[ReadTask]:
        queue = self._queue
        return [ReadTask(lambda: iter(queue.get, _END), BlockMetadata(None, None, None, None))]

    @property
    def supports_distributed_reads(self) -> bool:
        """Blocks are read where they are put."""
        return False
