"""A resident and a bot of vkbottle talk."""

from datetime import timedelta

import pytest
from vkbottle import (
    Callback,
    ShowSnackbarEvent,
    Text,
    VKAPIError,
)
from vkbottle.tools.mini_types.bot import MessageEventMin, message_min

from tests.servers.test_vk_server.clients import board, picture


async def test_a_resident_writes_and_is_answered(server, api, events):
    anna = server.user("Анна", "Петрова")
    anna.writes("Яма на Ленина", photos=[picture(), picture(300, 500, "blue")], geo=(55.2, 32.4))

    message = message_min(await anext(events), api)

    assert (message.text, message.from_id, message.peer_id) == ("Яма на Ленина", anna.id, anna.id)
    assert len(message.get_photo_attachments()) == 2
    assert (message.geo.coordinates.latitude, message.geo.coordinates.longitude) == (55.2, 32.4)
    assert message.client_info.inline_keyboard
    sent = await message.answer("Приняли", keyboard=board([Text("Ещё"), Callback("Отправить", {"do": "send"})]))
    assert (sent.peer_id, sent.conversation_message_id) == (anna.id, 2)
    assert anna.sees[0].buttons == ["Ещё", "Отправить"]
    assert (await anna.sees_text("Приняли")).id == 2


async def test_a_callback_button_brings_an_event_and_a_snackbar(server, api, events):
    anna = server.user("Анна", allowed=True)
    await api.messages.send(
        peer_ids=[anna.id], random_id=1, message="?", keyboard=board([Callback("Отправить", {"n": 7})])
    )
    pressed = anna.presses("Отпр")

    event = MessageEventMin(**await anext(events), unprepared_ctx_api=api)

    assert event.payload == {"n": 7}
    assert event.conversation_message_id == 1
    assert await event.show_snackbar("Готово") == 1
    assert await anna.sees_toast("Готово") == "Готово"
    assert server.toasts == {anna.id: ["Готово"]}
    assert pressed.toast == "Готово"
    await event.edit_message("Отправлено")
    assert anna.sees[0].text == "Отправлено"
    assert anna.sees[0].edits == 1
    assert anna.sees[0].buttons == []


async def test_an_answer_to_a_press_is_good_once_and_for_a_minute(server, api):
    anna = server.user("Анна", allowed=True)
    await api.messages.send(peer_ids=[anna.id], random_id=1, message="?", keyboard=board([Callback("Да", {})]))
    first, second = anna.presses("Да"), anna.presses("Да")
    snackbar = ShowSnackbarEvent(text="!").model_dump_json()
    to = {"user_id": anna.id, "peer_id": anna.id}

    assert await api.messages.send_message_event_answer(event_id=first.event_id, event_data=snackbar, **to) == 1
    with pytest.raises(VKAPIError[100], match="invalid event_id"):
        await api.messages.send_message_event_answer(event_id=first.event_id, **to)
    with pytest.raises(VKAPIError[100]):
        await api.messages.send_message_event_answer(event_id="0123456789ab", **to)
    server.now += timedelta(seconds=61)
    with pytest.raises(VKAPIError[100]):
        await api.messages.send_message_event_answer(event_id=second.event_id, **to)


async def test_a_snackbar_is_short(server, api):
    anna = server.user("Анна", allowed=True)
    await api.messages.send(peer_ids=[anna.id], random_id=1, message="?", keyboard=board([Callback("Да", {})]))
    press = anna.presses("Да")
    with pytest.raises(VKAPIError[100]):
        await api.messages.send_message_event_answer(
            event_id=press.event_id,
            user_id=anna.id,
            peer_id=anna.id,
            event_data=ShowSnackbarEvent(text="ы" * 91).model_dump_json(),
        )
    assert not press.answered


async def test_everything_else_a_person_may_send_is_understood_by_vkbottle(server, api, events):
    anna = server.user("Анна")
    anna.sends_sticker()
    anna.sends_voice(b"OggS voice", 4)
    anna.sends_video("Потоп")
    anna.sends_link("https://example.org/a")
    anna.sends_wall("Чужая запись")
    anna.sends_doc(b"1", "a.pdf")
    first = anna.writes("Раньше")
    anna.writes("Вот это", reply_to=first, forwarded=[first, "Слова чужого"])
    anna.writes("", payload={"command": "start"})

    got = [message_min(await anext(events), api) for _ in range(9)]

    kinds = [message.attachments[0].type.value for message in got[:6]]
    assert kinds == ["sticker", "audio_message", "video", "link", "wall", "doc"]
    voice = got[1].get_audio_message_attachments()[0]
    assert voice.duration == 4
    assert await api.http_client.request_content(voice.link_ogg) == b"OggS voice"
    assert got[7].reply_message.text == "Раньше"
    assert [one.text for one in got[7].fwd_messages] == ["Раньше", "Слова чужого"]
    assert got[8].get_payload_json() == {"command": "start"}


async def test_an_edit_an_allowance_and_a_denial_are_events(server, events):
    anna = server.user("Анна")
    message = anna.writes("Яма")
    anna.edits(message, "Яма на Ленина")
    anna.denies()
    anna.allows("ad")

    got = [await anext(events) for _ in range(4)]

    assert [one["type"] for one in got] == ["message_new", "message_edit", "message_deny", "message_allow"]
    assert got[1]["object"]["text"] == "Яма на Ленина"
    assert got[1]["object"]["update_time"]
    assert got[3]["object"] == {"user_id": anna.id, "key": "ad"}


async def test_own_messages_are_events_only_if_asked_for(server, api, events):
    anna = server.user("Анна", allowed=True)
    await api.messages.send(peer_id=anna.id, random_id=1, message="молча")
    await api.request("groups.setLongPollSettings", {"group_id": server.group_id, "message_reply": 1})
    await api.messages.send(peer_id=anna.id, random_id=2, message="слышно")
    reply = await anext(events)
    assert (reply["type"], reply["object"]["text"], reply["object"]["out"]) == ("message_reply", "слышно", 1)
    settings = await api.groups.get_long_poll_settings(group_id=server.group_id)
    assert settings.is_enabled
    assert settings.events.message_reply
    assert not settings.events.wall_post_new


async def test_many_photos_come_cropped_and_are_read_again(server, api, events):
    anna = server.user("Анна")
    anna.writes("Свалка", photos=[picture(colour=one) for one in ("red", "blue", "green", "black")])
    message = message_min(await anext(events), api)
    assert message.is_cropped
    assert len(message.attachments) == 1
    await message.get_full_message()
    assert len(message.attachments) == 4
    assert not message.is_cropped
