"""Tables: what is written reads back; nothing from a page becomes a formula or a link."""

import csv
import re
import sys
import weakref
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import msgspec
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet
from python_calamine import CalamineWorkbook

from extract.schema import Article, Date, Title
from extract.tables import MissingExtra, check_formats, write_table, write_tables
from extract.tables.columnar import ParquetBook
from extract.tables.delimited import CsvBook
from extract.tables.facts import FACTS
from extract.tables.records import RECORDS, record_row
from extract.tables.spreadsheet import ExcelBook
from extract.tables.table import Book, Table
from tests.studies import TEXT, article, evidence, failed, record, write_run

HOSTILE = ["=cmd|'/c calc'!A1", "+1+1", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", '=HYPERLINK("http://x")']


def titled(title: str) -> list:
    return [record(title=Title(zh=title, evidence=evidence("银屑病")))]


COLUMNS = list(RECORDS.columns)


def from_csv(folder: Path, table: str = "records") -> pd.DataFrame:
    return pd.read_csv(folder / f"{table}.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig")


def sheet(path: Path, table: str = "records") -> list[dict[str, object]]:
    head, *rows = openpyxl.load_workbook(path)[table].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_a_record_is_one_row_in_every_format(tmp_path: Path) -> None:
    write_run(tmp_path, article("a1"), failed("a2"), article("a3", records=[record("a3", 1), record("a3", 2)]))
    write_tables(tmp_path, ["csv", "xlsx", "parquet"])
    ids = ["a1-01", "a3-01", "a3-02"]
    assert list(from_csv(tmp_path).record_id) == ids
    assert [row["record_id"] for row in sheet(tmp_path / "records.xlsx")] == ids
    assert list(pd.read_parquet(tmp_path / "records.parquet").record_id) == ids
    assert not list(tmp_path.glob("*.part"))


def test_the_cells_of_a_row(tmp_path: Path) -> None:
    write_run(tmp_path, article())
    write_tables(tmp_path, ["csv"])
    row = from_csv(tmp_path).iloc[0]
    assert row.institutions == "苏州大学附属第二医院 / 风湿科"
    assert (row.journal, row.issn, row.design, row.cell_types) == ("中国组织工程研究", "2095-4344", "rct", "UC-MSC")
    assert (row.patients_total, row.patients) == ("44", "44 total; 22 arm 干细胞组")
    assert row.p_values == "P<0.05 (关节评分)"
    assert (row.published, row.published_from, row.published_to) == ("2020年3月", "2020-03-01", "2020-03-31")
    assert row.study_period == "2018年3月至2019年11月"
    assert (row.study_from, row.study_to) == ("2018-03-01", "2019-11-30")
    assert (row.doses, row.follow_up, row.chictr) == ("1×10⁶ cells/kg", "12 months", "ChiCTR1900099999")
    assert (row.confidence, row["flags"]) == ("0.9", "several_totals")


def test_open_dates_and_dates_of_other_roles() -> None:
    dates = [
        Date(value="../2019-11", role="study_period", evidence=evidence("2019年11月")),
        Date(value="2020-03", role="search_cutoff", evidence=evidence("2020年3月")),
    ]
    row = record_row(article(), record(dates=dates))
    assert (row.study_from, row.study_to) == ("", "2019-11-30")
    assert row.other_dates == "2020年3月 (search_cutoff 2020-03-01..2020-03-31)"


def test_numbers_are_numbers(tmp_path: Path) -> None:
    write_run(tmp_path, article(), article("a2", records=[record("a2", patients=[])]))
    write_tables(tmp_path, ["xlsx", "parquet"])
    first, second = sheet(tmp_path / "records.xlsx")
    assert (first["patients_total"], first["confidence"], second["patients_total"]) == (44, 0.9, None)
    table = parquet.read_table(tmp_path / "records.parquet")
    assert table["patients_total"].to_pylist() == [44, None]
    assert str(table.schema.field("patients_total").type) == "int64"


@pytest.mark.parametrize("title", HOSTILE)
def test_no_cell_becomes_a_formula(tmp_path: Path, title: str) -> None:
    write_run(tmp_path, article(records=titled(title)))
    write_tables(tmp_path, ["csv", "xlsx", "parquet"])
    for table in (RECORDS, FACTS):
        # Quoted and marked, so that no separator of another country begins a cell of its own.
        assert f'"\'{title.replace(chr(34), chr(34) * 2)}"' in (tmp_path / f"{table.name}.csv").read_bytes().decode()
        cells = [
            cell for row in openpyxl.load_workbook(tmp_path / "records.xlsx")[table.name].iter_rows() for cell in row
        ]
        assert all(cell.data_type != "f" for cell in cells)
        column = list(table.columns).index("title_zh" if table is RECORDS else "value")
        hostile = cells[len(table.columns) + column]
        assert str(hostile.value).strip() == title.strip()
        assert hostile.quotePrefix  # editing the cell keeps it text
    assert pd.read_parquet(tmp_path / "records.parquet").title_zh[0] == title
    assert pd.read_parquet(tmp_path / "facts.parquet").value[0] == title


@pytest.mark.parametrize("title", ["<r><t>bold</t></r>", '<r></r></is></c><c r="A1"><f>1+1</f></c><c><is><r></r>'])
def test_markup_of_the_workbook_itself_stays_text(tmp_path: Path, title: str) -> None:
    write_run(tmp_path, article(records=titled(title)))
    write_tables(tmp_path, ["xlsx"])
    assert str(sheet(tmp_path / "records.xlsx")[0]["title_zh"]).rstrip() == title


def test_only_web_addresses_become_links(tmp_path: Path) -> None:
    addresses = [
        "https://example.org/a#b",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "internal:A1",
        "https://e/" + "x" * 3000,
    ]
    write_run(tmp_path, *(article(f"a{n}", url=url, title=url) for n, url in enumerate(addresses)))
    write_tables(tmp_path, ["xlsx"])
    rows = list(openpyxl.load_workbook(tmp_path / "records.xlsx").active.iter_rows(min_row=2))
    linked = [[cell.column for cell in row if cell.hyperlink] for row in rows]
    assert linked == [[COLUMNS.index("url") + 1], [], [], [], []]
    assert [row[COLUMNS.index("url")].value for row in rows] == addresses


@pytest.mark.parametrize("title", ["长" * 40_000, "𠮷" * 20_000, "=" * 32_767])
def test_a_cell_is_cut_visibly_to_what_excel_holds(tmp_path: Path, title: str) -> None:
    """In CSV too: Excel lets what is longer run over into the next row."""
    write_run(tmp_path, article(records=titled(title)))
    write_tables(tmp_path, ["xlsx", "csv", "parquet"])
    for cell in (str(sheet(tmp_path / "records.xlsx")[0]["title_zh"]), from_csv(tmp_path).title_zh[0]):
        assert 32_700 < len(cell.encode("utf-16-le")) / 2 <= 32_767
        assert cell.endswith("…")
        assert title.startswith(cell.removeprefix("'")[:-1])
    assert pd.read_parquet(tmp_path / "records.parquet").title_zh[0] == title


def test_characters_that_xml_forbids_are_dropped(tmp_path: Path) -> None:
    title = "a\x00\x08\x1b[31m\x85\uffff\ud842b <b>&amp;"
    for name in ("csv", "xlsx", "parquet"):
        write_table([article(records=titled(title))], name, tmp_path / f"records.{name}")
    shown = "a[31m\x85b <b>&amp;"
    assert sheet(tmp_path / "records.xlsx")[0]["title_zh"] == shown
    assert from_csv(tmp_path).title_zh[0] == shown
    assert pd.read_parquet(tmp_path / "records.parquet").title_zh[0] == shown


class Narrow(msgspec.Struct):
    number: int


class Link(msgspec.Struct):
    url: str


BOOKS: dict[str, Callable[[Table, Path], Book]] = {
    "csv": lambda table, path: CsvBook({table: path}),
    "xlsx": lambda table, path: ExcelBook(path, [table]),
    "parquet": lambda table, path: ParquetBook({table: path}),
}


@pytest.mark.parametrize("name", BOOKS)
def test_more_rows_than_a_sheet_of_excel_holds(tmp_path: Path, name: str) -> None:
    narrow, path, rows = Table("narrow", Narrow), tmp_path / f"n.{name}", 1_048_577
    with closing(BOOKS[name](narrow, path)) as book:
        for number in range(rows):
            book.add(narrow, [number])
    match name:
        case "csv":
            with path.open(encoding="utf-8-sig", newline="") as file:
                assert [row["number"] for row in csv.DictReader(file)][-1] == str(rows - 1)
        case "parquet":
            assert parquet.read_table(path)["number"].to_pylist() == list(range(rows))
        case _:
            read = CalamineWorkbook.from_path(path)
            assert read.sheet_names == ["narrow", "narrow 2"]
            first, second = (read.get_sheet_by_name(sheet).to_python() for sheet in read.sheet_names)
            assert (len(first), first[-1]) == (1_048_576, [1_048_574.0])
            assert second == [["number"], [1_048_575.0], [1_048_576.0]]


def test_more_links_than_a_sheet_of_excel_holds(tmp_path: Path) -> None:
    links, path = Table("links", Link), tmp_path / "links.xlsx"
    with closing(ExcelBook(path, [links])) as book:
        for number in range(65_533):
            book.add(links, [f"https://example.org/{number}"])
    read = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert read[1:] == [[f"https://example.org/{number}"] for number in range(65_533)]
    with ZipFile(path) as parts:
        linked = re.findall(rb'<hyperlink ref="A(\d+)"', parts.read("xl/worksheets/sheet1.xml"))
    assert [int(row) for row in linked] == list(range(2, 65_532))


def test_a_workbook_is_made_to_be_read(tmp_path: Path) -> None:
    write_run(tmp_path, article())
    write_tables(tmp_path, ["xlsx"])
    book = openpyxl.load_workbook(tmp_path / "records.xlsx")
    assert book.sheetnames == ["records", "facts"]
    for one in book:
        assert one.freeze_panes == "B2"
        assert one["A1"].font.bold
    assert book["records"].column_dimensions["G"].width > book["records"].column_dimensions["A"].width


def test_a_fact_is_a_row_with_its_place(tmp_path: Path) -> None:
    write_run(tmp_path, article())
    write_tables(tmp_path, ["csv"])
    facts = from_csv(tmp_path, "facts")
    for start, end, quote in zip(facts.start.astype(int), facts.end.astype(int), facts.quote, strict=True):
        assert TEXT[start:end] == quote
    by_field = {field: rows.iloc[0] for field, rows in facts.groupby("field", sort=False)}
    period, patients, p_value, dose = (by_field[field] for field in ("date", "patients", "p_value", "dose"))
    assert (period.quote, period.value, period.role) == ("2018年3月至2019年11月", "2018-03/2019-11", "study_period")
    assert (period.date_from, period.date_to) == ("2018-03-01", "2019-11-30")
    assert (patients.number, patients.number_to, patients.role) == ("44", "44", "total")
    assert (p_value.value, p_value.detail, p_value.number, p_value.number_to) == ("P<0.05", "关节评分", "", "0.05")
    assert (dose.number, dose.unit) == ("1000000.0", "cells/kg")
    assert (by_field["institution"].kind, by_field["institution"].detail) == ("hospital", "风湿科")
    assert len(facts) == 14


def test_articles_are_read_once_and_one_at_a_time(tmp_path: Path) -> None:
    """What comes from anywhere can be written, as reviewed articles are; none is kept."""
    seen: list[weakref.ref[object]] = []
    most = 0

    def articles() -> Iterator[Article]:
        nonlocal most
        for number in range(50):
            one = NotedArticle(**msgspec.structs.asdict(article(f"a{number}")))
            seen.append(weakref.ref(one))
            most = max(most, sum(ref() is not None for ref in seen))
            yield one

    for name in ("csv", "xlsx", "parquet"):
        assert write_table(articles(), name, tmp_path / f"x.{name}") == 50
    assert most <= 2
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        *("x-facts.csv", "x-facts.parquet", "x.csv", "x.parquet", "x.xlsx")
    ]


class NotedArticle(Article, weakref=True):
    """An article that tells whether somebody still holds it."""


def test_a_run_without_records_gives_tables_with_columns(tmp_path: Path) -> None:
    write_run(tmp_path, failed("a1"))
    write_tables(tmp_path, ["csv", "xlsx", "parquet"])
    assert list(from_csv(tmp_path)) == COLUMNS
    assert list(pd.read_parquet(tmp_path / "records.parquet")) == COLUMNS
    assert sheet(tmp_path / "records.xlsx") == []


def test_a_missing_package_is_told_before_anything_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_run(tmp_path, article())
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(MissingExtra, match=r"pip install 'studyfacts\[tables\]'"):
        write_tables(tmp_path, ["csv", "xlsx"])
    assert not (tmp_path / "records.csv").exists()


def test_an_unknown_format_is_an_error() -> None:
    with pytest.raises(ValueError, match="choose of csv, xlsx, parquet"):
        check_formats(["ods"])


def test_a_broken_run_leaves_the_old_table(tmp_path: Path) -> None:
    write_run(tmp_path, article())
    write_tables(tmp_path, ["csv"])
    before = (tmp_path / "records.csv").read_bytes()
    with (tmp_path / "articles.jsonl").open("ab") as file:
        file.write(b'{"id": "half')
    with pytest.raises(msgspec.MsgspecError):
        write_tables(tmp_path, ["csv"])
    assert (tmp_path / "records.csv").read_bytes() == before
    assert sorted(path.name for path in tmp_path.glob("*.csv*")) == ["facts.csv", "records.csv"]


@given(st.text(max_size=60))
def test_any_title_comes_back_from_csv(tmp_path_factory: pytest.TempPathFactory, title: str) -> None:
    folder = write_run(tmp_path_factory.mktemp("run"), article(records=titled(title)))
    write_tables(folder, ["csv"])
    cell = from_csv(folder).title_zh[0]
    assert not cell.lstrip().startswith(("=", "+", "-", "@"))
    assert cell.removeprefix("'").count("银") == title.count("银")
