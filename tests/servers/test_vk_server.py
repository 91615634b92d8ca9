"""The fake VK is held against two clients that know nothing of it, vkbottle and vk_api, and against VK's own rules."""

import asyncio
import io
import json
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
import vk_api
from aiohttp import web
from PIL import Image
from vk_api.bot_longpoll import VkBotEventType, VkBotLongPoll
from vk_api.keyboard import VkKeyboard
from vk_api.utils import get_random_id
from vkbottle import (
    API,
    BotPolling,
    Callback,
    DocMessagesUploader,
    Keyboard,
    KeyboardButtonColor,
    OpenLink,
    PhotoMessageUploader,
    ShowSnackbarEvent,
    Text,
    VKAPIError,
)
from vkbottle.tools.mini_types.bot import MessageEventMin, message_min

from tests.servers.vk import VKServer

Json = dict[str, Any]


def picture(width: int = 800, height: int = 600, colour: str = "red", kind: str = "JPEG") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(file, kind)
    return file.getvalue()


def board(*rows: list[Any], inline: bool = True) -> str:
    keyboard = Keyboard(inline=inline)
    for row in rows:
        keyboard.row()
        for button in row:
            keyboard.add(button)
    return keyboard.get_json()


class Poller(BotPolling):
    """vkbottle's polling that keeps its place in memory, as a bot keeps it in a database."""

    def save_server_ts(self, server: Json) -> None:
        self.ts = server["ts"]


@pytest.fixture
async def server() -> AsyncIterator[VKServer]:
    async with VKServer() as server:
        yield server


@pytest.fixture
async def api(server: VKServer) -> AsyncIterator[API]:
    api = API(server.token)
    api.API_URL = server.url + "/method/"
    yield api
    await api.http_client.close()


@pytest.fixture
async def events(server: VKServer, api: API) -> AsyncIterator[AsyncIterator[Json]]:
    """The events vkbottle's long poll brings, one by one."""
    polling = Poller(api, wait=5)

    async def one_by_one() -> AsyncIterator[Json]:
        async for answer in polling.listen():
            for update in answer["updates"]:
                yield update

    stream = one_by_one()
    first = asyncio.ensure_future(anext(stream))
    while not server.journal.of("groups.getLongPollServer"):
        await server.journal.grew.wait(5)

    async def with_first() -> AsyncIterator[Json]:
        yield await first
        async for update in stream:
            yield update

    together = with_first()
    yield together
    server.feed.close()
    await together.aclose()
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    await stream.aclose()


async def ask(fake: VKServer, method: str, **params: Any) -> Json:
    """A call as bare as it can be; a parameter that is None is left out."""
    data = {"access_token": fake.token, "v": "5.199"} | {key: str(value) for key, value in params.items()}
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{fake.url}/method/{method}", data={k: v for k, v in data.items() if v != "None"}) as answer,
    ):
        assert answer.status == 200
        return await answer.json()


async def refused(fake: VKServer, method: str, **params: Any) -> int:
    return (await ask(fake, method, **params))["error"]["error_code"]


# vkbottle: the whole way of a resident.


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


async def test_a_photo_goes_up_and_comes_down(server, api, events):
    anna = server.user("Анна", allowed=True)
    ours = picture(1600, 1200, "green")
    attachment = await PhotoMessageUploader(api).upload(ours, peer_id=anna.id)
    assert attachment.startswith(f"photo-{server.group_id}_")
    await api.messages.send(peer_id=anna.id, random_id=5, message="После", attachment=attachment)
    assert anna.sees[0].photos == [ours]

    theirs = picture(3000, 2000, "blue")
    anna.writes(photos=[theirs])
    sizes = message_min(await anext(events), api).get_photo_attachments()[0].sizes

    assert [size.width for size in sizes] != sorted(size.width for size in sizes)
    largest = max(sizes, key=lambda size: size.width * size.height)
    smallest = min(sizes, key=lambda size: size.width * size.height)
    assert (largest.width, largest.height) == (2560, 1707)
    small = Image.open(io.BytesIO(await api.http_client.request_content(smallest.url)))
    assert small.size == (smallest.width, smallest.height) == (75, 50)
    big = Image.open(io.BytesIO(await api.http_client.request_content(largest.url)))
    assert big.size == (2560, 1707)


async def test_a_small_photo_comes_down_as_it_was(server, api):
    anna = server.user("Анна")
    data = picture(640, 480)
    message = anna.writes(photos=[data])
    shown = (await api.messages.get_by_id(message_ids=[message.message_id])).items[0].attachments[0].photo
    largest = max(shown.sizes, key=lambda size: size.width)
    assert (largest.width, largest.height) == (640, 480)
    assert await api.http_client.request_content(largest.url) == data
    original = (await ask(server, "messages.getById", message_ids=message.message_id))["response"]["items"][0]
    url = original["attachments"][0]["photo"]["orig_photo"]["url"]
    assert await api.http_client.request_content(url) == data
    async with aiohttp.ClientSession() as http, http.get(url.split("?")[0]) as unsigned:
        assert unsigned.status == 404


async def test_a_document_goes_both_ways(server, api, events):
    anna = server.user("Анна", allowed=True)
    attachment = await DocMessagesUploader(api).upload(b"text", peer_id=anna.id, title="ответ.txt")
    await api.messages.send(peer_id=anna.id, random_id=6, attachment=attachment)
    assert anna.sees[0].attachments[0].name == "ответ.txt"

    anna.sends_doc(b"heic bytes", "IMG_1.HEIC", "вот фото")
    doc = message_min(await anext(events), api).get_doc_attachments()[0]
    assert (doc.ext.lower(), doc.type, doc.size) == ("heic", 4, 10)
    assert await api.http_client.request_content(doc.url) == b"heic bytes"


async def test_what_is_no_photo_is_not_saved_as_one(server, api):
    anna = server.user("Анна", allowed=True)
    with pytest.raises(VKAPIError[129]):
        await PhotoMessageUploader(api).upload(b"not a picture", peer_id=anna.id)
    with pytest.raises(VKAPIError[129]):
        await PhotoMessageUploader(api).upload(picture(10, 3000), peer_id=anna.id)
    with pytest.raises(VKAPIError[901]):
        await PhotoMessageUploader(api).upload(picture(), peer_id=server.user("Чужой").id)


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


# Sending.


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


ANNA = 100_000_001

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


def button(**changes: Any) -> Json:
    action = {"type": "callback", "label": "Да", "payload": '{"a":1}'} | changes
    return {"action": {name: value for name, value in action.items() if value is not None}}


def grid(*rows: int) -> list[list[Json]]:
    return [[button() for _ in range(columns)] for columns in rows]


WRONG_KEYBOARDS = {
    "no JSON": "{",
    "no object": "[]",
    "no buttons": {"inline": True},
    "seven rows": {"inline": True, "buttons": grid(*[1] * 7)},
    "six columns": {"inline": True, "buttons": grid(6)},
    "eleven buttons": {"inline": True, "buttons": grid(4, 4, 3)},
    "an empty row": {"inline": True, "buttons": [[]]},
    "eleven plain rows": {"buttons": grid(*[1] * 11)},
    "forty-one plain buttons": {"buttons": grid(*[5] * 8, 1)},
    "inline and once": {"inline": True, "one_time": True, "buttons": grid(1)},
    "inline no boolean": {"inline": 1, "buttons": grid(1)},
    "long label": {"inline": True, "buttons": [[button(label="ы" * 41)]]},
    "no label": {"inline": True, "buttons": [[button(label=None)]]},
    "payload no JSON": {"inline": True, "buttons": [[button(payload="{a")]]},
    "long payload": {"inline": True, "buttons": [[button(payload=json.dumps("x" * 254))]]},
    "long payload object": {"inline": True, "buttons": [[button(payload={"a": "x" * 250})]]},
    "unknown action": {"inline": True, "buttons": [[button(type="fly")]]},
    "no link": {"inline": True, "buttons": [[button(type="open_link", link="vk")]]},
    "colour of a link": {
        "inline": True,
        "buttons": [[button(type="open_link", link="https://vk.com") | {"color": "primary"}]],
    },
    "unknown colour": {"inline": True, "buttons": [[button() | {"color": "pink"}]]},
}


@pytest.mark.parametrize("keyboard", WRONG_KEYBOARDS.values(), ids=WRONG_KEYBOARDS.keys())
async def test_a_wrong_keyboard_is_refused(server, keyboard):
    anna = server.user("Анна", allowed=True)
    raw = keyboard if isinstance(keyboard, str) else json.dumps(keyboard)
    assert await refused(server, "messages.send", peer_id=anna.id, random_id=1, message="?", keyboard=raw) == 911


async def test_the_largest_keyboards_are_accepted(server):
    anna = server.user("Анна", allowed=True)
    for number, keyboard in enumerate(
        [
            {"inline": True, "buttons": grid(2, 2, 2, 2, 1, 1)},
            {"inline": True, "buttons": [[button(label="ы" * 40, payload=json.dumps("x" * 253))]]},
            {"buttons": grid(*[4] * 10)},
            {"buttons": []},
        ]
    ):
        params = {"peer_id": anna.id, "random_id": number + 1, "message": "?", "keyboard": json.dumps(keyboard)}
        assert "response" in await ask(server, "messages.send", **params)


async def test_a_keyboard_under_the_field_is_replaced_and_removed(server, api):
    anna = server.user("Анна", allowed=True)
    for number, keyboard in enumerate([board([Text("Старое")], inline=False), board([Text("Новое")], inline=False)]):
        await api.messages.send(peer_id=anna.id, random_id=number + 1, message="?", keyboard=keyboard)
    with pytest.raises(AssertionError, match="Старое"):
        anna.presses("Старое")
    assert anna.presses("Нов").text == "Новое"
    await api.messages.send(peer_id=anna.id, random_id=9, message="убрали", keyboard=board(inline=False))
    with pytest.raises(AssertionError):
        anna.presses("Новое")


async def test_a_one_time_keyboard_hides_when_used(server, api):
    anna = server.user("Анна", allowed=True)
    once = Keyboard(one_time=True).add(Text("Да", {"yes": 1}), KeyboardButtonColor.SECONDARY).get_json()
    await api.messages.send(peer_id=anna.id, random_id=1, message="?", keyboard=once)
    assert anna.presses("Да").payload == '{"yes":1}'
    with pytest.raises(AssertionError):
        anna.presses("Да")


async def test_a_link_button_tells_the_bot_nothing(server, api):
    anna = server.user("Анна", allowed=True)
    await api.messages.send(
        peer_id=anna.id, random_id=1, message="?", keyboard=board([OpenLink("https://gosuslugi.ru", "Портал")])
    )
    with pytest.raises(AssertionError, match="open_link"):
        anna.presses("Портал")


async def test_a_reply_and_a_forward_of_the_bot(server, api):
    anna = server.user("Анна")
    question = anna.writes("Когда?")
    await api.messages.send(peer_id=anna.id, random_id=1, message="Завтра", reply_to=question.message_id)
    forward = {"peer_id": anna.id, "conversation_message_ids": [question.id], "is_reply": False}
    await api.messages.send(peer_id=anna.id, random_id=2, message="Вот", forward=json.dumps(forward))
    assert anna.sees[0].reply is question
    assert anna.sees[1].forwarded == [question]


async def test_foreign_attachments_are_dropped_in_silence_as_vk_does(server, api):
    """A photo from a private message goes on with its key; with the key from a chat's event it does not."""
    anna = server.user("Анна")
    chat = server.chat("Чат", [anna], full_access=True)
    private = anna.writes(photos=[picture()])
    public = anna.in_(chat).writes(photos=[picture()])
    photo = private.attachments[0]
    event_key = json.loads(server.feed._events[-1])["object"]["message"]["attachments"][0]["photo"]["access_key"]
    own = await PhotoMessageUploader(api).upload(picture(), peer_id=anna.id)
    wanted = [
        f"photo{anna.id}_{photo.id}_{photo.key}",
        f"photo{anna.id}_{public.attachments[0].id}_{event_key}",
        f"photo{anna.id}_{photo.id}",
        own,
    ]
    await api.messages.send(peer_id=anna.id, random_id=1, message="Вот", attachment=",".join(wanted))
    assert len(anna.sees[0].photos) == 2
    assert server.journal[-1].ignored == (wanted[1], wanted[2])
    (full,) = (await api.messages.get_by_conversation_message_id([public.id], chat.peer_id)).items
    assert full.attachments[0].photo.access_key == public.attachments[0].key != event_key


async def test_eleven_photos_are_ten(server, api):
    anna = server.user("Анна", allowed=True)
    own = await PhotoMessageUploader(api).upload(picture(), peer_id=anna.id)
    await api.messages.send(peer_id=anna.id, random_id=1, attachment=",".join([own] * 11))
    assert len(anna.sees[0].photos) == 10


# Editing and deleting.


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


# Group chats.


async def test_without_access_the_bot_hears_mentions_and_its_buttons(server, api, events):
    ivan, olga = server.user("Иван", "Сидоров"), server.user("Ольга")
    chat = server.chat("Администрация", [ivan, olga])
    invited = message_min(await anext(events), api)
    assert (invited.action.type.value, invited.action.member_id) == ("chat_invite_user", -server.group_id)
    assert (invited.peer_id, invited.id) == (chat.peer_id, 0)

    await api.messages.send(
        peer_id=chat.peer_id, random_id=1, message="?", keyboard=board([Text("Да", {"a": 1}), Callback("Нет", {})])
    )
    question = chat.sees[0]
    ivan.in_(chat).writes("наш разговор")
    olga.in_(chat).writes("ответ боту", reply_to=question)
    olga.in_(chat).writes(f"[club{server.group_id}|@otklik_bot] упомянули")
    ivan.in_(chat).writes("@otklik_bot и так")
    ivan.in_(chat).presses("Да")
    ivan.in_(chat).presses("Нет")
    chat.hears_replies = True
    olga.in_(chat).writes("ответ слышен", reply_to=question)
    chat.full_access = True
    ivan.in_(chat).writes("теперь слышно всё")
    chat.kick_bot(by=ivan)

    heard = [await anext(events) for _ in range(7)]
    texts = [one["object"]["message"]["text"] for one in heard if one["type"] == "message_new"]
    mention = f"[club{server.group_id}|@otklik_bot]"
    assert texts == [
        f"{mention} упомянули",
        "@otklik_bot и так",
        f"{mention} Да",
        "ответ слышен",
        "теперь слышно всё",
        "",
    ]
    assert message_min(heard[2], api).get_payload_json() == {"a": 1}
    assert message_min(heard[4], api).reply_message.conversation_message_id == question.id
    assert heard[6]["object"]["message"]["action"] == {"type": "chat_kick_user", "member_id": -server.group_id}


@pytest.mark.parametrize("code", [7, 917])
async def test_a_kicked_bot_can_neither_write_nor_look(server, api, code):
    ivan = server.user("Иван")
    chat = server.chat("Администрация", [ivan], full_access=True)
    await api.messages.send(peer_id=chat.peer_id, random_id=1, message="здесь")
    chat.kick_bot(code=code)
    for call in (
        api.messages.send(peer_id=chat.peer_id, random_id=2, message="?"),
        api.messages.edit(peer_id=chat.peer_id, cmid=2, message="?"),
        api.messages.get_conversation_members(peer_id=chat.peer_id),
        PhotoMessageUploader(api).upload(picture(), peer_id=chat.peer_id),
    ):
        with pytest.raises(VKAPIError[code]):
            await call
    chat.invite_bot(by=ivan)
    assert await api.messages.send(peer_id=chat.peer_id, random_id=3, message="снова") == 0


async def test_members_are_told_only_to_a_bot_with_access(server, api):
    ivan, olga = server.user("Иван", "Сидоров"), server.user("Ольга")
    chat = server.chat("Администрация", [ivan, olga])
    with pytest.raises(VKAPIError[917]):
        await api.messages.get_conversation_members(peer_id=chat.peer_id)
    chat.full_access = True
    members = await api.messages.get_conversation_members(peer_id=chat.peer_id)
    assert [one.member_id for one in members.items] == [ivan.id, olga.id, -server.group_id]
    assert members.items[0].is_owner
    assert members.profiles[0].first_name == "Иван"
    (conversation,) = (await api.messages.get_conversations_by_id(peer_ids=[chat.peer_id])).items
    assert conversation.chat_settings.title == "Администрация"
    assert conversation.can_write.allowed


async def test_small_questions(server, api):
    anna = server.user("Анна", "Петрова")
    anna.writes("Здравствуйте")
    (found,) = await api.users.get(user_ids=[anna.id, 5], fields=["screen_name"])
    assert (found.first_name, found.last_name, found.screen_name) == ("Анна", "Петрова", f"id{anna.id}")
    (group,) = (await api.groups.get_by_id()).groups
    assert (group.id, group.screen_name) == (server.group_id, server.screen_name)
    assert await api.messages.mark_as_read(peer_id=anna.id) == 1
    assert await api.messages.set_activity(peer_id=anna.id, type="typing") == 1


# The long poll.


async def check(server: VKServer, **changes: Any) -> Json:
    query = {"act": "a_check", "key": server.feed.key, "ts": "1", "wait": "0"} | changes
    async with aiohttp.ClientSession() as http, http.get(f"{server.url}/whp/{server.group_id}", params=query) as answer:
        return await answer.json()


async def test_events_stay_until_asked_for_again_from_the_same_place(server):
    anna = server.user("Анна")
    for text in ("раз", "два"):
        anna.writes(text)
    first, again = await check(server), await check(server)
    assert [one["object"]["message"]["text"] for one in first["updates"]] == ["раз", "два"]
    assert first == again
    assert first["ts"] == "3"
    assert await check(server, ts="3") == {"ts": "3", "updates": []}


async def test_a_poll_answers_as_soon_as_something_happens(server):
    poll = asyncio.ensure_future(check(server, wait="25"))
    assert await server.feed.polled.wait(2)
    server.user("Анна").writes("раз")
    async with asyncio.timeout(2):
        assert len((await poll)["updates"]) == 1


async def test_a_poll_fails_in_vks_three_ways(server):
    server.user("Анна").writes("раз")
    assert await check(server, ts="77") == {"failed": 1, "ts": "2"}
    assert await check(server, key="old") == {"failed": 2}
    server.fail_poll(1)
    assert await check(server) == {"failed": 1, "ts": "2"}
    old = server.feed.key
    server.fail_poll(2)
    assert await check(server) == {"failed": 2}
    assert await check(server, key=old) == {"failed": 2}
    server.feed.keep = 0
    assert await check(server) == {"failed": 1, "ts": "2"}
    server.feed.lose()
    assert await check(server) == {"failed": 3}


@pytest.mark.parametrize("code", [1, 2, 3])
async def test_vkbottle_survives_a_failed_poll(server, events, code):
    anna = server.user("Анна")
    anna.writes("до")
    assert (await anext(events))["object"]["message"]["text"] == "до"
    server.fail_poll(code)
    anna.writes("после")
    if code == 2:
        assert (await anext(events))["object"]["message"]["text"] == "после"
    waiting = asyncio.ensure_future(anext(events))
    assert await server.feed.polled.wait(2)
    anna.writes("ещё")
    assert (await waiting)["object"]["message"]["text"] == "ещё"


async def test_events_may_come_twice_and_out_of_order(server, events):
    anna = server.user("Анна")
    anna.writes("раз")
    server.repeat_event()
    with server.reorder():
        anna.writes("два")
        anna.writes("три")
    got = [await anext(events) for _ in range(4)]
    assert [one["object"]["message"]["text"] for one in got] == ["раз", "раз", "три", "два"]
    assert got[0]["event_id"] == got[1]["event_id"] != got[2]["event_id"]


# Troubles.


@pytest.mark.parametrize("code", [6, 9, 10, 29])
async def test_an_ordered_error_code(server, api, code):
    anna = server.user("Анна", allowed=True)
    fault = server.fault("messages.send", str(code), times=2)
    for _ in range(2):
        with pytest.raises(VKAPIError[code]):
            await api.messages.send(peer_id=anna.id, random_id=1, message="а")
    assert await api.messages.send(peer_id=anna.id, random_id=1, message="а") == 1
    assert fault.happened == 2
    assert [call.fault for call in server.journal] == [str(code), str(code), None]


BREAKS = {
    "500": (False, None),
    "502html": (False, None),
    "garbage": (False, None),
    "drop": (False, aiohttp.ServerDisconnectedError),
    "half": (True, aiohttp.ClientPayloadError),
    "done-then-drop": (True, aiohttp.ServerDisconnectedError),
    "done-then-500": (True, None),
}


@pytest.mark.parametrize(("kind", "done", "error"), [(kind, *rest) for kind, rest in BREAKS.items()], ids=BREAKS.keys())
async def test_a_broken_answer(server, kind, done, error):
    anna = server.user("Анна", allowed=True)
    server.fault("messages.send", kind)
    params = {"peer_id": anna.id, "random_id": 1, "message": "а", "access_token": server.token, "v": "5.199"}
    async with aiohttp.ClientSession() as http:
        if error:
            with pytest.raises(error):
                async with http.post(f"{server.url}/method/messages.send", data=params) as answer:
                    await answer.read()
        else:
            async with http.post(f"{server.url}/method/messages.send", data=params) as answer:
                body = await answer.text(errors="replace")
                status = {"garbage": 200, "502html": 502}.get(kind, 500)
                assert answer.status == status
                with pytest.raises(ValueError, match="Expecting"):
                    json.loads(body)
        assert len(anna.sees) == done
        async with http.post(f"{server.url}/method/messages.send", data=params) as answer:
            assert (await answer.json())["response"] == 1
    assert len(anna.sees) == 1


async def test_a_hanging_call_lasts_until_the_server_stops():
    async with VKServer() as server:
        server.user("Анна", allowed=True)
        server.fault("users.get", "hang")
        hanging = asyncio.ensure_future(ask(server, "users.get"))
        await server.journal.grew.wait(2)
        assert not hanging.done()
    with pytest.raises(aiohttp.ClientConnectionError):
        await hanging


async def test_troubles_choose_their_victim(server):
    anna, boris = server.user("Анна", allowed=True), server.user("Борис", allowed=True)
    server.fault("messages.send", "9", after=1, where=lambda params: params["peer_id"] == str(anna.id))
    assert "response" in await ask(server, "messages.send", peer_id=anna.id, random_id=1, message="а")
    assert "response" in await ask(server, "messages.send", peer_id=boris.id, random_id=1, message="а")
    assert await refused(server, "messages.send", peer_id=anna.id, random_id=2, message="а") == 9
    with pytest.raises(ValueError, match="unknown kind"):
        server.fault("messages.send", "explode")


async def test_uploads_downloads_and_polls_break_too(server, api):
    anna = server.user("Анна", allowed=True)
    server.fault("upload", "502html")
    with pytest.raises(ValueError, match="Expecting"):
        await PhotoMessageUploader(api).upload(picture(), peer_id=anna.id)
    photo = anna.writes(photos=[picture()]).attachments[0]
    server.fault("file", "drop", times=2)  # a client may ask once more by itself
    url = photo.url(server.url, "base")
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await api.http_client.request_content(url)
    assert await api.http_client.request_content(url) == photo.data
    server.fault("a_check", "500")
    with pytest.raises(aiohttp.ContentTypeError):
        await check(server)


async def test_more_than_twenty_calls_a_second_are_too_many(server):
    server.enforce_limits = True
    params = {"access_token": server.token, "v": "5.199"}
    async with aiohttp.ClientSession() as http:

        async def call() -> Json:
            async with http.get(f"{server.url}/method/groups.getById", params=params) as answer:
                return await answer.json()

        answers = await asyncio.gather(*[call() for _ in range(25)])
    codes = [one["error"]["error_code"] for one in answers if "error" in one]
    assert codes == [6] * 5


# The Callback API.


class Hook:
    """A bot's own web server, told what to answer."""

    def __init__(self, answers: list[tuple[int, str]]) -> None:
        self.answers, self.got, self.retries = answers, [], []
        self.arrived: asyncio.Queue[Json] = asyncio.Queue()

    async def __aenter__(self) -> "Hook":
        async def take(request: web.BaseRequest) -> web.Response:
            body = await request.json()
            self.got.append(body)
            self.retries.append(request.headers.get("X-Retry-Counter"))
            status, text = self.answers.pop(0) if self.answers else (200, "ok")
            self.arrived.put_nowait(body)
            return web.Response(status=status, text=text)

        self._runner = web.ServerRunner(web.Server(take))
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/vk"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()


async def test_a_webhook_is_confirmed_and_told_until_it_says_ok(server):
    server.callbacks.pauses = (0.001, 0.001, 0.001)
    async with Hook([(200, server.callbacks.code), (500, "oops"), (200, "не ок"), (200, "ok")]) as hook:
        registered = await server.webhook(hook.url, secret="s3cret")
        assert registered.status == "ok"
        anna = server.user("Анна")
        anna.writes("раз")
        got = [await hook.arrived.get() for _ in range(4)]

    assert got[0] == {"type": "confirmation", "group_id": server.group_id, "secret": "s3cret"}
    assert {one["event_id"] for one in got[1:]} == {got[1]["event_id"]}
    assert got[3]["object"]["message"]["text"] == "раз"
    assert got[3]["secret"] == "s3cret"
    assert hook.retries == [None, None, "1", "2"]
    assert registered.refused == [(500, "oops"), (200, "не ок")]


async def test_a_repeated_event_comes_after_newer_ones(server):
    server.callbacks.pauses = (0.05,)
    async with Hook([(200, server.callbacks.code), (503, "")]) as hook:
        await server.webhook(hook.url)
        anna = server.user("Анна")
        anna.writes("раз")
        anna.writes("два")
        got = [await hook.arrived.get() for _ in range(4)]
    assert [one["object"]["message"]["text"] for one in got[1:]] == ["раз", "два", "раз"]


async def test_a_webhook_that_does_not_know_the_code_hears_nothing(server):
    async with Hook([(200, "wrong")]) as hook:
        registered = await server.webhook(hook.url)
        server.user("Анна").writes("раз")
        assert registered.status == "failed"
        assert len(hook.got) == 1


async def test_a_webhook_set_up_through_the_api(server, api):
    code = (await api.groups.get_callback_confirmation_code(group_id=server.group_id)).code
    async with Hook([(200, code)]) as hook:
        asked = {"group_id": server.group_id, "url": hook.url, "title": "bot", "secret_key": "k"}
        added = (await api.request("groups.addCallbackServer", asked))["response"]
        await hook.arrived.get()
        await asyncio.wait_for(_until_ok(api, server), 2)
        settings = {"group_id": server.group_id, "server_id": added["server_id"], "message_new": 1}
        await api.request("groups.setCallbackSettings", settings)
        server.user("Анна").writes("раз")
        assert (await hook.arrived.get())["object"]["message"]["text"] == "раз"


async def _until_ok(api: API, server: VKServer) -> None:
    asked = {"group_id": server.group_id}
    while (await api.request("groups.getCallbackServers", asked))["response"]["items"][0]["status"] != "ok":
        pass


# The second client: vk_api.


class Redirected(vk_api.VkApi):
    """vk_api with its one fixed address led to the fake, and no pause between calls."""

    RPS_DELAY = 0.0

    def __init__(self, server: VKServer) -> None:
        super().__init__(token=server.token, api_version="5.199")
        post = self.http.post

        def redirected(url: str, *args: Any, **kwargs: Any) -> Any:
            return post(url.replace("https://api.vk.ru", server.url), *args, **kwargs)

        self.http.post = redirected


async def test_vk_api_holds_the_same_conversation(server, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # vk_api leaves a settings file behind
    anna = server.user("Анна", "Петрова")
    chat = server.chat("Администрация", [anna], full_access=True)
    session = Redirected(server)
    vk = session.get_api()
    long_poll = await asyncio.to_thread(VkBotLongPoll, session, server.group_id, wait=5)
    ours = picture()
    anna.writes("Яма", photos=[picture(), picture()])
    anna.in_(chat).writes("В беседе")

    def bot() -> list[Any]:
        private, public = long_poll.check()
        (photo,) = vk_api.VkUpload(session).photo_messages(io.BytesIO(ours), peer_id=anna.id)
        doc = vk_api.VkUpload(session).document_message(io.BytesIO(b"doc"), title="d.txt", peer_id=anna.id)["doc"]
        attachment = f"photo{photo['owner_id']}_{photo['id']}_{photo['access_key']},doc{doc['owner_id']}_{doc['id']}"
        keyboard = VkKeyboard(inline=True)
        keyboard.add_callback_button("Да", "positive", {"yes": 1})
        vk.messages.send(
            peer_id=private.message.peer_id,
            random_id=get_random_id(),
            message="Приняли",
            attachment=attachment,
            keyboard=keyboard.get_keyboard(),
        )
        return [private, public, vk.users.get(user_ids=anna.id)]

    private, public, users = await asyncio.to_thread(bot)

    assert private.type is VkBotEventType.MESSAGE_NEW
    assert private.from_user
    assert len(private.message.attachments) == 2
    assert public.from_chat
    assert users[0]["first_name"] == "Анна"
    assert (anna.sees[0].text, anna.sees[0].photos) == ("Приняли", [ours])
    assert anna.sees[0].attachments[1].data == b"doc"

    anna.presses("Да")
    (event,) = await asyncio.to_thread(long_poll.check)
    assert event.type is VkBotEventType.MESSAGE_EVENT
    assert event.object.payload == {"yes": 1}
    answer = {"event_id": event.object.event_id, "user_id": anna.id, "peer_id": anna.id}
    snackbar = json.dumps({"type": "show_snackbar", "text": "Спасибо"})
    await asyncio.to_thread(vk.messages.sendMessageEventAnswer, **answer, event_data=snackbar)
    assert anna.toasts == ["Спасибо"]

    with pytest.raises(vk_api.ApiError, match="914"):
        await asyncio.to_thread(vk.messages.send, peer_id=anna.id, random_id=1, message="а" * 4097)
    server.fail_poll(3)
    assert await asyncio.to_thread(long_poll.check) == []
    anna.writes("Ещё")
    (event,) = await asyncio.to_thread(long_poll.check)
    assert event.message.text == "Ещё"
    session.http.close()
    long_poll.session.close()


# The story's own eyes.


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


# From another process.


async def test_a_story_told_over_http(server):
    async with aiohttp.ClientSession() as http:

        async def tell(command: Any) -> Any:
            async with http.post(f"{server.url}/_control", json=command) as answer:
                return await answer.json()

        anna, ivan = [one["id"] for one in await tell([{"do": "user", "first": name} for name in ("Анна", "Иван")])]
        chat = (await tell({"do": "chat", "title": "Администрация", "members": [ivan], "full_access": True}))["peer_id"]
        written = await tell({"do": "writes", "user": anna, "text": "Яма", "photos": ["aGVsbG8="], "geo": [55, 32]})
        assert (written["id"], written["photos"]) == (1, 1)
        keyboard = board([Callback("Да", {"a": 1})])
        await ask(server, "messages.send", peer_id=chat, random_id=1, message="Карточка", keyboard=keyboard)
        seen = await tell({"do": "sees_text", "user": ivan, "chat": chat, "text": "Карт", "within": 1})
        assert seen["buttons"] == ["Да"]
        pressed = await tell({"do": "presses", "user": ivan, "chat": chat, "label": "Да", "on": seen["id"]})
        assert server.presses[pressed["event_id"]].user_id == ivan
        await tell({"do": "fault", "method": "users.get", "kind": 9})
        assert await refused(server, "users.get") == 9
        failed = await tell({"do": "presses", "user": anna, "label": "нет такой"})
        assert failed["error"].startswith("AssertionError")
        assert (await tell({"do": "stats"}))["errors"] == {"9": 1}
        moved = await tell({"do": "set", "now": "2030-01-01T00:00:00+00:00", "enforce_limits": True, "journal": False})
        assert moved["now"].startswith("2030-01-01T00:00")
        async with http.get(f"{server.url}/_journal", params={"after": 1}) as answer:
            calls = await answer.json()
        assert [call["method"] for call in calls["calls"]] == ["users.get"]
        assert calls["next"] == 2


async def test_a_server_in_a_process_of_its_own():
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.servers.vk", "--group-id", "5", stdout=asyncio.subprocess.PIPE
    )
    try:
        where = json.loads(await asyncio.wait_for(process.stdout.readline(), 15))
        async with (
            aiohttp.ClientSession() as http,
            http.post(f"{where['url']}/_control", json={"do": "user", "first": "Анна"}) as answer,
        ):
            assert await answer.json() == {"id": 100_000_001}
    finally:
        process.terminate()
        assert await process.wait() == 0
