"""Puts the web room together: one Starlette application, everything it needs given from outside."""

from collections.abc import Sequence
from typing import cast

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.handlers.web import chat_api, desk_pages, form, links, moving, pages, widget
from bot.handlers.web.demo import DemoScene
from bot.handlers.web.doors import Reception
from bot.handlers.web.guard import Policy, SecurityHeaders
from bot.handlers.web.heard_out import HeardOut
from bot.handlers.web.live import Bell
from bot.handlers.web.photos import photo
from bot.handlers.web.room import History, Problem, Room, Words, room_of
from bot.handlers.web.slim import Slim
from bot.handlers.web.stream import stream
from bot.usecases.platform import Accept, Clock
from bot.usecases.transcript import KeepPhoto, OpenPhoto


def web_app(
    *,
    accept: Accept,
    transcripts: History,
    keep_photo: KeepPhoto,
    open_photo: OpenPhoto,
    clock: Clock,
    bell: Bell,
    words: Words,
    district_name: str,
    reception: Reception,
    demo: DemoScene | None = None,
    extra_routes: Sequence[BaseRoute] = (),
) -> Starlette:
    """The application; `extra_routes` (the platforms' webhooks) pass none of the page's own checks."""
    app = Starlette(
        routes=[*_pages(), *_api(), *extra_routes],
        middleware=[Middleware(HeardOut), Middleware(SecurityHeaders, policy=_policy(reception)), Middleware(Slim)],
        exception_handlers={Problem: _on_problem, HTTPException: _on_http},
    )
    app.state.room = Room(
        accept, transcripts, keep_photo, open_photo, clock, bell, words, district_name, demo, reception
    )
    return app


def _policy(reception: Reception) -> Policy:
    return Policy(reception.embed_on, reception.tiles.origin if reception.tiles else "")


def _pages() -> list[BaseRoute]:
    return [
        Route("/", pages.resident),
        Route("/embed", pages.embedded),
        Route("/widget.js", widget.script),
        Route("/form", form.show),
        Route("/form", form.write, methods=["POST"]),
        Route("/form/press", form.press, methods=["POST"]),
        Route("/form/link", links.make_plainly, methods=["POST"]),
        Route("/form/move", moving.offer_plainly, methods=["POST"]),
        Route("/link", links.door),
        Route("/link", links.enter, methods=["POST"]),
        Route("/link/leave", links.leave, methods=["POST"]),
        Route("/desk", desk_pages.desk),
        Route("/desk", desk_pages.enter_desk, methods=["POST"]),
        Route("/desk/{key}", desk_pages.desk_by_link, name="desk_by_link"),
        Route("/demo", pages.demo),
        Route("/photo/{file:path}", photo),
        Route("/healthz", _healthz),
        Mount("/static", StaticFiles(directory=pages.HERE / "static")),
        # The map's library, as its wheel brought it: nothing of it comes from another site.
        Mount("/leaflet", StaticFiles(packages=[("xstatic.pkg.leaflet", "data")])),
    ]


def _api() -> list[BaseRoute]:
    chat = "/api/chat/{pane}"
    return [
        Route(f"{chat}/lines", chat_api.lines),
        Route(f"{chat}/stream", stream),
        Route(f"{chat}/message", chat_api.message, methods=["POST"]),
        Route(f"{chat}/press", chat_api.press, methods=["POST"]),
        Route(f"{chat}/edit", chat_api.edit, methods=["POST"]),
        Route("/api/link", links.make, methods=["POST"]),
        Route("/api/move", moving.offer, methods=["POST"]),
    ]


async def _healthz(_request: Request) -> Response:
    return PlainTextResponse("ok")


async def _on_problem(request: Request, problem: Exception) -> Response:
    problem = cast(Problem, problem)
    if _wants_a_page(request):
        return pages.missing(request, problem.words, problem.status)
    return JSONResponse({"error": room_of(request).words(problem.words)}, status_code=problem.status)


async def _on_http(request: Request, error: Exception) -> Response:
    error = cast(HTTPException, error)
    if _wants_a_page(request) and error.status_code == 404:
        return pages.missing(request, "page-error-no-page")
    return PlainTextResponse(error.detail, status_code=error.status_code, headers=error.headers)


def _wants_a_page(request: Request) -> bool:
    return not request.url.path.startswith("/api/") and "text/html" in request.headers.get("accept", "")
