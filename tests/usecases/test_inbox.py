"""Updates: each kept once, handled in the order of its chat, put aside when they cannot be handled."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from structlog.testing import capture_logs

from bot.dialogs.events import Person
from bot.usecases.forgetting import forget_handled
from bot.usecases.platform import Cursor, TryLater
from bot.usecases.store import Transaction, Waiting
from bot.usecases.working import Worker, handle, handle_waiting
from storage.link import QueryFailed
from tests.usecases.messenger import Crash
from tests.usecases.world import LAMP, World, on_one_database


async def heads(world: World) -> list[Waiting]:
    async with world.service.store.reading() as tx:
        return await tx.inbox.heads(world.now, 100, frozenset())


async def test_the_same_update_twice_is_kept_once(world: World) -> None:
    anna = world.resident()
    update = anna.update(anna.message("/help"))
    await world.accept([update, update])
    await world.accept([update])
    await world.settle()
    await world.accept([update])
    await world.settle()
    assert len(anna.sees) == 1


async def test_updates_and_how_far_they_were_read_are_kept_together(world: World) -> None:
    anna = world.resident()
    await world.accept([anna.update(anna.message("/help"))], Cursor("telegram:1", "81"))
    await world.accept([], Cursor("telegram:1", "82"))
    assert await world.accept.read_cursor("telegram:1") == "82"
    assert await world.accept.read_cursor("telegram:2") is None

    with pytest.raises(QueryFailed):
        await world.accept([anna.update(anna.message("/help"))], Cursor("telegram:1", None))  # type: ignore[arg-type]
    assert await world.accept.read_cursor("telegram:1") == "82"


async def test_messages_of_a_chat_are_handled_in_their_order(world: World) -> None:
    """A photo that does not come yet keeps the words after it waiting."""
    anna = world.resident()
    await anna.agrees()
    world.telegram.troubles[world.photo(1)] = [TryLater("network")]
    told = ["В Бабино у магазина", "большая яма на дороге", "уже вторую неделю"]
    messages = [anna.message(told[0], "photo-1"), anna.message(told[1]), anna.message(told[2])]
    await world.accept([anna.update(one) for one in messages])
    await world.settle()
    assert len(await world.rows("SELECT * FROM updates WHERE state = 0")) == 3

    await world.later(seconds=1)
    await world.later(seconds=2)
    assert "\n".join(told) in anna.seen("Проверьте").text


@on_one_database
async def test_chats_do_not_wait_for_each_other(world: World) -> None:
    """While one resident's photo is on its way, another is answered."""
    anna, boris = world.resident(), world.resident("Борис", "telegram:502")
    on_its_way, arrived = asyncio.Event(), asyncio.Event()

    async def slowly(what: str) -> None:
        if what == "photo-1":
            on_its_way.set()
            await arrived.wait()

    world.telegram.meanwhile = slowly
    world.photo(1)
    handled = world.bells.listener()
    worker = asyncio.create_task(Worker(world.service, world.bells.listener()).run())
    try:
        await world.accept([anna.update(anna.message("", "photo-1"))])
        await asyncio.wait_for(on_its_way.wait(), 60)
        await world.accept([boris.update(boris.message("/help"))])
        while not await world.rows("SELECT * FROM letters WHERE chat = 'telegram:502'"):
            await asyncio.wait_for(handled.wait(), 60)
            handled.clear()
        assert not await world.rows("SELECT * FROM letters WHERE chat = 'telegram:501'")
        arrived.set()
        while not await world.rows("SELECT * FROM talks WHERE chat = 'telegram:501'"):
            await asyncio.wait_for(handled.wait(), 60)
            handled.clear()
    finally:
        arrived.set()
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)


async def test_an_update_that_two_processes_took_is_handled_once(world: World) -> None:
    anna = world.resident()
    await anna.is_about_to_send()
    await world.accept([anna.update(anna.sending())])
    (waiting,) = await heads(world)
    await asyncio.gather(*(handle(world.service, waiting) for _ in range(4)))
    await world.settle()
    assert await world.one("SELECT count(*) FROM appeals") == 1
    assert len(anna.sees) == 1


async def test_what_cannot_be_handled_is_tried_again_with_pauses_and_then_put_aside(world: World) -> None:
    anna, boris = world.resident(), world.resident("Борис", "telegram:502")
    await anna.agrees()
    world.telegram.always["photo-1"] = RuntimeError("в письме было: сосед Кузьма пьёт")
    await world.accept([anna.update(anna.message("сосед Кузьма пьёт", "photo-1")), anna.update(anna.message(LAMP))])
    with capture_logs() as logs:
        await world.settle()
        for number, pause in enumerate((1, 2, 4, 8), 2):
            await boris.writes("/help")
            await world.later(seconds=pause - 0.1)
            assert world.telegram.count("fetch", "photo-1") == number - 1
            await world.later(seconds=0.1)
            assert world.telegram.count("fetch", "photo-1") == number
    await world.later(minutes=10)

    assert world.telegram.count("fetch", "photo-1") == 5
    (aside,) = await world.rows("SELECT * FROM updates WHERE state = 2")
    assert "preparing.py" in str(aside["error"])
    assert "RuntimeError" in str(aside["error"])
    for told in (str(aside["error"]), str(logs)):
        assert "Кузьма" not in told
    assert [one["last"] for one in logs if one.get("action") == "handle"] == [False] * 4 + [True]
    assert len(boris.sees) == 4
    assert "что-то сломалось" in anna.screen
    assert LAMP in anna.seen("Проверьте").text


@on_one_database
async def test_officials_hear_honestly_too(world: World) -> None:
    desk, anna = await world.desk("roads"), world.resident()
    number = await anna.has_filed()
    world.telegram.always["photo-1"] = RuntimeError
    await desk.writes("Готово", "photo-1", to=desk.card(number))
    for pause in (1, 2, 4, 8):
        await world.later(seconds=pause)
    assert "Что-то сломалось" in desk.last.text


async def test_a_platform_that_is_long_away_is_waited_for(world: World) -> None:
    """Asking who is a member fails for days: nothing is put aside, and nobody asks in a hurry."""
    desk, anna = await world.desk("roads"), world.resident()
    number = await anna.has_filed()
    world.telegram.always[desk.chat] = TryLater("network")
    await desk.presses("Принять", desk.card(number))
    await world.execute("UPDATE updates SET attempts = 100 WHERE state = 0")
    await world.later(minutes=2)
    assert await world.one("SELECT attempts FROM updates WHERE state = 0") == 101
    asked = world.telegram.count("is_member", desk.chat)
    await world.later(seconds=119)
    assert world.telegram.count("is_member", desk.chat) == asked

    del world.telegram.always[desk.chat]
    await world.later(minutes=6)
    assert "В работе у: Иван" in desk.card(number).text


async def test_an_update_that_nobody_can_read_does_not_hold_up_the_others(world: World) -> None:
    """As after the program was put back to an earlier version."""
    anna, boris = world.resident(), world.resident("Борис", "telegram:502")
    await world.accept([anna.update(anna.message("/help"))])
    await world.execute("""UPDATE updates SET event = 'VideoSent {"text": "тайна"}'""")
    with capture_logs() as logs:
        await boris.writes("/help")
        assert len(boris.sees) == 1
        for _ in range(4):
            await world.later(minutes=1)
    assert "что-то сломалось" in anna.last.text
    assert "тайна" not in str(logs)


@on_one_database
@pytest.mark.parametrize("state", ["", "Sleeping {}\n{}", 'Idle {}\n{"turn": "много"}'])
async def test_a_conversation_that_nobody_can_read_begins_anew(world: World, state: str) -> None:
    anna = world.resident()
    await anna.agrees()
    await world.execute("UPDATE talks SET state = :state", state=state)
    await anna.writes("/help")
    assert "Напишите, что случилось" in anna.last.text


async def test_a_process_that_dies_while_handling_loses_nothing_and_doubles_nothing(world: World) -> None:
    anna = world.resident()
    await anna.agrees()
    world.telegram.troubles[world.photo(1)] = [Crash()]
    with pytest.raises(Crash):
        await anna.writes("В Бабино яма на дороге", "photo-1")
    await world.settle()
    await world.later(seconds=2)
    assert anna.seen("Проверьте").text.count("яма на дороге") == 1
    assert "1 фотография" in anna.last.text


async def test_handled_updates_keep_no_words_and_are_forgotten_after_a_week(world: World) -> None:
    anna = world.resident()
    await anna.writes("/help")
    world.telegram.always["photo-1"] = RuntimeError
    await anna.writes("", "photo-1")
    for _ in range(4):
        await world.later(minutes=1)
    assert await world.rows("SELECT * FROM updates WHERE state = 1 AND event IS NOT NULL") == []

    await world.days_later(6)
    assert await forget_handled(world.service) == 0
    await world.days_later(2)
    await world.accept([anna.update(anna.message("/help"))])
    assert await forget_handled(world.service) == 2
    assert [one["state"] for one in await world.rows("SELECT state FROM updates ORDER BY id")] == [2, 0]
    assert await handle_waiting(world.service) == 1


@on_one_database
async def test_whoever_writes_without_a_name_is_answered_too(world: World) -> None:
    nameless = world.resident("", "vk:7")
    await nameless.writes("/start")
    assert nameless.last.labels == ["Даю согласие"]
    assert nameless.person == Person("vk:7", "")


@on_one_database
async def test_what_comes_while_a_commit_is_made_is_committed_together(world: World) -> None:
    """In a flood nobody stands in a queue of single commits; each caller still hears of what they brought."""
    residents = [world.resident(f"Житель{one}", f"telegram:{7000 + one}") for one in range(40)]
    commits = 0
    transaction = world.service.store.transaction

    @asynccontextmanager
    async def counted() -> AsyncIterator[Transaction]:
        nonlocal commits
        commits += 1
        async with transaction() as tx:
            yield tx

    world.service.store.transaction = counted  # type: ignore[method-assign]
    await asyncio.gather(*(world.accept([one.update(one.message(LAMP))]) for one in residents))
    assert commits <= 2
    assert await world.one("SELECT count(*) FROM updates") == len(residents)
    assert await world.rows("SELECT chat FROM updates ORDER BY id") == [{"chat": one.chat} for one in residents]
