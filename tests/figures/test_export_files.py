"""The files of an export, opened as somebody opens them: nothing is lost in them, and no message becomes a formula."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.sheets.cells import LONGEST, harmless
from bot.sheets.csv_sheet import CsvSheet
from bot.sheets.json_lines import JsonLines
from bot.sheets.xlsx_sheet import XlsxSheet
from bot.usecases.table import Column, Sheet, Value

HEADING = (
    Column("number", "Номер"),
    Column("text", "Сообщение", 60),
    Column("at", "Когда"),
    Column("hours", "Часов", digits=3),
)
WHEN = datetime(2026, 11, 17, 12, 30, 15, 250000, tzinfo=UTC)
ROWS: Sequence[Sequence[Value]] = [
    ("26-00001", 'Яма; «у магазина»,\nи "вторая"\tрядом', WHEN, 2.5),
    ("26-00002", "", None, 3),
    ("26-00003", None, WHEN, 0.0001),
]
SIGNS = "=+-@\t\r\n＝＋－＠"
HOSTILE = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", " ", "\u200b", "\ufeff", "\x00", "\x0b", "\xa0"]), st.sampled_from(SIGNS), st.text()
    ),
)
WORDS = st.one_of(st.text(), HOSTILE)


def written(make: Callable[[BinaryIO], Sheet], rows: Sequence[Sequence[Value]] = ROWS) -> bytes:
    file = io.BytesIO()
    sheet = make(file)
    sheet.head(HEADING)
    for row in rows:
        sheet.row(row)
    sheet.close()
    return file.getvalue()


def as_csv(rows: Sequence[Sequence[Value]] = ROWS) -> bytes:
    return written(lambda file: CsvSheet(file, "%d.%m.%Y %H:%M:%S"), rows)


def as_workbook(rows: Sequence[Sequence[Value]] = ROWS) -> Worksheet:
    book = load_workbook(io.BytesIO(written(lambda file: XlsxSheet(file, "dd.mm.yyyy hh:mm", "Сообщения"), rows)))
    (sheet,) = book.worksheets
    return sheet


def read(table: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(table.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_csv_is_as_russian_excel_opens_it() -> None:
    table = as_csv()
    assert table.startswith(b"\xef\xbb\xbf" + "Номер;Сообщение;Когда;Часов\r\n".encode())
    assert table.count(b"\xef\xbb\xbf") == 1
    assert read(table)[1:] == [
        ["26-00001", 'Яма; «у магазина»,\nи "вторая"\tрядом', "17.11.2026 12:30:15", "2,5"],
        ["26-00002", "", "", "3"],
        ["26-00003", "", "17.11.2026 12:30:15", "0,0001"],
    ]


def test_a_workbook_has_real_dates_and_numbers_and_a_heading_that_stays() -> None:
    sheet = as_workbook()
    assert sheet.title == "Сообщения"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:D4")
    assert sheet.column_dimensions["B"].width == 60
    assert [one.value for one in sheet[1]] == [one.title for one in HEADING]
    assert all(one.font.bold for one in sheet[1])
    number, words, when, hours = sheet[2]
    assert (number.value, words.value) == ("26-00001", ROWS[0][1])
    assert (when.is_date, when.value, when.number_format) == (
        True,
        datetime(2026, 11, 17, 12, 30, 15),
        "dd.mm.yyyy hh:mm",
    )
    assert (hours.value, hours.number_format, hours.data_type) == (2.5, "0.000", "n")
    assert [one.value for one in sheet[3]] == ["26-00002", None, None, 3]


def test_json_lines_are_for_programs() -> None:
    lines = [json.loads(one) for one in written(JsonLines).splitlines()]
    assert lines[0] == {
        "number": "26-00001",
        "text": ROWS[0][1],
        "at": "2026-11-17T12:30:15.250000+00:00",
        "hours": 2.5,
    }
    assert [one["number"] for one in lines] == ["26-00001", "26-00002", "26-00003"]


@pytest.mark.parametrize(
    "formula", ['=HYPERLINK("http://example.org")', "+1+1", "-2+3", "@SUM(A1)", "＝1+1", "\t=1", " =1"]
)
def test_a_formula_stays_words(formula: str) -> None:
    rows = [("26-00001", formula, None, 1)]
    assert read(as_csv(rows))[1][1] == "'" + formula
    cell = as_workbook(rows)["B2"]
    assert (cell.value, cell.data_type) == ("'" + formula, "s")


def test_harmless_words_are_not_touched() -> None:
    for words in ("Яма на ул. Мира — 5 м", "3-й подъезд = потоп", "№ 5", "_x0041_", "#N/A", "«-»", "100"):
        assert harmless(words) == words
        assert read(as_csv([("1", words, None, 1)]))[1][1] == words
        assert as_workbook([("1", words, None, 1)])["B2"].data_type == "s"


def test_a_very_long_message_fits_into_a_cell() -> None:
    for words in ("я" * 40000, "=" * 40000):
        value = as_workbook([("1", words, None, 1)])["B2"].value
        assert isinstance(value, str)
        assert (len(value), value[-1]) == (LONGEST, "…")


@given(st.lists(WORDS, min_size=4, max_size=4))
@settings(max_examples=150)
def test_no_cell_of_any_text_begins_with_a_formula_sign(words: list[str]) -> None:
    sheet = as_workbook([words])
    for cell in (*read(as_csv([words]))[1], *(str(one.value or "") for one in sheet[2])):
        assert not cell.strip().startswith(tuple(SIGNS)), repr(cell)
    assert {one.data_type for one in sheet[2]} <= {"s", "n", "inlineStr"}
    assert not any(isinstance(one.value, int | float) for one in sheet[2])


@given(st.lists(WORDS, min_size=4, max_size=4))
@settings(max_examples=100)
def test_no_text_breaks_the_table(words: list[str]) -> None:
    rows = [words, ["26-00002", "после", "", ""]]
    assert [len(one) for one in read(as_csv(rows))] == [4, 4, 4]
    assert read(as_csv(rows))[2] == rows[1]
    assert as_workbook(rows)["B3"].value == "после"
    assert [json.loads(one)["number"] for one in written(JsonLines, rows).split(b"\n")[:-1]][1] == "26-00002"
