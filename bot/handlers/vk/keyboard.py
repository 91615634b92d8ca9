"""Lays buttons out as an inline keyboard of VK: at most 10, 5 in a row, 6 rows, labels of 40 characters.

All are callback buttons: every client since 2020 knows them (`client_info.button_actions`), one message is read in
several clients at once, and a text button would write a message of its own into the chat. Presses of text buttons
are understood all the same (see incoming).
"""

import json

from bot.usecases.platform import Keyboard, KeyboardButton, Refused

IN_ROW, ROWS, IN_ALL, LABEL = 5, 6, 10, 40


def inline(keyboard: Keyboard) -> str:
    """The JSON that messages.send wants. Raises Refused for more than ten buttons."""
    rows = [[_button(one) for one in row] for row in _laid_out(keyboard)]
    return json.dumps({"inline": True, "buttons": rows}, ensure_ascii=False)


def _laid_out(keyboard: Keyboard) -> list[tuple[KeyboardButton, ...]]:
    """Rows as they are asked for, parted where too long; two in a row where there are too many rows."""
    buttons = tuple(one for row in keyboard for one in row)
    if len(buttons) > IN_ALL:
        raise Refused("bad_letter", f"{len(buttons)} buttons, VK takes {IN_ALL}")
    rows = [row[start : start + IN_ROW] for row in keyboard for start in range(0, len(row), IN_ROW)]
    return rows if len(rows) <= ROWS else [buttons[start : start + 2] for start in range(0, len(buttons), 2)]


def _button(button: KeyboardButton) -> dict[str, object]:
    label = button.label if len(button.label) <= LABEL else button.label[: LABEL - 1] + "…"
    payload = json.dumps({"d": button.data}, ensure_ascii=False)
    return {"action": {"type": "callback", "label": label, "payload": payload}, "color": "secondary"}
