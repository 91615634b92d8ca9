"""Things that go wrong between a bot and Telegram, on order or by a seeded storm."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field

from aiohttp import web

from .errors import Refused, too_many

KINDS = ("429", "500", "502html", "garbage", "half", "hang", "drop", "done-then-drop", "done-then-hang")
# What a storm blows unless told otherwise: a hang ends only when it is released.
STORM = tuple(kind for kind in KINDS if not kind.endswith("hang"))
LONGEST_WAIT = 3  # seconds that a storm's 429 asks for
BAD_GATEWAY = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n"
    "<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n"
)


@dataclass(slots=True, eq=False)
class Fault:
    """One order of trouble. `done` says whether the work is carried out although the answer does not tell."""

    kind: str
    method: str | None
    chat_id: int | None
    times: int
    skip: int
    retry_after: int
    done: bool
    hits: int = 0
    happened: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)  # ends a hang

    def takes(self, method: str, chat_id: int) -> bool:
        if self.method not in (None, method) or self.chat_id not in (None, chat_id) or self.hits >= self.times:
            return False
        if self.skip:
            self.skip -= 1
            return False
        self.hits += 1
        self.happened.set()
        return True


class Faults:
    def __init__(self) -> None:
        self._orders: list[Fault] = []
        self._storm: tuple[random.Random, float, tuple[str, ...], frozenset[str] | None] | None = None
        self._hanging: list[Fault] = []
        self.hits = 0

    def order(
        self,
        method: str | None = None,
        times: int = 1,
        kind: str = "500",
        *,
        retry_after: int = 1,
        chat: int | None = None,
        skip: int = 0,
        done: bool | None = None,
    ) -> Fault:
        """The next `times` calls (after `skip` good ones) go wrong; of any method and chat unless said."""
        assert kind in KINDS, f"no such trouble: {kind}; there is {', '.join(KINDS)}"
        if done is None:
            done = _performs(kind)
        fault = Fault(kind, method.lower() if method else None, chat, times, skip, retry_after, done)
        self._orders.append(fault)
        return fault

    def call_off(self, fault: Fault) -> None:
        """An order that is not wanted any more."""
        self._orders = [order for order in self._orders if order is not fault]

    def storm(
        self, seed: int, share: float, kinds: tuple[str, ...] = STORM, methods: tuple[str, ...] | None = None
    ) -> None:
        """Of all calls, or those of `methods`, a share goes wrong in one of the ways; a share of 0 ends the storm."""
        wanted = frozenset(method.lower() for method in methods) if methods else None
        self._storm = (random.Random(seed), share, kinds, wanted) if share else None

    def pick(self, method: str, chat_id: int) -> Fault | None:
        """The trouble this call gets, if any. `method` in lower case."""
        if not self._orders and not self._storm:
            return None
        fault = next((order for order in self._orders if order.takes(method, chat_id)), None) or self._blown(method)
        self._orders = [order for order in self._orders if order.hits < order.times]
        if fault:
            self.hits += 1
            self._hanging += [fault] if fault.kind.endswith("hang") else []
        return fault

    def _blown(self, method: str) -> Fault | None:
        if not self._storm:
            return None
        dice, share, kinds, wanted = self._storm
        if (wanted is not None and method not in wanted) or dice.random() >= share:
            return None
        kind = dice.choice(kinds)
        wait = dice.randint(1, LONGEST_WAIT) if kind == "429" else 1
        return Fault(kind, None, None, 1, 0, wait, _performs(kind), hits=1)

    def release(self) -> None:
        """Ends every hang: the line is closed."""
        while self._hanging:
            fault = self._hanging.pop()
            fault.over.set()
            fault.over = asyncio.Event()  # an order of many calls may hang again


def _performs(kind: str) -> bool:
    return kind == "half" or kind.startswith("done-then-")


async def spoiled(fault: Fault, request: web.Request, body: bytes) -> web.StreamResponse:
    """The answer as trouble leaves it. `body` is what would have been answered."""
    match fault.kind:
        case "429":
            return refusal(too_many(fault.retry_after))
        case "500":
            return refusal(Refused("Internal Server Error", 500))
        case "502html":
            return web.Response(status=502, text=BAD_GATEWAY, content_type="text/html")
        case "garbage":
            return web.Response(text="\x00\x16 this is no JSON", content_type="application/json")
        case "half":
            return await _half(request, body)
        case "hang" | "done-then-hang":
            await fault.over.wait()
    if request.transport:
        request.transport.close()
    return web.Response()


async def _half(request: web.Request, body: bytes) -> web.StreamResponse:
    """The headers promise the whole answer, then the line breaks in the middle of it."""
    response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": str(len(body))})
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    if request.transport:
        request.transport.close()
    return response


def refusal(error: Refused) -> web.Response:
    headers = {"Retry-After": str(error.parameters["retry_after"])} if error.code == 429 else {}
    return web.json_response(error.as_json(), status=error.code, headers=headers)
