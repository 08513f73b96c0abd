"""Annotated texts for other people's tools: gold pages, or what a run found, as DocBin or brat."""

from collections.abc import Callable, Iterable
from pathlib import Path

from extract.export.annotated import Annotated, of_articles, of_gold
from extract.export.brat import write_brat
from extract.export.docbin import write_docbin
from extract.schema import Article
from extract.tables import read_articles

WRITERS: dict[str, Callable[[Iterable[Annotated], Path], int]] = {"docbin": write_docbin, "brat": write_brat}


def export(source: Path, to: str, path: Path) -> int:
    """Writes the articles of a run's folder or of gold pages; gives their number.

    Raises GoldError where `source` is neither, KeyError for a format that is none of WRITERS.
    """
    if (source / "articles.jsonl").is_file():
        return export_articles(read_articles(source), to, path)
    return WRITERS[to](of_gold(source), path)


def export_articles(articles: Iterable[Article], to: str, path: Path) -> int:
    """Writes articles, which are read once and one at a time, as `export` does; gives their number."""
    return WRITERS[to](of_articles(articles), path)
