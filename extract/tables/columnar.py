"""Tables as Parquet, whole: no cell is cut or marked there."""

from pathlib import Path
from typing import TYPE_CHECKING

from extract.tables.table import Cell, Table

if TYPE_CHECKING:
    import pyarrow as pa

_ROWS_AT_ONCE = 10_000


class ParquetBook:
    """A file a table; rows are written by the ten thousand."""

    def __init__(self, paths: dict[Table, Path]) -> None:
        from pyarrow import parquet

        self._schemas = {table: _schema(table) for table in paths}
        self._files = {table: parquet.ParquetWriter(path, self._schemas[table]) for table, path in paths.items()}
        self._rows: dict[Table, list[list[Cell]]] = {table: [] for table in paths}

    def add(self, table: Table, cells: list[Cell]) -> None:
        self._rows[table].append(cells)
        if len(self._rows[table]) == _ROWS_AT_ONCE:
            self._write(table)

    def close(self) -> None:
        for table, file in self._files.items():
            self._write(table)
            file.close()

    def _write(self, table: Table) -> None:
        import pyarrow as pa

        rows, schema = self._rows[table], self._schemas[table]
        columns = zip(*rows, strict=True) if rows else [[] for _ in schema]
        arrays = [pa.array(column, kind) for column, kind in zip(columns, schema.types, strict=True)]
        self._files[table].write_table(pa.Table.from_arrays(arrays, schema=schema))
        rows.clear()


def _schema(table: Table) -> "pa.Schema":
    import pyarrow as pa

    kinds = {str: pa.string(), int: pa.int64(), float: pa.float64()}
    return pa.schema([(name, kinds[kind]) for name, kind in table.columns.items()])
