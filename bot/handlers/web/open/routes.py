"""The addresses of the open figures; there are none at all where they are switched off."""

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.handlers.web.open import page
from bot.handlers.web.open.open311 import BASE, open311_routes
from bot.handlers.web.open.site import OpenSite
from bot.handlers.web.open.spark import HEADERS

HERE = Path(__file__).parent
Endpoint = Callable[[OpenSite, Request], Awaitable[Response]]


def open_routes(site: OpenSite) -> list[BaseRoute]:
    """`extra_routes` of the application; the most exact first."""

    def route(path: str, endpoint: Endpoint) -> BaseRoute:
        return Route(path, partial(endpoint, site), methods=["GET"])

    routes: list[BaseRoute] = [
        route("/open", page.page),
        route("/open/figures.json", page.figures),
        route("/open/map.json", page.points),
        route("/open/picture/{name}.jpg", page.picture),
        route("/open/openapi.json", document),
        Mount("/open/static", StaticFiles(directory=HERE / "static")),
    ]
    if "open311" in site.parts:
        routes += [route(f"{BASE}/openapi.json", document), *open311_routes(site)]
    return routes


async def document(_site: OpenSite, _request: Request) -> Response:
    """The OpenAPI description of all this."""
    content = (HERE / "openapi.json").read_bytes()
    headers = {**HEADERS, "Cache-Control": "public, max-age=3600"}
    return Response(content, media_type="application/json", headers=headers)
