"""What spaCy's training reads: texts of the corpus, generated and weakly labelled, a tag a character, beside the signs
of rules that know fewer names than ours.

On pages that the rules were written by they are hardly ever wrong, and a model that saw only such would learn to say
what they say. So some rule sets are made from which known names are left out at random, and each text is read by one.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import yaml
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example as Pair
from spacy.util import registry

from extract.gold.corpus import read_corpus
from extract.ner.tags import tags_of
from extract.rules import RuleSet
from extract.training.architecture import SIGNS
from extract.training.examples import Example, RulesReading, Window, gold_example
from extract.training.generated import filled, read_templates, replaced
from extract.training.names import KNOWN_NAMES, Names
from extract.training.weak import weak_examples

Reader = Callable[[Language], Iterator[Pair]]
_BLOT = "\uffff"  # a character that the network does not know
_KEPT = 0.15  # share of names that stay as written where a page is used again
_QUIET = 0.3  # share of windows with neither names nor signs that are read
_FOUND = 5  # columns of signs that tell what the rules found; those behind tell places and other landmarks


@registry.readers("studyfacts.GoldNames.v2")  # type: ignore[untyped-decorator]
def gold_names(gold: Path, splits: list[str]) -> Reader:
    """Gold pages as they stand, read by all the rules."""

    def read(nlp: Language) -> Iterator[Pair]:
        reading = RulesReading(RuleSet())
        for split in splits:
            for article in read_corpus(Path(gold) / split):
                yield from (_pair(nlp, window, window.text) for window in reading.windows(gold_example(article)))

    return read


@registry.readers("studyfacts.TrainingNames.v2")  # type: ignore[untyped-decorator]
def training_names(
    gold: Path,
    splits: list[str],
    without: list[str],
    data: Path | None,
    seed: int,
    times: int,
    template_times: int,
    silver_share: float,
    rule_sets: int,
    names_left_out: float,
    blotted: float,
    unsigned: float,
) -> Reader:
    """The splits (less the pages whose ids begin with one of `without`), once as they stand and `times` over with other
    names; templates, filled `template_times`; a share of the abstracts that the rules labelled, where `data`
    holds them. Each pass draws anew. One rule set is whole, the others lack a share of the names they know. `blotted`
    is the share of characters made unreadable, `unsigned` that of windows whose found names are hidden, so that names
    are also learnt from what stands around them. Names of other pages are never drawn nor read."""
    gold = Path(gold)
    rules = RuleSet()
    readings = [RulesReading(rules), *_thinned(rule_sets - 1, names_left_out, seed)]
    articles = [article for path in sorted(gold.iterdir()) if path.is_dir() for article in read_corpus(path)]
    chosen = {one.id for one in articles if one.split in splits and not one.id.startswith(tuple(without))}
    examples = [gold_example(one) for one in articles if one.id in chosen]
    others = [gold_example(one) for one in articles if one.id not in chosen]
    parts = yaml.safe_load((gold.parent / "names.yaml").read_text("utf-8"))
    names = Names(parts, rules, Path(data) if data else None, _proper_names(others))
    templates = read_templates(gold.parent / "templates.txt")
    weak = list(weak_examples(Path(data) / "csl_abstracts.txt", readings[0])) if data else []
    passes = 0

    def texts(random: Random) -> Iterator[Example]:
        for example in examples:
            yield replaced(example, names, 1, random)
            yield from (replaced(example, names, _KEPT, random) for _ in range(times))
        for _ in range(template_times):
            yield from filled(templates, names, random)
        yield from random.sample(weak, int(len(weak) * silver_share))

    def read(nlp: Language) -> Iterator[Pair]:
        nonlocal passes
        random = Random(f"{seed} {passes}")
        passes += 1
        windows = [window for text in texts(random) for window in random.choice(readings).windows(text)]
        windows = [one for one in windows if one.spans or one.signs.any() or random.random() < _QUIET]
        random.shuffle(windows)
        for window in windows:
            seen = window.text
            if random.random() < 0.5:
                seen = "".join(_BLOT if random.random() < 2 * blotted else character for character in seen)
            if random.random() < unsigned:
                window.signs[:, :_FOUND] = 0
            yield _pair(nlp, window, seen)

    return read


def _thinned(times: int, names_left_out: float, seed: int) -> Iterator[RulesReading]:
    for number in range(times):
        random = Random(f"rules {seed} {number}")

        def without(kept_in: str, word: str, random: Random = random) -> bool:
            return kept_in in KNOWN_NAMES and random.random() < names_left_out

        yield RulesReading(RuleSet(without=without))


def _proper_names(examples: list[Example]) -> frozenset[str]:
    return frozenset(
        example.text[start:end]
        for example in examples
        for start, end, label in example.spans
        if label not in ("cell_type", "condition", "department")
    )


@registry.scorers("studyfacts.Names.v1")  # type: ignore[untyped-decorator]
def names_scorer() -> Callable[..., dict[str, Any]]:
    """Precision, recall and F1 of whole names with their label."""

    def score(pairs: list[Pair], **_: Any) -> dict[str, Any]:
        right = found = gold = 0
        for pair in pairs:
            claimed, true = _names(pair.predicted), _names(pair.reference)
            right += len(claimed & true)
            found += len(claimed)
            gold += len(true)
        return {
            "names_p": right / max(found, 1),
            "names_r": right / max(gold, 1),
            "names_f": 2 * right / max(found + gold, 1),
        }

    return score


def _names(doc: Doc) -> set[tuple[int, int, str]]:
    tags = [token.tag_ for token in doc]
    names: set[tuple[int, int, str]] = set()
    start = 0
    for end in range(1, len(tags) + 1):
        if end == len(tags) or tags[end] != f"I{tags[start][1:]}":
            if tags[start][0] == "B":
                names.add((start, end, tags[start][2:]))
            start = end
    return names


def _pair(nlp: Language, window: Window, seen: str) -> Pair:
    words, spaces = list(seen), [False] * len(seen)
    tags = tags_of(len(seen), list(window.spans))
    doc = Doc(nlp.vocab, words=words, spaces=spaces, user_data={SIGNS: window.signs})
    return Pair(doc, Doc(nlp.vocab, words=words, spaces=spaces, tags=tags))
