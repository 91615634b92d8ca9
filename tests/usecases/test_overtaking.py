"""Who waits for an answer now is not kept waiting by what nobody waits for: digests, reminders, notices to many."""

import asyncio

from bot.appeals.status import Action
from bot.dialogs.effects import Say
from bot.dialogs.message import message
from bot.handlers.telegram.client import open_bot
from bot.handlers.telegram.limits import TELEGRAM_LIMITS
from bot.handlers.telegram.outgoing import TelegramMessenger
from bot.usecases.delivering import Courier
from bot.usecases.platform import TryLater
from bot.usecases.reminding import remind
from bot.usecases.writing import Writer
from tests.servers.telegram import TelegramServer
from tests.usecases.world import World, on_one_database

# An answer may wait two seconds; Telegram takes thirty letters in each.
MEANWHILE = 60


async def write(world: World, text: str, *chats: str, bulk: bool = False) -> None:
    async with world.service.store.transaction() as tx:
        writer = Writer(tx, world.service.words, world.now, bulk=bulk)
        await writer.say_to_each([(chat, None) for chat in chats], Say(message(text)))


async def next_chats(world: World, limit: int = 100, busy: frozenset[str] = frozenset()) -> list[str]:
    async with world.service.store.reading() as tx:
        return [one.chat for one in await tx.outbox.heads("telegram", world.now, limit, busy)]


def crowd(size: int) -> list[str]:
    return [f"telegram:{1000 + one}" for one in range(size)]


async def test_an_answer_goes_before_a_digest_that_was_written_earlier(world: World) -> None:
    await write(world, "сводка", *crowd(50), bulk=True)
    await write(world, "ответ", "telegram:501")
    await write(world, "карточка", "telegram:-100")
    assert (await next_chats(world))[:3] == ["telegram:501", "telegram:-100", "telegram:1000"]
    assert await next_chats(world, 2, frozenset({"telegram:501"})) == ["telegram:-100", "telegram:1000"]


async def test_the_order_of_a_chat_is_held_and_what_stands_before_an_answer_goes_with_it(world: World) -> None:
    await write(world, "сводка", *crowd(50), bulk=True)
    await write(world, "ответ", "telegram:1049")
    assert (await next_chats(world))[0] == "telegram:1049"
    await world.settle()
    assert [one.text for one in world.telegram.chats["telegram:1049"]] == ["сводка", "ответ"]


async def test_an_answer_that_has_to_wait_keeps_nobody_waiting(world: World) -> None:
    world.telegram.troubles["telegram:501"] = [TryLater("flood", 60)]
    await write(world, "ответ", "telegram:501")
    await write(world, "сводка", "telegram:502", bulk=True)
    await world.settle()
    assert [one.text for one in world.telegram.chats["telegram:502"]] == ["сводка"]
    await world.later(minutes=1)
    assert [one.text for one in world.telegram.chats["telegram:501"]] == ["ответ"]


@on_one_database
async def test_reminders_are_overtaken_and_answers_to_followers_too(world: World) -> None:
    """What is written by the clock or to many is in bulk; what somebody has just asked for is not."""
    desk, anna = await world.desk("roads"), world.resident()
    number = await anna.has_filed()
    assert await world.one("SELECT count(*) FROM letters WHERE bulk = 1") == 0
    await world.later(days=3)
    assert await remind(world.service) == 1
    assert await world.one("SELECT count(*) FROM letters WHERE bulk = 1 AND key LIKE 'reminder:%'") == 1
    await world.settle()
    await desk.has_done(number, Action.ANSWER, "Приедем во вторник.")
    newest = await world.rows("SELECT bulk FROM letters WHERE chat = :chat ORDER BY id DESC LIMIT 1", chat=anna.chat)
    assert [one["bulk"] for one in newest] == [0]


@on_one_database
async def test_five_hundred_digests_on_their_way_delay_an_answer_by_less_than_two_seconds(world: World) -> None:
    """On a Telegram that counts: between commit and answer fewer others come than it takes in that time."""
    async with TelegramServer(enforce_limits=True) as server:
        people = [server.user(f"Житель {one}", started=True) for one in range(500)]
        anna = server.user("Анна", started=True)
        await write(world, "сводка", *(f"telegram:{one.id}" for one in people), bulk=True)
        arrived = asyncio.Event()
        texts: list[str] = []

        def seen(event: object) -> None:
            texts.append(event.message.words)  # type: ignore[attr-defined]
            arrived.set()

        server.on_event(seen)
        bot, rung = open_bot(server.token, server.url), world.bells.listener()
        sending = asyncio.create_task(Courier(world.service, TelegramMessenger(bot, ""), TELEGRAM_LIMITS, rung).run())
        async with asyncio.timeout(60):
            while len(texts) < 20:
                arrived.clear()
                await arrived.wait()
            await write(world, "ответ", f"telegram:{anna.id}")
            written_after = len(texts)
            world.bells.ring()
            while "ответ" not in texts:
                arrived.clear()
                await arrived.wait()
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        await bot.session.close()
        assert texts.index("ответ") - written_after < MEANWHILE
        assert server.world.limits.refused == 0
