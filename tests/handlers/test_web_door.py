"""Who is not let in: other sites, other people's sessions, too much, too fast."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from bot.handlers.web.address import desk_address
from bot.handlers.web.allowance import Allowance
from bot.handlers.web.pages import WAYS
from bot.handlers.web.script_words import SCRIPT_WORDS
from tests.handlers.test_web_chat import Browser, enter_desk, jpeg, seen, write
from tests.handlers.web_scene import SCENE, RunningPage, page_words, running_page

ROOM = Path(__file__).parents[2] / "bot/handlers/web"


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[RunningPage]:
    async with running_page(tmp_path) as running:
        yield running


@pytest.fixture
async def anna(page: RunningPage) -> AsyncIterator[Browser]:
    async with page.browser() as browser:
        yield browser


async def test_another_session_sees_neither_lines_nor_photos(page: RunningPage, anna: Browser) -> None:
    files = [("photos", ("1.jpg", jpeg()))]
    sent = (await anna.post("/api/chat/me/message", data={"client_id": "photo-01"}, files=files)).json()
    async with page.browser() as stranger:
        lines = await seen(stranger)
        photo = await stranger.get(sent["photos"][0])
        edit = {"client_id": "steal-01", "line": sent["id"], "text": "чужое"}
        edited = await stranger.post("/api/chat/me/edit", json=edit)
        pressed = await stranger.post("/api/chat/me/press", json=edit | {"data": "send"})

    assert lines == []
    assert [photo.status_code, edited.status_code, pressed.status_code] == [404, 404, 404]
    assert len(page.bot.updates) == 1


@pytest.mark.parametrize("cookie", ["", "x", "../../etc/passwd", "A" * 21, "A" * 23, "АБВГДЕЖЗИЙКЛМНОПРСТУФХ"])
async def test_a_forged_session_opens_nothing(page: RunningPage, cookie: str) -> None:
    headers = {"X-Otklik": "page", "Cookie": f"otklik_session={cookie}".encode()}
    async with httpx.AsyncClient(base_url=page.url, headers=headers) as forger:
        lines = await forger.get("/api/chat/me/lines")
        stream = await forger.get("/api/chat/me/stream")
        message = await forger.post("/api/chat/me/message", data={"text": "я", "client_id": "forged-1"})

    assert [lines.status_code, stream.status_code, message.status_code] == [401, 401, 401]
    assert "Обновите" in message.json()["error"]


@pytest.mark.parametrize("pane", ["desk", "resident-1", "guest-1", "d-1", "web:r-1"])
async def test_a_pane_that_is_not_mine_is_not_there(anna: Browser, pane: str) -> None:
    answer = await anna.get(f"/api/chat/{pane}/lines")

    assert answer.status_code == 404
    assert (await anna.get("/demo")).status_code == 404


@pytest.mark.parametrize(
    "forged",
    [
        {"X-Otklik": "page", "Origin": "https://evil.example"},
        {"X-Otklik": "page", "Origin": "null"},
        {"X-Otklik": "page", "Sec-Fetch-Site": "cross-site"},
        {},
    ],
)
async def test_a_request_from_another_site_is_refused(page: RunningPage, anna: Browser, forged: dict[str, str]) -> None:
    del anna.headers["X-Otklik"]
    data = {"text": "перевод денег", "client_id": "forged-1"}
    answer = await anna.post("/api/chat/me/message", data=data, headers=forged)

    assert answer.status_code == 403
    assert page.bot.updates == []


async def test_the_door_of_a_desk_opens_only_to_our_own_form(page: RunningPage, anna: Browser) -> None:
    form = {"name": "Мария"}
    without = await anna.post("/desk", data=form)
    foreign = await anna.post("/desk", data=form, headers={"Origin": "https://evil.example"})

    assert [without.status_code, foreign.status_code] == [403, 403]
    assert page.bot.updates == []


async def test_a_private_link_leads_to_the_door_and_not_past_it(page: RunningPage) -> None:
    async with page.browser() as maria, page.browser() as oleg:
        await enter_desk(maria, "Мария")
        key = maria.cookies["otklik_desk"]
        door = await oleg.get(f"/desk/{key}")
        before = await oleg.get("/api/chat/desk/lines")
        await enter_desk(oleg, "Олег", key)
        inside = await seen(oleg, "desk")

    assert "Как вас зовут?" in door.text
    assert before.status_code == 404
    assert [line["text"] for line in inside] == ["Пришлите сюда код приглашения."]
    assert key not in desk_address(key)


async def test_an_unknown_link_is_told_apart_kindly(anna: Browser) -> None:
    for key in ("A" * 22, "short"):
        answer = await anna.get(f"/desk/{key}")
        assert answer.status_code == 404
        assert "По этой ссылке чата нет" in answer.text


async def test_a_desk_wants_a_name(anna: Browser) -> None:
    answer = await enter_desk(anna, " \u200b\n ")

    assert "как к вам обращаться" in answer.text


async def test_in_a_group_nobody_changes_what_another_said(page: RunningPage, anna: Browser) -> None:
    await enter_desk(anna, "Мария")
    line = await write(anna, "Между нами", pane="desk")
    edit = {"client_id": "edit-0002", "line": line["id"], "text": "другое"}

    assert (await anna.post("/api/chat/desk/edit", json=edit)).status_code == 403


async def test_nobody_rewrites_the_bot_or_presses_own_lines(page: RunningPage, anna: Browser) -> None:
    own = await write(anna, "Яма")
    bots = (await seen(anna))[-1]
    edit = await anna.post("/api/chat/me/edit", json={"client_id": "edit-0003", "line": bots["id"], "text": "!"})
    press = await anna.post("/api/chat/me/press", json={"client_id": "press-03", "line": own["id"], "data": "send"})

    assert [edit.status_code, press.status_code] == [403, 404]


@pytest.mark.parametrize("path", ["/", "/desk", "/static/page.js", "/healthz", "/nowhere", "/api/chat/me/lines"])
async def test_every_answer_tells_the_browser_to_be_strict(anna: Browser, path: str) -> None:
    headers = (await anna.get(path)).headers

    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


async def test_it_says_that_it_is_alive(anna: Browser) -> None:
    assert (await anna.get("/healthz")).text == "ok"


async def test_a_text_without_end_is_refused_in_plain_words(page: RunningPage, anna: Browser) -> None:
    for length in (20_001, 2_000_000):
        data = {"text": "я" * length, "client_id": "too-long"}
        answer = await anna.post("/api/chat/me/message", data=data, files={"none": b""})
        assert answer.status_code == 413
        assert "." in answer.json()["error"]
    assert page.bot.updates == []


async def test_eleven_photos_are_one_too_many(page: RunningPage, anna: Browser) -> None:
    files = [("photos", (f"{number}.jpg", jpeg())) for number in range(11)]
    answer = await anna.post("/api/chat/me/message", data={"client_id": "eleven-1"}, files=files)

    assert answer.status_code == 413
    assert "до 10 фотографий" in answer.json()["error"]


async def test_a_body_without_end_is_cut_off_while_it_comes(
    page: RunningPage, anna: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Too much has come and the end does not: it is waited for politely, then answered."""
    monkeypatch.setattr("bot.handlers.web.upload.LARGEST_JSON", 1000)
    monkeypatch.setattr("bot.handlers.web.heard_out.PATIENCE", 0.05)
    await seen(anna)
    head = f"Host: here\r\nX-Otklik: page\r\nCookie: otklik_session={anna.cookies['otklik_session']}\r\n"
    reader, writer = await asyncio.open_connection("127.0.0.1", int(page.url.rpartition(":")[2]))
    writer.write(f"POST /api/chat/me/press HTTP/1.1\r\n{head}Transfer-Encoding: chunked\r\n\r\n".encode())
    writer.write((b"64\r\n" + b" " * 100 + b"\r\n") * 11)
    try:
        answer = await asyncio.wait_for(reader.readline(), 5)
    finally:
        writer.close()

    assert answer.startswith(b"HTTP/1.1 413")


async def test_a_refusal_waits_until_the_photos_have_come(page: RunningPage) -> None:
    """As nginx sends them: it listens when it has said everything. A stranger without a session is refused at once."""
    photos = b"." * 20_000_000
    head = f"Host: here\r\nX-Otklik: page\r\nConnection: close\r\nContent-Length: {len(photos)}\r\n\r\n"
    reader, writer = await asyncio.open_connection("127.0.0.1", int(page.url.rpartition(":")[2]))
    writer.write(b"POST /api/chat/me/message HTTP/1.1\r\n" + head.encode() + photos)
    await writer.drain()
    answer = await reader.read()
    writer.close()

    assert answer.startswith(b"HTTP/1.1 401")
    assert page_words()["page-error-session"].encode() in answer


async def test_a_photo_too_large_is_not_even_read(
    page: RunningPage, anna: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.handlers.web.upload.LARGEST_PHOTO", 100)
    await anna.post("/api/chat/me/message", data={"client_id": "large-01"}, files=[("photos", ("1.jpg", jpeg()))])

    assert page.bot.updates[0].event.photos[0].reason == "too_large"


@pytest.mark.parametrize("client_id", [None, "", "short", "with space", "../../../../x", "я" * 10, "a" * 65])
async def test_a_message_without_a_proper_id_is_refused(anna: Browser, client_id: str | None) -> None:
    data = {"text": "Яма"} | ({} if client_id is None else {"client_id": client_id})

    assert (await anna.post("/api/chat/me/message", data=data)).status_code == 400


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b'{"client_id": "press-04", "line": "1", "data": 1}'])
async def test_a_press_that_makes_no_sense_is_refused(anna: Browser, body: bytes) -> None:
    assert (await anna.post("/api/chat/me/press", content=body)).status_code in (400, 404)


async def test_text_that_no_database_takes_is_made_plain(page: RunningPage, anna: Browser) -> None:
    line = await write(anna, "Яма\x00 у дома")
    edit = b'{"client_id": "edit-0004", "line": %d, "text": "\\ud800\\u0000Yama"}' % line["id"]
    answer = await anna.post("/api/chat/me/edit", content=edit)

    assert page.bot.updates[0].event.text == "Яма у дома"
    assert answer.json()["text"] == "Yama"


async def test_nothing_to_send_is_said_so(anna: Browser) -> None:
    answer = await anna.post("/api/chat/me/message", data={"text": "  ", "client_id": "empty-01"})

    assert answer.status_code == 400
    assert answer.json()["error"] == "Напишите несколько слов или приложите фото."


async def test_who_hurries_is_asked_to_wait_and_then_goes_on(page: RunningPage, anna: Browser) -> None:
    statuses = [(await anna.get("/api/chat/me/lines")).status_code for _ in range(31)]
    refused = await anna.get("/api/chat/me/lines")
    page.later(seconds=1)
    after = await anna.get("/api/chat/me/lines")

    assert statuses == [200] * 30 + [429]
    assert "Подождите" in refused.json()["error"]
    assert after.status_code == 200


def test_an_allowance_is_each_sessions_own_and_forgets_the_oldest() -> None:
    allowance, now = Allowance(size=1, seconds=10, sessions=2), datetime(2026, 11, 21, tzinfo=UTC)

    assert [allowance.take(name, now) for name in ("a", "a", "b", "c")] == [True, False, True, True]
    assert allowance.take("a", now), "it was forgotten, as the oldest of three"


async def test_the_demo_has_its_own_page(tmp_path: Path) -> None:
    async with running_page(tmp_path, SCENE) as page, page.browser() as player:
        shown = await player.get("/demo")

    assert "Озерненское поселение" in shown.text
    assert "desk-ozerny" not in shown.text, "secrets of the scene stay on the server"


def test_every_word_of_the_page_is_written_and_none_is_idle() -> None:
    sources = [path for kind in ("*.py", "*.html", "*.js") for path in ROOM.rglob(kind)]
    text = "\n".join(path.read_text() for path in sources)
    words = page_words()
    menu = {f"page-menu-{name}{tail}" for name in ("my", "help", "cancel", "data") for tail in ("", "-command")}
    menu |= {f"page-move-{way}" for way in WAYS} | {f"page-move-open-{way}" for way in WAYS}

    assert {word for word in words if not re.search(f"""["']{word}["']""", text)} - menu == set()
    assert menu <= set(words)
    assert set(SCRIPT_WORDS) <= set(words)


def test_scripts_use_only_the_words_they_are_given() -> None:
    for script in (ROOM / "static").glob("*.js"):
        used = set(re.findall(r'"(page-[a-z-]+[a-z])"', script.read_text()))
        assert used <= set(SCRIPT_WORDS), script.name


def test_no_script_makes_markup_of_text() -> None:
    for script in (ROOM / "static").glob("*.js"):
        for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
            assert forbidden not in script.read_text(), script.name
