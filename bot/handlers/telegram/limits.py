"""Telegram's published limits for one bot."""

from bot.handlers.telegram.address import place
from bot.usecases.platform import Limits


def _is_group(chat: str) -> bool:
    return place(chat).chat < 0


# A short run of messages to one chat is let through, then one a second.
TELEGRAM_LIMITS = Limits(a_second=28, a_chat=(4, 4), a_group=(18, 60), is_group=_is_group)
