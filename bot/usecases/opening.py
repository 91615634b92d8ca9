"""What anybody may know: figures, solved cases and single requests, with nothing in them that points at a person."""

import re
from asyncio import to_thread
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.appeals.desk_time import desk_clock
from bot.appeals.status import OPEN, Status
from bot.figures.public import PublicFigures, public_figures
from bot.figures.public_place import PublicPlace, personal, public_place, without_houses
from bot.usecases.public import Listed
from bot.usecases.service import Service

_AN_HOUR = timedelta(hours=1)
# Single questions and cases have an author whom the neighbours may guess.
_OF_A_PLACE = ("complaint", "suggestion")
STATUSES = {
    "open": frozenset(one.value for one in OPEN),
    "closed": frozenset(one.value for one in (Status.ANSWERED, Status.CLOSED, Status.DECLINED)),
}


@dataclass(frozen=True, slots=True)
class SolvedCase:
    """`picture` is the name of a released one; `words` the released words of the desk; either may be empty."""

    number: str
    topic: str
    place: PublicPlace
    filed_on: date
    solved_on: date
    took: timedelta
    picture: str
    words: str


@dataclass(frozen=True, slots=True)
class PublicRequest:
    """Moments are whole hours; `note` says how it stands: new, in_work, asked, solved, explained, declined, …"""

    number: str
    status: str
    note: str
    merged: str
    topic: str
    place: PublicPlace
    desk: str
    requested_at: datetime
    updated_at: datetime
    expected_at: datetime | None
    picture: str
    words: str


@dataclass(frozen=True, slots=True)
class Opening:
    """Reads for everybody; each answer is worth keeping for some minutes."""

    service: Service

    async def figures(self, days: int, now: datetime) -> PublicFigures:
        async with self.service.store.reading() as tx:
            records = await tx.records.touched(now - timedelta(days=days), now)
        clock = desk_clock(self.service.district, self.service.calendar)
        return await to_thread(public_figures, records, days, clock, now)

    async def solved(self, days: int, now: datetime, limit: int) -> list[SolvedCase]:
        """The newest first, without troubles that are a person's own."""
        async with self.service.store.reading() as tx:
            listed = await tx.public.solved(now - timedelta(days=days), limit)
        shown = [one for one in listed if one.kind in _OF_A_PLACE and not personal(one.topic)]
        return await to_thread(lambda: [self._case(one) for one in shown])

    async def filed(
        self, topics: Collection[str], start: datetime, end: datetime, statuses: Iterable[str], limit: int, skip: int
    ) -> list[PublicRequest]:
        """Those whose whole hour lies between the two, both included."""
        first, last = _hour(start) if start == _hour(start) else _hour(start) + _AN_HOUR, _hour(end) + _AN_HOUR
        wanted = frozenset[str]().union(*(STATUSES[one] for one in statuses))
        async with self.service.store.reading() as tx:
            listed = await tx.public.filed(topics, first, last, wanted, limit, skip)
        return await self._requests(listed)

    async def numbered(self, numbers: Sequence[str]) -> list[PublicRequest]:
        async with self.service.store.reading() as tx:
            listed = await tx.public.numbered(numbers)
        return await self._requests(listed)

    async def _requests(self, listed: Sequence[Listed]) -> list[PublicRequest]:
        # The desk's words are read for houses: hundreds of them would hold up whoever writes meanwhile.
        return await to_thread(lambda: [self._request(one) for one in listed])

    def _case(self, one: Listed) -> SolvedCase:
        zone, solved_at = self.service.district.time_zone, one.answered_at or one.filed_at
        return SolvedCase(
            one.number,
            one.topic,
            self._place(one),
            one.filed_at.astimezone(zone).date(),
            solved_at.astimezone(zone).date(),
            solved_at - one.filed_at,
            one.picture,
            self._words(one.words),
        )

    def _request(self, one: Listed) -> PublicRequest:
        status = "open" if one.status in OPEN else "closed"
        ended_at = one.answered_at or one.closed_at or one.touched_at
        return PublicRequest(
            one.number,
            status,
            _note(one),
            one.merged,
            one.topic,
            self._place(one),
            one.desk,
            requested_at=_hour(one.filed_at),
            updated_at=_hour(one.touched_at if status == "open" else ended_at),
            expected_at=_hour(one.solve_due_at) if status == "open" else None,
            picture=one.picture if status == "closed" else "",
            words=self._words(one.words) if status == "closed" else "",
        )

    def _place(self, one: Listed) -> PublicPlace:
        topic = one.topic if one.kind in _OF_A_PLACE else "other"
        return public_place(self.service.district, one.place, topic)

    def _words(self, words: str) -> str:
        """The desk's own words, and all the same without telephones and houses."""
        if not words:
            return ""
        reading = self.service.triage(words)
        shown = without_houses(reading.shown)
        return re.sub(rf"\b{re.escape(reading.house)}\b", "…", shown) if reading.house else shown


def _note(one: Listed) -> str:
    match one.status:
        case Status.NEW | Status.ASKED:
            return one.status.value
        case Status.IN_WORK:
            return "in_work"
        case Status.DECLINED:
            return "declined"
    return "merged" if one.merged else one.result or "closed"


def _hour(moment: datetime) -> datetime:
    """A moment to the minute would tell who pressed a button then."""
    return moment.replace(minute=0, second=0, microsecond=0)
