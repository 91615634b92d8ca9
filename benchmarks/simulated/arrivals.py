"""Who writes when and about what in a year: days of the week, winter snow, photos, places that come back."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.appeals.appeal import Place
from bot.appeals.district import District

# Topic, how often in a year, how often in winter, and what is said.
_TOPICS = (
    ("roads.pothole", 22, 8, "яма на дороге"),
    ("roads.snow", 1, 30, "не чистят снег"),
    ("garbage.containers", 16, 12, "не вывозят мусор"),
    ("utilities.lighting", 8, 14, "не горит фонарь"),
    ("utilities.water", 10, 10, "слабый напор воды"),
    ("yard.trees", 8, 2, "дерево вот-вот упадёт"),
    ("roads.drainage", 7, 3, "лужа во всю дорогу"),
    ("transport.public", 4, 6, "автобус не приходит"),
    ("yard.playground", 5, 1, "сломаны качели"),
    ("housing.roof", 4, 6, "течёт крыша"),
    ("animals.stray", 4, 4, "стая собак"),
    ("utilities.power", 3, 6, "нет света"),
)
_KINDS = (("complaint", 88), ("question", 9), ("suggestion", 3))
_HOURS = (*(0, 0, 0, 0, 0, 1, 3, 6, 9, 10, 10, 9), *(7, 8, 8, 8, 8, 9, 10, 9, 7, 5, 3, 1))
_WITH_PHOTOS = 0.45
_URGENT = 0.02


@dataclass(frozen=True, slots=True)
class Arrival:
    """One message of one resident; `photos` is how many come with it."""

    at: datetime
    topic: str
    place: Place
    text: str
    kind: str
    photos: int


def arrivals(district: District, year: int, count: int, dice: random.Random) -> Iterator[Arrival]:
    """So many, one after another in time."""
    first = date(year, 1, 1)
    days = [first + timedelta(days=one) for one in range((date(year + 1, 1, 1) - first).days)]
    # On a Sunday people write half as much.
    weights = [0.5 if day.weekday() == 6 else 0.8 if day.weekday() == 5 else 1.0 for day in days]
    moments = sorted(_moment(district, day, dice) for day in dice.choices(days, weights, k=count))
    for at in moments:
        yield _arrival(district, at, dice)


def _moment(district: District, day: date, dice: random.Random) -> datetime:
    (hour,) = dice.choices(range(24), _HOURS)
    return datetime.combine(day, time(hour, dice.randrange(60), dice.randrange(60)), district.time_zone)


def _arrival(district: District, at: datetime, dice: random.Random) -> Arrival:
    winter = at.month in (1, 2, 3, 12)
    ((topic, *_, words),) = dice.choices(_TOPICS, [one[2 if winter else 1] for one in _TOPICS])
    settlement = dice.choice(district.settlements)
    locality = dice.choice(settlement.localities)
    urgent = ", провод оборван и искрит" if dice.random() < _URGENT else ""
    (kind,) = dice.choices([one for one, _ in _KINDS], [weight for _, weight in _KINDS])
    photos = dice.choice((1, 1, 2, 3)) if dice.random() < _WITH_PHOTOS else 0
    address = f"ул. Лесная, {dice.randrange(1, 12)}"
    place = Place(settlement.code, locality.name, address)
    return Arrival(at, topic, place, f"{locality.name}, {address}: {words}{urgent}", kind, photos)
