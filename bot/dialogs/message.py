"""What a dialog says, as plain data: ids of words with arguments, buttons, photos; never ready text."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Phrase:
    """A message id of `locales/` and its arguments; an argument may itself be a phrase."""

    id: str
    args: tuple[tuple[str, "str | int | date | datetime | Phrase"], ...] = ()


def say(message_id: str, **args: "str | int | date | datetime | Phrase") -> Phrase:
    """A phrase with its arguments by name."""
    return Phrase(message_id, tuple(args.items()))


@dataclass(frozen=True, slots=True)
class Button:
    """`data` comes back when it is pressed: at most 64 bytes, because Telegram takes no more."""

    label: Phrase
    data: str

    def __post_init__(self) -> None:
        if len(self.data.encode()) > 64:
            raise ValueError(f"button data over 64 bytes: {self.data}")


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Message:
    """Paragraphs, each a phrase or a person's own words (a plain str), rows of buttons, names of kept photos.

    `tight` puts the paragraphs line under line; otherwise an empty line parts them.
    """

    paragraphs: tuple[Phrase | str, ...]
    buttons: Rows = ()
    photos: tuple[str, ...] = ()
    tight: bool = False


def message(
    *paragraphs: Phrase | str, buttons: Rows = (), photos: tuple[str, ...] = (), tight: bool = False
) -> Message:
    """A message of these paragraphs; empty ones are left out."""
    return Message(tuple(one for one in paragraphs if one != ""), buttons, photos, tight)
