"""The world of the stories with its public side, and a visitor who asks it over HTTP."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from bot.handlers.web import pages
from bot.handlers.web.guard import SecurityHeaders
from bot.handlers.web.open.clients import Clients
from bot.handlers.web.open.routes import open_routes
from bot.handlers.web.open.site import OpenSite
from bot.usecases.posting import make_key
from tests.usecases.people import Official, Resident
from tests.usecases.world import POTHOLE, World

PUBLIC = "https://otklik.example.ru"
V2 = "/open311/v2"


class _Clients(Clients):
    """With the pictures that every messenger of the stories knows."""

    def __init__(self) -> None:
        self.pictures: dict[str, bytes] = {}


class Town:
    """`site` and `app` are made anew when something of them is changed."""

    def __init__(self, world: World, **options: Any) -> None:
        self.world = world
        world.change(open_figures=True)
        world.messengers["open311"] = _Clients()
        world._in_use.add("open311")
        self.site = OpenSite(world.service, PUBLIC, **options)

    @property
    def app(self) -> Starlette:
        files = [Mount("/static", StaticFiles(directory=pages.HERE / "static"))]
        files.append(Mount("/leaflet", StaticFiles(packages=[("xstatic.pkg.leaflet", "data")])))
        return Starlette(routes=[*open_routes(self.site), *files], middleware=[Middleware(SecurityHeaders)])

    @asynccontextmanager
    async def visitor(self) -> AsyncIterator[httpx.AsyncClient]:
        async with AsyncExitStack() as closing:
            transport = httpx.ASGITransport(self.app)
            yield await closing.enter_async_context(httpx.AsyncClient(transport=transport, base_url=PUBLIC))

    async def sees(self, path: str, **asked: Any) -> httpx.Response:
        """The answer to one question; minutes later nothing is remembered."""
        async with self.visitor() as visitor:
            return await visitor.get(path, params=asked or None)

    async def requests(self, **asked: Any) -> list[dict[str, Any]]:
        answer = await self.sees(f"{V2}/requests.json", **asked)
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()
        return found

    async def minutes_later(self, minutes: int = 6) -> None:
        """What was remembered is asked anew."""
        await self.world.later(minutes=minutes)

    async def key(self, name: str = "Мобильное приложение") -> str:
        key = await make_key(self.world.service.store, name, self.world.now)
        assert key is not None
        return key

    async def posts(self, key: str, *, form: str = "json", **fields: str) -> httpx.Response:
        async with self.visitor() as visitor:
            return await visitor.post(f"{V2}/requests.{form}", data={"api_key": key, **fields})

    async def solved(self, anna: Resident, ivan: Official, words: str = "Засыпали щебнем") -> str:
        """Filed with a photo and solved with a photo; the number."""
        await anna.agrees()
        number = await anna.files(POTHOLE, self.world.photo(1))
        await ivan.answers(number, "Решено", words, self.world.photo(1, mended=True))
        return number
