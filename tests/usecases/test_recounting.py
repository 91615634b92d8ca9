"""Whatever a digest shows of a week or a month is counted once more from the export's rows, and comes out the same.

Only the thanks are not there: they are words of residents, and no appeals.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.appeals.desk_time import desk_time
from bot.appeals.district_file import load_district
from bot.calendar_ru import russian_calendar
from bot.figures.counting import Figures, Times, Votes
from bot.figures.digest import Day, Digest, ranks
from bot.figures.period import Period, read_month, read_week
from bot.usecases.digesting import Digesting
from storage.store import SqlStore
from tests.storage.lived import NOW, lived
from tests.usecases.recounting import Row, due_then, ended, exported, is_open, is_open_at, recounted, waits
from tests.usecases.world import on_one_database

DISTRICT, CALENDAR = load_district(Path(__file__).parents[2] / "district.toml"), russian_calendar()
ZONE = DISTRICT.time_zone
CODES = [one.code for one in DISTRICT.settlements][:4]
PERIODS = [read_week("2026-W48"), read_month("2026-10"), read_month("2026-11")]
A_SECOND = timedelta(seconds=1)


@pytest.fixture(scope="module")
def seen() -> Counter[str]:
    """How much of each was there to be compared."""
    return Counter()


@pytest.fixture
async def store(engine: AsyncEngine) -> SqlStore:
    await lived(engine, CODES, 500, seed=11)
    return SqlStore(engine)


def moment(words: str) -> datetime:
    return datetime.fromisoformat(words)


class Rows:
    """The rows of one settlement, or of all, and what each thing on the digest's page comes to in them."""

    def __init__(self, rows: Sequence[Row], period: Period) -> None:
        self.rows = [row | ended(row) for row in rows if not row["merged"]]
        self.period, (self.start, self.end) = period, period.span(ZONE)
        # A month that is not over is seen as it stands.
        self.end = min(self.end, NOW)

    def then(self, row: Row, what: str) -> bool:
        return row[what] is not None and self.start <= moment(row[what]) < self.end

    @property
    def still(self) -> list[Row]:
        return [row for row in self.rows if is_open_at(row, self.end)]

    def figures(self) -> Figures:
        return replace(recounted(self.rows, self.start, self.end), votes=self.votes())

    def votes(self) -> Votes:
        answered = [row for row in self.rows if self.then(row, "decided_at") and row["result"]]
        good, neutral = (sum(row[f"votes_{vote}"] for row in answered) for vote in ("good", "neutral"))
        people = sum(1 + max(row["followers"], self._others_votes(row)) for row in answered)
        unhappy = sum(row["reopened"] > 0 and is_open(row) for row in self.still)
        return Votes(good, neutral, unhappy, people - good - neutral)

    def _others_votes(self, row: Row) -> int:
        return sum(row[f"votes_{vote}"] for vote in ("good", "neutral", "bad")) - bool(row["rating"])

    def days(self) -> tuple[Day, ...]:
        received = Counter(self.day(row["filed_at"]) for row in self.rows)
        closed = Counter(self.day(row["decided_at"]) for row in self.rows if row["decided_at"])
        return tuple(Day(day, received[day], closed[day]) for day in self.period.days())

    def day(self, words: str) -> date:
        return moment(words).astimezone(ZONE).date()

    def topics(self) -> list[tuple[str, int]]:
        counted: Counter[str] = Counter()
        for row in self.rows:
            if self.then(row, "filed_at"):
                counted[row["topic"]] += 1 + row["followers"]
        return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:5]

    def worst(self) -> list[tuple[str, datetime, bool, int, bool]]:
        """Number, deadline, whether it has passed, how often it was brought back, whether it is a danger."""
        found = []
        for row in self.still:
            due, back = due_then(row, self.end), row["reopened"] if is_open(row) else 0
            late = due < self.end and not waits(row, self.end)
            if late or back:
                time = desk_time(DISTRICT, row["desk"], CALENDAR).between(due, self.end) if late else timedelta(0)
                order = (not row["urgent"], not late, -time, -back, row["number"])
                found.append((order, (row["number"], due, late, back, bool(row["urgent"]))))
        return [case for _, case in sorted(found)][:3]

    def repeats(self) -> list[tuple[str, int, date]]:
        """Locality, how many times, since when; an address is written in two ways in these rows."""
        days: dict[tuple[str, str, str], set[date]] = defaultdict(set)
        for row in self.rows:
            if row["address"] and self.period.span(ZONE)[1] - timedelta(days=330) <= moment(row["filed_at"]) < self.end:
                plain = row["address"].replace("ул. ", "").replace("д. ", "")
                days[row["locality"], plain, row["category"]].add(self.day(row["filed_at"]))
        lately = set(self.period.days())
        found = [(where[0], len(on), min(on)) for where, on in days.items() if len(on) >= 3 and on & lately]
        return sorted(found, key=lambda one: (-one[1], one[2], one[0]))

    def times(self) -> Times:
        figures = recounted(self.rows, self.start, self.end)
        return Times(figures.first_answer, figures.solution)

    def norm(self) -> Times:
        period, found = self.period, []
        for _ in range(12):
            period = period.before()
            found.append(Rows(self.rows, period).times())
        return Times(*(_median([getattr(one, of) for one in found]) for of in ("first_answer", "solution")))


def _median(times: Sequence[timedelta | None]) -> timedelta | None:
    known = [one.total_seconds() for one in times if one is not None]
    return timedelta(seconds=median(known)) if known else None


def same(first: object, second: object) -> bool:
    if isinstance(first, timedelta) and isinstance(second, timedelta):
        return abs(first - second) < A_SECOND
    return first == second


def agree(told: Figures, mine: Figures) -> None:
    for name, figure in asdict(told).items():
        assert same(figure, asdict(mine)[name]), (name, figure, asdict(mine)[name])
    assert (told.decided, told.on_time) == (mine.decided, mine.on_time)


def compare(told: Digest, rows: Rows, seen: Counter[str]) -> None:
    agree(told.now, rows.figures())
    agree(told.before, Rows(rows.rows, rows.period.before()).figures())
    norm = rows.norm()
    assert same(told.norm_first_answer, norm.first_answer)
    assert same(told.norm_solution, norm.solution)
    assert told.days == rows.days()
    assert list(told.topics) == rows.topics()
    cases = [(one.number, one.due_at, one.overdue is not None, one.reopened, bool(one.urgent)) for one in told.worst]
    assert cases == rows.worst()
    repeats = [(one.locality, one.times, one.since) for one in told.repeats]
    assert repeats == rows.repeats()[: len(repeats)]
    assert len(repeats) == min(2, len(rows.repeats()))
    seen.update(
        worst=len(cases), repeats=len(repeats), topics=len(told.topics), norm=norm.solution is not None,
        overdue=told.now.overdue, reopened=told.now.reopened, unhappy=told.now.votes.unhappy,
        satisfied=told.now.votes.satisfied, neutral=told.now.votes.neutral, silent=told.now.votes.silent,
    )  # fmt: skip


@on_one_database
async def test_a_settlement_s_digest_is_counted_again(store: SqlStore, seen: Counter[str]) -> None:
    rows, digesting = await exported(store, DISTRICT, NOW, since=date(2025, 1, 1)), Digesting(store, DISTRICT, CALENDAR)
    for period in PERIODS:
        places = {code: Rows([row for row in rows if row["settlement"] == code], period) for code in CODES}
        ranked = ranks({code: one.figures() for code, one in places.items()})
        for code, one in places.items():
            told = await digesting.of_settlement(code, period, NOW)
            compare(told, one, seen)
            assert told.rank == ranked.get(code)
            seen["rank"] += told.rank is not None
    assert min(seen.values()) > 0, seen


@on_one_database
async def test_the_district_s_digest_is_counted_again(store: SqlStore, seen: Counter[str]) -> None:
    rows, digesting = await exported(store, DISTRICT, NOW, since=date(2025, 1, 1)), Digesting(store, DISTRICT, CALENDAR)
    for period in PERIODS:
        told, mine = await digesting.of_district(period, NOW), Rows(rows, period)
        compare(told.whole, mine, seen)
        for code, figures in told.rows:
            agree(figures, Rows([row for row in rows if row["settlement"] == code], period).figures())
        filed = [row for row in mine.rows if mine.then(row, "filed_at")]
        spots: Counter[tuple[str, str, str]] = Counter()
        for row in filed:
            spots[row["settlement"], row["locality"], row["category"]] += 1 + row["followers"]
        hot = sorted(((where, many) for where, many in spots.items() if many >= 3), key=lambda one: (-one[1], one[0]))
        assert [((one.settlement, one.locality, one.category), one.count) for one in told.spots] == hot[:3]
        weekend = Counter(
            row["desk"]
            for row in mine.rows
            for at in {row["first_answer_at"], row["decided_at"]} - {None}
            if mine.start <= moment(at) < mine.end
            and not desk_time(DISTRICT, row["desk"], CALENDAR).works_on(mine.day(at))
        )
        assert dict(told.weekend) == weekend
        asked = {row["desk"] for row in (*filed, *mine.still)}
        assert set(told.silent) == asked - {row["desk"] for row in mine.rows if row["first_answer_at"]}
        seen.update(spots=len(told.spots), weekend=len(told.weekend))
    assert min(seen.values()) > 0, seen
