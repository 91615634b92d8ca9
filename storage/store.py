"""One transaction: rolled back unless its block ends well, every room of it on the same link."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cached_property

from sqlalchemy.ext.asyncio import AsyncEngine

from storage.alerts import SqlAlerts
from storage.appeals import SqlAppeals
from storage.away import away_told
from storage.bindings import SqlBindings
from storage.corrections import SqlCorrections
from storage.database import reading_link, writing_link
from storage.digests import SqlDigests
from storage.followers import SqlFollowers
from storage.forgetting import SqlForgetting
from storage.inbox import SqlInbox
from storage.jobs import SqlJobs
from storage.link import Link, plans_of
from storage.measuring import SqlMeasuring
from storage.nearby import SqlNearby
from storage.office import SqlOffice
from storage.office_sessions import SqlSessions
from storage.open_figures import SqlOpenFigures
from storage.outbox import SqlOutbox
from storage.reception import SqlMoves
from storage.records import SqlRecords
from storage.reminders import SqlReminders
from storage.residents import SqlResidents
from storage.talks import SqlTalks
from storage.thanks import SqlThanks


class SqlTransaction:
    """`bot.usecases.store.Transaction` in one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    @cached_property
    def inbox(self) -> SqlInbox:
        return SqlInbox(self._link)

    @cached_property
    def talks(self) -> SqlTalks:
        return SqlTalks(self._link)

    @cached_property
    def residents(self) -> SqlResidents:
        return SqlResidents(self._link)

    @cached_property
    def appeals(self) -> SqlAppeals:
        return SqlAppeals(self._link)

    @cached_property
    def followers(self) -> SqlFollowers:
        return SqlFollowers(self._link)

    @cached_property
    def nearby(self) -> SqlNearby:
        return SqlNearby(self._link)

    @cached_property
    def thanks(self) -> SqlThanks:
        return SqlThanks(self._link)

    @cached_property
    def outbox(self) -> SqlOutbox:
        return SqlOutbox(self._link)

    @cached_property
    def bindings(self) -> SqlBindings:
        return SqlBindings(self._link)

    @cached_property
    def corrections(self) -> SqlCorrections:
        return SqlCorrections(self._link)

    @cached_property
    def digests(self) -> SqlDigests:
        return SqlDigests(self._link)

    @cached_property
    def reminders(self) -> SqlReminders:
        return SqlReminders(self._link)

    @cached_property
    def jobs(self) -> SqlJobs:
        return SqlJobs(self._link)

    @cached_property
    def moves(self) -> SqlMoves:
        return SqlMoves(self._link)

    @cached_property
    def sessions(self) -> SqlSessions:
        return SqlSessions(self._link)

    @cached_property
    def office(self) -> SqlOffice:
        return SqlOffice(self._link)

    @cached_property
    def records(self) -> SqlRecords:
        return SqlRecords(self._link)

    @cached_property
    def alerts(self) -> SqlAlerts:
        return SqlAlerts(self._link)

    @cached_property
    def measuring(self) -> SqlMeasuring:
        return SqlMeasuring(self._link)

    @cached_property
    def forgetting(self) -> SqlForgetting:
        return SqlForgetting(self._link)

    @cached_property
    def public(self) -> SqlOpenFigures:
        return SqlOpenFigures(self._link)


class SqlStore:
    """`bot.usecases.store.Store` on an engine."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine, self._plans = engine, plans_of(engine.dialect)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[SqlTransaction]:
        with away_told():
            async with writing_link(self._engine, self._plans) as link:
                yield SqlTransaction(link)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[SqlTransaction]:
        with away_told():
            async with reading_link(self._engine, self._plans) as link:
                yield SqlTransaction(link)
