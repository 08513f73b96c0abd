"""`studyfacts show` and `studyfacts schema`: what one article gives, and of what shape it is."""

import sys
from pathlib import Path

import click


@click.command()
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


@click.command()
def schema() -> None:
    """Print the JSON Schema (2020-12) of the article and record objects."""
    import msgspec

    from extract.json_schema import json_schema

    click.echo(msgspec.json.format(msgspec.json.encode(json_schema()), indent=2))
