"""What spaCy's training reads: sentences of the corpus, generated and weakly labelled, a tag a character."""

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
from extract.training.examples import Example, gold_examples
from extract.training.generated import multiplied, read_templates, replaced
from extract.training.names import Names
from extract.training.weak import weak_examples

Reader = Callable[[Language], Iterator[Pair]]
_BLOT = "\uffff"  # a character that the network does not know


@registry.readers("studyfacts.GoldNames.v1")  # type: ignore[untyped-decorator]
def gold_names(gold: Path) -> Reader:
    """The dev split as it stands."""

    def read(nlp: Language) -> Iterator[Pair]:
        for article in read_corpus(Path(gold) / "dev"):
            yield from (_pair(nlp, example.text, example) for example in gold_examples(article))

    return read


@registry.readers("studyfacts.TrainingNames.v1")  # type: ignore[untyped-decorator]
def training_names(
    gold: Path, data: Path | None, seed: int, times: int, template_times: int, silver_share: float, blotted: float
) -> Reader:
    """The train split, `times` over with other names; templates, filled `template_times`; a share of the abstracts that
    the rules labelled, where `data` holds them. Each pass draws anew. `blotted` is the share of characters made
    unreadable, so that names are also learnt from what stands around them."""
    gold = Path(gold)
    rules = RuleSet()
    examples = [one for article in read_corpus(gold / "train") for one in gold_examples(article)]
    kept_out = {
        example.text[start:end]
        for split in ("dev", "test")
        for article in read_corpus(gold / split)
        for example in gold_examples(article)
        for start, end, label in example.spans
        if label not in ("cell_type", "condition", "department")
    }
    parts = yaml.safe_load((gold.parent / "names.yaml").read_text("utf-8"))
    names = Names(parts, rules, Path(data) if data else None, frozenset(kept_out))
    templates = read_templates(gold.parent / "templates.txt")
    weak = list(weak_examples(Path(data) / "csl_abstracts.txt", rules)) if data else []
    passes = 0

    def read(nlp: Language) -> Iterator[Pair]:
        nonlocal passes
        random = Random(f"{seed} {passes}")
        passes += 1
        chosen = [*examples, *multiplied(examples, names, times, random)]
        chosen += [replaced(one, names, random) for _ in range(template_times) for one in templates]
        chosen += random.sample(weak, int(len(weak) * silver_share))
        random.shuffle(chosen)
        for example in chosen:
            seen = "".join(_BLOT if random.random() < blotted else character for character in example.text)
            yield _pair(nlp, seen, example)

    return read


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


def _pair(nlp: Language, seen: str, example: Example) -> Pair:
    words, spaces = list(seen), [False] * len(seen)
    tags = tags_of(len(seen), list(example.spans))
    return Pair(Doc(nlp.vocab, words=words, spaces=spaces), Doc(nlp.vocab, words=words, spaces=spaces, tags=tags))
