"""Draws the digest of an invented week for the head's guide: `uv run python -m tools.digest_picture`."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.appeals.appeal import Place
from bot.appeals.district_file import load_district
from bot.appeals.record import Record
from bot.appeals.status import Status
from bot.appeals.working_time import WorkingTime
from bot.dialogs.digest import digest_message
from bot.dialogs.digest_chart import digest_chart
from bot.figures.digest import Digest, digest
from bot.figures.period import read_week
from bot.pictures.digest import draw_digest
from bot.words import Words

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "pictures" / "digest.png"
DISTRICT = load_district(ROOT / "district.toml")
SETTLEMENT = DISTRICT.settlement("bulgakovo")
WORDS = Words(DISTRICT.locale, DISTRICT.time_zone)
MONDAY = datetime(2026, 11, 16, 6, tzinfo=UTC)
AFTER = MONDAY + timedelta(days=7)
THANKS = ("Спасибо за свет на Центральной, теперь и вечером не страшно.",)
# Day of the week, topic, address, hours until the answer (0: none yet), vote.
_WEEK = (
    (0, "roads.pothole", "ул. Центральная", 4, "good"),
    (0, "garbage.containers", "", 26, "good"),
    (0, "utilities.lighting", "ул. Лесная, 3", 0, ""),
    (1, "utilities.water", "", 3, "neutral"),
    (1, "roads.pothole", "у школы", 27, "good"),
    (2, "garbage.containers", "у магазина", 5, ""),
    (2, "garbage.containers", "ул. Полевая", 28, "good"),
    (3, "roads.snow", "", 2, "good"),
    (3, "roads.pothole", "ул. Центральная, 12", 0, ""),
    (4, "utilities.lighting", "ул. Центральная", 3, "good"),
    (4, "animals.stray", "", 50, ""),
)


def week() -> Digest:
    """The figures of it, with weeks before that were a little slower."""
    records = [_record(serial, *row) for serial, row in enumerate(_WEEK, 40)]
    for back in range(1, 13):
        slower = timedelta(weeks=back)
        for serial, (day, topic, address, hours, vote) in enumerate(_WEEK[:8]):
            again = address if not serial and back in (5, 10) else ""
            records.append(_record(100 * back + serial, day, topic, again, hours, vote, slower))
    clock = WorkingTime(DISTRICT.hours, DISTRICT.time_zone)
    return digest(records, read_week("2026-W47"), DISTRICT.time_zone, lambda _: clock, AFTER, THANKS, (2, 5))


def text() -> str:
    return "\n\n".join(
        one if isinstance(one, str) else WORDS(one)
        for one in digest_message(week(), SETTLEMENT.full_name, DISTRICT).paragraphs
    )


def draw() -> bytes:
    return draw_digest(digest_chart(week(), SETTLEMENT.full_name, DISTRICT), WORDS)


def _record(
    serial: int, day: int, topic: str, address: str, hours: int, vote: str, back: timedelta = timedelta(0)
) -> Record:
    filed = MONDAY + timedelta(days=day, hours=1) - back
    end = filed + timedelta(hours=hours + (6 if back else 0))
    due = filed + timedelta(days=1, hours=8)
    plain = {
        "number": f"26-{serial:05d}",
        "kind": "complaint",
        "topic": topic,
        "place": Place("bulgakovo", SETTLEMENT.localities[serial % 2].name, address),
        "desk": "bulgakovo",
        "text": "",
        "filed_at": filed,
        "due_at": due,
        "answer_due_at": due,
        "solve_due_at": due,
    }
    if not hours and not back:
        return Record(**plain, status=Status.NEW)
    answered = {"first_answer_at": end, "answered_at": end, "result": "solved", "rating": vote}
    return Record(**plain, **answered, status=Status.CLOSED if vote else Status.ANSWERED)


if __name__ == "__main__":
    PICTURE.write_bytes(draw())
    print(text())
