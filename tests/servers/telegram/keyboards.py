"""Buttons under messages: what Telegram lets through and what it refuses."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from .arguments import Arguments
from .errors import Refused, bad_request

BUTTONS_IN_A_ROW = 8
BUTTONS_IN_ALL = 100
DATA_BYTES = 64

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Markup:
    """What a request says about buttons: an inline keyboard, a reply keyboard, or its removal."""

    inline: Json | None = None
    reply: Json | None = None
    remove: bool = False


NOTHING = Markup()


def read_markup(arguments: Arguments) -> Markup:
    value = arguments.decoded("reply_markup", "reply keyboard markup")
    if value is None:
        return NOTHING
    if not isinstance(value, dict):
        raise bad_request("Object expected as reply markup")
    if value.get("keyboard"):
        return Markup(reply=value | {"keyboard": [[_reply_button(b) for b in row] for row in _rows(value, "keyboard")]})
    if value.get("inline_keyboard"):
        return Markup(inline={"inline_keyboard": _inline(_rows(value, "inline_keyboard"))})
    return Markup(remove=bool(value.get("remove_keyboard")))


def _rows(value: Json, name: str) -> list[list[Any]]:
    rows = value[name]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(f'Field "{name}" must be an Array of Arrays')
    return rows


def _reply_button(button: Any) -> Json:
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict) or not button.get("text"):
        raise bad_request("Keyboard button text must be non-empty")
    return button


def _inline(rows: list[list[Any]]) -> list[list[Json]]:
    # Neither number is in the source of the Bot API, for the data centre counts them; here they are held strictly.
    if any(len(row) > BUTTONS_IN_A_ROW for row in rows) or sum(map(len, rows)) > BUTTONS_IN_ALL:
        raise bad_request("reply markup is too long")
    return [[_inline_button(button) for button in row] for row in rows if row]


def _inline_button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise _cannot_parse("InlineKeyboardButton must be an Object")
    if not isinstance(button.get("text"), str):
        raise _cannot_parse('Field "text" must be of type String')
    if not button["text"]:
        raise bad_request("Inline keyboard button text must be non-empty")
    if button.get("url"):
        _check_url(button["url"])
        return _only(button, "url")
    if button.get("callback_data"):
        if len(button["callback_data"].encode()) > DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
        return _only(button, "callback_data")
    for other in ("switch_inline_query", "switch_inline_query_current_chat", "web_app", "copy_text"):
        if other in button:
            return _only(button, other)
    # An empty callback_data counts as none at all: the Bot API's source says so.
    raise _cannot_parse("Text buttons are unallowed in the inline keyboard")


def _only(button: Json, kind: str) -> Json:
    return {name: button[name] for name in ("text", "icon_custom_emoji_id", "style", kind) if button.get(name)}


def _check_url(url: str) -> None:
    # Telegram wants a host with a dot in it: a button to http://localhost is refused.
    if not re.match(r"(tg|ton)://\w|(https?://)?[^\s/.]+(\.[^\s/.]+)+(:\d+)?([/?#]|$)", url, re.IGNORECASE):
        raise bad_request(f"Inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _cannot_parse(reason: str) -> Refused:
    return bad_request(f"Can't parse inline keyboard button: {reason}")


def same(one: Json | None, other: Json | None) -> bool:
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
