"""Whether the bot may reach a chat, a topic, a message: the checks that come before every method does its work."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from .arguments import Arguments
from .chats import Chat, Topic
from .errors import Refused, bad_request, forbidden
from .messages import Message
from .world import World


class Right(IntEnum):
    READ = 1
    EDIT = 2
    WRITE = 3


def find_chat(world: World, arguments: Arguments, right: Right) -> Chat:
    if not arguments.has("chat_id"):
        raise bad_request("chat_id is empty")
    chat = world.chats.get(arguments.integer("chat_id"))
    if chat is None:
        raise bad_request("chat not found")
    if chat.private:
        _check_person(world, chat, right)
    else:
        _check_group(chat, right)
    return chat


def _check_person(world: World, chat: Chat, right: Right) -> None:
    person = chat.person
    assert person
    if not person.started:
        met = any(person.id in group.members and group.bot_is_here for group in world.chats.values())
        raise forbidden("bot can't initiate conversation with a user") if met else bad_request("chat not found")
    if right > Right.READ and person.deactivated:
        raise forbidden("user is deactivated")
    if right > Right.READ and person.blocked:
        raise forbidden("bot was blocked by the user")


def _check_group(chat: Chat, right: Right) -> None:
    if chat.upgraded_to and right > Right.READ:
        reason = "Bad Request: group chat was upgraded to a supergroup chat"
        raise Refused(reason, migrate_to_chat_id=chat.upgraded_to)
    # A stranger may still look at a basic group it knew, but not at a supergroup.
    if chat.bot_is_here or (chat.kind == "group" and right == Right.READ):
        return
    if chat.bot_status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.kind} chat")
    raise forbidden(f"bot is not a member of the {chat.kind} chat")


def check_may_speak(chat: Chat, topic: Topic | None, what: str) -> None:
    if chat.bot_muted and chat.bot_status != "administrator":
        raise bad_request(f"not enough rights to send {what} to the chat")
    if topic and topic.closed and chat.bot_status != "administrator":
        raise bad_request("TOPIC_CLOSED")


def find_topic(chat: Chat, arguments: Arguments) -> Topic | None:
    """Outside a forum a thread is not looked at."""
    number = arguments.integer("message_thread_id")
    if not number or not chat.forum:
        return None
    if number not in chat.topics:
        raise bad_request("message thread not found")
    return chat.topics[number]


def find_answered(chat: Chat, arguments: Arguments) -> Message | None:
    """The message to reply to, in the old or the new way of saying it."""
    if arguments.has("reply_parameters"):
        reply = arguments.decoded("reply_parameters", "reply parameters")
        if not isinstance(reply, dict):
            raise bad_request("Object expected as reply parameters")
        number, lenient = reply.get("message_id", 0), reply.get("allow_sending_without_reply", False)
        if str(reply.get("chat_id", chat.id)) != str(chat.id):
            raise Refused("Not Implemented: this server replies within a chat only", 501)
    else:
        number = arguments.integer("reply_to_message_id")
        lenient = arguments.flag("allow_sending_without_reply")
    if number <= 0:
        return None
    if number not in chat.messages and not lenient:
        raise bad_request("message to be replied not found")
    return chat.messages.get(number)


def find_message(chat: Chat, arguments: Arguments, purpose: str) -> Message:
    """`purpose` as in "message to edit"."""
    message = chat.messages.get(arguments.integer("message_id"))
    if message is None:
        raise bad_request(f"message to {purpose} not found")
    return message


def required(arguments: Arguments, name: str) -> Any:
    if not arguments.has(name):
        raise bad_request(f'Parameter "{name}" is required')
    return arguments.text(name)
