"""The language and script of a text."""

import re
from functools import cache

from extract.page.boilerplate import traditional_to_simplified

_KANA = re.compile("[\u3041-\u30fa]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_SAMPLE = 800  # characters


def language(text: str, declared: str | None = None) -> str | None:
    """Name the language of a text as BCP 47: zh-Hans, zh-Hant, ja, ko, en; else what the page declares.

    Chinese is told by the characters that only one of its scripts has (OpenCC's one-to-one table).
    """
    sample = text[:_SAMPLE]
    if not sample:
        return declared
    plain = len(sample.encode("ascii", "ignore"))
    if (len(sample) - plain) * 8 < len(sample):
        return declared or "en"
    for name, letters in (("ko", _HANGUL), ("ja", _KANA)):
        if letters.search(sample) and len(letters.findall(sample)) * 5 > len(sample) - plain:
            return name
    return _script(sample, declared)


def _script(sample: str, declared: str | None) -> str:
    simplified, traditional = _only_in()
    letters = set(sample)
    fewer, more = len(letters & traditional), len(letters & simplified)
    if fewer == more:
        is_traditional = (declared or "").lower().startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo"))
        return "zh-Hant" if is_traditional else "zh-Hans"
    return "zh-Hant" if fewer > more else "zh-Hans"


@cache
def _only_in() -> tuple[frozenset[str], frozenset[str]]:
    pairs = traditional_to_simplified()
    return frozenset(pairs.values()) - frozenset(pairs), frozenset(pairs) - frozenset(pairs.values())
