"""From the tails that the rules match to institutions: left edge, nested names, department, context."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from extract.fields import longest
from extract.fields.institution.boundary import LeftEdge
from extract.fields.institution.context import Context
from extract.rules import Entry, Match, RuleSet
from extract.schema import InstitutionKind, InstitutionRole, InstitutionValue, Mention
from extract.segment import Document

_NUMBERED = re.compile("第[一二三四五六七八九十]{1,3}")
_JOINS_OVER_BLANK = re.compile("附属|医学院|第[一二三四五六七八九十0-9]{1,3}|临床|人民医院")
_NEED_A_BEGINNING = ("institution.school", "institution.institute", "institution.government")
_OWN_SCHOOLS = ("学院", "研究院", "研究所", "实验室")
_WHOLE = ("english", "alias")
_MOST_SHORT_FORMS = 20  # of one article
# groups of a department behind a sign, by what may follow it
_APART = ("apart", "listed", "parted")
_REACH = 90  # characters in which an English department stands before a name
_BARE_COMPANY = ("公司", "集团")
_LATIN_BRAND = re.compile(r"[A-Z][A-Za-z0-9-]{3,}(?: [A-Z][A-Za-z0-9-]+){0,3}")
_HAN_BEFORE = re.compile("[㐀-鿿]{2,8}$")
_LEGAL_END = re.compile("(?:集团|控股)?(?:股份)?(?:有限)?(?:责任)?公司$")
_LONGEST_ACRONYM = 10
_OPENED = ("(", "(\n")
_LONGEST_SHORT = 8
_MOST_BRANDS = 20  # of one article
_BRAND_CHAR = re.compile("[A-Za-z0-9-]")
_BRAND_SIGN = re.compile("[A-Za-z0-9-]|公司|集团|有限")
_BLANKS = re.compile(r"(?<=[^\x00-ɏ])\s+|\s+(?=[^\x00-ɏ])")


@dataclass(slots=True)
class Name:
    """A name under construction: `core` is the end of the legal name, `end` that of the attached department or of the
    word for a company behind it."""

    start: int
    core: int
    end: int
    kind: InstitutionKind
    match: Match
    department: tuple[int, int] | None
    sure: bool

    @property
    def own_start(self) -> int:
        """Where the name begins; an English department stands before it."""
        if self.match.entry:
            return self.match.start
        told = self.match.groups.start("name") if self.match.rule.normaliser == "english" else -1
        return told if self.start <= told < self.core else self.start


class InstitutionReader:
    def __init__(self, rules: RuleSet) -> None:
        self._edge = LeftEdge(rules)
        self._context = Context(rules)
        self._ward = rules.pattern("institution/ward")
        self._english_ward = rules.pattern("institution/english_ward")
        self._acronym = rules.pattern("institution/acronym_behind")
        self._acronym_before = rules.pattern("institution/acronym_before")
        self._english_before = rules.pattern("institution/english_before")
        self._before_short = rules.words("institution/before_short")
        self._after_short = rules.words("institution/after_short")
        self._no_short_form = frozenset(rules.words("institution/no_short_form"))
        self._trades = rules.pattern("institution/brand_and_trade")
        self._inside_alias = rules.words("institution/inside_alias")
        self._short_universities = frozenset(rules.words("institution/short_universities"))
        self._latin_void = re.compile("|".join(map(re.escape, rules.words("institution/void_english"))) or "(?!)")

    def find(self, doc: Document) -> list[Mention]:
        """The institutions of a document in text order, one mention per place."""
        matches = doc.matches.get("institution", ())
        names = self._names(doc.text, [match for match in matches if match.rule.normaliser == "tail"])
        names += self._whole(doc, longest(match for match in matches if match.rule.normaliser in _WHOLE), names)
        names = [name for name in names if not self._context.is_void(doc, name)]
        names += self._acronyms(doc.text, names)
        given = [match for match in matches if match.rule.normaliser == "short_form"]
        if given:
            names += self._short_forms(doc.text, given, names)
        names += self._brands(doc.text, names)
        names.sort(key=lambda name: name.start)
        roles = self._context.roles(doc, names)
        return [
            self._mention(doc, name, role)
            for name, role in zip(names, roles, strict=True)
            if self._has_role(name.match, role)
        ]

    def _names(self, text: str, tails: list[Match]) -> list[Name]:
        names: list[Name] = []
        last: Name | None = None
        for match in sorted(tails, key=lambda one: (one.start, -one.end)):
            tail = match.groups.start("tail")
            if last and tail < last.end:
                continue
            kind: InstitutionKind = match.rule.set["kind"]
            low = self._edge.limit(text, tail, kind)
            if last and self._joins(text, last, low, tail, kind):
                self._join(last, match, kind, tail)
                continue
            name = self._new(text, match, kind, max(low, last.end) if last else low, tail)
            if name and last and self._is_of_university(text, last, name):
                self._join(last, match, kind, tail)
            elif name and last and self._is_school_of_university(text, last, name):
                last.department, last.end = (name.start, name.end), name.end
            elif name:
                names.append(name)
                last = name
        return names

    def _is_of_university(self, text: str, last: Name, name: Name) -> bool:
        """延世大学Severance医院: a hospital of Latin name right behind its university."""
        kinds = (last.kind, name.kind)
        return kinds == ("university", "hospital") and last.end == name.start and text[name.start].isascii()

    def _is_school_of_university(self, text: str, last: Name, name: Name) -> bool:
        """开罗大学Kasr Al-Ainy医学院: a school of Latin name right behind its university is its department."""
        behind = last.kind == "university" and last.department is None and last.end == name.start
        return behind and name.match.rule.id == "institution.school" and text[name.start].isascii()

    def _new(self, text: str, match: Match, kind: InstitutionKind, low: int, tail: int) -> Name | None:
        core = match.groups.end("tail")
        begun = self._edge.begin(text, low, tail, core, kind) or self._edge.latin(text, low, tail, kind)
        if not begun and low == tail and kind != "company":
            begun = self._edge.over_break(text, low, kind)
        if not begun:
            return None
        start, sure = begun if begun[1] else self._edge.over_break(text, low, kind) or begun
        if match.rule.id == "institution.numbered" and not (sure and self._edge.is_place_name(text, start, tail)):
            return None
        if match.rule.id == "institution.school" and text[start:tail] in self._short_universities:
            return Name(start, tail, core, kind, match, (tail, core), True)
        if kind == "company" and text[tail:core] in _BARE_COMPANY and _is_latin(text[tail - 1]):
            return Name(start, tail, core, kind, match, None, sure)  # Healios公司: 公司 only says what Healios is
        if not sure and " " in text[tail:core]:
            return None  # 宣 武医 院: more blanks may stand inside the name
        if not sure and self._needs_a_beginning(match, text[start:tail], text[tail:core]):
            return None
        name = Name(start, core, core, kind, match, None, sure)
        self._add_department(text, name, match)
        return name

    def _needs_a_beginning(self, match: Match, own: str, tail: str) -> bool:
        """Words before 研究中心 or 公司 are a name only behind a place or a known head, but for 国家重点实验室."""
        return (match.rule.id in _NEED_A_BEGINNING and "国家" not in own) or tail in _BARE_COMPANY

    def _add_department(self, text: str, name: Name, match: Match) -> None:
        if text[name.core - 3 : name.core] == "科学院":
            return
        attached = _group(match, "department")
        if attached and not self._is_second(text, *attached, name.kind):
            name.department = attached
            name.end = attached[1]
            return
        for group in _APART:
            apart = _group(match, group)
            if apart and not self._edge.begins(text, *apart):
                name.department = apart
                name.end = apart[1]

    def _is_second(self, text: str, start: int, end: int, kind: InstitutionKind) -> bool:
        """What stands behind a name is another institution, not its department."""
        if text[start - 1] == " " or (kind == "hospital" and text.endswith(_OWN_SCHOOLS, start, end)):
            return self._edge.begins(text, start, end)
        return self._edge.is_new(text, start, end)

    def _joins(self, text: str, last: Name, low: int, tail: int, kind: InstitutionKind) -> bool:
        """Whether the tail belongs to the name before it: 浙江大学 + 医学院附属第一医院, 四川大学 + 生物治疗实验室."""
        if text[last.core] == "·":
            return False
        if last.core < low:
            if low - last.core > 1 or not self._joins_over(text, last, low, tail):
                return False
            gap = low
        else:
            gap = last.core
        if kind == "hospital":
            return self._hospital_joins(text, last, gap, tail)
        if kind in ("university", "government"):
            return kind == "university" and gap == tail and last.kind == "institute"
        if kind == "company":
            if last.kind == "hospital":
                return gap == tail
            apart = self._edge.begins(text, gap, tail) or self._edge.parted(text, gap, tail)
            return last.kind == "company" and not apart
        if last.kind == "institute" and text[last.core - 3 : last.core] == "科学院" and kind == "institute":
            return self._edge.begins(text, gap, tail) or not self._edge.stopped(text, gap, tail)
        if last.kind == "institute" and self._edge.begins(text, gap, tail):
            return False
        return not self._edge.is_new(text, gap, tail) and not self._edge.parted(text, gap, tail)

    def _joins_over(self, text: str, last: Name, low: int, tail: int) -> bool:
        """A blank or line break inside a name: 浙江大学 医学院附属第一医院, 山东大学 齐鲁医院."""
        sign = text[last.core]
        if sign in " \n" and _JOINS_OVER_BLANK.match(text, low, tail + 3):
            return True
        return sign == " " and last.kind == "university" and self._edge.is_head(text, low, tail)

    def _hospital_joins(self, text: str, last: Name, gap: int, tail: int) -> bool:
        if last.kind == "hospital":
            between = text[gap:tail]
            if text[last.core - 3 : last.core] == "总医院":
                return bool(_NUMBERED.fullmatch(between)) or (len(between) <= 3 and self._edge.begins(text, gap, tail))
            if between == "" or between.startswith("附属"):
                return between != "" or text.startswith("医学中心", tail) or text.endswith("中心", last.start, tail)
            return len(between) <= 3 and self._edge.is_place(text, gap, tail)
        if self._edge.parted(text, gap, tail):
            return False
        if text[last.core - 3 : last.core] == "科学院":
            return not self._edge.begins_with_region(text, gap, tail)
        if last.kind in ("institute", "company") and self._edge.begins_with_place(text, gap, tail):
            return False
        return not self._edge.is_new(text, gap, tail)

    def _join(self, last: Name, match: Match, kind: InstitutionKind, tail: int) -> None:
        core = match.groups.end("tail")
        grows = kind in ("hospital", "university", "company") and match.rule.id != "institution.school"
        # 某医院研究所
        grows = grows or (kind == "institute" and last.kind == "hospital" and tail == last.core)
        if grows or (kind == "institute" and last.kind == "institute" and last.department is None):
            last.kind, last.core, last.end, last.department = kind, core, core, None
            last.match = match
            self._add_department(match.groups.string, last, match)
            return
        end = (_group(match, "department") or (core, core))[1]
        last.department = (last.core, end)
        last.end = end

    def _has_role(self, match: Match, role: InstitutionRole | None) -> bool:
        """A government's department counts as a sponsor only, 诺华 only where its part in the study is told."""
        if match.entry and match.entry.get("context") == "role":
            return role is not None
        return match.rule.set.get("role", role) == role

    def _mention(self, doc: Document, name: Name, role: InstitutionRole | None) -> Mention:
        rule = name.match.rule
        core = _end_of_name(doc, name)
        value = InstitutionValue(
            name=printed_name(doc, name.own_start, core),
            kind=name.kind,
            department=printed_name(doc, *name.department) if name.department else None,
            role=role,
        )
        confidence = rule.confidence if name.sure else rule.confidence * 0.8
        end = name.end if name.department else core
        return doc.mention("institution", name.start, end, value, rule, confidence)

    def _whole(self, doc: Document, matches: list[Match], names: list[Name]) -> list[Name]:
        """Names matched as a whole, English ones and aliases, where no other name stands."""
        whole = []
        starts = [name.start for name in names]
        for match in matches:
            before = bisect_left(starts, match.end)
            while before and self._is_inside(names[before - 1], match):
                before -= 1
                del names[before], starts[before]
            if before and names[before - 1].end > match.start:
                continue
            name = self._alias(doc.text, match, match.entry) if match.entry else self._english(match)
            if name:
                whole.append(name)
        return whole

    def _is_inside(self, name: Name, match: Match) -> bool:
        """安德森癌症中心 in MD安德森癌症中心."""
        longer = name.end - name.start < match.end - match.start
        return longer and match.start <= name.start and name.end <= match.end

    def _alias(self, text: str, match: Match, entry: Entry) -> Name | None:
        if text.startswith(self._inside_alias, match.end):
            return None
        if entry.get("context") and not self._stands_alone(text, match):
            return None
        kind: InstitutionKind = entry["kind"]  # type: ignore[assignment]
        name = Name(match.start, match.end, match.end, kind, match, None, True)
        if kind in ("hospital", "university"):
            self._add_department_behind(text, name)
            before = self._english_before.search(text, max(match.start - _REACH, 0), match.start)
            if before and not name.department:
                name.department, name.start = before.span("department"), before.start()
        return name

    def _stands_alone(self, text: str, match: Match) -> bool:
        """北肿 in 中肿、北肿等医院, not in 肺中肿瘤."""
        free_before = not _is_han(text[match.start - 1 : match.start]) or text.endswith(
            self._before_short, 0, match.start
        )
        return free_before and (
            not _is_han(text[match.end : match.end + 1]) or text.startswith(self._after_short, match.end)
        )

    def _english(self, match: Match) -> Name | None:
        if self._latin_void.search(match.groups["name"]):
            return None
        start, end = match.groups.span("name")
        department = _group(match, "department")
        school = _group(match, "school")
        name = Name(department[0] if department else start, end, end, match.rule.set["kind"], match, department, True)
        if school and not department:
            name.department = school
            name.end = school[1]
        if not name.department:
            self._add_department_behind(match.groups.string, name)
        return name

    def _add_department_behind(self, text: str, name: Name) -> None:
        """Karolinska大学医院 has its department in Chinese, University Medical Center in English behind a comma."""
        for pattern in (self._ward, self._english_ward):
            ward = pattern.match(text, name.core)
            if ward and ward["department"]:
                name.department = ward.span("department")
                name.end = ward.end("department")

    def _beside(self, text: str, name: Name) -> Iterator[re.Match[str]]:
        """The acronym in the bracket behind a name, or before the bracket in which it stands."""
        if behind := self._acronym.match(text, name.end):
            yield behind
        opened = text.endswith(_OPENED, 0, name.start)
        if opened and (before := self._acronym_before.search(text, max(name.start - _LONGEST_ACRONYM, 0), name.start)):
            yield before

    def _acronyms(self, text: str, names: list[Name]) -> list[Name]:
        """The acronyms beside names: 英属哥伦比亚大学(UBC), HSS(Hospital for Special Surgery)."""
        found = []
        taken = {name.start for name in names}
        for name in names:
            for match in self._beside(text, name) if name.kind != "company" else ():
                start, end = match.span("acronym")
                if start not in taken:
                    taken.add(start)
                    found.append(Name(start, end, end, name.kind, name.match, None, True))
        return found

    def _brands(self, text: str, names: list[Name]) -> list[Name]:
        """The other places of companies: Healios where Healios公司 is said, 禾元细胞 where 北京禾元细胞科技有限公司
        is."""
        known: dict[str, Match] = {}
        for name in names:
            is_asked = name.kind == "company" and len(known) < _MOST_BRANDS
            for brand in self._brands_of(text, name) if is_asked else ():
                if len(known) < _MOST_BRANDS:
                    known.setdefault(brand, name.match)
        taken = sorted((name.start, name.end) for name in names)
        return [
            Name(start, end, end, "company", known[text[start:end]], None, True)
            for start, end in _places(text, known, _is_whole_brand)
            if not _meets(taken, start, end)
        ]

    def _brands_of(self, text: str, name: Name) -> list[str]:
        """What is said for a company in short: its name less the place before and the words for its trade behind."""
        printed = text[name.start : name.core]
        if _LATIN_BRAND.fullmatch(printed):
            return [printed]
        legal = _LEGAL_END.search(printed)
        if not legal:
            return []
        own = self._edge.behind_places(text, name.start, name.start + legal.start())
        parts = self._trades.fullmatch(text, own, name.start + legal.start())
        if not parts or self._edge.is_generic(text, *parts.span("brand")):
            return []
        brand, trade = parts["brand"], parts["trade"]
        shorts = [brand] * (len(brand) > 2) + ([brand + trade] if trade else [])
        return [*shorts, *self._before_bracket(text, name, brand)]

    def _before_bracket(self, text: str, name: Name, brand: str) -> list[str]:
        """禾元生物(武汉禾元细胞科技有限公司): what stands before the bracket that holds the whole name."""
        if text[name.start - 1 : name.start] != "(":
            return []
        run = _HAN_BEFORE.search(text, max(name.start - 1 - _LONGEST_SHORT, 0), name.start - 1)
        at = run[0].rfind(brand[:2]) if run else -1
        return [run[0][at:]] if run and at >= 0 else []

    def _short_forms(self, text: str, given: list[Match], names: list[Name]) -> list[Name]:
        """The short names that an article gives its institutions (某某公司(以下简称"某某")), wherever they stand."""
        owners = {name.end: name for name in names}
        meant: dict[str, tuple[InstitutionKind, Match]] = {}
        for match in given:
            kind = owners[match.start].kind if match.start in owners else match.rule.set.get("kind")
            short = match.groups["name"]
            if kind and short not in self._no_short_form and len(meant) < _MOST_SHORT_FORMS:
                meant.setdefault(short, (kind, match))
        taken = sorted((name.start, name.end) for name in names)
        found = []
        for start, end in _places(text, meant):
            kind, match = meant[text[start:end]]
            if match.rule.id == "institution.stock_name" and not _opens_line(text, start, match):
                continue
            if not _meets(taken, start, end):
                found.append(Name(start, end, end, kind, match, None, True))
        return found


def _places(
    text: str, written: Iterable[str], counts: Callable[[str, int, int], bool] = lambda text, start, end: True
) -> Iterator[tuple[int, int]]:
    """Where any of some names stands and counts, leftmost and longest. They are each article's own, few, and not worth
    a pattern."""
    found = []
    for name in written:
        start = text.find(name)
        while start >= 0:
            if counts(text, start, start + len(name)):
                found.append((start, start + len(name)))
            start = text.find(name, start + 1)
    done = 0
    for start, end in sorted(found, key=lambda place: (place[0], -place[1])):
        if start >= done:
            done = end
            yield start, end


def _is_whole_brand(text: str, start: int, end: int) -> bool:
    """A brand is no piece of a Latin word, and no beginning of the company's name."""
    return not (_BRAND_SIGN.match(text, end) or (start and _BRAND_CHAR.match(text, start - 1)))


def _meets(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of some sorted spans shares a character with start:end."""
    before = bisect_left(taken, (end, 0))
    return before > 0 and taken[before - 1][1] > start


def _end_of_name(doc: Document, name: Name) -> int:
    """Steminent Biotherapeutics 公司: a word for a company that is printed apart from a Latin name belongs to it."""
    if name.department or name.core == name.end:
        return name.core
    apart = doc.shadow.span(name.core - 1, name.core)[1] < doc.shadow.span(name.core, name.core + 1)[0]
    return name.end if apart else name.core


def printed_name(doc: Document, start: int, end: int) -> str:
    """A name as printed, without the blanks beside Chinese characters."""
    name = doc.plain(start, end)
    return name if name.isalnum() else _BLANKS.sub("", name)


def _opens_line(text: str, start: int, told: Match) -> bool:
    """The name under which shares are traded stands for the company in a headline and where it is told."""
    return bool(start == told.groups.start("name")) or text[start - 1 : start] in ("", "\n")


def _is_han(char: str) -> bool:
    return "㐀" <= char <= "鿿"


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _group(match: Match, name: str) -> tuple[int, int] | None:
    """The span of a named group, None where the pattern has none of that name or it took no part."""
    if name not in match.groups.re.groupindex or match.groups.start(name) < 0:
        return None
    span: tuple[int, int] = match.groups.span(name)
    return span
