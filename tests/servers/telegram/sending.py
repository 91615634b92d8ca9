"""The methods that send."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .access import Right, check_may_speak, find_answered, find_chat, find_topic, required
from .arguments import Arguments
from .errors import bad_request
from .formatting import formatted
from .keyboards import NOTHING, Markup, read_markup
from .media import Content, album_content, caption_content, file_content, found_file
from .messages import Message
from .methods import method
from .shapes import message_json
from .world import World

Json = dict[str, Any]

LONGEST_TEXT = 4096
ACTIONS = frozenset(
    {f"{verb}_{what}" for verb in ("record", "upload") for what in ("video", "voice", "video_note")}
    | {"typing", "upload_photo", "upload_document", "choose_sticker", "find_location"}
)


@method
def send_message(world: World, arguments: Arguments) -> Json:
    words, entities = read_words(arguments, "text", "entities")
    return _send(world, arguments, [(text_content(words, entities), [])], "text messages")


@method
def send_photo(world: World, arguments: Arguments) -> Json:
    return _send_file(world, arguments, "photo", "photos")


@method
def send_document(world: World, arguments: Arguments) -> Json:
    return _send_file(world, arguments, "document", "documents")


@method
def send_video(world: World, arguments: Arguments) -> Json:
    return _send_file(world, arguments, "video", "videos")


@method
def send_voice(world: World, arguments: Arguments) -> Json:
    return _send_file(world, arguments, "voice", "voice notes")


@method
def send_location(world: World, arguments: Arguments) -> Json:
    return _send(world, arguments, [({"location": _location(arguments)}, [])], "locations")


@method
def send_venue(world: World, arguments: Arguments) -> Json:
    venue = {
        "location": _location(arguments),
        "title": required(arguments, "title"),
        "address": required(arguments, "address"),
    }
    return _send(world, arguments, [({"location": venue["location"], "venue": venue}, [])], "venues")


@method
def send_media_group(world: World, arguments: Arguments) -> list[Json]:
    """An album. It takes no buttons: reply_markup is not even looked at."""
    required(arguments, "media")
    media = arguments.decoded("media", "media")
    if not isinstance(media, list):
        raise bad_request("Expected an Array of InputMedia")
    if len(media) > 10:
        raise bad_request("Too many messages to send as an album")
    if len(media) < 2:
        # The real server lets a single item through as a plain message; the documentation asks for 2–10, and so do we.
        raise bad_request("media must include 2-10 items")
    if any(not isinstance(item, dict) for item in media):
        raise bad_request("Can't parse InputMedia: expected an Object")
    kinds = {item.get("type") for item in media}
    if len(kinds) > 1 and kinds != {"photo", "video"}:
        raise bad_request(f"{min(kinds - {'photo', 'video'}).capitalize()} can't be mixed with other media types")
    find_chat(world, arguments, Right.WRITE)
    album = str(13_800_000_000_000_000 + next(world.numbers))
    contents = [album_content(world, arguments, item) for item in media]
    return [
        message_json(message)
        for message in _posted(world, arguments, contents, "photos", NOTHING, {"media_group_id": album})
    ]


@method
def send_chat_action(world: World, arguments: Arguments) -> bool:
    if arguments.text("action") not in ACTIONS:
        raise bad_request("Wrong parameter action in request")
    find_chat(world, arguments, Right.WRITE)
    return True


def read_words(arguments: Arguments, name: str, entities: str) -> tuple[str, list[Json]]:
    text = arguments.text(name)
    if name == "text" and not text:
        raise bad_request("Message text is empty")
    return formatted(text, arguments.text("parse_mode"), arguments.decoded(entities, "entities"))


def text_content(words: str, entities: list[Json]) -> Json:
    if not words:
        raise bad_request("Text must be non-empty")
    if len(words) > LONGEST_TEXT:
        raise bad_request("Message is too long")
    return {"text": words} | ({"entities": entities} if entities else {})


def _send_file(world: World, arguments: Arguments, kind: str, what: str) -> Json:
    source = arguments.text(kind) or (f"attach://{kind}" if kind in arguments.uploads else "")
    if not source:
        raise bad_request(f"There is no {kind} in the request")
    words = read_words(arguments, "caption", "caption_entities")
    find_chat(world, arguments, Right.WRITE)
    content, files = file_content(world, kind, found_file(world, arguments, kind, source))
    return _send(world, arguments, [(content | caption_content(*words), files)], what)


def _send(world: World, arguments: Arguments, contents: Sequence[Content], what: str) -> Json:
    return message_json(_posted(world, arguments, contents, what, read_markup(arguments), {})[0])


def _posted(
    world: World, arguments: Arguments, contents: Sequence[Content], what: str, markup: Markup, extras: Json
) -> list[Message]:
    """The last checks, and then the messages stand in the chat."""
    chat = find_chat(world, arguments, Right.WRITE)
    topic = find_topic(chat, arguments)
    answered = find_answered(chat, arguments)
    check_may_speak(chat, topic or (chat.topics.get(answered.thread or 0) if answered else None), what)
    world.limits.count(chat.id, len(contents))
    if markup.reply or markup.remove:
        chat.reply_keyboard = markup.reply
    sent = [
        world.post(
            chat, world.bot, content, by_bot=True, reply_to=answered, topic=topic,
            markup=markup.inline, extras=dict(extras), files=files,
        )
        for content, files in contents
    ]  # fmt: skip
    for message in sent:
        world.happened("sent", message)
    return sent


def _location(arguments: Arguments) -> Json:
    latitude, longitude = arguments.number("latitude"), arguments.number("longitude")
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise bad_request("wrong latitude or longitude specified")
    return {"latitude": latitude, "longitude": longitude}
