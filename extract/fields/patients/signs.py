"""The word lists and patterns of rules/patients.yaml, ready to be asked."""

import re
from collections.abc import Callable
from functools import cached_property

from extract.rules import RuleSet, one_of


class WordList(tuple[str, ...]):
    """A word list: its words can begin or end a text; `search` looks for any of them in one, `match` at its start."""

    @cached_property
    def search(self) -> Callable[[str], re.Match[str] | None]:
        return self._pattern.search

    @cached_property
    def match(self) -> Callable[[str], re.Match[str] | None]:
        return self._pattern.match

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(one_of(self))


def holds(text: str, words: WordList) -> bool:
    return words.search(text) is not None


class Signs:
    """Each attribute is the word list or the pattern of its name."""

    def __init__(self, rules: RuleSet) -> None:
        for name, kind in Signs.__annotations__.items():
            read = WordList(rules.words(f"patients/{name}")) if kind is WordList else rules.pattern(f"patients/{name}")
            setattr(self, name, read)
        self.people = rules.pattern("patients/patient").finditer
        self.event_at_end = (*self.grade, *self.finding)
        self.glue_before = "".join(self.glue) + ":( "
        self.glue_after = "".join(self.glue_behind) + "() "

    # who and what is counted
    patient: WordList
    anyone: WordList
    surveyed: WordList
    survey: WordList
    staff: WordList
    stands_for: WordList
    animal: WordList
    never: WordList
    not_people: WordList
    organ: WordList
    sample: WordList
    ordinal: WordList
    population: WordList
    taught: WordList
    illness: re.Pattern[str]
    story: re.Pattern[str]
    noun_far: re.Pattern[str]
    sexes_behind: re.Pattern[str]
    events_behind: re.Pattern[str]
    counted_among: re.Pattern[str]
    share_before: re.Pattern[str]
    class_behind: re.Pattern[str]
    befallen: re.Pattern[str]
    # what happened to them
    outcome: WordList
    improved: WordList
    lost: WordList
    left_out: WordList
    finding: WordList
    happen: WordList
    grade: WordList
    afterwards: WordList
    screened: WordList
    qualified: re.Pattern[str]
    tested_behind: re.Pattern[str]
    # a study takes them in
    take_in: WordList
    take_in_beside: WordList
    enrolled: WordList
    study_word: WordList
    plan: WordList
    plan_behind: WordList
    actual: WordList
    form_label: WordList
    sizes_told: WordList
    finished: WordList
    fared: WordList
    analysed: re.Pattern[str]
    randomised: WordList
    summed: WordList
    screened_behind: re.Pattern[str]
    searched_behind: re.Pattern[str]
    found_before: re.Pattern[str]
    divided_behind: re.Pattern[str]
    pooled_before: re.Pattern[str]
    # groups and parts
    group: WordList
    each: WordList
    not_label: WordList
    control: WordList
    control_action: WordList
    control_told: WordList
    healthy: WordList
    without: WordList
    bare_of: WordList
    adverse_before: re.Pattern[str]
    bare_before: re.Pattern[str]
    bare_behind: re.Pattern[str]
    lesser: WordList
    divided: WordList
    alike: re.Pattern[str]
    treatment: WordList
    action: WordList
    got: WordList
    examined: WordList
    compared: WordList
    compared_before: re.Pattern[str]
    compared_behind: re.Pattern[str]
    compared_than: re.Pattern[str]
    of_the_past: WordList
    part: WordList
    cohort: WordList
    part_behind: WordList
    of_these: WordList
    among: WordList
    in_them: WordList
    fellow: WordList
    other: WordList
    joining: WordList
    cited: WordList
    label_tail: re.Pattern[str]
    label_stop: re.Pattern[str]
    label_behind: re.Pattern[str]
    label_in_brackets: re.Pattern[str]
    label_lead: re.Pattern[str]
    class_before: re.Pattern[str]
    control_behind: re.Pattern[str]
    # the words between
    glue: WordList
    glue_behind: WordList
    counters: WordList
    person_end: WordList
    nounless: WordList
    heads_behind: WordList
    versus: WordList
    only: WordList
    section: WordList
    title_behind: WordList
    section_head: re.Pattern[str]
    registered_row: re.Pattern[str]
    outcome_head: WordList
    group_head: WordList
