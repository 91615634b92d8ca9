"""A digest is read in parts, each no further back than it need be: the figures are those of all that ever happened."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.appeals.district_file import load_district
from bot.appeals.record import Record
from bot.calendar_ru import russian_calendar
from bot.figures.counting import Votes, count, count_cases
from bot.figures.digest import digest, ranks
from bot.figures.district_digest import district_digest
from bot.figures.period import Period, read_month, read_week
from bot.usecases.digesting import Digesting
from storage.store import SqlStore
from tests.storage.archive import Archive
from tests.storage.lived import NOW, lived

DISTRICT = load_district(Path(__file__).parents[2] / "district.toml")
ZONE = DISTRICT.time_zone
CODES = [one.code for one in DISTRICT.settlements]
PERIODS = [read_week("2026-W48"), read_week("2026-W40"), read_month("2026-10")]
LONG_AGO = datetime(2020, 1, 1, tzinfo=NOW.tzinfo)


@pytest.fixture
async def digesting(engine: AsyncEngine) -> Digesting:
    await lived(engine, CODES, 900)
    return Digesting(SqlStore(engine), DISTRICT, russian_calendar())


async def everything(digesting: Digesting) -> list[Record]:
    async with digesting.store.reading() as tx:
        return await tx.records.touched(LONG_AGO, NOW)


def within_eleven_months(records: list[Record], period: Period) -> list[Record]:
    return [one for one in records if one.filed_at >= period.span(ZONE)[1] - timedelta(days=330)]


async def test_no_month_of_a_year_ago_has_the_name_of_this_one(engine: AsyncEngine) -> None:
    """«С ноября» said at the end of November is this November."""
    archive, week = await Archive(engine).opened(), PERIODS[0]
    for days in (360, 14, 9, 2):
        at_home: dict[str, object] = {"settlement": CODES[0], "address": "ул. Смирнова, 12"}
        await archive.filed(week.span(ZONE)[1] - timedelta(days=days), **at_home)
    told = await Digesting(SqlStore(engine), DISTRICT, russian_calendar()).of_settlement(CODES[0], week, NOW)
    assert [(one.times, one.since.year) for one in told.repeats] == [(3, 2026)]


async def test_a_settlement_has_the_figures_of_all_its_records(digesting: Digesting) -> None:
    whole, clock = await everything(digesting), digesting._clock
    assert len(whole) == 900
    own = {code: [one for one in whole if one.place.settlement == code] for code in CODES}
    ranked = 0
    for period in PERIODS:
        places = ranks({code: count_cases(records, period.span(ZONE), NOW) for code, records in own.items()})
        for code, records in own.items():
            lately = within_eleven_months(records, period)
            told = digest(records, period, ZONE, clock, NOW, (), places.get(code), filings=lately)
            assert await digesting.of_settlement(code, period, NOW) == told, (code, period)
            ranked += told.rank is not None
    assert ranked


async def test_the_district_has_the_figures_of_all_records(digesting: Digesting) -> None:
    whole, clock = await everything(digesting), digesting._clock
    for period in PERIODS:
        told = district_digest(whole, CODES, period, ZONE, clock, NOW, filings=within_eleven_months(whole, period))
        assert await digesting.of_district(period, NOW) == told, period
        assert told.whole.repeats
        assert told.whole.norm_solution is not None


async def test_clocks_alone_give_the_same_shares_and_times(digesting: Digesting) -> None:
    for period in PERIODS:
        span = period.span(ZONE)
        async with digesting.store.reading() as tx:
            fully, clocks = await tx.records.touched(*span), await tx.records.timed(*span)
        counted, shares = (count(records, span, digesting._clock, NOW) for records in (fully, clocks))
        # Who joined is not asked for.
        assert replace(counted, joined=0, votes=Votes()) == replace(shares, joined=0, votes=Votes()), period
        assert len(clocks) < len(fully)


async def test_the_database_counts_what_was_ended_as_figures_do(digesting: Digesting) -> None:
    whole = await everything(digesting)
    for period in PERIODS:
        span = period.span(ZONE)
        async with digesting.store.reading() as tx:
            ended = await tx.records.ended(*span)
        counted = {
            code: count_cases([one for one in whole if one.place.settlement == code], span, NOW) for code in CODES
        }
        assert {code: (one.all, one.in_time) for code, one in ended.items()} == {
            code: (one.closed, one.closed_in_time) for code, one in counted.items() if one.closed
        }
        assert 0 < sum(one.in_time for one in ended.values()) < sum(one.all for one in ended.values())


async def test_a_desk_that_answered_long_ago_is_not_called_silent(digesting: Digesting, engine: AsyncEngine) -> None:
    """What it said is further back than the figures of the week look."""
    async with engine.begin() as connection:
        await connection.exec_driver_sql(
            "UPDATE appeals SET desk = 'roads', closed_at = NULL, answered_at = NULL, status = 'new',"
            " result = '', first_answer_at = NULL WHERE id = (SELECT max(id) FROM appeals)"
        )
    week = PERIODS[0]
    assert (await digesting.of_district(week, NOW)).silent == ("roads",)
    async with engine.begin() as connection:
        await connection.exec_driver_sql(
            "UPDATE appeals SET desk = 'roads' WHERE id = (SELECT id FROM appeals WHERE first_answer_at IS NOT NULL"
            " AND closed_at IS NOT NULL ORDER BY filed_at LIMIT 1)"
        )
    assert (await digesting.of_district(week, NOW)).silent == ()
