"""What goes wrong on the way: broken answers, broken lines, and Telegram's limits of speed."""

from __future__ import annotations

import asyncio

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from tests.servers.telegram import TelegramServer
from tests.servers.telegram.client import bot_at
from tests.servers.test_telegram_server.bots import heard


@pytest.mark.parametrize(
    ("kind", "error", "arrives"),
    [
        ("429", TelegramRetryAfter, False),
        ("500", TelegramServerError, False),
        ("502html", ClientDecodeError, False),
        ("garbage", ClientDecodeError, False),
        ("half", TelegramNetworkError, True),
        ("drop", TelegramNetworkError, False),
        ("done-then-drop", TelegramNetworkError, True),
    ],
)
async def test_an_answer_goes_wrong(
    server: TelegramServer, bot: Bot, kind: str, error: type[Exception], arrives: bool
) -> None:
    anna = server.user("Анна", started=True)
    server.fault("sendMessage", times=2, kind=kind, retry_after=3)
    await bot.get_me()
    for _ in range(2):
        with pytest.raises(error) as trouble:
            await bot.send_message(anna.id, "Номер 1")
        assert getattr(trouble.value, "retry_after", 3) == 3
    assert len(anna.sees) == (2 if arrives else 0)
    assert await bot.send_message(anna.id, "Номер 2")
    assert [call.fault for call in server.calls("sendMessage")] == [kind, kind, ""]


async def test_no_answer_at_all(server: TelegramServer, bot: Bot) -> None:
    anna = server.user("Анна", started=True)
    fault = server.fault("sendMessage", kind="hang")
    sending = asyncio.create_task(bot.send_message(anna.id, "Номер 1"))
    await asyncio.wait_for(fault.happened.wait(), 60)
    assert not sending.done()
    fault.over.set()
    with pytest.raises(TelegramNetworkError):
        await sending


async def test_silence_ends_when_it_is_called_off(server: TelegramServer, bot: Bot) -> None:
    anna = server.user("Анна", started=True)
    silence = server.fault(times=1000, kind="done-then-hang")
    sending = asyncio.create_task(bot.send_message(anna.id, "Номер 1"))
    await asyncio.wait_for(silence.happened.wait(), 60)
    server.faults.call_off(silence)
    server.faults.release()
    with pytest.raises(TelegramNetworkError):
        await sending
    assert len(anna.sees) == 1
    assert await bot.send_message(anna.id, "Номер 2")


async def test_chats_are_mixed_but_each_keeps_its_order(server: TelegramServer, bot: Bot) -> None:
    people = [server.user(name) for name in ("Анна", "Борис", "Вера")]
    with server.holding_updates():
        for text in "12345":
            for one in people:
                one.writes(text)
        server.world.updates.mix_chats(seed=26)
    told = [update.message for update in await bot.get_updates() if update.message]
    for one in people:
        assert "".join(message.text or "" for message in told if message.chat.id == one.id) == "12345"
    assert [message.chat.id for message in told] != [one.id for _ in range(5) for one in people]


async def test_a_gateway_may_lie_about_work_that_was_done(server: TelegramServer, bot: Bot) -> None:
    anna = server.user("Анна", started=True)
    server.fault("sendMessage", kind="502html", done=True)
    with pytest.raises(ClientDecodeError):
        await bot.send_message(anna.id, "Номер 1")
    assert [message.text for message in anna.sees] == ["Номер 1"]


async def test_trouble_for_one_chat_and_not_at_once(server: TelegramServer, bot: Bot) -> None:
    anna, olga = server.user("Анна", started=True), server.user("Ольга", started=True)
    server.fault(chat=olga.id, skip=1, kind="500")
    assert await bot.send_message(anna.id, "1")
    assert await bot.send_message(olga.id, "2")
    assert await bot.send_message(anna.id, "3")
    with pytest.raises(TelegramServerError):
        await bot.send_message(olga.id, "4")


async def test_a_download_breaks(server: TelegramServer, bot: Bot) -> None:
    anna = server.user("Анна")
    document = anna.sends_document(b"x" * 10_000)
    path = (await bot.get_file(document.files[0].file_id)).file_path
    assert path
    server.fault("download", kind="half")
    with pytest.raises(Exception, match="payload is not completed"):
        await bot.download_file(path)
    downloaded = await bot.download_file(path)
    assert downloaded
    assert downloaded.read() == b"x" * 10_000


async def test_telegram_goes_away_and_comes_back(server: TelegramServer, bot: Bot) -> None:
    anna = server.user("Анна")
    polling = asyncio.create_task(bot.get_updates(timeout=30))
    await server.polled()
    await server.stop()
    with pytest.raises(TelegramNetworkError):
        await polling
    with pytest.raises(TelegramNetworkError):
        await bot.get_updates()
    anna.writes("Яма")
    await server.start()
    assert (await heard(bot))[0].message.text == "Яма"


async def test_a_storm_is_the_same_for_the_same_seed(server: TelegramServer) -> None:
    async def weather(seed: int) -> list[str]:
        async with TelegramServer() as stormy, bot_at(stormy.url, stormy.token) as bot:
            stormy.faults.storm(seed, 0.5, kinds=("500", "429", "garbage"), methods=("getMe",))
            for _ in range(20):
                try:
                    await bot.get_me()
                except (TelegramAPIError, ClientDecodeError):
                    continue
            return [call.fault for call in stormy.journal]

    first = await weather(1)
    assert {"", "500", "429", "garbage"} == set(first)
    assert first == await weather(1)
    assert first != await weather(2)


class Clock:
    def __init__(self) -> None:
        self.seconds = 1_800_000_000.0

    def __call__(self) -> float:
        return self.seconds


async def test_limits_of_speed_are_held() -> None:
    clock = Clock()
    async with TelegramServer(enforce_limits=True, clock=clock) as server, bot_at(server.url, server.token) as bot:
        people = [server.user(f"Житель {number}", started=True) for number in range(31)]
        for person in people[:30]:
            await bot.send_message(person.id, "Здравствуйте")
        assert await _wait(bot, people[30].id) == 1, "30 a second in all"
        clock.seconds += 1
        await bot.send_message(people[0].id, "Раз")
        assert await _wait(bot, people[0].id) == 1, "one a second to a chat"

        group = server.group("Администрация", silent=True)
        for _ in range(20):
            clock.seconds += 1
            await bot.send_message(group.id, "Карточка")
        clock.seconds += 1
        assert await _wait(bot, group.id) == 40, "20 a minute to a group"
        clock.seconds += 40
        await bot.send_message(group.id, "Карточка")
        assert server.world.limits.refused == 3

        server.enforce_limits = False
        await bot.send_message(group.id, "Карточка")


async def _wait(bot: Bot, chat_id: int) -> int:
    with pytest.raises(TelegramRetryAfter) as refusal:
        await bot.send_message(chat_id, "Ещё")
    return refusal.value.retry_after
