"""Tables as an Excel workbook, a sheet a table."""

from pathlib import Path
from typing import TYPE_CHECKING

from extract.tables.table import Cell, Table, fitting, is_like_a_formula

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

# Limits of Excel: rows below the header, characters in a link, links in a sheet.
_SHEET_ROWS = 1_048_575
_LINK_LENGTH = 2_079
_SHEET_LINKS = 65_530

_WIDTH = 16
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


class ExcelBook:
    """Written cell by cell, so that memory stays flat. What is more than a sheet holds goes on in a further one."""

    def __init__(self, path: Path, tables: list[Table]) -> None:
        from xlsxwriter import Workbook

        self._book = Workbook(path, _OPTIONS)
        self._book.use_zip64()  # a sheet of a million rows may be larger than 4 GB before it is packed
        self._sheets = {table: _Sheets(self._book, table) for table in tables}

    def add(self, table: Table, cells: list[Cell]) -> None:
        self._sheets[table].add(cells)

    def close(self) -> None:
        self._book.close()


class _Sheets:
    """A table's sheets: `facts`, then `facts 2`, each with the header."""

    def __init__(self, book: "Workbook", table: Table) -> None:
        self._book = book
        self._table = table
        self._columns = list(table.columns)
        self._heading = book.add_format(
            {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F5F5B", "valign": "vcenter"}
        )
        # Text stays text, too, when somebody edits its cell.
        self._text = book.add_format({"quote_prefix": True})
        self._number = 0
        self._start()

    def add(self, cells: list[Cell]) -> None:
        if self._row == _SHEET_ROWS:
            self._start()
        self._row += 1
        for place, (column, cell) in enumerate(zip(self._columns, cells, strict=True)):
            if isinstance(cell, str):
                self._write_text(place, column, cell)
            elif cell is not None:
                self._sheet.write_number(self._row, place, cell)

    def _start(self) -> None:
        self._number += 1
        self._row = 0
        self._sheet: Worksheet = self._book.add_worksheet(
            self._table.name if self._number == 1 else f"{self._table.name} {self._number}"
        )
        self._sheet.freeze_panes(1, 1)
        self._sheet.set_row(0, 22)
        for place, column in enumerate(self._columns):
            self._sheet.set_column(place, place, self._table.widths.get(column, _WIDTH))
            self._sheet.write_string(0, place, column, self._heading)

    def _write_text(self, place: int, column: str, text: str) -> None:
        if not text:
            return
        if column == "url" and _is_link(text) and self._row <= _SHEET_LINKS:
            self._sheet.write_url(self._row, place, text)
            return
        text = _as_one_string(fitting(text))
        self._sheet.write_string(self._row, place, text, self._text if is_like_a_formula(text) else None)


def _is_link(url: str) -> bool:
    return url.lower().startswith(("http://", "https://")) and len(url) <= _LINK_LENGTH


def _as_one_string(text: str) -> str:
    """Lines of a cell end in LF. XlsxWriter takes what stands between <r> tags for XML of its own making and writes it
    as it is; a blank behind them makes it text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text
