"""`studyfacts export`: runs, reviews and gold for other tools."""

from pathlib import Path

import click

_FORMATS = ("csv", "xlsx", "parquet", "labelstudio", "doccano", "docbin", "brat")
_OF_REVIEW = ("gold", "lexicon")


@click.command()
@click.argument("source", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="RUN|GOLD")
@click.option(
    "--to",
    required=True,
    type=click.Choice([*_FORMATS, *_OF_REVIEW]),
    help="The other tool's format; gold: the articles that reviewers finished, as in corpus/; lexicon: names that "
    "reviewers gave in several articles, as a folder for --rules.",
)
@click.option("--reviewed", is_flag=True, help="The records as the reviewers left them.")
@click.option(
    "-o",
    "--output",
    "path",
    required=True,
    type=click.Path(path_type=Path),
    help="A file; for brat, gold and lexicon a folder.",
)
def export(source: Path, to: str, reviewed: bool, path: Path) -> None:
    """A run's articles, or gold pages such as corpus/gold/test, for other tools. Tables are made of runs only; csv and
    parquet put the facts in a file beside the records."""
    if to == "gold":
        _export_gold(source, path)
        return
    if to == "lexicon":
        from extract.review.reviewed import write_lexicons

        click.echo(f"{write_lexicons(source, path)} names written to {path}", err=True)
        return
    if reviewed:
        from extract.export import export_articles
        from extract.review.reviewed import reviewed_articles

        number = export_articles(reviewed_articles(source), to, path)
    else:
        from extract.export import export as write

        number = write(source, to, path)
    click.echo(f"{number} articles written to {path}", err=True)


def _export_gold(source: Path, path: Path) -> None:
    from extract.review.reviewed import write_gold

    gold = write_gold(source, path)
    for id, reason in gold.left_out.items():
        click.echo(f"left out: {id}: {reason}", err=True)
    click.echo(f"{len(gold.written)} articles written to {path}", err=True)
