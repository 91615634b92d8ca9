"""Draws the digests of a simulated district for the guides of heads and coordinators, by a seed.

Five settlements that answer well or less well, and one that never does: `uv run python -m tools.digest_picture`.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.appeals.appeal import Place
from bot.appeals.desk_time import desk_time
from bot.appeals.district_file import load_district
from bot.appeals.record import Record
from bot.appeals.status import Status
from bot.appeals.working_time import WorkingTime
from bot.calendar_ru import russian_calendar
from bot.dialogs.digest import digest_message
from bot.dialogs.digest_chart import digest_chart, district_chart
from bot.dialogs.digest_district import district_message
from bot.dialogs.message import Message
from bot.figures.digest import Digest, digest, ranks
from bot.figures.district_digest import DistrictDigest, district_digest, settlement_figures
from bot.figures.period import read_week
from bot.pictures.digest import draw_digest
from bot.pictures.digest_district import draw_district_digest
from bot.words import Words

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "pictures" / "digest.png"
DISTRICT_PICTURE = ROOT / "docs" / "pictures" / "digest-district.png"
DISTRICT = load_district(ROOT / "district.toml")
CODES = [one.code for one in DISTRICT.settlements]
SETTLEMENT = DISTRICT.settlement("bulgakovo")
WORDS = Words(DISTRICT.locale, DISTRICT.time_zone)
WEEK = read_week("2026-W47")
AFTER = datetime(2026, 11, 23, 6, tzinfo=UTC)
THANKS = ("Спасибо за свет на Центральной, теперь и вечером не страшно.",)
TOPICS = ("roads.pothole", "garbage.containers", "utilities.lighting", "utilities.water", "roads.snow", "animals.stray")
STREETS = ("ул. Центральная, 12", "ул. Лесная, 3", "у школы", "")
# Messages of a week, and of ten how many are answered within their time.
_HABITS = ((13, 9), (12, 9), (13, 9), (12, 8), (2, 0))
# How often somebody answers at once.
_EAGER = 0.15
# How often an answer of this week came back as «Не решено».
_UNHAPPY = 0.05
# For so many weeks the last one has been with us.
_NEWCOMER = 3
_CALENDAR = russian_calendar()


def clock(desk: str) -> WorkingTime:
    return desk_time(DISTRICT, desk, _CALENDAR)


def records() -> list[Record]:
    """Fourteen weeks of the district."""
    dice = random.Random(25)  # noqa: S311 - a picture, no secret
    found: list[Record] = []
    for back in range(13, -1, -1):
        for code, (many, timely) in zip(CODES, _HABITS, strict=True):
            here = timely or back < _NEWCOMER
            for _ in range(many + dice.randint(-2, 2) if here else 0):
                filed = AFTER - timedelta(weeks=back + 1) + timedelta(days=dice.uniform(0, 6.3))
                found.append(_one(dice, len(found) + 1, code, timely, filed, back))
    return found


def _one(dice: random.Random, serial: int, code: str, timely: int, filed: datetime, back: int) -> Record:
    """Answered within hours or some days; the few that are not answered at all stay open."""
    place = Place(code, dice.choice(DISTRICT.settlement(code).localities).name, dice.choices(STREETS, (3, 2, 2, 9))[0])
    plain = {
        "number": f"26-{serial:05d}",
        "kind": "complaint",
        "topic": dice.choices(TOPICS, (6, 5, 4, 3, 2, 1))[0],
        "place": place,
        "desk": code,
        "text": "",
        "filed_at": filed,
        "due_at": filed + timedelta(days=5),
        "answer_due_at": filed + timedelta(days=1),
        "solve_due_at": filed + timedelta(days=5),
        "followers": dice.choice((0, 0, 0, 0, 1, 3)),
    }
    soon = dice.random() * 10 < timely
    first = clock(code).after(filed, timedelta(hours=dice.uniform(0.5, 9)))
    if dice.random() < _EAGER:
        # From home, whatever day it is.
        first = filed + timedelta(hours=dice.uniform(0.2, 2))
    end = clock(code).after(first, timedelta(hours=dice.uniform(1, 20) if soon else dice.uniform(46, 70)))
    # As of a real district: of ten who vote about nine are content.
    rating = dice.choices(("good", "neutral", ""), (38, 6, 30))[0]
    if not timely or first > AFTER:
        return Record(**plain, status=Status.NEW)
    if end > AFTER:
        return Record(**plain, status=Status.IN_WORK, first_answer_at=first)
    if back == 0 and dice.random() < _UNHAPPY:
        again = plain | {"due_at": AFTER + timedelta(days=1), "solve_due_at": AFTER + timedelta(days=4)}
        return Record(**again, status=Status.NEW, first_answer_at=first, reopened=1, rating="bad")
    result = dice.choices(("solved", "explained"), (8, 2))[0]
    answered = {"first_answer_at": first, "answered_at": end, "result": result, "rating": rating}
    status = Status.CLOSED if rating else Status.ANSWERED
    return Record(**plain, **answered, status=status)


def _own() -> Digest:
    whole = records()
    rank = ranks(settlement_figures(whole, CODES, WEEK.span(DISTRICT.time_zone), clock, AFTER)).get(SETTLEMENT.code)
    own = [one for one in whole if one.place.settlement == SETTLEMENT.code]
    return digest(own, WEEK, DISTRICT.time_zone, clock, AFTER, THANKS, rank)


def _whole() -> DistrictDigest:
    return district_digest(records(), CODES, WEEK, DISTRICT.time_zone, clock, AFTER, THANKS)


def text() -> str:
    """What the head reads."""
    return _said(digest_message(_own(), SETTLEMENT.full_name, DISTRICT))


def district_text() -> str:
    """What the coordinator reads."""
    return _said(district_message(_whole(), DISTRICT))


def draw() -> bytes:
    return draw_digest(digest_chart(_own(), SETTLEMENT.full_name, DISTRICT), WORDS)


def draw_district() -> bytes:
    return draw_district_digest(district_chart(_whole(), DISTRICT), WORDS)


def _said(message: Message) -> str:
    parts: Iterator[str] = (one if isinstance(one, str) else WORDS(one) for one in message.paragraphs)
    labels = [f"[ {WORDS(one.label)} ]" for row in message.buttons for one in row]
    return "\n\n".join([*parts, *([" ".join(labels)] if labels else [])])


if __name__ == "__main__":
    PICTURE.write_bytes(draw())
    DISTRICT_PICTURE.write_bytes(draw_district())
    print(text(), district_text(), sep="\n\n")
