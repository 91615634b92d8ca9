"""What the use-cases ask of the database: one transaction with a small room for each kind of thing."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal, Protocol

from bot.appeals.appeal import Appeal, Photo, Place
from bot.dialogs.effects import Post
from bot.dialogs.events import Person
from bot.dialogs.history import Entry
from bot.usecases.company import Followers, Nearby
from bot.usecases.late import Reminders
from bot.usecases.measuring import Measuring
from bot.usecases.minding_jobs import Jobs
from bot.usecases.office import Office
from bot.usecases.platform import Cursor, Update
from bot.usecases.public import Public
from bot.usecases.records import Records
from bot.usecases.visiting import Sessions

if TYPE_CHECKING:
    from bot.usecases.alerting import Alerts
    from bot.usecases.arriving import Moves
    from bot.usecases.forgetting import Forgetting


class StoreAway(Exception):
    """The database cannot now: locked, full, restarted, cut off. Nothing was kept, and the same may be asked again."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update taken from the inbox to be handled; `event` is still the text that it was kept as."""

    id: int
    chat: str
    group: bool
    event: str
    attempts: int


@dataclass(frozen=True, slots=True)
class Resident:
    """Who writes, as far as we keep it."""

    id: int
    name: str
    consent: str | None
    consent_at: datetime | None
    last_place: Place | None
    blocked: bool = False


Role = Literal["desk", "head", "coordinator"]
LetterKind = Literal["message", "edit", "toast"]


@dataclass(frozen=True, slots=True)
class NewLetter:
    """A letter to be put in the outbox. `content` is JSON of the use-case's own; `target` the letter it edits.

    `bulk` is what nobody waits for at this moment: digests, reminders, notices to many. It is overtaken by the rest.
    """

    chat: str
    kind: LetterKind
    content: str
    target: int | None = None
    reply_to: str | None = None
    key: str = ""
    post: Post | None = None
    bulk: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter on its way; `target_messages` are the platform's ids of the letter that it edits or answers."""

    id: int
    chat: str
    kind: LetterKind
    content: str
    reply_to: str | None
    key: str
    post: Post | None
    attempts: int
    created_at: datetime
    target: int | None = None
    target_messages: tuple[str, ...] = ()
    bulk: bool = False


@dataclass(frozen=True, slots=True)
class SentLetter:
    """A letter that was sent earlier and may be edited: where it is and what it says."""

    id: int
    chat: str
    content: str


@dataclass(frozen=True, slots=True)
class Binding:
    """A chat that serves a desk, a head or the coordinator."""

    chat: str
    role: Role
    target: str
    lost_at: datetime | None = None
    bound_at: datetime | None = field(default=None, compare=False)


class Inbox(Protocol):
    """Updates, each kept once, handled in the order of their chat."""

    async def add(self, updates: Sequence[Update], now: datetime) -> None:
        """Keeps those not seen before."""

    async def heads(self, now: datetime, limit: int, busy: frozenset[str]) -> list[Waiting]:
        """The first waiting update of each chat that is not busy, oldest first."""

    async def is_waiting(self, update: int) -> bool: ...

    async def done(self, update: int) -> None: ...

    async def retry(self, update: int, not_before: datetime, error: str) -> None: ...

    async def postpone(self, update: int, not_before: datetime, error: str) -> None:
        """As `retry`, but it does not count as a try."""

    async def set_aside(self, update: int, error: str) -> bool:
        """Whether it was still waiting."""

    async def park(self, key: str, chat: str, group: bool, error: str, now: datetime) -> None:
        """Set aside from the beginning: what it said is not kept."""

    async def move(self, chat: str, to: str) -> None: ...

    async def forget(self, before: datetime) -> int:
        """Deletes handled updates received before that; how many."""

    async def cursor(self, name: str) -> str | None: ...

    async def save_cursor(self, cursor: Cursor) -> None: ...

    async def counts(self, since: datetime) -> tuple[int, int]:
        """How many wait, how many received since then were set aside."""


class Talks(Protocol):
    """The state of each conversation, as text."""

    async def load(self, chat: str) -> str | None:
        """Locked until the transaction ends: a press on an old message may come to a topic from beside."""

    async def save(self, chat: str, group: bool, state: str, wake_at: datetime | None) -> None: ...

    async def due(self, now: datetime, limit: int) -> list[tuple[str, bool, datetime]]:
        """Chats whose time to be woken has come: chat, whether a group, the time."""

    async def woken(self, alarms: Sequence[tuple[str, datetime]]) -> None:
        """Takes off those alarms of chats, unless they have been set anew."""

    async def move(self, chat: str, to: str) -> None: ...


class Residents(Protocol):
    """People who write, and the chats that they can be reached in."""

    async def of_chat(self, chat: str, name: str, now: datetime) -> Resident:
        """The resident of a private chat, made at the first word; a new first name is kept."""

    async def consent(self, resident: int, version: str, now: datetime) -> None: ...

    async def remember_place(self, resident: int, place: Place) -> None: ...

    async def reachable(self, resident: int) -> list[str]:
        """Chats that are not blocked."""

    async def set_blocked(self, chat: str, at: datetime | None) -> bool:
        """Whether the chat is a resident's and this changed it."""

    async def merge(self, resident: int, into: int, name: str) -> None:
        """Everything of the one becomes the other's, who is called `name` where that is known."""

    async def erase(self, resident: int, now: datetime) -> None:
        """Removes name, consent, photos, chats and everything said in them; the appeals stay without an author."""


class Appeals(Protocol):
    """Appeals with their photos and history."""

    async def file(self, appeal: Appeal, chat: str, messages: Sequence[str]) -> Appeal:
        """Gives the next number of the year (local time is in `filed_at`'s zone) and keeps it."""

    async def get(self, number: str) -> Appeal | None:
        """The appeal, locked until the transaction ends."""

    async def of_resident(self, resident: int, limit: int) -> list[Appeal]:
        """Newest first, without their photos."""

    async def change(self, appeal: Appeal, fields: Mapping[str, object]) -> None:
        """Writes these columns."""

    async def add_photos(
        self, appeal: Appeal, side: Literal["before", "after"], photos: Sequence[Photo], now: datetime, sender: str = ""
    ) -> None:
        """`sender` is the resident's chat."""

    async def add_messages(self, appeal: Appeal, chat: str, messages: Sequence[str]) -> None: ...

    async def of_message(self, chat: str, message: str) -> Appeal | None: ...

    async def write_history(self, appeal: Appeal, entry: Entry, actor: str) -> None: ...

    async def history(self, appeal: Appeal) -> list[Entry]: ...

    async def resident_chat(self, appeal: Appeal) -> str: ...

    async def expired(self, now: datetime, limit: int) -> list[str]:
        """Numbers of those whose resident was silent too long."""

    async def open_of_desk(self, desk: str) -> list[str]: ...


class Thanks(Protocol):
    """Residents' thanks, counted and kept in their own words."""

    async def keep(self, resident: int, place: Place | None, desk: str, text: str, now: datetime) -> None: ...

    async def forget_last(self, resident: int) -> None: ...

    async def of(self, settlement: str | None, start: datetime, end: datetime) -> list[str]:
        """The words from `start` and before `end`, the newest first; of the whole district without a settlement."""


class Outbox(Protocol):
    """Letters, sent in the order of their chat; what was sent can be found again by key, number or message."""

    async def add(self, letters: Sequence[NewLetter], now: datetime) -> None: ...

    async def heads(self, platform: str, now: datetime, limit: int, busy: frozenset[str]) -> list[Letter]:
        """The first waiting letter of each chat that is not busy: those somebody waits for first, then oldest first.

        A chat's order is kept: what stands before a letter that is waited for goes as early as that.
        """

    async def sent(self, letter: Letter, messages: Sequence[str], content: str, now: datetime) -> None:
        """`content` is what is to be remembered of what it said."""

    async def is_sent(self, letter: int) -> bool:
        """Maybe by another process: one that lost its turn with the letter on its way learns so how it went."""

    async def retry(self, letter: int, not_before: datetime, error: str) -> None: ...

    async def failed(self, letter: int, error: str) -> None: ...

    async def get(self, letter: int) -> Letter | None: ...

    async def by_key(self, chat: str, key: str) -> SentLetter | None: ...

    async def cards(self, number: str) -> list[SentLetter]:
        """The newest card of the appeal in each chat."""

    async def has_card(self, chat: str, number: str) -> bool: ...

    async def renew_edit(self, target: int, content: str) -> bool:
        """Gives a waiting edit of that letter its newest content, in its place and pause; whether there is one."""

    async def post_of(self, chat: str, message: str) -> Post | None: ...

    async def may_become_known(self, chat: str, message: str) -> bool:
        """Whether an unknown message may be a letter of ours that was sent just now and is not yet written down."""

    async def last_buttons(self, chat: str) -> str | None:
        """The content of the newest message with buttons in this chat."""

    async def revive(self, chat: str, since: datetime, now: datetime) -> int:
        """Puts letters that failed since then back in the queue; how many."""

    async def move(self, chat: str, to: str) -> None:
        """The chat's letters; what was sent before can be found and edited no more."""

    async def counts(self) -> tuple[int, int]:
        """How many wait, how many failed."""


class Bindings(Protocol):
    """Which chat serves whom, and the one-time codes that bind."""

    async def of_chat(self, chat: str) -> list[Binding]: ...

    async def inside(self, chat: str) -> list[Binding]:
        """Those of the chat, and of all topics of a forum."""

    async def serving(self, role: Role, target: str) -> list[str]:
        """Chats bound to it and not lost."""

    async def all(self) -> list[Binding]: ...

    async def add(self, binding: Binding, by: Person, now: datetime) -> None: ...

    async def set_lost(self, chat: str, at: datetime | None) -> None: ...

    async def move(self, chat: str, to: str) -> None: ...

    async def invite(self, digest: str, role: Role, target: str, expires_at: datetime) -> None: ...

    async def invited(self, digest: str) -> tuple[Role, str, datetime, datetime | None] | None:
        """Role, target, when it expires, when it was used."""

    async def use_invite(self, digest: str, now: datetime) -> bool:
        """Whether this is its first use."""

    async def note_intrusion(self, chat: str, person: Person, what: str, now: datetime) -> None: ...


class Corrections(Protocol):
    """What officials put right after the classifier. The words kept are the masked ones."""

    async def keep(self, appeal: Appeal, *, was: str, topic: str = "", desk: str = "", now: datetime) -> None:
        """`topic` is what it should have been, as far as that is known; `desk` where it was handed over to."""

    async def labels(self) -> list[tuple[str, str]]:
        """Words and topic, one label an appeal: the last word about it."""

    async def transfers(self) -> list[tuple[str, str, str]]:
        """Words, the topic then, the desk, of the last handover of each appeal."""


class Digests(Protocol):
    """Which digests were written, so that none is written twice."""

    async def written(self, period: str) -> set[tuple[str, str, str]]:
        """Role, target and chat of those of the period."""

    async def claim(self, period: str, binding: Binding, now: datetime) -> bool:
        """Whether it is ours to write: nobody has before, also no other process."""


class Transaction(Protocol):
    """One transaction: all of it is kept, or nothing."""

    @property
    def inbox(self) -> Inbox: ...
    @property
    def talks(self) -> Talks: ...
    @property
    def residents(self) -> Residents: ...
    @property
    def appeals(self) -> Appeals: ...
    @property
    def followers(self) -> Followers: ...
    @property
    def nearby(self) -> Nearby: ...
    @property
    def thanks(self) -> Thanks: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def bindings(self) -> Bindings: ...
    @property
    def corrections(self) -> Corrections: ...
    @property
    def digests(self) -> Digests: ...
    @property
    def reminders(self) -> Reminders: ...
    @property
    def jobs(self) -> Jobs: ...
    @property
    def moves(self) -> "Moves": ...
    @property
    def sessions(self) -> Sessions: ...
    @property
    def office(self) -> Office: ...
    @property
    def records(self) -> Records: ...
    @property
    def public(self) -> Public: ...
    @property
    def forgetting(self) -> "Forgetting": ...
    @property
    def alerts(self) -> "Alerts": ...
    @property
    def measuring(self) -> Measuring: ...


class Store(Protocol):
    """Opens transactions: committed at the end of the block, rolled back if it raises."""

    def transaction(self) -> AbstractAsyncContextManager[Transaction]: ...

    def reading(self) -> AbstractAsyncContextManager[Transaction]:
        """For questions only; never waits for a writer."""
