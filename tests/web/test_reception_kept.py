"""What a resident has typed and not sent is there again when the page is: phones throw pages away."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.web.chromium import PHONE, in_chromium, line, opened, visitor, write
from tests.web.reception_scene import new_link, reception

pytestmark = [in_chromium, pytest.mark.asyncio(loop_scope="session")]


async def test_a_page_that_comes_back_has_the_words_that_were_typed(tmp_path: Path, chromium: Browser) -> None:
    async with reception(tmp_path) as page, visitor(chromium, PHONE) as anna:
        tab = await opened(anna, page.url)
        box = tab.get_by_placeholder("Ваше сообщение")
        await box.fill("Яма у магазина")
        await tab.reload()
        await expect(box).to_have_value("Яма у магазина")
        await write(tab, "Яма у магазина, номер 26-00001")
        await expect(line(tab, "Поняли так")).to_be_visible()
        await expect(line(tab, "Поняли так").locator(".number")).to_have_text("26-00001")
        await tab.reload()
        await expect(line(tab, "Поняли так")).to_be_visible()
        await expect(box).to_have_value("")


async def test_whoever_goes_out_leaves_no_words_behind(tmp_path: Path, chromium: Browser) -> None:
    async with reception(tmp_path) as page, page.browser() as elsewhere, visitor(chromium, PHONE) as anna:
        link = (await new_link(elsewhere))["url"]
        tab = await anna.new_page()
        await tab.goto(link)
        await tab.get_by_role("button", name="Открыть переписку").click()
        await expect(tab.locator("#stage[data-ready]")).to_be_attached()
        await tab.get_by_placeholder("Ваше сообщение").fill("Это писала не вы")
        await tab.get_by_text("Меню", exact=True).click()
        await tab.get_by_role("button", name="Выйти на этом устройстве").click()
        await expect(tab.locator("#stage[data-ready]")).to_be_attached()
        await expect(tab.get_by_placeholder("Ваше сообщение")).to_have_value("")
