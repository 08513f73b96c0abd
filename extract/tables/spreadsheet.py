"""Records as an Excel workbook."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from extract.tables.row import COLUMNS, Row

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

# Limits of Excel: rows below the header, UTF-16 units in a cell, characters in a link, links in a sheet.
_SHEET_ROWS = 1_048_575
_CELL_UNITS = 32_767
_LINK_LENGTH = 2_079
_SHEET_LINKS = 65_530

_WIDTHS = {"article_title": 40, "title_zh": 48, "title_en": 48, "institutions": 44, "patients": 32, "p_values": 32}
_WIDTH = 16


def write_xlsx(rows: Iterable[Row], path: Path, sheet_rows: int = _SHEET_ROWS) -> None:
    """Cell by cell, so that memory stays flat; what is more than `sheet_rows` rows goes on in a further sheet."""
    from xlsxwriter import Workbook

    with Workbook(path, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = _new_sheet(book)
        place = 0
        for row in rows:
            if place == sheet_rows:
                sheet, place = _new_sheet(book), 0
            place += 1
            _write_row(sheet, place, row)


def _new_sheet(book: "Workbook") -> "Worksheet":
    sheet = book.add_worksheet()
    heading = book.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F5F5B", "valign": "vcenter"})
    sheet.freeze_panes(1, 1)
    sheet.set_row(0, 22)
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, _WIDTHS.get(column, _WIDTH))
        sheet.write_string(0, place, column, heading)
    return sheet


def _write_row(sheet: "Worksheet", place: int, row: Row) -> None:
    for number, (column, cell) in enumerate(row.cells().items()):
        if isinstance(cell, int | float):
            sheet.write_number(place, number, cell)
        elif cell and column == "url" and _is_link(cell) and place <= _SHEET_LINKS:
            sheet.write_url(place, number, cell)
        elif cell:
            sheet.write_string(place, number, _fitting(cell))


def _is_link(url: str) -> bool:
    return url.lower().startswith(("http://", "https://")) and len(url) <= _LINK_LENGTH


def _fitting(text: str) -> str:
    """The text, cut to what a cell of a spreadsheet holds."""
    if len(text) * 2 <= _CELL_UNITS:
        return text
    return text.encode("utf-16-le")[: 2 * _CELL_UNITS].decode("utf-16-le", "ignore")
