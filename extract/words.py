"""Words: jieba with the project's own lexicon. Only a spaCy Doc asks for them; spans never depend on them."""

from functools import cache

import jieba

from extract.rules import RuleSet

# As common as everyday words, so that a name of the lexicons is not cut in pieces.
_FREQUENCY = 20_000


@cache
def _tokenizer(names: tuple[str, ...]) -> jieba.Tokenizer:
    jieba.setLogLevel("WARNING")
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    for name in names:
        tokenizer.add_word(name, _FREQUENCY)
    return tokenizer


def words(text: str, rules: RuleSet) -> list[str]:
    """Cuts a text into words, which joined give the text again."""
    entries = (entry for lexicon in rules.lexicons.values() for entry in lexicon.entries)
    names = sorted({entry.name for entry in entries if " " not in entry.name})
    return [word for word in _tokenizer(tuple(names)).cut(text) if word]
