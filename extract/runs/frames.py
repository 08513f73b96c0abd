"""Tables of pages in, tables of articles out: the function that Ray, Spark and notebooks map over batches."""

import multiprocessing
import os
import platform
from typing import Any

import pandas as pd

from extract.runs.line import Settings
from extract.runs.local_engine import Workers
from extract.runs.sources import Source
from extract.runs.sources.tables import page

_CONTENT = ["html", "text"]


class ArticleLines:
    """Reads tables of pages in one process of its own, which loads rules and model once.

    A page that crashes that process, exhausts its memory or passes the timeout gives a `failed` article, as in the
    local engine: the process that holds this object, which is Ray's or Spark's, lives on.
    """

    def __init__(self, settings: Settings | None = None, number: int = 1, made_by: str | None = None) -> None:
        """`number` is how many of these there are, on this machine or on many. `made_by` is what results must be made
        by (`Settings.made_by`).

        Raises ValueError where another version of studyfacts, of the rules or of the model is installed here.
        """
        # A copy of a process with Ray's or Spark's threads could lock up; hence a fresh one.
        fresh = multiprocessing.get_context("spawn")
        sharing = min(number, os.cpu_count() or 1)
        self._workers = Workers(settings or Settings(), 1, sharing=sharing, context=fresh)
        here = self._workers.made_by() if made_by else None
        if here != made_by:
            self._workers.close()
            raise ValueError(
                f"{platform.node()}: this machine has {here}, the run {made_by}; "
                "install the same studyfacts, rules and model on all machines"
            )

    def __call__(self, pages: pd.DataFrame) -> pd.DataFrame:
        """The same rows with the column `article`, the article as JSON in UTF-8, in place of the page.

        `pages` has a column `html` or `text` and may have `source`, `id`, `url`, `published` (as tables given to
        `studyfacts run`) and any others, which are passed on.
        """
        rows = pages.astype(object).where(pages.notna(), None).to_dict("records")
        lines = dict(self._workers.lines(enumerate(map(_source, rows))))
        articles = pages.drop(columns=_CONTENT, errors="ignore")
        return articles.assign(article=[lines[number] for number in range(len(rows))])


def _source(row: dict[Any, Any]) -> Source:
    name = row.get("source") or row.get("url") or row.get("id") or ""
    return page(str(name), row)
