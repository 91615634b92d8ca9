"""Puts the desk together: an application of its own under /office, with its own kind pages for every trouble."""

from typing import cast

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bot.handlers.web.office import acting, affairs, appeal, door, figures, files, listing, map, rules
from bot.handlers.web.office.room import HERE, OfficeRoom, Shut, Trouble, page

POST = ["POST"]


class Asset(StaticFiles):
    """Files that come with the release: asked after each time, and then mostly «not changed»."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response


def office_mount(room: OfficeRoom) -> Mount:
    """The desk, to be put among the routes of the page."""
    app = Starlette(
        routes=_routes(),
        middleware=[Middleware(GZipMiddleware, minimum_size=1000)],
        exception_handlers={Shut: _on_shut, Trouble: _on_trouble, HTTPException: _on_http},
    )
    app.state.office = room
    return Mount("/office", app=app)


def _routes() -> list[BaseRoute]:
    return [
        Route("/", listing.listing),
        Route("/enter/{code}", door.door),
        Route("/enter/{code}", door.enter, methods=POST),
        Route("/leave", door.leave, methods=POST),
        Route("/a/{number}", appeal.appeal),
        Route("/a/{number}", acting.act, methods=POST),
        Route("/a/{number}/photo/{file}", appeal.photo),
        Route("/picture", acting.pictured),
        Route("/map", map.district_map),
        Route("/figures", figures.figures),
        Route("/export", files.export_page),
        Route("/export/file", files.export),
        Route("/chats", affairs.chats),
        Route("/letters", affairs.letters),
        Route("/letters", affairs.send_again, methods=POST),
        Route("/rules", rules.rules),
        Mount("/static/leaflet", Asset(packages=[("xstatic.pkg.leaflet", "data")])),
        Mount("/static", Asset(directory=HERE / "static")),
    ]


async def _on_shut(request: Request, shut: Exception) -> Response:
    shut = cast(Shut, shut)
    return page(request, "door.html", status=shut.status, said=shut.words, unsent=shut.unsent)


async def _on_trouble(request: Request, trouble: Exception) -> Response:
    trouble = cast(Trouble, trouble)
    return page(request, "trouble.html", status=trouble.status, said=trouble.words)


async def _on_http(request: Request, error: Exception) -> Response:
    status = cast(HTTPException, error).status_code
    return page(request, "trouble.html", status=status, said="office-trouble-no-page")
