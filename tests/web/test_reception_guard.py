"""What the reception lets in and what it lets be done with it: sites, frames, cookies, hurry, real pictures, weight."""

import io
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from PIL import Image

from bot.handlers.web.allowance import Allowance
from bot.handlers.web.guard import Policy
from bot.photo_room import PhotoRoom
from storage.photo_files import PhotoFiles
from tests.handlers.test_web_chat import write
from tests.handlers.web_scene import OURS, RunningPage
from tests.web.reception_scene import SITE, bare_browser, reception

PAGES = ("/", "/form", "/link", "/desk", "/healthz", "/nowhere", "/widget.js")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[RunningPage]:
    async with reception(tmp_path) as running:
        yield running


@pytest.fixture
async def anna(page: RunningPage) -> AsyncIterator[httpx.AsyncClient]:
    async with page.browser() as browser:
        yield browser


def framed_by(answer: httpx.Response) -> str:
    return re.findall(r"frame-ancestors ([^;]+)", answer.headers["content-security-policy"])[0]


async def test_only_the_listed_site_may_show_it_and_only_the_page_made_for_that(anna: httpx.AsyncClient) -> None:
    embedded = await anna.get("/embed")

    assert framed_by(embedded) == SITE
    assert "x-frame-options" not in embedded.headers
    for path in PAGES:
        answer = await anna.get(path)
        assert (framed_by(answer), answer.headers["x-frame-options"]) == ("'none'", "DENY"), path


async def test_where_no_site_is_listed_nobody_shows_it(tmp_path: Path) -> None:
    async with reception(tmp_path, embed_on=()) as page, page.browser() as anna:
        answer, script = await anna.get("/embed"), await anna.get("/widget.js")

    assert (framed_by(answer), answer.headers["x-frame-options"]) == ("'none'", "DENY")
    assert '"framed": false' in script.text


async def test_pictures_come_from_the_maps_site_and_nothing_else_does(anna: httpx.AsyncClient) -> None:
    policy = (await anna.get("/")).headers["content-security-policy"]

    assert "img-src 'self' https://tiles.example.ru blob:;" in policy
    assert policy.count("http") == 1
    assert "unsafe" not in policy


def test_without_tiles_and_sites_the_policy_names_nobody() -> None:
    assert "http" not in " ".join(Policy().headers("/embed").values())
    assert "https://tiles" not in str(Policy(embed_on=(SITE,)).headers("/"))


@pytest.mark.parametrize(
    "path", ["/office/", "/office/a/26-00001", "/office/embed", "/embed/", "//embed", "/desk", "/link"]
)
def test_the_desk_is_never_shown_in_a_frame(path: str) -> None:
    headers = Policy(embed_on=(SITE,)).headers(path)

    assert headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


async def test_the_script_for_other_sites_may_be_read_by_them_and_says_nothing_of_anybody(
    page: RunningPage, anna: httpx.AsyncClient
) -> None:
    script = await anna.get("/widget.js")

    assert script.headers["cross-origin-resource-policy"] == "cross-origin"
    assert script.headers["content-type"].startswith("text/javascript")
    assert "set-cookie" not in script.headers
    assert anna.cookies["otklik_session"] not in script.text
    assert "FILLED IN" not in script.text
    assert "Написать в администрацию" in script.text


async def test_in_a_frame_of_another_site_the_session_lives_in_a_cookie_of_its_own(page: RunningPage) -> None:
    async with httpx.AsyncClient(base_url=page.url) as frame:
        cookies = (await frame.get("/embed")).headers.get_list("set-cookie")
    kept = next(one for one in cookies if one.startswith("otklik_embedded="))
    assert {"HttpOnly", "Secure", "SameSite=None", "Partitioned"} <= set(kept.split("; "))
    secret = kept.partition("=")[2].partition(";")[0]
    headers = OURS | {"Cookie": f"otklik_embedded={secret}"}  # all that a browser sends from there
    async with httpx.AsyncClient(base_url=page.url, headers=headers) as frame:
        line = await write(frame, "Яма у магазина")

    assert line["text"] == "Яма у магазина"
    assert len(page.bot.updates) == 1


async def test_a_crowd_of_sessions_from_one_address_is_slowed_and_others_are_not(page: RunningPage) -> None:
    # A tenth of what an address has in earnest: the story is the same.
    page.app.state.room = replace(page.app.state.room, neighbours=Allowance(size=40, seconds=8))
    statuses = []
    async with httpx.AsyncClient(base_url=page.url, headers=OURS) as crowd:
        for number in range(14):
            data = {"text": "Реклама", "client_id": f"crowd-{number:04d}"}
            headers = {"Cookie": f"otklik_session={number:022d}"}
            statuses.append((await crowd.post("/api/chat/me/message", data=data, headers=headers)).status_code)
    async with page.browser() as anna:
        anna.headers["X-Forwarded-For"] = "203.0.113.7"  # in the proxy's words
        await write(anna, "Яма у магазина", client_id="anna-0001")
    page.later(seconds=8)
    async with page.browser() as neighbour:
        await write(neighbour, "Яма у школы", client_id="boris-001")

    assert statuses[:9] == [200] * 9
    assert statuses[-3:] == [429] * 3


def test_what_is_costly_takes_more_of_the_allowance() -> None:
    allowance, now = Allowance(size=10, seconds=10), datetime(2026, 11, 21, tzinfo=UTC)

    assert [allowance.take("a", now, cost) for cost in (4, 4, 4, 2, 1)] == [True, True, False, True, False]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (SVG, "not_a_photo"),
        (b"\xff\xd8\xff\xe0 only the beginning of a photo", "not_a_photo"),
        (b"GIF89a" + b"\x00" * 40, "not_a_photo"),
        (b"%PDF-1.7", "not_a_photo"),
    ],
    ids=["svg", "torn", "gif", "pdf"],
)
async def test_the_name_and_type_that_a_browser_tells_are_not_believed(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    photos = PhotoRoom(PhotoFiles(tmp_path / "media"))
    async with reception(tmp_path) as page, page.browser() as anna:
        page.app.state.room = _with_real_photos(page, photos)
        files = [("photos", ("yama.jpg", content, "image/jpeg"))]
        await anna.post("/api/chat/me/message", data={"client_id": "hostile-1"}, files=files)

    assert page.bot.updates[0].event.photos[0].reason == reason
    assert list((tmp_path / "media").rglob("*.jpg")) == []


async def test_a_photo_is_drawn_anew_and_tells_no_place_and_no_camera(tmp_path: Path) -> None:
    photos = PhotoRoom(PhotoFiles(tmp_path / "media"))
    image, exif = Image.new("RGB", (64, 48), "grey"), Image.Exif()
    exif[0x010F], exif[0x8825] = "Camera", {1: "N", 2: (55.0, 11.0, 42.0)}
    content = io.BytesIO()
    image.save(content, "JPEG", exif=exif)
    sent = content.getvalue() + b"<?php echo 'hidden behind the picture';"
    async with reception(tmp_path) as page, page.browser() as anna:
        page.app.state.room = _with_real_photos(page, photos)
        files = [("photos", ("yama.svg", sent, "image/svg+xml"))]
        line = (await anna.post("/api/chat/me/message", data={"client_id": "photo-001"}, files=files)).json()
        kept = (await anna.get(line["photos"][0])).content

    assert b"Camera" in sent
    assert not any(word in kept for word in (b"Camera", b"Exif", b"php"))
    with Image.open(io.BytesIO(kept)) as shown:
        assert (shown.format, shown.size) == ("JPEG", (64, 48))


def _with_real_photos(page: RunningPage, photos: PhotoRoom) -> object:
    return replace(page.app.state.room, keep_photo=photos.keep, open_photo=photos.open)


@pytest.mark.parametrize("path", ["/", "/embed", "/form"])
async def test_a_page_view_weighs_under_a_hundred_kilobytes(page: RunningPage, path: str) -> None:
    """Everything that a browser asks for before the first word can be written, as it goes over the wire."""
    async with page.browser() as anna, bare_browser(page) as other:
        await write(anna, "Яма у магазина. " * 40)
        client = anna if path != "/form" else other
        weight, asked, waiting = 0, set(), [path, *(["/api/chat/me/lines"] if path != "/form" else [])]
        while waiting:
            name = waiting.pop()
            asked.add(name)
            async with client.stream("GET", name) as answer:
                answer.raise_for_status()
                weight += sum([len(part) async for part in answer.aiter_raw()])
                weight += sum(len(key) + len(value) + 4 for key, value in answer.headers.raw)
            waiting += [one for one in _mentioned((await client.get(name)).text) if one not in {*asked, *waiting}]

    assert weight < 100_000, (weight, asked)
    assert len(asked) > 2


def _mentioned(text: str) -> list[str]:
    linked = re.findall(r'(?:src|href)="(/static/[^"]+)"', text)
    return linked + [f"/static/{name}" for name in re.findall(r'(?:from|import\() ?"\./([\w.]+)"', text)]
