"""Rows of any table as lines of JSON, the same from SQLite and from PostgreSQL, and what many of them add up to."""

import hashlib
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Connection, DateTime, MetaData, Table, inspect, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.metadata import metadata

AT_ONCE = 500
_MODULUS = 1 << 256


@dataclass(slots=True)
class Tally:
    """How many lines, and the sum of their digests: the same lines in another order give the same."""

    rows: int = 0
    total: int = 0

    def add(self, line: bytes) -> None:
        self.rows += 1
        self.total = (self.total + int.from_bytes(hashlib.sha256(line).digest())) % _MODULUS

    @property
    def checksum(self) -> str:
        return f"{self.total:064x}"


def line_of(row: Mapping[Any, Any]) -> bytes:
    """Without the line's end. Raises TypeError for a kind of value that no table has had yet."""
    return json.dumps(
        dict(row), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_written, allow_nan=False
    ).encode()


def row_of(line: bytes, table: Table) -> dict[str, Any]:
    """The row as its table takes it. Raises ValueError, also for columns that are not the table's."""
    try:
        row = json.loads(line)
        if not isinstance(row, dict) or row.keys() != set(table.columns.keys()):
            raise ValueError(table.name)
        for column in table.columns:
            if isinstance(column.type, DateTime) and row[column.name] is not None:
                row[column.name] = datetime.fromisoformat(row[column.name])
    except (TypeError, RecursionError) as error:  # a time that is no text, brackets without end
        raise ValueError(table.name) from error
    return row


def _written(value: object) -> str:
    if not isinstance(value, datetime):
        raise TypeError(type(value).__name__)
    # SQLite keeps the time alone, and it is UTC (`storage.columns.UtcTime`).
    aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return aware.isoformat(timespec="microseconds")


def tables_of(connection: Connection) -> list[Table]:
    """Ours as they are in this database, those that others refer to first; what other programs keep there is theirs."""
    there = set(inspect(connection).get_table_names()) & set(metadata.tables)
    found = MetaData()
    found.reflect(connection, only=sorted(there))
    for table in found.tables.values():
        for column in table.columns:
            if isinstance(column.type, JSON):
                column.type.none_as_null = True
    return found.sorted_tables


async def lines_of(connection: AsyncConnection, table: Table) -> AsyncIterator[bytes]:
    """Every row, in the order of the key; few of them are in memory at a time."""
    everything = select(table).order_by(*table.primary_key).execution_options(yield_per=AT_ONCE)
    async with connection.stream(everything) as rows:
        async for row in rows.mappings():
            yield line_of(row)
