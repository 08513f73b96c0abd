"""The report of a run: one self-contained page that a browser opens without a network."""

import base64
import hashlib
import os
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from extract import __version__
from extract.labels import DESIGNS, FIELDS, KINDS, LEVELS, ROLES, STATUSES
from extract.printable import printable
from extract.runs.report.charts import bars, columns
from extract.runs.report.evidence import ShownRecords
from extract.runs.report.figures import Figures
from extract.tables import read_articles


def write_report(folder: Path) -> None:
    """Writes report.html beside the articles.jsonl of a run, complete or not at all. Reads the articles once.

    Whatever pages wrote is shown as text: escaped by the template, set as text by the script, and the page's
    Content-Security-Policy runs its own script only.
    """
    figures, records = Figures(), ShownRecords()
    for article in read_articles(folder):
        figures.add(article)
        records.add(article)
    part = folder / "report.html.part"
    part.write_text(_page(folder.resolve().name, figures, records), "utf-8", errors="replace", newline="\n")
    os.replace(part, folder / "report.html")


def _page(name: str, figures: Figures, records: ShownRecords) -> str:
    style, script = _own("page.css"), _own("page.js")
    labels = {"fields": FIELDS, "kinds": KINDS, "statuses": STATUSES, "levels": LEVELS, "designs": DESIGNS}
    data = {"records": records.shown, "labels": labels | {"roles": ROLES}}
    return (
        _environment()
        .get_template("page.html.jinja")
        .render(
            name=name,
            version=__version__,
            figures=figures,
            records=records,
            labels=labels,
            style=style,
            script=script,
            style_digest=_digest(style),
            script_digest=_digest(script),
            data=data,
        )
    )


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("extract.runs", "report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: printable(value) if type(value) is str else value,
    )
    # The filter tojson escapes < > & ' for use inside <script>; msgspec knows our types and keeps Chinese readable.
    environment.policies["json.dumps_function"] = _json
    environment.filters |= {"bars": bars, "columns": columns}
    return environment


def _json(value: Any, **_: Any) -> str:
    return msgspec.json.encode(value).decode()


def _own(name: str) -> Markup:
    return Markup((files(__package__) / name).read_text("utf-8"))


def _digest(text: str) -> str:
    """A source expression of CSP level 3: the SHA-256 of an inline script or style."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
