"""`studyfacts train`: the model of names."""

from pathlib import Path
from typing import Any

import click


@click.command()
@click.option(
    "--corpus",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("corpus"),
    show_default=True,
    help="Holds gold/, names.yaml and templates.txt.",
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
    """Train the model that finds names on gold/train, dev and calib, and write it where `run` finds it."""
    from extract.ner import SHIPPED
    from extract.training.train import train as train_model

    overrides: dict[str, Any] = {"system.seed": seed}
    if steps:
        overrides |= {"training.max_steps": steps, "training.eval_frequency": max(steps // 4, 1)}
    network = train_model(corpus / "gold", data, overrides, lambda line: click.echo(line, err=True))
    network.save(path or SHIPPED)
    click.echo(f"model written to {path or SHIPPED}", err=True)
