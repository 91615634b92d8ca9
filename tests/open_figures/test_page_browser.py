"""The public page in a real Chromium: on a phone and on a desk, without a script, for a screen reader."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.database import open_engine
from tests.open_figures.season import season, shown
from tests.open_figures.serving import serving
from tests.open_figures.visitor import Town
from tests.usecases.world import on_one_database
from tests.web.chromium import DESKTOP, PHONE, in_chromium, is_no_wider, serious, visitor

pytestmark = [on_one_database, in_chromium, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(loop_scope="session")
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """In the browser's loop."""
    opened = open_engine(database_url)
    yield opened
    await opened.dispose()


async def test_a_resident_sees_what_was_asked_and_what_was_done(town: Town, chromium: Browser) -> None:
    await season(town)
    await shown(town)
    said: list[str] = []
    async with serving(town.app) as url:
        for size in (PHONE, DESKTOP):
            async with visitor(chromium, size) as anna:
                tab = await anna.new_page()
                tab.on("console", lambda message: said.append(message.text))
                await tab.goto(f"{url}/open")
                await expect(tab.get_by_role("heading", name="Коротко, за 90 дней")).to_be_visible()
                await expect(tab.get_by_role("img", name="До и после: Ямы и разбитая дорога")).to_be_visible()
                await tab.locator("figure img").scroll_into_view_if_needed()
                await expect(tab.locator("figure img")).to_have_js_property("complete", True)
                assert await is_no_wider(tab)
                assert await serious(tab) == []
                await tab.get_by_role("button", name="Открыть карту покрупнее").click()
                await expect(tab.locator("#map.leaflet-container path.leaflet-interactive").first).to_be_visible()
                await tab.get_by_role("link", name="за 30 дней").click()
                await expect(tab.get_by_role("link", name="за 30 дней")).to_have_attribute("aria-current", "page")
    assert said == []


async def test_without_a_script_everything_is_there(town: Town, chromium: Browser) -> None:
    await season(town)
    async with serving(town.app) as url, visitor(chromium, PHONE, script=False) as anna:
        tab = await anna.new_page()
        await tab.goto(f"{url}/open")
        await expect(tab.get_by_role("heading", name="О чём пишут")).to_be_visible()
        await expect(tab.locator("#map circle").first).to_be_visible()
        await expect(tab.locator("ol.cases li").first).to_be_visible()
        await expect(tab.get_by_role("button", name="Открыть карту")).to_have_count(0)
        await tab.get_by_text("Показать ещё").click()
        await expect(tab.locator("ol.cases li").last).to_be_visible()
