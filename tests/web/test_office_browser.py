"""The desk in a real Chromium: on a phone and on a desk, from the keyboard, without scripts, for a screen reader."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.database import open_engine
from tests.usecases.people import Official
from tests.usecases.world import POTHOLE, World, on_one_database
from tests.web.chromium import DESKTOP, PHONE, in_chromium, is_no_wider, serious, visitor
from tests.web.desk_scene import ADDRESS, coordinator, desk_app, link_for, served

pytestmark = [on_one_database, in_chromium, pytest.mark.asyncio(loop_scope="session")]
PAGES = ("", "?status=all&q=яма&from=2026-01-01", "a/{number}", "map", "figures", "export", "chats", "letters", "rules")
# Those that stand otherwise where there is room.
WIDE = ("", "a/{number}", "map", "figures")


@pytest_asyncio.fixture(loop_scope="session")
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """In the browser's loop."""
    opened = open_engine(database_url)
    yield opened
    await opened.dispose()


@asynccontextmanager
async def at_the_desk(chromium: Browser, url: str, official: Official, size: tuple[int, int]) -> AsyncIterator[Page]:
    """Somebody who has come in by a link, with the list before them."""
    async with visitor(chromium, size) as context:
        tab = await context.new_page()
        await tab.goto(url + await link_for(official))
        await tab.get_by_label("Как вас подписывать?").fill("Ольга")
        await tab.get_by_role("button", name="Войти").click()
        await expect(tab.get_by_role("navigation", name="Разделы кабинета")).to_be_visible()
        yield tab


@pytest.mark.parametrize(("size", "pages"), [(PHONE, PAGES), (DESKTOP, WIDE)], ids=["phone", "desktop"])
async def test_every_page_fits_and_can_be_read_aloud(
    world: World, chromium: Browser, size: tuple[int, int], pages: tuple[str, ...]
) -> None:
    await world.desk("roads")
    anna = world.resident()
    await anna.agrees()
    number = await anna.files(POTHOLE, world.photo(1))
    official = await coordinator(world)
    async with served(desk_app(world)) as url, at_the_desk(chromium, url, official, size) as tab:
        for page in pages:
            await tab.goto(f"{url}/office/{page.format(number=number)}")
            assert await serious(tab) == [], page
            assert await is_no_wider(tab), page


async def test_the_keyboard_alone_is_enough_to_answer(world: World, chromium: Browser) -> None:
    await world.desk("roads")
    anna = world.resident()
    await anna.agrees()
    number = await anna.files(POTHOLE)
    official = await coordinator(world)
    async with served(desk_app(world)) as url, at_the_desk(chromium, url, official, DESKTOP) as tab:
        await _walk_to(tab, f"№ {number}")
        await tab.keyboard.press("Enter")
        await expect(tab.get_by_role("heading", level=1)).to_contain_text(number)
        await _walk_to(tab, "Ответить")
        await tab.keyboard.press("Enter")
        await _walk_to(tab, "text")
        await tab.keyboard.type("Засыплем завтра")
        await _walk_to(tab, "Посмотреть, что увидит житель")
        await tab.keyboard.press("Enter")
        await expect(tab.get_by_role("button", name="Отправить жителю")).to_be_focused()
        await tab.keyboard.press("Enter")
        await expect(tab.get_by_text("Сделано: ответ жителю.")).to_be_visible()
    await world.settle()
    assert "Засыплем завтра" in anna.last.text


async def _walk_to(tab: Page, name: str) -> None:
    """By Tab to what is called so, or is the field of this name."""
    told = "(document.activeElement.name || document.activeElement.textContent).trim()"
    for _ in range(60):
        await tab.keyboard.press("Tab")
        if await tab.evaluate(told) == name:
            return
    raise AssertionError(f"«{name}» cannot be reached")


async def test_two_at_once_and_words_that_are_not_lost(world: World, chromium: Browser) -> None:
    roads, anna = await world.desk("roads"), world.resident()
    await anna.agrees()
    number = await anna.files(POTHOLE)
    official = await coordinator(world)
    async with served(desk_app(world)) as url, at_the_desk(chromium, url, official, PHONE) as tab:
        await tab.goto(f"{url}/office/a/{number}")
        await tab.get_by_text("Разъяснено", exact=True).click()
        await tab.get_by_label("Что объяснить").fill("Дорогу чинят по очереди")
        # Left by mistake, and come back.
        await tab.goto(f"{url}/office/figures")
        await tab.goto(f"{url}/office/a/{number}")
        await expect(tab.get_by_label("Что объяснить")).to_have_value("Дорогу чинят по очереди")
        await roads.presses("Принять")
        await tab.get_by_label("Что объяснить").press("Tab")
        await tab.locator("details[open] button").click()
        await expect(tab.get_by_role("alert")).to_contain_text("взято в работу · Иван")
        await expect(tab.get_by_label("Что объяснить")).to_have_value("Дорогу чинят по очереди")
        assert await is_no_wider(tab)
        await tab.locator("details[open] button").click()
        await tab.get_by_role("button", name="Отправить жителю").click()
        await expect(tab.get_by_text("Сделано: разъяснено.")).to_be_visible()
        await tab.reload()
        await expect(tab.get_by_text("Дорогу чинят по очереди")).to_be_visible()


async def test_the_map_opens_an_appeal_from_its_marker_and_asks_nobody_else(world: World, chromium: Browser) -> None:
    await world.desk("roads")
    anna = world.resident()
    await anna.agrees()
    number = await anna.files(POTHOLE)
    official = await coordinator(world)
    async with served(desk_app(world)) as url, at_the_desk(chromium, url, official, PHONE) as tab:
        await tab.get_by_role("link", name="Карта").click()
        await expect(tab.locator("#map[data-ready]")).to_be_visible()
        await expect(tab.locator("path.area")).not_to_have_count(0)
        marker = tab.get_by_label("1 сообщение, просрочено: 0")
        await marker.focus()
        await tab.keyboard.press("Enter")
        link = tab.locator(".leaflet-popup a", has_text=number)
        await expect(link).to_be_visible()
        await expect(tab.locator(".leaflet-pan-anim")).to_have_count(0)  # a click misses what still glides
        await link.click()
        await expect(tab).to_have_url(f"{url}/office/a/{number}")


async def test_without_scripts_everything_but_the_map_works(world: World, chromium: Browser) -> None:
    await world.desk("roads")
    anna = world.resident()
    await anna.agrees()
    number = await anna.files(POTHOLE)
    link = await link_for(await coordinator(world))
    async with served(desk_app(world)) as url, visitor(chromium, DESKTOP, script=False) as olga:
        tab = await olga.new_page()
        await tab.goto(url + link.replace(ADDRESS, ""))
        await tab.get_by_label("Как вас подписывать?").fill("Ольга")
        await tab.get_by_role("button", name="Войти").click()
        await tab.get_by_role("link", name=f"№ {number}").click()
        await tab.get_by_text("Заметка", exact=True).first.click()
        await tab.get_by_label("Заметка").fill("Позвонить в отдел")
        await tab.get_by_role("button", name="Сохранить").last.click()
        await expect(tab.get_by_text("Позвонить в отдел")).to_be_visible()
        await tab.get_by_role("link", name="Карта").click()
        await expect(tab.get_by_role("link", name=number)).to_be_visible()
        async with tab.expect_download() as download:
            await tab.get_by_role("link", name="Выгрузка").click()
            await tab.get_by_role("button", name="Скачать CSV").click()
        assert (await download.value).suggested_filename.endswith(".csv")
