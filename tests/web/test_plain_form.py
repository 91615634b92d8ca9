"""The reception as plain forms, asked as a browser without a script asks."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from tests.handlers.test_web_chat import jpeg
from tests.handlers.web_scene import RunningPage
from tests.web.reception_scene import bare_browser, hidden, reception, sends_form

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[RunningPage]:
    async with reception(tmp_path) as running:
        yield running


@pytest.fixture
async def anna(page: RunningPage) -> AsyncIterator[httpx.AsyncClient]:
    async with bare_browser(page) as browser:
        yield browser


async def test_words_a_place_and_photos_go_in_one_form_and_the_answer_stands_on_the_page(
    page: RunningPage, anna: httpx.AsyncClient
) -> None:
    form = (await anna.get("/form")).text
    photos = [("photos", ("1.jpg", jpeg())), ("photos", ("2.jpg", jpeg()))]
    where = "деревня Бабино, Озерненское сельское поселение"
    shown = await sends_form(anna, "/form", form, photos, text="Темно у клуба", where=where)

    assert shown.url.path == "/form"
    assert f"Поняли так: Темно у клуба\nМесто: {where}" in shown.text
    assert len(page.bot.updates[0].event.photos) == 2
    photo = shown.text.partition('<img class="shot" src="')[2].partition('"')[0]
    assert (await anna.get(photo)).headers["content-type"] == "image/jpeg"
    pressed = await sends_form(
        anna, "/form/press", shown.text, line=hidden(shown.text, "line"), data="send", client_id="press-0001"
    )
    assert "Нажали «send»" in pressed.text


async def test_the_same_form_sent_twice_counts_once(
    page: RunningPage, anna: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.handlers.web.form.PATIENCE", 0.1)  # to the second one nobody answers
    form = (await anna.get("/form")).text
    for _ in range(2):
        await sends_form(anna, "/form", form, text="Яма у магазина")

    assert len(page.bot.updates) == 1


async def test_a_place_that_is_not_in_the_list_is_no_place(page: RunningPage, anna: httpx.AsyncClient) -> None:
    await sends_form(anna, "/form", (await anna.get("/form")).text, text="Темно", where="<b>Москва</b>")

    assert page.bot.updates[0].event.text == "Темно"


async def test_a_mistake_is_told_and_the_words_stay(anna: httpx.AsyncClient) -> None:
    form = (await anna.get("/form")).text
    empty = await sends_form(anna, "/form", form, text=" ")
    photos = [("photos", (f"{number}.jpg", jpeg())) for number in range(11)]
    many = await sends_form(anna, "/form", form, photos, text="Яма <у> магазина")

    where = "деревня Бабино, Озерненское сельское поселение"
    long = await sends_form(anna, "/form", form, text="я" * 20_001, where=where)

    assert (empty.status_code, many.status_code, long.status_code) == (400, 413, 413)
    assert "Напишите несколько слов" in empty.text
    assert "до 10 фотографий" in many.text
    assert "Яма &lt;у&gt; магазина</textarea>" in many.text
    assert "я" * 20_001 in long.text, "what is too long can be made shorter"
    assert f'selected value="{where}"' in long.text
    assert "autofocus" in long.text, "the page opens where the trouble is told, not at its top"


def pictures(folder: Path) -> list[Path]:
    return list(folder.rglob("*.jpg"))


@pytest.mark.parametrize("content", [SVG, b"MZ\x90\x00not a photo", b""], ids=["svg", "program", "empty"])
async def test_a_file_that_is_no_photo_is_not_kept(
    page: RunningPage, anna: httpx.AsyncClient, tmp_path: Path, content: bytes
) -> None:
    form = (await anna.get("/form")).text
    shown = await sends_form(anna, "/form", form, [("photos", ("yama.jpg", content, "image/jpeg"))], text="Яма")

    assert page.bot.updates[0].event.text == "Яма"
    assert "не удалось открыть как фото" in shown.text
    assert pictures(tmp_path) == []
    assert "<script>" not in shown.text


async def test_a_form_of_another_site_or_of_another_session_is_refused(
    page: RunningPage, anna: httpx.AsyncClient
) -> None:
    form = (await anna.get("/form")).text
    foreign = await anna.post("/form", data={"text": "!"}, headers={"Origin": "https://evil.example"})
    nowhere = await anna.post("/form", data={"text": "!", "token": hidden(form, "token")})
    async with bare_browser(page) as other:
        theirs = hidden((await other.get("/form")).text, "token")
    stolen = await sends_form(anna, "/form", form, text="!", token=theirs)
    pressed = await sends_form(anna, "/form/press", form, say="/удалить", token=theirs)

    assert [one.status_code for one in (foreign, nowhere, stolen, pressed)] == [403] * 4
    assert page.bot.updates == []


@pytest.mark.parametrize("path", ["/form", "/form/press", "/form/link", "/form/move", "/link", "/link/leave"])
async def test_a_browser_without_a_session_is_asked_to_open_the_page_first(page: RunningPage, path: str) -> None:
    async with bare_browser(page) as stranger:
        answer = await stranger.post(path, data={"text": "!"}, headers={"Origin": page.url})

    assert answer.status_code == 401
    assert "Обновите" in answer.text


@pytest.mark.parametrize("path", ["/form", "/form/press", "/form/link", "/form/move", "/desk"])
async def test_a_form_in_letters_that_there_are_not_is_refused_in_words(
    page: RunningPage, anna: httpx.AsyncClient, path: str
) -> None:
    await anna.get("/form")
    kind = "multipart/form-data; boundary=b; charset=undefined"
    body = b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nhi\r\n--b--\r\n'
    answer = await anna.post(path, content=body, headers={"Origin": page.url, "Content-Type": kind})

    assert (answer.status_code, page.bot.updates) == (400, [])


async def test_words_of_the_menu_and_the_doors_work_too(page: RunningPage, anna: httpx.AsyncClient) -> None:
    form = (await anna.get("/form")).text
    shown = await sends_form(anna, "/form/press", form, say="/помощь")
    link = await sends_form(anna, "/form/link", shown.text)
    moving = await sends_form(anna, "/form/move", shown.text, way="telegram")
    unknown = await sends_form(anna, "/form/move", shown.text, way="icq")

    assert "Поняли так: /помощь" in shown.text
    assert f"{page.url}/link#" in link.text
    assert "https://t.me/otklik_bot?start=" in moving.text
    assert (unknown.status_code, "не подключён" in unknown.text) == (404, True)


async def test_without_messengers_nothing_of_them_is_offered(tmp_path: Path) -> None:
    async with reception(tmp_path, ways={}) as page, bare_browser(page) as anna:
        await sends_form(anna, "/form", (await anna.get("/form")).text, text="Яма")
        pages = (await anna.get("/form")).text + (await anna.get("/")).text

    assert "Telegram</button>" not in pages
    assert "ВКонтакте</button>" not in pages
