"""Looks at the bot's account and chats for `otklik check`; sends nothing to anybody."""

from typing import Any

from aiogram import Bot
from aiogram.methods import GetChat, GetChatMember, GetMe

from bot.handlers.telegram.address import place
from bot.handlers.telegram.asking import ask_object
from bot.handlers.telegram.incoming import present
from bot.usecases.platform import Health, MovedTo, Refused, SendingError, TryLater


class TelegramDoctor:
    """`what` is a name («@otklik_bot», a chat's title) or one word of trouble, for the caller to put into Russian.

    The words: those of Refused, «moved telegram:-100…», and unauthorized, flood, conflict, network, server, unknown.
    """

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def account(self) -> Health:
        try:
            me = await ask_object(self._bot, GetMe())
        except SendingError as error:
            return Health(False, _word(error))
        return Health(True, f"@{me.get('username', '')}")

    async def chat(self, chat: str) -> Health:
        try:
            where = place(chat).chat
            found = await ask_object(self._bot, GetChat(chat_id=where))
            myself = await ask_object(self._bot, GetChatMember(chat_id=where, user_id=self._bot.id))
        except ValueError:
            return Health(False, "no_chat")
        except SendingError as error:
            return Health(False, _word(error))
        if not present(myself.get("status", ""), myself.get("is_member")):
            return Health(False, "kicked")
        if not _may_write(found, myself):
            return Health(False, "no_rights")
        return Health(True, found.get("title") or found.get("first_name") or "")


def _may_write(chat: dict[str, Any], myself: dict[str, Any]) -> bool:
    """A plain member has the rights of the whole group, a restricted one those of its own."""
    rights = myself if myself.get("status") == "restricted" else chat.get("permissions") or {}
    return myself.get("status") in ("administrator", "creator") or rights.get("can_send_messages", True) is True


def _word(error: SendingError) -> str:
    match error:
        case Refused():
            return error.reason
        case MovedTo():
            return f"moved {error.chat}"
        case TryLater():
            return error.why.partition(":")[0]
        case _:
            return "unknown"
