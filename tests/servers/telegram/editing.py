"""The methods that change or remove what was sent, and that answer presses."""

from __future__ import annotations

from typing import Any

from .access import Right, find_chat, find_message
from .arguments import Arguments
from .errors import bad_request
from .keyboards import read_markup, same
from .media import caption_content
from .messages import Message
from .methods import method
from .presses import Toast
from .sending import read_words, text_content
from .shapes import message_json
from .world import World

Json = dict[str, Any]
MEDIA = {"photo", "video", "document", "voice", "audio", "animation"}
TWO_DAYS = 48 * 3600  # seconds


@method
def edit_message_text(world: World, arguments: Arguments) -> Json:
    """Without reply_markup the buttons go away, as with Telegram."""
    content = text_content(*read_words(arguments, "text", "entities"))
    message = _own_message(world, arguments)
    if "text" not in message.content:
        raise bad_request("There is no text in the message to edit")
    return _changed(world, message, content, read_markup(arguments).inline)


@method
def edit_message_caption(world: World, arguments: Arguments) -> Json:
    caption = caption_content(*read_words(arguments, "caption", "caption_entities"))
    message = _own_message(world, arguments)
    if message.content.keys().isdisjoint(MEDIA):
        raise bad_request("There is no caption in the message to edit")
    kept = {name: value for name, value in message.content.items() if not name.startswith("caption")}
    return _changed(world, message, kept | caption, read_markup(arguments).inline)


@method
def edit_message_reply_markup(world: World, arguments: Arguments) -> Json:
    message = _own_message(world, arguments)
    return _changed(world, message, message.content, read_markup(arguments).inline)


@method
def delete_message(world: World, arguments: Arguments) -> bool:
    if not arguments.has("chat_id"):
        raise bad_request("Chat identifier is not specified")
    if not arguments.integer("message_id"):
        raise bad_request("Message identifier is not specified")
    message = find_message(find_chat(world, arguments, Right.WRITE), arguments, "delete")
    chat = message.chat
    mine = message.by_bot or chat.private or chat.bot_status == "administrator"
    if not mine or (world.now() - message.date > TWO_DAYS and chat.bot_status != "administrator"):
        raise bad_request("message can't be deleted")
    del chat.messages[message.id]
    message.deleted, message.touched = True, world.moment()
    world.happened("deleted", message)
    return True


@method
def answer_callback_query(world: World, arguments: Arguments) -> bool:
    if len(arguments.text("text")) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    toast = Toast(arguments.text("text"), arguments.flag("show_alert"), arguments.text("url"))
    world.answer_press(arguments.text("callback_query_id"), toast)
    return True


def _own_message(world: World, arguments: Arguments) -> Message:
    message = find_message(find_chat(world, arguments, Right.EDIT), arguments, "edit")
    if not message.by_bot:
        raise bad_request("message can't be edited")
    return message


def _changed(world: World, message: Message, content: Json, markup: Json | None) -> Json:
    if content == message.content and same(markup, message.markup):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    message.remember()
    message.content, message.markup = content, markup
    message.edit_date, message.touched = world.now(), world.moment()
    world.happened("edited", message)
    return message_json(message)
