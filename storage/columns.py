"""What every table is made of: the naming of keys and indexes, our own column types, the states of a queue."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Integer, MetaData, text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows by itself only in a column called INTEGER.
BigId = BigInteger().with_variant(Integer, "sqlite")


def only(condition: str) -> dict[str, Any]:
    """For an index that holds only rows of which this is true, on either database."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


class UtcTime(TypeDecorator[datetime]):
    """An aware UTC time; SQLite would drop the zone and give naive times back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone was to be stored")
        return value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        """PostgreSQL gives it as it is to be; SQLite a text, read in one step, for digests read thousands."""
        return _read if dialect.name == "sqlite" else None


def _read(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


class State:
    """What an update or a letter is waiting for."""

    WAITING = 0
    DONE = 1
    SET_ASIDE = 2
