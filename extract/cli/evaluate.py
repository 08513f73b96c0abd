"""`studyfacts evaluate`: output against gold."""

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extract.cli.status import SOME_FAILED, model_name

if TYPE_CHECKING:
    from extract.gold.corpus import GoldArticle


@click.command()
@click.argument(
    "folders",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="GOLD…",
)
@click.option("--json", "as_json", is_flag=True, help="Print all figures as JSON.")
@click.option("--html", "page", type=click.Path(dir_okay=False, path_type=Path), help="Write the error browser here.")
@click.option(
    "--against", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A --json file to compare with."
)
@click.option(
    "--second",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The same pages by another annotator: print how far both agree, and evaluate nothing.",
)
@click.option(
    "--gate", type=click.Path(dir_okay=False, path_type=Path), help="Fail where a figure is below this baseline."
)
@click.option("--raise", "raise_gate", is_flag=True, help="Write better figures into the --gate file.")
@click.option("--lower", is_flag=True, help="Write the figures into the --gate file, worse ones too.")
@click.option(
    "--rules", "rules_folder", type=click.Path(exists=True, file_okay=False), help="A folder layered over the rules."
)
@click.option(
    "--model", default="default", help="A model file, a spaCy pipeline, or 'none' for rules only.", show_default=True
)
@click.option(
    "--calibrate",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Evaluate the raw confidences of the rules alone, and write here how often they are right: for --calibration.",
)
@click.option(
    "--calibration", default="default", help="A --calibrate file, or 'none' for raw confidences.", show_default=True
)
def evaluate(
    folders: tuple[Path, ...],
    as_json: bool,
    page: Path | None,
    against: Path | None,
    second: Path | None,
    gate: Path | None,
    raise_gate: bool,
    lower: bool,
    rules_folder: str | None,
    model: str,
    calibrate: Path | None,
    calibration: str,
) -> None:
    """Precision, recall and F1 against gold pages, as in corpus/gold/test, and how far confidences can be trusted."""
    import json

    from extract.evaluation import evaluate as evaluate_gold
    from extract.evaluation.printed import print_differences, print_summary
    from extract.extractor import Extractor

    if (raise_gate or lower) and gate is None:
        raise ValueError("--raise and --lower write a baseline; name it with --gate")
    if second:
        if len(folders) > 1:
            raise ValueError("--second compares one folder of gold pages with another; name one beside it")
        _agree(folders[0], second, as_json)
        return
    # curves are of the rules' confidences: the model's own are shares right already
    trusted = None if calibrate or calibration == "none" else calibration
    finder = None if calibrate else model_name(model)
    evaluation = evaluate_gold(_gold(folders), Extractor(rules_folder, finder, trusted))
    if calibrate:
        from extract.evaluation.calibrate import calibrate as calibrated

        calibrated(evaluation).write(calibrate)
    summary = evaluation.summary()
    if page:
        from extract.evaluation.browser import write_browser

        write_browser(evaluation, summary, page)
    if as_json:
        click.echo(json.dumps(summary, ensure_ascii=False, indent=1))
    else:
        print_summary(summary)
    if against:
        from extract.evaluation.against import differences

        print_differences(differences(summary, json.loads(against.read_text("utf-8"))))
    if gate:
        _hold(gate, summary, raise_gate, lower)


def _gold(folders: tuple[Path, ...]) -> "list[GoldArticle]":
    from extract.gold.corpus import read_corpus

    articles = [article for folder in folders for article in read_corpus(folder)]
    twice = next((one for one, number in Counter(article.id for article in articles).items() if number > 1), None)
    if twice:
        raise ValueError(f"two gold pages are called {twice}; name folders that share no page")
    return articles


def _agree(first: Path, second: Path, as_json: bool) -> None:
    import json

    from extract.evaluation.agreement import agreement
    from extract.evaluation.printed import print_agreement
    from extract.gold.corpus import read_corpus

    found = agreement(read_corpus(first), read_corpus(second))
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        print_agreement(found)


def _hold(gate: Path, summary: dict[str, Any], raise_gate: bool, lower: bool) -> None:
    import json

    from extract.evaluation.gate import below, raised, read_baseline

    if raise_gate or lower:
        baseline = read_baseline(gate) if gate.exists() else None
        gate.write_text(json.dumps(raised(baseline, summary, lower), indent=1) + "\n", "utf-8")
        return
    fallen = below(read_baseline(gate), summary, gate)
    for line in fallen:
        click.echo(f"below the gate: {line}", err=True)
    if fallen:
        sys.exit(SOME_FAILED)
