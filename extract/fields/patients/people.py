"""Whether a number counts people of a study: not events, samples, animals, staff or a population."""

import re

from extract.fields.patients.place import Place
from extract.fields.patients.signs import WordList, holds

# The number counts people only if the article is sure of the same number elsewhere: 26人初步结果出炉, 这206人当中.
IF_TOLD_ELSEWHERE = 0.3
_YEAR = re.compile("(?:19|20)[0-9]{2}年")
_LAST_COUNT = re.compile(r"[0-9][例名人位]")
# Smaller numbers are the same by chance.
_SAME_BY_CHANCE = 10
_ONE = "一"
# The label of a form's line stands in the line above, within so many characters.
_LABEL_ABOVE = 10
# The lines of a form stand within so many characters of their head.
_FORM = 220


def sure_of_people(place: Place, value: int, follows: bool) -> float:
    """How sure (0 to 1) the number counts people of a study; 0 where it does not.

    `follows`: another number of the same story stands before it.
    """
    by_kind = _BY_KIND.get(place.kind)
    if place.kind == "patients.label":
        return 1.0
    if _is_population(place) or _is_screened(place):
        return 0.0
    if by_kind:
        return by_kind(place)
    if place.behind.startswith(place.signs.never) or _counts_samples(place):
        return 0.0
    if place.match["value"] == _ONE and not place.signs.story.search(place.passage(100)) and not follows:
        return 0.0
    noun = _noun_behind(place)
    if not noun and place.behind.startswith(place.signs.organ) and not _illness_behind(place):
        return 0.0
    sure = _sure_of_cases(place, noun, follows) if place.counter == "例" else _sure_of_persons(place, noun, follows)
    return IF_TOLD_ELSEWHERE if 0 < sure <= IF_TOLD_ELSEWHERE and value >= _SAME_BY_CHANCE else _or_none(sure)


def _or_none(sure: float) -> float:
    return sure if sure > IF_TOLD_ELSEWHERE else 0.0


def _sure_of_n(place: Place) -> float:
    if _is_animal(place):
        return 0.0
    if place.label:
        return 1.0
    passage = place.passage(behind=20)
    told = holds(passage, place.signs.patient) or place.signs.counters[0] in passage
    return 0.8 if told or holds(place.sentence, place.signs.group) else 0.0


def _sure(place: Place) -> float:
    return 1.0


def _sure_if_told(place: Place) -> float:
    return IF_TOLD_ELSEWHERE


def _sure_unless_animal(place: Place) -> float:
    return 0.0 if _is_animal(place) else 0.9


def _sure_of_fraction(place: Place) -> float:
    """A share is one of people where some are told of before it, or how they fared."""
    is_share = place.signs.share_before.search(place.clause) and not holds(place.clause, place.signs.outcome)
    return 0.0 if is_share and not place.is_study() else _sure_unless_animal(place)


def _sure_of_bare(place: Place) -> float:
    """A number on a line of its own is one of a form, if the form has said that it counts people."""
    if "\n" in place.text[place.match.groups.start() : place.match.start]:
        near = place.text[max(place.match.start - _FORM, 0) : place.match.start]
        return 0.9 if holds(near, place.signs.form_label) else 0.0
    return _sure_unless_animal(place)


def _sure_of_listed(place: Place) -> float:
    """The groups are named before, and nothing that befell them."""
    signs = place.signs
    if not holds(place.sentence, signs.group) or _is_animal(place):
        return 0.0
    told = place.clause + place.words
    return 0.0 if holds(told, signs.finding) or holds(told, signs.outcome) or holds(told, signs.happen) else 0.9


def _sure_of_cell(place: Place) -> float:
    """Bare numbers are sizes of groups in the row of a registry, or where the words before say so."""
    above = place.text[max(place.line - _LABEL_ABOVE, 0) : place.line]
    is_row = place.signs.registered_row.search(place.text, place.line, place.line_end) is not None
    return _sure_unless_animal(place) if is_row or holds(above + place.before, place.signs.sizes_told) else 0.0


_BY_KIND = {
    "patients.n": _sure_of_n,
    "patients.english": _sure,
    "patients.matched": _sure_unless_animal,
    "patients.fraction": _sure_of_fraction,
    "patients.bare": _sure_of_bare,
    "patients.rate_of": _sure_if_told,
    "patients.listed": _sure_of_listed,
    "patients.listed_last": _sure_of_listed,
    "patients.cell_arm": _sure_of_cell,
    "patients.cell_control": _sure_of_cell,
}


def _sure_of_cases(place: Place, noun: bool, follows: bool) -> float:
    """例 counts cases of a disease, which are people unless something happened to them."""
    if _ends_title(place):
        return 1.0
    if _left(place) or place.is_improved():
        return 0.9
    if place.is_finished():
        return 0.9
    if place.signs.counted_among.match(place.behind) or place.signs.found_before.search(place.sentence):
        return 0.9
    if _is_event(place, noun, follows):
        return 0.0
    if (place.label or place.is_each()) and (_is_animal(place) or _befell(place)):
        return 0.0
    if noun or place.label or place.is_each() or _patients_before(place):
        return 1.0
    if place.is_among():
        return 0.9
    if place.in_results and (place.has_outcome() or not (place.taken_in() or place.is_part())):
        return 0.0
    return 0.95 if place.taken_in() else 0.8


def _befell(place: Place) -> bool:
    """不良反应主要为嗜睡,观察组9例、对照组7例: how many of each group it befell."""
    return place.signs.adverse_before.search(place.sentence) is not None


def _sure_of_persons(place: Place, noun: bool, follows: bool) -> float:
    signs = place.signs
    if noun:
        return 1.0
    if place.counter == "个":
        return _sure_of_heads(place, follows)
    surveyed = holds(place.words[:16] + place.clause[-12:], signs.surveyed)
    if surveyed and place.kind != "patients.han" and _is_survey(place):
        return 0.9
    nounless = _is_nounless(place)
    told = "" if place.label or nounless else place.clause[-8:]
    if holds(place.words[:16], signs.staff) or holds(told, signs.staff):
        return 0.0
    if place.label or place.is_each():
        return 0.0 if _is_animal(place) else 0.95
    if holds(place.words[:14], signs.happen) and holds(place.clause_behind, signs.finding):
        return 0.0
    if place.before.endswith(signs.part) and signs.sexes_behind.match(place.behind):
        return 0.85
    if place.is_divided() or place.pooled() or (_illness_behind(place) or _patients_before(place)):
        return 0.9
    if follows or (place.is_study() and (place.is_part() or _left(place) or place.is_improved())):
        return 0.85
    is_told = place.taken_in() or place.is_planned() or place.acts() or place.is_summed() or nounless
    return 0.75 if is_told and place.is_study() else IF_TOLD_ELSEWHERE


def _sure_of_heads(place: Place, follows: bool) -> float:
    """15个人打盐水, 43个打激素; the noun is as empty as the measure word, or left out."""
    if _is_of_people_before(place, follows):
        return 0.8
    if place.is_study() and _is_told_of_heads(place, follows):
        return 0.8
    if not place.behind.startswith("人") or place.behind.startswith(place.signs.not_people):
        return 0.0
    if holds(place.clause[-12:], place.signs.staff):
        return 0.0
    if follows and place.is_study():
        return 0.85
    return 0.75 if place.is_study() and (place.taken_in() or place.acts()) else IF_TOLD_ELSEWHERE


def _is_of_people_before(place: Place, follows: bool) -> bool:
    """只用药的52个, 孩子19个, 15个是男孩: the noun is left out, but told."""
    if _ends_phrase(place) and _patients_before(place):
        return True
    return follows and place.is_study() and (_is_nounless(place) or place.behind.startswith(place.signs.part_behind))


def _is_told_of_heads(place: Place, follows: bool) -> bool:
    """一共62个全层肩袖撕裂, 只缝的(33个), 26个对26个, 打1×10⁷的各7个: what is said behind or around tells people."""
    if place.match["value"] == _ONE or _is_animal(place):
        return False
    if _illness_behind(place):
        return follows or place.taken_in() or place.is_summed()
    versus = place.signs.versus
    opposed = place.behind.startswith(versus) or place.before.endswith(versus)
    if opposed and holds(place.sentence, place.signs.patient):
        return True
    if not follows:
        return False
    if _left(place):
        return True
    in_brackets = place.before.endswith("(") and place.behind.startswith(")")
    return opposed or in_brackets or place.is_each() or place.behind.startswith(place.signs.heads_behind)


def _is_nounless(place: Place) -> bool:
    """同胞供髓的19名, : what the number counts is left out."""
    return _ends_phrase(place) and place.clause.endswith(place.signs.nounless)


def _ends_phrase(place: Place) -> bool:
    return place.words == "" or place.words.startswith(place.signs.joining)


def _left(place: Place) -> bool:
    return place.is_lost() and not holds(place.clause, place.signs.outcome)


def _ends_title(place: Place) -> bool:
    """过敏性紫癜52例, 150例疗效分析: a title that counts its patients, whatever befell them."""
    if place.behind.startswith(place.signs.title_behind):
        return not holds(place.clause, place.signs.happen)
    if place.behind.strip():
        return False
    told = place.sentence.rstrip()
    return len(told) > 6 and not set(told) & set(",:") and not told.endswith(place.signs.outcome)


def _noun_behind(place: Place) -> bool:
    """A noun for patients ends the words that the number counts: 12名新诊断的糖尿病患者."""
    noun = place.signs.patient.search(place.words)
    if noun is None:
        far = place.signs.noun_far.match(place.behind)
        return far is not None and not holds(far[0], place.signs.staff)
    if (place.counter == "个" and noun.start() > 14) or _is_family(place, noun[0]):
        return False
    if noun[0] in place.signs.anyone and not _is_anyone_studied(place, place.words[: noun.start()]):
        return False
    return not holds(place.words[: noun.start()], place.signs.staff) and not place.words.startswith(
        place.signs.stands_for, noun.end()
    )


def _is_family(place: Place, noun: str) -> bool:
    """他有两个孩子"""
    return place.kind == "patients.han" and noun in place.signs.anyone and place.clause.endswith(place.signs.only)


def _is_anyone_studied(place: Place, lead: str) -> bool:
    """38名术后尿失禁男性: the disease makes them patients; so do other patients in the sentence."""
    if place.taken_in() or place.is_planned() or place.signs.illness.search(place.sentence + lead):
        return True
    strong = (found[0] for found in place.signs.people(place.passage(100)))
    return any(noun not in place.signs.anyone for noun in strong)


def _illness_behind(place: Place) -> bool:
    """13名散发性肌萎缩侧索硬化: the disease stands for those who have it."""
    if holds(place.words, place.signs.staff):
        return False
    illness = place.signs.illness.search(place.words)
    return illness is not None and not place.words.startswith((*place.signs.happen, *place.signs.finding))


def _patients_before(place: Place) -> bool:
    if place.clause.endswith(place.signs.person_end):
        return True
    before = place.before.rstrip(place.signs.glue_before)
    if not before.endswith(place.signs.patient):
        return False
    return not before.endswith(place.signs.anyone) or _is_anyone_studied(place, "")


def _counts_samples(place: Place) -> bool:
    if place.clause.endswith(place.signs.sample):
        return True
    return not place.behind.startswith("(") and holds(place.words[:14], place.signs.sample)


def _is_event(place: Place, noun: bool, follows: bool) -> bool:
    signs = place.signs
    before = place.told_before
    of_patients = noun and place.clause.endswith(signs.among)
    if before.endswith(signs.outcome):
        return not of_patients
    is_befallen = (follows or place.in_results) and signs.befallen.search(place.clause) is not None
    if is_befallen or holds(_LAST_COUNT.split(place.clause)[-1], signs.left_out):
        return True
    grouped = signs.group[0] in before
    ends_ill = signs.illness.search(before[-4:]) is not None
    if signs.events_behind.match(place.behind) and ends_ill:
        return True
    if (before.endswith(signs.event_at_end) or (ends_ill and place.is_tested())) and (
        place.in_results or follows or place.is_tested() or grouped or holds(place.sentence, signs.afterwards)
    ):
        return holds(before, signs.happen) or not place.enrolled() or grouped
    if noun or place.clause.endswith(signs.person_end):
        return False
    words = place.behind.lstrip(signs.glue_after)
    befell = (words.startswith(signs.outcome) and not signs.qualified.match(words)) or words.startswith(signs.happen)
    if place.label:
        return befell and not any(char.isdigit() for char in place.clause_behind)
    if befell or holds(place.clause[-10:], signs.happen):
        return True
    if follows and words.startswith(signs.finding) and not place.enrolled():
        return True
    if holds(place.clause, signs.afterwards) and not (place.taken_in() or place.is_treated()):
        return True
    fared = words.startswith(signs.fared)
    return place.clause.strip() in signs.only and not (place.is_part() or place.acts() or fared)


def _is_population(place: Place) -> bool:
    said = _YEAR.sub("", place.clause[-16:])  # 2019年收治的57例 is no yearly figure
    return holds(said, place.signs.population) or place.before.endswith(place.signs.ordinal)


def _is_screened(place: Place) -> bool:
    """共筛选患者40名: those who were looked at before the study took some of them in."""
    signs = place.signs
    if signs.screened_behind.match(place.text, place.match.end) or signs.searched_behind.match(place.behind):
        return True
    return _less_noun(place.clause.rstrip(" (:约共"), place.signs.patient).endswith(place.signs.screened)


def _less_noun(clause: str, nouns: WordList) -> str:
    """共筛选 of 共筛选患者"""
    if not clause.endswith(nouns):
        return clause.rstrip("了")
    noun = next((word for word in nouns if clause.endswith(word)), "")
    return clause[: len(clause) - len(noun)].rstrip("了")


def _is_animal(place: Place) -> bool:
    """The last one named in the passage is an animal, not a patient."""
    passage = place.passage(behind=12)
    if not holds(passage, place.signs.animal):
        return False
    last_animal, last_patient = (
        max(passage.rfind(word) for word in words) for words in (place.signs.animal, place.signs.patient)
    )
    return last_animal > last_patient


def _is_survey(place: Place) -> bool:
    if holds(place.clause + place.words, place.signs.taught):
        return False
    return place.taken_in_first() or holds(place.passage(440), place.signs.survey)
