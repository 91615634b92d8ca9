"""What a dialog asks of the world, as plain data; use-cases perform it in the dialog's own transaction."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.appeals.appeal import Photo, Place
from bot.appeals.district import Point
from bot.appeals.status import Action
from bot.dialogs.events import Person
from bot.dialogs.message import Message, Phrase
from bot.triage.reading import MessageKind


@dataclass(frozen=True, slots=True)
class Post:
    """What a message of ours is about, so that a reply to it finds its meaning weeks later.

    `kind`: card, about, prompt, preview (officials' chats); notice, question (the resident's); head.
    """

    kind: str
    number: str
    arg: str = ""


@dataclass(frozen=True, slots=True)
class Say:
    """Write into this chat. `key` names the message for a later Replace; `reply_to` is a platform's message id.

    `mention` is asked to answer the message; `called` are named in it, each right after «👤», and get a notice.
    """

    message: Message
    post: Post | None = None
    key: str = ""
    reply_to: str | None = None
    mention: Person | None = None
    called: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Replace:
    """Show this instead of the newest message said with `key` in this chat."""

    key: str
    message: Message


@dataclass(frozen=True, slots=True)
class Tell:
    """A short word to the one who pressed, seen by nobody else."""

    press: str
    person: str
    words: Phrase | None = None


@dataclass(frozen=True, slots=True)
class GiveConsent:
    """The resident agrees to the text of this version."""

    version: str


@dataclass(frozen=True, slots=True)
class FileAppeal:
    """File it; answered by AppealFiled. `messages` are the platform's ids of the resident's own messages.

    `text` is what the resident wrote; with `share` officials may see the details that are masked in it; `another`
    says that its resident has seen what is known and means something else.
    """

    topic: str
    place: Place
    text: str
    photos: tuple[Photo, ...]
    messages: tuple[str, ...]
    kind: MessageKind = "complaint"
    share: bool = False
    another: bool = False


@dataclass(frozen=True, slots=True)
class KeepThanks:
    """Count the resident's thanks and pass the words on."""

    text: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class ForgetThanks:
    """The last thanks of the resident were none."""


@dataclass(frozen=True, slots=True)
class FindKnown:
    """Ask which open appeals may be about the same; answered by KnownFound."""

    topic: str
    place: Place
    text: str
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class JoinAppeal:
    """«Я тоже»: the words and photos go to that appeal; answered by AppealJoined or JoinMissed."""

    number: str
    text: str
    photos: tuple[Photo, ...]
    messages: tuple[str, ...]
    point: Point | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """Do something to an appeal; the dialog has checked the status table.

    `arg` depends on the action: a desk's code (TRANSFER), a topic's (RETOPIC), a reason's id (DECLINE), a rating
    (RATE).
    """

    number: str
    action: Action
    by: Person
    text: str = ""
    photos: tuple[Photo, ...] = ()
    arg: str = ""
    until: datetime | None = None
    collage: str | None = None
    messages: tuple[str, ...] = ()
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class NoteEdit:
    """The resident changed a message that may belong to a filed appeal; answered by EditNoted."""

    message: str
    text: str


@dataclass(frozen=True, slots=True)
class EraseResident:
    """Forget who the resident is, in every table."""


@dataclass(frozen=True, slots=True)
class BindChat:
    """Bind this chat by a one-time code; answered by ChatBound, CodeRefused or MoveOffered.

    One that came `by_link` beside other words may be anybody's mark: what is unknown goes unanswered.
    """

    code: str
    by: Person
    by_link: bool = False


@dataclass(frozen=True, slots=True)
class OpenOffice:
    """Write a one-time link to the coordinator's desk into this chat, if it serves anybody."""


@dataclass(frozen=True, slots=True)
class ShowHistory:
    """Write the appeal's history into this chat, as a reply to its card."""

    number: str
    reply_to: str | None


@dataclass(frozen=True, slots=True)
class DrawCollage:
    """Draw «до/после» for a prepared reply; comes back later as CollageDrawn."""

    reply: int
    number: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PutOff:
    """Remind the desk of this appeal no more before that day's morning."""

    number: str
    desk: str
    day: date


@dataclass(frozen=True, slots=True)
class ShowOnSite:
    """Show the pictures of the solved appeal, and the last words about it, on the public page; or take them away."""

    number: str
    by: Person
    shown: bool


@dataclass(frozen=True, slots=True)
class NoteIntrusion:
    """Somebody tried what is not theirs: kept for the coordinator and the log."""

    by: Person
    what: str


Effect = (
    Say
    | Replace
    | Tell
    | GiveConsent
    | FileAppeal
    | FindKnown
    | JoinAppeal
    | KeepThanks
    | ForgetThanks
    | Act
    | NoteEdit
    | EraseResident
    | BindChat
    | OpenOffice
    | ShowHistory
    | DrawCollage
    | PutOff
    | ShowOnSite
    | NoteIntrusion
)
