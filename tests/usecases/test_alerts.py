"""What the coordinator hears of the service's own troubles: once, where it can be heard, and that it is over."""

import itertools
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.usecases.alerting import AGAIN, Watched, alert, lasting
from bot.usecases.hearing import Hearing
from bot.usecases.minding_jobs import MindingJobs
from bot.usecases.platform import Refused, TryLater
from tests.usecases.world import World, on_one_database

MINUTE = timedelta(minutes=1)
CHANNELS = frozenset({"telegram", "vk"})
IN_TELEGRAM, IN_VK = "telegram:900", "vk:900"


class Watch:
    """The service's own clock and ears, minute by minute."""

    def __init__(self, world: World, channels: frozenset[str] = CHANNELS) -> None:
        self.world, self.space = world, {"photos": 1 << 40}
        self.hearing = Hearing(lambda: world.now)
        self.answering = set(channels)
        self.watched = Watched(channels, {"remind": MINUTE}, self._space)

    def _space(self) -> Mapping[str, int]:
        return self.space

    async def minutes(self, count: int) -> None:
        """The platforms that answer do so, and it is looked for troubles, every minute; letters go."""
        for _ in range(count):
            self.world.now += MINUTE
            for one in self.answering:
                self.hearing.ear(one, "listen").heard()
            await self.looks()
            await self.world.settle()

    async def looks(self) -> int:
        await self.hearing.write_down(self.world.service.store)
        return await alert(self.world.service, self.watched)


@pytest.fixture
async def watch(world: World) -> Watch:
    """A coordinator in both messengers."""
    for chat in (IN_TELEGRAM, IN_VK):
        await world.bound("coordinator", "", chat, "Куратор")
    await world.settle()
    return Watch(world)


def said(world: World, chat: str) -> list[str]:
    return [one.text for one in world.messengers[chat.partition(":")[0]].chats[chat]]


async def test_a_silent_channel_is_told_once_over_the_other_and_once_more_when_it_is_back(
    world: World, watch: Watch
) -> None:
    await watch.minutes(5)
    watch.answering.discard("telegram")
    await watch.minutes(12)
    assert said(world, IN_VK) == []
    await watch.minutes(30)
    (told,) = said(world, IN_VK)
    assert "Telegram не отвечает — с 24.11.2026, 10:16" in told
    assert "docs/ru/тревоги.md" in told
    assert said(world, IN_TELEGRAM) == [], "nothing is sent where nothing goes"
    watch.answering.add("telegram")
    await watch.minutes(4)
    assert len(said(world, IN_VK)) == 1
    await watch.minutes(3)
    over = said(world, IN_VK)[1]
    assert "Снова в порядке" in over
    assert "с 24.11.2026, 10:16 до 24.11.2026, 10:48" in over
    assert said(world, IN_TELEGRAM) == [over]
    assert await world.rows("SELECT * FROM alerts") == []


async def test_a_restart_repeats_nothing_and_two_processes_tell_once(world: World, watch: Watch) -> None:
    watch.answering.discard("telegram")
    await watch.minutes(20)
    other = Watch(world)
    other.answering.discard("telegram")
    await other.minutes(20)
    await watch.minutes(5)
    assert len(said(world, IN_VK)) == 1


async def test_what_lasts_is_told_daily(world: World, watch: Watch) -> None:
    watch.answering.discard("telegram")
    await watch.minutes(20)
    for _ in range(47):
        world.now += timedelta(minutes=29)
        await watch.minutes(1)
    assert len(said(world, IN_VK)) == 1
    world.now += AGAIN - timedelta(minutes=47 * 30)
    await watch.minutes(1)
    assert "Всё ещё ждёт вашей помощи" in said(world, IN_VK)[1]


async def test_a_refused_token_is_told_with_what_to_do_and_a_blink_troubles_nobody(world: World, watch: Watch) -> None:
    ear = watch.hearing.ear("vk", "listen")
    watch.answering.discard("vk")
    ear.troubled("token")
    await watch.minutes(2)
    ear.heard()
    await watch.minutes(10)
    assert said(world, IN_TELEGRAM) == []
    ear.troubled("token")
    await watch.minutes(5)
    (told,) = said(world, IN_TELEGRAM)
    assert "ВКонтакте не принимает ключ" in told
    assert "OTKLIK_VK_TOKEN" in told


@on_one_database
async def test_a_courier_hears_of_a_refused_token_too(world: World, watch: Watch) -> None:
    world.change(ears=watch.hearing)
    anna = world.resident("Анна", "vk:501")
    world.vk.always["vk:501"] = TryLater("VK does not accept the token", 60, refuses_token=True)
    await anna.writes("/помощь")
    await watch.minutes(6)
    assert "ВКонтакте не принимает ключ" in said(world, IN_TELEGRAM)[0]
    world.vk.always.clear()
    await watch.minutes(10)
    assert "Снова в порядке" in said(world, IN_TELEGRAM)[1]


@on_one_database
async def test_troubles_of_the_same_minutes_come_in_one_message(world: World, watch: Watch) -> None:
    for channel in ("telegram", "vk"):
        await world.execute(
            "INSERT INTO channels (name, heard_at, trouble) VALUES (:name, :at, '')",
            name=f"{channel}:listen",
            at=world.now.isoformat(),
        )
    watch.answering = {"vk"}
    await world.execute(
        "INSERT INTO jobs (name, failed_at, error, failures) VALUES ('remind', :at, 'KeyError', 2)",
        at=world.now.isoformat(),
    )
    await watch.minutes(9)
    failing = MindingJobs(world.service)

    async def fails() -> None:
        raise KeyError("слово")

    await failing.run("remind", fails)
    watch.space["photos"] = 1000
    await watch.minutes(5)
    (told,) = said(world, IN_VK)
    assert "Не уходят напоминания" in told
    assert "Кончается место для фотографий" in told
    assert "Telegram не отвечает" in told


@on_one_database
async def test_nobody_is_woken_at_night(world: World, watch: Watch) -> None:
    world.now += timedelta(hours=13)
    watch.answering.discard("telegram")
    await watch.minutes(45)
    assert said(world, IN_VK) == []
    for _ in range(8 * 60 // 4):
        world.now += 3 * MINUTE
        await watch.minutes(1)
    assert len(said(world, IN_VK)) == 1


@on_one_database
async def test_after_days_switched_off_nothing_is_told_of_that_time(world: World, watch: Watch) -> None:
    await watch.minutes(3)
    world.now += timedelta(days=2)
    watch.answering.clear()
    await watch.minutes(1)
    watch.answering = set(CHANNELS)
    await watch.minutes(10)
    assert said(world, IN_VK) == said(world, IN_TELEGRAM) == []


@on_one_database
async def test_where_no_channel_works_it_is_told_as_soon_as_one_does(world: World, watch: Watch) -> None:
    watch.answering.clear()
    await watch.minutes(30)
    assert said(world, IN_VK) == said(world, IN_TELEGRAM) == []
    assert await world.one("SELECT count(*) FROM alerts WHERE told_at IS NOT NULL") == 2
    watch.answering = {"vk"}
    await watch.minutes(8)
    assert "Telegram не отвечает" in said(world, IN_VK)[0]
    assert not any("Telegram" in one for one in said(world, IN_TELEGRAM))


@on_one_database
async def test_a_channel_that_was_switched_off_is_no_trouble(world: World, watch: Watch) -> None:
    watch.answering.discard("telegram")
    await watch.minutes(20)
    watch.watched = replace(watch.watched, channels=frozenset({"vk"}))
    await watch.minutes(10)
    assert len(said(world, IN_VK)) == 2, "it is over, and nothing more is said"


async def test_a_queue_that_ages_is_told_with_how_many_wait(world: World, watch: Watch) -> None:
    anna, boris = world.resident("Анна"), world.resident("Борис", "telegram:502")
    world.telegram.always["telegram:501"] = TryLater("network")
    await anna.writes("/помощь")
    await boris.writes("/помощь")
    await watch.minutes(25)
    told = said(world, IN_VK)[0]
    assert "Письма в Telegram не уходят" in told
    assert "всего: 1" in told
    assert said(world, IN_TELEGRAM) == [], "where letters wait, another channel is better"
    async with world.service.store.reading() as tx:
        (one,) = await lasting(tx)
        assert one.alarm.kind == "outbox"


@on_one_database
async def test_many_letters_that_were_refused_are_told(world: World, watch: Watch) -> None:
    for number in itertools.count(600):
        if number == 625:
            break
        someone = world.resident("Житель", f"telegram:{number}")
        world.telegram.always[someone.chat] = Refused("bad_letter", "no")
        await someone.writes("/помощь")
    await world.settle()
    await watch.minutes(5)
    assert "Много писем не доставлено за сутки" in said(world, IN_VK)[0]
