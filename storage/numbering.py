"""The numbers that a database has given to rows: none is given twice, in the next database either."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, Table, inspect, text

_SEQUENCE = text("SELECT pg_get_serial_sequence(:name, :column)")
_LAST = "SELECT last_value FROM {} WHERE is_called"
_GO_ON = text("SELECT setval(CAST(:sequence AS regclass), :last)")
# Only where SQLite was told to remember (AUTOINCREMENT); elsewhere it goes on from the greatest that is there.
_REMEMBERED = "sqlite_sequence"


def last_numbers(connection: Connection, tables: Iterable[Table]) -> dict[str, int]:
    """By table, as far as the database remembers them."""
    if connection.dialect.name == "sqlite":
        if not inspect(connection).has_table(_REMEMBERED):
            return {}
        kept = connection.execute(text("SELECT name, seq FROM sqlite_sequence"))
        ours = {one.name for one in tables}
        return {name: int(last) for name, last in kept if name in ours and last}
    found = {}
    for table, sequence in _sequences(connection, tables):
        last = connection.execute(text(_LAST.format(sequence))).scalar_one_or_none()
        if last is not None:
            found[table.name] = int(last)
    return found


def go_on_from(connection: Connection, tables: Iterable[Table], numbers: Mapping[str, int]) -> None:
    """The next row of each table gets a number above all that are there and above this one."""
    if connection.dialect.name == "sqlite":
        if inspect(connection).has_table(_REMEMBERED):
            for name, last in numbers.items():
                connection.execute(
                    text("UPDATE sqlite_sequence SET seq = max(seq, :last) WHERE name = :name"),
                    {"name": name, "last": last},
                )
        return
    for table, sequence in _sequences(connection, tables):
        (column,) = table.primary_key
        greatest = connection.execute(table.select().with_only_columns(column).order_by(column.desc()).limit(1))
        last = max(greatest.scalar_one_or_none() or 0, numbers.get(table.name, 0))
        if last:
            connection.execute(_GO_ON, {"sequence": sequence, "last": last})


def _sequences(connection: Connection, tables: Iterable[Table]) -> Iterable[tuple[Table, str]]:
    """PostgreSQL's, of the tables that number their rows themselves."""
    for table in tables:
        names = table.primary_key.columns.keys()
        if len(names) == 1:
            quoted = connection.dialect.identifier_preparer.quote(table.name)
            sequence = connection.execute(_SEQUENCE, {"name": quoted, "column": names[0]}).scalar_one()
            if sequence:
                yield table, sequence
