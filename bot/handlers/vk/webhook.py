"""The Callback API: VK posts each event here and repeats it until it is answered «ok»."""

import hmac
import json
from collections.abc import Awaitable, Callable, Iterable

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.handlers.vk.shapes import Json, table, text
from bot.usecases.platform import Accept, Update

PATH = "/vk/callback"
BODY_MOST = 1024 * 1024

Complete = Callable[[Iterable[object]], Awaitable[list[Update]]]

log = structlog.get_logger()


class VKWebhook:
    """`complete` is a Completing; without a `secret` anyone could write in a resident's name."""

    def __init__(self, accept: Accept, group_id: int, confirmation: str, secret: str, complete: Complete) -> None:
        if not secret.strip():
            raise ValueError("a callback needs its secret")
        self._accept, self._group_id = accept, group_id
        self._confirmation, self._secret = confirmation, secret
        self._complete = complete

    @property
    def route(self) -> Route:
        return Route(PATH, self.receive, methods=["POST"])

    async def receive(self, request: Request) -> Response:
        """200 «ok» once the event is committed; 400, 403 and 413 for what is not VK's, 500 to be told again."""
        body = await _body(request)
        if body is None:
            return PlainTextResponse("too large", 413)
        try:
            event = table(json.loads(body))
        except (ValueError, RecursionError):
            return PlainTextResponse("not JSON", 400)
        if event.get("group_id") != self._group_id:
            return PlainTextResponse("not this community", 403)
        if event.get("type") == "confirmation":
            return PlainTextResponse(self._confirmation)
        if not self._knows(text(event.get("secret"))):
            log.warning("callback with a wrong secret", action="vk.forged")
            return PlainTextResponse("wrong secret", 403)
        return await self._take(event)

    def _knows(self, secret: str) -> bool:
        return hmac.compare_digest(secret.encode(), self._secret.encode())

    async def _take(self, event: Json) -> Response:
        try:
            if updates := await self._complete([event]):
                await self._accept(updates)
        except Exception as error:
            log.error("callback not accepted", action="vk.callback", error=type(error).__name__)
            return PlainTextResponse("try again", 500)
        return PlainTextResponse("ok")


async def _body(request: Request) -> bytes | None:
    """The body, None if it is over the cap; a connection that breaks leaves half of it, which is no JSON."""
    found = bytearray()
    try:
        async for chunk in request.stream():
            found += chunk
            if len(found) > BODY_MOST:
                return None
    except ClientDisconnect:
        return b""
    return bytes(found)
