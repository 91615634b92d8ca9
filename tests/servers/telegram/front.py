"""The server's HTTP side: it reads requests, has them carried out, and answers them as ordered."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from . import asking, editing  # noqa: F401  (they enter their methods)
from .arguments import Arguments, read_arguments
from .errors import Refused
from .faults import Faults, spoiled
from .files import UPLOAD
from .journal import Call
from .listening import LISTENING
from .methods import find_method
from .updates import Update
from .webhook import Webhook
from .world import World

_encoded = json.JSONEncoder(separators=(",", ":")).encode  # made once: json.dumps would make it for every answer


class Front:
    def __init__(self, world: World, token: str, port: int, keep_journal: bool) -> None:
        self.world, self.token, self.port, self.keep_journal = world, token, port, keep_journal
        self.webhook = Webhook(world.updates)
        self.webhook.now, self.webhook.run_method = world.now, self.answer
        self.faults = Faults()
        self.journal: list[Call] = []
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        app = web.Application(client_max_size=UPLOAD + (2 << 20))
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        for path, handler in self.more_routes().items():
            app.router.add_route("*", path, handler)
        # Without an access log: it would hold the token. Handlers end with their client, as a long poll must.
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]

    async def stop(self) -> None:
        """Every line breaks. What was said and is pending stays: `start` again, at the same port, ends the outage."""
        self.faults.release()
        self.world.updates.drop_poll()
        await self.webhook.stop()
        if self._runner:
            await self._runner.cleanup()

    def more_routes(self) -> dict[str, Callable[[web.Request], Any]]:
        """Paths beside those of Telegram."""
        return {}

    async def answer(self, method: str, arguments: Arguments) -> tuple[int, bytes]:
        """Carries out one method: the status and the body of the answer."""
        try:
            if special := LISTENING.get(method.lower()):
                result = await special(self.world.updates, self.webhook, arguments)
            else:
                result = find_method(method)(self.world, arguments)
        except Refused as error:
            return error.code, json.dumps(error.as_json()).encode()
        if isinstance(result, list) and result and isinstance(result[0], Update):
            return 200, f'{{"ok":true,"result":[{",".join(map(str, result))}]}}'.encode()
        return 200, _encoded({"ok": True, "result": result}).encode()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method, began, clock = request.match_info["method"], time.time(), time.perf_counter()
        if refused := self._refused(request):
            return refused
        try:
            arguments = await read_arguments(request)
        except web.HTTPRequestEntityTooLarge:
            return web.json_response(Refused("Request Entity Too Large", 413).as_json(), status=413)
        fault = self.faults.pick(method.lower(), arguments.integer("chat_id"))
        status, body = (0, b"") if fault and not fault.done else await self.answer(method, arguments)
        if self.keep_journal:
            call = Call(
                method,
                arguments.for_journal(),
                status,
                body,
                began,
                time.perf_counter() - clock,
                fault.kind if fault else "",
            )
            self.journal.append(call)
        if fault:
            return await spoiled(fault, request, body)
        headers = {"Retry-After": str(json.loads(body)["parameters"]["retry_after"])} if status == 429 else None
        return web.Response(body=body, status=status, content_type="application/json", headers=headers)

    def _refused(self, request: web.Request) -> web.Response | None:
        token = request.match_info["token"]
        if token == self.token:
            return None
        known_form = token.partition(":")[0].isdecimal() and ":" in token and not token.startswith("0")
        description = "Unauthorized" if known_form else "Unauthorized: invalid token specified"
        return web.json_response(Refused(description, 401).as_json(), status=401)

    async def _download(self, request: web.Request) -> web.StreamResponse:
        """A file by the path that getFile gave. Faults know it as the method "download"."""
        if refused := self._refused(request):
            return refused
        file = self.world.files.by_path.get(request.match_info["path"])
        fault = self.faults.pick("download", 0)
        data = file.data if file else b""
        if fault:
            return await spoiled(fault, request, data)
        if file is None:
            return web.json_response(Refused("Not Found", 404).as_json(), status=404)
        return web.Response(body=data, content_type="application/octet-stream")
