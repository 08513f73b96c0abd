"""The words around a number that may count people, and what they say by themselves."""

import re
from functools import cached_property

from extract.fields.patients.group import group_at
from extract.fields.patients.lines import Lines
from extract.fields.patients.signs import Signs, WordList, holds
from extract.numerals import whole_number
from extract.rules import Match
from extract.segment import Document

# How far (characters) before and behind a number its words are looked for.
_BEFORE = 70
_BEHIND = 40
_PASSAGE = 220
# The words behind a number that tell its cohort: 97名患者[组成的验证队列].
_AHEAD_OF_COHORT = 12
# The noun that a number counts ends within so many characters: 12名新诊断的糖尿病患者.
_NOUN_WITHIN = 26
_CLAUSE_END = re.compile(r"[,.。;!?\n]")
_PIECE_END = re.compile(r"[,.。;!?\n、]")
_WORDS_END = re.compile(r"[,.。;!?\n、()]")
_DIGIT = re.compile(r"[0-9]")
_SENTENCE_END = re.compile(r"[.。!?;\n]")
_WITH_COUNTER = ("patients.counted", "patients.han")


class Place:
    """A number's surroundings: its line before it, its clause on both sides, its group's label."""

    def __init__(self, doc: Document, match: Match, signs: Signs, lines: Lines) -> None:
        self.signs = signs
        self.text = doc.text
        self.match = match
        # Whether it is one of the findings that together were had by all.
        self.is_of_all = False
        self.kind = match.rule.id
        self.line, self.line_end = lines.around(match.start)
        self.in_results = lines.tell_results(match.start)
        self.counter = match["counter"] if self.kind in _WITH_COUNTER else None
        self.before = doc.text[max(self.line, match.start - _BEFORE) : match.start]
        self.sentence = _SENTENCE_END.split(self.before)[-1]
        self.clause = _CLAUSE_END.split(self.sentence)[-1]
        self.behind = doc.text[match.end : min(self.line_end, match.end + _BEHIND)]
        self.clause_behind = _PIECE_END.split(self.behind, maxsplit=1)[0]
        # What the number counts, up to the next sign or bracket.
        self.words = _WORDS_END.split(self.behind, maxsplit=1)[0][:_NOUN_WITHIN]
        group = group_at(self.before, self.behind, match, signs)
        self.label = doc.text[slice(*group)] if group else None
        self.group = doc.plain(*group) if group else None

    def passage(self, before: int = _PASSAGE, behind: int = _BEHIND) -> str:
        """The line from so many characters before the number to so many behind it."""
        return self.text[max(self.line, self.match.start - before) : self.match.end + behind]

    @property
    def printed(self) -> str:
        return self.text[self.match.start : self.match.end]

    @cached_property
    def words_behind(self) -> str:
        """What follows the number, or the noun for patients right behind it."""
        return without(self.behind, self.signs.patient)

    # taken into a study

    def taken_in(self) -> bool:
        return holds(self.clause, self.signs.take_in) or self._beside(self.signs.take_in_beside)

    def taken_in_first(self) -> bool:
        return holds(self.clause[:12], self.signs.take_in) or self._beside(self.signs.take_in_beside)

    def enrolled(self) -> bool:
        """Its clause tells who was taken into a study, not what became of them."""
        return holds(self.clause, self.signs.enrolled)

    def _beside(self, words: tuple[str, ...]) -> bool:
        """One of the words begins the clause, after its section's name, or stands right before the number."""
        clause = without(self.clause.strip(), self.signs.section)
        return clause.startswith(words) or clause.endswith(words)

    def is_study(self) -> bool:
        passage = self.passage()
        return holds(passage, self.signs.patient) or holds(passage, self.signs.study_word)

    def is_planned(self) -> bool:
        if holds(self.clause_behind[:8], self.signs.actual) or holds(self.clause[-8:], self.signs.actual):
            return False
        if self.behind.startswith(self.signs.plan_behind):
            return True
        if self.kind == "patients.label":
            return not self.is_actual()
        if self.kind == "patients.bare" and holds(self.before, self.signs.form_label):
            return True
        return holds(self.sentence[-26:], self.signs.plan)

    def is_actual(self) -> bool:
        """实际入组人数:96, 96 (actual): a form's line tells how many came, not how many are to come."""
        label = self.text[self.match.groups.start() : self.match.start]
        return holds(label + self.before[-10:] + self.printed + self.behind[:8], self.signs.actual)

    def is_finished(self) -> bool:
        return self.words_behind.startswith(self.signs.finished)

    def is_analysed(self) -> bool:
        """可评价的31例, 91例获得随访: those whom the study tells of, where some were lost."""
        return self.signs.analysed.match(self.words_behind) is not None

    def is_summed(self) -> bool:
        """总共44人: of all that were named before."""
        return self.clause.rstrip(" (:").endswith(self.signs.summed)

    def is_divided(self) -> bool:
        """175人随机分组; 44人,按抽签分两组"""
        return self.signs.divided_behind.match(self.words_behind) is not None

    # a part of those before

    def is_part(self) -> bool:
        if self.is_summed():
            return False
        before = self.before.rstrip(self.signs.glue_before)
        return (
            before.endswith(self.signs.part)
            or self.words_behind.startswith(self.signs.part_behind)
            or self._is_of_these()
            or self.is_among()
            or self._is_cohort()
        )

    def _is_cohort(self) -> bool:
        """97名患者组成的验证队列, 训练集600例: those on whom a model is made or tried."""
        words = _CLAUSE_END.split(self.words_behind[:_AHEAD_OF_COHORT], maxsplit=1)[0]
        return self.clause.endswith(self.signs.cohort) or holds(words, self.signs.cohort)

    def _is_of_these(self) -> bool:
        told = self.sentence[-40:]
        return holds(told, self.signs.of_these) and not holds(told, self.signs.cited)

    def is_among(self) -> bool:
        """肠道受累的43例中"""
        return self.clause.endswith(self.signs.among) and self.behind.startswith(self.signs.in_them)

    def is_class(self) -> bool:
        """初发者31例: people of a kind."""
        return self.clause.endswith(self.signs.person_end) and not self.enrolled()

    def is_first_class(self) -> bool:
        """初发者31例,外伤者52例: the next class is told beside it."""
        return self.is_class() and self.signs.class_behind.match(self.behind) is not None

    def is_each(self) -> bool:
        return self.before.rstrip("(n= ").endswith(self.signs.each)

    def is_lost(self) -> bool:
        """失访2例, 18例失访, 有7例嫌麻烦中途退出: people who left the study."""
        if self._told_before().endswith(self.signs.lost):
            return True
        words = self.clause_behind[:16].lstrip(self.signs.glue_after)
        return not self.taken_in() and holds(words, self.signs.lost) and not _DIGIT.search(words)

    def is_improved(self) -> bool:
        """显效11例, 6例好转: a class of those treated."""
        if self._told_before().endswith(self.signs.improved):
            return True
        words = self.behind.lstrip(self.signs.glue_after)
        return words.startswith(self.signs.improved) and not self.signs.qualified.match(words)

    def is_tested(self) -> bool:
        """12例和19例,P=0.19: what befell two groups is compared."""
        return self.signs.tested_behind.match(self.behind) is not None

    def _told_before(self) -> str:
        """What its clause says of the number, less the words between."""
        told = self.clause.rstrip(self.signs.glue_before)
        if not told.endswith(self.signs.each):
            return told
        each = next((word for word in self.signs.each if told.endswith(word)), "")
        return told[: len(told) - len(each)].rstrip(self.signs.glue_before)

    @property
    def told_before(self) -> str:
        return self._told_before()

    # what became of them

    def acts(self) -> bool:
        """What the people counted got or did follows: 三名接受低剂量."""
        words = self.words_behind
        return words.startswith(self.signs.action) or holds(_PIECE_END.split(words, maxsplit=1)[0][:18], self.signs.got)

    def is_examined(self) -> bool:
        """10例行CT检查: it tells what was done to see, not to heal."""
        return holds(self.clause_behind[:16], self.signs.examined)

    def is_treated(self) -> bool:
        """The words before it name a treatment, not a disease: 细胞加药物99例,单用药物99例."""
        return holds(self.clause, self.signs.treatment) or self.acts()

    def is_given(self) -> bool:
        """打细胞的50例: the words right before it name what those people got."""
        return not self.in_results and holds(self.clause[-12:], self.signs.treatment)

    def has_outcome(self) -> bool:
        """Something happened to the people counted: 三名患者出现发热."""
        words = _DIGIT.split(self.clause_behind[:16], maxsplit=1)[0]
        return holds(words, self.signs.outcome) or holds(words, self.signs.happen) or holds(words, self.signs.improved)

    # beside others

    def is_control(self) -> bool:
        """The words of its group, or what the group gets, make it the control."""
        if self.label:
            return holds(self.label, self.signs.control)
        own = "" if self.clause_behind.startswith(self.signs.joining) else self.clause_behind
        if holds(own + self.clause[-8:], self.signs.control_action) or holds(self.clause[-8:], self.signs.control):
            return True
        does_without = self.behind.startswith(self.signs.without) or self.clause.endswith(self.signs.without)
        return does_without and holds(self.text[self.match.end : self.match.end + _PASSAGE], self.signs.control_told)

    def is_compared_with(self) -> bool:
        """与同期只做清创的40例相比, 高于单用化疗的30例: those with whom the people before are compared."""
        if self.signs.compared_than.search(self.clause):
            return True
        begins = self.signs.compared_before.search(self.clause) is not None
        return begins and self.signs.compared_behind.match(self.behind) is not None

    def is_of_the_past(self) -> bool:
        return holds(self.clause + self.words, self.signs.of_the_past)

    def goes_without(self) -> bool:
        """只训练的112例, 没有做过的89例: set beside those who got more."""
        return holds(self.clause[-14:] + self.clause_behind[:8], self.signs.bare_of)

    def is_bare(self) -> bool:
        """没输过的67例, 16例未移植: who did not get what those before them got."""
        return bool(self.signs.bare_before.search(self.clause) or self.signs.bare_behind.match(self.clause_behind))

    def is_other_arm(self) -> bool:
        """另有15人只输盐水: set beside the group before it."""
        return self.clause.endswith(self.signs.other) and self.acts()

    def pooled(self) -> int | None:
        """The number of studies that the people come from: 11项试验,共582名患者."""
        found = self.signs.pooled_before.search(self.sentence)
        return whole_number(found["pooled"]) if found and not self.label else None

    def is_compared(self) -> bool:
        """62例对62例"""
        after = next((self.behind[len(sign) :] for sign in self.signs.compared if self.behind.startswith(sign)), "")
        before = next((self.before[: -len(sign)] for sign in self.signs.compared if self.before.endswith(sign)), "")
        return after.lstrip()[:1].isdigit() or before.rstrip().endswith(self.signs.counters)


def without(text: str, heads: WordList) -> str:
    """The text less the word of the list that begins it."""
    head = heads.match(text)
    return text[head.end() :].lstrip(": 】]") if head else text.lstrip(": 】]")
