"""What a run found, for other tools: offsets are those of the tool, wherever the text comes from."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest
import spacy
from playwright.sync_api import Browser
from spacy.tokens import DocBin

from extract.export import export, export_articles
from extract.labels import FIELDS
from extract.schema import Article, Mention
from tests.evaluation.by_hand import PAGE, gold_article
from tests.studies import TITLE, article, failed, record, write_run

# Characters outside the basic plane, one that is joined of several, Windows' line ends, and an old Mac's.
TEXT = f"𠮷野家👩‍⚕️报道\r\n\r\n{TITLE}\r在苏州大学附属\r\n第二医院开展，入组44例。\n🧬(P<0.05)。"
QUOTES = {"title": TITLE, "institution": "苏州大学附属\r\n第二医院", "patients": "44例", "p_value": "P<0.05"}
VALUES = {
    "title": {"zh": TITLE, "en": None},
    "institution": {"name": "苏州大学附属第二医院", "kind": "hospital", "department": None, "role": None},
    "patients": {"value": 44, "role": "total", "group": None, "pooled_studies": None},
    "p_value": {"op": "<", "value": 0.05, "outcome": None},
}


def mixed(article_id: str = "a1") -> Article:
    mentions = [
        Mention(field, start, start + len(quote), quote, VALUES[field], "rule:by.hand", 0.9)  # type: ignore[arg-type]
        for field, quote in QUOTES.items()
        for start in [TEXT.index(quote)]
    ]
    return article(article_id, text=TEXT, blocks=[], mentions=mentions, records=[])


def test_label_studio_counts_code_points(tmp_path: Path, browser: Browser) -> None:
    """Its editor takes pieces of the text as here (libs/editor, domManager.ts: `[...text].slice(start, end)`)."""
    assert export_articles([mixed(), failed("a2")], "labelstudio", tmp_path / "tasks.json") == 1
    (task,) = json.loads((tmp_path / "tasks.json").read_text("utf-8"))
    assert task["data"] == {
        "text": TEXT,
        "article_id": "a1",
        "source": "a1.html",
        "url": "https://example.org/a1",
        "title": TITLE,
    }
    (prediction,) = task["predictions"]
    assert prediction["model_version"].startswith("studyfacts ")
    regions = {region["value"]["labels"][0]: region["value"] for region in prediction["result"]}
    page = browser.new_page()
    for field, quote in QUOTES.items():
        shown = page.evaluate(
            "([text, start, end]) => [...text].slice(start, end).join('')",
            [TEXT, regions[field]["start"], regions[field]["end"]],
        )
        assert shown == quote == regions[field]["text"]
    page.close()


def test_label_studio_has_an_interface_for_all_fields(tmp_path: Path) -> None:
    export_articles([mixed()], "labelstudio", tmp_path / "tasks.json")
    view = ElementTree.parse(tmp_path / "tasks-labels.xml").getroot()
    labels, text = view.find("Labels"), view.find("Text")
    assert labels is not None
    assert text is not None
    assert [label.get("value") for label in labels] == list(FIELDS)
    assert (labels.get("name"), labels.get("toName"), text.get("name"), text.get("value")) == (
        "label",
        "text",
        "text",
        "$text",
    )
    (region, *_) = json.loads((tmp_path / "tasks.json").read_text("utf-8"))[0]["predictions"][0]["result"]
    assert (region["from_name"], region["to_name"], region["type"]) == ("label", "text", "labels")


def test_what_people_marked_is_an_annotation(tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    gold_article(tmp_path / "gold", PAGE, "a")
    assert export(tmp_path / "gold", "labelstudio", tmp_path / "tasks.json") == 1
    (task,) = json.loads((tmp_path / "tasks.json").read_text("utf-8"))
    assert "predictions" not in task
    region = task["annotations"][0]["result"][1]
    assert task["data"]["text"][region["value"]["start"] : region["value"]["end"]] == region["value"]["text"]
    assert "record: p1" in region["meta"]["text"]


def test_no_article_is_an_empty_list(tmp_path: Path) -> None:
    assert export_articles([failed("a1")], "labelstudio", tmp_path / "tasks.json") == 0
    assert json.loads((tmp_path / "tasks.json").read_text("utf-8")) == []


def test_doccano_counts_code_points(tmp_path: Path) -> None:
    """A line is an object with `text` and `label`; all other keys are metadata. Read as doccano's JSONLParser does."""
    assert export_articles([mixed(), failed("a2"), mixed("a3")], "doccano", tmp_path / "x.jsonl") == 2
    with (tmp_path / "x.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line.rstrip()) for line in lines]
    assert [row["article_id"] for row in rows] == ["a1", "a3"]
    assert {"filename", "upload_name"}.isdisjoint(rows[0])
    assert rows[0]["text"] == TEXT
    assert {field: TEXT[start:end] for start, end, field in rows[0]["label"]} == QUOTES
    assert rows[0]["label"] == sorted(rows[0]["label"])


def test_brat_and_docbin_have_the_same_places(tmp_path: Path) -> None:
    export_articles([mixed()], "docbin", tmp_path / "x.spacy")
    (doc,) = DocBin().from_disk(tmp_path / "x.spacy").get_docs(spacy.blank("zh").vocab)
    assert {span.label_: span.text for span in doc.spans["studyfacts"]} == QUOTES
    export_articles([mixed()], "brat", tmp_path / "brat")
    text = (tmp_path / "brat/a1.txt").read_bytes().decode()
    assert len(text) == len(TEXT)
    for line in (tmp_path / "brat/a1.ann").read_text("utf-8").splitlines():
        if line.startswith("T"):
            _, place, shown = line.split("\t")
            field, _, pieces = place.partition(" ")
            spans = [text[int(start) : int(end)] for start, end in (piece.split() for piece in pieces.split(";"))]
            assert " ".join(spans) == shown == " ".join(QUOTES[field].split())


def test_brat_keeps_articles_apart_whose_names_a_file_cannot_have(tmp_path: Path) -> None:
    ids = ["a/b", "a:b", "A_B", "..", "../../etc/x", "长" * 300]
    assert export_articles([mixed(one) for one in ids], "brat", tmp_path / "brat") == 6
    assert len(list((tmp_path / "brat").glob("*.txt"))) == len(list((tmp_path / "brat").glob("*.ann"))) == 6
    assert [path.name for path in tmp_path.iterdir()] == ["brat"]


def test_brat_names_records_within_their_article(tmp_path: Path) -> None:
    start = article().text.index("44例")
    one = Mention("patients", start, start + 3, "44例", VALUES["patients"], "rule:hand/made", 0.9)
    articles = [article(f"a{number}", mentions=[one], records=[record(f"a{number}")]) for number in range(3)]
    export_articles(articles, "brat", tmp_path / "brat")
    assert "Value:01\n" in (tmp_path / "brat/annotation.conf").read_text("utf-8")
    assert "\tRecord T1 01\n" in (tmp_path / "brat/a2.ann").read_text("utf-8")


def test_docbins_hold_a_thousand_articles_each(tmp_path: Path) -> None:
    short = [article(f"a{number}", text="字", blocks=[], records=[]) for number in range(2_001)]
    assert export_articles(iter(short), "docbin", tmp_path / "x.spacy") == 2_001
    files = ["x.spacy", "x-2.spacy", "x-3.spacy"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(files)
    vocab = spacy.blank("zh").vocab
    ids = [
        doc.user_data["studyfacts"]["id"]
        for name in files
        for doc in DocBin().from_disk(tmp_path / name).get_docs(vocab)
    ]
    assert ids == [f"a{number}" for number in range(2_001)]


@pytest.mark.parametrize("to", ["csv", "parquet"])
def test_tables_of_a_run(tmp_path: Path, to: str) -> None:
    write_run(tmp_path / "run", article("a1"), failed("a2"))
    assert export(tmp_path / "run", to, tmp_path / f"new/x.{to}") == 2
    read = pd.read_csv if to == "csv" else pd.read_parquet
    assert list(read(tmp_path / f"new/x.{to}").record_id) == ["a1-01"]
    assert len(read(tmp_path / f"new/x-facts.{to}")) == 14


def test_gold_pages_are_no_table(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="tables are made of the records of a run"):
        export(tmp_path, "csv", tmp_path / "x.csv")


def test_a_run_is_not_written_over(tmp_path: Path) -> None:
    write_run(tmp_path, article())
    before = (tmp_path / "articles.jsonl").read_bytes()
    with pytest.raises(ValueError, match="the run's own file"):
        export(tmp_path, "doccano", tmp_path / "articles.jsonl")
    assert (tmp_path / "articles.jsonl").read_bytes() == before
