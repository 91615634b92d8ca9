"""The coordinator's desk with a real service behind it, asked over ASGI or on a loopback port."""

import asyncio
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import unescape

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from bot.handlers.web.guard import SecurityHeaders
from bot.handlers.web.office.room import OfficeRoom
from bot.handlers.web.office.routes import office_mount
from bot.handlers.web.pages import HERE
from bot.sheets.opening import open_sheet
from tests.usecases.people import Official
from tests.usecases.world import World

ADDRESS = "http://desk.test"
LINK = re.compile(r"https?://\S+/office/enter/\S+")
COORDINATOR, HEAD, DESK = "telegram:-700", "telegram:-701", "telegram:-702"


def desk_app(world: World, tiles: str = "") -> Starlette:
    room = OfficeRoom(world.service, open_sheet, tiles=tiles)
    static = Mount("/static", StaticFiles(directory=HERE / "static"))
    return Starlette(routes=[office_mount(room), static], middleware=[Middleware(SecurityHeaders)])


class Browser:
    """Somebody's browser: it names its origin, keeps its cookies and reads tokens out of pages."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.page = ""
        self.known: dict[str, object] = {}

    async def opens(self, path: str, status: int = 200) -> str:
        answer = await self.client.get(path)
        assert answer.status_code == status, (answer.status_code, answer.text[:500])
        self.page = unescape(answer.text)
        return self.page

    async def sends(self, path: str, status: int = 303, *, files: object = None, **fields: object) -> httpx.Response:
        """The form of the page that is open, with its token and what it knew."""
        hidden = {name: self.hidden(name) for name in ("token", "seen")}
        self.known |= {name: one for name, one in hidden.items() if one is not None}
        data = {name: one for name, one in (self.known | fields).items() if one is not None}
        answer = await self.client.post(path, data=data, files=files, headers={"Origin": ADDRESS})
        assert answer.status_code == status, (answer.status_code, unescape(answer.text)[-3000:])
        if answer.status_code != 303:
            self.page = unescape(answer.text)
        return answer

    def hidden(self, name: str) -> str | None:
        found = re.search(rf'name="{name}" value="([^"]*)"', self.page)
        return found[1] if found else None

    def all_hidden(self, name: str) -> list[str]:
        return re.findall(rf'name="{name}" value="([^"]*)"', self.page)

    @property
    def numbers(self) -> list[str]:
        """The appeals of a list, in its order."""
        return re.findall(r'<h2><a href="/office/a/(\d\d-\d{5})"', self.page)


@asynccontextmanager
async def browser(app: Starlette) -> AsyncIterator[Browser]:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as client:
        yield Browser(client)


async def link_for(official: Official) -> str:
    """The path of a link that the bot has just sent into the chat."""
    await official.writes("/кабинет")
    found = LINK.search(official.last.text)
    assert found, official.last.text
    return found[0].removeprefix(ADDRESS)


@asynccontextmanager
async def entered(app: Starlette, official: Official, name: str = "Ольга") -> AsyncIterator[Browser]:
    """A browser that has come in by a link of this chat."""
    link = await link_for(official)
    async with browser(app) as someone:
        await someone.opens(link)
        await someone.sends(link, name=name)
        yield someone


async def coordinator(world: World) -> Official:
    return await world.bound("coordinator", "", COORDINATOR, "Ольга")


async def head(world: World, settlement: str = "tretyakovo") -> Official:
    return await world.bound("head", settlement, HEAD, "Пётр Ильич")


@asynccontextmanager
async def served(app: Starlette) -> AsyncIterator[str]:
    """The address of the application on a loopback port, for a real browser."""
    door = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", ws="none", log_level="critical"))
    serving = asyncio.create_task(server.serve(sockets=[door]))
    try:
        yield f"http://127.0.0.1:{door.getsockname()[1]}"
    finally:
        server.should_exit = True
        await serving
