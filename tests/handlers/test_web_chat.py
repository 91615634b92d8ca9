"""A resident's and an official's chat over real HTTP: what is sent, kept, answered and shown."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from PIL import Image

from bot.appeals.district import Point
from bot.dialogs.events import BotAdded, ButtonPressed, KeptPhoto, LostPhoto, MessageEdited, MessageSent
from bot.usecases.platform import CannotEdit, Edit, Outgoing, Refused
from tests.handlers.web_scene import SCENE, RunningPage, listening, running_page

Browser = httpx.AsyncClient


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[RunningPage]:
    async with running_page(tmp_path) as running:
        yield running


@pytest.fixture
async def anna(page: RunningPage) -> AsyncIterator[Browser]:
    async with page.browser() as browser:
        yield browser


def jpeg(colour: str = "grey") -> bytes:
    file = BytesIO()
    Image.new("RGB", (40, 30), colour).save(file, "JPEG")
    return file.getvalue()


async def write(browser: Browser, text: str = "", pane: str = "me", client_id: str = "client-1", **more: str) -> dict:
    data = {"text": text, "client_id": client_id, **more}
    answer = await browser.post(f"/api/chat/{pane}/message", data=data, files={"none": b""})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def enter_desk(browser: Browser, name: str, key: str = "") -> httpx.Response:
    origin = {"Origin": str(browser.base_url).rstrip("/")}
    return await browser.post("/desk", data={"name": name, "key": key}, headers=origin)


async def seen(browser: Browser, pane: str = "me") -> list[dict]:
    return (await browser.get(f"/api/chat/{pane}/lines")).json()["panes"][pane]["lines"]


async def test_a_message_is_committed_shown_and_answered(page: RunningPage, anna: Browser) -> None:
    line = await write(anna, "Яма у магазина")

    (update,) = page.bot.updates
    assert update.key == f"{update.chat}:client-1"
    assert re.fullmatch(r"web:r-[0-9a-f]{32}", update.chat)
    assert not update.group
    assert isinstance(update.event, MessageSent)
    assert update.event.text == "Яма у магазина"
    assert update.event.message == str(line["id"])
    assert update.event.sender.address == update.chat
    own, answered = await seen(anna)
    assert (own["text"], own["own"], own["author"]) == ("Яма у магазина", True, "Житель")
    assert (answered["text"], answered["own"], answered["author"]) == ("Поняли так: Яма у магазина", False, "")
    assert answered["keyboard"][0][0] == {"label": "Отправить", "data": "send"}


async def test_the_address_of_a_chat_does_not_give_its_session_away(page: RunningPage, anna: Browser) -> None:
    await write(anna, "Здравствуйте")

    secret = anna.cookies["otklik_session"]
    assert secret not in page.bot.updates[0].chat
    cookie = (await anna.get("/")).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


async def test_a_message_sent_twice_is_kept_once(page: RunningPage, anna: Browser) -> None:
    first = await write(anna, "Яма", client_id="the-same-one")
    again = await write(anna, "Яма", client_id="the-same-one")

    assert again["id"] == first["id"]
    assert [line["text"] for line in await seen(anna)] == ["Яма", "Поняли так: Яма"]
    assert len(page.bot.updates) == 1


async def test_a_message_that_could_not_be_committed_goes_through_on_the_second_try(
    page: RunningPage, anna: Browser
) -> None:
    page.bot.broken = True
    failed = await anna.post("/api/chat/me/message", data={"text": "Яма", "client_id": "try-again"})
    page.bot.broken = False
    await write(anna, "Яма", client_id="try-again")

    assert failed.status_code == 500
    assert [line["text"] for line in await seen(anna)] == ["Яма", "Поняли так: Яма"]


async def test_photos_are_kept_shown_and_given_to_the_dialog(page: RunningPage, anna: Browser) -> None:
    files = [("photos", ("1.jpg", jpeg("grey"))), ("photos", ("2.jpg", jpeg("blue")))]
    sent = await anna.post("/api/chat/me/message", data={"client_id": "photos-1"}, files=files)

    first, _second = sent.json()["photos"]
    shown = await anna.get(first)
    assert shown.content == jpeg("grey")
    assert shown.headers["content-type"] == "image/jpeg"
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert shown.headers["cache-control"].startswith("private")
    event = page.bot.updates[0].event
    assert isinstance(event, MessageSent)
    assert [type(photo) for photo in event.photos] == [KeptPhoto, KeptPhoto]


async def test_a_file_that_is_no_photo_reaches_the_dialog_as_a_lost_one(page: RunningPage, anna: Browser) -> None:
    files = [("photos", ("report.jpg", b"MZ not a picture at all"))]
    sent = await anna.post("/api/chat/me/message", data={"client_id": "bad-file", "text": "вот"}, files=files)

    event = page.bot.updates[0].event
    assert isinstance(event, MessageSent)
    assert event.photos == (LostPhoto("not_a_photo"),)
    assert event.text == "вот"
    assert sent.json()["photos"] == []
    assert sent.json()["text"].startswith("вот\nФайл")


async def test_a_place_is_a_point_for_the_dialog_and_a_line_for_the_eye(page: RunningPage, anna: Browser) -> None:
    line = await write(anna, lat="55.19512", lon="32.4099")

    event = page.bot.updates[0].event
    assert isinstance(event, MessageSent)
    assert event.point == Point(55.19512, 32.4099)
    assert event.text == ""
    assert line["text"] == "Моё место: 55.19512, 32.40990"


@pytest.mark.parametrize("place", [{"lat": "north", "lon": "1"}, {"lat": "91", "lon": "1"}, {"lat": "nan", "lon": "1"}])
async def test_a_place_that_is_nowhere_is_refused(anna: Browser, place: dict[str, str]) -> None:
    answer = await anna.post("/api/chat/me/message", data={"client_id": "nowhere-1", **place})

    assert answer.status_code == 400


async def test_a_long_story_is_passed_on_whole(page: RunningPage, anna: Browser) -> None:
    await write(anna, "я" * 15_000)

    event = page.bot.updates[0].event
    assert isinstance(event, MessageSent)
    assert len(event.text) == 15_000


async def test_an_edited_message_is_told_and_shown(page: RunningPage, anna: Browser) -> None:
    line = await write(anna, "Яма у магазна")
    answer = await anna.post(
        "/api/chat/me/edit", json={"client_id": "edit-0001", "line": line["id"], "text": "Яма у магазина"}
    )

    assert answer.status_code == 200
    assert page.bot.updates[1].event == MessageEdited(
        str(line["id"]), page.bot.updates[0].event.sender, "Яма у магазина"
    )
    assert (await seen(anna))[0]["text"] == "Яма у магазина"


async def test_a_press_is_told_and_only_who_pressed_sees_the_toast(page: RunningPage) -> None:
    async with page.browser() as anna, page.browser() as boris, asyncio.timeout(60):
        await write(anna, "Яма")
        card = (await seen(anna))[-1]
        async with listening(anna, "me", after=str(card["rev"])) as to_anna, listening(boris, "me") as to_boris:
            await anna.post("/api/chat/me/press", json={"client_id": "press-01", "line": card["id"], "data": "send"})
            edited = await anext(to_anna)
            toast = await anext(to_anna)
            await write(boris, "Здравствуйте")
            first_for_boris = await anext(to_boris)

    event = page.bot.updates[1].event
    assert isinstance(event, ButtonPressed)
    assert (event.press, event.data, event.message) == ("press-01", "send", str(card["id"]))
    heard = {edited.kind: edited.content, toast.kind: toast.content}
    assert heard["toast"] == {"pane": "me", "press": "press-01", "text": "Секунду…"}
    assert heard["line"]["text"] == "Нажали «send»"
    assert first_for_boris.content["text"] == "Здравствуйте"


async def test_a_stream_goes_on_where_it_was_cut(page: RunningPage, anna: Browser) -> None:
    async with asyncio.timeout(60):
        async with listening(anna, "me") as events:
            await write(anna, "первое", client_id="client-1")
            own, answered = await anext(events), await anext(events)
        await write(anna, "второе", client_id="client-2")
        async with listening(anna, "me", after=answered.id) as events:
            missed = [await anext(events), await anext(events)]

    assert [own.content["text"], answered.content["text"]] == ["первое", "Поняли так: первое"]
    assert [event.content["text"] for event in missed] == ["второе", "Поняли так: второе"]
    assert [event.id for event in missed] == [str(event.content["rev"]) for event in missed]


async def test_a_new_desk_is_told_once_that_the_bot_is_in_it(page: RunningPage, anna: Browser) -> None:
    entered = await enter_desk(anna, "  Мария\n Ивановна ")
    await anna.get("/desk")

    assert entered.headers["location"] == "/desk"
    (update,) = page.bot.updates
    assert update.group
    assert isinstance(update.event, BotAdded)
    assert update.event.sender.name == "Мария Ивановна"
    assert [line["text"] for line in await seen(anna, "desk")] == ["Пришлите сюда код приглашения."]


async def test_officials_own_talk_stays_between_them(page: RunningPage) -> None:
    async with page.browser() as maria, page.browser() as oleg:
        await enter_desk(maria, "Мария")
        await enter_desk(oleg, "Олег", key=maria.cookies["otklik_desk"])
        before = len(page.bot.updates)
        talk = await write(maria, "Олег, кто сегодня дежурит?", pane="desk", client_id="talk-001")
        await write(oleg, "Я, до шести", pane="desk", client_id="talk-002", reply_to=str(talk["id"]))
        shown = await seen(oleg, "desk")

    assert len(page.bot.updates) == before
    assert [(line["author"], line["own"]) for line in shown[-2:]] == [("Мария", False), ("Олег", True)]


@pytest.mark.parametrize("text", ["/помощь", "Код 7K3M-9QXP"])
async def test_commands_and_codes_of_officials_reach_the_bot(page: RunningPage, anna: Browser, text: str) -> None:
    await enter_desk(anna, "Мария")
    await write(anna, text, pane="desk")

    event = page.bot.updates[-1].event
    assert isinstance(event, MessageSent)
    assert event.text == text


async def test_a_reply_to_a_card_names_the_card_and_the_official(page: RunningPage, anna: Browser) -> None:
    await enter_desk(anna, "Мария")
    (card,) = await seen(anna, "desk")
    await write(anna, "Завтра засыплем", pane="desk", reply_to=str(card["id"]))

    update = page.bot.updates[-1]
    assert isinstance(update.event, MessageSent)
    assert update.group
    assert update.event.reply_to == str(card["id"])
    assert update.event.sender.name == "Мария"
    assert await page.bot.messenger.is_member(update.chat, update.event.sender.address)
    assert not await page.bot.messenger.is_member(update.chat, "web:r-0123")


async def test_who_is_asked_to_answer_finds_the_typing_box_ready(page: RunningPage) -> None:
    async with page.browser() as maria, asyncio.timeout(60):
        await enter_desk(maria, "Мария")
        (card,) = await seen(maria, "desk")
        press = {"client_id": "press-02", "line": card["id"], "data": "take"}
        async with listening(maria, "desk", after=str(card["rev"])) as events:
            await maria.post("/api/chat/desk/press", json=press)
            heard = [await anext(events) for _ in range(4)]

    lines = {event.content["id"]: event.content["text"] for event in heard if event.kind == "line"}
    (prompt,) = [event.content for event in heard if event.kind == "prompt"]
    assert lines[prompt["line"]] == "Мария! напишите ответ жителю."


async def test_a_toast_is_not_for_colleagues(page: RunningPage) -> None:
    async with page.browser() as maria, page.browser() as oleg, asyncio.timeout(60):
        await enter_desk(maria, "Мария")
        await enter_desk(oleg, "Олег", key=maria.cookies["otklik_desk"])
        (card,) = await seen(oleg, "desk")
        async with listening(oleg, "desk", after=str(card["rev"])) as events:
            await maria.post("/api/chat/desk/press", json={"client_id": "press-05", "line": card["id"], "data": "take"})
            await write(maria, "Взяла", pane="desk")
            heard = [await anext(events) for _ in range(3)]

    assert [event.kind for event in heard] == ["line"] * 3
    assert heard[-1].content["text"] == "Взяла"


async def test_a_long_chat_is_read_a_screenful_at_a_time(page: RunningPage, anna: Browser) -> None:
    await write(anna, "первое")
    chat = page.bot.updates[0].chat
    for number in range(70):
        await page.transcripts.add(chat, author="", text=str(number), at=page.now + timedelta(minutes=number))

    last = (await anna.get("/api/chat/me/lines")).json()["panes"]["me"]
    earlier = (await anna.get(f"/api/chat/me/lines?before={last['lines'][0]['id']}")).json()["panes"]["me"]

    assert last["earlier"]
    assert len(last["lines"]) == 60
    assert not earlier["earlier"]
    assert earlier["lines"][0]["text"] == "первое"


async def test_the_demo_shows_all_its_chats_in_one_stream(tmp_path: Path) -> None:
    async with running_page(tmp_path, SCENE) as page, page.browser() as player, asyncio.timeout(60):
        page.bot.cards["ozerny"] = SCENE.desks[0].address
        async with listening(player, "resident-1,desk-1,head-1") as events:
            await write(player, "Яма", pane="resident-1")
            heard = [await anext(events) for _ in range(3)]
        guest = await write(player, "И у нас яма", pane="guest-1", client_id="client-2")

    assert [event.content["pane"] for event in heard] == ["resident-1", "resident-1", "desk-1"]
    assert page.bot.updates[0].event.sender.name == "Анна"
    assert guest["author"] == "Житель 1"
    assert page.bot.updates[1].chat != page.bot.updates[0].chat


async def test_what_the_bot_cannot_send_or_edit_is_named(page: RunningPage) -> None:
    messenger = page.bot.messenger
    with pytest.raises(Refused) as refused:
        await messenger.send(Outgoing(1, "telegram:1", "не сюда"))
    with pytest.raises(CannotEdit):
        await messenger.edit(Edit(2, "web:r-1", ("404",), "нет такого"))

    assert refused.value.reason == "no_chat"


async def test_a_letter_sent_again_after_a_crash_is_one_line(page: RunningPage) -> None:
    letter = Outgoing(9, "web:r-1", "Приняли", photos=(jpeg(),))
    first = await page.bot.messenger.send(letter)
    again = await page.bot.messenger.send(letter)

    assert first == again
    (line,) = await page.transcripts.since("web:r-1", 0)
    assert len(line.photos) == 1
