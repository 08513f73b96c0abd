"""`studyfacts export`: runs and gold for other tools."""

from pathlib import Path

import click

_FORMATS = ("csv", "xlsx", "parquet", "labelstudio", "doccano", "docbin", "brat")


@click.command()
@click.argument("source", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="RUN|GOLD")
@click.option("--to", required=True, type=click.Choice(_FORMATS), help="The other tool's format.")
@click.option(
    "-o", "--output", "path", required=True, type=click.Path(path_type=Path), help="A file; for brat a folder."
)
def export(source: Path, to: str, path: Path) -> None:
    """A run's articles, or gold pages such as corpus/gold/test, for other tools. Tables are made of runs only; csv and
    parquet put the facts in a file beside the records."""
    from extract.export import export as write

    number = write(source, to, path)
    click.echo(f"{number} articles written to {path}", err=True)
