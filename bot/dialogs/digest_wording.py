"""How digests name things: periods, durations, shares, and lines put together."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import reduce
from zoneinfo import ZoneInfo

from bot.dialogs.message import Phrase, say
from bot.figures.period import Period

_AN_HOUR = timedelta(hours=1)
_A_MINUTE = timedelta(minutes=1)


def period_phrase(period: Period) -> Phrase:
    """«за неделю 16–22 ноября», «за ноябрь 2026 года»."""
    first, last = period.first, period.last
    if period.kind == "month":
        return say("digest-month", month=first.month, year=str(first.year))
    if first.month == last.month:
        return say("digest-week", monthday=first.day, last=day_phrase(last))
    return say("digest-week-across", first=day_phrase(first), last=day_phrase(last))


def day_phrase(day: date) -> Phrase:
    return say("digest-day", monthday=day.day, month=day.month)


def moment_phrase(moment: datetime, zone: ZoneInfo) -> Phrase:
    """The local day of a moment."""
    return day_phrase(moment.astimezone(zone).date())


def time_phrase(amount: timedelta) -> Phrase:
    """«40 мин», «21 ч»; something is never shown as nothing."""
    if round(amount / _A_MINUTE) < 60:
        return say("digest-minutes", count=max(1, round(amount / _A_MINUTE)) if amount else 0)
    return say("digest-hours", count=round(amount / _AN_HOUR))


def percent(part: float) -> int:
    """Never 100 unless all are, never 0 unless none is."""
    return min(max(round(part * 100), 1), 99) if 0 < part < 1 else round(part) * 100


def block(lines: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """The lines under each other as one paragraph; none when there are none."""
    return (reduce(lambda above, line: say("digest-lines", above=above, line=line), lines),) if lines else ()


def listed(parts: Sequence[Phrase]) -> Phrase:
    """The parts in one line; there is at least one."""
    return reduce(lambda above, line: say("digest-joint", above=above, line=line), parts)
