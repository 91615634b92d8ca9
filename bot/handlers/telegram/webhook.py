"""Listens to Telegram by webhook: the answer 200 goes out only after the update is kept."""

import hmac
import json
import re

import structlog
from aiogram import Bot
from aiogram.methods import GetMe, SetWebhook
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.handlers.telegram.asking import ask, ask_object
from bot.handlers.telegram.incoming import KINDS
from bot.handlers.telegram.reading import Reading
from bot.handlers.telegram.text import Me
from bot.usecases.platform import Accept

log = structlog.get_logger()

LARGEST = 1024 * 1024  # bytes of one update

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_HEADER = "X-Telegram-Bot-Api-Secret-Token"


class TelegramWebhook:
    """One bot's endpoint; `secret` is what Telegram repeats in a header, `anonymous` as in TelegramPolling."""

    def __init__(self, bot: Bot, accept: Accept, secret: str, *, anonymous: str) -> None:
        if _SECRET.fullmatch(secret) is None:
            raise ValueError("a webhook secret is 1 to 256 Latin letters, digits, «_» and «-»")
        self.path = f"/telegram/{bot.id}"
        self._bot = bot
        self._accept = accept
        self._secret = secret
        self._anonymous = anonymous
        self._me: Me | None = None
        self._reading = Reading()

    @property
    def skipped(self) -> int:
        """How many updates could not be read since the start."""
        return self._reading.skipped

    def route(self) -> Route:
        return Route(self.path, self._receive, methods=["POST"])

    async def set_webhook(self, url: str) -> None:
        """Tells Telegram where the service stands: `url` is its address without a path. Raises SendingError."""
        method = SetWebhook(url=url.rstrip("/") + self.path, secret_token=self._secret, allowed_updates=list(KINDS))
        await ask(self._bot, method)

    async def _receive(self, request: Request) -> Response:
        if not hmac.compare_digest(request.headers.get(_HEADER, "").encode(), self._secret.encode()):
            return Response(status_code=403)
        try:
            body = await _body(request)
            raw = None if body is None else json.loads(body)
        except (ValueError, RecursionError, ClientDisconnect):
            return Response(status_code=400)
        if body is None:
            return Response(status_code=413)
        return Response(status_code=200 if await self._kept(raw) else 500)

    async def _kept(self, raw: object) -> bool:
        try:
            update = self._reading.read(raw, await self._introduce())
            if update is not None:
                await self._accept([update])
        except Exception as error:  # Telegram repeats what was not kept
            why = getattr(error, "why", type(error).__name__)
            log.error("an update was not kept, Telegram will repeat it", action="telegram.webhook.failed", why=why)
            return False
        return True

    async def _introduce(self) -> Me:
        if self._me is None:
            user = await ask_object(self._bot, GetMe())
            self._me = Me(user["id"], user.get("username", ""), self._anonymous)
        return self._me


async def _body(request: Request) -> bytes | None:
    """The whole body, None if it is larger than agreed."""
    taken = bytearray()
    async for chunk in request.stream():
        taken += chunk
        if len(taken) > LARGEST:
            return None
    return bytes(taken)
