"""The words around a number that may count people, and what they say of it."""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Protocol

from extract.numerals import whole_number
from extract.rules import Match, RuleSet, one_of
from extract.schema import PatientsRole
from extract.segment import Document

# How far (characters) before and behind a number its words are looked for.
_BEFORE = 70
_BEHIND = 40
# In how many characters before it a number of the same story may stand.
_SAME_STORY = 160
# A group's name has no more characters than this.
_LABEL = 26
_PASSAGE = 220
# A line this short (characters) before another may be its heading.
_SHORT_LINE = 12
_CLAUSE_END = re.compile(r"[,.。;!?\n]")
_PIECE_END = re.compile(r"[,.。;!?\n、]")
_WORDS_END = re.compile(r"[,.。;!?\n、()]")
_DIGIT = re.compile(r"[0-9]")
_SENTENCE_END = re.compile(r"[.。!?;\n]")


class WordList(tuple[str, ...]):
    """A word list: its words can begin or end a text; `search` looks for any of them in one, `match` at its start."""

    search: Callable[[str], re.Match[str] | None]
    match: Callable[[str], re.Match[str] | None]

    def __new__(cls, words: tuple[str, ...]) -> "WordList":
        self = super().__new__(cls, words)
        pattern = re.compile(one_of(words) if words else "(?!)")
        self.search, self.match = pattern.search, pattern.match
        return self


class Signs:
    """The word lists and patterns of rules/patients.yaml."""

    def __init__(self, rules: RuleSet) -> None:
        for name in _LISTS:
            setattr(self, name, WordList(rules.words(f"patients/{name}")))
        self.patient_search = rules.pattern("patients/patient").finditer
        self.event_at_end = (*self.grade, *self.finding)
        self.glue = "".join(rules.words("patients/glue")) + ":( "
        self.glue_behind = "".join(rules.words("patients/glue_behind")) + "() "
        self.control_behind = rules.pattern("patients/control_behind")
        self.label_tail = rules.pattern("patients/label_tail")
        self.label_stop = rules.pattern("patients/label_stop")
        self.label_behind = rules.pattern("patients/label_behind")
        self.label_in_brackets = rules.pattern("patients/label_in_brackets")
        self.label_lead = rules.pattern("patients/label_lead")
        self.pooled_before = rules.pattern("patients/pooled_before")
        self.section_head = rules.pattern("patients/section_head")
        self.screened_behind = rules.pattern("patients/screened_behind")

    def says_planned(self, words: str) -> bool:
        return _holds(words, self.plan)

    patient: WordList
    surveyed: WordList
    survey: WordList
    staff: WordList
    never: WordList
    organ: WordList
    ordinal: WordList
    without: WordList
    cited: WordList
    take_in_beside: WordList
    study_word: WordList
    taught: WordList
    group: WordList
    in_them: WordList
    fellow: WordList
    got: WordList
    treatment: WordList
    left_out: WordList
    only: WordList
    afterwards: WordList
    anyone: WordList
    stands_for: WordList
    person_end: WordList
    section: WordList
    of_these: WordList
    control_told: WordList
    counters: WordList
    healthy: WordList
    among: WordList
    other: WordList
    randomised: WordList
    compared: WordList
    sample: WordList
    outcome: WordList
    finding: WordList
    happen: WordList
    title_behind: WordList
    grade: WordList
    take_in: WordList
    population: WordList
    plan: WordList
    plan_behind: WordList
    actual: WordList
    each: WordList
    not_label: WordList
    control: WordList
    control_action: WordList
    action: WordList
    part: WordList
    part_behind: WordList
    finished: WordList
    animal: WordList


_LISTS = tuple(Signs.__annotations__)


class Lines:
    """A document's lines, and which parts of them tell results. Each line is looked through once."""

    def __init__(self, doc: Document, signs: Signs) -> None:
        self._doc = doc
        self._head = signs.section_head
        self._bounds = (0, -1)
        self._starts: list[int] = []
        self._results: list[bool] = []

    def around(self, index: int) -> tuple[int, int]:
        """The line (start, end) in which a match that follows those asked for before stands."""
        if not self._bounds[0] <= index <= self._bounds[1]:
            self._bounds = self._doc.line(index)
            self._starts = []
        return self._bounds

    def tell_results(self, position: int) -> bool:
        """Whether the last head of a section before `position`, in the line asked for last, is that of results."""
        if not self._starts:
            self._look_through()
        return self._results[bisect_left(self._starts, position) - 1]

    def _look_through(self) -> None:
        line, end = self._bounds
        above = self._doc.text.rfind("\n", 0, max(line - 1, 0)) + 1
        start = above if line - above <= _SHORT_LINE else line
        heads = list(self._head.finditer(self._doc.text, start, end))
        self._starts = [-1, *(head.start() for head in heads)]
        self._results = [False, *(head["results"] is not None for head in heads)]


class Counted(Protocol):
    @property
    def place(self) -> "Place": ...
    @property
    def role(self) -> PatientsRole: ...


class Place:
    """A number's surroundings: its line before it, its clause on both sides, its group's label."""

    def __init__(self, doc: Document, match: Match, signs: Signs, lines: Lines) -> None:
        self.signs = signs
        self.lines = lines
        self.text = doc.text
        self.match = match
        self.kind = match.rule.id
        self.line, self.line_end = lines.around(match.start)
        self.counter = match["counter"] if self.kind in ("patients.counted", "patients.han") else None
        self.before = doc.text[max(self.line, match.start - _BEFORE) : match.start]
        self.sentence = _SENTENCE_END.split(self.before)[-1]
        self.clause = _CLAUSE_END.split(self.sentence)[-1]
        self.behind = doc.text[match.end : min(self.line_end, match.end + _BEHIND)]
        self.clause_behind = _PIECE_END.split(self.behind, maxsplit=1)[0]
        group = self._group()
        self.label = doc.text[slice(*group)] if group else None
        self.group = doc.plain(*group) if group else None

    # Is it people?

    def sure_of_people(self, value: int, follows: bool) -> float:
        """How sure (0 to 1) the number counts people of a study; 0 where it does not."""
        if self.kind == "patients.label":
            return 1.0
        if self._is_population():
            return 0.0
        if self.kind == "patients.n":
            return self._sure_of_n()
        if self.kind == "patients.english":
            return 1.0
        if self.behind.startswith(self.signs.never) or self._counts_samples():
            return 0.0
        noun = self._noun_behind()
        if not noun and self.behind.startswith(self.signs.organ):
            return 0.0
        return self._sure_of_cases(noun) if self.counter == "例" else self._sure_of_persons(noun, follows)

    def _sure_of_n(self) -> float:
        if self._is_animal():
            return 0.0
        if self.label:
            return 1.0
        passage = self.text[max(self.line, self.match.start - _PASSAGE) : self.match.start]
        return 0.8 if _holds(passage, self.signs.patient) or self.signs.counters[0] in passage else 0.0

    def _sure_of_cases(self, noun: bool) -> float:
        """例 counts cases of a disease, which are people unless something happened to them."""
        if self._ends_title():
            return 1.0
        if self._is_event(noun):
            return 0.0
        if (self.label or self._is_each()) and self._is_animal():
            return 0.0
        if noun or self.label or self._is_each() or self._patients_before():
            return 1.0
        if self._is_finished() or self._is_among():
            return 0.9
        if self.in_results() and (self.has_outcome() or not (self._taken_in() or self.is_part())):
            return 0.0
        return 0.95 if self._taken_in() else 0.8

    def _sure_of_persons(self, noun: bool, follows: bool) -> float:
        if noun:
            return 1.0
        words = _WORDS_END.split(self.behind, maxsplit=1)[0][:16]
        if _holds(words + self.clause[-12:], self.signs.surveyed) and self.kind != "patients.han" and self._is_survey():
            return 0.9
        if _holds(words, self.signs.staff) or (not self.label and _holds(self.clause[-8:], self.signs.staff)):
            return 0.0
        if self.counter == "个":
            return 0.0
        if self.label or self._is_each():
            return 0.0 if self._is_animal() else 0.95
        if follows or (self.is_part() and self._is_study()):
            return 0.85
        told = self._taken_in() or self._is_planned() or self.acts()
        return 0.75 if told and self._is_study() else 0.0

    def _ends_title(self) -> bool:
        """过敏性紫癜52例, 150例疗效分析: a title that counts its patients, whatever befell them."""
        if self.behind.startswith(self.signs.title_behind):
            return not _holds(self.clause, self.signs.happen)
        if self.behind.strip():
            return False
        told = self.sentence.rstrip()
        return len(told) > 6 and not set(told) & set(",:") and not told.endswith(self.signs.outcome)

    def _noun_behind(self) -> bool:
        """A noun for patients ends the words that the number counts: 12名新诊断的糖尿病患者."""
        words = _WORDS_END.split(self.behind, maxsplit=1)[0][:26]
        noun = self.signs.patient.search(words)
        if noun is None or (self.counter == "个" and noun.start() > 14):
            return False
        if noun[0] in self.signs.anyone and not (self._taken_in() or self._is_told_with_patients()):
            return False
        return not _holds(words[: noun.start()], self.signs.staff) and not words.startswith(
            self.signs.stands_for, noun.end()
        )

    def _patients_before(self) -> bool:
        if self.clause.endswith(self.signs.person_end):
            return True
        return self.before.rstrip(self.signs.glue).endswith(self.signs.patient)

    def _taken_in_first(self) -> bool:
        return _holds(self.clause[:12], self.signs.take_in) or self._beside(self.signs.take_in_beside)

    def _counts_samples(self) -> bool:
        if self.clause.endswith(self.signs.sample):
            return True
        return not self.behind.startswith("(") and _holds(self.clause_behind[:14], self.signs.sample)

    def _is_event(self, noun: bool) -> bool:
        before = self.clause.rstrip(self.signs.glue)
        if before.endswith(self.signs.outcome):
            return True
        if _holds(self.clause, self.signs.left_out):
            return True
        if before.endswith(self.signs.event_at_end) and (
            self.in_results() or _holds(self.sentence, self.signs.afterwards) or self.signs.group[0] in before
        ):
            return _holds(before, self.signs.happen) or not self._taken_in() or self.signs.group[0] in before
        if noun or self.clause.endswith(self.signs.person_end):
            return False
        words = self.behind.lstrip(self.signs.glue_behind)
        befell = words.startswith(self.signs.outcome) or words.startswith(self.signs.happen)
        if self.label:
            return befell and not _DIGIT.search(self.clause_behind)
        if befell or _holds(self.clause[-10:], self.signs.happen):
            return True
        if _holds(self.clause, self.signs.afterwards) and not self._taken_in():
            return True
        return self.clause.strip() in self.signs.only and not self.is_part()

    def _is_population(self) -> bool:
        return _holds(self.clause[-16:], self.signs.population) or self.before.endswith(self.signs.ordinal)

    def _is_animal(self) -> bool:
        """The last one named in the passage is an animal, not a patient."""
        passage = self.text[max(self.line, self.match.start - _PASSAGE) : self.match.end + 12]
        if not _holds(passage, self.signs.animal):
            return False
        last_animal, last_patient = (
            max(passage.rfind(word) for word in words) for words in (self.signs.animal, self.signs.patient)
        )
        return last_animal > last_patient

    def _is_survey(self) -> bool:
        if _holds(self.clause, self.signs.taught):
            return False
        passage = self.text[max(self.line, self.match.start - 2 * _PASSAGE) : self.match.end + _BEHIND]
        return self._taken_in_first() or _holds(passage, self.signs.survey)

    def _is_study(self) -> bool:
        passage = self.text[max(self.line, self.match.start - _PASSAGE) : self.match.end + _BEHIND]
        return _holds(passage, self.signs.patient) or _holds(passage, self.signs.study_word)

    def _is_told_with_patients(self) -> bool:
        strong = (found[0] for found in self.signs.patient_search(self.sentence + self.behind))
        return any(noun not in self.signs.anyone for noun in strong)

    def _taken_in(self) -> bool:
        return _holds(self.clause, self.signs.take_in) or self._beside(self.signs.take_in_beside)

    def _beside(self, words: tuple[str, ...]) -> bool:
        """One of the words begins the clause, after its section's name, or stands right before the number."""
        clause = _without(self.clause.strip(), self.signs.section)
        return clause.startswith(words) or clause.endswith(words)

    def in_results(self) -> bool:
        return self.lines.tell_results(self.match.start)

    # Which people?

    def role(self, value: int, earlier: int | None) -> tuple[PatientsRole, str | None]:
        """The role of the number and its group's label; `earlier` is the number before it in the same story."""
        if self._is_planned():
            return "planned", self.group
        if self.label:
            return self._role_in_group(), self.group
        if self._is_each() or self._is_compared():
            return "arm", None
        if earlier is not None and _holds(self.behind[:4], self.signs.healthy):
            return "control", None
        if self._sets_control() or _holds(self.text[self.match.start : self.match.end], self.signs.control):
            return "control", None
        if self.is_part():
            return "subgroup", None
        if earlier is not None and self._is_finished() and not _holds(self.behind[:12], self.signs.randomised):
            return "subgroup", None
        if earlier is not None and (value <= earlier or self.is_other_arm()):
            return self._role_after(value < earlier), None
        return "total", None

    def _role_in_group(self) -> PatientsRole:
        if self.has_outcome():
            return "subgroup"
        return "control" if self.is_control() else "arm"

    def _role_after(self, smaller: bool) -> PatientsRole:
        """The role of a number that follows a larger or equal one in the same story."""
        words = self.words_behind
        if _holds(words[:12], self.signs.randomised):
            return "total"
        if self.clause.endswith(self.signs.among) and not self.behind.startswith(self.signs.action):
            return "subgroup"
        if self.acts():
            return "control" if self.is_control() else "arm"
        if not smaller or _holds(self.sentence, self.signs.cited):
            return "total"
        if words.startswith(self.signs.finished) or self.has_outcome():
            return "subgroup"
        return "total" if self._taken_in() else "subgroup"

    def acts(self) -> bool:
        """What the people counted got or did follows: 三名接受低剂量."""
        words = self.words_behind
        return words.startswith(self.signs.action) or _holds(
            _PIECE_END.split(words, maxsplit=1)[0][:18], self.signs.got
        )

    def is_treated(self) -> bool:
        """The words before it name a treatment, not a disease: 细胞加药物99例,单用药物99例."""
        return _holds(self.clause, self.signs.treatment) or self.acts()

    def is_other_arm(self) -> bool:
        """另有15人只输盐水: set beside the group before it."""
        return self.clause.endswith(self.signs.other) and self.acts()

    @cached_property
    def words_behind(self) -> str:
        """What follows the number, or the noun for patients right behind it."""
        return _without(self.behind, self.signs.patient)

    def has_outcome(self) -> bool:
        """Something happened to the people counted: 三名患者出现发热."""
        words = self.clause_behind[:16]
        words = _DIGIT.split(words, maxsplit=1)[0]
        return _holds(words, self.signs.outcome) or _holds(words, self.signs.happen)

    def _is_compared(self) -> bool:
        """62例对62例"""
        after = next((self.behind[len(sign) :] for sign in self.signs.compared if self.behind.startswith(sign)), "")
        before = next((self.before[: -len(sign)] for sign in self.signs.compared if self.before.endswith(sign)), "")
        return after.lstrip()[:1].isdigit() or before.rstrip().endswith(self.signs.counters)

    def _is_planned(self) -> bool:
        if _holds(self.behind[:8], self.signs.actual):
            return False
        if self.behind.startswith(self.signs.plan_behind):
            return True
        if self.kind == "patients.label":
            return not _holds(self.before[-10:] + self.text[self.match.start - 6 : self.match.start], self.signs.actual)
        return _holds(self.sentence[-26:], self.signs.plan)

    def _is_finished(self) -> bool:
        return self.words_behind.startswith(self.signs.finished)

    def _is_among(self) -> bool:
        """肠道受累的43例中"""
        return self.clause.endswith(self.signs.among) and self.behind.startswith(self.signs.in_them)

    def _is_each(self) -> bool:
        return self.before.rstrip("(n= ").endswith(self.signs.each)

    def is_part(self) -> bool:
        before = self.before.rstrip(self.signs.glue)
        return (
            before.endswith(self.signs.part)
            or self.behind.startswith(self.signs.part_behind)
            or _holds(self.sentence[-40:], self.signs.of_these)
            or self._is_among()
        )

    def _sets_control(self) -> bool:
        return self.signs.control_behind.match(self.behind) is not None

    def is_control(self) -> bool:
        """The words of its group, or what the group gets, make it the control."""
        if self.label:
            return _holds(self.label, self.signs.control)
        if _holds(self.clause_behind + self.clause[-8:], self.signs.control_action):
            return True
        does_without = self.behind.startswith(self.signs.without) or self.clause.endswith(self.signs.without)
        return does_without and _holds(self.text[self.match.end : self.match.end + _PASSAGE], self.signs.control_told)

    def is_beside_other(self, following: Sequence[Counted]) -> bool:
        """The next number of its sentence is that of another group set beside it: 30名输注细胞,另有15人只输盐水."""
        if not following:
            return False
        other = following[0]
        if not (other.place.is_other_arm() or (other.role == "control" and not other.place.label)):
            return False
        between = self.text[self.match.end : other.place.match.start]
        if _holds(self.text[other.place.match.start : other.place.match.end + 12], self.signs.healthy):
            return False
        return len(between) < _SAME_STORY and "。" not in between and "\n" not in between

    def follows(self, earlier: "Place") -> bool:
        """The earlier number belongs to the same story: near before it in its line.

        A small number in words tells of people known already (两名患者), even a paragraph later.
        """
        apart = self.match.start - earlier.match.end
        if self._is_finished():
            return earlier.line == self.line or apart < 2 * _PASSAGE
        if self.kind == "patients.han" and not self._taken_in():
            return apart < 2 * _PASSAGE
        return earlier.line == self.line and apart < _SAME_STORY

    def is_of_form(self, earlier: "Place") -> bool:
        """The number stands in the lines of a registry's form, soon after another."""
        in_form = self.kind in ("patients.label", "patients.english") and not _holds(self.behind[:8], self.signs.actual)
        return in_form and self.match.start - earlier.match.end < _PASSAGE

    def is_told_beside(self, event: Match) -> bool:
        """It names the next group's number of the same event: 甲组发生感染19例,乙组21例."""
        between = self.text[event.end : self.match.start]
        return self.label is not None and between.strip(",、和 ") == self.label

    def is_fellow(self, earlier: "Place") -> bool:
        """It follows a group's number with nothing but a name between: CIK组(n=35)与TACE30例."""
        between = self.text[earlier.match.end : self.match.start].replace("\n", "")
        return len(between) < 16 and between.startswith(self.signs.fellow) and not _holds(between, self.signs.patient)

    def repeats(self, earlier: "Place") -> bool:
        """n= in brackets right behind the same number: 各152例(n=152)."""
        return self.kind == "patients.n" and self.match.start - earlier.match.end <= 2

    def pooled(self) -> int | None:
        """The number of studies that the people come from: 11项试验,共582名患者."""
        found = self.signs.pooled_before.search(self.sentence)
        return whole_number(found["pooled"]) if found and not self.label else None

    def _group(self) -> tuple[int, int] | None:
        """Where the name of the group with which the number stands is printed, in the shadow."""
        end = max(self.before.rfind(word) + len(word) if word in self.before else 0 for word in self.signs.group)
        if end and self.signs.label_tail.fullmatch(self.before, end):
            label = self.signs.label_stop.split(self.before[max(end - _LABEL, 0) : end])[-1]
            return self._named(label, self.match.start - len(self.before) + end)
        if self.signs.group[0] in self.behind:
            found = self.signs.label_behind.match(self.behind) or self.signs.label_in_brackets.match(self.behind)
            if found:
                return self._named(found["label"], self.match.end + found.end("label"))
        return None

    def _named(self, label: str, end: int) -> tuple[int, int] | None:
        leads = [lead.end() for lead in self.signs.label_lead.finditer(label) if lead.end() < len(label) - 1]
        label = (label[leads[-1] :] if leads else label).strip()
        return None if len(label) < 2 or label.endswith(self.signs.not_label) else (end - len(label), end)


def _holds(text: str, words: WordList) -> bool:
    return words.search(text) is not None


def _without(text: str, heads: WordList) -> str:
    head = heads.match(text)
    return text[head.end() :].lstrip(": 】]") if head else text.lstrip(": 】]")
