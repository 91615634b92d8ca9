"""Asks the Bot API one thing; whatever goes wrong comes back as a SendingError that is safe to log and keep."""

import re
from functools import cache
from typing import Any

from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod

from bot.handlers.telegram.address import address
from bot.usecases.platform import MovedTo, Refused, SendingError, TryLater

# Both addresses of the Bot API hold the token after «bot».
_TOKEN = re.compile(r"\bbot\d+(?::|%3A)[^/\s'\"]+|\b\d{6,}(?::|%3A)[\w-]{20,}", re.IGNORECASE)

# Seconds. Whatever number Telegram names: a letter lives for three days.
_LONGEST_WAIT = 24 * 3600

# Parts of Telegram's descriptions, lower case, in the order of trust.
_REASONS = (
    ("bot was blocked", "blocked"),
    ("user is deactivated", "blocked"),
    ("user_is_blocked", "blocked"),
    ("input_user_deactivated", "blocked"),
    ("initiate conversation", "blocked"),
    ("kicked", "kicked"),
    ("not a member", "kicked"),
    ("chat was deleted", "kicked"),
    ("chat was deactivated", "kicked"),
    ("channel_private", "kicked"),
    ("chat not found", "no_chat"),
    ("peer_id_invalid", "no_chat"),
    ("chat_id_invalid", "no_chat"),
    ("thread not found", "no_chat"),
    ("topic_deleted", "no_chat"),
    ("topic_id_invalid", "no_chat"),
    ("not enough rights", "no_rights"),
    ("no rights", "no_rights"),
    ("administrator rights", "no_rights"),
    ("chat_admin_required", "no_rights"),
    ("_forbidden", "no_rights"),
    ("chat_restricted", "no_rights"),
    ("topic_closed", "no_rights"),
)


async def ask(bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:
    """What Telegram answers, as plain JSON. Raises TryLater («one word: details»), Refused or MovedTo.

    Typed answers break with every Telegram that is older or newer than aiogram, and a sent letter whose answer
    could not be read would be sent again.
    """
    plain = untyped(type(method)).model_construct(**{name: getattr(method, name) for name in type(method).model_fields})
    try:
        return await bot(plain, request_timeout=timeout)
    except Exception as error:  # what a broken answer makes the transport raise is an open list
        raise sending_error(error, getattr(method, "chat_id", None)) from None


async def ask_object(bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> dict[str, Any]:
    """As `ask`, where the answer must be an object; anything else is the server's own trouble."""
    answer = await ask(bot, method, timeout)
    if not isinstance(answer, dict):
        raise TryLater("server: the answer is no object")
    return answer


@cache
def untyped(kind: type[TelegramMethod[Any]]) -> type[TelegramMethod[Any]]:
    """The same method without a type for its answer."""
    plain: type[TelegramMethod[Any]] = type(kind.__name__, (kind,), {"__returning__": Any, "__module__": __name__})
    # It is built when it is first used (light_aiogram), and then must know the names that the method knows.
    plain.__pydantic_parent_namespace__ = kind.__pydantic_parent_namespace__
    return plain


def sending_error(error: Exception, chat: int | str | None = None) -> SendingError:
    """What happened, in words of the contract and without the token, an address or a piece of the letter."""
    match error:
        case TelegramRetryAfter():
            return TryLater("flood: Telegram asks to wait", float(min(max(error.retry_after, 0), _LONGEST_WAIT)))
        case TelegramMigrateToChat():
            return MovedTo(address(error.migrate_to_chat_id))
        case TelegramEntityTooLarge():
            return Refused("bad_letter", _said(error))
        case TelegramForbiddenError():
            return Refused(
                _reason(error) or ("kicked" if isinstance(chat, int) and chat < 0 else "blocked"), _said(error)
            )
        case TelegramBadRequest():
            return Refused(_reason(error) or "bad_letter", _said(error))
        case UnicodeEncodeError():
            return Refused("bad_letter", "the text cannot be encoded")
        case _:
            trouble = _trouble(error)
            return TryLater(f"{trouble}: {_said(error)}", refuses_token=trouble == "unauthorized")


def _trouble(error: Exception) -> str:
    match error:
        case TelegramUnauthorizedError() | TelegramNotFound():
            return "unauthorized"  # a token that is no token gives 404
        case TelegramConflictError():
            return "conflict"
        case TelegramNetworkError() | OSError():
            return "network"
        case TelegramServerError() | ClientDecodeError():
            return "server"
        case TelegramAPIError() if "too many requests" in (error.message or "").lower():
            return "flood"
        case _:
            return "unknown"


def _said(error: Exception) -> str:
    # Only what Telegram or the network said: the text of other errors may hold a whole answer with people's words.
    if isinstance(error, TelegramAPIError):
        return _TOKEN.sub("bot<token>", error.message or "no description")
    return type(error).__name__


def _reason(error: TelegramAPIError) -> str | None:
    said = (error.message or "").lower()
    return next((reason for part, reason in _REASONS if part in said), None)
