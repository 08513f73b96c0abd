"""The committed example run: what a reader of the repository looks at keeps the contract."""

from pathlib import Path

import msgspec

from extract.phrase import values_of
from extract.schema import StudyRecord
from extract.tables import read_articles

EXAMPLE = Path(__file__).parent.parent / "outputs/example"


def test_every_quote_of_the_example_run_stands_where_it_says() -> None:
    articles = list(read_articles(EXAMPLE))
    assert [article.source[:2] for article in articles] == ["01", "02", "03", "04", "05"]
    for article in articles:
        places = [one for record in article.records for _, value in values_of(record) for one in value.evidence]
        for one in [*places, *article.mentions]:
            assert article.text[one.start : one.end] == one.quote


def test_the_records_are_those_of_the_articles() -> None:
    lines = (EXAMPLE / "records.jsonl").read_bytes().splitlines()
    records = [msgspec.json.decode(line, type=StudyRecord) for line in lines]
    assert records == [record for article in read_articles(EXAMPLE) for record in article.records]
    assert (EXAMPLE / "report.html").stat().st_size < 200_000
