"""The gate: committed floors for the figures on one gold split, which a change may raise but not lower unasked."""

import json
from pathlib import Path
from typing import Any

from extract.evaluation.facts import JUDGED
from extract.gold.marks import GoldError

# F1 points that a field may lose before the gate closes; whole records are few, so one more or less shakes them.
_TOLERANCE = 0.01
_TOLERANCE_WHOLE = 0.03


def floors(summary: dict[str, Any]) -> dict[str, Any]:
    """What the gate keeps of an evaluation: the gold's digest, and for each figure its value and tolerance."""
    figures = {f"mentions.{field}": summary["fields"][field]["value"]["f1"] for field in JUDGED}
    figures |= {f"records.{field}": summary["records"]["fields"][field]["f1"] for field in JUDGED}
    figures["records.facts"] = summary["records"]["facts"]["f1"]
    kept = {name: {"f1": value, "tolerance": _TOLERANCE} for name, value in figures.items() if value is not None}
    kept["records.whole"] = {"f1": summary["records"]["whole"]["share"] or 0.0, "tolerance": _TOLERANCE_WHOLE}
    return {"digest": summary["digest"], "figures": kept}


def below(baseline: dict[str, Any], summary: dict[str, Any], source: Path) -> list[str]:
    """What has fallen under its floor, a line each. Raises GoldError for a baseline of another gold."""
    if baseline["digest"] != summary["digest"]:
        raise GoldError(
            f"{source} was made of other gold pages; make it anew with --raise or --lower and say why in the commit"
        )
    now = floors(summary)["figures"]
    return [
        f"{name}: {_figure(now, name):.4f}, floor {kept['f1']:.4f} less {kept['tolerance']:.2f}"
        for name, kept in baseline["figures"].items()
        if _figure(now, name) < kept["f1"] - kept["tolerance"]
    ]


def raised(baseline: dict[str, Any] | None, summary: dict[str, Any], lower: bool) -> dict[str, Any]:
    """The baseline after a change: of the same gold the better of both figures, unless `lower` takes the new ones.
    Gold that changed has no earlier figures to keep."""
    new = floors(summary)
    if baseline is None or lower or baseline["digest"] != new["digest"]:
        return new
    for name, kept in baseline["figures"].items():
        if name in new["figures"]:
            new["figures"][name]["f1"] = max(kept["f1"], new["figures"][name]["f1"])
    return new


def read_baseline(path: Path) -> dict[str, Any]:
    """Raises GoldError where the file is missing or no baseline."""
    try:
        baseline: dict[str, Any] = json.loads(path.read_text("utf-8"))
        baseline["digest"], baseline["figures"]
    except FileNotFoundError as error:
        raise GoldError(f"{path} is missing; make it with --raise") from error
    except (KeyError, TypeError, ValueError) as error:
        raise GoldError(f"{path} is no baseline; make it anew with --raise") from error
    return baseline


def _figure(figures: dict[str, Any], name: str) -> float:
    return float(figures[name]["f1"]) if name in figures else 0.0
