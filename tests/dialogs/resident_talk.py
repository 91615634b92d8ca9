"""A fake resident: writes, sends, presses, waits, and sees what the bot says; no chat, no clock, no database.

After every step the conversation is written down and read back, and every message is held against what the
platforms take, so each story checks that too.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.appeals.appeal import Appeal
from bot.appeals.district import Point
from bot.appeals.status import Action
from bot.dialogs.effects import Act, Effect, Post, Replace, Say, Tell
from bot.dialogs.events import (
    Answer,
    AnyPhoto,
    ButtonPressed,
    Event,
    KeptPhoto,
    LostPhoto,
    MessageEdited,
    MessageSent,
    Person,
    Unsupported,
    Woken,
)
from bot.dialogs.message import Message, Phrase
from bot.dialogs.resident.scene import QUIET
from bot.dialogs.resident.states import Talk
from bot.dialogs.resident.step import step
from bot.usecases.codec import dump_talk, load_talk
from bot.words import Words
from tests.dialogs.resident_world import DISTRICT, World

WORDS = Words("ru", DISTRICT.time_zone)
BUTTONS, ROWS, IN_ROW, DATA = 10, 6, 5, 64
# Data that no button shown has: old, forged, garbage, huge, in other people's digits.
FORGED = (
    *("", ":", "::", "я" * 10_000, "help\x00", "fresh", "agree", "agree:x", "erase:0", "erase:1", "keep:0", "back:1"),
    *("send:", "send:999", "send:-1", "cancel:999", "add:0", "topic:²", "whole:1:луна", "pick:0:-1", "pick:1:٣"),
    *("mine:-1", "mine:²", "mine:٣", "mine:" + "9" * 5000, "page:1:²", "page:1:99999999999", "pick:1:" + "9" * 5000),
    *("rate:26-00001:good", "rate:26-00001:bad", "rate:26-00001:wow", "rate:٢٦-٠٠٠٠١:good", "mine!:26-00099"),
    *("join:1:26-00091", "join:2", "join:1:٢٦-٠٠٠٠١", "join::", "another:1", "another:999", "another"),
    *("withdraw!:26-00001", "more:26-00001", "into:26-00001", "drop:26-00001", "asis:26-00001", "reply:26-00001"),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as the resident sees it; `labels` are button data by the words on the button and by their id."""

    id: str
    text: str
    ids: frozenset[str]
    message: Message
    key: str = ""
    post: Post | None = None

    @property
    def labels(self) -> dict[str, str]:
        buttons = [one for row in self.message.buttons for one in row]
        return {one.label.id: one.data for one in buttons} | {WORDS(one.label): one.data for one in buttons}


class Resident:
    """`new` is what appeared since the last thing that she did, `chat` all of it; `toasts` are ids of short words."""

    def __init__(self, name: str = "Анна", world: World | None = None) -> None:
        self.person = Person("telegram:5001", name)
        self.world = world or World()
        self.talk = Talk()
        self.chat: list[Shown] = []
        self.new: list[Shown] = []
        self.toasts: list[str] = []
        self._said: Counter[str] = Counter()
        self._sent = 0

    # What she does.

    def writes(self, text: str, *, to: Shown | None = None, forwarded: bool = False) -> str:
        return self._sends(text=text, to=to, forwarded=forwarded)

    def sends_photo(self, text: str = "", *, file: str = "", to: Shown | None = None) -> str:
        return self._sends(text=text, photos=(self._photo(file),), to=to)

    def sends_album(self, count: int, text: str = "") -> None:
        """As Telegram does it: so many messages, the caption on the first."""
        shown = []
        for number in range(count):
            self._sends(text=text if number == 0 else "", photos=(self._photo(),), album="album")
            shown += self.new
        self.new = shown

    def sends_photos(self, count: int, text: str = "") -> str:
        """As VK does it: all in one message."""
        return self._sends(text=text, photos=tuple(self._photo(f"p{self._sent}-{one}.jpg") for one in range(count)))

    def sends_lost_photo(self, reason: str, text: str = "") -> str:
        return self._sends(text=text, photos=(LostPhoto(reason),))  # type: ignore[arg-type]

    def sends_pin(self, lat: float, lon: float) -> str:
        return self._sends(point=Point(lat, lon))

    def sends(self, unsupported: Unsupported, text: str = "") -> str:
        return self._sends(text=text, unsupported=unsupported)

    def sends_nothing(self) -> str:
        return self._sends()

    def edits(self, message: str, text: str) -> None:
        self.gets(MessageEdited(message, self.person, text))

    def presses(self, button: str) -> None:
        """The newest button with these words or this id that is still to be seen."""
        self.presses_data(self.button(button))

    def presses_data(self, data: str) -> None:
        self.gets(ButtonPressed("press", self.person, data))

    def types_button(self, button: str) -> None:
        """A button's words typed by hand: the use-case makes a press of them."""
        self.gets(ButtonPressed("", self.person, self.button(button)))

    def waits(self, **time: float) -> None:
        """Lets time pass, waking the conversation whenever it asked for it; by default until quiet."""
        self.new = []
        until = self.world.now + (timedelta(**time) if time else QUIET)
        while self.talk.wake is not None and self.talk.wake <= until:
            self.world.now = max(self.world.now, self.talk.wake)
            shown = self.new
            self.gets(Woken())
            self.new = [*shown, *self.new]
        self.world.now = until

    def agrees(self) -> None:
        """What every newcomer goes through."""
        self.writes("/start")
        self.presses("button-agree")

    def files(self, text: str = "У магазина в Бабино яма") -> str:
        """A clear message and one press; the number."""
        self.writes(text)
        self.waits()
        self.presses("button-send")
        return self.filed[-1].number

    # What the desk does.

    def is_told(self, number: str, action: Action, text: str = "", arg: str = "") -> Shown:
        """An official acts; the notice stands in the chat."""
        told = self.world.desk_does(number, action, text, arg)
        assert told is not None, f"{action} tells the resident nothing"
        self.new = []
        return self._show(Say(told.message, post=told.post))

    # What she sees.

    def sees(self, *ids: str) -> bool:
        """Whether all these lines appeared since the last thing that she did."""
        seen = {one for shown in self.new for one in shown.ids}
        return set(ids) <= seen

    @property
    def reads(self) -> str:
        """The words that appeared since the last thing that she did."""
        return "\n\n".join(one.text for one in self.new)

    def times(self, message_id: str) -> int:
        """How often the line was ever said."""
        return self._said[message_id]

    def button(self, wanted: str) -> str:
        for shown in reversed(self.chat):
            if wanted in shown.labels:
                return shown.labels[wanted]
        raise AssertionError(f"no button «{wanted}» in the chat")

    @property
    def buttons(self) -> list[str]:
        """The words on the newest keyboard."""
        newest = next((one for one in reversed(self.chat) if one.message.buttons), None)
        return [WORDS(one.label) for row in newest.message.buttons for one in row] if newest else []

    @property
    def last(self) -> Shown:
        return self.chat[-1]

    @property
    def filed(self) -> list[Appeal]:
        return list(self.world.appeals.values())

    @property
    def acts(self) -> list[Act]:
        """What reached the appeals from the resident's side."""
        return [one for one in self.world.acts if one.by == self.person]

    # How it works.

    def gets(self, event: Event, replied: Post | None = None) -> list[Effect]:
        """One update through the dialog, as the use-case does it; the effects in order."""
        self.new, self.toasts = [], []
        scene = self.world.scene(self.person.name, replied)
        steps: list[Event | Answer] = [event]
        performed: list[Effect] = []
        while steps:
            outcome = step(self.talk, steps.pop(0), self.person, scene)
            self.talk = outcome.talk
            performed += outcome.effects
            answers = [self._perform(one) for one in outcome.effects]
            steps += [one for one in answers if one is not None]
        assert load_talk(dump_talk(self.talk)) == self.talk
        return performed

    def _perform(self, effect: Effect) -> Answer | None:
        match effect:
            case Say():
                self._show(effect)
            case Replace(key=key, message=message):
                self._replace(key, message)
            case Tell(words=words, press=press):
                assert press, "a short word needs a press to stand under"
                self.toasts += [words.id] if words else []
            case _:
                return self.world.perform(effect)
        return None

    def _show(self, said: Say) -> Shown:
        shown = Shown(f"b{len(self.chat)}", *_read(said.message), said.message, said.key, said.post)
        self.chat.append(shown)
        self._said.update(shown.ids)
        self.new.append(shown)
        return shown

    def _replace(self, key: str, message: Message) -> None:
        for index, shown in reversed(list(enumerate(self.chat))):
            if shown.key == key:
                self.chat[index] = Shown(shown.id, *_read(message), message, key, shown.post)
                self.new.append(self.chat[index])
                return

    def _sends(
        self,
        text: str = "",
        photos: tuple[AnyPhoto, ...] = (),
        point: Point | None = None,
        unsupported: Unsupported | None = None,
        to: Shown | None = None,
        album: str | None = None,
        forwarded: bool = False,
    ) -> str:
        self._sent += 1
        message = f"m{self._sent}"
        reply_to = to.id if to else None
        event = MessageSent(message, self.person, text, photos, point, unsupported, reply_to, album, forwarded)
        self.gets(event, to.post if to else None)
        return message

    def _photo(self, file: str = "") -> KeptPhoto:
        file = file or f"photo{self._sent}.jpg"
        return KeptPhoto(file, file)


def resident() -> Resident:
    """Anna, who has agreed already."""
    anna = Resident()
    anna.agrees()
    return anna


def newcomer() -> Resident:
    return Resident()


def clock(now: datetime) -> str:
    """A moment as the bot's words show it."""
    return WORDS.text("filed-due", due=now).rpartition(" до ")[2].strip(".")


def _read(message: Message) -> tuple[str, frozenset[str]]:
    """The words and their ids; the message is what every platform takes."""
    assert message.paragraphs, "a message says something"
    rows = message.buttons
    assert len(rows) <= ROWS
    assert all(0 < len(row) <= IN_ROW for row in rows)
    buttons = [one for row in rows for one in row]
    assert len(buttons) <= BUTTONS
    assert all(len(one.data.encode()) <= DATA and WORDS(one.label) for one in buttons)
    text = "\n\n".join(one if isinstance(one, str) else WORDS(one) for one in message.paragraphs)
    return text, frozenset(_ids(message.paragraphs))


def _ids(phrases: tuple[object, ...]) -> set[str]:
    found: set[str] = set()
    for one in phrases:
        if isinstance(one, Phrase):
            found |= {one.id} | _ids(tuple(value for _, value in one.args))
    return found
