"""Our letters in the Bot API's words: recipients, text with a mention, buttons, the message answered."""

import re
from collections import Counter
from collections.abc import Iterator

from aiogram.methods import EditMessageCaption, EditMessageText
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MessageEntity,
    ReplyParameters,
    User,
)

from bot.dialogs.events import Person
from bot.handlers.telegram.address import Place, place
from bot.usecases.platform import CALLS, CannotEdit, Edit, Keyboard, Outgoing, Refused

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


def recipient(chat: str) -> Place:
    """Raises Refused for an address that Telegram cannot have."""
    try:
        return place(chat)
    except ValueError as error:
        raise Refused("no_chat", str(error)) from None


def worded(letter: Outgoing) -> tuple[str, list[MessageEntity] | None]:
    """The text, after the name of the person it is for, and the entity that makes the name a mention."""
    if letter.mention is None or not letter.mention.name:
        return letter.text, list(_called(letter)) or None
    mention = _mention(letter.mention, 0)
    return f"{letter.mention.name}, {letter.text}", None if mention is None else [mention]


def _called(letter: Outgoing) -> Iterator[MessageEntity]:
    """The names where they stand after their signs; of two with one name each has a line of their own."""
    lines: Counter[str] = Counter()
    for person in letter.called:
        starts = [one.end() for one in re.finditer(re.escape(CALLS) + f"(?={re.escape(person.name)},)", letter.text)]
        at, lines[person.name] = lines[person.name], lines[person.name] + 1
        entity = _mention(person, _length(letter.text[: starts[at]])) if person.name and at < len(starts) else None
        if entity is not None:
            yield entity


def _length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2  # Telegram counts in UTF-16


def _mention(person: Person, offset: int) -> MessageEntity | None:
    try:
        user = place(person.address).chat
    except ValueError:
        return None
    if user < 0:
        return None  # an administrator who hides behind the chat
    return MessageEntity(
        type="text_mention",
        offset=offset,
        length=_length(person.name),
        user=User(id=user, is_bot=False, first_name=person.name),
    )


def answering(letter: Outgoing) -> ReplyParameters | None:
    if letter.reply_to is None or not letter.reply_to.isdecimal():
        return None
    return ReplyParameters(message_id=int(letter.reply_to), allow_sending_without_reply=True)


def buttons(keyboard: Keyboard) -> InlineKeyboardMarkup | None:
    """The rows as given, None for no buttons (in an edit that takes the old ones away)."""
    rows = [[InlineKeyboardButton(text=one.label, callback_data=one.data) for one in row] for row in keyboard if row]
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def changed(letter: Edit) -> EditMessageText | EditMessageCaption:
    """Of an album only the first message carries words. Raises Refused or CannotEdit for ids that cannot be."""
    chat = recipient(letter.chat).chat
    if not letter.messages or not letter.messages[0].isdecimal():
        raise CannotEdit("no message to edit")
    message = int(letter.messages[0])
    markup = buttons(letter.keyboard) if len(letter.messages) == 1 else None
    if letter.has_photo:
        return EditMessageCaption(chat_id=chat, message_id=message, caption=letter.text or None, reply_markup=markup)
    return EditMessageText(
        chat_id=chat, message_id=message, text=letter.text, link_preview_options=NO_PREVIEW, reply_markup=markup
    )
