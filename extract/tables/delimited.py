"""Tables as CSV (RFC 4180), as spreadsheets and programs read it."""

import csv
from contextlib import ExitStack
from pathlib import Path

from extract.tables.table import Cell, Table, fitting, is_like_a_formula


class CsvBook:
    """A file a table. All text is quoted, so that no other separator, as ; in some countries, parts a cell."""

    def __init__(self, paths: dict[Table, Path]) -> None:
        self._files = ExitStack()
        # The mark at the front (utf-8-sig) tells spreadsheets that the file is UTF-8.
        self._writers = {
            table: csv.writer(
                self._files.enter_context(path.open("w", encoding="utf-8-sig", newline="")),
                quoting=csv.QUOTE_NONNUMERIC,
            )
            for table, path in paths.items()
        }
        for table, writer in self._writers.items():
            writer.writerow(table.columns)

    def add(self, table: Table, cells: list[Cell]) -> None:
        self._writers[table].writerow([_marked(cell) if isinstance(cell, str) else cell for cell in cells])

    def close(self) -> None:
        self._files.close()


def _marked(text: str) -> str:
    """The leading apostrophe is the spreadsheets' own mark for text."""
    text = fitting(text)
    return f"'{text}" if is_like_a_formula(text) else text
