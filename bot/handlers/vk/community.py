"""The community behind a token: who it is, and that its Long Poll tells what the bot needs."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from bot.handlers.vk.asking import ask
from bot.handlers.vk.errors import VKSaid
from bot.handlers.vk.incoming import EVENTS
from bot.handlers.vk.shapes import Json, Malformed, number, table, tables, text
from bot.usecases.platform import TryLater

if TYPE_CHECKING:
    from vkbottle import API

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Community:
    id: int
    name: str


async def community(api: "API") -> Community:
    """The community that the token belongs to. Raises VKSaid, TryLater, or Malformed for a user's token."""
    found = tables(table(await ask(api, "groups.getById")).get("groups"))
    if not found:
        raise Malformed("groups")
    return Community(number(found[0], "id"), text(found[0].get("name")))


def silent(settings: Json) -> list[str]:
    """The events that the Long Poll does not tell under these settings; all of them where it is off."""
    told = table(settings.get("events")) if settings.get("is_enabled") else {}
    return [name for name in EVENTS if not told.get(name)]


async def turn_on_long_poll(api: "API", group_id: int) -> None:
    """Adds what is missing and leaves on what others turned on. A refusal is logged: perhaps all is on already."""
    try:
        settings = table(await ask(api, "groups.getLongPollSettings", group_id=group_id))
        if not silent(settings):
            return
        wanted = {name for name, told in table(settings.get("events")).items() if told} | set(EVENTS)
        on = {"enabled": 1, "api_version": api.API_VERSION} | dict.fromkeys(sorted(wanted), 1)
        await ask(api, "groups.setLongPollSettings", group_id=group_id, **on)
        log.info("long poll turned on", action="vk.settings", group=group_id)
    except (VKSaid, TryLater) as refusal:
        log.warning("long poll settings refused", action="vk.settings", group=group_id, why=str(refusal))
