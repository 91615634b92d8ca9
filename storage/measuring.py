"""Counts what waits and what is late, reading only what waits: its cost does not grow with what was ever filed."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, bindparam, column, func, literal_column, or_, select, table

from bot.appeals.status import Status
from bot.usecases.measuring import Gauges, Queue
from storage.columns import State
from storage.link import Link
from storage.tables import appeals, letters, updates

# As many of the newest that failed are looked at for what happened lately.
NEWEST = 500
# Alembic's own table.
_VERSION = select(column("version_num", String)).select_from(table("alembic_version"))
_ASIDE: ColumnElement[Any] = literal_column(str(State.SET_ASIDE))
_INBOX = select(func.count(), func.min(updates.c.received_at).label("oldest")).where(updates.c.state == State.WAITING)
_OUTBOX = (
    select(letters.c.platform, func.count().label("waiting"), func.min(letters.c.created_at).label("oldest"))
    .where(letters.c.state == State.WAITING)
    .group_by(letters.c.platform)
)
_PARKED = select(func.count()).where(updates.c.state == _ASIDE)
_FAILED = select(func.count()).where(letters.c.state == _ASIDE)
_NEWEST_PARKED = (
    select(updates.c.received_at.label("at"))
    .where(updates.c.state == _ASIDE)
    .order_by(updates.c.id.desc())
    .limit(NEWEST)
    .subquery()
)
_PARKED_LATELY = select(func.count()).where(_NEWEST_PARKED.c.at >= bindparam("lately"))
# An edit that came too late is said anew, and a toast is nothing by now: neither is missed.
_NEWEST_FAILED = (
    select(letters.c.created_at.label("at"), letters.c.kind)
    .where(letters.c.state == _ASIDE)
    .order_by(letters.c.id.desc())
    .limit(NEWEST)
    .subquery()
)
_FAILED_LATELY = select(func.count()).where(
    _NEWEST_FAILED.c.at >= bindparam("lately"), _NEWEST_FAILED.c.kind == "message"
)
_UNANSWERED = appeals.c.answered_at.is_(None) & appeals.c.closed_at.is_(None)
_OFFICIALS_TURN = or_(appeals.c.status == Status.NEW.value, appeals.c.status == Status.IN_WORK.value)
_IS_LATE = appeals.c.due_at <= bindparam("now")
_DEADLINES = select(func.count().filter(_IS_LATE).label("overdue"), func.count().label("unanswered")).where(
    _UNANSWERED, _OFFICIALS_TURN, appeals.c.merged == ""
)


class SqlMeasuring:
    """`bot.usecases.measuring.Measuring` in one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def version(self) -> str:
        return str((await self._link.execute(_VERSION)).scalar_one_or_none() or "")

    async def gauges(self, now: datetime, lately: datetime) -> Gauges:
        inbox = (await self._link.execute(_INBOX)).one()
        outbox = (await self._link.execute(_OUTBOX)).all()
        deadlines = (await self._link.execute(_DEADLINES, {"now": now})).one()
        return Gauges(
            inbox=Queue(inbox[0], inbox.oldest),
            outbox={row.platform: Queue(row.waiting, row.oldest) for row in outbox},
            parked=(await self._link.execute(_PARKED)).scalar_one(),
            parked_lately=(await self._link.execute(_PARKED_LATELY, {"lately": lately})).scalar_one(),
            aside=(await self._link.execute(_FAILED)).scalar_one(),
            aside_lately=(await self._link.execute(_FAILED_LATELY, {"lately": lately})).scalar_one(),
            due=deadlines.unanswered - deadlines.overdue,
            overdue=deadlines.overdue,
        )
