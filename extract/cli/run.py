"""`studyfacts run`: a batch of pages into a folder."""

import os
import sys
from pathlib import Path

import click

from extract.cli.status import INTERRUPTED, RULES_ONLY, SOME_FAILED, model_name

_FORMATS = ("jsonl", "csv", "xlsx", "parquet")


@click.command()
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
    if model == "none" and not quiet:
        click.echo(RULES_ONLY, err=True)
    from extract.runs.batch import run as run_batch
    from extract.runs.engine import Settings

    outcome = run_batch(
        list(inputs),
        folder,
        settings=Settings(rules, model_name(model), timeout),
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
        sys.exit(INTERRUPTED)
    if outcome.failures:
        sys.exit(SOME_FAILED)


def _chosen(formats: str) -> list[str]:
    chosen = [name.strip() for name in formats.split(",") if name.strip()]
    unknown = [name for name in chosen if name not in _FORMATS]
    if unknown:
        raise ValueError(f"--format {','.join(unknown)} is unknown; choose of {','.join(_FORMATS)}")
    return chosen
