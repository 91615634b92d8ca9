"""Builds what the first update and the first letters need, before they come: half a second that nobody waits for."""

from aiogram.methods import AnswerCallbackQuery, EditMessageText, GetMe, SendMessage, SendPhoto
from aiogram.types import Update

from bot.handlers.telegram.asking import untyped

# Others are rare, and built when they are first used.
_METHODS = (GetMe, SendMessage, EditMessageText, AnswerCallbackQuery, SendPhoto)


def build_ahead() -> None:
    """For a thread of its own; what is built already is left as it is."""
    Update.model_rebuild()
    for one in _METHODS:
        untyped(one).model_rebuild()
