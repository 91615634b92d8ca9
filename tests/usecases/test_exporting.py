"""What residents and officials did stands in the export, and every figure of a digest can be recomputed from it."""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.appeals.district import District
from bot.appeals.status import Action
from bot.calendar_ru import russian_calendar
from bot.dialogs.effects import Act
from bot.figures.counting import Votes
from bot.figures.period import week_of
from bot.usecases.digesting import Digesting
from storage.store import SqlStore
from tests.storage.archive import Archive, at
from tests.usecases.recounting import exported, recounted, recounted_topics
from tests.usecases.world import World, on_one_database

CALENDAR = russian_calendar()


async def test_what_was_really_done_stands_in_the_export(world: World) -> None:
    """Filed at ten; asked at eleven, the reply at one; solved at two with a photo; rated the next morning."""
    anna, ivan = world.resident(), await world.desk("roads")
    number = await anna.has_filed()
    await world.later(hours=1)
    await ivan.answers(number, "Уточнить у жителя", "Где именно?")
    await world.later(hours=2)
    await anna.tells("Напротив школы")
    await world.later(hours=1)
    await ivan.answers(number, "Решено", "Засыпали", world.photo(1))
    await world.later(hours=19)
    await anna.presses("Доволен")
    (row,) = await exported(world.service.store, world.service.district, world.now)
    assert (row["number"], row["status"], row["result"], row["rating"]) == (number, "closed", "solved", "good")
    assert (row["closing"], row["timely"], row["platform"]) == ("satisfied", "in_time", "telegram")
    # Letters leave after the time to recall them, and a reply after a moment of quiet.
    assert row["first_answer_hours"] == pytest.approx(1, abs=0.05)
    assert row["paused_hours"] == row["paused_working_hours"] == pytest.approx(2, abs=0.05)
    assert row["answer_hours"] == row["answer_working_hours"] == pytest.approx(2, abs=0.05)
    assert row["closing_hours"] == pytest.approx(23 - 2, abs=0.1)
    (row,) = await exported(world.service.store, world.service.district, world.now, "incident")
    assert (row["Исполнитель"], row["Есть медиафайл в ответе"]) == ("Иван", "Да")
    assert (row["1ый ответ ПИ"], row["2ой ответ ПИ"]) == ("Где именно?", "Засыпали")
    assert (row["Итог"], row["Причина закрытия"]) == ("Решено", "Автор доволен")


@on_one_database
async def test_every_way_to_end_has_its_words(world: World) -> None:
    anna, ivan = world.resident(), await world.desk("roads")
    for action, reason in ((Action.DECLINE, "not_ours"), (Action.WITHDRAW, ""), (Action.EXPLAIN, "")):
        act = Act(await anna.has_filed(), action, ivan.person, "Потому что", arg=reason)
        async with world.service.store.transaction() as tx:
            await world.actor(tx).act(act, ivan.chat)
    await world.days_later(30)
    rows = await exported(world.service.store, world.service.district, world.now)
    assert [one["closing"] for one in rows] == ["declined", "withdrawn", "no_answer"]
    rows = await exported(world.service.store, world.service.district, world.now, "incident")
    refused = "Дальнейший диалог нецелесообразен"
    assert [one["Причина закрытия"] for one in rows] == [refused, refused, "Нет ответа от автора"]


async def _months(engine: AsyncEngine, settlements: Sequence[str]) -> None:
    """Five weeks of two settlements, in every state; seeded."""
    dice, archive = random.Random(26), await Archive(engine).opened()
    for index in range(120):
        filed = at(dice.uniform(-28, 7))
        first, answered, closed = (filed + timedelta(hours=dice.uniform(1, 90)) for _ in range(3))
        answered, closed = max(first, answered), max(first, answered, closed)
        fields: dict[str, object] = {"settlement": dice.choice(settlements), "desk": "roads"}
        fields["topic"] = ("roads.pothole", "garbage.containers", "roads.snow")[index % 3]
        fields["due_at"] = filed + timedelta(hours=dice.uniform(10, 100))
        steps = [(first, "ask"), (first + timedelta(hours=5), "reply")] if dice.random() < 0.3 else []
        match dice.choice(
            ["new", "in_work", "answered", "closed", "closed", "declined", "withdrawn", "asked", "merged"]
        ):
            case "answered":
                fields |= {"status": "answered", "first_answer_at": first, "answered_at": answered, "result": "solved"}
            case "closed":
                fields |= {"status": "closed", "first_answer_at": first, "answered_at": answered, "closed_at": closed}
                fields |= {
                    "result": dice.choice(["solved", "explained"]),
                    "rating": dice.choice(["good", "neutral", ""]),
                }
            case "asked":
                fields |= {"status": "asked", "first_answer_at": first}
                steps = [(first, "ask")]
            case "merged":
                fields |= {"status": "closed", "closed_at": closed, "closing": "merged", "merged": "26-00001"}
            case "new":
                fields |= {"reopened": dice.choice([0, 1])}
            case "in_work":
                fields |= {"status": "in_work", "first_answer_at": first}
            case over:
                fields |= {"status": over, "closed_at": closed, "closing": over}
        await archive.joined(await archive.filed(filed, *steps, **fields), *["good"] * dice.choice([0, 0, 2]))


async def test_the_figures_of_a_digest_can_be_recomputed_from_the_export(
    engine: AsyncEngine, district: District
) -> None:
    settlements = [one.code for one in district.settlements[:2]]
    await _months(engine, settlements)
    now = at(8)
    store = SqlStore(engine)
    rows = await exported(store, district, now)
    assert len(rows) == 120
    seen: Counter[str] = Counter()
    for day in (at(0).date(), at(-7).date(), at(-14).date()):
        period = week_of(day)
        span = period.span(district.time_zone)
        for settlement in settlements:
            digest = await Digesting(store, district, CALENDAR).of_settlement(settlement, period, now)
            here = [row for row in rows if row["settlement"] == settlement]
            told, mine = digest.now, recounted(here, *span)
            for figure in ("received", "joined", "answered", "closed", "solved", "closed_in_time", "open", "overdue"):
                assert getattr(told, figure) == getattr(mine, figure), (figure, day, settlement)
                seen[figure] += getattr(mine, figure)
            assert told.reopened == mine.reopened
            assert (told.decided, told.on_time) == (mine.decided, mine.on_time)
            assert told.votes == mine.votes
            assert dict(digest.topics) == recounted_topics(here, *span)
            seen.update({f"votes {one}": getattr(mine.votes, one) for one in Votes.__slots__})
            for figure in ("first_answer", "solution"):
                assert abs(getattr(told, figure) - getattr(mine, figure)) < timedelta(seconds=1), figure
    assert min(seen.values()) > 1


async def test_a_month_without_anything_has_no_rows(engine: AsyncEngine, district: District) -> None:
    assert await exported(SqlStore(engine), district, datetime(2026, 11, 24, tzinfo=UTC)) == []
