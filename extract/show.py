"""One article in the terminal: its records, then its text with the evidence in the colour of its field."""

import os
from itertools import groupby
from operator import itemgetter
from typing import Literal

from rich.console import Console, Group
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from extract.labels import DESIGNS, FIELDS, KINDS, LEVELS, ROLES, STATUSES, Label
from extract.phrase import Grounded, phrase, values_of
from extract.printable import printable
from extract.schema import Article, Design, Flag, Patients, StudyRecord

_COLOURS = {
    "title": "bold",
    "institution": "cyan",
    "journal": "magenta",
    "date": "yellow",
    "design": "bright_blue",
    "condition": "bright_red",
    "cell_type": "green",
    "patients": "bright_yellow",
    "p_value": "bright_magenta",
    "dose": "bright_green",
    "follow_up": "bright_cyan",
    "identifier": "blue",
}
_LEVEL_COLOURS = {"info": "cyan", "warning": "yellow", "error": "red"}


def print_article(article: Article) -> None:
    """Prints to standard output: in colour on a terminal, as plain text elsewhere and where NO_COLOR is set.

    Whatever the page wrote is text: control characters are replaced, and nothing is read as the terminal's markup.
    """
    colours: Literal["auto"] | None = None if os.environ.get("NO_COLOR") else "auto"
    console = Console(highlight=False, markup=False, emoji=False, color_system=colours)
    console.print(_heading(article))
    for record in article.records:
        console.print(Panel(_body(record), title=_record_title(record), title_align="left", padding=(0, 1)))
    if not article.text:
        return
    console.print(Rule(_both(("原文", "text"))))
    console.print(_legend(article))
    console.print(_coloured(article), soft_wrap=not console.is_terminal)


def _heading(article: Article) -> Text:
    lines = [article.title or article.source or article.id]
    status = _both(STATUSES[article.status])
    facts = f"{len(article.records)} 条记录 records · {len(article.mentions)} 个事实 facts"
    lines.append(" · ".join(filter(None, (status, article.published, article.source, facts))))
    if article.error:
        lines.append(f"{article.error.type} ({article.error.stage}): {article.error.message}")
    return Text("\n".join(map(printable, lines)))


def _record_title(record: StudyRecord) -> Text:
    return Text(printable(f"{record.record_id} · {_both(KINDS[record.kind])} · {record.confidence:.2f}"))


def _body(record: StudyRecord) -> Group:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    table.add_column(justify="right", no_wrap=True)
    for field, values in groupby(values_of(record), key=itemgetter(0)):
        for number, (_, value) in enumerate(values):
            sure = max(evidence.confidence for evidence in value.evidence)
            name = "" if number else _both(FIELDS[field])
            table.add_row(Text(name), Text(_told(value), style=_COLOURS[field]), Text(f"{sure:.2f}", style="dim"))
    flags = [_doubt(flag) for flag in record.flags]
    return Group(table, *flags)


def _doubt(flag: Flag) -> Text:
    message = f"! {_both(LEVELS[flag.level])}: {flag.message} / {flag.message_en}"
    return Text(printable(message), style=_LEVEL_COLOURS[flag.level])


def _told(value: Grounded) -> str:
    """The value, its role and its group where it has them."""
    if isinstance(value, Design):
        return _both(DESIGNS[value.code])
    role = "" if isinstance(value, Patients) else getattr(value, "role", None)
    return printable(phrase(value)) + (f" ({_both(ROLES[role])})" if role else "")


def _legend(article: Article) -> Text:
    found = {mention.field for mention in article.mentions}
    # No-break spaces keep a name on one line.
    named = (Text("\u00a0".join(label), style=_COLOURS[field]) for field, label in FIELDS.items() if field in found)
    return Text("  ").join(named)


def _coloured(article: Article) -> Text:
    """The text; what a record took up is underlined as well."""
    text = Text(printable(article.text))
    for mention in article.mentions:
        text.stylize(_COLOURS[mention.field], mention.start, mention.end)
    taken = {(e.start, e.end) for record in article.records for _, value in values_of(record) for e in value.evidence}
    for start, end in taken:
        text.stylize("underline", start, end)
    return text


def _both(label: Label) -> str:
    return " ".join(label)
