"""The left edge of a name: from the tail (医院, 大学 …) back to where its own words begin."""

import re

from extract.fields.institution.landmarks import BEGINNINGS, PLACES, Landmark, Landmarks, Mark
from extract.rules import RuleSet, one_of

_REACH = 45  # characters before a tail in which a name may begin
# Read backwards from the tail: characters of a name, a place in brackets, a hospital's number (3201, but no year), a
# Latin brand.
_HAN = "㐀-䶿一-鿿〇·"
_BACKWARDS = re.compile(
    rf"(?:(?!..(?:91|02))[0-9]{{3,4}}(?![0-9]))?[{_HAN}]{{0,45}}(?:[0-9]{{1,4}}(?=第)[{_HAN}]{{0,45}}){{0,3}}"
)
_BACKWARDS_COMPANY = re.compile(rf"(?:[{_HAN}]{{1,20}}|\)[{_HAN}]{{2,6}}\((?=[{_HAN}A-Za-z])){{0,5}}")
_LATIN = re.compile(r"[A-Za-z0-9.&'-]{0,24}[A-Z](?![A-Za-z])(?: [A-Za-z0-9.&'-]{0,24}[A-Z](?![A-Za-z])){0,3}")
_PLACE_IN_BRACKETS = re.compile(rf"[{_HAN}]{{1,12}}\(([{_HAN}]{{2,4}})\)$")
_LATIN_WORD = re.compile("(?<![A-Za-z])[A-Z][a-z]{2,20}$")
_MEASURE = re.compile(r"(?<=[0-9])[年月日号例名家个项位岁所](?!本|照|旧市)")
# 940医院: hospitals of the army go by three figures
_ARMY_NUMBER = re.compile("[1-9][0-9]{2}")
_LONGEST_UNKNOWN = 12
_LONGEST_PLACE = 6


def _run_of(words: tuple[str, ...], least: int) -> re.Pattern[str]:
    """A run of words of a list."""
    return re.compile(f"{one_of(words)}{{{least},8}}")


class LeftEdge:
    def __init__(self, rules: RuleSet) -> None:
        self.landmarks = Landmarks(rules)
        self._hyphenated = _run_of(rules.words("institution/hyphenated"), 1)
        self._grades = rules.words("institution/laboratory_grades")
        self._own_name = rules.words("institution/own_name")
        self._generic = _run_of(rules.words("institution/generic"), 0)
        self._prose = frozenset(rules.words("institution/prose"))
        self._hidden = "".join(rules.words("institution/hidden")[:1])
        self._bare_heads = frozenset(rules.words("institution/bare_heads"))
        sounds = "".join(rules.words("institution/sounds"))
        foreign = rf"[{sounds}]{{1,8}}(?:·[{sounds}]{{1,10}}){{1,4}}"
        self._foreign = re.compile(rf"(?:{foreign}[与和])?{foreign}")
        self._sounds = re.compile(f"[{sounds}]{{2,6}}")
        self._no_name = frozenset(rules.words("institution/no_country_of_name"))
        self._church = rules.words("institution/church")
        self._class = _run_of(rules.words("institution/classes"), 1)

    def limit(self, text: str, tail: int, kind: str) -> int:
        """How far back from a tail a name could reach, judged by its characters alone."""
        before = text[max(tail - _REACH, 0) : tail][::-1]
        pattern = _BACKWARDS_COMPANY if kind == "company" or text[tail - 1 : tail] == ")" else _BACKWARDS
        found = pattern.match(before)
        start = tail - (found.end() if found else 0)
        if text[start - 1 : start] == "-":
            start = self._before_hyphen(text, start)
        elif text[start - 1 : start] == ")":
            start = self._before_place(text, start)
        if start < tail and _MEASURE.match(text, start):
            return start + 1
        return start

    def _before_hyphen(self, text: str, start: int) -> int:
        """纪念斯隆-凯特琳癌症中心: the hyphen of a known name is no dash between two phrases."""
        found = self._hyphenated.search(text, max(start - 8, 0), start + 8)
        if not found or not found.start() < start < found.end():
            return start
        before = _BACKWARDS.match(text[max(found.start() - _REACH, 0) : found.start()][::-1])
        return found.start() - (before.end() if before else 0)

    def _before_place(self, text: str, start: int) -> int:
        """长三角(嘉兴)口腔研究院: a place in brackets belongs to the name around it."""
        found = _PLACE_IN_BRACKETS.search(text, max(start - 20, 0), start)
        return found.start() if found and self.is_place_name(text, *found.span(1)) else start

    def latin(self, text: str, low: int, tail: int, kind: str) -> tuple[int, bool] | None:
        """Where a name begins whose own words are Latin (Vertex公司, Karolinska大学医院); None if it is not one.
        Of institutes only a word right before the tail is a name: Royan研究所, not MSC应用研究中心."""
        if tail - low > 4 or self.parted(text, low, tail):
            return None
        if kind == "institute" and (low < tail or not _LATIN_WORD.search(text, max(low - _REACH, 0), low)):
            return None
        before = text[max(low - _REACH, 0) : low][::-1]
        found = _LATIN.match(before)
        if not found or found.end() <= 1:
            return None
        start = low - found.end()
        return (self._behind_place(text, start) if kind == "hospital" else start), True

    def _behind_place(self, text: str, start: int) -> int:
        """大邱Fatima医院: a city right before a Latin name begins it."""
        for first, last, mark in self.landmarks.find(text, max(start - _LONGEST_PLACE, 0), start):
            if last == start and mark in PLACES:
                return first
        return start

    def begin(self, text: str, low: int, tail: int, core: int, kind: str) -> tuple[int, bool] | None:
        """Where the name whose tail stands from `tail` to `core` begins, not before `low`, and whether a known
        beginning stands there. None where nothing but generic words is left.
        """
        if low >= tail:
            return None
        marks = self.landmarks.find(text, low, core)
        while marks and marks[-1][0] >= tail:
            marks.pop()
        if kind == "institute" and text.endswith(self._grades, low, tail):
            marks = [mark for mark in marks if mark[2] != "soft" and not text.startswith(self._grades, mark[0])]
        start, after = self._behind_stops(text, marks, low, kind)
        behind = [mark for mark in marks if mark[0] >= after] if after > low else marks
        behind_stop = start
        start, sure = self._first_beginning(text, start, behind, tail, kind)
        start, sure = self._foreign_beginning(text, marks, low, behind_stop, start, tail) or (start, sure)
        sure = sure or bool(_ARMY_NUMBER.fullmatch(text, start, tail))
        generic = start >= tail or self._is_generic(text, marks, start, tail, sure)
        if kind == "institute" and start < tail and not sure:
            of_country = self._of_country(text, marks, behind_stop, start)
            if of_country or generic:
                return of_country
        if generic:
            return None
        if not sure and tail - start > _LONGEST_UNKNOWN:
            return None
        return start + (text[start] == "·"), sure

    def _of_country(self, text: str, marks: list[Landmark], low: int, start: int) -> tuple[int, bool] | None:
        """A country begins an institute whose own words are generic: 巴拿马再生医学研究所, but not 我国研究所."""
        for first, last, mark in marks:
            if mark == "country" and last == start and first >= low and text[first:last] not in self._no_name:
                return first, True
        return None

    def over_break(self, text: str, low: int, kind: str) -> tuple[int, bool] | None:
        """Where a name begins that a line break or blank cuts (绵阳市中|心医院): a place and the first words
        of the name stand at the end of the line before. None where no name is cut at `low`."""
        end = low - 1
        if text[end:low] not in ("\n", " "):
            return None
        begun = self.begin(text, self.limit(text, end, kind), end, end, kind)
        if not begun or not begun[1] or end - begun[0] > _LONGEST_UNKNOWN:
            return None
        places = [mark for mark in self.landmarks.find(text, begun[0], end) if mark[2] in PLACES]
        return begun if places and places[0][0] == begun[0] and places[-1][1] < end else None

    def _is_generic(self, text: str, marks: list[Landmark], start: int, tail: int, sure: bool) -> bool:
        """市第一人民医院 and 国家重点实验室 are no names; neither are 云南省三级医院 and 北京市公立医院."""
        hidden = text.rfind(self._hidden, start, tail)
        if hidden >= start:
            return bool(self._generic.fullmatch(text, hidden + len(self._hidden), tail))
        if not sure:
            hidden = text[start - 1 : start] == self._hidden
            generic = hidden or bool(self._generic.fullmatch(text, start, tail))
            return generic or self._is_prose(text, marks, start, tail) or (start, tail, "country") in marks
        own = start
        for first, last, mark in marks:
            if first >= start and mark in PLACES:
                own = last
            elif first == start and mark == "country" and last >= tail:
                return True
            elif first == start and mark == "head" and text[first:last] in self._bare_heads:
                return bool(self._generic.fullmatch(text, start, tail))
        return own > start and (bool(self._class.fullmatch(text, own, tail)) or self._tells(text, marks, own, tail))

    def _tells(self, text: str, marks: list[Landmark], own: int, tail: int) -> bool:
        """Two words of prose between a place and 医院 tell something: 广西当年也有医院. Those of a known head are none:
        那打素."""
        prose = sum(char in self._prose for char in text[own:tail])
        heads = [text[max(first, own) : last] for first, last, mark in marks if mark == "head"]
        return text.startswith("医院", tail) and prose - sum(char in self._prose for char in "".join(heads)) > 1

    def _is_prose(self, text: str, marks: list[Landmark], start: int, tail: int) -> bool:
        """A word of prose stands between two offsets, the 应 of 应用技术 and of other protected words left out."""
        for first, last, mark in marks:
            if mark == "protected" and start <= first and last <= tail:
                if not self._prose.isdisjoint(text[start:first]):
                    return True
                start = last
        return not self._prose.isdisjoint(text[start:tail])

    def _behind_stops(self, text: str, marks: list[Landmark], low: int, kind: str) -> tuple[int, int]:
        start = low
        begun = 0
        for first, last, mark in marks:
            if mark == "soft" and self._holds_together(text, marks, first, last, begun, kind):
                continue
            if begun == first > 0 and text[first:last] == self._hidden:
                continue
            if mark == "stop" or mark == "soft":
                start = last
                begun = 0
            elif mark in BEGINNINGS:
                begun = last
        return start, start

    def _holds_together(self, text: str, marks: list[Landmark], first: int, last: int, begun: int, kind: str) -> bool:
        """A 与 or 和 inside a name that has begun: 再生医学与健康研究院, 广和医院, but not 北京与上海的医院."""
        if not begun or any(other[0] == last and other[2] in BEGINNINGS for other in marks):
            return False
        within = begun < first and (text[first] == "和" or (text[first] == "与" and kind == "hospital"))
        return kind in ("institute", "government") or within

    def _first_beginning(self, text: str, start: int, marks: list[Landmark], tail: int, kind: str) -> tuple[int, bool]:
        for first, last, mark in marks:
            if mark == "country" and kind != "company":
                if not self._stands_without(text, marks, first, last, tail):
                    return first, True
                start = last
            elif mark in BEGINNINGS:
                if first == start or (first and text[first - 1] == "("):
                    return start, True
                if kind == "company" or mark == "small":
                    continue
                return first, True
        return start, False

    def _foreign_beginning(
        self, text: str, marks: list[Landmark], low: int, behind_stop: int, start: int, tail: int
    ) -> tuple[int, bool] | None:
        """Where a foreign name begins that stands before a known beginning: 曼努埃尔·苏亚雷斯 before
        国家神经病学研究所, 韦洛尔 before 基督教医学院."""
        if text.startswith(self._church, start):
            written = self._sounds.fullmatch(text, behind_stop, start)
            return (behind_stop, True) if written else None
        found = self._foreign.search(text, low, tail) if text.find("·", low, tail) >= 0 else None
        if (
            not found
            or start <= found.start()
            or any(first >= found.end() and mark == "stop" for first, _, mark in marks)
        ):
            return None
        # the last sound of a country that stands before the name: 意大利|圣·拉斐尔医院
        ends = [last for first, last, _ in marks if first < found.start() < last]
        return max([found.start(), *ends]), True

    def _stands_without(self, text: str, marks: list[Landmark], first: int, last: int, tail: int) -> bool:
        """A country before a name is no part of it, but for such as 美国国立卫生研究院 and 中国传媒大学."""
        if any(other[0] == last and other[2] in BEGINNINGS and other[2] != "head" for other in marks):
            return True
        if text.startswith("中国", first):
            return False
        return tail - last >= 2 and not text.startswith(("国", "医科", "中央"), last)

    def is_new(self, text: str, start: int, tail: int) -> bool:
        """A name printed right behind another is a second one where its own place or head begins there."""
        return text.startswith(self._own_name, start) or self.begins_with_region(text, start, tail)

    def begins_with_region(self, text: str, start: int, end: int) -> bool:
        return self._first_mark(text, start, end) == "region"

    def begins_with_place(self, text: str, start: int, end: int) -> bool:
        return self._first_mark(text, start, end) in PLACES

    def begins(self, text: str, start: int, end: int) -> bool:
        """A known beginning of any kind stands right at `start`."""
        return self._first_mark(text, start, end) in BEGINNINGS

    def _first_mark(self, text: str, start: int, end: int) -> Mark | None:
        marks = self.landmarks.find(text, start, end)
        return marks[0][2] if marks and marks[0][0] == start else None

    def parted(self, text: str, start: int, end: int) -> bool:
        """A stop word stands between two offsets."""
        return any(mark in ("stop", "soft") for _, _, mark in self.landmarks.find(text, start, end))

    def stopped(self, text: str, start: int, end: int) -> bool:
        """A word that no name holds stands between two offsets; 与 and 和 stand in names of institutes, but right
        behind another name or before a place they part two."""
        marks = self.landmarks.find(text, start, end)
        begins = {first for first, _, mark in marks if mark in BEGINNINGS}
        return any(
            mark == "stop" or (mark == "soft" and (first == start or last in begins)) for first, last, mark in marks
        )

    def behind_places(self, text: str, start: int, end: int) -> int:
        """Where a name's own words begin, behind the places at its head (北京市|禾元细胞)."""
        for first, last, mark in self.landmarks.find(text, start, end):
            if first != start or mark not in PLACES:
                break
            start = last
        return start

    def is_generic(self, text: str, start: int, end: int) -> bool:
        """Words that stand in many names, and make none by themselves, fill start:end."""
        return self._generic.fullmatch(text, start, end) is not None

    def is_place(self, text: str, start: int, end: int) -> bool:
        """The short name of a place stands from `start` to `end`, as in 复旦大学附属中山医院厦门医院."""
        marks = self.landmarks.find(text, start, end)
        return len(marks) == 1 and marks[0][:2] == (start, end) and marks[0][2] in ("place", "small")

    def is_place_name(self, text: str, start: int, end: int) -> bool:
        """A place in full or short and no more stands from `start` to `end` (合肥, 合肥市)."""
        marks = self.landmarks.find(text, start, end)
        return len(marks) == 1 and marks[0][:2] == (start, end) and marks[0][2] in PLACES

    def is_head(self, text: str, start: int, end: int) -> bool:
        """The brand of a university's hospital and no more stands from `start` to `end` (齐鲁, 华西)."""
        marks = self.landmarks.find(text, start, end)
        return len(marks) == 1 and marks[0] == (start, end, "head")
