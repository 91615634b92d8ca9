"""What the use-cases and a platform's adapter know of each other: updates in, letters out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.dialogs.events import Event, Person


@dataclass(frozen=True, slots=True)
class Update:
    """One thing that a platform told us.

    `key` is unique and the same when the platform repeats itself («telegram:update:81234»); `chat` is an
    address («telegram:-100123», «vk:2000000001», «web:9f3c»); `group` tells officials' chats from residents'.
    """

    key: str
    chat: str
    group: bool
    event: Event


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a platform's stream was read; saved together with the updates read up to it."""

    name: str
    value: str


class Accept(Protocol):
    """Commits updates to the inbox, each key once; the platform may be told only after it returns."""

    async def __call__(self, updates: Sequence[Update], cursor: Cursor | None = None) -> None: ...


class ReadCursor(Protocol):
    """The saved value of a cursor, None at the very first start."""

    async def __call__(self, name: str) -> str | None: ...


@dataclass(frozen=True, slots=True)
class KeyboardButton:
    """A button as people see it; `data` comes back in ButtonPressed."""

    label: str
    data: str


# The sign before the name of a person who is called.
CALLS = "👤 "

Keyboard = tuple[tuple[KeyboardButton, ...], ...]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to one chat, small enough for every platform.

    Text without photos is at most 4,000 characters; with photos (1 to 10, JPEG bytes) at most 1,000, and
    buttons go only with text or with a single photo. `id` is the letter's own and serves VK as `random_id`.
    `mention` is the person asked to answer this message (a group's prompt); `called` are named in the text, each right
    after CALLS, and are to get a notice of it.
    """

    id: int
    chat: str
    text: str
    keyboard: Keyboard = ()
    photos: tuple[bytes, ...] = ()
    reply_to: str | None = None
    mention: Person | None = None
    called: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """New text and buttons for a message sent earlier; photos of it stay. `messages` are its platform ids."""

    id: int
    chat: str
    messages: tuple[str, ...]
    text: str
    keyboard: Keyboard = ()
    has_photo: bool = False


@dataclass(frozen=True, slots=True)
class Toast:
    """A short word to the person who pressed (at most 200 characters); empty only stops the waiting clock."""

    id: int
    chat: str
    press: str
    person: str
    text: str = ""


class SendingError(Exception):
    """Why a letter did not go."""


@dataclass
class TryLater(SendingError):
    """Temporary: flood control, a broken connection, a server's own trouble; `after` seconds if it was said.

    `refuses_token`: it will not pass before somebody gives the service another token.
    """

    why: str
    after: float | None = None
    refuses_token: bool = False


@dataclass
class Refused(SendingError):
    """Permanent; `reason` is one of: blocked, kicked, no_chat, no_rights, bad_letter."""

    reason: str
    why: str = ""


@dataclass
class MovedTo(SendingError):
    """The chat lives at another address now; the letter is to be sent there."""

    chat: str


@dataclass
class CannotEdit(SendingError):
    """The message is gone or too old to edit; the same words are to be sent anew."""

    why: str = ""


@dataclass
class PhotoUnavailable(Exception):
    """The photo cannot be fetched, now or ever; `too_large` says that its size is why."""

    why: str
    too_large: bool = False


class Messenger(Protocol):
    """One platform's outgoing side. Errors: SendingError and its kinds, nothing else."""

    platform: str

    async def send(self, letter: Outgoing) -> tuple[str, ...]:
        """Platform ids of the messages made, in order."""

    async def edit(self, letter: Edit) -> None:
        """Shows the new text; «nothing changed» is success."""

    async def toast(self, letter: Toast) -> None:
        """Answers a press; one too old to answer is success."""

    async def fetch(self, ref: str) -> bytes:
        """The bytes of a RemotePhoto, at most 25 MB. Raises PhotoUnavailable or TryLater."""

    async def is_member(self, chat: str, person: str) -> bool:
        """Whether the person is in the group chat now; True where the platform cannot tell. May raise TryLater."""


@dataclass(frozen=True, slots=True)
class Limits:
    """A platform's published limits: messages in any second; (messages, seconds) for any chat, and more for a group."""

    a_second: int
    a_chat: tuple[int, float]
    a_group: tuple[int, float]
    is_group: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Health:
    """What `otklik check` learns from a platform about the account or one chat."""

    ok: bool
    what: str


class Doctor(Protocol):
    """Looks at an account and its chats without sending anything."""

    async def account(self) -> Health: ...

    async def chat(self, chat: str) -> Health: ...


class Clock(Protocol):
    """The time now, aware, UTC."""

    def __call__(self) -> datetime: ...
