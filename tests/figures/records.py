"""Records for stories of digests: a filed one by default, and whole weeks of a village."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.appeals.appeal import Place
from bot.appeals.record import Record
from bot.appeals.status import Status
from bot.appeals.working_time import WorkingTime
from bot.figures.period import Period, read_week
from tests.appeals.small_district import small

DISTRICT = small()
ZONE = DISTRICT.time_zone
CLOCK = WorkingTime(DISTRICT.hours, ZONE)
WEEK: Period = read_week("2026-W47")
MONDAY = datetime(2026, 11, 16, 6, 0, tzinfo=UTC)
# The morning when the digest of that week is read.
AFTER = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TOPICS = ("roads.pothole", "garbage.containers", "utilities.lighting", "utilities.water", "yard.trees", "animals.stray")


def clock(_desk: str) -> WorkingTime:
    return CLOCK


def record(serial: int = 17, **changed: Any) -> Record:
    """Filed on Monday at nine in the morning, due on Wednesday, and nobody has answered yet."""
    filed = changed.pop("filed_at", MONDAY)
    due = changed.get("due_at", filed + 2 * DAY)
    plain = Record(
        number=f"26-{serial:05d}",
        kind="complaint",
        topic="roads.pothole",
        place=Place("rechnoe", "Плёс", ""),
        desk="rechnoe",
        status=Status.NEW,
        text="Яма у дома, колесо пробил.",
        filed_at=filed,
        due_at=due,
        answer_due_at=due,
        solve_due_at=due,
    )
    return replace(plain, **changed)


def answered(serial: int = 17, *, hours: int = 5, rating: str = "", result: str = "solved", **changed: Any) -> Record:
    """The same, answered for good so many hours after the filing."""
    one = record(serial, **changed)
    end = one.filed_at + hours * HOUR
    status, closed = (Status.CLOSED, end + DAY) if rating else (Status.ANSWERED, None)
    return replace(
        one, status=status, result=result, rating=rating, first_answer_at=end, answered_at=end, closed_at=closed
    )


def weeks_of(seed: int, many: int, before: int = 12, settlement: str = "rechnoe") -> list[Record]:
    """So many messages in the week of the stories, about as many in each of the weeks before, in all states."""
    dice, found = random.Random(seed), []
    for week in range(before + 1):
        for _ in range(many if week == 0 else max(1, round(many * dice.uniform(0.6, 1.2)))):
            filed = MONDAY - 7 * week * DAY + dice.uniform(0, 6.2) * DAY
            found.append(_one(dice, len(found) + 1, filed, settlement))
    return found


def _one(dice: random.Random, serial: int, filed: datetime, settlement: str) -> Record:
    place = Place(settlement, dice.choice(["Плёс", "Бор", "Ельники"]), dice.choice(["", "", "Лесная, 3", "у магазина"]))
    parts = {
        "topic": dice.choices(TOPICS, (6, 5, 4, 3, 2, 1))[0],
        "place": place,
        "desk": settlement,
        "filed_at": filed,
    }
    followers = dice.choice((0, 0, 0, 1, 3))
    if dice.random() < 0.75 or filed < MONDAY:
        rating, result = dice.choice(["good", "good", "neutral", ""]), dice.choice(["solved", "solved", "explained"])
        return answered(serial, hours=dice.randint(1, 60), rating=rating, result=result, followers=followers, **parts)
    back = int(dice.random() < 0.2)
    return record(serial, status=Status.IN_WORK, reopened=back, rating="bad" * back, followers=followers, **parts)
