"""Looks at the community's token, its Long Poll and its chats for `otklik check`, without sending anything."""

from typing import TYPE_CHECKING

from bot.handlers.vk.address import is_group, number_of
from bot.handlers.vk.asking import ask
from bot.handlers.vk.community import community, silent
from bot.handlers.vk.errors import VKSaid
from bot.handlers.vk.shapes import Json, table, tables, text
from bot.usecases.platform import Health, TryLater

if TYPE_CHECKING:
    from vkbottle import API

# Rights of a token that the bot cannot do without, and those it can be helped without.
_NEEDED = {"messages": "сообщения сообщества", "photos": "фотографии"}
_TOKEN_REFUSED = 5


class VKDoctor:
    """`long_poll` False where events come by the Callback API: then its settings do not matter."""

    def __init__(self, api: "API", group_id: int | None = None, *, long_poll: bool = True) -> None:
        self._api, self._group_id, self._long_poll = api, group_id, long_poll

    async def account(self) -> Health:
        try:
            return await self._account()
        except Exception as trouble:
            return Health(False, _told(trouble))

    async def chat(self, chat: str) -> Health:
        peer = number_of(chat)
        if peer is None:
            return Health(False, f"«{chat}» — не адрес ВКонтакте")
        try:
            found = tables(table(await ask(self._api, "messages.getConversationsById", peer_ids=peer)).get("items"))
            return _seen(peer, found[0]) if found else _unseen(peer)
        except Exception as trouble:
            return Health(False, _told(trouble))

    async def _account(self) -> Health:
        who = await community(self._api)
        if self._group_id not in (None, who.id):
            return Health(False, f"ключ от другого сообщества: «{who.name}», {who.id} вместо {self._group_id}")
        missing = await self._missing_rights()
        if missing:
            return Health(False, f"сообщество «{who.name}»: у ключа нет прав — {', '.join(missing)}")
        if self._long_poll and (trouble := await self._long_poll_trouble(who.id)):
            return Health(False, f"сообщество «{who.name}»: {trouble}")
        return Health(True, f"сообщество «{who.name}» (club{who.id})")

    async def _missing_rights(self) -> list[str]:
        """Empty also where VK does not tell."""
        try:
            answer = table(await ask(self._api, "groups.getTokenPermissions"))
        except VKSaid as said:
            if said.code == _TOKEN_REFUSED:
                raise
            return []
        has = {text(one.get("name")) for one in tables(answer.get("permissions"))}
        return [words for name, words in _NEEDED.items() if name not in has] if has else []

    async def _long_poll_trouble(self, group_id: int) -> str:
        """Settings that only «управление» may read are no trouble: then the Long Poll itself is asked for."""
        try:
            missing = silent(table(await ask(self._api, "groups.getLongPollSettings", group_id=group_id)))
        except VKSaid:
            missing = []
            await ask(self._api, "groups.getLongPollServer", group_id=group_id)
        return f"Long Poll не сообщает о событиях {', '.join(missing)}" if missing else ""


def _seen(peer: int, conversation: Json) -> Health:
    settings = table(conversation.get("chat_settings"))
    name = f"беседа «{text(settings.get('title'))}»" if is_group(peer) else "личная переписка"
    if settings.get("state", "in") != "in":
        return Health(False, f"{name}: сообщества в ней больше нет, пригласите его снова")
    if table(conversation.get("can_write")).get("allowed") is False:
        return Health(False, f"{name}: писать туда сообществу нельзя")
    return Health(True, name)


def _unseen(peer: int) -> Health:
    if is_group(peer):
        return Health(False, "беседа не видна: пригласите сообщество и дайте ему доступ ко всей переписке")
    return Health(False, "переписки нет: человек ещё не писал сообществу")


def _told(trouble: Exception) -> str:
    match trouble:
        case VKSaid(code=5):
            return "ВКонтакте не принимает ключ: проверьте OTKLIK_VK_TOKEN"
        case VKSaid():
            return f"ВКонтакте отказывает: {trouble}"
        case TryLater():
            return f"ВКонтакте не отвечает: {trouble.why}"
    return f"ВКонтакте отвечает непонятно: {type(trouble).__name__}"
