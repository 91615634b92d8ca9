"""CSV as Russian Excel opens it by a double click: semicolons, decimal commas, UTF-8 with its mark at the beginning."""

import codecs
import csv
from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO

from bot.sheets.cells import harmless
from bot.usecases.table import Column, Value


class CsvSheet:
    """Writes into an open file and leaves it open. `moment` is how times are shown (strftime)."""

    for_programs = False

    def __init__(self, file: BinaryIO, moment: str) -> None:
        # Without the mark Excel takes the letters for another alphabet.
        text = codecs.getwriter("utf-8-sig")(file)
        self._file, self._writer, self._moment = file, csv.writer(text, delimiter=";"), moment

    def head(self, columns: Sequence[Column]) -> None:
        self._writer.writerow([harmless(one.title) for one in columns])

    def row(self, values: Sequence[Value]) -> None:
        self._writer.writerow([self._shown(one) for one in values])

    def close(self) -> None:
        self._file.flush()

    def _shown(self, value: Value) -> str:
        match value:
            case None:
                return ""
            case datetime():
                return value.strftime(self._moment)
            case float():
                # «2.5» would become the second of May.
                return f"{value}".replace(".", ",")
            case int():
                return str(value)
        return harmless(value)
