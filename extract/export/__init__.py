"""What a run found, or gold pages, for other people's tools."""

from collections.abc import Callable, Iterable
from pathlib import Path

from extract import tables
from extract.export.annotated import Annotated, of_articles, of_gold
from extract.export.brat import write_brat
from extract.export.docbin import write_docbin
from extract.export.doccano import write_doccano
from extract.export.labelstudio import write_labelstudio
from extract.schema import Article

_WRITERS: dict[str, Callable[[Iterable[Annotated], Path], int]] = {
    "labelstudio": write_labelstudio,
    "doccano": write_doccano,
    "docbin": write_docbin,
    "brat": write_brat,
}


def export(source: Path, to: str, path: Path) -> int:
    """Writes the articles of a run's folder, or gold pages; `to` is csv, xlsx, parquet, labelstudio, doccano, docbin or
    brat. Gives the number of articles.

    Raises GoldError where `source` is neither, ValueError for gold pages as tables, which hold records of runs, and for
    a path that is a file of the run itself.
    """
    if not (source / "articles.jsonl").is_file():
        if to in tables.FORMATS:
            raise ValueError(f"{source} holds gold pages; tables are made of the records of a run, as outputs/NAME")
        return _WRITERS[to](of_gold(source), _room_for(path))
    if path.resolve() in {(source / name).resolve() for name in ("articles.jsonl", "records.jsonl")}:
        raise ValueError(f"{path} is the run's own file; name another with --output")
    return export_articles(tables.read_articles(source), to, path)


def export_articles(articles: Iterable[Article], to: str, path: Path) -> int:
    """Writes articles, which are read once and one at a time, as `export` does; gives their number.

    Raises MissingExtra where the format's package is not installed.
    """
    if to in tables.FORMATS:
        tables.check_formats([to])
        return tables.write_table(articles, to, _room_for(path))
    return _WRITERS[to](of_articles(articles), _room_for(path))


def _room_for(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
