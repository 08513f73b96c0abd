"""Exports, read back with the tools they are made for."""

from pathlib import Path

import bioc.brat
import pytest
import spacy
from spacy.tokens import Doc, DocBin

from extract.export import export
from extract.gold.marks import GoldError, read_marks
from tests.evaluation.by_hand import PAGE, article, gold_article
from tests.studies import write_run

# A character outside the basic plane before the facts, and a fact over two lines.
PAGES = {
    "a": PAGE,
    "b": '<p>𠮷野家旁的<mark data-field="institution" data-kind="hospital" data-record="s1">北京<br>协和医院</mark></p>',
}


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    folder = tmp_path / "gold"
    folder.mkdir()
    for name, page in PAGES.items():
        gold_article(folder, page, name)
    return folder


def docs(path: Path) -> list[Doc]:
    return list(DocBin().from_disk(path).get_docs(spacy.blank("zh").vocab))


def test_gold_as_docbin(gold: Path, tmp_path: Path) -> None:
    assert export(gold, "docbin", tmp_path / "gold.spacy") == 2
    for doc, page in zip(docs(tmp_path / "gold.spacy"), map(read_marks, PAGES.values()), strict=True):
        assert doc.text == page.text
        spans = [(span.label_, span.start_char, span.end_char, span.text) for span in doc.spans["studyfacts"]]
        assert spans == [(mark.field, mark.start, mark.end, mark.text) for mark in page.marks]


def test_records_travel_with_the_docs(gold: Path, tmp_path: Path) -> None:
    export(gold, "docbin", tmp_path / "gold.spacy")
    told = docs(tmp_path / "gold.spacy")[0].user_data["studyfacts"]
    assert told["id"] == "a"
    assert [tuple(fact["records"]) for fact in told["facts"]] == [("p1",)] * 6 + [("s1",)] * 2 + [()]
    assert told["facts"][1]["attributes"]["department"] == "血液科"


def test_gold_as_brat(gold: Path, tmp_path: Path) -> None:
    assert export(gold, "brat", tmp_path / "brat") == 2
    for name, page in PAGES.items():
        read = read_marks(page)
        with (
            (tmp_path / f"brat/{name}.txt").open(encoding="utf-8") as text,
            (tmp_path / f"brat/{name}.ann").open(encoding="utf-8") as ann,
        ):
            document = bioc.brat.load(text, ann)
        assert document.text == read.text
        entities = sorted(document.entities, key=lambda one: int(one.id[1:]))
        assert [one.type for one in entities] == [mark.field for mark in read.marks]
        for entity, mark in zip(entities, read.marks, strict=True):
            pieces = [document.text[place.begin : place.end] for place in sorted(entity.locations)]
            assert "".join(pieces) == mark.text.replace("\n", "")
            assert entity.text == mark.text.replace("\n", " ")
    assert "institution" in (tmp_path / "brat/annotation.conf").read_text("utf-8")


def test_a_run_as_docbin(tmp_path: Path) -> None:
    write_run(tmp_path / "run", article())
    assert export(tmp_path / "run", "docbin", tmp_path / "run.spacy") == 1
    doc = docs(tmp_path / "run.spacy")[0]
    assert doc.text == article().text
    facts = doc.user_data["studyfacts"]["facts"]
    assert [facts[0]["label"], facts[-1]["label"]] == ["date", "institution"]
    assert [list(facts[0]["records"]), list(facts[-1]["records"])] == [["a-01"], []]
    assert facts[0]["attributes"]["extractor"] == "rule:by.hand"


def test_a_folder_that_is_neither_says_so(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="no gold pages"):
        export(tmp_path, "brat", tmp_path / "out")
