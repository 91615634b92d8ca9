"""Which open appeals near a place are about the same; what is shown of them to whoever writes about it again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.appeals.appeal import Appeal, Place
from bot.appeals.district import Point
from bot.dialogs.effects import FindKnown
from bot.dialogs.events import Known, KnownFound
from bot.triage.pins import distance_km
from bot.triage.sameness import SAME, Told
from bot.usecases.service import Service
from bot.usecases.store import Resident, Transaction

# Many who write in a short time do so in all kinds of words: less likeness is enough.
LIKELY = 0.6 * SAME
# While an incident lasts a mere «когда дадут?» about its topic belongs to it; a «спасибо, дали» does not.
ABOUT_IT = 0.25 * SAME
SHOWN = 2
# So many of the newest in one locality are looked at, so that an evening of a thousand messages stays quick.
LOOKED_AT = 100


@dataclass(frozen=True, slots=True)
class Alike:
    """An open appeal and how likely it is about the same, from 0 to 1; `metres` is None where nobody knows."""

    appeal: Appeal
    score: float
    metres: float | None


def belongs(one: Alike, topic: str) -> bool:
    """Whether words about this topic belong to the appeal, if it is an incident."""
    return one.score >= (ABOUT_IT if one.appeal.topic == topic else LIKELY)


async def alike(
    service: Service, tx: Transaction, told: Told, place: Place, at: datetime, *, apart_from: int = 0
) -> list[Alike]:
    """Open appeals of the same locality with their likeness, the likeliest first, of equals the earliest."""
    if service.sameness is None:
        return []
    since = at - timedelta(days=service.district.repeats.days)
    there = await tx.nearby.open(place, since, LOOKED_AT)
    compared = [_compared(service, told, place.point, at, one) for one in there if one.id != apart_from]
    return sorted(compared, key=lambda one: (-one.score, one.appeal.id))


def _compared(service: Service, told: Told, point: Point | None, at: datetime, appeal: Appeal) -> Alike:
    metres = _metres(appeal.place.point, point)
    if service.sameness is None:
        return Alike(appeal, 0, metres)
    score = service.sameness.score(
        told_in(appeal),
        told,
        minutes_apart=(at - appeal.filed_at).total_seconds() / 60,
        metres_apart=metres,
        first_status=appeal.status,
    )
    return Alike(appeal, score, metres)


def told_in(appeal: Appeal) -> Told:
    return Told(appeal.text, appeal.topic, locality=appeal.place.locality)


def _metres(one: Point | None, other: Point | None) -> float | None:
    return None if one is None or other is None else distance_km(one, other) * 1000


async def find_known(
    service: Service, tx: Transaction, effect: FindKnown, resident: Resident, now: datetime
) -> KnownFound:
    """The likeliest first: what the resident wrote already, an incident, then others."""
    told = Told(effect.text, effect.topic, locality=effect.place.locality)
    near = await alike(service, tx, told, effect.place, now)
    enough = [one for one in near if one.score >= SAME or (one.appeal.incident_at and belongs(one, effect.topic))]
    if not enough:
        return KnownFound(())
    own = {one.appeal.id for one in enough if await _is_own(tx, one.appeal, resident)}
    first = [one for one in enough if one.appeal.id in own] or [one for one in enough if one.appeal.incident_at]
    # Whoever wrote already, or writes of what everybody writes of, has nothing to choose from.
    shown = first[:1] or enough[:SHOWN]
    return KnownFound(tuple([await _known(service, tx, one, own=one.appeal.id in own) for one in shown]))


async def _is_own(tx: Transaction, appeal: Appeal, resident: Resident) -> bool:
    return appeal.resident == resident.id or await tx.followers.follows(appeal.id, resident.id)


async def _known(service: Service, tx: Transaction, found: Alike, *, own: bool) -> Known:
    appeal = found.appeal
    return Known(
        number=appeal.number,
        words=service.triage(appeal.text).shown or appeal.text,
        filed_at=appeal.filed_at,
        due=appeal.due_at,
        place=appeal.place,
        metres=found.metres,
        count=appeal.repeated,
        photo=await tx.nearby.first_photo(appeal.id),
        incident=appeal.incident_at is not None,
        own=own,
    )
