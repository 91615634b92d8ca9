"""First names of people, which VK's events do not carry: asked in one call for many, kept for a day."""

import asyncio
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import structlog

from bot.handlers.vk.asking import ask
from bot.handlers.vk.shapes import tables, text, whole

if TYPE_CHECKING:
    from vkbottle import API

KEPT_SECONDS = 24 * 3600.0
KEPT_MOST = 10_000
PATIENCE = 5.0  # a message must not wait long for a name

log = structlog.get_logger()


class Names:
    """Asks users.get; a failure gives empty names now and a new try at the next message."""

    def __init__(self, api: "API", clock: Callable[[], float] = time.monotonic) -> None:
        self._api, self._clock = api, clock
        self._known: dict[int, tuple[str, float]] = {}  # oldest first

    async def of(self, people: Iterable[int]) -> dict[int, str]:
        """First names by id; empty for communities, deleted people and where VK does not answer."""
        wanted = set(people)
        unknown = sorted(one for one in wanted if one > 0 and not self._fresh(one))
        for start in range(0, len(unknown), 1000):
            await self._learn(unknown[start : start + 1000])
        return {one: self._known.get(one, ("", 0.0))[0] for one in wanted}

    def _fresh(self, person: int) -> bool:
        return person in self._known and self._known[person][1] > self._clock()

    async def _learn(self, people: list[int]) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await ask(self._api, "users.get", user_ids=people, lang="ru")
        except Exception as error:
            log.warning("names were not told", action="vk.names", people=len(people), error=type(error).__name__)
            return
        told = {whole(one.get("id")): one for one in tables(answer)}
        for person in people:
            one = told.get(person, {})
            name = "" if one.get("deactivated") == "deleted" else text(one.get("first_name")).strip()
            self._known.pop(person, None)
            self._known[person] = (name, self._clock() + KEPT_SECONDS)
        while len(self._known) > KEPT_MOST:
            del self._known[next(iter(self._known))]
