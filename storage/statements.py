"""Inserts that both databases can do in one statement, each in its own words: by the name of the dialect."""

from typing import Any

from sqlalchemy import Executable, Table, bindparam
from sqlalchemy.dialects import postgresql, sqlite

_DIALECTS: dict[str, Any] = {"sqlite": sqlite, "postgresql": postgresql}
Insert = dict[str, Executable]


def insert_or_leave(table: Table, *columns: str, unique: tuple[str, ...]) -> Insert:
    """What is there already stays as it is."""
    return {
        name: one.insert(table).values(_given(columns)).on_conflict_do_nothing(index_elements=unique)
        for name, one in _DIALECTS.items()
    }


def insert_or_replace(table: Table, *columns: str, unique: tuple[str, ...]) -> Insert:
    """What is there already gets the new values."""
    made = {}
    for name, one in _DIALECTS.items():
        new = one.insert(table).values(_given(columns))
        changed = {column: new.excluded[column] for column in columns if column not in unique}
        made[name] = new.on_conflict_do_update(index_elements=unique, set_=changed)
    return made


def insert_or_count(table: Table, unique: str, count: str) -> Insert:
    """What is there already is counted up by one; answered by the count."""
    made = {}
    for name, one in _DIALECTS.items():
        new = one.insert(table).values(_given((unique, count)))
        counted = new.on_conflict_do_update(index_elements=(unique,), set_={count: table.c[count] + 1})
        made[name] = counted.returning(table.c[count])
    return made


def _given(columns: tuple[str, ...]) -> dict[str, Any]:
    return {column: bindparam(column) for column in columns}
