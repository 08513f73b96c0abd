"""Tables: what is written reads back; nothing from a page becomes a formula or a link."""

import sys
from pathlib import Path

import msgspec
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from extract.schema import Date, Title
from extract.tables import MissingExtra, check_formats, write_tables
from extract.tables.row import COLUMNS, row_of
from extract.tables.spreadsheet import write_xlsx
from tests.studies import article, evidence, failed, record, write_run

HOSTILE = ["=cmd|'/c calc'!A1", "+1+1", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", '=HYPERLINK("http://x")']


def titled(title: str) -> list:
    return [record(title=Title(zh=title, evidence=evidence("银屑病")))]


def csv(folder: Path) -> pd.DataFrame:
    return pd.read_csv(folder / "records.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig")


def sheet(path: Path) -> list[dict[str, object]]:
    head, *rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_a_record_is_one_row_in_every_format(tmp_path: Path) -> None:
    write_run(tmp_path, article("a1"), failed("a2"), article("a3", records=[record("a3", 1), record("a3", 2)]))
    write_tables(tmp_path, ["csv", "xlsx", "parquet"])
    ids = ["a1-01", "a3-01", "a3-02"]
    assert list(csv(tmp_path).record_id) == ids
    assert [row["record_id"] for row in sheet(tmp_path / "records.xlsx")] == ids
    assert list(pd.read_parquet(tmp_path / "records.parquet").record_id) == ids
    assert not list(tmp_path.glob("*.part"))


def test_the_cells_of_a_row(tmp_path: Path) -> None:
    write_run(tmp_path, article())
    write_tables(tmp_path, ["csv"])
    row = csv(tmp_path).iloc[0]
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
    row = row_of(article(), record(dates=dates))
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
    raw = (tmp_path / "records.csv").read_bytes().decode("utf-8-sig")
    assert f"'{title}".replace('"', '""') in raw
    cells = [cell for row in openpyxl.load_workbook(tmp_path / "records.xlsx").active.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert pd.read_parquet(tmp_path / "records.parquet").title_zh[0] == title


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


def test_a_cell_holds_what_excel_can_hold(tmp_path: Path) -> None:
    write_run(tmp_path, article(records=titled("长" * 40_000)), article("a2", records=titled("𠮷" * 20_000)))
    write_tables(tmp_path, ["xlsx", "csv"])
    long, astral = (str(row["title_zh"]) for row in sheet(tmp_path / "records.xlsx"))
    assert len(long) == 32_767
    assert len(astral) == 32_767 // 2
    assert csv(tmp_path).title_zh.str.len().tolist() == [40_000, 20_000]


def test_characters_that_xml_forbids_are_dropped(tmp_path: Path) -> None:
    write_run(tmp_path, article(records=titled("a\x00\x08\x1b[31m\x85\uffffb <b>&amp;")))
    write_tables(tmp_path, ["csv", "xlsx", "parquet"])
    shown = "a[31m\x85b <b>&amp;"
    assert sheet(tmp_path / "records.xlsx")[0]["title_zh"] == shown
    assert csv(tmp_path).title_zh[0] == shown
    assert pd.read_parquet(tmp_path / "records.parquet").title_zh[0] == shown


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(tmp_path: Path) -> None:
    rows = [row_of(article(), record(number=number)) for number in range(1, 6)]
    write_xlsx(rows, tmp_path / "r.xlsx", sheet_rows=2)
    sheets = openpyxl.load_workbook(tmp_path / "r.xlsx").worksheets
    assert [[row[0] for row in one.iter_rows(values_only=True)] for one in sheets] == [
        ["record_id", "a1-01", "a1-02"],
        ["record_id", "a1-03", "a1-04"],
        ["record_id", "a1-05"],
    ]
    assert all(one.freeze_panes == "B2" for one in sheets)


def test_a_run_without_records_gives_tables_with_columns(tmp_path: Path) -> None:
    write_run(tmp_path, failed("a1"))
    write_tables(tmp_path, ["csv", "xlsx", "parquet"])
    assert list(csv(tmp_path)) == COLUMNS
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
    assert [path.name for path in tmp_path.glob("records.csv*")] == ["records.csv"]


@given(st.text(max_size=60))
def test_any_title_comes_back_from_csv(tmp_path_factory: pytest.TempPathFactory, title: str) -> None:
    folder = write_run(tmp_path_factory.mktemp("run"), article(records=titled(title)))
    write_tables(folder, ["csv"])
    cell = csv(folder).title_zh[0]
    assert not cell.startswith(("=", "+", "-", "@", "\t"))
    assert cell.removeprefix("'").count("银") == title.count("银")
