"""The clock's whole work after days switched off, under a clock that is set, and across a change to summer time."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.usecases.acting import expire_silent
from bot.usecases.escalating import escalate
from bot.usecases.minding_jobs import MindingJobs
from bot.usecases.reminding import remind
from bot.usecases.sending_digests import send_digests
from bot.usecases.wake import wake
from tests.usecases.people import Official
from tests.usecases.test_reminders import Mute, filed, reminders
from tests.usecases.world import World, on_one_database

# Midnight in Moscow before the Thursday of the stories' week: what was filed on Tuesday is overdue since Wednesday.
MIDNIGHT = datetime(2026, 11, 25, 21, tzinfo=UTC)
NOVEMBER = {"📊 Третьяковское сельское поселение за ноябрь 2026 года": 1}
BERLIN = ZoneInfo("Europe/Berlin")


async def ticks(world: World) -> None:
    """One tick of every job, and all that comes of it."""
    service, minding = world.service, MindingJobs(world.service)
    await minding.run("expire_silent", lambda: expire_silent(service))
    await minding.run("send_digests", lambda: send_digests(service, service.calendar))
    await minding.run("remind", lambda: remind(service))
    await minding.run("escalate", lambda: escalate(service))
    await minding.run("wake", lambda: wake(service))
    await world.settle()


def hourly(start: datetime, days: int, step: int = 1) -> Iterator[datetime]:
    return (start + timedelta(hours=one) for one in range(0, 24 * days, step))


def heard(*people: Official) -> Counter[str]:
    """Everything that was said by the clock: in how many messages each thing."""
    return Counter(shown.text for one in people for shown in one.sees)


def digests(head: Official) -> Counter[str]:
    """Their first lines."""
    return Counter(one.text.split("\n")[0] for one in head.sees if "📊" in one.text)


async def test_what_two_days_switched_off_have_missed_is_said_once_in_the_morning(world: World) -> None:
    """From Tuesday to Friday nobody ticked: the deadline, its reminder and everything after it were missed."""
    ivan, head = await world.desk("tretyakovo"), await world.bound("head", "tretyakovo", "telegram:-500", "Глава")
    await filed(world, 3)
    before = len(ivan.sees)
    for world.now in hourly(MIDNIGHT + timedelta(days=1), 1):
        await ticks(world)
        if world.now < MIDNIGHT + timedelta(days=1, hours=9):
            assert (len(ivan.sees), len(head.sees)) == (before, 0)
    (reminder,) = reminders(ivan)
    assert "Просрочено 3 сообщения" in reminder.text
    assert heard(head)
    assert max(heard(head).values()) == 1


@on_one_database
async def test_a_digest_of_a_monday_switched_off_comes_once_later(world: World) -> None:
    head = await world.bound("head", "tretyakovo", "telegram:-500", "Глава")
    # Wednesday of the next week.
    for world.now in hourly(MIDNIGHT + timedelta(days=6), 3, 3):
        await ticks(world)
    assert digests(head) == {"📊 Третьяковское сельское поселение за неделю 23–29 ноября": 1, **NOVEMBER}


@on_one_database
async def test_a_clock_set_back_and_ahead_says_nothing_twice(world: World) -> None:
    ivan, head = await world.desk("tretyakovo"), await world.bound("head", "tretyakovo", "telegram:-500", "Глава")
    await filed(world, 2)
    for hours in (10, 11, 9, 10, 13, 3, 17, 10):
        world.now = MIDNIGHT + timedelta(hours=hours)
        await ticks(world)
    assert max(heard(ivan, head).values()) == 1
    assert len(reminders(ivan)) == 1


@on_one_database
async def test_a_clock_that_is_a_day_behind_for_a_while_leaves_one_reminder_standing(world: World) -> None:
    """The evening before has an occasion of its own, said as of then; what was said before steps back."""
    ivan = await world.desk("tretyakovo")
    await filed(world, 2)
    for hours in (10, -10, 12, 13):
        world.now = MIDNIGHT + timedelta(hours=hours)
        await ticks(world)
    (standing,) = [one for one in reminders(ivan) if "Здесь было" not in one.text]
    assert "Просрочено 2 сообщения" in standing.text


@on_one_database
async def test_summer_time_begins_and_ends_and_nothing_is_said_twice_or_in_the_night(world: World) -> None:
    """Nobody's clock changes in Russia now; it did, and may again."""
    world.change(district=replace(world.service.district, time_zone=BERLIN))
    ivan, head = await world.desk("tretyakovo"), await world.bound("head", "tretyakovo", "telegram:-500", "Глава")
    for change in (datetime(2027, 3, 28, tzinfo=BERLIN), datetime(2027, 10, 31, tzinfo=BERLIN)):
        # A Thursday before the change, ten in the morning; the deadline is before it, and nobody answers.
        world.now = (change - timedelta(days=3)).replace(hour=10).astimezone(UTC)
        await filed(world)
        already = len(ivan.sees), len(head.sees)
        began = world.now
        for world.now in hourly(began, 6, 3):
            await ticks(world)
            local = world.now.astimezone(BERLIN)
            if not 9 <= local.hour < 21 or local.weekday() >= 5:
                assert (len(ivan.sees), len(head.sees)) == already
            already = len(ivan.sees), len(head.sees)
    texts = heard(ivan, head)
    del texts["⏰ Здесь было прежнее напоминание. Новое — ниже."]
    assert max(texts.values()) == 1
    assert set(digests(head).values()) == {1}
    assert len(digests(head)) >= 4


@on_one_database
async def test_a_reminder_that_cannot_be_said_is_in_the_book_and_goes_out_later(world: World) -> None:
    ivan = await world.desk("tretyakovo")
    await filed(world)
    world.now = MIDNIGHT + timedelta(hours=10)
    words = world.service.words
    world.change(words=Mute(words))
    await ticks(world)
    async with world.service.store.reading() as tx:
        (record,) = [one for one in await tx.jobs.all() if one.name == "remind"]
    assert (record.failures, record.error, reminders(ivan)) == (1, "KeyError", [])
    world.change(words=words)
    await ticks(world)
    assert len(reminders(ivan)) == 1
