"""The HTTP face: one handler without a router, because benchmarks pass through it thousands of times."""

import asyncio
import json
from collections import deque
from typing import TYPE_CHECKING, Any

from aiohttp import StreamReader, web

from tests.servers.vk import control
from tests.servers.vk.errors import VKError
from tests.servers.vk.faults import Fault
from tests.servers.vk.feed import poll
from tests.servers.vk.methods import METHODS, right_for
from tests.servers.vk.params import Params

if TYPE_CHECKING:
    from tests.servers.vk.server import VKServer

RATE, SECOND = 20, 1.0
BODY_MOST = 256 * 2**20
OLDEST = (5, 81)


class Face:
    def __init__(self, server: "VKServer") -> None:
        self.server = server
        self._recent: deque[float] = deque()
        self._runner: web.ServerRunner | None = None

    async def open(self, host: str, port: int) -> int:
        """Listen; returns the port taken."""
        low = web.Server(self._handle, request_factory=self._request, access_log=None)
        self._runner = web.ServerRunner(low, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        return int(self._runner.addresses[0][1])

    async def close(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def _request(self, message: Any, payload: StreamReader, protocol: Any, writer: Any, task: Any) -> web.BaseRequest:
        loop = asyncio.get_running_loop()
        return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=BODY_MOST)

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if path.startswith("/method/"):
            return await self._api(request, path.removeprefix("/method/"))
        name = path.split("/", 2)[1]
        if name in ("_control", "_journal"):
            return await control.serve(self.server, request, name)
        if fault := self.server.faults.take({"whp": "a_check", "upload": "upload"}.get(name, "file"), {}):
            return await self._spoiled(request, fault, name)
        return await self._other(request, name)

    async def _other(self, request: web.BaseRequest, name: str) -> web.StreamResponse:
        if name == "whp":
            return await poll(self.server.feed, request)
        if name == "upload" and request.method == "POST":
            return _json(_dump(await self.server.files.receive(request, request.path.split("/")[2])))
        return await self.server.files.download(request)

    async def _spoiled(self, request: web.BaseRequest, fault: Fault, name: str) -> web.StreamResponse:
        good = await self._other(request, name) if fault.performs else None
        body = good.body if isinstance(good, web.Response) and isinstance(good.body, bytes) else b""
        return await self.server.faults.break_answer(request, fault, body)

    async def _api(self, request: web.BaseRequest, method: str) -> web.StreamResponse:
        params = await Params.of(request)
        fault = self.server.faults.take(method, params)
        if fault is None:
            return _json(self._answer(method, params))
        if fault.code is not None:
            return _json(self._answer(method, params, VKError(fault.code)))
        if fault.performs:
            return await self.server.faults.break_answer(request, fault, self._answer(method, params, fault=fault.kind))
        self.server.journal.note(method, params, None, None, fault.kind)
        return await self.server.faults.break_answer(request, fault, b"")

    def _answer(self, method: str, params: Params, refusal: VKError | None = None, fault: str | None = None) -> bytes:
        """Carry the call out and write it into the journal."""
        try:
            if refusal is not None:
                raise refusal
            self._admit(method, params)
            response = METHODS[method](self.server, params)
        except VKError as error:
            kind = str(error.code) if refusal is not None else fault
            self.server.journal.note(method, params, None, error.code, kind)
            return _dump(error.shown(method, params))
        self.server.journal.note(method, params, response, None, fault)
        return _dump({"response": response})

    def _admit(self, method: str, params: Params) -> None:
        token = params.get("access_token")
        if token != self.server.token:
            raise _refused_token(token)
        if "v" not in params:
            raise VKError(8, "v is required parameter")
        if self.server.version_of(params) < OLDEST:
            raise VKError(8, f"versions below 5.81 are deprecated. Version passed: {params['v']}")
        if self.server.enforce_limits:
            self._count()
        if method not in METHODS:
            raise VKError(3)
        if (right := right_for(method)) and right not in self.server.permissions:
            raise VKError(15, "no access to call this method. It cannot be called with current scopes.")

    def _count(self) -> None:
        now = asyncio.get_running_loop().time()
        while self._recent and now - self._recent[0] >= SECOND:
            self._recent.popleft()
        if len(self._recent) >= RATE:
            raise VKError(6)
        self._recent.append(now)


def _refused_token(token: str | None) -> VKError:
    refusal = VKError(5)
    if not token:
        refusal.text = "User authorization failed: no access_token passed."
    return refusal


def _dump(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _json(body: bytes) -> web.Response:
    return web.Response(body=body, content_type="application/json", charset="utf-8")
