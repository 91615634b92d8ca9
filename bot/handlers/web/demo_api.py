"""What only the training ground has: its clock is moved, its scenes are played, everything begins anew."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.handlers.web.guard import let_in
from bot.handlers.web.room import Problem
from bot.handlers.web.upload import plain, posted_json

State = Mapping[str, str | int]

# What the page's script says of the training ground.
TRAINING_WORDS = (
    "demo-page-above",
    "demo-page-again",
    "demo-page-clock",
    "demo-page-close",
    "demo-page-day",
    "demo-page-empty-desk",
    "demo-page-empty-guest",
    "demo-page-empty-head",
    "demo-page-empty-resident",
    "demo-page-guest",
    "demo-page-hint",
    "demo-page-hours",
    "demo-page-look",
    "demo-page-look-site",
    "demo-page-look-telegram",
    "demo-page-look-vk",
    "demo-page-monday",
    "demo-page-office",
    "demo-page-quiet",
    "demo-page-reset",
    "demo-page-reset-short",
    "demo-page-scenes",
)


class Ground(Protocol):
    """The training ground; `move` and `play` return False while something else is going on."""

    def state(self) -> State:
        """What time it is, what is being played, what was played already."""

    async def move(self, by: str) -> bool:
        """«hours», «day» or «monday»; returns when everything has come that was to come meanwhile."""

    async def play(self, scene: str) -> bool:
        """Begins the scene and does not wait for its end."""

    async def reset(self) -> None:
        """As if nothing had been."""


def training_routes(ground: Ground) -> list[BaseRoute]:
    """Given only to a demo: a real service has no such addresses at all."""

    async def state(request: Request) -> Response:
        let_in(request)
        return JSONResponse(ground.state())

    async def reset(request: Request) -> Response:
        let_in(request)
        await ground.reset()
        return JSONResponse(ground.state())

    return [
        Route("/api/demo", state),
        Route("/api/demo/move", _doing(ground, ground.move, "by"), methods=["POST"]),
        Route("/api/demo/play", _doing(ground, ground.play, "scene"), methods=["POST"]),
        Route("/api/demo/reset", reset, methods=["POST"]),
    ]


def _doing(
    ground: Ground, action: Callable[[str], Awaitable[bool]], field: str
) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        let_in(request)
        what = plain((await posted_json(request)).get(field))
        try:
            done = await action(what)
        except LookupError as error:
            raise Problem(404, "demo-unknown") from error
        if not done:
            raise Problem(409, "demo-busy")
        return JSONResponse(ground.state())

    return endpoint
