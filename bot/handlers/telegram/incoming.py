"""Turns one Telegram update into one of ours, or into None when it is none of the bot's business."""

from dataclasses import dataclass

from aiogram.types import (
    CallbackQuery,
    Chat,
    ChatMemberUpdated,
    Message,
    Update,
    User,
)

from bot.dialogs.events import (
    BotAdded,
    BotRemoved,
    BotReturned,
    ButtonPressed,
    ChatMoved,
    Event,
    MessageEdited,
    Person,
)
from bot.handlers.telegram.address import ANONYMOUS_ADMIN, address
from bot.handlers.telegram.content import sent
from bot.handlers.telegram.text import Me, answers_us, clean, meant_for_us, words
from bot.usecases import platform

# What the bot asks Telegram to send at all.
KINDS = ("message", "edited_message", "callback_query", "my_chat_member")

_GROUPS = ("group", "supergroup")
_PRESENT = ("creator", "administrator", "member")


# Theirs have 52 bits at most; for those of some other server the inbox has no room.
_TOO_LARGE = 2**62


class NotTelegrams(ValueError):
    """An update with numbers that Telegram does not have."""


@dataclass(frozen=True, slots=True)
class _Told:
    chat: Chat
    event: Event
    thread: int | None = None


def decode(update: Update, me: Me) -> platform.Update | None:
    """None for what does not concern the bot: officials' own talk, other bots, channels, service messages.

    Raises NotTelegrams.
    """
    told = _told(update, me)
    if told is None or told.chat.type not in ("private", *_GROUPS):
        return None
    if any(abs(number) >= _TOO_LARGE for number in (update.update_id, told.chat.id, told.thread or 0)):
        raise NotTelegrams
    return platform.Update(
        key=f"telegram:{me.id}:{update.update_id}",
        chat=address(told.chat.id, told.thread),
        group=told.chat.type in _GROUPS,
        event=told.event,
    )


def _told(update: Update, me: Me) -> _Told | None:
    if update.message is not None:
        return _message(update.message, me)
    if update.edited_message is not None:
        return _edited(update.edited_message, me)
    if update.callback_query is not None:
        return _pressed(update.callback_query)
    if update.my_chat_member is not None:
        return _membership(update.my_chat_member, me)
    return None


def _message(message: Message, me: Me) -> _Told | None:
    if message.migrate_to_chat_id is not None:
        return _Told(message.chat, ChatMoved(address(message.migrate_to_chat_id)))
    sender = _author(message, me)
    if sender is None or (message.chat.type in _GROUPS and not meant_for_us(message, me)):
        return None
    event = sent(message, sender, me)
    return None if event is None else _Told(message.chat, event, _thread(message))


def _edited(message: Message, me: Me) -> _Told | None:
    sender = _author(message, me)
    if sender is None or (message.chat.type in _GROUPS and not answers_us(message, me)):
        return None
    # A live location «edits» itself every few seconds; a poll edits itself with every vote.
    if not (message.text or message.caption or message.photo):
        return None
    event = MessageEdited(str(message.message_id), sender, words(message, me))
    return _Told(message.chat, event, _thread(message))


def _pressed(query: CallbackQuery) -> _Told | None:
    if query.message is None or query.data is None:
        return None
    event = ButtonPressed(
        press=clean(query.id),
        sender=_person(query.from_user),
        data=clean(query.data),
        message=str(query.message.message_id),
    )
    return _Told(query.message.chat, event, _thread(query.message) if isinstance(query.message, Message) else None)


def _membership(change: ChatMemberUpdated, me: Me) -> _Told | None:
    was, now = (
        present(member.status, getattr(member, "is_member", None))
        for member in (change.old_chat_member, change.new_chat_member)
    )
    if was == now:
        return None  # other rights, the same presence
    if not now:
        return _Told(change.chat, BotRemoved())
    if change.chat.type == "private":
        return _Told(change.chat, BotReturned())
    anonymous = change.from_user.id == ANONYMOUS_ADMIN
    sender = Person(address(change.chat.id), me.anonymous) if anonymous else _person(change.from_user)
    return _Told(change.chat, BotAdded(sender, clean(change.chat.title)))


def present(status: str, is_member: bool | None) -> bool:
    """Whether a ChatMember is in its chat; of the restricted only `is_member` tells."""
    return is_member is True if status == "restricted" else status in _PRESENT


def _author(message: Message, me: Me) -> Person | None:
    if message.sender_chat is not None and message.sender_chat.id != message.chat.id:
        return None  # a channel speaks
    if message.sender_chat is not None or (message.from_user and message.from_user.id == ANONYMOUS_ADMIN):
        return Person(address(message.chat.id), me.anonymous)
    if message.from_user is None or message.from_user.is_bot:
        return None
    return _person(message.from_user)


def _person(user: User) -> Person:
    return Person(address(user.id), clean(user.first_name).strip())


def _thread(message: Message) -> int | None:
    """The topic of a forum; elsewhere Telegram numbers threads of replies, which are no place of their own."""
    inside = message.is_topic_message and message.chat.type == "supergroup"
    return message.message_thread_id if inside else None
