"""Scores against counts made by hand: a right article, and each way of spoiling it."""

from pathlib import Path

import pytest

from extract.evaluation.evaluate import Evaluation
from extract.evaluation.facts import FIELDS, JUDGED, MENTIONED
from extract.schema import DateValue, InstitutionValue, Mention, Patients, PatientsValue, StudyRecord
from tests.evaluation.by_hand import (
    LINES,
    MENTIONS,
    PAGE,
    RECORDS,
    evidence,
    instead,
    judged,
    mention,
    place,
    record,
    without,
)

ALL = {"institution": 3, "date": 1, "journal": 1, "cell_type": 1, "patients": 2, "p_value": 1}


def counts(
    folder: Path, measure: str = "value", page: str = PAGE, **changes: object
) -> dict[str, tuple[int, int, int]]:
    """(right, false, missed) of the fields where anything is wrong."""
    one = judged(folder, page, **changes)
    found = {field: one.counts(field, measure) for field in MENTIONED}
    return {field: count for field, count in found.items() if count != (ALL.get(field, 0), 0, 0)}


@pytest.mark.parametrize("measure", ["exact", "overlap", "value"])
def test_a_right_article_is_right(tmp_path: Path, measure: str) -> None:
    assert counts(tmp_path, measure) == {}
    one = judged(tmp_path)
    assert one.study_counts(JUDGED) == (8, 0, 0)
    assert [pair.whole for pair in one.studies] == [True, True]


def test_a_dropped_mention_is_a_miss(tmp_path: Path) -> None:
    assert counts(tmp_path, mentions=without("patients", "七名")) == {"patients": (1, 0, 1)}


def test_an_added_mention_is_a_false_alarm(tmp_path: Path) -> None:
    more = [*MENTIONS, mention("date", "3月", DateValue("2020-03"))]
    assert counts(tmp_path, mentions=more) == {"date": (1, 1, 0)}
    assert counts(tmp_path, "overlap", mentions=more) == {"date": (1, 1, 0)}, "one gold fact answers one found fact"


def test_a_shifted_mention_is_right_by_value_and_wrong_by_span(tmp_path: Path) -> None:
    start, end = place("七名")
    shifted = Mention("patients", start - 1, end, "了七名", PatientsValue(7), "rule:by.hand", 0.9)
    spoilt = [shifted if one.quote == "七名" else one for one in MENTIONS]
    assert counts(tmp_path, "value", mentions=spoilt) == {}
    assert counts(tmp_path, "overlap", mentions=spoilt) == {}
    assert counts(tmp_path, "exact", mentions=spoilt) == {"patients": (1, 1, 1)}


def test_a_wrong_value_is_both_missed_and_false(tmp_path: Path) -> None:
    spoilt = instead("52例", mention("patients", "52例", PatientsValue(25)))
    assert counts(tmp_path, "value", mentions=spoilt) == {"patients": (1, 1, 1)}
    assert counts(tmp_path, "exact", mentions=spoilt) == {}


def test_the_right_value_elsewhere_is_not_right(tmp_path: Path) -> None:
    elsewhere = mention("institution", "读者", InstitutionValue("无锡市人民医院", "hospital"))
    spoilt = [elsewhere if one.quote == "无锡市人民医院" else one for one in MENTIONS]
    assert counts(tmp_path, "value", mentions=spoilt) == {"institution": (2, 1, 1)}


def test_a_fact_dropped_from_the_gold_makes_a_false_alarm(tmp_path: Path) -> None:
    page = PAGE.replace('<mark data-field="institution" data-kind="hospital">无锡市人民医院</mark>', "无锡市人民医院")
    assert counts(tmp_path, page=page) == {"institution": (2, 1, 0)}


def test_a_fact_added_to_the_gold_makes_a_miss(tmp_path: Path) -> None:
    page = PAGE.replace("读者", '<mark data-field="journal">读者</mark>')
    assert counts(tmp_path, page=page) == {"journal": (1, 0, 1)}


def test_what_the_page_stage_loses_is_missed_and_told(tmp_path: Path) -> None:
    kept = [one for one in MENTIONS if one.start < len(LINES[0])]
    one = judged(tmp_path, mentions=kept, records=RECORDS[:1], lines=LINES[:1])
    assert [one.counts(field, "overlap") for field in ("institution", "patients")] == [(1, 0, 2), (1, 0, 1)]
    assert Evaluation([one]).summary()["lost_by_page"] == 3


def test_facts_in_the_wrong_study_are_wrong_twice(tmp_path: Path) -> None:
    moved = record(0, patients=[RECORDS[0].patients[0], RECORDS[1].patients[0]])
    moved = [moved[0], record(1, patients=[])[1]]
    one = judged(tmp_path, records=moved)
    assert one.study_counts(("patients",)) == (1, 1, 1)
    assert [pair.whole for pair in one.studies] == [False, False]
    assert counts(tmp_path, records=moved) == {}, "mentions do not ask for the study"


def test_a_missed_and_a_claimed_study(tmp_path: Path) -> None:
    one = judged(tmp_path, records=RECORDS[:1])
    assert one.study_counts(JUDGED) == (6, 0, 2)
    summary = Evaluation([one]).summary()
    assert [summary["records"]["found"][name] for name in ("right", "false", "missed")] == [1, 0, 1]
    assert (summary["records"]["whole"]["hits"], summary["records"]["whole"]["of"]) == (1, 2)
    again = judged(tmp_path, PAGE.replace('data-record="s1"', ""), records=RECORDS)
    assert again.study_counts(JUDGED) == (6, 2, 0)


def test_summary_counts_by_hand(tmp_path: Path) -> None:
    spoilt = instead("52例", mention("patients", "52例", PatientsValue(25)))
    spoilt = [one for one in spoilt if one.field != "p_value"]
    summary = Evaluation([judged(tmp_path, mentions=spoilt)]).summary()
    assert summary["facts"] == 9
    value = summary["fields"]["patients"]["value"]
    assert (value["precision"], value["recall"], value["f1"]) == (0.5, 0.5, 0.5)
    # 9 facts: one value wrong, one missed: 7 right, 1 false, 2 missed
    micro = summary["micro"]["value"]
    assert (micro["right"], micro["false"], micro["missed"]) == (7, 1, 2)
    assert micro["f1"] == pytest.approx(14 / 17, abs=1e-4)
    # F1 of the fields: institution 1, date 1, journal 1, cell type 1, patients 0.5, p-value 0
    assert summary["macro"]["value"]["f1"] == pytest.approx(4.5 / 6, abs=1e-4)
    assert summary["fields"]["title"]["value"]["f1"] is None
    assert set(summary["records"]["fields"]) == set(FIELDS)


def test_attributes_are_compared_where_a_record_holds_the_fact(tmp_path: Path) -> None:
    spoilt = record(1, patients=[Patients(value=7, role="arm", group="试验组", evidence=evidence("七名"))])
    attributes = Evaluation([judged(tmp_path, records=spoilt)]).summary()["attributes"]
    assert (attributes["patients.role"]["right"], attributes["patients.role"]["of"]) == (1, 2)
    assert (attributes["patients.group"]["right"], attributes["institution.department"]["right"]) == (1, 2)


def test_intervals_come_from_articles(tmp_path: Path) -> None:
    """Four articles, half of them with nothing found in them: the interval of F1 spans the draws, and is repeatable."""
    right, wrong = judged(tmp_path), judged(tmp_path, mentions=[], records=[])
    summary = Evaluation([right, wrong, right, wrong]).summary()
    low, high = summary["micro"]["value"]["ci"]
    assert summary["micro"]["value"]["f1"] == pytest.approx(2 / 3, abs=1e-4)
    assert low < 0.5
    assert high == 1.0
    assert summary == Evaluation([right, wrong, right, wrong]).summary()
    assert Evaluation([right, right]).summary()["micro"]["value"]["ci"] == [1.0, 1.0]


def test_slices_divide_the_articles(tmp_path: Path) -> None:
    summary = Evaluation([judged(tmp_path), judged(tmp_path, mentions=[], records=[])]).summary()
    assert summary["slices"]["kind"]["news"]["articles"] == 2
    assert summary["slices"]["pattern"]["n01"]["mentions"]["right"] == 9


def test_ten_trials_of_one_hospital_are_told_apart_by_what_they_do_not_share(tmp_path: Path) -> None:
    trial = '<p><mark data-field="institution" data-kind="hospital" data-record="t{0}">安徽省立医院</mark><mark data-field="patients" data-value="{0}" data-role="planned" data-record="t{0}">{0}例</mark></p>'
    page = "<html><body>" + "".join(trial.format(number) for number in range(1, 10)) + "</body></html>"
    records = [
        StudyRecord(
            record_id=f"a-{number}",
            article_id="a",
            kind="registered_trial",
            institutions=RECORDS[1].institutions,
            patients=[Patients(value=number, evidence=evidence("七名"))],
            confidence=0.9,
        )
        for number in range(9, 0, -1)
    ]
    one = judged(tmp_path, page, records=records, mentions=[])
    assert one.study_counts(("patients",)) == (9, 0, 0)
