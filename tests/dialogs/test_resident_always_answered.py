"""Whatever comes, in whatever state: it never breaks, the resident is answered, and every new button does something."""

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from bot.appeals.appeal import Place
from bot.appeals.status import Action, Status, next_status
from bot.dialogs.effects import Effect, FileAppeal, FindKnown, Post, Replace, Say, Tell
from bot.dialogs.events import (
    Answer,
    AnyPhoto,
    AppealJoined,
    BotReturned,
    ButtonPressed,
    Event,
    HandlingFailed,
    JoinMissed,
    KeptPhoto,
    Known,
    KnownFound,
    LostPhoto,
    MessageEdited,
    MessageSent,
    RemotePhoto,
    Woken,
)
from bot.dialogs.resident.scene import QUIET
from bot.dialogs.resident.states import Confirming
from bot.dialogs.resident.step import step
from bot.usecases.codec import dump_talk, load_talk
from tests.dialogs.resident_talk import FORGED, Point, Resident, newcomer, resident
from tests.dialogs.resident_world import MONDAY

STORIES = [
    "У магазина в Бабино яма",
    "Нет воды",
    "В Ерышах",
    "у клуба темно",
    "Бабино",
    "Третьяковское",
    "Грязно, разберитесь",
    "Дороги",
    "Здравствуйте",
    "Спасибо",
    "Да",
    "нет",
    "Понятно",
    "Так и не починили",
    "Отправить",
    "7K3M-9QXP",
    "слово " * 200,
    "я" * 10_000,
    "я" * 10_001,
]
COMMANDS = ["/start", "/my", "/мои_данные", "/удалить", "/отмена", "/cancel", "/help", "/помощь", "/чтоэто", "отмена"]
words = st.sampled_from(STORIES) | st.sampled_from(COMMANDS) | st.text(max_size=40)
points = st.none() | st.sampled_from([Point(55.2, 32.42), Point(0.0, 0.0), Point(-90.0, 180.0)])
photo = st.builds(KeptPhoto, st.sampled_from([f"{one}.jpg" for one in range(30)]), st.just("f"))
lost = st.builds(LostPhoto, st.sampled_from(["not_a_photo", "too_large", "unavailable"]))
photos: st.SearchStrategy[tuple[AnyPhoto, ...]] = st.lists(
    photo | lost | st.builds(RemotePhoto, st.just("r")), max_size=11
).map(tuple)
kinds = st.none() | st.sampled_from(["video", "voice", "sticker", "file", "contact", "poll", "other"])
desk_acts = st.sampled_from([Action.ACCEPT, Action.ANSWER, Action.ASK, Action.SOLVE, Action.EXPLAIN, Action.TRANSFER])
desk_acts |= st.sampled_from([Action.EXTEND, Action.DECLINE, Action.EXPIRE])


known = st.builds(
    Known,
    number=st.sampled_from(["26-00091", "26-00092"]),
    words=st.sampled_from(["", "Нет воды", "я" * 3000]),
    filed_at=st.just(MONDAY - timedelta(days=3)),
    due=st.sampled_from([MONDAY, MONDAY + timedelta(days=9)]),
    place=st.sampled_from([Place("tretyakovo", "Бабино"), Place("gone", None)]),
    metres=st.none() | st.sampled_from([0.0, 120.0, 4000.0]),
    count=st.sampled_from([1, 14]),
    photo=st.sampled_from(["", "0.jpg"]),
    incident=st.booleans(),
    own=st.booleans(),
)
strays = st.sampled_from(
    [KnownFound(()), JoinMissed("26-00091"), AppealJoined("26-00091", MONDAY, "Дороги", 2, Status.NEW, "Чиним")]
)


class AnyConversation(RuleBasedStateMachine):
    """Every rule is something that a resident, the desk or time does."""

    anna: Resident

    @initialize(new=st.sampled_from([True, False, False, False]), standing=st.lists(desk_acts, max_size=8))
    def meets(self, new: bool, standing: list[Action]) -> None:
        """A newcomer, or one whose earlier appeals stand wherever the desk left them."""
        self.anna = newcomer() if new else resident()
        self.serial = 0
        for action in () if new else standing:
            self._filed()
            self._desk(self.anna.filed[-1].number, action)

    @rule(text=words)
    def writes(self, text: str) -> None:
        self._sends(text=text)

    @rule(text=st.sampled_from(STORIES[:8]))
    def tells_and_waits(self, text: str) -> None:
        """The usual way, so that the later steps are reached often."""
        self._sends(text=text)
        self._passes(2)

    @precondition(lambda self: self.anna.world.consent)
    @rule()
    def files(self) -> None:
        """Past the limit of an hour it stays on the card."""
        self._sends(text=STORIES[0])
        self._passes(2)
        if isinstance(self.anna.talk.step, Confirming):
            self._presses(f"send:{self.anna.talk.turn}")

    @rule(known=st.lists(known, max_size=2, unique_by=lambda one: one.number), closed=st.booleans())
    def others_write(self, known: list[Known], closed: bool) -> None:
        """Somebody has written about it already; perhaps it is closed while the resident reads."""
        self.anna.world.known = {one.number: one for one in known}
        self.anna.world.closed = set(self.anna.world.known) if closed else set()

    @rule(number=st.sampled_from(["26-00001", "26-00077"]))
    def is_merged(self, number: str) -> None:
        """One of hers goes on under another number."""
        appeals = self.anna.world.appeals
        if number in appeals and next_status(appeals[number].status, Action.MERGE) is not None:
            self.anna.is_told(number, Action.MERGE, "", sorted(appeals)[-1])

    @rule(stray=strays)
    def hears_what_nobody_asked(self, stray: Answer) -> None:
        """An answer to a question of an earlier version of the bot."""
        talk = self.anna.talk
        outcome = step(talk, stray, self.anna.person, self.anna.world.scene("Анна"))
        assert load_talk(dump_talk(outcome.talk)) == outcome.talk

    @rule(count=st.integers(15, 25), text=words)
    def floods(self, count: int, text: str) -> None:
        for _ in range(count):
            self._sends(text=text)

    @rule(text=st.just("") | words, photos=photos, point=points, kind=kinds, forwarded=st.booleans())
    def sends(self, text: str, photos: tuple[AnyPhoto, ...], point: Point | None, kind: Any, forwarded: bool) -> None:
        self._sends(text=text, photos=photos, point=point, unsupported=kind, forwarded=forwarded)

    @precondition(lambda self: any(one.post for one in self.anna.chat))
    @rule(data=st.data(), text=words)
    def answers_a_notice(self, data: st.DataObject, text: str) -> None:
        self._sends(to=data.draw(st.sampled_from([one for one in self.anna.chat if one.post])), text=text)

    @rule(text=words)
    def answers_what_the_head_was_told(self, text: str) -> None:
        self._happens(MessageSent("h", self.anna.person, text), Post("head", "26-00001"))

    @rule(number=st.integers(0, 30), text=words)
    def edits(self, number: int, text: str) -> None:
        self._happens(MessageEdited(f"e{number}", self.anna.person, text))

    @precondition(lambda self: any(one.message.buttons for one in self.anna.chat))
    @rule(data=st.data())
    def presses(self, data: st.DataObject) -> None:
        """Old and new buttons alike."""
        known = [one.data for shown in self.anna.chat for row in shown.message.buttons for one in row]
        self._presses(data.draw(st.sampled_from(known)))

    @precondition(lambda self: self.anna.chat and self.anna.chat[-1].message.buttons)
    @rule(data=st.data())
    def presses_the_newest(self, data: st.DataObject) -> None:
        shown = self.anna.chat[-1]
        self._presses(data.draw(st.sampled_from([one.data for row in shown.message.buttons for one in row])))

    @rule(forged=st.sampled_from(FORGED) | st.text(max_size=30), typed=st.booleans())
    def forges(self, forged: str, typed: bool) -> None:
        self._presses(forged, "" if typed else "p")

    @rule(seconds=st.sampled_from([0.5, 2, 61, 1900, 90_000]))
    def time_passes(self, seconds: float) -> None:
        self._passes(seconds)

    @rule(event=st.sampled_from([HandlingFailed(), BotReturned()]))
    def something_else_happens(self, event: Event) -> None:
        self._happens(event)

    @precondition(lambda self: self.anna.world.appeals)
    @rule(data=st.data(), action=desk_acts)
    def the_desk_acts(self, data: st.DataObject, action: Action) -> None:
        self._desk(data.draw(st.sampled_from(sorted(self.anna.world.appeals))), action)

    def _desk(self, number: str, action: Action) -> None:
        if next_status(self.anna.world.appeals[number].status, action) is not None:
            self.anna.is_told(number, action, "Что там?", ARGS.get(action, ""))

    def _filed(self) -> None:
        """Days ago, past all conversation."""
        self.anna.world.now -= timedelta(days=3)
        self.anna.world.perform(FileAppeal("roads.pothole", Place("tretyakovo", "Бабино"), "Яма", (), ("e1",)))
        self.anna.world.now += timedelta(days=3)

    # What must hold.

    def _sends(self, to: Any = None, **content: Any) -> None:
        self.serial += 1
        event = MessageSent(f"e{self.serial}", self.anna.person, reply_to=to.id if to else None, **content)
        self._happens(event, to.post if to else None)

    def _presses(self, data: str, press: str = "p") -> None:
        self._happens(ButtonPressed(press, self.anna.person, data))

    def _happens(self, event: Event, replied: Any = None) -> None:
        effects = self.anna.gets(event, replied)
        assert _speaks(effects) or self._speaks_when_quiet(), f"no answer to {event}"
        self._every_button_works(effects)

    def _passes(self, seconds: float) -> None:
        self.anna.waits(seconds=seconds)

    def _speaks_when_quiet(self) -> bool:
        anna = self.anna
        wake, quiet = anna.talk.wake, anna.world.now + QUIET
        if wake is None or wake > quiet:
            return False
        before, anna.world.now = anna.world.now, quiet
        later = step(anna.talk, Woken(), anna.person, anna.world.scene("Анна"))
        anna.world.now = before
        return _speaks(later.effects)

    def _every_button_works(self, effects: list[Effect]) -> None:
        """Pressed right away, the newest keyboard is not stale."""
        shown = [one.message for one in effects if isinstance(one, Say | Replace) and one.message.buttons]
        for row in shown[-1].buttons if shown else ():
            for button in row:
                press = ButtonPressed("p", self.anna.person, button.data)
                does = step(self.anna.talk, press, self.anna.person, self.anna.world.scene("Анна"))
                stale = [one for one in does.effects if isinstance(one, Tell) and one.words]
                assert not stale, f"{button.data} is stale at once"
                assert does.effects, f"{button.data} does nothing"


ARGS = {Action.TRANSFER: "roads", Action.DECLINE: "too_little", Action.RATE: "good"}


def _speaks(effects: Any) -> bool:
    """Words in the chat, or a short word under the button."""
    # What is known is answered before anything else can happen, and then something is said.
    return any(
        isinstance(one, Say | FindKnown) or (isinstance(one, Replace | Tell) and _has_words(one)) for one in effects
    )


def _has_words(effect: Replace | Tell) -> bool:
    return bool(effect.words if isinstance(effect, Tell) else effect.message.paragraphs)


AnyConversation.TestCase.settings = settings(
    max_examples=40,
    derandomize=True,  # the same conversations every time: a failure is somebody's change, not luck
    stateful_step_count=40,
    suppress_health_check=list(HealthCheck),
)
TestAnyConversation = AnyConversation.TestCase
