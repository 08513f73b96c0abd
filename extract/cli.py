"""The command `studyfacts`. The only room that knows all others; it imports each where it is used."""

import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extract import __version__

if TYPE_CHECKING:
    from extract.gold.corpus import GoldArticle

_WRONG_USE = 2
_SOME_FAILED = 3
_INTERRUPTED = 130
_FORMATS = ("jsonl", "csv", "xlsx", "parquet")


class _Lines(click.Group):
    """Wrong configuration is told in one line with exit status 2, never in a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            ctx.exit(_INTERRUPTED)
        except (ValueError, OSError) as error:
            # RuleError, InputError, MissingExtra are ValueErrors that say what to do.
            if ctx.params.get("verbose"):
                raise
            message = f"{error.strerror}: {error.filename}" if isinstance(error, OSError) else str(error)
            click.echo(f"studyfacts: {' '.join(message.split())}", err=True)
            ctx.exit(_WRONG_USE)


@click.group(cls=_Lines, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="studyfacts")
@click.option("--verbose", is_flag=True, help="Show tracebacks.")
def main(verbose: bool) -> None:
    """Structured study records from Chinese medical articles, each value tied to the characters it came from."""


@main.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT…")
@click.option("-o", "--output", "folder", required=True, type=click.Path(path_type=Path), help="The run's folder.")
@click.option("--workers", type=click.IntRange(1), default=None, help="Processes; default: all cores.")
@click.option("--engine", type=click.Choice(["local"]), default="local", show_default=True)
@click.option("--rules", type=click.Path(exists=True, file_okay=False), help="A folder layered over the rules.")
@click.option(
    "--model", default="default", help="A model file, a spaCy pipeline, or 'none' for rules only.", show_default=True
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=300.0,
    show_default=True,
    help="Seconds for each article.",
)
@click.option("--format", "formats", default="jsonl", show_default=True, help="Of jsonl,csv,xlsx,parquet.")
@click.option("--fresh", is_flag=True, help="Start over; take nothing from an earlier run.")
@click.option("--quiet", is_flag=True, help="No progress.")
def run(
    inputs: tuple[str, ...],
    folder: Path,
    workers: int | None,
    engine: str,
    rules: str | None,
    model: str,
    timeout: float,
    formats: str,
    fresh: bool,
    quiet: bool,
) -> None:
    """Extract a batch: files, folders, globs, tables (.jsonl[.gz] .csv .parquet), or - for standard input."""
    if not folder.name:
        raise ValueError("--output must name a folder of its own, as in outputs/NAME")
    from extract.runs.batch import run as run_batch
    from extract.runs.engine import Settings

    outcome = run_batch(
        list(inputs),
        folder,
        settings=Settings(rules, _model(model), timeout),
        workers=workers or os.cpu_count() or 1,
        formats=_chosen(formats),
        fresh=fresh,
        quiet=quiet,
    )
    if not quiet:
        for source, message in outcome.failures:
            click.echo(f"failed: {source}: {message}", err=True)
        counts = ", ".join(f"{number} {status}" for status, number in outcome.statuses.items() if number)
        click.echo(
            f"{outcome.articles} articles ({counts or 'none'}), {outcome.records} records in {outcome.seconds:.1f} s; "
            f"see {folder / 'report.html'}",
            err=True,
        )
    if outcome.interrupted:
        sys.exit(_INTERRUPTED)
    if outcome.failures:
        sys.exit(_SOME_FAILED)


def _chosen(formats: str) -> list[str]:
    chosen = [name.strip() for name in formats.split(",") if name.strip()]
    unknown = [name for name in chosen if name not in _FORMATS]
    if unknown:
        raise ValueError(f"--format {','.join(unknown)} is unknown; choose of {','.join(_FORMATS)}")
    return chosen


def _model(name: str) -> str | None:
    return None if name == "none" else name


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="Print the article object.")
@click.option("--rules", type=click.Path(exists=True, file_okay=False), help="A folder layered over the rules.")
def show(file: str, as_json: bool, rules: str | None) -> None:
    """One article in the terminal: its records, with the evidence coloured in the text."""
    import msgspec

    from extract.extractor import Extractor

    content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    article = Extractor(rules).extract(content, source=Path(file).name, kind="text" if file.endswith(".txt") else None)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(article), indent=2))
        return
    from extract.show import print_article

    print_article(article)


@main.command()
def schema() -> None:
    """Print the JSON Schema (2020-12) of the article and record objects."""
    import msgspec

    from extract.json_schema import json_schema

    click.echo(msgspec.json.format(msgspec.json.encode(json_schema()), indent=2))


@main.command()
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
    help="Evaluate raw confidences, and write here how often they are right: a file for --calibration.",
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
    trusted = None if calibrate or calibration == "none" else calibration
    evaluation = evaluate_gold(_gold(folders), Extractor(rules_folder, _model(model), trusted))
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


@main.command()
@click.option(
    "--corpus",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("corpus"),
    show_default=True,
    help="Holds gold/train, gold/dev, names.yaml and templates.txt.",
)
@click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Name lists and raw text (docs/model-card.md); without them generated names alone.",
)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--steps", type=click.IntRange(1), help="Fewer or more training steps than the config says.")
@click.option("-o", "--output", "path", type=click.Path(path_type=Path), help="Default: where `run` finds it.")
def train(corpus: Path, data: Path | None, seed: int, steps: int | None, path: Path | None) -> None:
    """Train the model that finds names, choose by gold/dev, and write it where `run` finds it."""
    from extract.ner import SHIPPED
    from extract.training.train import train as train_model

    overrides: dict[str, Any] = {"system.seed": seed}
    if steps:
        overrides |= {"training.max_steps": steps, "training.eval_frequency": max(steps // 4, 1)}
    network = train_model(corpus / "gold", data, overrides, lambda line: click.echo(line, err=True))
    network.save(path or SHIPPED)
    click.echo(f"model written to {path or SHIPPED}", err=True)


@main.command()
@click.argument("source", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="RUN|GOLD")
@click.option("--to", required=True, type=click.Choice(["docbin", "brat"]), help="The other tool's format.")
@click.option(
    "-o", "--output", "path", required=True, type=click.Path(path_type=Path), help="A file; for brat a folder."
)
def export(source: Path, to: str, path: Path) -> None:
    """A run's articles, or gold pages such as corpus/gold/test, for other tools."""
    from extract.export import export as export_annotated

    number = export_annotated(source, to, path)
    click.echo(f"{number} articles written to {path}", err=True)


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
        sys.exit(_SOME_FAILED)


@main.group()
def rules() -> None:
    """Check, list and show the rules."""


@rules.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False))
def check(folder: str | None) -> None:
    """Run every rule's own examples; FOLDER is layered over the built-in rules."""
    from extract.rule_check import check as check_rules
    from extract.rules import RuleSet

    rule_set = RuleSet(folder)
    failures = list(check_rules(rule_set))
    for failure in failures:
        click.echo(f"{failure.source}: {failure.rule}: {failure.message}\n    {failure.text}")
    examples = sum(len(rule.examples) for rule in rule_set.rules)
    click.echo(f"{len(rule_set.rules)} rules, {examples} examples, {len(failures)} failures")
    if failures:
        sys.exit(_SOME_FAILED)


@rules.command("list")
@click.option("--rules", "folder", type=click.Path(exists=True, file_okay=False), help="A folder layered over.")
def list_rules(folder: str | None) -> None:
    """One line for each rule: id, file, what it is about."""
    from extract.rules import RuleSet

    for rule in RuleSet(folder).rules:
        click.echo(f"{rule.id}\t{rule.source}\t{rule.about}")


@rules.command("show")
@click.argument("rule_id", metavar="ID")
@click.option("--rules", "folder", type=click.Path(exists=True, file_okay=False), help="A folder layered over.")
def show_rule(rule_id: str, folder: str | None) -> None:
    """A rule with its cues, pattern and examples."""
    from extract.rules import RuleSet

    rule = next((rule for rule in RuleSet(folder).rules if rule.id == rule_id), None)
    if rule is None:
        raise ValueError(f"no rule has the id {rule_id!r}; `studyfacts rules list` lists them")
    click.echo(f"{rule.id}  ({rule.source}, confidence {rule.confidence})\n{rule.about}")
    click.echo(f"lexicon: {rule.lexicon}" if rule.lexicon else f"cues: {' '.join(rule.cues)}")
    if rule.pattern:
        click.echo(f"pattern: {rule.pattern.pattern}")
    for example in rule.examples:
        marked = " ".join(example.text[start:end] for start, end in example.spans) or "nothing"
        click.echo(f"example: {example.text}\n    finds {marked}")


if __name__ == "__main__":
    main()
