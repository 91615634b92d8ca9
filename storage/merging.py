"""Makes one resident of two who turned out to be the same person: their chats, appeals and what they joined."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, or_, select, update

from storage.followers import LEFT
from storage.link import Link
from storage.tables import appeals, followers, resident_chats, residents, thanks


async def merge(link: Link, resident: int, into: int) -> None:
    """Everything of `resident` becomes `into`'s; who stood twice beside one appeal stands there once."""
    await _once_beside_each(link, resident, into)
    for table in (appeals, followers, thanks, resident_chats):
        await link.execute(update(table).where(table.c.resident == resident).values(resident=into))
    both = (await link.execute(select(residents).where(residents.c.id.in_((resident, into))))).all()
    await link.execute(update(residents).where(residents.c.id == into).values(_known_of(both, into)))
    await link.execute(delete(residents).where(residents.c.id == resident))


def _known_of(both: Sequence[Any], into: int) -> dict[str, object]:
    """What either is known by; what belongs together (a consent and its time) comes from the same one."""
    first, second = sorted(both, key=lambda one: one.id != into)
    agreed, placed = (first if first.consent else second), (first if first.last_settlement else second)
    return {
        "since": min(first.since, second.since),
        "seen_at": max((one.seen_at for one in both if one.seen_at), default=None),
        "consent": agreed.consent,
        "consent_at": agreed.consent_at,
        "last_settlement": placed.last_settlement,
        "last_locality": placed.last_locality,
    }


async def _once_beside_each(link: Link, resident: int, into: int) -> None:
    left_there = _of(into) & (followers.c.rating == LEFT) & followers.c.appeal.in_(_followed(resident))
    await link.execute(delete(followers).where(left_there))
    twice = or_(
        _of(resident) & or_(followers.c.appeal.in_(_followed(into)), followers.c.appeal.in_(_written(into))),
        _of(into) & followers.c.appeal.in_(_written(resident)),
    )
    counted = select(followers.c.appeal).where(twice, followers.c.rating != LEFT)
    fewer = update(appeals).where(appeals.c.id.in_(counted)).values(repeated=appeals.c.repeated - 1)
    await link.execute(fewer)
    keys = (await link.execute(select(followers.c.appeal, followers.c.resident).where(twice))).all()
    for row in keys:
        await link.execute(
            delete(followers).where(followers.c.appeal == row.appeal, followers.c.resident == row.resident)
        )


def _of(resident: int) -> ColumnElement[bool]:
    return followers.c.resident == resident


def _followed(resident: int) -> Select[Any]:
    other = followers.alias()
    return select(other.c.appeal).where(other.c.resident == resident)


def _written(resident: int) -> Select[Any]:
    return select(appeals.c.id).where(appeals.c.resident == resident)
