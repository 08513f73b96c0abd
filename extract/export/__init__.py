"""Annotated texts for other people's tools: gold pages, or what a run found, as DocBin or brat."""

from collections.abc import Callable, Iterable
from pathlib import Path

from extract.export.annotated import Annotated, of_gold, of_run
from extract.export.brat import write_brat
from extract.export.docbin import write_docbin

WRITERS: dict[str, Callable[[Iterable[Annotated], Path], int]] = {"docbin": write_docbin, "brat": write_brat}


def export(source: Path, to: str, path: Path) -> int:
    """Writes the articles of a run's folder or of gold pages; gives their number.

    Raises GoldError where `source` is neither, KeyError for a format that is none of WRITERS.
    """
    annotated = of_run(source) if (source / "articles.jsonl").is_file() else of_gold(source)
    return WRITERS[to](annotated, path)
