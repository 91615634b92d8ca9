"""The resident's page as its stories need it: with a map, messengers, a site that may show it, and real photo work."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from bot.appeals.district import Point
from bot.handlers.web.doors import Tiles
from tests.handlers.web_scene import OURS, RunningPage, running_page

SITE = "https://admin.example.ru"
WAYS = {"telegram": "https://t.me/otklik_bot?start={code}", "vk": "https://vk.me/club42?ref={code}"}
PLACES = {"Озерненское сельское поселение": ("деревня Бабино", "деревня Ерыши")}
TILES = Tiles("https://tiles.example.ru/{z}/{x}/{y}.png", "© Карта", Point(55.2, 32.4))
EVERYTHING: dict[str, Any] = {"ways": WAYS, "places": PLACES, "embed_on": (SITE,), "tiles": TILES}


@asynccontextmanager
async def reception(folder: Path, **other: Any) -> AsyncIterator[RunningPage]:
    async with running_page(folder, **EVERYTHING | other) as page:
        yield page


@asynccontextmanager
async def bare_browser(page: RunningPage) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody without a script: plain forms, which name their origin as every browser does."""
    async with bare_browser_at(page.url) as client:
        yield client


@asynccontextmanager
async def bare_browser_at(address: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=address, follow_redirects=True, timeout=60) as client:
        client.headers["Accept"] = "text/html"
        yield client


async def new_link(browser: httpx.AsyncClient, *, renew: bool = False) -> dict[str, str]:
    answer = await browser.post("/api/link", json={"renew": renew}, headers=OURS)
    answer.raise_for_status()
    told: dict[str, str] = answer.json()
    return told


def hidden(text: str, name: str) -> str:
    """The value of a hidden field of the page, the first one of that name."""
    return text.partition(f'name="{name}" value="')[2].partition('"')[0]


async def sends_form(
    browser: httpx.AsyncClient, path: str, shown: str, files: Any = None, /, **fields: str
) -> httpx.Response:
    """Fills the form of the page `shown` and sends it."""
    token, client_id = hidden(shown, "token"), hidden(shown, "client_id")
    data = {"token": token, "client_id": client_id} | fields
    origin = str(browser.base_url).rstrip("/")
    return await browser.post(path, data=data, files=files, headers={"Origin": origin})
