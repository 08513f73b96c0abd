"""Names that nobody has told the rules: rules alone beside rules and model where neither knows the names of the pages.

    python -m benchmarks.unseen_names corpus/gold/test [--model default]
    python -m benchmarks.unseen_names corpus/gold/train corpus/gold/dev --hold-out a1 b1 [--data FOLDER]

On a page from elsewhere the lexicons know few of the names; on pages of our corpus they know many, because who read the
pages wrote the lexicons. So for the rows of unknown names every entry of a lexicon and every word of a list of names is
left out that stands in the name of an institution, or is the name of a journal, marked in the pages judged. Patterns
and places stay.

What is asked of the model is that it was trained without these pages and names. The model that ships has read the
splits train, dev and calib: for pages of these, --hold-out trains one on all others (minutes) and judges the held out.
Training never draws names of pages that it does not read.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from extract import Extractor
from extract.evaluation import evaluate
from extract.evaluation.facts import normal
from extract.evaluation.scores import score
from extract.gold.corpus import GoldArticle, read_corpus
from extract.rules import RuleSet
from extract.training.names import KNOWN_NAMES
from extract.training.train import train

GOLD = Path(__file__).parent.parent / "corpus" / "gold"
FIELDS = ("institution", "journal", "cell_type")
_JOURNALS = ("lexicons/journals", "lexicons/journal_words")


def names(articles: Iterable[GoldArticle], field: str) -> frozenset[str]:
    """The names marked in gold pages, as they are compared."""
    marks = (mark for article in articles for mark in article.page.marks if mark.field == field)
    return frozenset(normal(one) for mark in marks for one in (mark.text, mark.attributes.get("value")) if one)


def without_names_of(articles: list[GoldArticle]) -> Callable[[str, str], bool]:
    """What RuleSet leaves out, so that it knows none of the names of these pages."""
    journals = names(articles, "journal")
    institutions = "\n".join(sorted(names(articles, "institution")))
    by_themselves_none = frozenset(RuleSet().words("institution/bare_heads"))

    def without(kept_in: str, word: str) -> bool:
        if kept_in in _JOURNALS:
            return normal(word) in journals
        return kept_in in KNOWN_NAMES and word not in by_themselves_none and normal(word) in institutions

    return without


def rows(articles: list[GoldArticle], rules: RuleSet, model: str | None) -> dict[str, np.ndarray]:
    """By field, (right, false, missed) mentions of each article."""
    evaluation = evaluate(articles, Extractor(rules, model))
    return {field: evaluation.mentions[field]["value"] for field in FIELDS}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, help="folders of gold pages")
    parser.add_argument("--model", default="default", help="what `studyfacts run --model` takes")
    parser.add_argument("--hold-out", nargs="*", default=[], help="judge only pages whose ids begin so")
    parser.add_argument("--data", type=Path, help="what `studyfacts train --data` takes")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        model = _trained(arguments, Path(folder)) if arguments.hold_out else arguments.model
        model = None if model == "none" else model
        _print(arguments.folders, tuple(arguments.hold_out or [""]), model)


def _trained(arguments: argparse.Namespace, folder: Path) -> str:
    """A model that has read all pages but those held out."""
    path = folder / "names.npz"
    overrides = {"corpora.train.without": arguments.hold_out}
    train(GOLD, arguments.data, overrides, lambda line: print(line, file=sys.stderr)).save(path)
    return str(path)


def _print(folders: list[Path], pages: tuple[str, ...], model: str) -> None:
    print("| pages | names | finder | field | precision | recall | F1 | right, false, missed |")
    print("|---|---|---|---|---|---|---|---|")
    for folder in folders:
        articles = [one for one in read_corpus(folder) if one.id.startswith(pages)]
        settings = {"known": RuleSet(), "unknown": RuleSet(without=without_names_of(articles))}
        finders = {"rules": None} | ({"rules and model": model} if model else {})
        for setting, rules in settings.items():
            for finder, named in finders.items():
                for field, counts in rows(articles, rules, named).items():
                    told = score(counts)
                    figures = " | ".join(f"{told[one] or 0:.3f}" for one in ("precision", "recall", "f1"))
                    three = ", ".join(str(told[one]) for one in ("right", "false", "missed"))
                    print(f"| {folder.name} | {setting} | {finder} | {field} | {figures} | {three} |", flush=True)


if __name__ == "__main__":
    main()
