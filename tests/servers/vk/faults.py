"""Troubles a test orders in advance: error codes, broken answers, silence, lost connections."""

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from aiohttp import web

BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway<hr>kittenx</body></html>"
BREAKS = ("500", "502html", "garbage", "half", "hang", "drop")
STORM = ("6", "9", "10", "500", "502html", "half", "drop", "done-then-drop")
AFTER = "done-then-"


@dataclass(slots=True)
class Fault:
    """What happens to the next `times` calls of `method`, once `after` more of them have passed unharmed."""

    method: str
    kind: str
    times: int
    after: int = 0
    where: Callable[[dict[str, str]], bool] | None = None
    happened: int = 0

    @property
    def code(self) -> int | None:
        """The error code to answer with, if that is the whole trouble."""
        return int(self.kind) if self.kind.isdigit() and self.kind not in BREAKS else None

    @property
    def performs(self) -> bool:
        """Whether the call is carried out although the caller does not learn of it ("half" is cut on the way back)."""
        return self.kind == "half" or self.kind.startswith(AFTER)


class Faults:
    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self._storm: Callable[[str], Fault | None] = lambda method: None
        self.hits = 0
        self.released = asyncio.Event()

    def add(self, fault: Fault) -> Fault:
        if fault.code is None and fault.kind.removeprefix(AFTER) not in BREAKS:
            raise ValueError(f"unknown kind of fault: {fault.kind}")
        self._waiting.append(fault)
        return fault

    def storm(self, seed: int, share: float, kinds: Sequence[str], methods: Sequence[str]) -> None:
        """Of all calls, or those of `methods`, a share meets one of the kinds; the same seed gives the same storm."""
        dice = random.Random(seed)

        def blow(method: str) -> Fault | None:
            if (methods and method not in methods) or dice.random() >= share:
                return None
            return Fault(method, dice.choice(kinds), 1, happened=1)

        self._storm = blow if share else lambda method: None

    def call_off(self, fault: Fault) -> None:
        """An order that is not wanted any more."""
        self._waiting = [one for one in self._waiting if one is not fault]

    def clear(self) -> None:
        """Fair weather: nothing ordered is left, no storm blows."""
        self._waiting.clear()
        self._storm = lambda method: None

    def release(self) -> None:
        """Ends every hang that there is now: the line is closed."""
        self.released.set()
        self.released = asyncio.Event()

    def take(self, method: str, params: dict[str, str]) -> Fault | None:
        """The trouble this call meets, if any; each ordered one is met `times` times."""
        fault = self._ordered(method, params) or self._storm(method)
        self.hits += fault is not None
        return fault

    def _ordered(self, method: str, params: dict[str, str]) -> Fault | None:
        for fault in self._waiting:
            if fault.method not in ("*", method) or (fault.where and not fault.where(params)):
                continue
            if fault.after:
                fault.after -= 1
                continue
            fault.happened += 1
            if fault.happened == fault.times:
                self._waiting.remove(fault)
            return fault
        return None

    async def break_answer(self, request: web.BaseRequest, fault: Fault, body: bytes) -> web.StreamResponse:
        """Spoil the answer in the ordered way; `body` is the good one (empty if the call was not performed)."""
        kind = fault.kind.removeprefix(AFTER)
        if kind == "500":
            return web.Response(status=500, text="Internal Server Error")
        if kind == "502html":
            return web.Response(status=502, text=BAD_GATEWAY, content_type="text/html")
        if kind == "garbage":
            return web.Response(body=b"\x1f\x8bnot json at all {", content_type="application/json")
        if kind == "half":
            return await _half(request, body)
        if kind == "hang":
            await self.released.wait()
        if request.transport is not None:
            request.transport.abort()
        return web.Response()


async def _half(request: web.BaseRequest, body: bytes) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Type": "application/json; charset=utf-8"})
    answer.content_length = len(body)
    await answer.prepare(request)
    await answer.write(body[: len(body) // 2])
    if request.transport is not None:
        request.transport.close()
    return answer
