"""The counts of corpus/README.md: articles, studies and facts by split, kind, encoding and field.

python -m benchmarks.corpus_counts
"""

from collections import Counter
from pathlib import Path

from extract.evaluation.facts import FIELDS, KINDS, gold_studies, of_mark
from extract.gold.corpus import GoldArticle, read_corpus

GOLD = Path(__file__).parents[1] / "corpus/gold"
SPLITS = ("train", "dev", "calib", "fresh", "held", "test")


def main() -> None:
    corpus = {split: read_corpus(GOLD / split) for split in SPLITS}
    corpus["all"] = [article for split in SPLITS for article in corpus[split]]
    columns = {split: list(articles) for split, articles in corpus.items()}
    print("| | " + " | ".join(columns) + " |\n|---" * 1 + "|---" * len(columns) + "|")
    _row("articles", {split: str(len(articles)) for split, articles in columns.items()})
    _row("characters", {split: f"{sum(len(one.page.text) for one in several):,}" for split, several in columns.items()})
    _row("length, median (longest)", {split: _lengths(articles) for split, articles in columns.items()})
    _rows("article kind", columns, lambda article: [article.kind])
    _rows("encoding", columns, lambda article: [article.encoding])
    _rows("script", columns, lambda article: [article.script])
    _rows("study", columns, lambda article: [one.kind for one in _studies(article)], list(KINDS.values()))
    _rows("fact", columns, lambda article: [mark.field for mark in article.page.marks], list(FIELDS))
    for field in ("institution", "journal", "condition", "cell_type"):
        _row(f"different: {field}", {split: str(len(_values(several, field))) for split, several in columns.items()})


def _studies(article: GoldArticle) -> list:
    return gold_studies([of_mark(mark, None) for mark in article.page.marks])


def _values(articles: list[GoldArticle], field: str) -> set[str]:
    return {of_mark(mark, None).value for one in articles for mark in one.page.marks if mark.field == field}


def _lengths(articles: list[GoldArticle]) -> str:
    lengths = sorted(len(article.page.text) for article in articles)
    return f"{lengths[len(lengths) // 2]:,} ({lengths[-1]:,})"


def _rows(title: str, columns: dict, of, names: list[str] | None = None) -> None:
    counts = {
        split: Counter(name for article in articles for name in of(article)) for split, articles in columns.items()
    }
    for name in names or sorted(counts["all"]):
        _row(f"{title}: {name}", {split: f"{count[name]:,}" for split, count in counts.items()})
    if names:
        _row(f"{title}: all", {split: f"{count.total():,}" for split, count in counts.items()})


def _row(name: str, cells: dict[str, str]) -> None:
    print(f"| {name} | {' | '.join(cells.values())} |")


if __name__ == "__main__":
    main()
