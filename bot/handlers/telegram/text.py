"""The words of a Telegram message, and whether in a group they were meant for the bot."""

import re
from dataclasses import dataclass

from aiogram.types import Message

_COMMAND = re.compile(r"(?P<name>/[^\W\d_]\w*)(?:@(?P<bot>\w+))?(?!\S)")
_INVITE = re.compile(r"(?<![A-Z0-9])[A-Z2-9]{4}-[A-Z2-9]{4}(?![A-Z0-9])", re.IGNORECASE | re.ASCII)
_INVITE_MESSAGE = 200  # characters; a code comes alone or in a short sentence


@dataclass(frozen=True, slots=True)
class Me:
    """Who this bot is, and `anonymous`, what it calls an administrator who writes in the name of the chat."""

    id: int
    username: str
    anonymous: str


def clean(text: str | None) -> str:
    """What databases can keep: neither zero characters nor halves of a surrogate pair, as a cut emoji leaves them."""
    return (text or "").replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def words(message: Message, me: Me) -> str:
    """Text or caption; «/my@our_bot now» becomes «/my now», what is said to another bot stays."""
    text = clean(message.text or message.caption)
    command = _COMMAND.match(text)
    if command is None or not _ours(command["bot"], me):
        return text
    return command["name"] + text[command.end() :]


def answered(message: Message) -> Message | None:
    """The message that this one answers. In a topic every plain message «answers» the topic's root: that is none."""
    to = message.reply_to_message
    if to is None or to.forum_topic_created is not None:
        return None
    if message.is_topic_message and to.message_id == message.message_thread_id:
        return None
    return to


def answers_us(message: Message, me: Me) -> bool:
    to = answered(message)
    return to is not None and to.from_user is not None and to.from_user.id == me.id


def meant_for_us(message: Message, me: Me) -> bool:
    """A reply to the bot, a command or an invite code; the rest of a group's talk is not ours to read or keep."""
    if answers_us(message, me):
        return True
    text = clean(message.text or message.caption)
    command = _COMMAND.match(text)
    if command is not None:
        return command["bot"] is None or _ours(command["bot"], me)
    return len(text) <= _INVITE_MESSAGE and _INVITE.search(text) is not None


def _ours(bot: str | None, me: Me) -> bool:
    return bot is not None and bot.lower() == me.username.lower()
