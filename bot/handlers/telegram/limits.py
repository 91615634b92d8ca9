"""Telegram's published limits for one bot."""

from bot.handlers.telegram.address import place
from bot.usecases.platform import Limits


def _is_group(chat: str) -> bool:
    return place(chat).chat < 0


# Telegram may let a short run of messages to one chat through; it does not promise to.
TELEGRAM_LIMITS = Limits(a_second=30, a_chat=(1, 1), a_group=(20, 60), is_group=_is_group)
