"""Reading rules/: YAML files of patterns and word lists, and the lexicons beside them.

A later folder is layered over an earlier one: a rule with the same id takes the place of the earlier rule
(`disabled: true` removes it), a word list or lexicon of the same name is added to.
"""

import re
from collections.abc import Callable
from pathlib import Path
from re import _constants as sre_constants  # type: ignore[attr-defined]
from re import _parser as sre_parser  # type: ignore[attr-defined]
from typing import Any

import msgspec
import yaml

from extract.rules.lexicon import Lexicon, read_lexicon
from extract.shadow import lower

_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
# An escaped sign, a set of signs, or (the group) a repeat without end.
_REPEAT = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|([*+]|\{[0-9]*,\})", re.S)
_MARK = re.compile(r"\[\[(.*?)\]\]", re.S)


class RuleError(ValueError):
    """Something in rules/ is wrong; the message names the file, the rule and what to mend."""


class Example(msgspec.Struct, frozen=True):
    """A text with the spans that a rule must find in it (none for a counter-example) and their values."""

    text: str
    spans: list[tuple[int, int]]
    values: list[dict[str, Any]]


class RuleFile(msgspec.Struct, forbid_unknown_fields=True):
    field: str | None = None
    about: str = ""
    words: dict[str, list[str]] = {}
    parts: dict[str, str] = {}
    rules: list["RuleEntry"] = []


class RuleEntry(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    about: str = ""
    pattern: str | None = None
    lexicon: str | None = None
    exact_case: bool = False
    across_lines: bool = False
    cues: list[str] = []
    reach: tuple[int, int] = (40, 40)
    normaliser: str = ""
    set: dict[str, Any] = {}
    confidence: float = 0.9
    examples: list["ExampleEntry"] = []
    disabled: bool = False


class ExampleEntry(msgspec.Struct, forbid_unknown_fields=True):
    text: str
    value: dict[str, Any] | None = None
    values: list[dict[str, Any]] = []


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One rule. `extractor` is what its mentions bear. `pattern` has its places filled in; `cues` are the strings near
    which it is tried, `reach` characters before and after them."""

    id: str
    extractor: str
    field: str
    about: str
    source: str
    pattern: str | None
    lexicon: str | None
    exact_case: bool
    across_lines: bool
    cues: tuple[str, ...]
    reach: tuple[int, int]
    normaliser: str
    set: dict[str, Any]
    confidence: float
    examples: tuple[Example, ...]


class Loaded(msgspec.Struct):
    """All that the folders hold. `places` are the parts and word lists of each file, by file and name."""

    rules: list[Rule]
    places: dict[str, dict[str, str]]
    words: dict[str, tuple[str, ...]]
    lexicons: dict[str, Lexicon]


def load(folders: list[Path]) -> Loaded:
    """Reads the folders in order. Raises RuleError for a file that cannot be used."""
    files = [_read(path, folder) for folder in folders for path in sorted(folder.glob("*.yaml"))]
    # Lists and parts of all folders first: a list that a later folder adds to is longer for the built-in rules too.
    words: dict[str, dict[str, tuple[str, ...]]] = {}
    parts: dict[str, dict[str, str]] = {}
    for stem, _, file in files:
        lists = words.setdefault(stem, {})
        lists.update({name: (*lists.get(name, ()), *listed) for name, listed in file.words.items()})
        parts.setdefault(stem, {}).update(file.parts)
    places = {stem: {name: one_of(listed) for name, listed in words[stem].items()} | parts[stem] for stem in words}
    common = {name: part for stem, _, file in files if file.field is None for name, part in places[stem].items()}
    places = {stem: common | own for stem, own in places.items()}
    rules: dict[str, Rule] = {}
    for stem, path, file in files:
        for entry in file.rules:
            rules.pop(entry.id, None)
            if not entry.disabled:
                rules[entry.id] = _rule(entry, file, path, places[stem], words[stem])
    named = {f"{stem}/{name}": listed for stem, lists in words.items() for name, listed in lists.items()}
    return Loaded(list(rules.values()), places, named, _lexicons(folders))


def thinned(loaded: Loaded, without: Callable[[str, str], bool]) -> Loaded:
    """The same rules less the entries of lexicons (`lexicons/NAME`) and the words of lists (`FILE/LIST`) of which
    `without` is true."""
    words = {name: tuple(word for word in listed if not without(name, word)) for name, listed in loaded.words.items()}
    lexicons = {
        name: Lexicon(name, [entry for entry in lexicon.entries if not without(f"lexicons/{name}", entry.name)])
        for name, lexicon in loaded.lexicons.items()
    }
    return Loaded(loaded.rules, loaded.places, words, lexicons)


def _read(path: Path, folder: Path) -> tuple[str, Path, RuleFile]:
    try:
        tree = yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        return path.stem, path.relative_to(folder), msgspec.convert(tree or {}, RuleFile)
    except (yaml.YAMLError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise RuleError(f"{path}: {error}") from error


def _lexicons(folders: list[Path]) -> dict[str, Lexicon]:
    lexicons: dict[str, Lexicon] = {}
    for folder in folders:
        for path in sorted(folder.glob("lexicons/*.tsv")):
            try:
                read = read_lexicon(path)
            except ValueError as error:
                raise RuleError(str(error)) from error
            earlier = lexicons.get(path.stem)
            lexicons[path.stem] = Lexicon(path.stem, [*earlier.entries, *read.entries]) if earlier else read
    return lexicons


def one_of(words: list[str] | tuple[str, ...]) -> str:
    """A pattern for any of the words, the longest first; it matches nothing where there are none."""
    if not words:
        return "(?!)"
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) + ")"


def _rule(
    entry: RuleEntry, file: RuleFile, path: Path, places: dict[str, str], words: dict[str, tuple[str, ...]]
) -> Rule:
    where = f"{path}, rule {entry.id}"
    if not file.field:
        raise RuleError(f"{where}: the file names no field")
    if (entry.pattern is None) == (entry.lexicon is None):
        raise RuleError(f"{where}: give either a pattern or a lexicon")
    if entry.pattern is not None and not entry.cues:
        raise RuleError(f"{where}: give cues, the strings near which the pattern is tried")
    return Rule(
        id=entry.id,
        extractor=f"rule:{entry.id}",
        field=file.field,
        about=entry.about,
        source=str(path),
        pattern=filled(entry.pattern, places, where) if entry.pattern is not None else None,
        lexicon=entry.lexicon,
        exact_case=entry.exact_case,
        across_lines=entry.across_lines,
        cues=tuple(spelt for cue in entry.cues for spelt in _spelt(cue, words, where)),
        reach=entry.reach,
        normaliser=entry.normaliser,
        set=entry.set,
        confidence=entry.confidence,
        examples=tuple(_example(example, where) for example in entry.examples),
    )


def _spelt(cue: str, words: dict[str, tuple[str, ...]], where: str) -> list[str]:
    """`#` in a cue stands for any digit; `{name}` for each word of a list."""
    listed = _PLACE.search(cue)
    if listed:
        if listed[1] not in words:
            raise RuleError(f"{where}: no word list named {listed[0]} for the cues")
        return [lower(cue.replace(listed[0], word)) for word in words[listed[1]]]
    spelt = [lower(cue)]
    while "#" in spelt[0]:
        spelt = [one.replace("#", str(digit), 1) for one in spelt for digit in range(10)]
    return spelt


def filled(pattern: str, places: dict[str, str], where: str) -> str:
    """A pattern with its `{name}` places filled in. Raises RuleError, also for unbounded repeats:
    a page is hostile, and only bounded repeats keep the time in proportion to its length."""
    for _ in range(10):
        filled = _PLACE.sub(lambda place: _fill(place[1], places, where), pattern)
        if filled == pattern:
            break
        pattern = filled
    if _may_be_unbounded(pattern):
        compiled(pattern, where)
        if _unbounded(sre_parser.parse(pattern, re.X)):
            raise RuleError(f"{where}: bound each repeat, as in {{0,20}}, in place of * and +")
    return pattern


def compiled(pattern: str, where: str) -> re.Pattern[str]:
    """Raises RuleError for a pattern that is none."""
    try:
        return re.compile(pattern, re.X)
    except re.error as error:
        raise RuleError(f"{where}: {error}; the pattern is {pattern}") from error


def _may_be_unbounded(pattern: str) -> bool:
    """Whether a sign of a repeat without end stands anywhere outside of [] and escapes. Seldom, and quickly said, where
    parsing takes as long as compiling."""
    return "#" in pattern or any(sign[1] for sign in _REPEAT.finditer(pattern))


def _fill(name: str, places: dict[str, str], where: str) -> str:
    if name not in places:
        raise RuleError(f"{where}: nothing is named {{{name}}}")
    return f"(?:{places[name]})"


def _unbounded(tree: Any) -> bool:
    for op, argument in tree:
        if op in (sre_constants.MAX_REPEAT, sre_constants.MIN_REPEAT) and argument[1] == sre_constants.MAXREPEAT:
            return True
        for part in argument if isinstance(argument, tuple | list) else ():
            if isinstance(part, sre_parser.SubPattern) and _unbounded(part):
                return True
            if isinstance(part, list) and any(isinstance(p, sre_parser.SubPattern) and _unbounded(p) for p in part):
                return True
    return False


def _example(entry: ExampleEntry, where: str) -> Example:
    spans: list[tuple[int, int]] = []
    pieces: list[str] = []
    position = length = 0
    for mark in _MARK.finditer(entry.text):
        before = entry.text[position : mark.start()]
        pieces += [before, mark[1]]
        length += len(before)
        spans.append((length, length + len(mark[1])))
        length += len(mark[1])
        position = mark.end()
    values = entry.values or ([entry.value] if entry.value is not None else [])
    if values and len(values) != len(spans):
        raise RuleError(f"{where}: {len(spans)} marks but {len(values)} values in the example {entry.text!r}")
    return Example("".join([*pieces, entry.text[position:]]), spans, values)
