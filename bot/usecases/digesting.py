"""Reads what happened in a week or a month out of the store and makes the digests of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.appeals.district import District
from bot.appeals.record import Record
from bot.appeals.working_time import StateCalendar, WorkingTime
from bot.figures.digest import NORM_SPANS, Digest, digest, ranks
from bot.figures.district_digest import DistrictDigest, district_digest, settlement_figures
from bot.figures.period import Period
from bot.usecases.store import Store

# «Третий раз с марта» looks back so far.
_A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Digesting:
    """`calendar` tells the days off of the state."""

    store: Store
    district: District
    calendar: StateCalendar

    async def of_settlement(self, code: str, period: Period, now: datetime) -> Digest:
        """Raises KeyError for a settlement that the district does not have."""
        settlement, zone = self.district.settlement(code).code, self.district.time_zone
        records, thanks = await self._read(settlement, period)
        codes = [one.code for one in self.district.settlements]
        figures = settlement_figures(records, codes, period.span(zone), self._clock, now)
        own = [one for one in records if one.place.settlement == settlement]
        return digest(own, period, zone, self._clock, now, thanks, ranks(figures).get(settlement))

    async def of_district(self, period: Period, now: datetime) -> DistrictDigest:
        records, thanks = await self._read(None, period)
        codes = [one.code for one in self.district.settlements]
        return district_digest(records, codes, period, self.district.time_zone, self._clock, now, thanks)

    async def _read(self, settlement: str | None, period: Period) -> tuple[list[Record], list[str]]:
        """The whole district's records: the rank compares settlements."""
        start, end = period.span(self.district.time_zone)
        earliest = period
        for _ in range(NORM_SPANS):
            earliest = earliest.before()
        since = min(earliest.span(self.district.time_zone)[0], end - _A_YEAR)
        async with self.store.reading() as tx:
            return await tx.records.touched(since, end), await tx.thanks.of(settlement, start, end)

    def _clock(self, desk: str) -> WorkingTime:
        return WorkingTime(self.district.hours, self.district.time_zone, self.calendar)
