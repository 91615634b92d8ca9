"""Checks a keyboard as VK does (error 911) and finds the buttons a person may press."""

import json
from typing import Any

from tests.servers.vk.errors import VKError

Json = dict[str, Any]

LABELLED = frozenset({"text", "callback", "open_link", "open_app"})
ACTIONS = LABELLED | {"location", "vkpay"}
COLOURED = frozenset({"text", "callback"})
COLOURS = frozenset({"primary", "secondary", "negative", "positive", "default"})
ROW, INLINE_ROWS, INLINE_ALL, PLAIN_ROWS, PLAIN_ALL = 5, 6, 10, 10, 40
LABEL, PAYLOAD = 40, 255


def wrong(detail: str) -> VKError:
    return VKError(911, detail)


def parse_keyboard(raw: str, group_id: int) -> Json:
    """The keyboard as VK gives it back: payloads are strings, the author is named."""
    try:
        board = json.loads(raw)
    except ValueError:
        raise wrong("keyboard is not a valid JSON") from None
    if not isinstance(board, dict) or not isinstance(board.get("buttons"), list):
        raise wrong("buttons should be array")
    for name in ("one_time", "inline"):
        if not isinstance(board.get(name, False), bool):
            raise wrong(f"{name} property should be boolean")
    inline, one_time = board.get("inline", False), board.get("one_time", False)
    if inline and one_time:
        raise wrong("one_time is not supported for inline keyboard")
    rows = board["buttons"]
    _check_shape(rows, inline)
    buttons = [[_button(button, f"[{y}][{x}]") for x, button in enumerate(row)] for y, row in enumerate(rows)]
    return {"one_time": one_time, "inline": inline, "author_id": -group_id, "buttons": buttons}


def _check_shape(rows: list[Any], inline: bool) -> None:
    if len(rows) > (INLINE_ROWS if inline else PLAIN_ROWS):
        raise wrong("buttons contain too much rows")
    for y, row in enumerate(rows):
        if not isinstance(row, list) or not row:
            raise wrong(f"row [{y}] should be a not empty array")
        if len(row) > ROW:
            raise wrong(f"row [{y}] contains too much columns")
    if sum(map(len, rows)) > (INLINE_ALL if inline else PLAIN_ALL):
        raise wrong("keyboard contains too much buttons")


def _button(button: Any, place: str) -> Json:
    action = button.get("action") if isinstance(button, dict) else None
    if not isinstance(action, dict) or action.get("type") not in ACTIONS:
        raise wrong(f"button {place} has invalid action")
    shown: Json = {"action": {"type": action["type"]} | _label(action, place) | _payload(action, place)}
    if action["type"] == "open_link":
        if not str(action.get("link", "")).startswith(("http://", "https://")):
            raise wrong(f"button {place} has invalid link")
        shown["action"]["link"] = action["link"]
    if "color" in button:
        if action["type"] not in COLOURED or button["color"] not in COLOURS:
            raise wrong(f"button {place} has invalid color")
        # "secondary" is sent, "default" comes back.
        shown["color"] = "default" if button["color"] == "secondary" else button["color"]
    elif action["type"] in COLOURED:
        shown["color"] = "default"
    return shown


def _label(action: Json, place: str) -> Json:
    label = action.get("label")
    if action["type"] not in LABELLED:
        return {}
    if not isinstance(label, str) or not label.strip():
        raise wrong(f"button {place} has empty label")
    if len(label) > LABEL:
        raise wrong(f"button {place} label is too long")
    return {"label": label}


def _payload(action: Json, place: str) -> Json:
    payload = action.get("payload")
    if payload is None or payload == "":
        return {}
    if isinstance(payload, str):
        try:
            json.loads(payload)
        except ValueError:
            raise wrong(f"button {place} payload is not a valid JSON") from None
    else:
        payload = json.dumps(payload, separators=(",", ":"))
    if len(payload) > PAYLOAD:
        raise wrong(f"button {place} payload is too long")
    return {"payload": payload}


def actions_of(board: Json | None) -> list[Json]:
    """Every button's action, row by row."""
    return [button["action"] for row in board["buttons"] for button in row] if board else []


def labels_of(board: Json | None) -> list[str]:
    return [str(action.get("label", action["type"])) for action in actions_of(board)]
