"""The reception with the real service behind it: a form without a script, and the way on to a messenger."""

import asyncio
import re

import httpx
import pytest
from playwright.async_api import Browser, Page

from tests.e2e.people import PATIENCE, words_of
from tests.e2e.stories import LAMP, answers, card_of
from tests.e2e.town import Town
from tests.e2e.wording import label, number_in, said
from tests.web.chromium import PHONE, SAMPLES, in_chromium, visitor
from tests.web.reception_scene import bare_browser_at, hidden, sends_form

pytestmark = pytest.mark.asyncio(loop_scope="session")


def address(town: Town) -> str:
    return f"http://127.0.0.1:{town.house.settings.http_port}"


def key(button: str) -> re.Pattern[str]:
    """A button of the conversation; the form's own «Отправить» carries no data."""
    return re.compile(rf'<button name="data" value="([^"]*)">{re.escape(label(button))}</button>')


async def presses(browser: httpx.AsyncClient, shown: str, button: str) -> str:
    """The newest button with these words on the page `shown`; the page after it."""
    *_, found = key(button).finditer(shown)
    line = hidden(shown[shown.rindex("<form", 0, found.start()) :], "line")
    press = f"press-{line}-{found[1].replace(':', '-')}"
    return (await sends_form(browser, "/form/press", shown, line=line, data=found[1], client_id=press)).text


@pytest.mark.parametrize("platform", ["telegram", "vk"])
async def test_a_message_of_the_page_is_answered_where_the_resident_went(town: Town, platform: str) -> None:
    desk = await town.office("vk", "tretyakovo")
    async with bare_browser_at(address(town)) as anna:
        shown = (await sends_form(anna, "/form", (await anna.get("/form")).text, text=LAMP)).text
        shown = await presses(anna, shown, "button-agree")
        shown = await until(anna, key("button-send"))
        shown = await presses(anna, shown, "button-send")
        number = number_in(await until(anna, said("filed-number")))
        moving = (await sends_form(anna, "/form/move", shown, way=platform)).text
        code = re.findall(r"<b>([\w-]{9})</b>", moving)[0]
        assert f"={code}" in moving

        there = town.resident(platform, "Анна")
        question = await there.sees_button(label("button-move-yes"), after=there.says(f"/start {code}"))
        there.presses(label("button-move-yes"), on=question)
        arrived = await there.sees(said("move-here"))
        card = await card_of(desk.seat, number)
        await answers(desk.seat, "solve", card, "Фонарь починили.")
        await there.sees(re.compile("Фонарь починили"), after=arrived)
        page = (await anna.get("/form")).text

    assert "ответы придут туда" in page
    assert "Фонарь починили" not in page


async def until(browser: httpx.AsyncClient, words: re.Pattern[str]) -> str:
    """Reads the page anew, as a person would, until the words are there."""
    async with asyncio.timeout(PATIENCE):
        while True:
            shown = (await browser.get("/form")).text
            if words.search(shown):
                return shown
            await asyncio.sleep(0.05)


@in_chromium
async def test_without_a_script_an_appeal_with_a_photo_is_filed_and_its_answer_read(
    town: Town, chromium: Browser
) -> None:
    desk = await town.office("telegram", "roads")
    async with visitor(chromium, PHONE, script=False) as anna:
        tab = await anna.new_page()
        await tab.goto(address(town))
        await tab.get_by_label("Что случилось и где?").fill("У магазина большая яма на дороге")
        await tab.get_by_label("Место, если").select_option(label="деревня Бабино")
        await tab.get_by_label("Фотографии").set_input_files(SAMPLES / "before.jpg")
        await tab.get_by_role("button", name="Отправить").last.click()
        await press(tab, label("button-agree"))
        await press(tab, label("button-send"))
        filed = await reloaded(tab, "Номер вашего сообщения")
        number = number_in(filed)
        card = await card_of(desk.seat, number)
        assert "Бабино" in words_of(card)
        await answers(desk.seat, "solve", card, "Яму засыпали.")
        await reloaded(tab, "Яму засыпали.")
        await press(tab, label("button-good"))
        await town.settled()
    appeal = await town.appeal(number)

    assert (appeal.status, appeal.rating, len(appeal.before)) == ("closed", "good", 1)


async def press(tab: Page, name: str) -> None:
    """The button of the conversation, as soon as it is there; not the form's own of the same name."""
    await reloaded(tab, name, ".keys button")
    await tab.locator(".keys button", has_text=name).last.click()


async def reloaded(tab: Page, words: str, where: str = ".lines") -> str:
    """Presses «Обновить» until the words are there; the conversation."""
    shown = ""
    for _ in range(100):
        shown = await tab.locator(".lines").inner_text()
        if words in " ".join(await tab.locator(where).all_inner_texts()):
            return shown
        await asyncio.sleep(0.05)
        await tab.get_by_role("link", name="Обновить").click()
    raise AssertionError(f"«{words}» does not come:\n{shown}")
