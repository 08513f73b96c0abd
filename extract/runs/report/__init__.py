"""The report of a run: one self-contained page that a browser opens without a network."""

from pathlib import Path

from extract.charts import bars, columns, strip
from extract.labels import DESIGNS, FIELDS, KINDS, LEVELS, ROLES, STATUSES
from extract.runs.report.evidence import ShownRecords
from extract.runs.report.figures import Figures
from extract.self_contained import write_page
from extract.tables import read_articles


def write_report(folder: Path) -> None:
    """Writes report.html beside the articles.jsonl of a run, complete or not at all. Reads the articles once."""
    figures, records = Figures(), ShownRecords()
    for article in read_articles(folder):
        figures.add(article)
        records.add(article)
    labels = {"fields": FIELDS, "kinds": KINDS, "statuses": STATUSES, "levels": LEVELS, "designs": DESIGNS}
    write_page(
        folder / "report.html",
        __package__,
        filters={"bars": bars, "columns": columns, "strip": strip},
        name=folder.resolve().name,
        figures=figures,
        records=records,
        labels=labels,
        data={"labels": labels | {"roles": ROLES}},
    )
