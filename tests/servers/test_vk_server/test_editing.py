"""Messages are changed and deleted, within a day."""

from datetime import timedelta

import pytest
from vkbottle import (
    Callback,
    PhotoMessageUploader,
    Text,
    VKAPIError,
)

from tests.servers.test_vk_server.clients import board, picture


async def test_an_edit_takes_away_what_it_does_not_repeat(server, api):
    anna = server.user("Анна")
    own = await PhotoMessageUploader(api).upload(picture(), peer_id=anna.writes("а").peer.id)
    await api.messages.send(
        peer_id=anna.id, random_id=1, message="раз", attachment=own, keyboard=board([Callback("Да", {})])
    )
    number = anna.sees[0].message_id
    again = board([Callback("Нет", {})])
    await api.messages.edit(peer_id=anna.id, message_id=number, message="два", attachment=own, keyboard=again)
    assert (anna.sees[0].buttons, len(anna.sees[0].photos)) == (["Нет"], 1)
    await api.request("messages.edit", {"peer_id": anna.id, "conversation_message_id": 2, "message": "три"})
    assert (anna.sees[0].text, anna.sees[0].buttons, anna.sees[0].photos) == ("три", [], [])
    assert anna.sees[0].edits == 2


async def test_after_a_day_a_message_is_neither_edited_nor_deleted_for_all(server, api):
    anna = server.user("Анна", allowed=True)
    (sent,) = await api.messages.send(peer_ids=[anna.id], random_id=1, message="раз")
    server.now += timedelta(hours=23, minutes=59)
    await api.messages.edit(peer_id=anna.id, cmid=1, message="два")
    server.now += timedelta(minutes=2)
    with pytest.raises(VKAPIError[909]):
        await api.messages.edit(peer_id=anna.id, cmid=1, message="три")
    (item,) = await api.messages.delete(peer_id=anna.id, cmids=[sent.conversation_message_id], delete_for_all=True)
    assert item.error.code == 924
    assert anna.sees[0].text == "два"


async def test_a_deleted_message_is_gone(server, api):
    anna = server.user("Анна", allowed=True)
    (sent,) = await api.messages.send(peer_ids=[anna.id], random_id=1, message="раз", keyboard=board([Text("Да")]))
    (item,) = await api.messages.delete(message_ids=[sent.message_id], delete_for_all=True)
    assert item.response
    assert anna.sees == []
    assert (await api.messages.get_by_id(message_ids=[sent.message_id])).items == []
    with pytest.raises(AssertionError):
        anna.presses("Да")


async def test_a_voice_message_cannot_be_edited(server, api):
    anna = server.user("Анна", allowed=True)
    await api.messages.send(peer_id=anna.id, random_id=1, sticker_id=5)
    with pytest.raises(VKAPIError[920]):
        await api.messages.edit(peer_id=anna.id, cmid=1, message="а")
