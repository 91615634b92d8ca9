"""Turns an event of the Bots Long Poll or the Callback API into an Update, or into nothing where it is not for us."""

import hashlib
import json
import re
from collections.abc import Callable

from bot.dialogs.events import (
    BotAdded,
    BotRemoved,
    BotReturned,
    ButtonPressed,
    Event,
    MessageEdited,
    MessageSent,
    Person,
)
from bot.handlers.vk.address import address, is_group
from bot.handlers.vk.content import Content, content_of, plain
from bot.handlers.vk.overheard import answers_us, meant_for_us, replied_to, without_mention
from bot.handlers.vk.shapes import Json, Malformed, number, table, text, unpacked, whole
from bot.usecases.platform import Update

# Of what a link of ours says; others may carry a whole campaign's name.
LONGEST_REF = 40
# VK's own ids have forty characters; for much longer ones the inbox has no room.
_LONGEST_ID = 80
_PRESS = re.compile(r"(.+):(-?\d{1,19}):(-?\d{1,19})", re.ASCII | re.DOTALL)

Happened = tuple[int, Event]  # in which peer, what


def decode(event: Json, group_id: int) -> Update | None:
    """The update in an event, None where it says nothing to the bot. Raises Malformed for a broken one.

    Names of persons are empty: VK does not tell them here.
    """
    if event.get("group_id", group_id) != group_id:
        return None
    translate = _TRANSLATORS.get(text(event.get("type")))
    happened = translate(table(event.get("object")), group_id) if translate else None
    if happened is None:
        return None
    peer, what = happened
    return Update(f"vk:{group_id}:{_key(event)}", address(peer), is_group(peer), what)


def message_in(event: Json) -> Json:
    """The message of message_new and message_edit; the latter carries it bare."""
    body = table(event.get("object"))
    return table(body.get("message")) or body


def press_of(event_id: str, user: int, peer: int) -> str:
    """What answering a press takes, packed into one string."""
    return f"{event_id}:{user}:{peer}"


def unpack_press(press: str) -> tuple[str, int, int] | None:
    """Event id, user and peer; None where nothing waits for an answer (a text button was pressed)."""
    found = _PRESS.fullmatch(press)
    return (found[1], int(found[2]), int(found[3])) if found else None


def _message_new(body: Json, group_id: int) -> Happened | None:
    message = table(body.get("message")) or body
    peer, author = number(message, "peer_id"), number(message, "from_id")
    if action := table(message.get("action")):
        service = _service(action, author, group_id)
        return (peer, service) if service else None
    if author <= 0 or message.get("out") == 1:
        return None
    sender = Person(address(author), "")
    payload = unpacked(message.get("payload"))
    if data := text(payload.get("d")):
        return peer, ButtonPressed("", sender, data)
    content = content_of(message)
    words = "/start" if payload.get("command") == "start" else content.text
    if is_group(peer):
        words = without_mention(words, group_id)
        if not meant_for_us(message, words, group_id):
            return None
    return peer, _sent(message, sender, words, content)


def _sent(message: Json, sender: Person, words: str, content: Content) -> MessageSent:
    replied = whole(replied_to(message).get("conversation_message_id"))
    return MessageSent(
        message=str(number(message, "conversation_message_id")),
        sender=sender,
        text=words,
        photos=content.photos,
        point=content.point,
        unsupported=content.unsupported,
        reply_to=str(replied) if replied else None,
        forwarded=content.forwarded,
        ref=text(message.get("ref"))[:LONGEST_REF],
    )


def _service(action: Json, author: int, group_id: int) -> Event | None:
    """Only the bot's own coming and going matters; a chat created with the bot in it is a coming too."""
    about_us = action.get("member_id") == -group_id
    match action.get("type"):
        case "chat_invite_user" if about_us:
            return BotAdded(Person(address(author), ""))
        case "chat_create":
            return BotAdded(Person(address(author), ""), plain(action.get("text")))
        case "chat_kick_user" if about_us:
            return BotRemoved()
    return None


def _message_edit(body: Json, group_id: int) -> Happened | None:
    message = table(body.get("message")) or body
    peer, author = number(message, "peer_id"), number(message, "from_id")
    if author <= 0 or (is_group(peer) and not answers_us(message, group_id)):
        return None
    words = plain(message.get("text"))
    if is_group(peer):
        words = without_mention(words, group_id)
    return peer, MessageEdited(str(number(message, "conversation_message_id")), Person(address(author), ""), words)


def _message_event(body: Json, group_id: int) -> Happened | None:
    peer, user = number(body, "peer_id"), number(body, "user_id")
    stood_on = whole(body.get("conversation_message_id"))
    return peer, ButtonPressed(
        press=press_of(text(body.get("event_id")), user, peer),
        sender=Person(address(user), ""),
        data=text(unpacked(body.get("payload")).get("d")),  # empty for a stranger's payload: still to be answered
        message=str(stood_on) if stood_on else None,
    )


def _message_allow(body: Json, group_id: int) -> Happened | None:
    return number(body, "user_id"), BotReturned()


def _message_deny(body: Json, group_id: int) -> Happened | None:
    return number(body, "user_id"), BotRemoved()


_TRANSLATORS: dict[str, Callable[[Json, int], Happened | None]] = {
    "message_new": _message_new,
    "message_edit": _message_edit,
    "message_event": _message_event,
    "message_allow": _message_allow,
    "message_deny": _message_deny,
}

# The kinds of events that the bot needs; listening turns exactly these on.
EVENTS = tuple(_TRANSLATORS)


def _key(event: Json) -> str:
    """VK's own id, the same when it repeats itself; its absence must not cost a message."""
    if 0 < len(event_id := text(event.get("event_id"))) <= _LONGEST_ID:
        return event_id
    try:
        written = json.dumps(event, sort_keys=True, default=str)
    except RecursionError as error:
        raise Malformed("nested without end") from error
    return "sha256-" + hashlib.sha256(written.encode("utf-8", "replace")).hexdigest()
