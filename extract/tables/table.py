"""The shape of the tables: rows of named cells, whatever file they go into."""

import re
from typing import Protocol

import msgspec

Cell = str | int | float | None

# Characters that XML 1.0 (section 2.2) leaves out or advises against.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# What spreadsheets read as the beginning of a formula; the full-width signs in Chinese editions.
_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")
# UTF-16 units that a cell of Excel holds, less one for the mark of text that CSV needs.
_CELL_UNITS = 32_766
_CUT = "…"


class Table(msgspec.Struct, frozen=True, eq=False):
    """`row` is a Struct whose fields are the columns: str, float, or int | None. `widths` are in characters."""

    name: str
    row: type[msgspec.Struct]
    widths: dict[str, int] = {}

    @property
    def columns(self) -> dict[str, type]:
        """The type of each column's cells: int, float or str."""
        of = {field.name: field.type for field in msgspec.structs.fields(self.row)}
        return {
            name: next(one for one in (int, float, str) if one in (kind, *_parts(kind))) for name, kind in of.items()
        }


class Book(Protocol):
    """A file, or one for each table, that takes rows as they come."""

    def add(self, table: Table, cells: list[Cell]) -> None: ...

    def close(self) -> None: ...


def cells(row: msgspec.Struct) -> list[Cell]:
    """The cells of a row, less the characters that no file format for tables can carry."""
    return [_NOT_IN_XML.sub("", cell) if isinstance(cell, str) else cell for cell in msgspec.structs.astuple(row)]


def is_like_a_formula(text: str) -> bool:
    """Whether a spreadsheet that meets this text unmarked may reckon with it."""
    return bool(_FORMULA.match(text))


def fitting(text: str) -> str:
    """The text, cut where it is longer than a spreadsheet's cell holds; what is cut ends in `…`."""
    if len(text) * 2 <= _CELL_UNITS:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * _CELL_UNITS:
        return text
    return units[: 2 * (_CELL_UNITS - len(_CUT))].decode("utf-16-le", "ignore") + _CUT


def _parts(kind: object) -> tuple[object, ...]:
    return getattr(kind, "__args__", ())
