"""The error browser: every miss and false alarm of an evaluation in its sentence, on one self-contained page."""

from pathlib import Path
from typing import Any

from extract.evaluation.browser.cases import cases
from extract.evaluation.browser.charts import risk_chart, trust_chart
from extract.evaluation.evaluate import Evaluation
from extract.evaluation.facts import JUDGED
from extract.labels import ERRORS, FIELDS, KINDS
from extract.self_contained import write_page


def write_browser(evaluation: Evaluation, summary: dict[str, Any], path: Path) -> None:
    """Writes the page for an evaluation and its summary, complete or not at all."""
    write_page(
        path,
        __package__,
        name=path.stem,
        summary=summary,
        judged=JUDGED,
        trust=trust_chart(summary["reliability"]["bins"]),
        risk=risk_chart(summary["reliability"]["risk"]),
        labels={"fields": FIELDS},
        data={"cases": list(cases(evaluation)), "labels": {"fields": FIELDS, "errors": ERRORS, "kinds": KINDS}},
    )
