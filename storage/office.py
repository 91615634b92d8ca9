"""What the coordinator's desk asks: lists by the filing, read along an index page by page, and letters that failed."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Executable,
    Index,
    Row,
    Select,
    bindparam,
    false,
    literal_column,
    or_,
    select,
    update,
)

from bot.appeals.appeal import Appeal
from bot.appeals.status import Status
from bot.usecases.office import Edge, Failed, Told, Wanted
from bot.usecases.visiting import Rights
from storage.appeals import APPEAL, appeal_of
from storage.columns import BigId, State, UtcTime, only
from storage.link import Link
from storage.tables import appeals, letters

# True of every appeal, and said only here: so no other question is drawn away from its own index.
_NUMBERED = "number != ''"
for _name, _columns in {
    "filed": (),
    "settlement": (appeals.c.settlement,),
    "desk": (appeals.c.desk,),
}.items():
    Index(f"ix_appeals_office_{_name}", *_columns, appeals.c.filed_at, **only(_NUMBERED))
Index("ix_appeals_office_unclosed", appeals.c.filed_at, **only(f"closed_at IS NULL AND {_NUMBERED}"))
Index("ix_appeals_office_urgent", appeals.c.filed_at, **only("urgent != ''"))
Index("ix_letters_aside", letters.c.id, **only("state = 2"))

_ANY = literal_column("appeals.number") != literal_column("''")
_URGENT = literal_column("appeals.urgent") != literal_column("''")
_ASIDE = literal_column("letters.state") == literal_column(str(State.SET_ASIDE))
_UNANSWERED = appeals.c.answered_at.is_(None) & appeals.c.closed_at.is_(None)
_OFFICIALS_TURN = or_(appeals.c.status == Status.NEW.value, appeals.c.status == Status.IN_WORK.value)
_TOLD = select(
    appeals.c.id, appeals.c.filed_at, appeals.c.settlement, appeals.c.locality, appeals.c.address, appeals.c.text
)
_PUT_BACK = (
    update(letters)
    .where(letters.c.id == bindparam("letter"), letters.c.state == State.SET_ASIDE, letters.c.kind == "message")
    .values(state=State.WAITING, attempts=0, not_before=bindparam("now"), error="")
)

# What of `Wanted` is asked for, and how many settlements and desks the rights name: few shapes, compiled once.
Shape = tuple[frozenset[str], int, int]


class SqlOffice:
    """`bot.usecases.office.Office` in one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def listed(
        self, rights: Rights, wanted: Wanted, now: datetime, limit: int, before: Edge | None = None
    ) -> list[Appeal]:
        rows = await self._asked(APPEAL, rights, wanted, now, limit, before)
        return [appeal_of(row) for row in rows]

    async def told(
        self, rights: Rights, wanted: Wanted, now: datetime, limit: int, before: Edge | None = None
    ) -> list[Told]:
        return [_told(row) for row in await self._asked(_TOLD, rights, wanted, now, limit, before)]

    async def _asked(
        self, what: Select[Any], rights: Rights, wanted: Wanted, now: datetime, limit: int, before: Edge | None
    ) -> list[Row[Any]]:
        shape = _shape(rights, wanted, before)
        values = _values(rights, wanted, before) | {"now": now, "most": limit}
        return (await self._link.execute(_list(what is _TOLD, shape), values)).all()

    async def by_ids(self, ids: Sequence[int]) -> list[Appeal]:
        if not ids:
            return []
        asked = APPEAL.where(appeals.c.id.in_(ids)).order_by(appeals.c.filed_at.desc(), appeals.c.id.desc())
        return [appeal_of(row) for row in (await self._link.execute(asked)).all()]

    async def numbered(self, rights: Rights, numbers: Sequence[str]) -> list[Appeal]:
        asked = APPEAL.where(appeals.c.number.in_(numbers)).order_by(appeals.c.id.desc())
        found = [appeal_of(row) for row in (await self._link.execute(asked)).all()]
        return [one for one in found if rights.sees(one)]

    async def failed(self, rights: Rights, limit: int, before: int | None = None) -> list[Failed]:
        shape: Shape = (frozenset({"before"} if before else ()), *_owned(rights))
        values = _owns(rights) | {"most": limit, "id": before}
        return [_failed(row) for row in (await self._link.execute(_letters(shape), values)).all()]

    async def put_back(self, letter: int, now: datetime) -> bool:
        return (await self._link.execute(_PUT_BACK, {"letter": letter, "now": now})).rowcount > 0


def _shape(rights: Rights, wanted: Wanted, before: Edge | None) -> Shape:
    asked = {
        name for name in ("settlement", "desk", "topic", "overdue", "urgent", "first", "end") if getattr(wanted, name)
    }
    return (frozenset({wanted.standing, *asked, *({"before"} if before else ())}), *_owned(rights))


def _owned(rights: Rights) -> tuple[int, int]:
    """How many settlements and desks; nothing is asked of whoever sees everything."""
    return (-1, -1) if rights.everything else (len(rights.settlements), len(rights.desks))


def _owns(rights: Rights) -> dict[str, object]:
    settlements: dict[str, object] = {f"settlement_{at}": one for at, one in enumerate(sorted(rights.settlements))}
    return settlements | {f"desk_{at}": one for at, one in enumerate(sorted(rights.desks))}


def _values(rights: Rights, wanted: Wanted, before: Edge | None) -> dict[str, object]:
    values: dict[str, object] = {
        "settlement": wanted.settlement,
        "desk": wanted.desk,
        "topic": wanted.topic,
        "first": wanted.first,
        "end": wanted.end,
        "at": before.filed_at if before else None,
        "id": before.id if before else None,
    }
    return values | _owns(rights)


@lru_cache(maxsize=256)
def _list(as_told: bool, shape: Shape) -> Executable:
    asked, settlements, desks = shape
    question = (_TOLD if as_told else APPEAL).where(_ANY, appeals.c.merged == "")
    for one in (*_standing(asked), *_narrowed(asked)):
        question = question.where(one)
    if settlements >= 0:
        question = question.where(_visible(settlements, desks))
    if "before" in asked:
        at, last = bindparam("at", type_=UtcTime), bindparam("id", type_=BigId)
        question = question.where(appeals.c.filed_at <= at, or_(appeals.c.filed_at < at, appeals.c.id < last))
    return question.order_by(appeals.c.filed_at.desc(), appeals.c.id.desc()).limit(bindparam("most"))


def _standing(asked: frozenset[str]) -> list[ColumnElement[bool]]:
    if "open" in asked:
        return [_UNANSWERED]
    if "closed" in asked:
        return [appeals.c.closed_at.is_not(None)]
    named = asked & {"new", "in_work", "asked", "answered"}
    return [appeals.c.closed_at.is_(None), *(appeals.c.status == one for one in named)] if named else []


def _narrowed(asked: frozenset[str]) -> list[ColumnElement[bool]]:
    same = [appeals.c[name] == bindparam(name) for name in ("settlement", "desk", "topic") if name in asked]
    if "overdue" in asked:
        same += [_UNANSWERED, _OFFICIALS_TURN, appeals.c.due_at <= bindparam("now", type_=UtcTime)]
    if "urgent" in asked:
        same.append(_URGENT)
    if "first" in asked:
        same.append(appeals.c.filed_at >= bindparam("first", type_=UtcTime))
    if "end" in asked:
        same.append(appeals.c.filed_at < bindparam("end", type_=UtcTime))
    return same


def _visible(settlements: int, desks: int) -> ColumnElement[bool]:
    """The rights as a condition; one who owns nothing sees nothing."""
    places: list[BindParameter[str]] = [bindparam(f"settlement_{at}") for at in range(settlements)]
    names: list[BindParameter[str]] = [bindparam(f"desk_{at}") for at in range(desks)]
    # One alone is asked for plainly: only so does the index give the order too.
    terms = [
        column == own[0] if len(own) == 1 else column.in_(own)
        for column, own in ((appeals.c.settlement, places), (appeals.c.desk, names))
        if own
    ]
    return or_(*terms) if terms else false()


@lru_cache(maxsize=64)
def _letters(shape: Shape) -> Executable:
    asked, settlements, desks = shape
    question = select(letters).where(_ASIDE, letters.c.kind == "message")
    if "before" in asked:
        question = question.where(letters.c.id < bindparam("id", type_=BigId))
    if settlements >= 0:
        question = question.join(appeals, appeals.c.number == letters.c.number)
        question = question.where(_visible(settlements, desks))
    return question.order_by(letters.c.id.desc()).limit(bindparam("most"))


def _told(row: Row[Any]) -> Told:
    where = " ".join(one for one in (row.locality, row.address) if one)
    return Told(row.id, row.filed_at, row.settlement, row.text, where)


def _failed(row: Row[Any]) -> Failed:
    return Failed(
        row.id, row.chat, row.kind, row.content, row.post, row.number, row.error, row.created_at, bool(row.sent_at)
    )
