"""How the process is, for machines: `/healthz`, `/readyz` and `/metrics`; nothing of anybody's words or secrets.

Everybody may ask the first two. The metrics are shown only at a port of their own (`OTKLIK_STATUS_PORT`), which no
proxy passes on: behind one every request comes from this machine, and its address would prove nothing.
"""

from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

Troubles = Callable[[], Awaitable[list[str]]]
Page = Callable[[], Awaitable[bytes]]


def ready_route(troubles: Troubles) -> Route:
    """`/readyz`: 200, or 503 with the reasons."""

    async def ready(_request: Request) -> Response:
        reasons = await troubles()
        return JSONResponse({"ready": not reasons, "reasons": reasons}, status_code=503 if reasons else 200)

    return Route("/readyz", ready)


def status_app(troubles: Troubles, page: Page, content_type: str) -> Starlette:
    """The whole of the port for machines."""

    async def alive(_request: Request) -> Response:
        return PlainTextResponse("ok")

    async def metrics(_request: Request) -> Response:
        return Response(await page(), media_type=content_type)

    return Starlette(routes=[Route("/healthz", alive), ready_route(troubles), Route("/metrics", metrics)])
