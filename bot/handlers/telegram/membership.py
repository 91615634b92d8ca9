"""Whether somebody is in a group chat now: only members act for a desk."""

from aiogram import Bot
from aiogram.methods import GetChatMember

from bot.handlers.telegram.address import ANONYMOUS_ADMIN, place
from bot.handlers.telegram.asking import ask_object
from bot.handlers.telegram.incoming import present
from bot.usecases.platform import MovedTo, Refused


async def is_member(bot: Bot, chat: str, person: str) -> bool:
    """True too where Telegram hides the members from the bot. Raises TryLater."""
    try:
        where, who = place(chat).chat, place(person).chat
    except ValueError:
        return False  # somebody of another platform
    if who in (where, ANONYMOUS_ADMIN):
        return True  # only an administrator can write in the name of the chat
    try:
        member = await ask_object(bot, GetChatMember(chat_id=where, user_id=who))
        return present(member.get("status", ""), member.get("is_member"))
    except MovedTo as moved:
        return await is_member(bot, moved.chat, person)
    except Refused as refusal:
        return "member list is inaccessible" in refusal.why.lower()
