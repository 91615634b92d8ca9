"""The deadlines of an appeal through its life: answered, asked, extended, opened again, a danger learnt of."""

from datetime import datetime, timedelta

import pytest

from bot.appeals.appeal import Appeal
from bot.appeals.deadlines import Case
from bot.appeals.status import Action
from bot.dialogs.effects import Act
from tests.usecases.people import Official
from tests.usecases.world import World, on_one_database

HOUR = timedelta(hours=1)
pytestmark = on_one_database


@pytest.fixture
async def ivan(world: World) -> Official:
    return await world.desk("roads")


async def filed(world: World) -> Appeal:
    """A pothole of Tuesday, ten in the morning: answered until Wednesday evening, mended until next Tuesday's."""
    return await now(world, await world.resident().has_filed())


async def now(world: World, number: str) -> Appeal:
    async with world.service.store.reading() as tx:
        appeal = await tx.appeals.get(number)
    assert appeal is not None
    return appeal


def moscow(moment: datetime) -> str:
    return f"{moment + 3 * HOUR:%d.%m %H:%M}"


async def clocks(world: World, number: str) -> tuple[str, str]:
    """The deadline that runs and the one of the solution."""
    appeal = await now(world, number)
    return moscow(appeal.due_at), moscow(appeal.solve_due_at)


async def test_the_first_word_of_the_desk_starts_the_clock_of_the_solution(world: World, ivan: Official) -> None:
    number = (await filed(world)).number
    assert await clocks(world, number) == ("25.11 18:00", "01.12 18:00")
    card = ivan.card(number).text
    assert "🕒 Ответить до 25 ноября (среда), 18:00\n🏁 Решить до 1 декабря (вторник), 18:00" in card
    await ivan.has_done(number, Action.ACCEPT)
    assert await clocks(world, number) == ("25.11 18:00", "01.12 18:00")
    await ivan.has_done(number, Action.ANSWER, "Заказали щебень")
    assert await clocks(world, number) == ("01.12 18:00", "01.12 18:00")
    card = ivan.card(number).text
    assert "🏁 Решить до 1 декабря (вторник), 18:00" in card
    assert "Ответить до" not in card
    # What was promised for the first answer stays known.
    assert moscow((await now(world, number)).answer_due_at) == "25.11 18:00"


async def test_whoever_is_taken_care_of_hears_both_promises(world: World, ivan: Official) -> None:
    anna = world.resident()
    number = await anna.has_filed()
    await ivan.has_done(number, Action.ACCEPT)
    promised = "Ответят до 25 ноября (среда), 18:00, решить обещают до 1 декабря (вторник), 18:00."
    assert promised in anna.last.text


async def test_while_the_resident_is_asked_the_clock_stands(world: World, ivan: Official) -> None:
    number = (await filed(world)).number
    await ivan.has_done(number, Action.ASK, "Где именно?")
    assert "⏸ Ждём ответа жителя с 24 ноября (вторник), 10:00: срок стоит." in ivan.card(number).text
    await world.days_later(2)
    await ivan.has_done(number, Action.REPLY, "Напротив школы")
    # Two working days later, as many as it stood.
    assert await clocks(world, number) == ("03.12 18:00", "03.12 18:00")
    assert "🏁 Решить до 3 декабря" in ivan.card(number).text


async def test_asked_twice_is_one_pause_and_an_official_who_goes_on_ends_it(world: World, ivan: Official) -> None:
    number = (await filed(world)).number
    await ivan.has_done(number, Action.ASK, "Где именно?")
    await world.days_later(1)
    await ivan.has_done(number, Action.ASK, "У какого дома?")
    await world.days_later(1)
    await ivan.has_done(number, Action.ANSWER, "Нашли сами")
    assert await clocks(world, number) == ("03.12 18:00", "03.12 18:00")


async def test_a_reply_of_the_night_begins_with_the_morning(world: World, ivan: Official) -> None:
    number = (await filed(world)).number
    world.now += 8 * HOUR
    await ivan.has_done(number, Action.ASK, "Где именно?")
    await world.later(hours=5)
    await ivan.has_done(number, Action.REPLY, "Напротив школы")
    assert await clocks(world, number) == ("01.12 18:00", "01.12 18:00")


async def test_extending_moves_the_solution_and_opening_again_begins_anew(world: World, ivan: Official) -> None:
    number = (await filed(world)).number
    until = (await now(world, number)).solve_due_at + timedelta(days=7)
    async with world.service.store.transaction() as tx:
        await world.actor(tx).act(Act(number, Action.EXTEND, ivan.person, "Ждём щебень", until=until), ivan.chat)
    assert await clocks(world, number) == ("08.12 18:00", "08.12 18:00")
    await ivan.has_done(number, Action.SOLVE, "Засыпали")
    await world.days_later(1)
    await ivan.has_done(number, Action.REOPEN, "Опять провалилась")
    # Wednesday the 25th: an answer until Thursday evening, mended five working days later.
    assert await clocks(world, number) == ("26.11 18:00", "02.12 18:00")
    await ivan.has_done(number, Action.ANSWER, "Едем")
    assert await clocks(world, number) == ("02.12 18:00", "02.12 18:00")


async def test_another_desk_keeps_the_promises_that_were_made(world: World, ivan: Official) -> None:
    number = (await filed(world)).number
    async with world.service.store.transaction() as tx:
        await world.actor(tx).act(Act(number, Action.TRANSFER, ivan.person, arg="tretyakovo"), ivan.chat)
    assert await clocks(world, number) == ("25.11 18:00", "01.12 18:00")


async def test_a_danger_told_later_is_answered_within_hours_from_then(world: World, ivan: Official) -> None:
    anna = world.resident()
    number = await anna.has_filed()
    await ivan.has_done(number, Action.ANSWER, "Заказали щебень")
    await world.days_later(1)
    await ivan.has_done(number, Action.ADD, "Столб упал на дорогу, оборванный провод искрит")
    appeal = await now(world, number)
    urgent = world.service.deadlines(Case(appeal.topic, "roads", urgent=True), world.now)
    assert appeal.urgent
    assert moscow(appeal.due_at) == moscow(urgent.answer) == "25.11 14:00"
    assert moscow(appeal.solve_due_at) == "27.11 18:00"
