"""Who may be written to, once only, and what VK says to a wrong call."""

import json

import pytest
from vkbottle import (
    VKAPIError,
)

from tests.servers.test_vk_server.clients import ANNA, ask, refused


async def test_the_same_random_id_is_one_message(server, api):
    anna, boris = server.user("Анна", allowed=True), server.user("Борис", allowed=True)
    first = await api.messages.send(peer_id=anna.id, random_id=42, message="раз")
    assert await api.messages.send(peer_id=anna.id, random_id=42, message="другое") == first
    again = await api.messages.send(peer_ids=[anna.id, boris.id], random_id=42, message="раз")
    assert [item.message_id for item in again] == [first, first + 1]
    assert [one.text for one in anna.sees] == ["раз"]
    assert anna.sees[0].random_id == 42
    await api.messages.send(peer_id=anna.id, random_id=0, message="ноль")
    await api.messages.send(peer_id=anna.id, random_id=0, message="ноль")
    assert [one.text for one in anna.sees] == ["раз", "ноль", "ноль"]


async def test_a_group_chat_gives_its_numbers_only_to_peer_ids(server, api):
    chat = server.chat("Администрация", [server.user("Иван")], full_access=True)
    assert chat.peer_id == 2_000_000_001
    assert await api.messages.send(peer_id=chat.peer_id, random_id=1, message="карточка") == 0
    (item,) = await api.messages.send(peer_ids=[chat.peer_id], random_id=1, message="карточка")
    assert (item.message_id, item.conversation_message_id) == (0, 2)
    await api.messages.edit(peer_id=chat.peer_id, cmid=2, message="карточка, принята")
    assert (await chat.sees_text("принята")).edits == 1


async def test_one_refused_recipient_of_many_is_an_item_not_an_error(server, api):
    anna, stranger = server.user("Анна", allowed=True), server.user("Чужой")
    anna_item, stranger_item = await api.messages.send(peer_ids=[anna.id, stranger.id], random_id=3, message="всем")
    assert anna_item.error is None
    assert (stranger_item.message_id, stranger_item.error.code) == (0, 901)
    assert "without permission" in stranger_item.error.description


@pytest.mark.parametrize("code", [900, 901, 902, 950])
async def test_a_person_who_cannot_be_written_to(server, api, code):
    anna = server.user("Анна", allowed=True)
    anna.refuses = code
    with pytest.raises(VKAPIError[code]):
        await api.messages.send(peer_id=anna.id, random_id=1, message="?")
    assert anna.sees == []
    allowed = await api.messages.is_messages_from_group_allowed(group_id=server.group_id, user_id=anna.id)
    assert not allowed.is_allowed


async def test_permission_comes_with_the_first_message_and_goes_with_a_denial(server, api):
    anna = server.user("Анна")
    for change, allowed in [(None, False), (lambda: anna.writes("Привет"), True), (anna.denies, False)]:
        if change:
            change()
        if allowed:
            await api.messages.send(peer_id=anna.id, random_id=1, message="Здравствуйте")
        else:
            with pytest.raises(VKAPIError[901]):
                await api.messages.send(peer_id=anna.id, random_id=2, message="Здравствуйте")
    assert len(anna.sees) == 1


WRONG_CALLS = {
    "no such method": (3, "messages.shout", {}),
    "no random_id": (100, "messages.send", {"peer_id": ANNA, "message": "а"}),
    "random_id too long": (100, "messages.send", {"peer_id": ANNA, "message": "а", "random_id": 2**31}),
    "random_id not a number": (100, "messages.send", {"peer_id": ANNA, "message": "а", "random_id": "x"}),
    "nobody to write to": (100, "messages.send", {"random_id": 1, "message": "а"}),
    "nothing to write": (100, "messages.send", {"peer_id": ANNA, "random_id": 1, "message": "  \n"}),
    "a wrong photo is no content": (100, "messages.send", {"peer_id": ANNA, "random_id": 1, "attachment": "photo1_2"}),
    "too long": (914, "messages.send", {"peer_id": ANNA, "random_id": 1, "message": "а" * 4097}),
    "payload too long": (
        100,
        "messages.send",
        {"peer_id": ANNA, "random_id": 1, "message": "а", "payload": "1" * 1001},
    ),
    "a community": (932, "messages.send", {"peer_id": -5, "random_id": 1, "message": "а"}),
    "no such chat": (10, "messages.send", {"peer_id": 2_000_000_099, "random_id": 1, "message": "а"}),
    "forward of nothing": (921, "messages.send", {"peer_id": ANNA, "random_id": 1, "forward_messages": "99"}),
    "reply to nothing": (100, "messages.send", {"peer_id": ANNA, "random_id": 1, "message": "а", "reply_to": 99}),
    "forward no JSON": (100, "messages.send", {"peer_id": ANNA, "random_id": 1, "message": "а", "forward": "{"}),
    "edit of nothing": (15, "messages.edit", {"peer_id": ANNA, "cmid": 99, "message": "а"}),
    "edit of a foreign message": (15, "messages.edit", {"peer_id": ANNA, "cmid": 1, "message": "а"}),
    "edit without a number": (100, "messages.edit", {"peer_id": ANNA, "message": "а"}),
    "no event_id": (100, "messages.sendMessageEventAnswer", {"user_id": ANNA, "peer_id": ANNA}),
    "members of nothing": (10, "messages.getConversationMembers", {"peer_id": 2_000_000_099}),
    "foreign group": (15, "groups.getLongPollServer", {"group_id": 1}),
    "no group": (100, "groups.getLongPollServer", {}),
    "unsaved photo": (129, "photos.saveMessagesPhoto", {"photo": '[{"photo":"x"}]', "server": 1, "hash": "y"}),
    "no photo": (100, "photos.saveMessagesPhoto", {"server": 1, "hash": "y"}),
    "unsaved doc": (100, "docs.save", {"file": "x"}),
    "old version": (8, "groups.getById", {"v": "5.50"}),
    "no version": (8, "groups.getById", {"v": None}),
    "bad token": (5, "groups.getById", {"access_token": "wrong"}),
    "no token": (5, "groups.getById", {"access_token": None}),
}


@pytest.mark.parametrize(("code", "method", "params"), WRONG_CALLS.values(), ids=WRONG_CALLS.keys())
async def test_a_wrong_call_is_refused(server, code, method, params):
    anna = server.user("Анна")
    anna.writes("Здравствуйте")
    assert await refused(server, method, **params) == code
    assert anna.sees == []
    assert server.journal[-1].error == code


async def test_an_error_tells_what_was_asked_but_not_the_token(server):
    error = (await ask(server, "messages.send", peer_id=5, random_id=1, message="а"))["error"]
    assert error["error_msg"] == "Can't send messages for users without permission"
    asked = {pair["key"]: pair["value"] for pair in error["request_params"]}
    assert asked == {"method": "messages.send", "oauth": "1", "v": "5.199"} | {
        "peer_id": "5",
        "random_id": "1",
        "message": "а",
    }


async def test_a_reply_and_a_forward_of_the_bot(server, api):
    anna = server.user("Анна")
    question = anna.writes("Когда?")
    await api.messages.send(peer_id=anna.id, random_id=1, message="Завтра", reply_to=question.message_id)
    forward = {"peer_id": anna.id, "conversation_message_ids": [question.id], "is_reply": False}
    await api.messages.send(peer_id=anna.id, random_id=2, message="Вот", forward=json.dumps(forward))
    assert anna.sees[0].reply is question
    assert anna.sees[1].forwarded == [question]


@pytest.mark.parametrize(
    ("right", "method"),
    [
        ("messages", "messages.send"),
        ("photos", "photos.getMessagesUploadServer"),
        ("docs", "docs.getMessagesUploadServer"),
        ("manage", "groups.getLongPollServer"),
    ],
)
async def test_a_token_without_a_right_may_not_call(server, api, right, method):
    server.permissions.discard(right)
    assert await refused(server, method) == 15
    told = await api.groups.get_token_permissions()
    assert {one.name for one in told.permissions} == {"messages", "photos", "docs", "manage"} - {right}
    assert "response" in await ask(server, "groups.getById")
