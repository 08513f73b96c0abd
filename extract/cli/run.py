"""`studyfacts run`: a batch of pages into a folder."""

import os
import sys
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extract.cli.status import INTERRUPTED, RULES_ONLY, SOME_FAILED, model_name

if TYPE_CHECKING:
    from extract.runs.batch import Engine, Outcome

_FORMATS = ("jsonl", "csv", "xlsx", "parquet")
_LISTED_FAILURES = 20


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT…")
@click.option("-o", "--output", "folder", required=True, type=click.Path(path_type=Path), help="The run's folder.")
@click.option("--workers", type=click.IntRange(1), default=None, help="Processes; default: all cores.")
@click.option(
    "--engine", "engine_name", type=click.Choice(["local", "ray"]), default="local", show_default=True, help="Where."
)
@click.option("--ray-address", help="A Ray cluster's address; default: one started here.")
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
    engine_name: str,
    ray_address: str | None,
    rules: str | None,
    model: str,
    timeout: float,
    formats: str,
    fresh: bool,
    quiet: bool,
) -> None:
    """Extract a batch: files, folders, globs, tables (.jsonl[.gz] .csv .parquet), web archives (.warc[.gz]), or - for
    standard input."""
    if not folder.name:
        raise ValueError("--output must name a folder of its own, as in outputs/NAME")
    if model == "none" and not quiet:
        click.echo(RULES_ONLY, err=True)
    from extract.runs.batch import run as run_batch
    from extract.runs.line import Settings

    outcome = run_batch(
        list(inputs),
        folder,
        settings=Settings(rules, model_name(model), timeout),
        engine=_engine(engine_name, ray_address),
        # Only Ray knows how many cores a cluster has.
        workers=workers or (0 if ray_address else os.cpu_count() or 1),
        formats=_chosen(formats),
        fresh=fresh,
        quiet=quiet,
    )
    if not quiet:
        _tell(outcome, folder)
    if outcome.interrupted:
        sys.exit(INTERRUPTED)
    if outcome.statuses["failed"]:
        sys.exit(SOME_FAILED)


def _engine(name: str, ray_address: str | None) -> "Engine":
    if name == "local":
        if ray_address:
            raise ValueError("--ray-address belongs to --engine ray")
        from extract.runs.local_engine import run_local

        return run_local
    if find_spec("ray") is None:
        raise ValueError("--engine ray needs Ray: pip install 'studyfacts[ray]'")
    from extract.runs.ray_engine import run_ray

    return partial(run_ray, address=ray_address)


def _tell(outcome: "Outcome", folder: Path) -> None:
    """The closing summary, on standard error."""
    for source, message in outcome.failures[:_LISTED_FAILURES]:
        click.echo(f"failed: {source}: {message.removeprefix(f'{source}: ')}", err=True)
    if outcome.statuses["failed"] > _LISTED_FAILURES:
        click.echo(f"failed: {outcome.statuses['failed'] - _LISTED_FAILURES} more, see articles.jsonl", err=True)
    if outcome.reasons:
        reasons = ", ".join(f"{number} {reason}" for reason, number in outcome.reasons.items())
        click.echo(f"failures by reason: {reasons}", err=True)
    if any(outcome.duplicates.values()):
        told = f"{outcome.duplicates['identical']} with identical content, {outcome.duplicates['near']} nearly the same"
        click.echo(f"duplicates: {told}; see {folder / 'duplicates.jsonl'}", err=True)
    counts = ", ".join(f"{number} {status}" for status, number in outcome.statuses.items() if number)
    kept = f" ({outcome.kept} of them by earlier runs)" if outcome.kept else ""
    rate = (outcome.articles - outcome.kept) / max(outcome.seconds, 0.001)
    click.echo(
        f"{outcome.articles} articles{kept}: {counts or 'none'}; {outcome.records} records in {outcome.seconds:.1f} s "
        f"({rate:.1f}/s); see {folder / 'report.html'}",
        err=True,
    )


def _chosen(formats: str) -> list[str]:
    chosen = [name.strip() for name in formats.split(",") if name.strip()]
    unknown = [name for name in chosen if name not in _FORMATS]
    if unknown:
        raise ValueError(f"--format {','.join(unknown)} is unknown; choose of {','.join(_FORMATS)}")
    return chosen
