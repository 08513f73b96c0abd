"""The command `studyfacts`. The only room that knows all others; each command imports them where it uses them."""

import click

from extract import __version__
from extract.cli.evaluate import evaluate
from extract.cli.export import export
from extract.cli.review import review
from extract.cli.rules import rules
from extract.cli.run import run
from extract.cli.show import schema, show
from extract.cli.status import INTERRUPTED, WRONG_USE
from extract.cli.train import train


class _Lines(click.Group):
    """Wrong configuration is told in one line with exit status 2, never in a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)
        except (ValueError, OSError) as error:
            # RuleError, InputError, MissingExtra are ValueErrors that say what to do.
            if ctx.params.get("verbose"):
                raise
            message = f"{error.strerror}: {error.filename}" if isinstance(error, OSError) else str(error)
            click.echo(f"studyfacts: {' '.join(message.split())}", err=True)
            ctx.exit(WRONG_USE)


@click.group(cls=_Lines, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="studyfacts")
@click.option("--verbose", is_flag=True, help="Show tracebacks.")
def main(verbose: bool) -> None:
    """Structured study records from Chinese medical articles, each value tied to the characters it came from."""


for command in (run, show, schema, evaluate, train, review, export, rules):
    main.add_command(command)
