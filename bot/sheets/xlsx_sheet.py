"""An Excel workbook of one sheet, written row by row: real dates and numbers, a heading that stays, a filter."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, BinaryIO

from bot.sheets.cells import harmless
from bot.usecases.table import Column, Value

# What Excel would read as a letter's number: «_x0041_» is «A».
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class XlsxSheet:
    """`moment` is how times are shown (a number format of Excel)."""

    for_programs = False

    def __init__(self, file: BinaryIO, moment: str, title: str) -> None:
        # Loaded only when a workbook is wanted.
        from openpyxl import Workbook

        self._file, self._moment = file, moment
        self._book = Workbook(write_only=True)
        self._sheet: Any = self._book.create_sheet(title)
        self._columns: Sequence[Column] = ()
        self._rows = 1

    def head(self, columns: Sequence[Column]) -> None:
        from openpyxl.styles import Alignment, Font
        from openpyxl.utils import get_column_letter

        self._columns = columns
        for at, column in enumerate(columns, 1):
            self._sheet.column_dimensions[get_column_letter(at)].width = column.width
        self._sheet.freeze_panes = "B2"
        self._sheet.row_dimensions[1].height = 45
        cells = [self._cell(harmless(one.title)) for one in columns]
        for cell in cells:
            cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        self._sheet.append(cells)

    def row(self, values: Sequence[Value]) -> None:
        self._sheet.append([self._shown(one, column) for one, column in zip(values, self._columns, strict=True)])
        self._rows += 1

    def close(self) -> None:
        from openpyxl.utils import get_column_letter

        self._sheet.auto_filter.ref = f"A1:{get_column_letter(len(self._columns))}{self._rows}"
        self._book.save(self._file)

    def _shown(self, value: Value, column: Column) -> Any:
        match value:
            case None | "":
                return None
            case datetime():
                # A workbook knows no zones.
                return self._cell(value.replace(tzinfo=None, microsecond=0), self._moment)
            case float():
                return self._cell(value, "0." + "0" * column.digits)
            case int():
                return value
        return self._cell(_ESCAPE.sub("_x005F_", harmless(value)))

    def _cell(self, value: object, number_format: str = "") -> Any:
        from openpyxl.cell import WriteOnlyCell

        cell: Any = WriteOnlyCell(self._sheet, value)
        if number_format:
            cell.number_format = number_format
        elif isinstance(value, str):
            # Never a formula nor an error, whatever it looks like («#N/A»).
            cell.data_type = "s"
        return cell
