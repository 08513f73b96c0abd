"""An evaluation as tables in the terminal."""

from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.table import Table

from extract.evaluation.facts import JUDGED


def print_summary(summary: dict[str, Any]) -> None:
    console = Console(width=None if Console().is_terminal else 120, highlight=False)
    console.print(
        f"{summary['articles']} articles, {summary['facts']} facts ({summary['lost_by_page']} lost by the page stage), "
        f"gold {summary['digest'][:12]}"
    )
    mentions = _table(
        "Mentions", "field", "facts", "precision", "recall", "F1 value", "95 %", "F1 exact span", "F1 overlap"
    )
    for field, measures in summary["fields"].items():
        value = measures["value"]
        mentions.add_row(
            field if field in JUDGED else f"({field})",
            str(value["right"] + value["missed"]),
            *_scores(value),
            _figure(measures["exact"]["f1"]),
            _figure(measures["overlap"]["f1"]),
        )
    micro, macro = summary["micro"], summary["macro"]
    mentions.add_row(
        "six fields, micro",
        "",
        *_scores(micro["value"]),
        _figure(micro["exact"]["f1"]),
        _figure(micro["overlap"]["f1"]),
    )
    mentions.add_row(
        "six fields, macro",
        "",
        "",
        "",
        *_with_interval(macro["value"]),
        _figure(macro["exact"]["f1"]),
        _figure(macro["overlap"]["f1"]),
    )
    console.print(mentions)
    reliability = summary["reliability"]
    by_field = ", ".join(f"{field} {_figure(reliability['fields'][field]['ece'])}" for field in JUDGED)
    console.print(f"expected calibration error: six fields {_figure(reliability['ece'])} ({by_field})")
    records = _table("Facts in the right study", "field", "facts", "precision", "recall", "F1", "95 %")
    for field, value in summary["records"]["fields"].items():
        records.add_row(
            field if field in JUDGED else f"({field})", str(value["right"] + value["missed"]), *_scores(value)
        )
    records.add_row("six fields", "", *_scores(summary["records"]["facts"]))
    console.print(records)
    found, whole, kind = (summary["records"][name] for name in ("found", "whole", "kind"))
    console.print(
        f"studies: {found['right']} of {found['right'] + found['missed']} found, {found['false']} claimed beside them; "
        f"{whole['hits']} of {whole['of']} wholly right in the six fields ({_percent(whole)}); "
        f"kind right in {kind['hits']} of {kind['of']}"
    )
    attributes = ", ".join(f"{name} {_figure(one['share'])}" for name, one in summary["attributes"].items())
    console.print(f"of facts in the right study, right: {attributes}")
    for name in ("kind", "encoding", "script"):
        console.print(_slices(name, summary["slices"][name]))


def print_agreement(agreement: dict[str, Any]) -> None:
    console = Console(width=None if Console().is_terminal else 120, highlight=False)
    first, second = agreement["facts"]
    console.print(f"{agreement['articles']} articles, {first} facts of the first annotator, {second} of the second")
    table = _table("F1 between the annotators", "field", "exact span", "overlap", "value", "95 %", "in the same study")
    records = agreement["records"]
    rows = {**agreement["fields"], "six fields, micro": agreement["micro"]}
    for field, measures in rows.items():
        told = records["fields"].get(field, records["facts"])
        spans = (_figure(measures["exact"]["f1"]), _figure(measures["overlap"]["f1"]))
        table.add_row(field, *spans, *_with_interval(measures["value"]), _figure(told["f1"]))
    for field in ("design", "condition"):
        table.add_row(field, "", "", "", "", _figure(records["fields"][field]["f1"]))
    console.print(table)
    console.print(
        f"studies: {records['both']} told by both, of {records['first']} and {records['second']}; "
        f"{records['whole']} the same in all six fields"
    )
    kappas = ", ".join(f"{name} {_figure(one['kappa'])} ({one['of']})" for name, one in agreement["kappa"].items())
    console.print(f"Cohen's kappa: {kappas}")


def print_differences(differences: Iterable[dict[str, Any]]) -> None:
    table = _table("Against the other evaluation (F1)", "what", "then", "now", "difference", "95 %", "")
    for one in differences:
        sure = one["ci"][0] > 0 or one["ci"][1] < 0
        table.add_row(
            one["name"],
            _figure(one["then"]),
            _figure(one["now"]),
            f"{one['difference']:+.3f}",
            _interval(one["ci"]),
            "sure" if sure else "",
        )
    Console(highlight=False).print(table)


def _slices(name: str, slices: dict[str, Any]) -> Table:
    table = _table(f"By {name} (six fields)", name, "articles", "F1 mentions", "95 %", "F1 in records", "95 %")
    for slice_name, one in slices.items():
        table.add_row(
            slice_name, str(one["articles"]), *_with_interval(one["mentions"]), *_with_interval(one["records"])
        )
    return table


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number else "left", no_wrap=True)
    return table


def _scores(value: dict[str, Any]) -> tuple[str, str, str, str]:
    return _figure(value["precision"]), _figure(value["recall"]), *_with_interval(value)


def _with_interval(value: dict[str, Any]) -> tuple[str, str]:
    return _figure(value["f1"]), _interval(value["ci"])


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _interval(ci: list[float] | None) -> str:
    return "" if ci is None else f"{ci[0]:.3f} to {ci[1]:.3f}"


def _percent(share: dict[str, Any]) -> str:
    interval = f", {share['ci'][0]:.0%} to {share['ci'][1]:.0%}" if share["ci"] else ""
    return f"{share['share'] or 0:.1%}{interval}"
