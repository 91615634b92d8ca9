"""What stands on a digest's picture, as plain data: the same figures as the words, with labels to be said."""

from dataclasses import dataclass
from datetime import timedelta

from bot.appeals.district import District
from bot.dialogs.digest_district import in_trouble
from bot.dialogs.digest_wording import percent, period_phrase, time_phrase
from bot.dialogs.message import Phrase, say
from bot.dialogs.resident.wording import short_name, topic_name
from bot.figures.counting import Figures
from bot.figures.digest import Day, Digest
from bot.figures.district_digest import DistrictDigest

Label = Phrase | str
# A month's days would be too thin for their numbers: five weeks are not.
_MOST_BARS, _DAYS_A_BAR = 7, 7
_DROP, _LONGER = 0.1, 1.25


@dataclass(frozen=True, slots=True)
class Tile:
    """One large figure with what it is above it and what to compare it with below; `bad` where it has got worse."""

    label: Label
    value: Label
    notes: tuple[Label, ...] = ()
    bad: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """A label with a number; `bad` where any is too many."""

    label: Label
    count: int
    bad: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """Two series side by side: what came, what was closed."""

    label: Label
    received: int
    closed: int


@dataclass(frozen=True, slots=True)
class Chart:
    """A head's picture; `votes` are satisfied, neutral, unhappy, silent; `quiet` says that there was nothing.

    `joined` residents only pressed «Я тоже»; the topics count them too.
    """

    title: Label
    period: Label
    tiles: tuple[Tile, ...]
    counts: tuple[Counted, ...]
    bars: tuple[Bars, ...]
    topics: tuple[Counted, ...]
    votes: tuple[Counted, ...]
    quiet: Phrase | None = None
    joined: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A settlement of the coordinator's table."""

    title: str
    received: int
    closed: int
    overdue: int
    share: Label


@dataclass(frozen=True, slots=True)
class DistrictChart:
    """The coordinator's picture: the head of a head's, and a table."""

    title: Label
    period: Label
    tiles: tuple[Tile, ...]
    counts: tuple[Counted, ...]
    rows: tuple[Row, ...]
    quiet: Phrase | None = None


def digest_chart(digest: Digest, title: str, district: District) -> Chart:
    votes = digest.now.votes
    return Chart(
        title=title,
        period=period_phrase(digest.period),
        tiles=_tiles(digest),
        counts=_counts(digest.now),
        bars=_bars(digest.days),
        topics=tuple(Counted(topic_name(district, code), many) for code, many in digest.topics),
        votes=(
            Counted(say("digest-chart-good"), votes.satisfied),
            Counted(say("digest-chart-neutral"), votes.neutral),
            Counted(say("digest-chart-bad"), votes.unhappy),
            Counted(say("digest-chart-silent"), votes.silent),
        ),
        quiet=_quiet(digest),
        joined=digest.now.joined,
    )


def district_chart(digest: DistrictDigest, district: District) -> DistrictChart:
    rows = tuple(
        Row(short_name(district, code), one.received, one.closed, one.overdue, _share(one.on_time))
        for code, one in in_trouble(digest.rows)
    )
    whole = digest.whole
    return DistrictChart(
        title=district.name,
        period=period_phrase(whole.period),
        tiles=_tiles(whole),
        counts=_counts(whole.now),
        rows=rows,
        quiet=_quiet(whole),
    )


def _quiet(digest: Digest) -> Phrase | None:
    return say("digest-quiet", kind=digest.period.kind) if digest.now.quiet else None


def _tiles(digest: Digest) -> tuple[Tile, ...]:
    """Compared with what is known; a bad turn is marked where it is more than chance."""
    now, before, kind, usual = digest.now, digest.before, digest.period.kind, digest.norm_first_answer
    shares, times = [], []
    if before.on_time is not None:
        shares.append(say("digest-chart-was", kind=kind, was=_share(before.on_time)))
    if before.first_answer is not None:
        times.append(say("digest-chart-was", kind=kind, was=time_phrase(before.first_answer)))
    if usual is not None:
        times.append(say("digest-chart-usual", time=time_phrase(usual)))
    worse = now.on_time is not None and before.on_time is not None and now.on_time < before.on_time - _DROP
    return (
        Tile(say("digest-chart-on-time"), _share(now.on_time), tuple(shares), worse),
        Tile(say("digest-chart-first-answer"), _time(now.first_answer), tuple(times), _slower(digest)),
    )


def _slower(digest: Digest) -> bool:
    """Slower than the period before and than usual, by more than a quarter."""
    now, others = digest.now.first_answer, (digest.before.first_answer, digest.norm_first_answer)
    return now is not None and all(one is not None and now > one * _LONGER for one in others)


def _counts(now: Figures) -> tuple[Counted, ...]:
    return (
        Counted(say("digest-chart-received"), now.received),
        Counted(say("digest-chart-closed"), now.closed),
        Counted(say("digest-chart-open"), now.open),
        Counted(say("digest-chart-overdue"), now.overdue, bad=now.overdue > 0),
    )


def _bars(days: tuple[Day, ...]) -> tuple[Bars, ...]:
    if len(days) <= _MOST_BARS:
        return tuple(
            Bars(say("digest-chart-weekday", weekday=one.day.weekday()), one.received, one.closed) for one in days
        )
    return tuple(_together(days[at : at + _DAYS_A_BAR]) for at in range(0, len(days), _DAYS_A_BAR))


def _together(days: tuple[Day, ...]) -> Bars:
    first, last = days[0].day.day, days[-1].day.day
    label = say("digest-chart-dates", first=first, last=last) if first != last else str(first)
    return Bars(label, sum(one.received for one in days), sum(one.closed for one in days))


def _share(part: float | None) -> Phrase:
    return say("digest-chart-nothing") if part is None else say("digest-chart-percent", share=percent(part))


def _time(amount: timedelta | None) -> Phrase:
    return say("digest-chart-nothing") if amount is None else time_phrase(amount)
