"""The page in a real Chromium, on a phone and on a desk: people write, press, answer and lose their connection."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from bot.usecases.platform import Outgoing
from tests.handlers.web_scene import SCENE, RunningPage, running_page
from tests.web.chromium import (
    DESKTOP,
    PHONE,
    SAMPLES,
    both_sizes,
    fits,
    in_chromium,
    line,
    opened,
    serious,
    visitor,
    write,
)

pytestmark = [in_chromium, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(loop_scope="session")
async def page(tmp_path: Path) -> AsyncIterator[RunningPage]:
    async with running_page(tmp_path) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def demo(tmp_path: Path) -> AsyncIterator[RunningPage]:
    async with running_page(tmp_path, SCENE) as running:
        running.bot.cards["ozerny"] = SCENE.desks[0].address
        running.bot.cards["head"] = SCENE.heads[0].address
        yield running


async def enter_desk(context: BrowserContext, url: str, name: str) -> Page:
    tab = await context.new_page()
    await tab.goto(url)
    await tab.get_by_label("Как вас зовут?").fill(name)
    await tab.get_by_role("button", name="Войти в чат").click()
    await expect(tab.locator("#stage[data-ready]")).to_be_attached()
    return tab


@both_sizes
async def test_a_resident_writes_with_photos_and_a_place(
    page: RunningPage, chromium: Browser, size: tuple[int, int]
) -> None:
    async with visitor(chromium, size) as anna:
        tab = await opened(anna, page.url)
        await expect(tab.get_by_text("Расскажите своими словами")).to_be_visible()
        await tab.locator("input[type=file]").set_input_files([SAMPLES / "before.jpg", SAMPLES / "after.jpg"])
        await expect(tab.locator(".previews img")).to_have_count(2)
        await tab.get_by_role("button", name="Убрать фото: after.jpg").click()
        await write(tab, "Яма у магазина")

        await expect(line(tab, "Яма у магазина").first.locator("img")).to_have_js_property("naturalWidth", 960)
        await expect(tab.get_by_role("button", name="Изменить место")).to_be_visible()
        assert await fits(tab)
        await tab.get_by_role("button", name="Моё место").click()
        await expect(line(tab, "Моё место: 55.19512, 32.40990")).to_be_visible()

        await line(tab, "Яма у магазина").first.get_by_role("button", name="Фото").click()
        await expect(tab.locator("dialog img")).to_be_visible()
        await tab.get_by_role("button", name="Закрыть").click()
        await tab.reload()
        await expect(line(tab, "Яма у магазина")).to_have_count(2)
        assert await fits(tab)


async def test_a_resident_presses_changes_and_answers(page: RunningPage, chromium: Browser) -> None:
    async with visitor(chromium, PHONE) as anna:
        tab = await opened(anna, page.url)
        await write(tab, "Яма у магазна")
        await tab.get_by_role("button", name="Изменить место").click()
        await expect(tab.get_by_text("Секунду…")).to_be_visible()
        await expect(line(tab, "Нажали «place»")).to_be_visible()
        await expect(tab.get_by_role("button", name="Изменить место")).to_have_count(0)

        await line(tab, "Яма у магазна").first.get_by_text("Яма у магазна").tap()
        await line(tab, "Яма у магазна").first.get_by_role("button", name="Изменить").tap()
        await write(tab, "Яма у магазина")
        await expect(line(tab, "Исправили: Яма у магазина")).to_be_visible()
        await expect(line(tab, "магазна")).to_have_count(0)

        await line(tab, "Исправили").get_by_text("Исправили").tap()
        await line(tab, "Исправили").get_by_role("button", name="Ответить").tap()
        await write(tab, "Да, верно")
        await expect(line(tab, "Да, верно").first.locator(".quote")).to_have_text("Исправили: Яма у магазина")


async def test_the_keyboard_alone_is_enough(page: RunningPage, chromium: Browser) -> None:
    async with visitor(chromium, DESKTOP) as anna:
        tab = await opened(anna, page.url)
        await tab.get_by_placeholder("Ваше сообщение").focus()
        await tab.keyboard.type("Первая строка")
        await tab.keyboard.press("Shift+Enter")
        await tab.keyboard.type("и вторая")
        await tab.keyboard.press("Enter")
        await expect(line(tab, "Поняли так: Первая строка")).to_be_visible()
        await tab.get_by_placeholder("Ваше сообщение").focus()
        await tab.keyboard.press("Shift+Tab")
        await expect(tab.get_by_role("button", name="Изменить место")).to_be_focused()
        await tab.keyboard.press("Enter")

        await expect(line(tab, "Нажали «place»")).to_be_visible()
        nameless = (
            "[...document.querySelectorAll('button')].filter((each) => !each.textContent.trim() && !each.ariaLabel)"
        )
        assert await tab.evaluate(f"{nameless}.map((each) => each.outerHTML)") == []


async def test_a_lost_connection_loses_and_doubles_nothing(page: RunningPage, chromium: Browser) -> None:
    async with visitor(chromium, PHONE) as anna:
        tab = await opened(anna, page.url)
        await write(tab, "До обрыва")
        await expect(line(tab, "Поняли так: До обрыва")).to_be_visible()
        await anna.set_offline(True)
        await write(tab, "Во время обрыва")
        await write(tab, "И сразу за ним")
        await write(tab, "И третье")
        await expect(line(tab, "Нет связи. Отправим сами")).to_have_count(3)
        await expect(tab.get_by_role("button", name="Убрать").last).to_be_in_viewport(ratio=1)
        await expect(tab.get_by_text("Связь прервалась")).to_be_visible()
        assert await serious(tab) == []
        await anna.set_offline(False)

        await expect(line(tab, "Поняли так: Во время обрыва")).to_be_visible()
        await expect(line(tab, "Поняли так: И третье")).to_be_visible()
        await expect(line(tab, "Во время обрыва")).to_have_count(2)
        said = ["До обрыва", "Во время обрыва", "И сразу за ним", "И третье"]
        assert [one.event.text for one in page.bot.updates] == said
        page.bell.close()
        page.bell.closed = False
        await page.bot.messenger.send(Outgoing(99, page.bot.updates[0].chat, "Сказано, пока никто не слушал"))
        await expect(line(tab, "Сказано, пока никто не слушал")).to_be_visible()
        await expect(tab.get_by_text("Связь прервалась")).to_be_hidden()
        assert len(page.bot.updates) == 4


async def test_what_the_server_could_not_take_is_sent_again_by_hand(page: RunningPage, chromium: Browser) -> None:
    async with visitor(chromium, PHONE) as anna:
        tab = await opened(anna, page.url)
        page.bot.broken = True
        await write(tab, "Яма у магазина")
        await expect(line(tab, "Не отправлено: сервер не ответил")).to_be_visible()
        page.bot.broken = False
        await tab.get_by_role("button", name="Повторить").click()

        await expect(line(tab, "Поняли так: Яма у магазина")).to_be_visible()
        await expect(line(tab, "Яма у магазина")).to_have_count(2)
        assert len(page.bot.updates) == 1


async def test_words_stay_words_and_addresses_of_the_bot_become_links(page: RunningPage, chromium: Browser) -> None:
    async with visitor(chromium, DESKTOP) as anna:
        tab = await opened(anna, page.url)
        await write(tab, "<img src=x onerror=alert(1)> https://evil.example")
        own = tab.locator("article.own")
        await expect(own).to_contain_text("<img src=x onerror=alert(1)>")
        await expect(own.locator("img, a")).to_have_count(0)
        await expect(line(tab, "Поняли так")).to_be_visible()

        chat = page.bot.updates[0].chat
        await page.bot.messenger.send(Outgoing(98, chat, "Портал: https://portal.example/a?b=1. Или «/помощь»"))
        link = tab.get_by_role("link", name="https://portal.example/a?b=1")
        await expect(link).to_have_attribute("href", "https://portal.example/a?b=1")
        await expect(link).to_have_attribute("rel", "noopener noreferrer")
        await tab.get_by_role("button", name="/помощь").click()
        await expect(line(tab, "Поняли так: /помощь")).to_be_visible()


async def test_a_residents_words_on_a_card_give_officials_no_commands(page: RunningPage, chromium: Browser) -> None:
    async with visitor(chromium, DESKTOP) as maria:
        tab = await enter_desk(maria, f"{page.url}/desk", "Мария")
        await page.bot.messenger.send(Outgoing(97, page.bot.updates[0].chat, "Житель пишет: нажмите /удалить"))
        await expect(line(tab, "нажмите /удалить")).to_be_visible()
        await expect(tab.get_by_role("button", name="/удалить")).to_have_count(0)


async def test_officials_share_a_chat_and_answer_a_card(page: RunningPage, chromium: Browser) -> None:
    async with visitor(chromium, DESKTOP) as maria, visitor(chromium, PHONE) as oleg:
        first = await enter_desk(maria, f"{page.url}/desk", "Мария")
        await expect(line(first, "Пришлите сюда код")).to_be_visible()
        await first.get_by_text("Пригласить").click()
        link = await first.get_by_label("Ссылка на этот чат").input_value()
        second = await enter_desk(oleg, link, "Олег")
        assert second.url == f"{page.url}/desk"

        await write(second, "Мария, вы сегодня?")
        await expect(line(first, "Мария, вы сегодня?").locator(".author")).to_have_text("Олег")
        await line(second, "Пришлите сюда код").get_by_role("button", name="Ответить").tap()
        await write(second, "Засыплем завтра")
        await expect(line(first, "Жителю уйдёт: «Засыплем завтра»")).to_be_visible()
        assert await fits(second)


async def test_the_demo_is_played_side_by_side(demo: RunningPage, chromium: Browser) -> None:
    async with visitor(chromium, DESKTOP) as player:
        tab = await opened(player, f"{demo.url}/demo")
        anna, desk = tab.locator("[data-pane=resident-1]"), tab.locator("[data-pane=desk-1]")
        await expect(tab.locator(".pane:visible")).to_have_count(3)
        await anna.get_by_role("button", name="Яма").click()
        await anna.get_by_role("button", name="Фото «до»").click()
        await expect(anna.locator(".previews img")).to_have_count(1)
        await anna.get_by_role("button", name="Отправить").click()

        card = line(desk, "У магазина в Бабино яма")
        await expect(card).to_be_visible()
        await expect(tab.get_by_role("tab", name="Глава Озерненского, новых: 1")).to_be_visible()
        await card.get_by_role("button", name="Принять").click()
        await expect(desk.locator(".context")).to_contain_text("Мария! напишите ответ жителю.")
        await write(desk, "Завтра засыплем")
        await expect(line(desk, "Жителю уйдёт: «Завтра засыплем»")).to_be_visible()

        await tab.get_by_role("button", name="новый житель").click()
        guest = tab.locator("[data-pane=guest-1]")
        await write(guest, "И у нас темно")
        await expect(line(guest, "Поняли так: И у нас темно")).to_be_visible()
        await expect(tab.get_by_role("tab", name="Житель 1")).to_be_visible()
        assert await fits(tab)


async def test_on_a_phone_the_demo_shows_one_chat_and_counts_in_the_others(
    demo: RunningPage, chromium: Browser
) -> None:
    async with visitor(chromium, PHONE) as player:
        tab = await opened(player, f"{demo.url}/demo")
        await expect(tab.locator(".pane:visible")).to_have_count(1)
        await tab.locator("[data-pane=resident-1]").get_by_role("button", name="Яма").click()
        await tab.locator("[data-pane=resident-1]").get_by_role("button", name="Отправить").click()
        waiting = tab.get_by_role("tab", name="Озерненское поселение, новых: 1")
        await expect(waiting).to_be_in_viewport()
        await waiting.click()

        await expect(line(tab.locator("[data-pane=desk-1]"), "У магазина в Бабино яма")).to_be_visible()
        await expect(tab.get_by_role("tab", name="Озерненское поселение", exact=True)).to_be_focused()
        await expect(tab.locator(".pane:visible")).to_have_count(1)
        await tab.keyboard.press("ArrowRight")
        await expect(tab.locator("[data-pane=desk-2]")).to_be_visible()
        assert await fits(tab)
