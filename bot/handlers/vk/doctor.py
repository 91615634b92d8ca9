"""Looks at the community's token, its Long Poll and its chats for `otklik check`; sends nothing to anybody."""

from typing import TYPE_CHECKING

from bot.handlers.vk.address import is_group, number_of
from bot.handlers.vk.asking import ask
from bot.handlers.vk.community import community, silent
from bot.handlers.vk.errors import TOKEN_CODES, VKSaid, why_not_sent
from bot.handlers.vk.shapes import Json, table, tables, text
from bot.usecases.platform import Health, Refused, TryLater

if TYPE_CHECKING:
    from vkbottle import API

_NEEDED = ("messages", "photos")  # rights that a community's token must have
_FLOOD = frozenset({6, 9, 29})


class VKDoctor:
    """`what` is a name («Отклик», a chat's title) or a word of trouble, for the caller to put into Russian.

    The words: those of Refused, and unauthorized, flood, network, server, unknown, as for Telegram; «another» and the
    community that the token belongs to; «lacks» and the rights it lacks («lacks messages photos»); «deaf» and the
    events that the Long Poll does not tell («deaf message_event»); «hidden» for a chat that VK does not show: the
    community is not in it or was not given «доступ ко всей переписке», without which it hears no replies.

    `long_poll` is False where events come by the Callback API: then its settings do not matter.
    """

    def __init__(self, api: "API", group_id: int | None = None, *, long_poll: bool = True) -> None:
        self._api, self._group_id, self._long_poll = api, group_id, long_poll

    async def account(self) -> Health:
        try:
            who = await community(self._api)
            if self._group_id not in (None, who.id):
                return Health(False, f"another {who.name} ({who.id})")
            trouble = await self._lacks() or await self._deaf(who.id)
            return Health(not trouble, trouble or who.name)
        except Exception as error:
            return Health(False, _word(error))

    async def chat(self, chat: str) -> Health:
        peer = number_of(chat)
        if peer is None:
            return Health(False, "no_chat")
        try:
            found = tables(table(await ask(self._api, "messages.getConversationsById", peer_ids=peer)).get("items"))
            if found:
                return _seen(found[0])
            return Health(False, "hidden" if is_group(peer) else "no_chat")
        except Exception as error:
            return Health(False, _word(error))

    async def _lacks(self) -> str:
        """Empty also where VK does not tell."""
        try:
            answer = table(await ask(self._api, "groups.getTokenPermissions"))
        except VKSaid as said:
            if said.temporary:
                raise
            return ""
        has = {text(one.get("name")) for one in tables(answer.get("permissions"))}
        missing = [name for name in _NEEDED if name not in has]
        return " ".join(["lacks", *missing]) if has and missing else ""

    async def _deaf(self, group_id: int) -> str:
        """A token without the right «manage» may not see the settings; then the Long Poll itself has to answer."""
        if not self._long_poll:
            return ""
        try:
            missing = silent(table(await ask(self._api, "groups.getLongPollSettings", group_id=group_id)))
            return " ".join(["deaf", *missing]) if missing else ""
        except VKSaid as said:
            if said.temporary:
                raise
        try:
            await ask(self._api, "groups.getLongPollServer", group_id=group_id)
        except VKSaid as said:
            if said.temporary:
                raise
            return "deaf"
        return ""


def _seen(conversation: Json) -> Health:
    settings = table(conversation.get("chat_settings"))
    if settings.get("state", "in") != "in":
        return Health(False, "kicked")
    if table(conversation.get("can_write")).get("allowed") is False:
        return Health(False, "no_rights" if settings else "blocked")
    return Health(True, text(settings.get("title")))


def _word(error: Exception) -> str:
    match error:
        case VKSaid(code=code) if code in TOKEN_CODES:
            return "unauthorized"
        case VKSaid(code=code) if code in _FLOOD:
            return "flood"
        case VKSaid():
            fate = why_not_sent(error)
            return fate.reason if isinstance(fate, Refused) else "server"
        case TryLater():
            return "network"
    return "unknown"
