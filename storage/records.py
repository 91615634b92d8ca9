"""Appeals as figures and exports see them: found by an index, then read page by page, a few questions a page."""

from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Executable,
    Row,
    Select,
    bindparam,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
    union,
    union_all,
)

from bot.appeals.appeal import Place
from bot.appeals.district import Point
from bot.appeals.filing import Filing
from bot.appeals.pauses import asked_stretches
from bot.appeals.record import Ended, Record
from bot.appeals.status import Action, Status
from bot.appeals.told import Answer, Told
from storage.columns import BigId
from storage.followers import LEFT
from storage.link import Link
from storage.tables import appeal_photos, appeals, followers, history

Rows = list[Row[Any]]
Ids = list[BindParameter[int]]

# A page is asked for by as many ids as the smallest of these that holds them: few statements, compiled once.
SIZES = (16, 128, 512)
# No figure is made of these: they are not read by the ten thousand.
UNCOUNTED = {"resident", "question", "details", "accepted_by", "accepted_from", "accepted_at", "asked_at", "expires_at"}
# What officials say to the resident.
SAID = [literal(one.value) for one in (Action.ANSWER, Action.ASK, Action.SOLVE, Action.EXPLAIN, Action.DECLINE)]

_START, _END = (bindparam(name, type_=appeals.c.filed_at.type) for name in ("start", "end"))


def _anyhow() -> tuple[Select[Any], Select[Any], Select[Any]]:
    """Filed before the end, and: open still, answered since the beginning, or closed since then."""
    before = select(appeals.c.id).where(appeals.c.filed_at < _END)
    # What was closed only later and without an answer was open at the end.
    in_it = or_(appeals.c.closed_at < _END, appeals.c.answered_at.is_(None))
    return (
        before.where(appeals.c.answered_at.is_(None), appeals.c.closed_at.is_(None)),
        before.where(appeals.c.answered_at >= _START),
        before.where(appeals.c.closed_at >= _START, in_it),
    )


def _filed() -> tuple[Select[Any], ...]:
    """Whatever was filed then is open still, or was answered or closed since: no index by filing is needed."""
    still, answered, closed = _anyhow()
    return tuple(
        one.where(appeals.c.filed_at >= _START)
        for one in (still, answered, closed.where(appeals.c.answered_at.is_(None)))
    )


def _of_one(found: Sequence[Select[Any]]) -> Sequence[Select[Any]]:
    return [one.where(appeals.c.settlement == bindparam("settlement")) for one in found]


_FILED = union(*_filed())
# Without a settlement and with one.
_TOUCHED = union(*_anyhow()), union(*_of_one(_anyhow()))
_OPEN, _ANSWERED, _CLOSED = _anyhow()
# What was answered before and only closed then has no clock that ran.
_RAN = (_OPEN, _ANSWERED, _CLOSED.where(appeals.c.answered_at.is_(None)))
_TIMED = union(*_RAN), union(*_of_one(_RAN))
_DECLINED = appeals.c.status == literal(Status.DECLINED.value)
_ADDRESS = ("number", "topic", "settlement", "locality", "address", "filed_at", "merged")
# The index by address holds these alone: its condition must stand in the question itself.
_AT_ADDRESS = literal_column("appeals.address") != literal_column("''")
_AT_ADDRESSES = select(*(appeals.c[name] for name in _ADDRESS)).where(
    _AT_ADDRESS, appeals.c.filed_at >= _START, appeals.c.filed_at < _END
)
_ADDRESSED = _AT_ADDRESSES, *_of_one([_AT_ADDRESSES])


def _ended(moment: ColumnElement[datetime], *which: ColumnElement[bool]) -> Select[Any]:
    """How many officials ended at that moment, and how many of these in time, by settlement."""
    in_time = func.count(case((moment <= appeals.c.solve_due_at, 1))).label("in_time")
    counted = select(appeals.c.settlement, func.count().label("all"), in_time).group_by(appeals.c.settlement)
    return counted.where(moment >= _START, moment < _END, *which)


# What is open again, or goes on under another number, has neither.
_ENDED = union_all(
    _ended(appeals.c.answered_at, appeals.c.result != ""),
    # A refusal has no answer of its own.
    _ended(appeals.c.closed_at, appeals.c.answered_at.is_(None), or_(appeals.c.result != "", _DECLINED)),
)
_OF_DESK = select(appeals.c.id).where(appeals.c.desk == bindparam("desk"))
_SPOKE = _OF_DESK.where(appeals.c.first_answer_at.is_not(None)).limit(1)


class SqlRecords:
    """`bot.usecases.records.Records` in one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def filed(self, start: datetime, end: datetime) -> list[Record]:
        return await self._records(_FILED, start=start, end=end)

    async def open_before(self, moment: datetime) -> list[Record]:
        return [one for one in await self._records(_OPEN, end=moment) if one.is_open]

    async def touched(self, start: datetime, end: datetime, settlement: str | None = None) -> list[Record]:
        return await self._records(_TOUCHED[settlement is not None], **_when(start, end, settlement))

    async def timed(self, start: datetime, end: datetime, settlement: str | None = None) -> list[Record]:
        found = (await self._link.execute(_TIMED[settlement is not None], _when(start, end, settlement))).scalars()
        return [one for ids in _by_page(found) for one in await self._timed(ids)]

    async def ended(self, start: datetime, end: datetime) -> dict[str, Ended]:
        rows = await self._link.execute(_ENDED, {"start": start, "end": end})
        found: dict[str, Ended] = {}
        for row in rows:
            before = found.get(row.settlement, Ended())
            found[row.settlement] = Ended(before.all + row.all, before.in_time + row.in_time)
        return found

    async def addressed(self, start: datetime, end: datetime, settlement: str | None = None) -> list[Filing]:
        rows = await self._link.execute(_ADDRESSED[settlement is not None], _when(start, end, settlement))
        return [_filing(row) for row in rows]

    async def spoke(self, desk: str) -> bool:
        return (await self._link.execute(_SPOKE, {"desk": desk})).first() is not None

    async def told(self, start: datetime, end: datetime) -> AsyncIterator[list[Told]]:
        async for page in self._pages(_FILED, start=start, end=end):
            ids = [row.id for row, _ in page]
            said, photos = await self._by_appeal(_said, ids), await self._by_appeal(_photos, ids)
            yield [_told(row, record, said[row.id], photos[row.id]) for row, record in page]

    async def _timed(self, ids: Sequence[int]) -> list[Record]:
        """Only of those whose deadline was moved or stood the history is read."""
        moved = sorted({row.appeal for row in await self._asked(_moved, ids)})
        steps = await self._by_appeal(_steps, moved) if moved else {}
        return [_record(row, steps.get(row.id, []), []) for row in await self._asked(_wordless, ids)]

    async def _records(self, which: Executable, **when: object) -> list[Record]:
        return [record async for page in self._pages(which, **when) for _, record in page]

    async def _pages(self, which: Executable, **when: object) -> AsyncIterator[list[tuple[Row[Any], Record]]]:
        for ids in _by_page((await self._link.execute(which, when)).scalars()):
            steps, joined = await self._by_appeal(_steps, ids), await self._by_appeal(_joined, ids)
            rows = await self._asked(_rows, ids)
            yield [(row, _record(row, steps[row.id], joined[row.id])) for row in rows]

    async def _asked(self, question: Callable[[int], Executable], ids: Sequence[int]) -> Rows:
        size = next(one for one in SIZES if one >= len(ids))
        # The last one fills the places that are left.
        given = [*ids, *[ids[-1]] * (size - len(ids))]
        return (await self._link.execute(question(size), {f"id_{at}": one for at, one in enumerate(given)})).all()

    async def _by_appeal(self, question: Callable[[int], Executable], ids: Sequence[int]) -> defaultdict[int, Rows]:
        found: defaultdict[int, Rows] = defaultdict(list)
        for row in await self._asked(question, ids):
            found[row.appeal].append(row)
        return found


def _when(start: datetime, end: datetime, settlement: str | None) -> dict[str, object]:
    return {"start": start, "end": end} | ({} if settlement is None else {"settlement": settlement})


def _by_page(found: Sequence[int]) -> Iterator[list[int]]:
    # Ordered here: a database that is to order them may prefer to walk through all there are.
    ids = sorted(found)
    yield from (ids[first : first + SIZES[-1]] for first in range(0, len(ids), SIZES[-1]))


def _ids(size: int) -> Ids:
    return [bindparam(f"id_{at}", type_=BigId) for at in range(size)]


@cache
def _rows(size: int) -> Executable:
    return select(appeals).where(appeals.c.id.in_(_ids(size))).order_by(appeals.c.id)


@cache
def _steps(size: int) -> Executable:
    asked = select(history.c.appeal, history.c.at, history.c.action).where(history.c.appeal.in_(_ids(size)))
    return asked.order_by(history.c.id)


@cache
def _wordless(size: int) -> Executable:
    counted = (one for one in appeals.c if one.name not in UNCOUNTED)
    columns = [literal("").label("text") if one.name == "text" else one for one in counted]
    return select(*columns).where(appeals.c.id.in_(_ids(size)))


@cache
def _moved(size: int) -> Executable:
    asked = select(history.c.appeal).where(history.c.appeal.in_(_ids(size)))
    return asked.where(history.c.action.in_([literal(one.value) for one in (Action.ASK, Action.EXTEND)]))


@cache
def _said(size: int) -> Executable:
    asked = select(history.c.appeal, history.c.at, history.c.text).where(history.c.appeal.in_(_ids(size)))
    return asked.where(history.c.action.in_(SAID), history.c.text != "").order_by(history.c.id)


@cache
def _joined(size: int) -> Executable:
    asked = select(followers.c.appeal, followers.c.rating).where(followers.c.appeal.in_(_ids(size)))
    return asked.where(followers.c.rating != LEFT).order_by(followers.c.at, followers.c.resident)


@cache
def _photos(size: int) -> Executable:
    asked = select(appeal_photos.c.appeal, appeal_photos.c.side, func.count().label("how_many"))
    return asked.where(appeal_photos.c.appeal.in_(_ids(size))).group_by(appeal_photos.c.appeal, appeal_photos.c.side)


def _filing(row: Row[Any]) -> Filing:
    return Filing(row.number, row.topic, Place(row.settlement, row.locality, row.address), row.filed_at, row.merged)


def _record(row: Row[Any], steps: Rows, joined: Rows) -> Record:
    point = Point(row.lat, row.lon) if row.lat is not None and row.lon is not None else None
    done = Counter(one.action for one in steps)
    return Record(
        number=row.number,
        kind=row.kind,
        topic=row.topic,
        place=Place(row.settlement, row.locality, row.address, point),
        desk=row.desk,
        status=Status(row.status),
        text=row.text,
        filed_at=row.filed_at,
        due_at=row.due_at,
        answer_due_at=row.answer_due_at,
        solve_due_at=row.solve_due_at,
        first_answer_at=row.first_answer_at,
        answered_at=row.answered_at,
        closed_at=row.closed_at,
        asked=asked_stretches((one.at, one.action) for one in steps),
        extended=done[Action.EXTEND],
        transferred=done[Action.TRANSFER],
        reopened=row.reopened,
        followers=len(joined),
        ratings=tuple(one.rating for one in joined if one.rating),
        result=row.result,
        rating=row.rating,
        closing=row.closing,
        urgent=row.urgent,
        platform=row.chat.partition(":")[0],
        merged=row.merged,
    )


def _told(row: Row[Any], record: Record, said: Rows, photos: Rows) -> Told:
    sides = {one.side: one.how_many for one in photos}
    return Told(
        record=record,
        answers=tuple(Answer(one.at, one.text) for one in said),
        accepted_by=row.accepted_by,
        accepted_at=row.accepted_at,
        photos_before=sides.get("before", 0),
        photos_after=sides.get("after", 0),
    )
