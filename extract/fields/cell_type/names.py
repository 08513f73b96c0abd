"""Names of cells as they are printed: a head with the source and origin that stand before it."""

import re
from collections.abc import Iterator

import msgspec

from extract.fields.beside import WordsBeside
from extract.rules import Match, Rule, RuleSet
from extract.schema import Origin
from extract.segment import Document

# How far (characters) before and after a head a clause that names its source may reach.
_CLAUSE = 20
# How far the antigens before a head reach.
_TARGET = 24
_MOST_PREFIXES = 3
_MOST_SOURCES = 6
_HAN = re.compile(r"[一-鿿]")


class Name(msgspec.Struct, frozen=True, kw_only=True):
    """A cell's name in the shadow. `when` says in what context it counts (cell_types.tsv)."""

    start: int
    end: int
    head_end: int
    code: str
    printed: str
    origin: Origin | None
    cl_id: str | None
    when: str
    family: str
    is_short: bool
    head: str
    rule: Rule

    @property
    def key(self) -> str:
        """What names of the same cells share: their code, or the head's first writing where the code says little."""
        return self.head if self.code == "OTHER" else self.code


class Names:
    def __init__(self, rules: RuleSet) -> None:
        sources = rules.lexicon("cell_sources").entries
        self._rows = {entry.name.lower(): entry for entry in sources}
        self._sources = WordsBeside(self._rows)
        self._cl_ids = {entry.name: entry.get("cl_id") or None for entry in rules.lexicon("cell_codes").entries}
        self._links = WordsBeside(rules.words("cell_type/link"))
        self._separators = WordsBeside(rules.words("cell_type/separator"))
        self._source_links = WordsBeside(rules.words("cell_type/link_of_listed"))
        self._made_from = rules.pattern("cell_type/made_from")
        self._target = rules.pattern("cell_type/target")
        self._clause_ends = rules.words("cell_type/clause_ends")
        self._from_after = rules.pattern("cell_type/from_after")
        self._vesicle_after = rules.pattern("cell_type/vesicle_after")
        self._vesicle_before = rules.pattern("cell_type/vesicle_before")
        self._origins: dict[str, Origin | None] = dict.fromkeys(rules.words("cell_type/of_people"))
        self._origins |= dict.fromkeys(rules.words("cell_type/autologous"), "autologous")
        self._origins |= dict.fromkeys(rules.words("cell_type/allogeneic"), "allogeneic")
        self._prefixes = WordsBeside(self._origins)

    def find(self, doc: Document) -> list[Name]:
        """The names of a document in text order, the longest where they overlap."""
        names: list[Name] = []
        for match in _heads(doc):
            for name in self._read(doc, match):
                while names and name.start <= names[-1].start and names[-1].end <= name.end:
                    names.pop()
                if not names or names[-1].end <= name.start:
                    names.append(name)
        return names

    def _read(self, doc: Document, match: Match) -> Iterator[Name]:
        assert match.entry is not None
        folded = doc.shadow.folded
        family = match.entry.get("family") or ""
        source, source_end = self._before(folded, match.start, family)
        end = match.end + 2 if folded.startswith("细胞", match.end) and folded[match.end - 1].isascii() else match.end
        row: dict[str, str] = self._rows.get(folded[source:source_end], {})
        if family and not row:
            row, end = self._source_behind(folded, end)
        if source < source_end and family:
            yield from self._listed(doc, match, source, end)
        name = self._named(doc, match, (source, source_end), end, row)
        yield self._as_vesicle(doc, name)

    def _named(self, doc: Document, match: Match, source: tuple[int, int], end: int, row: dict[str, str]) -> Name:
        assert match.entry is not None
        entry = match.entry
        code, cl_id = self._code(entry, row)
        start, origin = self._origin(doc.shadow.folded, source[0])
        printed = doc.plain(source[0], end)
        if source[0] < source[1] < match.start and source[1] != self._links.before(doc.shadow.folded, match.start):
            printed = doc.plain(*source) + doc.plain(match.start, end)
        return Name(
            start=start,
            end=end,
            head_end=end,
            code=code,
            printed=_tidy(printed),
            origin=origin,
            cl_id=cl_id,
            when="" if entry.get("when") == "source" and row else entry.get("when") or "",
            family=entry.get("family") or "",
            is_short=bool(match.rule.set) and source[0] == source[1],
            head=entry["canonical"],
            rule=match.rule,
        )

    def _before(self, folded: str, head: int, family: str) -> tuple[int, int]:
        """The span of what stands before a head of the family and belongs to it: its source, or the antigens it is
        made against."""
        if family == "targeted":
            target = self._target.search(folded, max(head - _TARGET, 0), head)
            return (target.start() if target else head), head
        if not family:
            return head, head
        return self._source(folded, head)

    def _source(self, folded: str, head: int) -> tuple[int, int]:
        """The span of the source before a head; (head, head) where none stands there."""
        link = self._links.before(folded, head)
        start = self._sources.before(folded, link)
        if start < link:
            return start, link
        if link < head:
            start = self._sources.before(folded, head)
            if start < head:
                return start, head
        if folded[head - 1 : head] not in self._clause_ends:
            return head, head
        clause = self._made_from.search(folded, max(head - _CLAUSE, 0), head)
        if not clause:
            return head, head
        start = self._sources.before(folded, clause.start())
        return (start, clause.start()) if start < clause.start() else (head, head)

    def _source_behind(self, folded: str, end: int) -> tuple[dict[str, str], int]:
        """The source in `cells derived from bone marrow`, and where it ends."""
        if folded[end : end + 1] != " ":
            return {}, end
        told = self._from_after.match(folded, end, end + 2 * _CLAUSE)
        if not told:
            return {}, end
        last = self._sources.after(folded, told.end())
        return (self._rows[folded[told.end() : last]], last) if last > told.end() else ({}, end)

    def _listed(self, doc: Document, match: Match, source: int, end: int) -> list[Name]:
        """The sources before the last one in 骨髓、脂肪及脐带来源的间充质干细胞, each with the common head."""
        assert match.entry is not None
        folded = doc.shadow.folded
        names: list[Name] = []
        at = source
        while len(names) < _MOST_SOURCES:
            separator = self._separators.before(folded, at)
            if separator == at:
                break
            source_end = self._source_links.before(folded, separator)
            start = self._sources.before(folded, source_end)
            if start == source_end:
                break
            row = self._rows[folded[start:source_end]]
            name = self._named(doc, match, (start, source_end), source_end, row)
            if row.get(match.entry.get("family") or "", "").split(" ")[0] in ("", "OTHER", "MSC"):
                break
            printed = _tidy(doc.plain(start, source_end) + doc.plain(match.start, match.end))
            names.append(msgspec.structs.replace(name, printed=printed, head_end=end))
            at = start
        return names[::-1]

    def _code(self, entry: dict[str, str], row: dict[str, str]) -> tuple[str, str | None]:
        code, _, cl_id = row.get(entry.get("family") or "", "").partition(" ")
        code = code or entry["code"]
        if cl_id:
            return code, None if cl_id == "-" else cl_id
        return code, self._cl_ids.get(code)

    def _origin(self, folded: str, start: int) -> tuple[int, Origin | None]:
        """Where the words of origin before a name begin, and what they say."""
        at, first, origin = start, start, None
        for _ in range(_MOST_PREFIXES):
            before = self._prefixes.before(folded, at)
            if before == at:
                break
            told = self._origins[folded[before:at]]
            at = before
            if told:
                first, origin = before, told
        return first, origin

    def _as_vesicle(self, doc: Document, name: Name) -> Name:
        """Exosomes of the named cells (间充质干细胞来源的外泌体, exosomes derived from MSCs) in place of the cells."""
        if not name.family and not name.code.endswith("MSC"):
            return name
        folded = doc.shadow.folded
        start, end = name.start, name.end
        behind = self._vesicle_after.match(folded, end, end + _CLAUSE)
        if behind:
            end = behind.end()
        elif folded[start - 1 : start] == " ":
            before = self._vesicle_before.search(folded, max(start - 3 * _CLAUSE, 0), start)
            if not before:
                return name
            start = before.start()
        else:
            return name
        code = "MSC-EXO" if name.code.endswith("MSC") else "EXO"
        printed = _tidy(doc.plain(start, end))
        return msgspec.structs.replace(name, start=start, end=end, code=code, printed=printed, cl_id=None)


def _heads(doc: Document) -> Iterator[Match]:
    """Of overlapping matches the leftmost, of those that begin together the longest."""
    done = 0
    for match in sorted(doc.matches.get("cell_type", ()), key=lambda one: (one.start, -one.end)):
        if match.start >= done and _has_capitals(doc, match):
            done = match.end
            yield match


def _has_capitals(doc: Document, match: Match) -> bool:
    """An abbreviation must be printed in capitals: `msc` in an address is none."""
    needed = match.rule.set.get("capitals", 0)
    if not needed or match.entry is None:
        return True
    printed = doc.text[match.start : match.end]
    if printed == match.entry.name:
        return True
    return sum(map(str.isupper, printed)) >= min(int(needed), sum(map(str.isupper, match.entry.name)))


def _tidy(printed: str) -> str:
    """A name without the line breaks and blanks inside Chinese ones."""
    pieces = printed.split()
    if len(pieces) < 2:
        return printed
    return ("" if _HAN.search(printed) else " ").join(pieces)
