"""Reads what happened in a week or a month out of the store and makes the digests of it."""

from asyncio import to_thread
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from bot.appeals.desk_time import desk_time
from bot.appeals.district import District
from bot.appeals.filing import Filing
from bot.appeals.record import Ended, Record
from bot.appeals.working_time import StateCalendar, WorkingTime
from bot.figures.digest import Digest, digest, periods_before
from bot.figures.district_digest import DistrictDigest, district_digest, settlement_ranks, silent
from bot.figures.period import Period
from bot.usecases.store import Store

# «Третий раз с марта» looks back so far: less than a year, so that no month has its name twice.
_ELEVEN_MONTHS = timedelta(days=330)


@dataclass(frozen=True, slots=True)
class _Read:
    """What a digest is made of: `records` of the period and the one before; `ended` and `still` open of all places."""

    records: list[Record]
    earlier: list[Record]
    filings: list[Filing]
    ended: Mapping[str, Ended]
    still: list[Record]
    thanks: list[str]


@dataclass(frozen=True, slots=True)
class Digesting:
    """`calendar` tells the days off of the state."""

    store: Store
    district: District
    calendar: StateCalendar

    async def of_settlement(self, code: str, period: Period, now: datetime) -> Digest:
        """Raises KeyError for a settlement that the district does not have."""
        settlement = self.district.settlement(code).code
        read = await self._read(settlement, period)
        return await to_thread(self._settlement, settlement, period, now, read)

    async def of_district(self, period: Period, now: datetime) -> DistrictDigest:
        read = await self._read(None, period)
        spoke = await self._spoke(silent(read.records, period.span(self.district.time_zone), now))
        return await to_thread(self._whole, period, now, read, spoke)

    def _settlement(self, code: str, period: Period, now: datetime, read: "_Read") -> Digest:
        zone, codes = self.district.time_zone, [one.code for one in self.district.settlements]
        rank = settlement_ranks(read.ended, read.still, codes, period.span(zone), now).get(code)
        return digest(
            read.records,
            period,
            zone,
            cache(self._clock),
            now,
            read.thanks,
            rank,
            earlier=read.earlier,
            filings=read.filings,
        )

    def _whole(self, period: Period, now: datetime, read: "_Read", spoke: Collection[str]) -> DistrictDigest:
        zone, codes = self.district.time_zone, [one.code for one in self.district.settlements]
        return district_digest(
            read.records,
            codes,
            period,
            zone,
            cache(self._clock),
            now,
            read.thanks,
            earlier=read.earlier,
            filings=read.filings,
            spoke=spoke,
        )

    async def _read(self, settlement: str | None, period: Period) -> "_Read":
        """Each part only as far back, and only as much of it, as its figures need."""
        zone = self.district.time_zone
        start, end = period.span(zone)
        before, first = period.before().span(zone)[0], periods_before(period)[-1].span(zone)[0]
        async with self.store.reading() as tx:
            return _Read(
                records=await tx.records.touched(before, end, settlement),
                earlier=await tx.records.timed(first, start, settlement),
                filings=await tx.records.addressed(end - _ELEVEN_MONTHS, end, settlement),
                ended=await tx.records.ended(start, end) if settlement else {},
                still=await tx.records.timed(end, end) if settlement else [],
                thanks=await tx.thanks.of(settlement, start, end),
            )

    async def _spoke(self, desks: Collection[str]) -> set[str]:
        async with self.store.reading() as tx:
            return {one for one in desks if await tx.records.spoke(one)}

    def _clock(self, desk: str) -> WorkingTime:
        return desk_time(self.district, desk, self.calendar)
