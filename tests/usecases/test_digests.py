"""On Monday morning the head and the coordinator get the week's digest: once, whatever happens to the process."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.appeals.district import DigestTime
from bot.appeals.working_time import StateCalendar
from bot.figures.period import read_week
from bot.usecases.digesting import Digesting
from bot.usecases.sending_digests import send_digests
from bot.usecases.store import Role
from tests.usecases.people import Official
from tests.usecases.world import POTHOLE, World, on_one_database

# The stories' Tuesday is 24 November; the Monday after it, nine in the morning in Moscow.
NEXT_MONDAY = datetime(2026, 11, 30, 6, tzinfo=UTC)
CALENDAR = StateCalendar()


@pytest.fixture
async def head(world: World) -> Official:
    """A week in which Anna wrote about a pothole in Babino and nobody answered."""
    head = await world.bound("head", "tretyakovo", "telegram:-500", "Глава")
    anna = await world.neighbour(1, "Анна")
    await anna.files(POTHOLE)
    world.now = NEXT_MONDAY
    return head


def digests(world: World, chat: str = "telegram:-500") -> list[str]:
    return [one.text for one in world.messengers[chat.partition(":")[0]].chats[chat] if "📊" in one.text]


async def bound_before(world: World, role: Role, target: str, chat: str) -> None:
    world.now -= timedelta(days=1)
    await world.bound(role, target, chat, "Пётр")
    world.now += timedelta(days=1)


async def morning(world: World) -> int:
    sent = await send_digests(world.service, CALENDAR)
    await world.settle()
    return sent


async def at_nine(world: World, month: int, day: int, hour: int = 9, year: int = 2026) -> int:
    """By the clock of Moscow."""
    world.now = datetime(year, month, day, hour - 3, tzinfo=UTC)
    return await morning(world)


async def test_the_head_reads_words_and_sees_a_picture(world: World, head: Official) -> None:
    assert await morning(world) == 1
    (text,) = digests(world)
    assert text.startswith("📊 Третьяковское сельское поселение за неделю 23–29 ноября")
    assert "№ 26-00001 · " in text
    assert "Пришло 1 сообщение" in text
    shown = world.telegram.chats["telegram:-500"]
    assert sum(len(one.photos) for one in shown) == 1
    assert any(photo.startswith(b"\xff\xd8") for one in shown for photo in one.photos)


async def test_it_comes_once_a_week_also_after_a_restart(world: World, head: Official) -> None:
    assert [await morning(world) for _ in range(3)] == [1, 0, 0]
    world.change()
    world.now += timedelta(hours=5)
    assert await morning(world) == 0
    await at_nine(world, 12, 7)
    assert len(digests(world)) == 3
    assert "за неделю 30 ноября – 6 декабря" in digests(world)[1]


@on_one_database
async def test_not_before_the_hour_and_not_at_night(world: World, head: Official) -> None:
    for hours in (-1, 12, -24, -48):
        world.now = NEXT_MONDAY + timedelta(hours=hours)
        assert await morning(world) == 0


@on_one_database
async def test_a_process_that_was_down_sends_it_later_that_day(world: World, head: Official) -> None:
    world.now = NEXT_MONDAY + timedelta(hours=9)
    assert await morning(world) == 1


@on_one_database
async def test_after_two_days_switched_off_what_was_missed_comes_once(world: World, head: Official) -> None:
    """The week's was due on Monday, the month's on Tuesday: on Wednesday both come, each once."""
    assert await at_nine(world, 12, 2) == 2
    week, month = digests(world)
    assert ("за неделю 23–29 ноября" in week, "за ноябрь 2026 года" in month) == (True, True)
    assert [await at_nine(world, 12, day) for day in (2, 3, 4)] == [0, 0, 0]


@on_one_database
async def test_a_week_that_was_missed_whole_is_not_told_any_more(world: World, head: Official) -> None:
    assert await at_nine(world, 12, 9) == 1
    assert "за неделю 30 ноября – 6 декабря" in digests(world)[0]


async def test_the_month_comes_on_its_first_working_day_beside_the_month_before(world: World, head: Official) -> None:
    assert [await at_nine(world, 11, 30), await at_nine(world, 12, 1, 6), await at_nine(world, 12, 1)] == [1, 0, 1]
    month = digests(world)[1]
    assert month.startswith("📊 Третьяковское сельское поселение за ноябрь 2026 года")
    assert "Пришло 1 сообщение (месяцем раньше — 0)" in month
    assert "№ 26-00001" in month
    assert (await at_nine(world, 12, 1), await at_nine(world, 12, 30)) == (0, 1)


@on_one_database
async def test_on_a_morning_with_both_the_month_follows_and_repeats_nothing(world: World, head: Official) -> None:
    """The first of February is a Monday: the week says what waits, the month only how it was."""
    assert await at_nine(world, 2, 1, year=2027) == 2
    week, month = [one for one in world.telegram.chats["telegram:-500"] if "📊" in one.text]
    assert ("за неделю" in week.text, "за январь 2027 года" in month.text) == (True, True)
    assert ("№ 26-00001" in week.text, "№ 26-00001" in month.text) == (True, False)
    assert (week.labels, month.labels) == (["№ 26-00001"], [])


@on_one_database
async def test_the_holidays_of_january_move_the_month_to_the_first_working_day(world: World, head: Official) -> None:
    """In 2027 they last until Sunday the tenth: on Monday the month and the week come together."""
    assert [await at_nine(world, 1, day, year=2027) for day in (1, 4, 8, 11)] == [0, 0, 0, 2]
    assert any("за декабрь 2026 года" in one for one in digests(world))


@on_one_database
async def test_the_district_may_do_without_the_month(world: World, head: Official) -> None:
    world.change(district=replace(world.service.district, digest=DigestTime(month=False)))
    assert [await at_nine(world, 11, 30), await at_nine(world, 12, 1)] == [1, 0]


@on_one_database
async def test_after_a_holiday_it_comes_on_the_next_working_day(world: World, head: Official) -> None:
    world.change(calendar=StateCalendar(lambda day: day == NEXT_MONDAY.date()))
    assert await morning(world) == 0
    world.now += timedelta(days=1)
    assert await morning(world) == 2
    assert "за неделю 23–29 ноября" in digests(world)[0]


@on_one_database
async def test_the_district_chooses_day_and_hour(world: World, head: Official) -> None:
    world.change(district=replace(world.service.district, digest=DigestTime(1, 16, month=False)))
    assert await morning(world) == 0
    world.now += timedelta(days=1, hours=7)
    assert await morning(world) == 1


@on_one_database
async def test_what_was_to_come_on_friday_comes_on_monday_after_a_weekend_switched_off(
    world: World, head: Official
) -> None:
    world.change(district=replace(world.service.district, digest=DigestTime(4, month=False)))
    assert await at_nine(world, 11, 27) == 1
    assert [await at_nine(world, 12, day) for day in (3, 7, 8, 11)] == [0, 1, 0, 1]
    assert "за неделю 23–29 ноября" in digests(world)[1]


@on_one_database
async def test_a_saturday_in_the_district_file_means_the_monday_after_it(world: World, head: Official) -> None:
    world.change(district=replace(world.service.district, digest=DigestTime(5, month=False)))
    assert await at_nine(world, 11, 30) == 1
    assert [await at_nine(world, 12, day) for day in (4, 5, 6, 7)] == [0, 0, 0, 1]
    assert "за неделю 30 ноября – 6 декабря" in digests(world)[1]


async def test_the_coordinator_gets_the_district_and_a_second_chat_its_own(world: World, head: Official) -> None:
    await bound_before(world, "coordinator", "", "vk:77")
    await bound_before(world, "head", "tretyakovo", "vk:78")
    assert await morning(world) == 3
    assert digests(world, "vk:77")[0].startswith("📊 Духовщинский район за неделю 23–29 ноября")
    assert digests(world, "vk:78") == digests(world)


@on_one_database
async def test_whoever_comes_today_begins_with_the_next_week(world: World, head: Official) -> None:
    await world.bound("head", "tretyakovo", "vk:78", "Зам")
    assert await morning(world) == 1
    assert await at_nine(world, 12, 1) == 2
    assert await at_nine(world, 12, 7) == 2


@on_one_database
async def test_a_chat_that_is_lost_gets_none(world: World, head: Official) -> None:
    async with world.service.store.transaction() as tx:
        await tx.bindings.set_lost("telegram:-500", world.now)
    assert await morning(world) == 0


@on_one_database
async def test_a_digest_that_cannot_be_made_stops_no_other_and_is_tried_again(world: World, head: Official) -> None:
    await bound_before(world, "coordinator", "", "vk:77")
    photos = world.service.photos
    world.change(photos=Broken(photos, failures=1))
    assert await morning(world) == 1
    assert await morning(world) == 1
    assert (len(digests(world)), len(digests(world, "vk:77"))) == (1, 1)


class Broken:
    """Photos that cannot be drawn for a while."""

    def __init__(self, photos: object, failures: int) -> None:
        self._photos, self._failures = photos, failures

    def __getattr__(self, name: str) -> object:
        return getattr(self._photos, name)

    async def digest(self, chart: object, words: object) -> str:
        self._failures -= 1
        if self._failures >= 0:
            raise OSError("no room on the disk")
        return await self._photos.digest(chart, words)  # type: ignore[attr-defined,no-any-return]


async def test_two_processes_at_the_same_moment_write_it_once(world: World, head: Official) -> None:
    """Both have looked and found nothing written; the key lets only one of them write."""
    async with world.service.store.reading() as tx:
        (binding,) = await tx.bindings.all()
    async with world.service.store.transaction() as tx:
        assert await tx.digests.claim("week:2026-11-23", binding, world.now)
    async with world.service.store.transaction() as tx:
        assert not await tx.digests.claim("week:2026-11-23", binding, world.now)
    assert await morning(world) == 0


@on_one_database
async def test_a_quiet_week_is_two_lines_and_no_picture(world: World) -> None:
    await world.bound("head", "tretyakovo", "telegram:-500", "Глава")
    world.now = NEXT_MONDAY
    assert await morning(world) == 1
    (shown,) = [one for one in world.telegram.chats["telegram:-500"] if "📊" in one.text]
    assert (shown.text.count("\n"), shown.photos) == (1, ())


async def test_the_thanks_of_the_week_are_read_in_their_own_words(world: World, head: Official) -> None:
    period, digesting = read_week("2026-W48"), Digesting(world.service.store, world.service.district, CALENDAR)
    anna = await world.neighbour(1, "Анна")
    async with world.service.store.transaction() as tx:
        resident = await tx.residents.of_chat(anna.chat, "Анна", world.now)
        place = (await tx.records.filed(*period.span(world.service.district.time_zone)))[0].place
        for days, text in ((1, "Спасибо за дорогу!"), (8, "Давно это было")):
            await tx.thanks.keep(resident.id, place, "roads", text, NEXT_MONDAY - timedelta(days=days))
    told = await digesting.of_settlement("tretyakovo", period, world.now)
    assert told.thanks == ("Спасибо за дорогу!",)
    assert (await digesting.of_settlement("bulgakovo", period, world.now)).thanks == ()
    assert (await digesting.of_district(period, world.now)).whole.thanks == ("Спасибо за дорогу!",)
