"""One case shown to a head or the coordinator: the button under a digest, the whole story in words, its photos."""

import re
from collections.abc import Iterable, Sequence

from bot.appeals.appeal import Appeal
from bot.appeals.district import District
from bot.dialogs.card import card, desk_name
from bot.dialogs.digest_wording import block
from bot.dialogs.events import ButtonPressed
from bot.dialogs.history import Entry, history
from bot.dialogs.message import Button, Message, Phrase, Rows, message, say

# «h:case:26-00017»; what a forged button says goes no further unless it looks like a number.
_PRESSED = re.compile(r"h:case:(\d\d-\d{5,9})", re.ASCII)
_ASKED = "h:case:"


def case_buttons(numbers: Iterable[str]) -> Rows:
    """A button for each number, side by side."""
    row = tuple(Button(say("button-digest-case", number=one), f"{_ASKED}{one}") for one in numbers)
    return (row,) if row else ()


def is_case_press(event: ButtonPressed) -> bool:
    return event.data.startswith(_ASKED)


def case_of(press: ButtonPressed) -> str:
    """The number on the button; empty where it has none."""
    found = _PRESSED.fullmatch(press.data)
    return found[1] if found else ""


def case(appeal: Appeal, entries: Sequence[Entry], district: District) -> Message:
    """The card as the desk sees it, without its buttons, and all that has happened since; nothing can be done here."""
    state = card(appeal, district, here=frozenset({appeal.desk})).paragraphs
    told = history(appeal.number, "", entries, district).paragraphs
    desk = say("escalation-desk", desk=desk_name(district, appeal.desk))
    return message(*block(_phrases((*state, desk))), *block(_phrases(told)))


def case_photos(appeal: Appeal) -> tuple[Message, ...]:
    """What the resident has shown and what officials have answered with, each with its words."""
    before, after = (tuple(one.file for one in side) for side in (appeal.before, appeal.after))
    shown = (
        message(say("case-photos-before", number=appeal.number), photos=before),
        message(say("case-photos-after", number=appeal.number), photos=after),
    )
    return tuple(one for one in shown if one.photos)


def _phrases(lines: Iterable[Phrase | str]) -> list[Phrase]:
    return [one for one in lines if isinstance(one, Phrase)]
