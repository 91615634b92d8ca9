"""Makes whole updates of raw events: reads cropped messages again, decodes, fills in first names."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from bot.dialogs.events import BotAdded, ButtonPressed, MessageEdited, MessageSent
from bot.handlers.vk.address import number_of
from bot.handlers.vk.asking import message_at
from bot.handlers.vk.errors import VKSaid
from bot.handlers.vk.incoming import decode, message_in
from bot.handlers.vk.names import Names
from bot.handlers.vk.shapes import Json, table, tables, text, whole
from bot.usecases.platform import TryLater, Update

if TYPE_CHECKING:
    from vkbottle import API

PAUSES = (1.0, 3.0)  # between tries to read a cropped message; then what VK left of it has to do

log = structlog.get_logger()

Sleep = Callable[[float], Awaitable[object]]


class Completing:
    """From a batch of raw events to updates. An event that cannot be decoded is logged by its id and left out."""

    def __init__(self, api: "API", group_id: int, names: Names | None = None, sleep: Sleep = asyncio.sleep) -> None:
        self._api, self._group_id, self._sleep = api, group_id, sleep
        self._names = names or Names(api)

    async def __call__(self, events: Iterable[object]) -> list[Update]:
        updates = [update for event in events if (update := await self._decoded(event))]
        return await self._named(updates)

    async def _decoded(self, event: object) -> Update | None:
        try:
            return decode(await self._uncropped(table(event)), self._group_id)
        except Exception as error:
            event_id = text(table(event).get("event_id"))[:80]
            log.warning("event skipped", action="vk.skip", event_id=event_id, error=type(error).__name__)
            return None

    async def _uncropped(self, event: Json) -> Json:
        message = message_in(event)
        peer, number = whole(message.get("peer_id")), whole(message.get("conversation_message_id"))
        if not _cropped(message) or peer is None or number is None:
            return event
        for pause in (*PAUSES, None):
            try:
                found = await message_at(self._api, peer, number)
                return event if found is None else {**event, "object": {"message": found}}
            except (VKSaid, TryLater) as trouble:
                if pause is None or (isinstance(trouble, VKSaid) and not trouble.temporary):
                    break
                await self._sleep(pause)
        log.warning("message stays cropped", action="vk.cropped", event_id=text(event.get("event_id")))
        return event

    async def _named(self, updates: Sequence[Update]) -> list[Update]:
        people = {one for update in updates if (one := _person(update)) is not None}
        names = await self._names.of(people) if people else {}
        return [_with_name(update, names) for update in updates]


def _cropped(message: Json) -> bool:
    return bool(message.get("is_cropped")) or any(one.get("is_cropped") for one in tables(message.get("fwd_messages")))


def _person(update: Update) -> int | None:
    match update.event:
        case MessageSent() | MessageEdited() | ButtonPressed() | BotAdded() as event:
            return number_of(event.sender.address)
    return None


def _with_name(update: Update, names: dict[int, str]) -> Update:
    match update.event:
        case MessageSent() | MessageEdited() | ButtonPressed() | BotAdded() as event:
            sender = replace(event.sender, name=names.get(number_of(event.sender.address) or 0, ""))
            return replace(update, event=replace(event, sender=sender))
    return update
