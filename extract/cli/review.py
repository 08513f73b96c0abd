"""`studyfacts review`: people check a run in the browser."""

from importlib.util import find_spec
from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="RUN")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0 takes a free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Another than loopback asks visitors for a token.")
@click.option("--reviewer", help="The name of visitors who gave none.")
def review(folder: Path, port: int, host: str, reviewer: str | None) -> None:
    """The reviewers' web page of a run such as outputs/NAME. ^C stops it; every confirmed decision is kept."""
    if not all(find_spec(name) for name in ("fastapi", "uvicorn", "python_multipart")):
        raise ValueError("the review page needs further packages: pip install 'studyfacts[review]'")
    from extract.review.app.serve import serve

    def told(address: str) -> None:
        click.echo(f"studyfacts review: {address}", err=True)

    def progress(done: int, whole: int) -> None:
        click.echo(f"indexing the articles: {100 * done // max(whole, 1)} %", err=True)

    serve(folder, host, port, reviewer, told, progress)
