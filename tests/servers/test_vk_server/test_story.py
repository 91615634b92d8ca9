"""What the story itself shows of conversations, and the journal."""

import asyncio
import json
import re

import pytest
from vkbottle import (
    Callback,
)

from tests.servers.test_vk_server.clients import ask, board


async def test_waiting_sees_what_comes_and_what_is_edited(server):
    anna = server.user("Анна", allowed=True)
    waiting = asyncio.ensure_future(anna.sees_text("Номер"))
    await ask(server, "messages.send", peer_id=anna.id, random_id=1, message="Минуту")
    assert not waiting.done()
    await ask(server, "messages.edit", peer_id=anna.id, cmid=1, message="Номер 26-00001")
    assert (await waiting).edits == 1
    assert await anna.sees_text("Номер") is anna.sees[0]


async def test_waiting_for_something_new_forgets_what_was_there_before(server):
    anna = server.user("Анна", allowed=True)
    await ask(server, "messages.send", peer_id=anna.id, random_id=1, message="Номер 1")
    anna.writes("ещё одна яма")
    with pytest.raises(AssertionError):
        await anna.sees_text("Номер", within=0, new=True)
    await ask(server, "messages.send", peer_id=anna.id, random_id=2, message="Номер 2")
    assert (await anna.sees_text("Номер", new=True)).text == "Номер 2"


async def test_waiting_in_vain_shows_the_conversation(server):
    anna = server.user("Анна", "Петрова")
    anna.writes("Яма")
    await ask(
        server, "messages.send", peer_id=anna.id, random_id=1, message="Где?", keyboard=board([Callback("Тут", {})])
    )
    with pytest.raises(AssertionError) as failure:
        await anna.sees_text("Номер", within=0)
    for words in ("Анна Петрова did not see «Номер»", "#1 Анна Петрова: Яма", "#2 БОТ: Где?  [«Тут»]"):
        assert words in str(failure.value)


async def test_the_newest_message_with_the_button_is_pressed(server):
    anna = server.user("Анна", allowed=True)
    for number in (1, 2):
        keyboard = board([Callback("Принять", {"n": number})])
        await ask(server, "messages.send", peer_id=anna.id, random_id=number, message=str(number), keyboard=keyboard)
    await ask(server, "messages.send", peer_id=anna.id, random_id=3, message="без кнопок")
    old, new = anna.sees[0], anna.sees[1]
    assert anna.presses("Принять").message is new
    assert anna.presses("Принять", on=old).message is old
    assert anna.presses_payload({"forged": True}, on=old).message is old
    payloads = [json.loads(raw)["object"]["payload"] for raw in server.feed._events]
    assert payloads == [{"n": 2}, {"n": 1}, {"forged": True}]


async def test_the_journal_keeps_calls_without_the_token_or_only_counts_them(server):
    await ask(server, "users.get", user_ids=1)
    assert server.journal[0].params == {"user_ids": "1", "v": "5.199"}
    assert server.journal.of("users.get")[0].response == []
    server.journal.kept = False
    await ask(server, "users.get", user_ids=1)
    assert len(server.journal) == 1
    assert server.journal.counts == {"users.get": 2}


async def test_waiting_may_begin_after_a_certain_message(server):
    anna = server.user("Анна", allowed=True)
    await ask(server, "messages.send", peer_id=anna.id, random_id=1, message="Ваш номер 1")
    first = await anna.sees_text(re.compile(r"номер \d"))
    with pytest.raises(AssertionError):
        await anna.sees_text("номер", within=0, after=first)
    await ask(server, "messages.edit", peer_id=anna.id, cmid=1, message="Ваш номер 2")
    assert await anna.sees_text("номер 2", after=first) is first


async def test_a_press_settles_with_the_bots_answer(server):
    anna = server.user("Анна", allowed=True)
    keyboard = board([Callback("Да", {})])
    await ask(server, "messages.send", peer_id=anna.id, random_id=1, message="?", keyboard=keyboard)
    pressed = anna.presses("Да")
    with pytest.raises(AssertionError, match="not answered"):
        await pressed.settles(within=0)
    settling = asyncio.ensure_future(pressed.settles())
    to = {"event_id": pressed.event_id, "user_id": anna.id, "peer_id": anna.id}
    await ask(server, "messages.sendMessageEventAnswer", **to)
    assert await settling is None
    assert anna.toasts == []


async def test_the_bots_deeds_stand_in_their_order(server):
    anna, boris = server.user("Анна", allowed=True), server.user("Борис", allowed=True)
    for number, person in enumerate((anna, boris, anna)):
        await ask(server, "messages.send", peer_id=person.id, random_id=number + 1, message=str(number))
    await ask(server, "messages.edit", peer_id=boris.id, cmid=1, message="один")
    await ask(server, "messages.delete", peer_id=anna.id, cmids=1, delete_for_all=1)
    assert [message.text for message in server.sent()] == ["0", "один", "2"]
    kinds = [deed.kind for deed in server.ledger.deeds_after(0)]
    assert kinds == ["sent", "sent", "sent", "edited", "deleted"]
    assert [deed.kind for deed in server.ledger.deeds_after(server.sent()[2].born)] == ["edited", "deleted"]
