"""How the jobs of the timetable go: one row a job, with its last success, its last failure and how many in a row."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Integer, String, Table, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.usecases.minding_jobs import JobRecord
from storage.columns import UtcTime, metadata
from storage.link import Link
from storage.statements import Insert, insert_or_replace

jobs = Table(
    "jobs",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("succeeded_at", UtcTime, nullable=True),
    Column("failed_at", UtcTime, nullable=True),
    # The kind of the error alone: its words may be people's or a secret.
    Column("error", String(100), nullable=False, server_default=""),
    Column("failures", Integer, nullable=False, server_default="0"),
)

_WELL = insert_or_replace(jobs, "name", "succeeded_at", "failures", unique=("name",))
_ALL = select(jobs).order_by(jobs.c.name)


def _badly() -> Insert:
    """Counted by the database: two processes may fail in turn."""
    made: Insert = {}
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql)):
        values: dict[str, Any] = {column: bindparam(column) for column in ("name", "failed_at", "error", "failures")}
        new = dialect.insert(jobs).values(values)
        changed = {
            "failed_at": new.excluded.failed_at,
            "error": new.excluded.error,
            "failures": jobs.c.failures + new.excluded.failures,
        }
        made[name] = new.on_conflict_do_update(index_elements=("name",), set_=changed)
    return made


_BADLY = _badly()


class SqlJobs:
    """`bot.usecases.minding_jobs.Jobs` in one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def went_well(self, name: str, now: datetime) -> None:
        row = {"name": name, "succeeded_at": now, "failures": 0}
        await self._link.execute(_WELL[self._link.dialect.name], row)

    async def went_badly(self, name: str, now: datetime, error: str) -> None:
        row = {"name": name, "failed_at": now, "error": error[:100], "failures": 1}
        await self._link.execute(_BADLY[self._link.dialect.name], row)

    async def all(self) -> list[JobRecord]:
        rows = (await self._link.execute(_ALL)).all()
        return [JobRecord(row.name, row.succeeded_at, row.failed_at, row.error, row.failures) for row in rows]
