"""Fills a migrated, empty database with millions of handled appeals by statements of the database's own, in bulk.

Each appeal is closed and has its card and its notice among the letters, what the card was sent as, two lines of history
and the message that it came by; each resident of a tenth as many a chat and a talk. Of handled updates there are as
many as a week of them: the inbox forgets the rest. Beyond two million appeals only they themselves and their residents
grow on. Two thousand appeals are open.
"""

from collections.abc import Callable
from contextlib import suppress
from time import perf_counter

from sqlalchemy import Connection, Index, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.metadata import metadata

OPEN = 2000
MOST_UPDATES = 200_000
# Beyond so many only the appeals themselves grow on.
MOST_BESIDE = 2_000_000
# A hundred residents write for each number of this many.
RESIDENT_EVERY = 10
_SERIES = {
    "postgresql": "SELECT n FROM generate_series(1, {count}) AS n",
    "sqlite": "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {count}) SELECT n FROM s",
}
_MOMENT = {
    "postgresql": "timestamptz '2021-01-01 00:00:00+00' + n * interval '15 seconds'",
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f000', '2021-01-01', (n * 15) || ' seconds')",
}
# Table, how many rows, its columns and what stands in them; {m} is a moment, {open} whether the appeal is open.
_ROWS: tuple[tuple[str, str, str, str], ...] = (
    ("residents", "people", "id, name, since, consent, consent_at", "n, 'Житель', {m}, '1', {m}"),
    ("resident_chats", "people", "chat, resident", "'telegram:7' || (1000000000 + n), n"),
    ("talks", "people", "chat, is_group, state", "'telegram:7' || (1000000000 + n), false, '{{}}'"),
    (
        "appeals",
        "count",
        "id, number, resident, chat, topic, settlement, locality, text, desk, status, filed_at, due_at, answer_due_at,"
        " solve_due_at, first_answer_at, answered_at, closed_at, result, rating, closing",
        "n, '21-' || n, 1 + n % {people}, 'telegram:7' || (1000000000 + 1 + n % {people}), 'roads.pothole',"
        " 'tretyakovo', 'Бабино', 'У дома яма на дороге', 'roads', CASE WHEN {open} THEN 'new' ELSE 'closed' END,"
        " {m}, {m}, {m}, {m}, CASE WHEN {open} THEN NULL ELSE {m} END, CASE WHEN {open} THEN NULL ELSE {m} END,"
        " CASE WHEN {open} THEN NULL ELSE {m} END, 'solved', 'good', 'satisfied'",
    ),
    (
        "letters",
        "beside",
        "chat, platform, kind, content, key, post, number, state, created_at, not_before, sent_at, messages",
        "'telegram:-' || (2000 + n % 8), 'telegram', 'message', '{{\"keyboard\":[]}}', '', 'card', '21-' || n, 1,"
        " {m}, {m}, {m}, '' || n",
    ),
    (
        "letters",
        "beside",
        "chat, platform, kind, content, key, post, number, state, created_at, not_before, sent_at, messages",
        "'telegram:7' || (1000000000 + 1 + n % {people}), 'telegram', 'message', '{{\"keyboard\":[]}}', 'turn:' || n,"
        " 'notice', '21-' || n, 1, {m}, {m}, {m}, '' || n",
    ),
    ("followers", "people", "appeal, resident, chat, at", "n, n, 'telegram:7' || (1000000000 + n), {m}"),
    ("appeal_photos", "people", "appeal, side, file, fingerprint, at", "n, 'before', 'photo' || n, '', {m}"),
    ("posts", "beside", "chat, message, letter", "'telegram:-' || (2000 + n % 8), '' || n, n"),
    ("history", "beside", "appeal, at, actor, actor_name, action", "n, {m}, '', '', 'file'"),
    ("history", "beside", "appeal, at, actor, actor_name, action, text", "n, {m}, '', '', 'solve', 'Засыпали'"),
    (
        "appeal_messages",
        "beside",
        "chat, message, appeal",
        "'telegram:7' || (1000000000 + 1 + n % {people}), '' || n, n",
    ),
    (
        "updates",
        "updates",
        "key, chat, is_group, received_at, state, not_before",
        "'telegram:update:' || n, 'telegram:7' || (1000000000 + n), false, {m}, 1, {m}",
    ),
)


async def fill_up(url: str, count: int, told: Callable[[str], None]) -> None:
    """Indexes are made when the rows are there; it ends with statistics, as a long-lived database has them."""
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.run_sync(_fill, count, told)
    await engine.dispose()


def _fill(connection: Connection, count: int, told: Callable[[str], None]) -> None:
    dialect = connection.dialect.name
    people = max(count // RESIDENT_EVERY, 1)
    sizes = {"count": count, "people": people, "updates": min(count, MOST_UPDATES)}
    sizes["beside"] = min(count, MOST_BESIDE)
    began = perf_counter()
    # Whether it may speed up depends on who we are; it is only slower without.
    for quicker in _quicker(dialect):
        with suppress(DBAPIError):
            connection.execute(text(quicker))
    indexes = [index for table in metadata.sorted_tables for index in sorted(table.indexes, key=_name)]
    for index in indexes:
        index.drop(connection, checkfirst=True)
    for table, size, columns, values in _ROWS:
        words = {"m": _MOMENT[dialect], "people": people, "open": f"(n > {count - OPEN})"}
        series = _SERIES[dialect].format(count=sizes[size])
        rows = f"SELECT {values.format(**words)} FROM ({series}) AS numbers"  # noqa: S608 - all of it is ours
        connection.execute(text(f"INSERT INTO {table} ({columns}) {rows}".replace(":", r"\:")))
        told(f"{table}: {sizes[size]} rows, {perf_counter() - began:.0f} s since the beginning")
    for index in indexes:
        index.create(connection)
    if dialect == "postgresql":
        for table, last in (("residents", people), ("appeals", count)):
            given = {"name": table, "last": last}
            connection.execute(text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)"), given)
    connection.execute(text("VACUUM ANALYZE" if dialect == "postgresql" else "ANALYZE"))
    told(f"indexes and statistics, {perf_counter() - began:.0f} s since the beginning")


def _quicker(dialect: str) -> tuple[str, ...]:
    if dialect == "sqlite":
        return ("PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF", "PRAGMA cache_size=-400000")
    return (
        "SET session_replication_role = replica",
        "SET synchronous_commit = off",
        "SET maintenance_work_mem = '1GB'",
        "ALTER SYSTEM SET max_wal_size = '8GB'",
        "SELECT pg_reload_conf()",
    )


def _name(index: Index) -> str:
    return str(index.name)


async def size_of(engine: AsyncEngine) -> float:
    """Gigabytes."""
    async with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            asked = "SELECT pg_database_size(current_database())"
        else:
            asked = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        return float((await connection.execute(text(asked))).scalar_one()) / 2**30
