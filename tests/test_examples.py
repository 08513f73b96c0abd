"""The committed example pages against the truth that was read off them by hand (tests/examples_truth)."""

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from extract import Extractor
from extract.schema import Article, StudyRecord

HERE = Path(__file__).parent
EXAMPLES = {path.stem: path for path in (HERE.parent / "corpus/examples").iterdir() if path.suffix in (".html", ".txt")}
TRUTHS = {path.stem: json.loads(path.read_text("utf-8")) for path in (HERE / "examples_truth").glob("*.json")}
# Precision and recall of records' facts, joined to the right study, that no change may fall below.
FLOORS = {
    "institution": (0.84, 0.87),
    "journal": (0.88, 0.86),
    "date": (0.82, 0.78),
    "cell_type": (0.84, 0.85),
    "patients": (0.93, 0.85),
    "p_value": (0.97, 0.88),
}

Facts = set[tuple[str, Any]]


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    extractor = Extractor()
    return {
        stem: extractor.extract(path.read_bytes(), source=path.name, kind="text" if path.suffix == ".txt" else None)
        for stem, path in EXAMPLES.items()
    }


def key(name: object) -> str:
    return "".join(unicodedata.normalize("NFKC", str(name)).replace("®", "").split()).casefold()


def expected(record: dict[str, Any]) -> Facts:
    facts: Facts = {("institution", key(name)) for name, _ in record["institutions"]}
    facts |= {("date", value) for value, _ in record["dates"]}
    facts |= {("journal", key(record["journal"]))} if record["journal"] else set()
    facts |= {("cell_type", code) for code in record["cell_types"]}
    facts |= {("patients", value) for value, _ in record["patients"]}
    return facts | {("p_value", (op, float(value))) for op, value in record["p_values"]}


def found(record: StudyRecord) -> Facts:
    facts: Facts = {("institution", key(one.name)) for one in record.institutions}
    facts |= {("date", one.value) for one in record.dates}
    facts |= {("journal", key(record.journal.name))} if record.journal else set()
    facts |= {("cell_type", one.code) for one in record.cell_types}
    facts |= {("patients", one.value) for one in record.patients}
    return facts | {("p_value", (one.op, one.value)) for one in record.p_values}


def paired(truth: list[Facts], records: list[Facts]) -> list[tuple[Facts, Facts]]:
    """Each true study with the record that shares most facts with it; what is left over stands alone."""
    pairs = sorted(
        ((len(one & other), i, j) for i, one in enumerate(truth) for j, other in enumerate(records)), reverse=True
    )
    left, right, together = set(range(len(truth))), set(range(len(records))), []
    for shared, i, j in pairs:
        if shared and i in left and j in right:
            together.append((truth[i], records[j]))
            left.remove(i)
            right.remove(j)
    return [*together, *((truth[i], set()) for i in left), *((set(), records[j]) for j in right)]


def test_every_page_has_its_truth() -> None:
    assert EXAMPLES.keys() == TRUTHS.keys()


@pytest.mark.parametrize("stem", sorted(TRUTHS))
def test_title_and_date_of_the_page(articles: dict[str, Article], stem: str) -> None:
    assert key(articles[stem].title) == key(TRUTHS[stem]["title"])
    if TRUTHS[stem]["published"]:
        assert articles[stem].published == TRUTHS[stem]["published"]


@pytest.mark.parametrize("field", FLOORS)
def test_facts_stand_in_the_right_study(articles: dict[str, Article], field: str) -> None:
    counts: Counter[str] = Counter()
    for stem, truth in TRUTHS.items():
        records = [found(record) for record in articles[stem].records]
        for one, other in paired([expected(record) for record in truth["records"]], records):
            true, claimed = ({fact for fact in facts if fact[0] == field} for facts in (one, other))
            counts.update(right=len(true & claimed), missed=len(true - claimed), false=len(claimed - true))
    precision = counts["right"] / (counts["right"] + counts["false"])
    recall = counts["right"] / (counts["right"] + counts["missed"])
    assert (precision >= FLOORS[field][0], recall >= FLOORS[field][1]) == (True, True), (precision, recall)


@pytest.mark.parametrize("stem", sorted(TRUTHS))
def test_numbers_of_beds_staff_and_animals_are_no_patients(articles: dict[str, Article], stem: str) -> None:
    claimed = {one.value for record in articles[stem].records for one in record.patients}
    assert not claimed & set(TRUTHS[stem].get("not", {}).get("patients", []))


def test_names_that_are_no_journals(articles: dict[str, Article]) -> None:
    claimed = {
        (stem, key(record.journal.name)) for stem, page in articles.items() for record in page.records if record.journal
    }
    wrong = {(stem, key(name)) for stem, truth in TRUTHS.items() for name in truth.get("not", {}).get("journal", [])}
    assert not claimed & wrong


def test_truth_quotes_its_pages(articles: dict[str, Article]) -> None:
    """The truth itself is checked: each institution's name stands in its page, pinyin and blanks aside."""
    for stem, truth in TRUTHS.items():
        page = re.sub(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]{1,6}\)", "", key(articles[stem].text))
        for record in truth["records"]:
            assert all(key(name) in page for name, _ in record["institutions"]), stem
