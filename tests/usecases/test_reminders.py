"""Desks are reminded in their hours, in one message, once; what is done falls out of it."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.appeals.appeal import Appeal, Place
from bot.appeals.deadlines import Case
from bot.appeals.status import Action, Status
from bot.usecases.reminding import remind
from tests.usecases.messenger import Shown
from tests.usecases.people import Official
from tests.usecases.world import POTHOLE, World, on_one_database

# The stories' Tuesday is 24 November: what is filed then is to be answered by Wednesday, six in the evening in Moscow.
WEDNESDAY = datetime(2026, 11, 25, 6, tzinfo=UTC)
TWO_O_CLOCK = WEDNESDAY + timedelta(hours=5)
THURSDAY = WEDNESDAY + timedelta(days=1)


@pytest.fixture
async def ivan(world: World) -> Official:
    return await world.desk("tretyakovo")


async def filed(world: World, count: int = 1, *, due_at: datetime | None = None) -> list[str]:
    """Appeals of residents, with their cards."""
    numbers = []
    async with world.service.store.transaction() as tx:
        for _ in range(count):
            resident = await tx.residents.of_chat("telegram:501", "Анна", world.now)
            due = world.service.deadlines(Case("roads.pothole", "tretyakovo"), world.now)
            new = Appeal(
                0, "", resident.id, "roads.pothole", Place("tretyakovo", "Бабино"), "Яма", "tretyakovo", Status.NEW,
                filed_at=world.now, due_at=due_at or due.answer, answer_due_at=due_at or due.answer,
                solve_due_at=due.solution,
            )  # fmt: skip
            appeal = await tx.appeals.file(new, "telegram:501", ())
            await world.actor(tx).announce(appeal)
            numbers.append(appeal.number)
    await world.settle()
    return numbers


async def tick(world: World, moment: datetime | None = None) -> int:
    world.now = moment or world.now
    reminded = await remind(world.service)
    await world.settle()
    return reminded


def reminders(one: Official) -> list[Shown]:
    return [shown for shown in one.sees if "⏰" in shown.text]


async def test_the_desk_is_reminded_before_the_deadline_at_it_and_each_working_morning(
    world: World, ivan: Official
) -> None:
    await filed(world)
    assert await tick(world) == 0
    assert await tick(world, TWO_O_CLOCK) == 1
    (first,) = reminders(ivan)
    assert first.text.split("\n") == [
        "⏰ Сегодня нужно ответить на 1 сообщение.",
        "",
        "🕒 № 26-00001: Ямы и разбитая дорога · Бабино — до 25 ноября (среда), 18:00",
    ]
    assert [await tick(world) for _ in range(3)] == [0, 0, 0]
    assert await tick(world, THURSDAY) == 1
    assert first.text == "⏰ Здесь было прежнее напоминание. Новое — ниже."
    assert "⏰ Просрочено 1 сообщение: житель ждёт ответа." in reminders(ivan)[-1].text
    assert "🔴 № 26-00001: " in reminders(ivan)[-1].text
    assert await tick(world, THURSDAY + timedelta(hours=8)) == 0
    assert await tick(world, THURSDAY + timedelta(days=1)) == 1


async def test_never_outside_working_hours(world: World, ivan: Official) -> None:
    await filed(world)
    evening = WEDNESDAY + timedelta(hours=9)
    saturday = THURSDAY + timedelta(days=2)
    for closed in (evening, evening + timedelta(hours=8), THURSDAY - timedelta(minutes=1), saturday):
        assert await tick(world, closed) == 0
    assert await tick(world, saturday + timedelta(days=2)) == 1


async def test_two_hundred_overdue_are_one_message_that_begins_with_their_number(world: World, ivan: Official) -> None:
    await filed(world, 200)
    assert await tick(world, THURSDAY) == 1
    (shown,) = reminders(ivan)
    lines = shown.text.split("\n")
    assert lines[0] == "⏰ Просрочено 200 сообщений: жители ждут ответа."
    assert (len(lines), lines[-1]) == (8, "… и ещё 195 сообщений")
    # As much as VK takes.
    assert (len(shown.keyboard), len(shown.labels)) == (6, 8)
    await ivan.has_done("26-00001", Action.SOLVE, "Засыпали")
    assert "⏰ Просрочено 199 сообщений" in shown.text
    assert "✅ Сделано: № 26-00001" in shown.text


async def test_the_buttons_do_what_the_card_does_and_colleagues_see_it(world: World, ivan: Official) -> None:
    (number,) = await filed(world)
    await tick(world, TWO_O_CLOCK)
    (shown,) = reminders(ivan)
    await ivan.presses(f"Отвечаю · {number}", shown)
    assert shown.text.endswith(f"👤 Иван, у вас: № {number}")
    assert f"Ответить · {number}" in shown.labels
    await ivan.presses(f"Передать · {number}", shown)
    assert "Кому передать" in ivan.screen
    await ivan.presses(f"Продлить · {number}", shown)
    await ivan.presses(ivan.last.labels[0], ivan.last)
    await ivan.writes("Ждём щебень", to=ivan.last)
    await ivan.presses("Отправить жителю")
    await world.later(seconds=30)
    assert shown.text == f"✅ Сделано: № {number}"
    assert shown.labels == []
    assert await tick(world, THURSDAY) == 0


async def test_what_is_answered_falls_out_of_the_reminder_in_every_chat(world: World, ivan: Official) -> None:
    olga = await world.bound("desk", "tretyakovo", "vk:2000000001", "Ольга")
    first, second = await filed(world, 2)
    assert await tick(world, TWO_O_CLOCK) == 2
    await ivan.has_done(first, Action.SOLVE, "Сделали")
    for one in (ivan, olga):
        assert reminders(one)[0].text.endswith(f"✅ Сделано: № {first}")
    await olga.has_done(second, Action.EXPLAIN, "Объяснили")
    for one in (ivan, olga):
        assert one.seen("✅ Сделано").text == f"✅ Сделано: № {first}, № {second}"


async def test_tomorrow_means_the_next_working_morning_for_the_whole_desk(world: World, ivan: Official) -> None:
    olga = await world.bound("desk", "tretyakovo", "vk:2000000001", "Ольга")
    (number,) = await filed(world)
    friday = THURSDAY + timedelta(days=1)
    assert await tick(world, friday) == 2
    (shown,) = reminders(ivan)
    await ivan.presses(f"Напомнить завтра · {number}", shown)
    assert ivan.toast == f"Напомню утром, 30 ноября (понедельник): № {number}"
    assert shown.text == f"💤 Отложено до утра рабочего дня: № {number}"
    assert olga.seen("💤").text == shown.text
    assert await tick(world, friday + timedelta(hours=4)) == 0
    assert await tick(world, friday + timedelta(days=3)) == 2


@on_one_database
async def test_what_was_put_off_before_its_deadline_is_told_again_in_the_morning(world: World, ivan: Official) -> None:
    (number,) = await filed(world, due_at=THURSDAY + timedelta(hours=1))
    assert await tick(world, WEDNESDAY + timedelta(hours=7)) == 1
    assert "⏰ Скоро срок: нужно ответить на 1 сообщение." in reminders(ivan)[0].text
    await ivan.presses(f"Напомнить завтра · {number}")
    assert await tick(world, WEDNESDAY + timedelta(hours=8)) == 0
    assert await tick(world, THURSDAY) == 1


async def test_a_question_to_the_resident_needs_no_reminder(world: World, ivan: Official) -> None:
    (number,) = await filed(world)
    await ivan.has_done(number, Action.ASK, "Какой дом?")
    assert await tick(world, THURSDAY) == 0


async def test_after_two_days_switched_off_it_is_said_once(world: World, ivan: Official) -> None:
    await filed(world, 3)
    world.change()
    assert await tick(world, THURSDAY + timedelta(days=1, hours=3)) == 1
    world.change()
    assert await tick(world) == 0
    assert len(reminders(ivan)) == 1


async def test_two_services_at_once_say_it_once(world: World, ivan: Official) -> None:
    """Both have looked; the row of the occasion lets only one of them write."""
    (number,) = await filed(world)
    world.now = THURSDAY
    async with world.service.store.transaction() as tx:
        assert await tx.reminders.claim(number, ivan.chat, "late:2026-11-26")
    async with world.service.store.transaction() as tx:
        assert not await tx.reminders.claim(number, ivan.chat, "late:2026-11-26")
    assert await tick(world) == 0


async def test_two_services_that_tick_together_say_it_once(world: World, ivan: Official) -> None:
    await filed(world, 3)
    world.now = THURSDAY
    assert sum(await asyncio.gather(*(remind(world.service) for _ in range(3)))) == 1
    await world.settle()
    assert len(reminders(ivan)) == 1


async def test_an_old_button_of_what_has_ended_says_so(world: World, ivan: Official) -> None:
    (number,) = await filed(world)
    await tick(world, THURSDAY)
    press = ivan.press(f"Напомнить завтра · {number}")
    await ivan.has_done(number, Action.SOLVE, "Сделали")
    await ivan.does(press)
    assert "ответ дан" in ivan.toast


async def test_one_that_breaks_is_tried_again_and_stops_no_other(world: World, ivan: Official) -> None:
    await world.bound("desk", "bulgakovo", "vk:2000000001", "Ольга")
    await filed(world)
    words = world.service.words
    world.change(words=Mute(words))
    assert await tick(world, THURSDAY) == 0
    world.change(words=words)
    assert await tick(world) == 1


class Mute:
    """Words that cannot be found for reminders."""

    def __init__(self, words: object) -> None:
        self._words = words

    def __getattr__(self, name: str) -> object:
        return getattr(self._words, name)

    def __call__(self, phrase: object) -> str:
        if getattr(phrase, "id", "").startswith("reminder-"):
            raise KeyError(phrase)
        return self._words(phrase)  # type: ignore[operator,no-any-return]


async def test_a_chat_that_is_lost_is_not_reminded_and_one_that_moved_is_not_reminded_twice(
    world: World, ivan: Official
) -> None:
    (number,) = await filed(world)
    async with world.service.store.transaction() as tx:
        await tx.bindings.set_lost(ivan.chat, world.now)
    assert await tick(world, THURSDAY) == 0
    async with world.service.store.transaction() as tx:
        await tx.bindings.set_lost(ivan.chat, None)
    assert await tick(world) == 1
    async with world.service.store.transaction() as tx:
        for room in (tx.bindings, tx.outbox, tx.reminders):
            await room.move(ivan.chat, "telegram:-900")
    assert await tick(world) == 0
    await replace(ivan, chat="telegram:-900").has_done(number, Action.SOLVE, "Сделали")


@on_one_database
async def test_a_chat_of_two_desks_gets_one_message(world: World, ivan: Official) -> None:
    await world.bound("desk", "bulgakovo", ivan.chat, "Иван")
    await filed(world)
    anna = await world.neighbour(1, "Анна")
    await anna.files(POTHOLE)
    assert await tick(world, THURSDAY) == 1
    assert len(reminders(ivan)) == 1


async def test_a_danger_stands_first(world: World, ivan: Official) -> None:
    await filed(world)
    (late,) = await filed(world)
    await world.execute("UPDATE appeals SET urgent = 'wire' WHERE number = :number", number=late)
    await tick(world, THURSDAY)
    (shown,) = reminders(ivan)
    assert f"🚨 🔴 № {late}" in shown.text.split("\n")[2]
