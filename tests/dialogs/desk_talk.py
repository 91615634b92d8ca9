"""A fake chat of officials: they press, reply and edit; the chat sees, waits, and is restarted after every event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.dialogs.desk.scene import DeskScene
from bot.dialogs.desk.states import DeskTalk
from bot.dialogs.desk.step import concerns, step
from bot.dialogs.effects import Act, BindChat, DrawCollage, Effect, NoteIntrusion, Post, Replace, Say, ShowHistory, Tell
from bot.dialogs.events import (
    AnyPhoto,
    BotAdded,
    ButtonPressed,
    ChatBound,
    CodeRefused,
    CollageDrawn,
    Event,
    HandlingFailed,
    KeptPhoto,
    MessageEdited,
    MessageSent,
    Person,
    Unsupported,
    Woken,
)
from bot.dialogs.message import Button, Message, Phrase
from bot.usecases.codec import dump_desk_talk, load_desk_talk
from bot.usecases.writing import LONGEST_CAPTION, LONGEST_TEXT
from tests.dialogs.desk_office import Office


@dataclass
class Line:
    """A message of the bot in the chat, as it looks now."""

    id: str
    message: Message
    text: str
    post: Post | None = None
    key: str = ""
    reply_to: str | None = None
    mention: Person | None = None
    photos: tuple[str, ...] = ()
    under_photo: bool = False

    def says(self, *ids: str) -> bool:
        own = {one.id for one in self.message.paragraphs if isinstance(one, Phrase)}
        return set(ids) <= own

    @property
    def buttons(self) -> list[str]:
        """What the buttons do: the second word of their data."""
        return [one.data.split(":")[1] for row in self.message.buttons for one in row]

    def button(self, *verb: str) -> Button:
        """The one button whose data has these words after its kind and its number."""
        buttons = [one for row in self.message.buttons for one in row]
        found = [one for one in buttons if set(verb) <= set(one.data.split(":"))]
        assert len(found) == 1, f"{verb} among {self.buttons}"
        return found[0]

    @property
    def labels(self) -> list[str]:
        return [str(dict(one.label.args).get("name") or one.label.id) for row in self.message.buttons for one in row]


@dataclass(frozen=True)
class Happened:
    """One event and all that was done about it."""

    at: datetime
    event: Event
    member: bool
    effects: list[Effect]


class Chat:
    """One chat: its state, what stands in it, and what a test asks of it."""

    def __init__(self, office: Office, *desks: str, bound: bool = True) -> None:
        self.office = office
        self.desks = frozenset(desks)
        self.bound = bound
        self.talk = DeskTalk()
        self.lines: list[Line] = []
        self.toasts: list[tuple[str, Phrase | None]] = []
        self.drawings: list[DrawCollage] = []
        self.log: list[Happened] = []
        office.chats.append(self)

    def official(self, name: str, *, member: bool = True) -> "Official":
        return Official(self, Person(f"telegram:{name}", name), member)

    # What stands in the chat.

    @property
    def sees(self) -> Line:
        """The newest message."""
        return self.lines[-1]

    @property
    def previews(self) -> list[Line]:
        """Previews that can still be sent."""
        return [one for one in self.lines if "send" in one.buttons]

    def card(self, number: str) -> Line:
        return [one for one in self.lines if one.post == Post("card", number)][-1]

    @property
    def toast(self) -> str:
        """The id of the last words to one who pressed."""
        words = self.toasts[-1][1]
        return words.id if words else ""

    def told(self) -> str:
        """The last words to one who pressed, as they are read."""
        words = self.toasts[-1][1]
        return self.office.words(words) if words else ""

    # What happens to it.

    def waits(self, seconds: float = 60) -> None:
        """Time passes, and the chat is woken whenever it asked for it."""
        until = self.office.now + timedelta(seconds=seconds)
        while self.talk.wake is not None and self.talk.wake <= until:
            self.office.now = max(self.office.now, self.talk.wake)
            self.handles(Woken())
        self.office.now = until

    def gets_picture(self, file: str | None = "collage.jpg") -> None:
        """The last «до/после» asked for has been drawn, or could not be."""
        self.handles(CollageDrawn(self.drawings[-1].reply, file))

    def lets_bot_in(self) -> None:
        self.handles(BotAdded(Person("telegram:ivan", "Иван")))

    def stumbles(self) -> None:
        self.handles(HandlingFailed())

    def handles(self, event: Event, *, member: bool = True) -> list[Effect]:
        """One step and its effects, then a restart: the state is read back from its text."""
        done: list[Effect] = []
        self.log.append(Happened(self.office.now, event, member, done))
        steps: list[Event | ChatBound | CodeRefused] = [event]
        scene = self._scene(event, member)
        while steps:
            outcome = step(self.talk, steps.pop(0), scene)
            self.talk = load_desk_talk(dump_desk_talk(outcome.talk))
            assert self.talk == outcome.talk
            for effect in outcome.effects:
                done.append(effect)
                answer = self._performs(effect)
                steps += [answer] if answer else []
        return done

    def _scene(self, event: Event, member: bool) -> DeskScene:
        replied = self._post_of(getattr(event, "reply_to", None))
        numbers = concerns(self.talk, event, replied.number if replied else None)
        appeals = {
            one: self.office.appeals[one] for one in numbers if one in self.office.appeals and self.has_card(one)
        }
        return DeskScene(
            now=self.office.now,
            district=self.office.district,
            bound=self.bound,
            desks=self.desks if self.bound else frozenset(),
            replied=replied,
            appeals=appeals,
            member=member,
            triage=self.office.triage,
            chatless=self.office.chatless,
            desk_time=self.office.desk_time,
        )

    def _post_of(self, reply_to: str | None) -> Post | None:
        return next((one.post for one in self.lines if one.id == reply_to), None)

    def _performs(self, effect: Effect) -> ChatBound | CodeRefused | None:
        match effect:
            case Say():
                self.hears(effect)
            case Replace():
                self._replaces(effect)
            case Tell():
                # More would be cut off.
                assert effect.words is None or len(self.office.words(effect.words)) <= 200
                self.toasts.append((effect.person, effect.words))
            case Act():
                self.office.act(effect)
            case DrawCollage():
                self.drawings.append(effect)
            case NoteIntrusion():
                self.office.intrusions.append((effect.by.name, effect.what))
            case ShowHistory():
                self.hears(Say(self.office.history(effect.number), reply_to=effect.reply_to))
            case BindChat():
                return self.office.bind(self, effect.code)
            case _:
                raise AssertionError(f"no business of an officials' chat: {effect}")
        return None

    # What the world around asks of a chat.

    def has_card(self, number: str) -> bool:
        return any(one.post == Post("card", number) for one in self.lines)

    def shows_card(self, number: str, shown: Message) -> None:
        if self.has_card(number):
            self._changes(self.card(number), shown)
        else:
            self.hears(Say(shown, post=Post("card", number)))

    def hears(self, said: Say) -> Line:
        fits_a_platform(said.message)
        text, photos = self.reads(said.message), said.message.photos
        line = Line(str(next(self.office.ids)), said.message, text, said.post, said.key, said.reply_to, said.mention)
        line.photos, line.under_photo = photos, len(photos) == 1 and len(text) <= LONGEST_CAPTION
        self.lines.append(line)
        return line

    def _replaces(self, effect: Replace) -> None:
        found = [one for one in self.lines if one.key == effect.key]
        if found:
            self._changes(found[-1], effect.message)

    def _changes(self, line: Line, shown: Message) -> None:
        fits_a_platform(shown)
        line.message, line.text = shown, self.reads(shown)
        # The writer would cut the rest off, and an official must see all that is sent.
        assert len(line.text) <= (LONGEST_CAPTION if line.under_photo else LONGEST_TEXT)

    def reads(self, shown: Message) -> str:
        """The message as people read it; raises for words that nobody wrote."""
        words = self.office.words
        for row in shown.buttons:
            for one in row:
                assert words(one.label)
        return "\n\n".join(one if isinstance(one, str) else words(one) for one in shown.paragraphs)


def fits_a_platform(shown: Message) -> None:
    """What every platform takes."""
    assert shown.paragraphs
    assert len(shown.photos) <= 10
    assert len(shown.buttons) <= 6
    assert all(0 < len(row) <= 5 for row in shown.buttons)
    assert sum(len(row) for row in shown.buttons) <= 10
    assert all(len(one.data.encode()) <= 64 for row in shown.buttons for one in row)


class Official:
    """Somebody in the chat."""

    def __init__(self, chat: Chat, person: Person, member: bool) -> None:
        self.chat, self.person, self.member = chat, person, member

    def presses(self, *verb: str, on: Line) -> None:
        """A button that stands there now."""
        self.presses_data(on.button(*verb).data, on=on)

    def presses_data(self, data: str, on: Line | None = None) -> list[Effect]:
        """Whatever data: an old button, a forged one. A press is always answered."""
        event = ButtonPressed("press", self.person, data, on.id if on else None)
        done = self.chat.handles(event, member=self.member)
        assert any(isinstance(one, Tell | Say | Replace | ShowHistory) for one in done), data
        return done

    def replies(
        self,
        text: str = "",
        *,
        to: Line,
        photos: Sequence[str | AnyPhoto] = (),
        album: str | None = None,
        unsupported: Unsupported | None = None,
    ) -> str:
        """A reply to one of the bot's messages; its own id."""
        kept = tuple(KeptPhoto(f"{one}.jpg", one) if isinstance(one, str) else one for one in photos)
        mine = str(next(self.chat.office.ids))
        event = MessageSent(mine, self.person, text, kept, reply_to=to.id, album=album, unsupported=unsupported)
        self.chat.handles(event, member=self.member)
        return mine

    def says(self, text: str = "", **what: object) -> list[Effect]:
        """Talk that answers none of the bot's messages."""
        event = MessageSent(str(next(self.chat.office.ids)), self.person, text, **what)  # type: ignore[arg-type]
        return self.chat.handles(event, member=self.member)

    def edits(self, mine: str, text: str) -> list[Effect]:
        return self.chat.handles(MessageEdited(mine, self.person, text), member=self.member)
