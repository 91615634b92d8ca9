"""What happened in a chat, in the dialogs' own words; platform types never come this far."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.appeals.appeal import Place
from bot.appeals.district import Point
from bot.appeals.status import Status

# As much as every table has room for.
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Person:
    """Who did it: `address` is «platform:id», `name` a first name for the cards (never a surname or a phone)."""

    address: str
    name: str

    def __post_init__(self) -> None:
        # No platform sends such names; a server in its stead may, and each message of such a person would be parked.
        object.__setattr__(self, "name", self.name.replace("\0", "")[:LONGEST_NAME])


@dataclass(frozen=True, slots=True)
class RemotePhoto:
    """A photo still on the platform; `ref` is what the platform's messenger needs to fetch it."""

    ref: str


@dataclass(frozen=True, slots=True)
class KeptPhoto:
    """A photo fetched, cleaned and kept as our own file."""

    file: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class LostPhoto:
    """A photo that could not be taken."""

    reason: Literal["not_a_photo", "too_large", "unavailable"]


AnyPhoto = RemotePhoto | KeptPhoto | LostPhoto

Unsupported = Literal["video", "voice", "sticker", "file", "contact", "poll", "other"]


@dataclass(frozen=True, slots=True)
class MessageSent:
    """Somebody wrote: words, photos, a pin, or something the bot cannot take (`unsupported`).

    `message` is the platform's id of it; `reply_to` the id of the message it answers, None where it answers
    nothing; `album` groups the messages that Telegram makes of one album; `ref` is what the link said by which the
    person came.
    """

    message: str
    sender: Person
    text: str = ""
    photos: tuple[AnyPhoto, ...] = ()
    point: Point | None = None
    unsupported: Unsupported | None = None
    reply_to: str | None = None
    album: str | None = None
    forwarded: bool = False
    ref: str = ""


@dataclass(frozen=True, slots=True)
class MessageEdited:
    """Somebody changed the words of an earlier message."""

    message: str
    sender: Person
    text: str = ""


@dataclass(frozen=True, slots=True)
class ButtonPressed:
    """A button with `data` was pressed; `press` is the platform's id to answer it, `message` the one it stood on."""

    press: str
    sender: Person
    data: str
    message: str | None = None


@dataclass(frozen=True, slots=True)
class BotAdded:
    """The bot was let into a group chat."""

    sender: Person
    title: str = ""


@dataclass(frozen=True, slots=True)
class BotRemoved:
    """The bot was put out of a group chat, or a resident blocked it."""


@dataclass(frozen=True, slots=True)
class BotReturned:
    """A resident who had blocked the bot lets it write again."""


@dataclass(frozen=True, slots=True)
class ChatMoved:
    """The chat has another address now (a Telegram group became a supergroup)."""

    to: str


@dataclass(frozen=True, slots=True)
class Woken:
    """The time that the dialog asked to be woken at has come."""


@dataclass(frozen=True, slots=True)
class CollageDrawn:
    """The «до/после» picture of a prepared reply is ready; `file` is None if it could not be drawn."""

    reply: int
    file: str | None


@dataclass(frozen=True, slots=True)
class CollageWanted:
    """A picture is to be drawn for a prepared reply; becomes CollageDrawn before the dialog sees it."""

    reply: int
    number: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HandlingFailed:
    """An earlier update of this chat could not be handled and was put aside."""


Event = (
    MessageSent
    | MessageEdited
    | ButtonPressed
    | BotAdded
    | BotRemoved
    | BotReturned
    | ChatMoved
    | Woken
    | CollageDrawn
    | CollageWanted
    | HandlingFailed
)


@dataclass(frozen=True, slots=True)
class AppealFiled:
    """Answers FileAppeal: the number is given and the card is on its way to `desk` (its name).

    `merged` is the number of the incident that it became a part of at once.
    """

    number: str
    due: datetime
    desk: str
    merged: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """An open appeal that may be about the same, as others may see it: `words` are masked.

    `metres` is None where nobody knows; `own` is what the resident wrote or joined; `count` is how many wrote.
    """

    number: str
    words: str
    filed_at: datetime
    due: datetime
    place: Place
    metres: float | None = None
    count: int = 1
    photo: str = ""
    incident: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class KnownFound:
    """Answers FindKnown: the likeliest first, or nothing."""

    found: tuple[Known, ...]


@dataclass(frozen=True, slots=True)
class AppealJoined:
    """Answers JoinAppeal: the resident is one of `count` now, or has added to what is `own`.

    `answer` is what the desk has told the others already.
    """

    number: str
    due: datetime
    desk: str
    count: int
    status: Status
    answer: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class JoinMissed:
    """Answers JoinAppeal: it was closed meanwhile."""

    number: str


@dataclass(frozen=True, slots=True)
class EditNoted:
    """Answers NoteEdit: the change was written to the appeal `number`, or None knows that message."""

    number: str | None


@dataclass(frozen=True, slots=True)
class ChatBound:
    """Answers BindChat: the chat now serves `title` in the `role`."""

    role: Literal["desk", "head", "coordinator"]
    title: str


@dataclass(frozen=True, slots=True)
class CodeRefused:
    """Answers BindChat: `why` the code does not bind this chat."""

    why: Literal["unknown", "used", "expired", "needs_group"]


@dataclass(frozen=True, slots=True)
class MoveOffered:
    """Answers BindChat: the code was made on the page, to go on here with a talk begun there."""

    code: str


@dataclass(frozen=True, slots=True)
class TalkMoved:
    """The resident of the page is the resident of this chat now, and the talk stands here."""


Answer = (
    AppealFiled | KnownFound | AppealJoined | JoinMissed | EditNoted | ChatBound | CodeRefused | MoveOffered | TalkMoved
)
