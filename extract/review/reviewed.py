"""What comes out of a review: final records, gold pages, and lines for the lexicons."""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from extract.gold.corpus import MANIFEST, MANIFEST_COLUMNS
from extract.gold.marks import GoldError
from extract.review.decisions import LOG, DecisionLog
from extract.review.gold_page import gold_page
from extract.review.lexicons import Names, write_names
from extract.review.state import ReviewedArticle, reviewed
from extract.review.truth import marks_of
from extract.schema import Article
from extract.tables import read_articles

_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST_NAME = 120


class Gold(msgspec.Struct, frozen=True):
    """What was written: the ids of the articles, and for each article left out, though somebody decided on it, why."""

    written: list[str]
    left_out: dict[str, str]


def reviewed_articles(folder: Path) -> Iterator[Article]:
    """The articles of a run, one by one in its order, with mentions and records as the reviewers left them, and as they
    were extracted where nobody decided.

    Raises ValueError where nobody reviewed the run, OSError where the folder holds none.
    """
    return (article.final() for article in _standing(folder))


def write_gold(folder: Path, path: Path) -> Gold:
    """Writes the finished articles of a run as gold pages into a new folder, with their manifest, for
    `studyfacts evaluate` and `train`.

    An article is finished when it is done and a person decided on each of its facts: gold says that everything is
    marked, and all that is marked is right. Raises ValueError as `reviewed_articles` does, and for a folder with files.
    """
    if path.exists() and any(path.iterdir()):
        raise ValueError(f"{path} holds files already; name a new folder for the gold pages")
    gold = Gold([], {})
    lines = ["\t".join(MANIFEST_COLUMNS)]
    path.mkdir(parents=True, exist_ok=True)
    names: set[str] = set()
    for article in _standing(folder):
        if not article.decisions:
            continue
        id = article.article.id
        reason = unfinished(article)
        if reason:
            gold.left_out[id] = reason
            continue
        try:
            page = gold_page(article.article, marks_of(article))
        except GoldError as error:
            gold.left_out[id] = str(error)
            continue
        name = _file_name(id, names)
        (path / f"{name}.html").write_text(page, "utf-8", newline="\n")
        script = "traditional" if article.article.language == "zh-Hant" else "simplified"
        lines.append("\t".join((name, path.name, "-", script, "utf-8", "review", "")))
        gold.written.append(id)
    (path / MANIFEST).write_text("".join(f"{line}\n" for line in lines), "utf-8", newline="\n")
    return gold


def unfinished(article: ReviewedArticle) -> str | None:
    """Why an article is no gold yet; None for one that is."""
    if not article.done:
        return "not done"
    if article.left:
        return f"{len(article.left)} facts wait for a decision"
    return f"{len(article.asked)} decisions could not be carried over" if article.asked else None


def write_lexicons(folder: Path, path: Path) -> int:
    """Writes the names that reviewers gave in several articles, and the built-in lexicons lack, as lexicons that can be
    layered over them (`studyfacts run --rules PATH`), each line behind a comment with its counts. Gives their number.

    Raises ValueError as `reviewed_articles` does.
    """
    names = Names()
    for article in _standing(folder):
        if article.decisions:
            names.count(article)
    return write_names(names, path)


def _standing(folder: Path) -> Iterator[ReviewedArticle]:
    if not (folder / LOG).is_file():
        raise ValueError(f"nobody reviewed {folder} yet; decide with studyfacts review {folder}")
    return _of(folder, DecisionLog(folder))


def _of(folder: Path, log: DecisionLog) -> Iterator[ReviewedArticle]:
    try:
        for article in read_articles(folder):
            yield reviewed(article, log.of(article.id), log.extraction)
    finally:
        log.close()


def _file_name(id: str, names: set[str]) -> str:
    """A name of letters, digits and few signs, another one for each article."""
    stem = _UNSAFE.sub("_", id).strip("._")[:_LONGEST_NAME] or "article"
    number = 1
    name = stem
    while name.casefold() in names:
        number += 1
        name = f"{stem}-{number}"
    names.add(name.casefold())
    return name
