"""The reception in a real Chromium: on another site, without a script, by keyboard, in two tabs, on a thin line."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Error, Page, Route, expect

from bot.appeals.district import Point
from bot.handlers.web.doors import Tiles
from bot.usecases.platform import Outgoing
from tests.handlers.web_scene import RunningPage
from tests.web.chromium import (
    DESKTOP,
    PHONE,
    SAMPLES,
    both_sizes,
    fits,
    in_chromium,
    is_no_wider,
    line,
    opened,
    serious,
    visitor,
    write,
)
from tests.web.reception_scene import reception

pytestmark = [in_chromium, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(loop_scope="session")
async def page(tmp_path: Path) -> AsyncIterator[RunningPage]:
    async with reception(tmp_path, tiles=None) as running:
        yield running


@dataclass
class Site:
    """A municipality's site with the one line in it; «localhost» is another site than 127.0.0.1."""

    origin: str = ""
    script: str = ""

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        policy = f"default-src 'none'; script-src {self.script}; frame-src {self.script}"
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Security-Policy: {policy}\r\n"
        line = f'<script src="{self.script}/widget.js" async></script>'
        html = f'<!doctype html><html lang="ru"><title>Сайт</title><main><h1>Сайт района</h1></main>{line}'
        writer.write(f"{head}Connection: close\r\n\r\n{html}".encode())
        await writer.drain()
        writer.close()


@pytest_asyncio.fixture(loop_scope="session")
async def site() -> AsyncIterator[Site]:
    site = Site()
    server = await asyncio.start_server(site.answer, "127.0.0.1", 0)
    async with server:
        site.origin = f"http://localhost:{server.sockets[0].getsockname()[1]}"
        yield site


async def menu(tab: Page, item: str) -> None:
    await tab.get_by_text("Меню", exact=True).click()
    await tab.get_by_role("button", name=item).click()


async def test_the_button_on_a_site_opens_the_chat_in_a_frame(tmp_path: Path, chromium: Browser, site: Site) -> None:
    async with reception(tmp_path, embed_on=(site.origin,)) as page:
        site.script = page.url
        context = await chromium.new_context(viewport={"width": 1280, "height": 800}, locale="ru-RU")
        tab = await context.new_page()
        await tab.goto(site.origin)
        opener = tab.get_by_role("button", name="Написать в администрацию")
        await opener.focus()
        await tab.keyboard.press("Enter")
        frame = tab.frame_locator("iframe")
        await expect(frame.locator("#stage[data-ready]")).to_be_attached()
        await frame.get_by_placeholder("Ваше сообщение").fill("Яма у магазина")
        await tab.keyboard.press("Enter")
        await expect(frame.get_by_text("Поняли так: Яма у магазина")).to_be_visible()
        assert await serious(tab) == []

        await frame.get_by_placeholder("Ваше сообщение").focus()
        await tab.keyboard.press("Escape")
        await expect(tab.get_by_role("dialog")).to_be_hidden()
        await expect(opener).to_be_focused()
        await tab.reload()
        await opener.click()
        await expect(frame.get_by_text("Поняли так: Яма у магазина")).to_be_visible()
        assert {one["name"] for one in await context.cookies()} == {"otklik_embedded"}
        await context.close()


async def test_on_a_site_that_is_not_listed_the_way_is_a_new_tab(tmp_path: Path, chromium: Browser, site: Site) -> None:
    async with reception(tmp_path, embed_on=("https://another.example.ru",)) as page:
        site.script = page.url
        context = await chromium.new_context(locale="ru-RU")
        tab = await context.new_page()
        await tab.clock.install()
        await tab.goto(site.origin)
        await tab.get_by_role("button", name="Написать в администрацию").click()
        await tab.clock.run_for(9000)
        await expect(tab.get_by_text("Здесь приёмная не открылась")).to_be_visible()
        async with context.expect_page() as opening:
            await tab.locator(".blocked a").click()
        await expect((await opening.value).locator("#stage[data-ready]")).to_be_attached()
        await context.close()


async def test_a_browser_that_keeps_nothing_in_a_frame_is_led_to_a_tab(
    tmp_path: Path, chromium: Browser, site: Site
) -> None:
    async with reception(tmp_path, embed_on=(site.origin,)) as page:
        site.script = page.url
        context = await chromium.new_context(locale="ru-RU")
        tab = await context.new_page()
        await context.route("**/api/chat/me/lines*", lambda route: route.fulfill(status=401, json={"error": "нет"}))
        await tab.goto(site.origin)
        await tab.get_by_role("button", name="Написать в администрацию").click()
        await expect(tab.get_by_text("Здесь приёмная не открылась")).to_be_visible()
        await expect(tab.locator(".blocked a")).to_have_attribute("href", f"{page.url}/")
        await context.close()


async def test_on_a_phone_the_button_opens_the_page_itself(tmp_path: Path, chromium: Browser, site: Site) -> None:
    async with reception(tmp_path, embed_on=(site.origin,)) as page:
        site.script = page.url
        context = await chromium.new_context(viewport={"width": 360, "height": 740}, locale="ru-RU")
        tab = await context.new_page()
        await tab.goto(site.origin)
        async with context.expect_page() as opening:
            await tab.get_by_role("button", name="Написать в администрацию").click()
        await expect((await opening.value).locator("#stage[data-ready]")).to_be_attached()
        assert (await opening.value).url == f"{page.url}/"
        await context.close()


@both_sizes
async def test_without_a_script_a_message_with_a_photo_is_written_and_answered(
    page: RunningPage, chromium: Browser, size: tuple[int, int]
) -> None:
    async with visitor(chromium, size, script=False) as anna:
        tab = await anna.new_page()
        await tab.goto(page.url)
        await expect(tab).to_have_url(f"{page.url}/form")
        await tab.get_by_label("Что случилось и где?").fill("Темно у клуба")
        await tab.get_by_label("Место, если").select_option(label="деревня Бабино")
        await tab.get_by_label("Фотографии").set_input_files([SAMPLES / "before.jpg", SAMPLES / "after.jpg"])
        await tab.get_by_role("button", name="Отправить").last.click()
        await expect(tab.get_by_text("Поняли так: Темно у клуба")).to_be_visible()
        await expect(tab.locator("img.shot")).to_have_count(2)
        await tab.get_by_role("button", name="Изменить место").click()
        await expect(tab.get_by_text("Нажали «place»")).to_be_visible()

        await page.bot.messenger.send(Outgoing(99, page.bot.updates[0].chat, "Фонарь починили."))
        await tab.get_by_role("link", name="Обновить").click()
        await expect(tab.get_by_text("Фонарь починили.")).to_be_in_viewport()
        assert await is_no_wider(tab)


async def test_the_private_link_is_made_by_keyboard_and_opened_elsewhere(page: RunningPage, chromium: Browser) -> None:
    async with visitor(chromium, DESKTOP) as anna, visitor(chromium, PHONE) as elsewhere:
        tab = await opened(anna, page.url)
        await write(tab, "Яма у магазина")
        await expect(line(tab, "Поняли так")).to_be_visible()
        await tab.get_by_text("Меню", exact=True).focus()
        await tab.keyboard.press("Enter")
        for _ in range(5):
            await tab.keyboard.press("Tab")
        await tab.keyboard.press("Enter")
        link = tab.get_by_label("Ссылка на мои сообщения")
        await expect(link).to_have_value(re.compile(r"/link#[\w-]{22}$"))
        other = await elsewhere.new_page()
        await other.goto(await link.input_value())
        await expect(other).to_have_url(f"{page.url}/link")
        assert await serious(other) == []
        await other.keyboard.press("Enter")
        await expect(line(other, "Поняли так: Яма у магазина")).to_be_visible()

        await tab.keyboard.press("Escape")
        await menu(tab, "Ссылка на мои сообщения")
        await expect(tab.get_by_text("показать её ещё раз нельзя")).to_be_visible()
        await tab.get_by_role("button", name="Сделать новую ссылку").click()
        await expect(link).to_be_visible()
        await other.reload()
        await expect(other.get_by_text("Здравствуйте!")).to_be_visible()


async def test_going_on_in_a_messenger_is_a_link_and_a_code(page: RunningPage, chromium: Browser) -> None:
    async with visitor(chromium, PHONE) as anna:
        tab = await opened(anna, page.url)
        await menu(tab, "Продолжить во ВКонтакте")
        way = tab.get_by_role("link", name="Открыть ВКонтакте")
        await expect(tab.locator("#doors .code")).to_contain_text("Код: ")
        code = (await tab.locator("#doors .code").inner_text()).removeprefix("Код: ")
        await expect(way).to_have_attribute("href", f"https://vk.me/club42?ref={code}")
        await expect(way).to_have_attribute("rel", "noopener noreferrer")
        assert await serious(tab) == []


async def test_two_tabs_show_the_same_and_each_line_once(page: RunningPage, chromium: Browser) -> None:
    async with visitor(chromium, DESKTOP) as anna:
        first, second = await opened(anna, page.url), await opened(anna, page.url)
        await write(first, "Яма у магазина")
        await write(second, "И фонарь")
        for tab in (first, second):
            await expect(line(tab, "Поняли так: Яма у магазина")).to_be_visible()
            await expect(line(tab, "Поняли так: И фонарь")).to_be_visible()
        await anna.set_offline(True)
        await page.bot.messenger.send(Outgoing(99, page.bot.updates[0].chat, "Сказано без связи"))
        await anna.set_offline(False)
        page.bell.close()  # every stream breaks, as when a server is restarted
        page.bell.closed = False
        await page.bot.messenger.send(Outgoing(100, page.bot.updates[0].chat, "Сказано после"))

        said = ["Яма у магазина", "Поняли так: Яма у магазина", "И фонарь", "Поняли так: И фонарь"]
        said += ["Сказано без связи", "Сказано после"]
        for tab in (first, second):
            await expect(line(tab, "Сказано после")).to_be_visible()
            texts = await tab.locator("article .text").all_inner_texts()
            assert sorted(texts) == sorted(said)
        assert len(page.bot.updates) == 2


async def test_photos_on_their_way_are_seen_and_called_back(page: RunningPage, chromium: Browser) -> None:
    async with visitor(chromium, PHONE) as anna:
        tab = await opened(anna, page.url)
        going, gone = asyncio.Event(), asyncio.Event()

        async def slowly(route: Route) -> None:
            going.set()
            await gone.wait()
            with suppress(Error):  # the page has taken it back itself
                await route.abort()

        await tab.route("**/message", slowly)
        await tab.locator("input[type=file]").set_input_files([SAMPLES / "before.jpg", SAMPLES / "after.jpg"])
        await write(tab, "Яма у магазина")
        await going.wait()
        pending = tab.locator("article.pending")
        await expect(pending.locator("progress")).to_be_visible()
        assert await serious(tab) == []
        await pending.get_by_role("button", name="Отменить отправку").click()
        await expect(tab.get_by_text("Отправка отменена")).to_be_visible()
        await expect(pending).to_have_count(0)
        await expect(tab.locator(".previews img")).to_have_count(2)
        await expect(tab.get_by_placeholder("Ваше сообщение")).to_have_value("Яма у магазина")
        gone.set()
        await tab.unroute("**/message")

        await tab.get_by_role("button", name="Отправить").last.click()
        await expect(line(tab, "Поняли так: Яма у магазина")).to_be_visible()
        await expect(line(tab, "Яма у магазина").first.locator("img")).to_have_count(2)
        assert len(page.bot.updates) == 1


async def test_what_is_no_photo_is_refused_before_it_is_sent_and_after(page: RunningPage, chromium: Browser) -> None:
    async with visitor(chromium, DESKTOP) as anna:
        tab = await opened(anna, page.url)
        picker = tab.locator("input[type=file]")
        await picker.set_input_files({"name": "счёт.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})
        await expect(tab.get_by_text("«счёт.pdf»: это не фото")).to_be_visible()
        await expect(tab.locator(".previews li")).to_have_count(0)
        hostile = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
        await picker.set_input_files({"name": "яма.jpg", "mimeType": "image/jpeg", "buffer": hostile})
        await write(tab, "Яма")

        await expect(line(tab, "не удалось открыть как фото").first).to_be_visible()
        assert page.bot.updates[0].event.photos[0].reason == "not_a_photo"


@both_sizes
async def test_a_place_is_chosen_on_the_map_also_by_keyboard(
    tmp_path: Path, chromium: Browser, size: tuple[int, int]
) -> None:
    tiles = Tiles("/static/mark.svg?{z}/{x}/{y}", "© <b>Карта</b>", Point(55.2, 32.4))
    async with reception(tmp_path, tiles=tiles) as page, visitor(chromium, size) as anna:
        tab = await opened(anna, page.url)
        assert await fits(tab)
        await tab.get_by_role("button", name="На карте").click()
        await expect(tab.locator("#map .leaflet-tile-loaded").first).to_be_visible()
        await expect(tab.locator(".leaflet-control-attribution")).to_have_text("© <b>Карта</b>")
        assert await serious(tab) == []
        await tab.locator("#map .canvas").focus()
        await tab.keyboard.press("ArrowUp")
        await tab.get_by_role("button", name="Выбрать это место").focus()
        await tab.keyboard.press("Enter")
        await expect(line(tab, "Поняли так:")).to_be_visible()

        point = page.bot.updates[0].event.point
        assert point.lat > 55.2
        assert abs(point.lon - 32.4) < 0.01


@both_sizes
async def test_without_tiles_there_is_no_map_and_axe_has_nothing_serious_to_say(
    page: RunningPage, chromium: Browser, size: tuple[int, int]
) -> None:
    async with visitor(chromium, size) as anna:
        tab = await opened(anna, page.url)
        assert await serious(tab) == []
        await write(tab, "Яма у магазина")
        await expect(line(tab, "Поняли так")).to_be_visible()
        await expect(tab.get_by_role("button", name="На карте")).to_have_count(0)
        await tab.get_by_text("Меню", exact=True).click()
        assert await serious(tab) == []
        await tab.goto(f"{page.url}/form")
        assert await serious(tab) == []
        assert await is_no_wider(tab)
