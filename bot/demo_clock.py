"""The demo's clock: runs like any other, but can be moved, and everything that would have come meanwhile comes."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

HOUR = timedelta(hours=1)
TUESDAY, TEN = 1, 10
# Weeks with holidays are passed over, but not for ever.
_MOST_WEEKS = 20


class DemoClock:
    """`bot.usecases.platform.Clock` that stands wherever it was put and goes on from there."""

    def __init__(self, start: datetime, real: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._real = real
        self.put(start)

    def __call__(self) -> datetime:
        return self._real() + self._ahead

    def put(self, moment: datetime) -> None:
        """It is that moment now."""
        self._ahead = moment.astimezone(UTC) - self._real()


def quiet_tuesday(today: date, zone: ZoneInfo, works_on: Callable[[date], bool]) -> datetime:
    """Ten in the morning of the latest Tuesday with a whole working week after it: a demo is not given on a holiday."""
    tuesday = today - timedelta(days=(today.weekday() - TUESDAY) % 7)
    for weeks in range(_MOST_WEEKS):
        day = tuesday - timedelta(weeks=weeks)
        if all(works_on(day + timedelta(days=later)) for later in (0, 1, 2, 3, 6)):
            return datetime(day.year, day.month, day.day, TEN, tzinfo=zone)
    return datetime(tuesday.year, tuesday.month, tuesday.day, TEN, tzinfo=zone)


def monday_after(moment: datetime, zone: ZoneInfo, hour: int) -> datetime:
    """The next Monday at this hour of the local clock."""
    local = moment.astimezone(zone)
    day = local.date() + timedelta(days=7 - local.weekday())
    return datetime(day.year, day.month, day.day, hour, tzinfo=zone)


def hours_until(moment: datetime, target: datetime) -> Iterator[datetime]:
    """Every full hour on the way, and the target itself."""
    step = moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + HOUR
    while step < target:
        yield step
        step += HOUR
    yield target
