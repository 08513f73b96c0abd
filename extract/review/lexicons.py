"""Names that reviewers gave as lines of lexicons: what the rules might learn."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from extract.review.facts import Fact
from extract.review.state import ReviewedArticle
from extract.rules import RuleSet
from extract.shadow import Shadow

# In how many articles a name must have been given before it is proposed.
_OFTEN = 2
_CONTEXT = 15

# For each field its lexicon in rules/lexicons, the columns, and their cells.
_LEXICONS: dict[str, tuple[str, tuple[str, ...], Callable[[Any], tuple[str, ...]]]] = {
    "institution": ("institution_aliases", ("name", "full", "kind"), lambda v: (v.name, v.name, v.kind)),
    "journal": ("journals", ("name", "issn", "when"), lambda v: (v.name, v.issn or "", "sure")),
    "cell_type": ("cell_types", ("name", "code", "family"), lambda v: (v.name, v.code, "")),
    "condition": ("conditions", ("name", "kind"), lambda v: (v.name, "")),
}


class Names:
    """The names of added and corrected facts, with how often each was given and in which articles."""

    def __init__(self) -> None:
        self._times: Counter[tuple[str, tuple[str, ...]]] = Counter()
        self._articles: dict[tuple[str, tuple[str, ...]], set[str]] = {}
        self._seen: dict[tuple[str, tuple[str, ...]], str] = {}

    def count(self, article: ReviewedArticle) -> None:
        text = article.article.text
        for fact in article.facts:
            if not _is_given(fact):
                continue
            name = fact.field, tuple(map(_cell, _LEXICONS[fact.field][2](fact.value)))
            self._times[name] += len(fact.spans)
            self._articles.setdefault(name, set()).add(article.article.id)
            start, end = fact.spans[0]
            self._seen.setdefault(name, _cell(text[max(start - _CONTEXT, 0) : end + _CONTEXT]))

    def often(self, field: str) -> list[tuple[tuple[str, ...], int, int, str]]:
        """The names of a field that several articles bear, most articles first: cells, times, articles, a sentence."""
        found = [
            (cells, self._times[name], len(articles), self._seen[name])
            for name, articles in self._articles.items()
            if len(articles) >= _OFTEN and name[0] == field and (cells := name[1])
        ]
        return sorted(found, key=lambda one: (-one[2], -one[1], one[0]))


def write_names(names: Names, path: Path) -> int:
    rules = RuleSet()
    written = 0
    for field, (lexicon, columns, _) in _LEXICONS.items():
        known = rules.lexicon(lexicon).by_name
        proposed = [one for one in names.often(field) if Shadow(one[0][0]).folded not in known]
        if not proposed:
            continue
        lines = ["# Proposed by a review; look at each line before it goes into rules/lexicons.", "\t".join(columns)]
        for cells, times, articles, seen in proposed:
            lines += [f"# {times} times in {articles} articles: {seen}", "\t".join((_folded(cells[0]), *cells[1:]))]
        (path / "lexicons").mkdir(parents=True, exist_ok=True)
        (path / "lexicons" / f"{lexicon}.tsv").write_text("".join(f"{line}\n" for line in lines), "utf-8", newline="\n")
        written += len(proposed)
    return written


def _folded(name: str) -> str:
    """As names are looked up: in simplified characters, compatibility form."""
    return Shadow(name).text


def _is_given(fact: Fact) -> bool:
    if fact.field not in _LEXICONS:
        return False
    return fact.status == "added" or (fact.status == "corrected" and bool(fact.changes & {"value", "field"}))


def _cell(text: str) -> str:
    """A cell of a tab-separated line."""
    return " ".join(text.split())
