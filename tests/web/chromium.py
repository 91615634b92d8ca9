"""A real Chromium, and people before it on a phone and on a desk."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, Locator, Page, async_playwright, expect

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    *("--no-sandbox", "--headless", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
SAMPLES = Path(__file__).parents[2] / "bot/handlers/web/static/samples"
PHONE, DESKTOP = (360, 740), (1280, 800)
PATIENCE = 30_000  # milliseconds: a machine that does other work besides

in_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: apt-get install chromium")
both_sizes = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
expect.set_options(timeout=PATIENCE)


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        await browser.close()


@asynccontextmanager
async def visitor(chromium: Browser, size: tuple[int, int], *, script: bool = True) -> AsyncIterator[BrowserContext]:
    """A person with a browser of their own, in which nothing may go wrong unseen or go to another site."""
    width, height = size
    context = await chromium.new_context(
        viewport={"width": width, "height": height},
        has_touch=size == PHONE,
        java_script_enabled=script,
        permissions=["geolocation"],
        geolocation={"latitude": 55.19512, "longitude": 32.4099},
        locale="ru-RU",
    )
    context.set_default_timeout(PATIENCE)
    wrong: list[str] = []
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    context.on("console", lambda said: wrong.append(said.text) if "Security Policy" in said.text else None)
    context.on(
        "request",
        lambda asked: None if "//127.0.0.1:" in asked.url or asked.url.startswith("blob:") else wrong.append(asked.url),
    )
    yield context
    await context.close()
    assert wrong == []


async def opened(context: BrowserContext, url: str) -> Page:
    """A chat that has said what it knows and listens for more."""
    tab = await context.new_page()
    await tab.goto(url)
    await expect(tab.locator("#stage[data-ready]")).to_be_attached()
    return tab


async def write(where: Page | Locator, text: str) -> None:
    await where.get_by_placeholder("Ваше сообщение").fill(text)
    await where.get_by_role("button", name="Отправить").last.click()


def line(where: Page | Locator, text: str) -> Locator:
    return where.locator("article").filter(has_text=text)


async def serious(tab: Page) -> list[str]:
    """What axe finds that is serious."""
    found = (await Axe().run(tab)).response["violations"]
    grave = [one for one in found if one["impact"] in ("serious", "critical")]
    return [f"{one['id']}: {node['html'][:200]}" for one in grave for node in one["nodes"]]


async def fits(tab: Page) -> bool:
    """Nothing hangs over the edges of the screen; only tabs, ready words and scenes may be scrolled sideways."""
    over = await tab.evaluate(
        """() => [...document.querySelectorAll("button, textarea, .bubble")]
            .filter((each) => each.checkVisibility() && !each.closest(".tabs, .examples, .scenes"))
            .filter((each) => each.getBoundingClientRect().right > innerWidth + 1).length"""
    )
    page = "[document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]"
    return over == 0 and max(await tab.evaluate(page)) <= 0


async def is_no_wider(tab: Page) -> bool:
    """A page that scrolls down has nothing beside the screen."""
    return bool(await tab.evaluate("document.documentElement.scrollWidth <= innerWidth"))
