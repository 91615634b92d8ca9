"""A deadline that slips: its resident hears it honestly, then the head, then the coordinator; each once."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.appeals.district import Escalation
from bot.appeals.durations import Duration
from bot.appeals.status import Action
from bot.usecases.escalating import escalate
from bot.usecases.reminding import remind
from tests.usecases.messenger import Shown
from tests.usecases.people import Official, Someone
from tests.usecases.test_reminders import THURSDAY, filed
from tests.usecases.world import World, on_one_database

HOUR = timedelta(hours=1)


@pytest.fixture
async def ivan(world: World) -> Official:
    return await world.desk("tretyakovo")


@pytest.fixture
async def head(world: World) -> Official:
    return await world.bound("head", "tretyakovo", "telegram:-500", "Глава")


@pytest.fixture
async def coordinator(world: World) -> Official:
    return await world.bound("coordinator", "", "vk:77", "Куратор")


async def tick(world: World, hours: float = 0) -> int:
    """`hours` of the clock after Thursday nine in the morning, when the deadline has passed for no working time."""
    world.now = THURSDAY + hours * HOUR
    told = await escalate(world.service)
    await world.settle()
    return told


def late(one: Someone) -> list[Shown]:
    return [shown for shown in one.sees if "росроч" in shown.text]


async def test_desk_then_head_then_coordinator_each_once(
    world: World, ivan: Official, head: Official, coordinator: Official
) -> None:
    await filed(world)
    assert await tick(world, 0) == 1
    assert (late(head), late(coordinator)) == ([], [])
    assert await tick(world, 7.9) == 0
    assert await tick(world, 8) == 1
    assert (len(late(head)), late(coordinator)) == (1, [])
    assert [await tick(world, hours) for hours in (8.1, 24, 26)] == [0, 0, 0]
    # Two working days of nine hours end on Friday evening, when nobody works: it is told on Monday morning.
    assert [await tick(world, hours) for hours in (33, 40, 50, 95.9)] == [0, 0, 0, 0]
    assert await tick(world, 96) == 1
    assert (len(late(head)), len(late(coordinator))) == (1, 1)
    assert await tick(world, 200) == 0


async def test_the_head_reads_the_whole_story_in_one_message(world: World, ivan: Official, head: Official) -> None:
    (number,) = await filed(world)
    await ivan.has_done(number, Action.ACCEPT)
    await ivan.has_done(number, Action.ANSWER, "Заказали щебень")
    # The first answer came in time; the solution was promised by Tuesday evening.
    assert await tick(world, 8) == 0
    await tick(world, 6 * 24 + 8)
    (shown,) = late(head)
    assert shown.text.split("\n") == [
        f"⏰ Просрочено: № {number}. Рабочего времени прошло: 8 ч.",
        "",
        "Тема: Ямы и разбитая дорога",
        "📍 Бабино · Третьяковское сельское поселение",
        "",
        "«Яма»",
        "",
        "Пришло: 24.11.2026, 10:00",
        "Обещали до: 01.12.2026, 18:00",
        "Отвечают: Администрация Третьяковского поселения",
        "В работе у: Иван",
        "",
        "Жителю ответили: «Заказали щебень»",
    ]
    await head.writes("Когда?", to=shown)
    assert "отсюда жителю не ответить" in head.last.text


async def test_the_resident_is_told_once_for_each_deadline_and_only_in_working_hours(
    world: World, ivan: Official
) -> None:
    anna = world.resident()
    (number,) = await filed(world)
    assert await tick(world, -10) == 0
    assert await tick(world, 0) == 1
    told = f"🕒 Ответ на ваше сообщение № {number} задерживается: обещали до 25 ноября (среда), 18:00."
    assert anna.last.text.split("\n")[0] == told
    assert "Мы напомнили тем, кто отвечает." in anna.last.text
    assert "Теперь ждём до" not in anna.last.text, "nobody is there to hear of it"
    assert await tick(world, 1) == 0
    async with world.service.store.transaction() as tx:
        appeal = await tx.appeals.get(number)
        assert appeal is not None
        await tx.appeals.change(appeal, {"due_at": THURSDAY + 9 * HOUR})
    assert await tick(world, 2) == 0
    assert await tick(world, 24) == 1
    assert len([one for one in anna.sees if "задерживается" in one.text]) == 2


async def test_what_is_answered_in_time_or_waits_for_the_resident_goes_nowhere(
    world: World, ivan: Official, head: Official
) -> None:
    first, second = await filed(world, 2)
    await ivan.has_done(first, Action.SOLVE, "Засыпали")
    await ivan.has_done(second, Action.ASK, "Где именно?")
    assert await tick(world, 100) == 0


async def test_a_desk_without_a_chat_goes_up_to_the_head_at_once(world: World, head: Official) -> None:
    anna = world.resident()
    await filed(world)
    assert await tick(world, 0) == 2
    assert "У них пока нет чата: напомнить некому." in late(head)[0].text
    assert "Мы сказали об этом руководству." in anna.last.text


async def test_the_resident_is_told_the_new_date_and_who_hears_of_it_then(
    world: World, ivan: Official, head: Official
) -> None:
    anna = world.resident()
    (number,) = await filed(world)
    await tick(world, 0)
    new_date = "Теперь ждём до 26 ноября (четверг), 17:00. Если не сделают и тогда, об этом узнает глава поселения."
    assert new_date in anna.last.text
    await tick(world, 8)
    assert late(head)
    kept = f"🕒 По вашему сообщению № {number} всё ещё тихо. Мы рассказали об этом главе поселения. Ответ придёт сюда."
    assert anna.last.text == kept
    await ivan.has_done(number, Action.ANSWER, "Заказали щебень")
    await tick(world, 6 * 24)
    told = f"🕒 Решение по вашему сообщению № {number} задерживается: обещали до 1 декабря (вторник), 18:00."
    assert anna.last.text.split("\n")[0] == told
    assert "Теперь ждём" not in anna.last.text, "the head has heard of it already and is not told again"


@on_one_database
async def test_a_second_deadline_that_slips_promises_only_whoever_has_not_heard_yet(
    world: World, ivan: Official, head: Official, coordinator: Official
) -> None:
    anna = world.resident()
    (number,) = await filed(world)
    await tick(world, 8)
    await ivan.has_done(number, Action.ANSWER, "Заказали щебень")
    await tick(world, 6 * 24)
    assert late(coordinator) == []
    told = anna.last.text
    assert "Теперь ждём до 3 декабря (четверг), 18:00. Если не сделают и тогда, об этом узнает куратор района." in told
    await tick(world, 8 * 24)
    assert (len(late(head)), len(late(coordinator))) == (1, 1)


async def test_where_the_head_has_no_chat_the_coordinator_stands_in(
    world: World, ivan: Official, coordinator: Official
) -> None:
    anna = world.resident()
    await filed(world)
    await tick(world, 8)
    assert len(late(coordinator)) == 1
    assert "Мы рассказали об этом куратору района." in anna.last.text
    assert await tick(world, 200) == 0, "who stood in has heard of it"


@on_one_database
async def test_where_neither_desk_nor_head_has_a_chat_the_coordinator_hears_at_once_and_nobody_later(
    world: World, coordinator: Official
) -> None:
    anna = world.resident()
    await filed(world)
    assert await tick(world, 0) == 2
    assert ("Мы сказали об этом руководству." in anna.last.text, "Теперь ждём" in anna.last.text) == (True, False)
    assert (len(late(coordinator)), await tick(world, 200)) == (1, 0)


@on_one_database
async def test_where_nobody_reads_the_resident_is_promised_nothing_and_whoever_comes_later_hears_of_it(
    world: World,
) -> None:
    anna = world.resident()
    await filed(world)
    assert await tick(world, 8) == 1
    assert "Мы" not in anna.last.text
    head = await world.bound("head", "tretyakovo", "telegram:-500", "Глава")
    assert await tick(world, 8.1) == 1
    assert len(late(head)) == 1


async def test_two_hundred_at_once_are_one_message_for_the_head(world: World, ivan: Official, head: Official) -> None:
    await filed(world, 200)
    await tick(world, 8)
    (shown,) = late(head)
    lines = shown.text.split("\n")
    assert lines[0] == "⏰ Просрочено 200 сообщений. Самые давние:"
    assert lines[-1] == "… и ещё 190 сообщений"


async def test_two_services_at_once_tell_it_once(world: World, ivan: Official, head: Official) -> None:
    (number,) = await filed(world)
    async with world.service.store.transaction() as tx:
        assert await tx.reminders.escalate(number, "head", world.now)
    async with world.service.store.transaction() as tx:
        assert not await tx.reminders.escalate(number, "head", world.now)
    await tick(world, 8)
    assert late(head) == []


async def test_two_services_that_tick_together_tell_it_once(world: World, ivan: Official, head: Official) -> None:
    anna = world.resident()
    await filed(world, 2)
    world.now = THURSDAY + 8 * HOUR
    assert sum(await asyncio.gather(*(escalate(world.service) for _ in range(3)))) == 4
    await world.settle()
    assert len(late(head)) == 2
    assert len([one for one in anna.sees if "задерживается" in one.text]) == 2


@on_one_database
async def test_two_seconds_in_the_district_file_are_two_seconds(world: World, ivan: Official, head: Official) -> None:
    at_once = Escalation(head=Duration(time=timedelta(seconds=2)))
    world.change(district=replace(world.service.district, escalation=at_once))
    await filed(world)
    assert await tick(world, 1 / 3600) == 1
    assert late(head) == []
    assert await tick(world, 2 / 3600) == 1
    assert len(late(head)) == 1


@on_one_database
async def test_a_reminder_and_the_ladder_do_not_need_each_other(world: World, ivan: Official, head: Official) -> None:
    await filed(world)
    world.now = THURSDAY + 8 * HOUR
    assert (await remind(world.service), await escalate(world.service)) == (1, 2)
