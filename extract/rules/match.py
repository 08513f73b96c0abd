"""Finding matches: one automaton runs over the text for all cues and lexicons; patterns run only near their cues."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind

from extract.rules.lexicon import Entry, Lexicon
from extract.rules.load import Rule, RuleError, compiled, filled, load, thinned
from extract.rules_folder import rules_folder
from extract.shadow import Shadow

# Shorter names could be the end of one line and the beginning of another by chance.
_SHORTEST_BROKEN = 3


class Match:
    """Where a rule matched: a span of the shadow, its named groups, and the lexicon's entry if there is one.

    The span is the group `span` of the pattern where it has one, else all of the match.
    """

    __slots__ = ("end", "entry", "groups", "rule", "start")

    def __init__(self, rule: Rule, start: int, end: int, groups: Any = None, entry: Entry | None = None) -> None:
        self.rule = rule
        self.start = start
        self.end = end
        self.groups = groups
        self.entry = entry

    def __getitem__(self, group: str) -> str | None:
        """The text of a named group; None where it did not take part, or the pattern has no such group."""
        try:
            found: str | None = self.groups[group]
        except IndexError:
            return None
        return found


class RuleSet:
    """The rules of one or more folders, ready to run. Built once, used for any number of texts."""

    def __init__(self, extra: Path | str | None = None, without: Callable[[str, str], bool] | None = None) -> None:
        """`extra` is a folder layered over the built-in rules. `without` says of an entry of a lexicon or a word of a
        list (`FILE/LIST` and the word) that it is left out, to see what the rules are without it; patterns keep
        theirs. Raises RuleError for rules that cannot be used; whether the built-in rules alone can be is for `check`
        to say."""
        self.folders = [rules_folder(), *([Path(extra)] if extra else [])]
        missing = [folder for folder in self.folders if not folder.is_dir()]
        if missing:
            raise RuleError(f"{missing[0]} is no folder of rules")
        loaded = load(self.folders)
        if without:
            loaded = thinned(loaded, without)
        self.rules = loaded.rules
        self.lexicons: dict[str, Lexicon] = loaded.lexicons
        self._words = loaded.words
        self._places = loaded.places
        self._patterns: dict[str, re.Pattern[str]] = {}
        self._regexes: dict[int, re.Pattern[str]] = {}
        near: dict[str, list[tuple[int, int, int]]] = {}
        names: dict[str, tuple[tuple[int, Entry], ...]] = {}
        for number, rule in enumerate(self.rules):
            for cue in rule.cues:
                near.setdefault(cue, []).append((number, *rule.reach))
            if rule.lexicon:
                lexicon = self.lexicons[rule.lexicon]
                # where case counts, PLOS ONE and PLoS ONE are two writings
                every = zip(lexicon.folded, lexicon.entries, strict=True)
                for name, entry in every if rule.exact_case else lexicon.by_name.items():
                    told = ((number, entry),)
                    for writing in (name, *(_broken(name) if rule.across_lines else ())):
                        names[writing] = names[writing] + told if writing in names else told
        self._near = list(near.values())
        self._cues = AhoCorasick(list(near), matchkind=MatchKind.Standard)
        # Only a name with a Latin edge could be a piece of a longer word.
        self._is_latin = [_is_latin(name[0]) or _is_latin(name[-1]) for name in names]
        self._entries = list(names.values())
        self._names = AhoCorasick(list(names), matchkind=MatchKind.LeftmostLongest)
        if extra:
            self.check()

    @cached_property
    def digest(self) -> str:
        """The sha256 of all rule files: what changes results changes it."""
        total = hashlib.sha256()
        for folder in self.folders:
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                total.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
        return total.hexdigest()

    def words(self, name: str) -> tuple[str, ...]:
        """The word list `FILE/LIST`, empty where there is none."""
        return self._words.get(name, ())

    def pattern(self, name: str) -> re.Pattern[str]:
        """The part or word list `FILE/NAME` as a pattern of its own. Raises RuleError where there is none."""
        if name not in self._patterns:
            file, _, part = name.partition("/")
            where = f"{file}.yaml"
            self._patterns[name] = compiled(filled(f"{{{part}}}", self._places.get(file, {}), where), where)
        return self._patterns[name]

    def lexicon(self, name: str) -> Lexicon:
        return self.lexicons.get(name) or Lexicon(name, [])

    def find(self, shadow: Shadow) -> dict[str, list[Match]]:
        """The matches in a text by field, each field's in the order of the rules and then of the text."""
        windows: dict[int, list[int]] = {}
        for index, start, end in self._cues.find_matches_as_indexes(shadow.folded, overlapping=True):
            for number, before, after in self._near[index]:
                opened = windows.get(number)
                if opened is None:
                    windows[number] = [start - before, end + after]
                elif start - before > opened[-1]:
                    opened += (start - before, end + after)
                else:
                    opened[-1] = max(opened[-1], end + after)
                    opened[-2] = min(opened[-2], start - before)
        named = self._named(shadow)
        found: dict[str, list[Match]] = defaultdict(list)
        for number in sorted(windows.keys() | named.keys()):
            rule = self.rules[number]
            found[rule.field] += named.get(number, ())
            if number in windows:
                found[rule.field] += _matches(rule, self._regex(number), shadow.text, windows[number])
        return found

    def _regex(self, number: int) -> re.Pattern[str]:
        """A rule's pattern, compiled when a text first has its cues: few texts have those of all rules."""
        if number not in self._regexes:
            rule = self.rules[number]
            self._regexes[number] = compiled(rule.pattern or "", f"{rule.source}, rule {rule.id}")
        return self._regexes[number]

    def check(self) -> None:
        """Raises RuleError for the first pattern that is none."""
        for number in range(len(self.rules)):
            self._regex(number)

    def _named(self, shadow: Shadow) -> dict[int, list[Match]]:
        """The names of the lexicons, leftmost and longest, by the number of their rule."""
        named: dict[int, list[Match]] = {}
        text = shadow.text
        for index, start, end in self._names.find_matches_as_indexes(shadow.folded):
            if self._is_latin[index] and not _is_word(text, start, end):
                continue
            for number, entry in self._entries[index]:
                rule = self.rules[number]
                if not rule.exact_case or text[start:end] == entry.name:
                    named.setdefault(number, []).append(Match(rule, start, end, None, entry))
        return named


def _broken(name: str) -> Iterator[str]:
    """A Chinese name with a line break or a stray blank between two of its characters, as scans and narrow columns
    print it."""
    if len(name) < _SHORTEST_BROKEN:
        return
    for at in range(1, len(name)):
        if name[at - 1] >= "㐀" and name[at] >= "㐀":
            yield from (name[:at] + gap + name[at:] for gap in ("\n", " "))


def _matches(rule: Rule, regex: re.Pattern[str], text: str, windows: list[int]) -> Iterator[Match]:
    group: int | str = "span" if "span" in regex.groupindex else 0
    done = 0
    for low, high in zip(windows[::2], windows[1::2], strict=True):
        for found in regex.finditer(text, max(low, done, 0), min(high, len(text))):
            start, end = found.span(group)
            done = found.end()
            if end > start:
                yield Match(rule, start, end, found)


def _is_word(text: str, start: int, end: int) -> bool:
    """A Latin name must not be a piece of a longer Latin word; a year (Lancet2019) or a count (MSC24例) glued
    to it is no piece of it."""
    if start and _is_latin(text[start]) and _is_latin(text[start - 1]):
        return False
    if end == len(text) or not _is_latin(text[end - 1]) or not _is_latin(text[end]):
        return True
    return text[end - 1].isalpha() and bool(_GLUED.match(text, end))


_GLUED = re.compile("(?:19|20)[0-9]{2}(?![0-9A-Za-z])|[0-9]{1,4}[例名位]")


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
