"""Tells what passes by itself (a full disk, a lock, a restart) from faults of ours: then nothing was kept."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolIsEmpty

from bot.usecases.store import StoreAway

# The low byte of SQLite's codes: the rest says in which of its files.
_SQLITE = frozenset(
    (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
    )
)
# Connections, transactions to be tried anew, too little of something, an administrator's hand, the system itself.
_POSTGRES = ("08", "40", "53", "57", "58", "25006", "55P03")
_CLOSED = "closed"
_DRIVERS = (sqlite3.Error, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)


@contextmanager
def away_told() -> Iterator[None]:
    """Around a transaction: what passes by itself is raised as StoreAway, everything else as it is."""
    try:
        yield
    except (*_DRIVERS, SQLAlchemyError, OSError) as error:
        if not passes(error):
            raise
        raise StoreAway(_kind(error)) from error


def passes(error: BaseException) -> bool:
    """Whether the same may be asked again as it was, because it was the database that could not."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    return any(map(_passes, _with_causes(error)))


def _passes(error: BaseException) -> bool:
    match error:
        case sqlite3.Error():
            return (getattr(error, "sqlite_errorcode", 0) & 0xFF) in _SQLITE
        case asyncpg.PostgresError():
            return (error.sqlstate or "").startswith(_POSTGRES)
        case asyncpg.InterfaceError():
            # Of a wrong argument it speaks by the same class.
            return _CLOSED in str(error) or "released" in str(error)
        case _:
            # The driver's own confusion is over a line that breaks while it is being taken from the pool.
            return isinstance(error, OSError | PoolIsEmpty | asyncpg.InternalClientError)


def _with_causes(error: BaseException) -> Iterator[BaseException]:
    """The error, what the driver said, and what that came of."""
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        if (original := getattr(seen, "orig", None)) is not None:
            yield original
        seen = seen.__cause__


def _kind(error: BaseException) -> str:
    """Of the last cause, which is the driver's own; no words of it, they may be people's."""
    return type(list(_with_causes(error))[-1]).__name__
