"""The bot listens to Telegram: whatever happens on the way, everything said to it is kept, and kept once."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
from aiogram import Bot
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.dialogs.events import MessageSent
from bot.handlers.telegram.listening import TelegramPolling
from tests.handlers.telegram_shapes import ANNA, DESK, Canned, Json, Kept, membership, message, ours
from tests.servers.telegram import TOKEN, TelegramServer
from tests.servers.telegram.client import bot_at

WORDS = "Яма у школы"


class Pauses(list[float]):
    """Instead of sleeping: how long the bot wanted to wait."""

    def __init__(self) -> None:
        super().__init__()
        self._grown = asyncio.Event()

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)
        self._grown.set()
        await asyncio.sleep(0)

    async def reach(self, count: int) -> None:
        while len(self) < count:
            self._grown.clear()
            await self._grown.wait()


def polling(bot: Bot, kept: Kept, pauses: Pauses) -> TelegramPolling:
    return TelegramPolling(bot, kept.accept, kept.read_cursor, "telegram", anonymous="Администратор", pause=pauses)


@asynccontextmanager
async def listening(server: TelegramServer, kept: Kept) -> AsyncIterator[Pauses]:
    pauses = Pauses()
    async with bot_at(server.url, server.token) as bot:
        task = asyncio.create_task(polling(bot, kept, pauses).run())
        try:
            yield pauses
            assert not task.done(), "the bot stopped listening"
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


def words(kept: Kept) -> list[str]:
    return [one.event.text for one in kept.updates if isinstance(one.event, MessageSent)]


async def test_what_residents_write_is_kept_in_order_with_the_cursor() -> None:
    async with TelegramServer() as server:
        anna, kept = server.user("Анна"), Kept()
        with server.holding_updates():
            anna.writes(WORDS)
            anna.writes("И свет не горит")
        async with listening(server, kept) as pauses:
            await server.confirmed()
        assert words(kept) == [WORDS, "И свет не горит"]
        assert kept.cursors == {"telegram": str(max(int(one.key.split(":")[2]) for one in kept.updates) + 1)}
        assert pauses == []


async def test_telegram_learns_that_it_was_received_only_after_it_is_kept() -> None:
    async with TelegramServer() as server:
        kept, asked, may_keep = Kept(), asyncio.Event(), asyncio.Event()
        keep = kept.accept

        async def slowly(updates: Any, cursor: Any = None) -> None:
            asked.set()
            await may_keep.wait()
            await keep(updates, cursor)

        kept.accept = slowly  # type: ignore[method-assign]
        server.user("Анна").writes(WORDS)
        async with listening(server, kept):
            await asked.wait()
            assert len(server.world.updates.pending) == 1
            may_keep.set()
            await server.confirmed()
        assert words(kept) == [WORDS]


async def test_after_a_restart_it_goes_on_where_it_stopped() -> None:
    async with TelegramServer() as server:
        anna, kept = server.user("Анна"), Kept()
        anna.writes("Раз")
        async with listening(server, kept):
            await server.confirmed()
        anna.writes("Два")
        cursor = kept.cursors["telegram"]
        server.journal.clear()
        async with listening(server, kept):
            await server.confirmed()
        assert words(kept) == ["Раз", "Два"]
        assert str(server.calls("getUpdates")[0].params["offset"]) == cursor


async def test_what_telegram_repeats_is_kept_once_and_the_stream_goes_on() -> None:
    async with TelegramServer() as server:
        anna, kept = server.user("Анна"), Kept()
        async with listening(server, kept) as pauses:
            anna.writes("Раз")
            await server.confirmed()
            server.repeat_update()
            anna.writes("Два")
            await server.confirmed()
        assert words(kept) == ["Раз", "Два"]
        assert pauses == []


@pytest.mark.parametrize("kind", ["429", "500", "502html", "garbage", "half", "drop", "done-then-drop"])
@pytest.mark.parametrize("method", ["getMe", "deleteWebhook", "getUpdates"])
async def test_trouble_on_the_way_costs_time_and_nothing_else(method: str, kind: str) -> None:
    async with TelegramServer() as server:
        kept = Kept()
        server.user("Анна").writes(WORDS)
        server.fault(method, times=2, kind=kind)
        async with listening(server, kept) as pauses:
            await server.confirmed()
        assert words(kept) == [WORDS]
        assert pauses == [1.0, 2.0]


async def test_pauses_grow_to_half_a_minute_and_begin_anew_after_success() -> None:
    async with TelegramServer() as server:
        kept, anna = Kept(), server.user("Анна")
        server.fault("getUpdates", times=7)
        async with listening(server, kept) as pauses:
            anna.writes("Раз")
            await server.confirmed()
            server.fault("getUpdates", times=1)
            anna.writes("Два")
            await server.confirmed()
        assert pauses == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 1.0]


async def test_telegram_may_ask_for_a_longer_pause() -> None:
    async with TelegramServer() as server:
        server.fault("getMe", kind="429", retry_after=70)
        server.user("Анна").writes(WORDS)
        async with listening(server, Kept()) as pauses:
            await server.confirmed()
        assert pauses == [70.0]


async def test_a_locked_database_makes_it_ask_for_the_same_again() -> None:
    async with TelegramServer() as server:
        kept = Kept()
        kept.faults = 3
        server.user("Анна").writes(WORDS)
        with capture_logs() as logs:
            async with listening(server, kept) as pauses:
                await server.confirmed()
        assert words(kept) == [WORDS]
        assert pauses == [1.0, 2.0, 4.0]
        failures = [line for line in logs if line["action"] == "telegram.polling.failed"]
        assert [line["why"] for line in failures] == ["OSError"] * 3
        assert "Яма" not in str(logs)


async def test_a_webhook_left_by_somebody_is_taken_away() -> None:
    async with TelegramServer() as server, bot_at(server.url, server.token) as bot:
        await bot.set_webhook("http://127.0.0.1:9/nowhere")
        kept = Kept()
        async with listening(server, kept):
            server.user("Анна").writes(WORDS)
            await server.confirmed()
        assert words(kept) == [WORDS]


async def test_a_webhook_set_meanwhile_is_taken_away_too() -> None:
    async with TelegramServer() as server, bot_at(server.url, server.token) as bot:
        kept = Kept()
        async with listening(server, kept) as pauses:
            server.user("Анна").writes("Раз")
            await server.confirmed()
            await bot.set_webhook("http://127.0.0.1:9/nowhere")
            await pauses.reach(1)
            server.user("Анна").writes("Два")
            await server.confirmed()
        assert words(kept) == ["Раз", "Два"]


async def test_another_reader_of_the_same_bot_is_named_in_the_log() -> None:
    async with TelegramServer() as server, bot_at(server.url, server.token) as other:
        kept = Kept()
        with capture_logs() as logs:
            async with listening(server, kept):
                server.user("Анна").writes("Раз")
                await server.confirmed()
                await other.get_updates(offset=-1, timeout=0)
                rival = asyncio.create_task(other.get_updates(timeout=5))
                with suppress(Exception):
                    await rival
                server.user("Борис").writes("Два")
                await server.confirmed()
        assert words(kept)[-1] == "Два"
        assert "telegram.polling.conflict" in [line["action"] for line in logs]


async def test_a_dead_server_is_waited_for_and_the_token_stays_out_of_the_log() -> None:
    async with TelegramServer() as server:
        pass
    with capture_logs() as logs:
        async with listening(server, Kept()) as pauses:
            await pauses.reach(3)
    assert all(line["action"] == "telegram.polling.failed" for line in logs)
    assert logs[0]["why"].startswith("network:")
    assert TOKEN.partition(":")[2] not in str(logs)


async def test_a_wrong_token_is_tried_again_for_it_may_be_mended() -> None:
    async with TelegramServer(token="7000000002:RIGHT") as server:
        server.token, right = "7000000001:WRONG", server.token
        with capture_logs() as logs:
            async with listening(server, Kept()) as pauses:
                server.token = right
                await pauses.reach(2)
    assert logs[0]["why"].startswith("unauthorized:")
    assert "WRONG" not in str(logs)


# Answers that no server of ours gives.


class Script(Canned):
    """Answers each getUpdates with the next batch; listening is cancelled after the last."""

    def __init__(self, *batches: object) -> None:
        super().__init__()
        self.batches = list(batches)
        self.offsets: list[int | None] = []

    def answer(self, method: Any) -> object:
        if method.__api_method__ != "getUpdates":
            return super().answer(method)
        self.offsets.append(method.offset)
        if not self.batches:
            raise asyncio.CancelledError
        return self.batches.pop(0)


async def play(script: Script, kept: Kept) -> tuple[TelegramPolling, Pauses]:
    pauses = Pauses()
    told = polling(Bot("42:TEST", session=script), kept, pauses)
    with pytest.raises(asyncio.CancelledError):
        await told.run()
    return told, pauses


GOOD = {"update_id": 2**40, "message": message(text=WORDS)}


async def test_an_odd_update_is_counted_named_and_skipped() -> None:
    kept = Kept()
    odd = {"update_id": 1, "message": {"text": "тайна", "chat": "нигде"}}
    with capture_logs() as logs:
        told, pauses = await play(Script([odd, GOOD]), kept)
    assert words(kept) == [WORDS]
    assert (told.skipped, pauses) == (1, [])
    skipped = [line for line in logs if line["action"] == "telegram.update.skipped"]
    assert [(line["update_id"], line["error"]) for line in skipped] == [(1, "ValidationError")]
    assert "тайна" not in str(logs)


async def test_numbers_that_begin_anew_after_a_quiet_week_are_followed() -> None:
    script, kept = Script([{"update_id": 70, "message": message(text="Раз")}], []), Kept(cursor="900000")
    await play(script, kept)
    assert script.offsets == [900000, 71, 71]
    assert (words(kept), kept.cursors) == (["Раз"], {"telegram": "71"})


async def test_updates_that_are_none_of_the_bots_business_move_the_cursor_too() -> None:
    kept = Kept()
    await play(Script([{"update_id": 70, "message": message(DESK, text="Кто поедет?")}]), kept)
    assert (kept.updates, kept.cursors) == ([], {"telegram": "71"})


@pytest.mark.parametrize("batch", [None, {}, "text", 5, [None], [{"update_id": "1"}], [{"update_id": -3}], [{}]])
async def test_an_answer_that_cannot_move_the_stream_on_is_waited_out(batch: object) -> None:
    kept = Kept()
    _, pauses = await play(Script(batch, batch, [GOOD]), kept)
    assert words(kept) == [WORDS]
    assert pauses == [1.0, 2.0]


async def test_a_cursor_that_is_no_number_is_as_none() -> None:
    script = Script()
    await play(script, Kept(cursor="позавчера"))
    assert script.offsets == [None]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
real = st.sampled_from(
    [
        {"update_id": 1, "message": message(text=WORDS, forward_origin={"type": "hidden_user"})},
        {"update_id": 2, "message": message(DESK, text="Да", reply_to_message=ours(), media_group_id="a")},
        {"update_id": 3, "edited_message": message(caption="Да", photo=[{"file_id": "f", "width": 1, "height": 1}])},
        {"update_id": 4, "message": message(document={"file_id": "f", "file_unique_id": "f", "file_name": "a.heic"})},
        {"update_id": 5, "message": message(venue={"location": {"latitude": 1, "longitude": 1}, "title": "t"})},
        {"update_id": 6, "my_chat_member": membership(DESK, "left", "restricted")},
        {"update_id": 7, "message": message(DESK, ANNA, migrate_to_chat_id=-5)},
        {
            "update_id": 8,
            "callback_query": {"id": "1", "from": ANNA, "chat_instance": "1", "data": "d", "message": ours()},
        },
    ]
)


@st.composite
def spoiled(draw: st.DrawFn) -> object:
    """A real update in which one thing, at any depth, became anything, or is gone."""
    update: Json = json.loads(json.dumps(draw(real)))
    node: Any = update
    while True:
        name = draw(st.sampled_from(sorted(node) if isinstance(node, dict) else range(len(node))))
        if isinstance(node[name], dict | list) and node[name] and draw(st.booleans()):
            node = node[name]
        elif isinstance(node, dict) and draw(st.booleans()):
            del node[name]
            return update
        else:
            node[name] = draw(anything)
            return update


@given(st.lists(anything | spoiled(), max_size=6))
@settings(max_examples=60)
def test_no_update_however_odd_stops_the_stream_or_spoils_another(odd: list[object]) -> None:
    kept = Kept()
    with capture_logs():
        asyncio.run(play(Script([*odd, GOOD], [{**GOOD, "update_id": 2**41}]), kept))
    assert words(kept)[-2:] == [WORDS, WORDS]
    assert kept.cursors["telegram"] == str(2**41 + 1)
