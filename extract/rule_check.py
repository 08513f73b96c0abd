"""`studyfacts rules check`: each rule must find in its own examples what they mark, and nothing more."""

from collections.abc import Iterator

import msgspec

from extract.fields import READERS, reader
from extract.page.verbatim import verbatim
from extract.rules import Example, RuleSet
from extract.schema import Mention
from extract.segment import Document


class Failure(msgspec.Struct, frozen=True):
    """What an example expects and what was found instead."""

    rule: str
    source: str
    text: str
    message: str


def check(rules: RuleSet, field: str | None = None) -> Iterator[Failure]:
    """Runs every rule's examples (of one field, or of all) through its field's reader."""
    rules.check()
    for name in [field] if field else READERS:
        built = reader(name, rules)
        for rule in rules.rules:
            if rule.field != name:
                continue
            if not rule.examples:
                yield Failure(rule.id, rule.source, "", "the rule has no examples")
            for example in rule.examples:
                found = [
                    mention
                    for mention in built.find(Document(verbatim(example.text), rules))
                    if mention.extractor == rule.extractor
                ]
                message = _difference(example, found)
                if message:
                    yield Failure(rule.id, rule.source, example.text, message)


def _difference(example: Example, found: list[Mention]) -> str | None:
    spans = [(mention.start, mention.end) for mention in found]
    if spans != example.spans:
        expected = [example.text[start:end] for start, end in example.spans]
        return f"expected {expected}, found {[mention.quote for mention in found]}"
    for mention, expected_value in zip(found, example.values, strict=False):
        value = msgspec.to_builtins(mention.value)
        wrong = {key: value.get(key) for key in expected_value if value.get(key) != expected_value[key]}
        if wrong:
            return f"{mention.quote!r} should give {expected_value}, gave {wrong}"
    return None
