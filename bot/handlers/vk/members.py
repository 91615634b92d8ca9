"""Who is in a group chat, remembered for a few minutes; a stranger is asked about each time."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.handlers.vk.asking import ask
from bot.handlers.vk.errors import VKSaid
from bot.handlers.vk.shapes import table, tables, whole

if TYPE_CHECKING:
    from vkbottle import API

KEPT_SECONDS = 180.0
PAGE, PAGES = 1000, 10


class Members:
    def __init__(self, api: "API", clock: Callable[[], float] = time.monotonic) -> None:
        self._api, self._clock = api, clock
        self._known: dict[int, tuple[frozenset[int], float]] = {}

    async def has(self, peer: int, person: int) -> bool:
        """True also where VK will not tell: without «доступ ко всей переписке» it does not. Raises TryLater, VKSaid."""
        people, until = self._known.get(peer, (frozenset(), 0.0))
        if person in people and self._clock() < until:
            return True
        try:
            people = await self._asked(peer)
        except VKSaid as said:
            if said.temporary:
                raise
            return True
        self._known[peer] = (people, self._clock() + KEPT_SECONDS)
        return person in people

    async def _asked(self, peer: int) -> frozenset[int]:
        people: set[int] = set()
        for page in range(PAGES):
            answer = table(
                await ask(self._api, "messages.getConversationMembers", peer_id=peer, offset=page * PAGE, count=PAGE)
            )
            found = {whole(one.get("member_id")) for one in tables(answer["items"])} - {None}
            people |= {one for one in found if one is not None}
            if not found or len(people) >= (whole(answer.get("count")) or 0):
                break
        return frozenset(people)
