"""Opens a sheet of the kind that somebody asked for."""

from typing import BinaryIO, Literal

from bot.sheets.csv_sheet import CsvSheet
from bot.sheets.xlsx_sheet import XlsxSheet
from bot.usecases.exporting import Layout
from bot.usecases.table import Sheet

SheetKind = Literal["csv", "xlsx"]


def open_sheet(file: BinaryIO, kind: SheetKind, layout: Layout, title: str) -> Sheet:
    """The incident system writes its times from the year on."""
    incident = layout == "incident"
    if kind == "csv":
        return CsvSheet(file, "%Y-%m-%d %H:%M:%S" if incident else "%d.%m.%Y %H:%M:%S")
    return XlsxSheet(file, "yyyy-mm-dd hh:mm:ss" if incident else "dd.mm.yyyy hh:mm", title)
