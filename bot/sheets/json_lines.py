"""JSON lines: an object a row, for programs."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO

from bot.usecases.table import Column, Value


class JsonLines:
    """Writes into an open file and leaves it open; there is no heading, every row has its keys."""

    for_programs = True

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._keys: list[str] = []

    def head(self, columns: Sequence[Column]) -> None:
        self._keys = [one.key for one in columns]

    def row(self, values: Sequence[Value]) -> None:
        line = json.dumps(dict(zip(self._keys, values, strict=True)), ensure_ascii=False, default=_moment)
        # Half a letter, which a broken messenger may send, is no UTF-8.
        self._file.write(line.encode("utf-8", "replace") + b"\n")

    def close(self) -> None:
        self._file.flush()


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} in a row")
