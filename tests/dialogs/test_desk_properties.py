"""Whatever officials, residents and strangers do in whatever order: no step raises, and nothing leaves by accident."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.appeals.status import Action, next_status
from bot.dialogs.desk.scene import FORMER_KEPT, IN_HAND, RECALL, SENT_KEPT
from bot.dialogs.effects import Act, Replace, Say
from bot.dialogs.events import ButtonPressed, LostPhoto, Woken
from bot.dialogs.message import Message, Phrase
from tests.dialogs.desk_office import Office
from tests.dialogs.desk_talk import Chat, Happened, Official

# The resident does not hear of these, or hears no words of an official.
FREE = {Action.ACCEPT, Action.NOTE, Action.RETOPIC}
# The verbs that come most often in a day, so that random days go far.
VERBS = ("accept", "answer", "ask", "solve", "explain", "transfer", "retopic", "extend", "decline", "history")
WAYS = ("solve", "until:26-00001", "transfer:26-00001", "retopic:26-00001", "topic:26-00001", "hand:26-00001")
RESIDENTS = (Action.ADD, Action.REPLY, Action.WITHDRAW, Action.REOPEN)
PHOTOS = ("pit", "after", "other", LostPhoto("too_large"))

who, where, nth = st.integers(0, 2), st.integers(0, 1), st.integers(0, 200)
words = st.sampled_from(["", " ", "Готово", "Завтра", "/help", "7K3M-9QXP", "я" * 700, "й" * 9500, "\u202e🙂"])
shown = st.lists(st.sampled_from(PHOTOS), max_size=3)
album = st.sampled_from([None, None, "A", "B"])
kind = st.sampled_from([None, None, None, "voice"])
shapes = st.sampled_from([f"{one}{{}}" for one in ("", "d:", "r:", "r:send:", *(f"d:{way}:" for way in WAYS))])

happening = st.one_of(
    st.tuples(st.just("card"), where, who, nth, st.sampled_from(VERBS)),
    st.tuples(st.just("button"), where, who, nth, nth),
    st.tuples(st.just("prepare"), where, who, nth, st.sampled_from(VERBS), words, shown),
    st.tuples(st.just("prepare"), where, who, nth, st.sampled_from(VERBS), words, shown),
    st.tuples(st.just("send"), where, who, nth),
    st.tuples(st.just("send"), where, who, nth),
    st.tuples(st.just("again"), where, who, nth),
    st.tuples(st.just("forge"), where, who, shapes, st.text(max_size=12)),
    st.tuples(st.just("reply"), where, who, nth, words, shown, album, kind),
    st.tuples(st.just("reply"), where, who, nth, words, shown, album, kind),
    st.tuples(st.just("latest"), where, who, words, shown),
    st.tuples(st.just("latest"), where, who, words, shown),
    st.tuples(st.just("talk"), where, who, words),
    st.tuples(st.just("edit"), where, who, nth, words),
    st.tuples(st.just("wait"), where, st.sampled_from([0, 1, 2, 19, 20, 200, 90_000, 2_000_000])),
    st.tuples(st.just("picture"), where, st.sampled_from([None, "collage.jpg"])),
    st.tuples(st.just("resident"), nth, st.sampled_from(RESIDENTS)),
    st.tuples(st.just("files"), where, st.lists(st.just("pit"), max_size=1)),
    st.tuples(st.just("unrest"), where, st.sampled_from(["added", "failed", "unbound", "bound"])),
)


class Day:
    """Two desks, each with its chat, two officials and a stranger; things happen in random order."""

    def __init__(self) -> None:
        self.office = Office()
        self.chats = [Chat(self.office, "rechnoe"), Chat(self.office, "roads")]
        self.people: list[list[Official]] = [
            [chat.official("Иван"), chat.official("Ольга"), chat.official("Борис", member=False)] for chat in self.chats
        ]
        self.written: list[str] = []
        self.old: list[str] = []
        self.office.files(photos=("pit",))
        self.office.files(desk="roads")

    def happens(self, what: str, *how: object) -> None:
        getattr(self, f"do_{what}")(*how)
        for chat in self.chats:
            self.old += [one.data for line in chat.lines[-2:] for row in line.message.buttons for one in row]
            stays_small(chat)
        self.old = self.old[-60:]

    def do_card(self, where: int, who: int, nth: int, verb: str) -> None:
        chat, number = self.chats[where], self.number(nth)
        if chat.has_card(number):
            self.people[where][who].presses_data(f"d:{verb}:{number}", on=chat.card(number))

    def do_prepare(self, where: int, who: int, nth: int, verb: str, text: str, photos: list[Any]) -> None:
        """The whole way of one button, so that random days reach its end often enough."""
        chat, number = self.chats[where], self.number(nth)
        if verb not in chat.card(number).buttons if chat.has_card(number) else True:
            return
        self.people[where][who].presses(verb, on=chat.card(number))
        if verb in ("transfer", "retopic", "extend", "decline") and chat.sees.message.buttons:
            choices = [one for row in chat.sees.message.buttons for one in row]
            self.people[where][who].presses_data(choices[nth % len(choices)].data, on=chat.sees)
        self.do_latest(where, who, text, photos)

    def do_button(self, where: int, who: int, nth: int, which: int) -> None:
        lines = [one for one in self.chats[where].lines if one.message.buttons][-8:]
        if lines:
            line = lines[nth % len(lines)]
            buttons = [one for row in line.message.buttons for one in row]
            self.people[where][who].presses_data(buttons[which % len(buttons)].data, on=line)

    def do_send(self, where: int, who: int, nth: int) -> None:
        previews = self.chats[where].previews
        if previews:
            self.people[where][who].presses("send", on=previews[nth % len(previews)])

    def do_again(self, where: int, who: int, nth: int) -> None:
        if self.old:
            self.people[where][who].presses_data(self.old[nth % len(self.old)])

    def do_forge(self, where: int, who: int, shape: str, text: str) -> None:
        self.people[where][who].presses_data(shape.format(text))

    def do_reply(
        self, where: int, who: int, nth: int, text: str, photos: list[Any], album: str | None, odd: Any
    ) -> None:
        lines = self.chats[where].lines
        line = lines[nth % len(lines)]
        mine = self.people[where][who].replies(text, to=line, photos=photos, album=album, unsupported=odd)
        self.written.append(mine)

    def do_latest(self, where: int, who: int, text: str, photos: list[Any]) -> None:
        self.written.append(self.people[where][who].replies(text, to=self.chats[where].sees, photos=photos))

    def do_talk(self, where: int, who: int, text: str) -> None:
        self.people[where][who].says(text)

    def do_edit(self, where: int, who: int, nth: int, text: str) -> None:
        if self.written:
            self.people[where][who].edits(self.written[nth % len(self.written)], text)

    def do_wait(self, where: int, seconds: int) -> None:
        start = self.office.now
        for chat in (self.chats[where], self.chats[1 - where]):
            self.office.now = start
            chat.waits(seconds)

    def do_picture(self, where: int, file: str | None) -> None:
        if self.chats[where].drawings:
            self.chats[where].gets_picture(file)

    def do_resident(self, nth: int, action: Action) -> None:
        number = self.number(nth)
        if next_status(self.office.appeals[number].status, action) is not None:
            self.office.resident(action, number, "Слова жителя")

    def do_files(self, where: int, photos: list[str]) -> None:
        if len(self.office.appeals) < 5:
            self.office.files(desk=("rechnoe", "roads")[where], photos=photos)

    def do_unrest(self, where: int, what: str) -> None:
        chat = self.chats[where]
        match what:
            case "added":
                chat.lets_bot_in()
            case "failed":
                chat.stumbles()
            case _:
                chat.bound = what == "bound"

    def number(self, nth: int) -> str:
        numbers = list(self.office.appeals)
        return numbers[nth % len(numbers)]


def stays_small(chat: Chat) -> None:
    """What a chat keeps in hand has a bound."""
    resting = [one for one in chat.talk.replies if one.wake is None]
    assert len(resting) <= IN_HAND
    assert len(chat.talk.sent) <= SENT_KEPT
    assert all(len(one.former) <= FORMER_KEPT for one in chat.talk.replies)
    assert all(len(one.draft.text) <= 10_000 and len(one.draft.photos) <= 10 for one in chat.talk.replies)
    assert len({one.id for one in chat.talk.replies}) == len(chat.talk.replies)


@dataclass
class Watch:
    """Follows one chat's log: what was shown under which number, and since when it has been leaving."""

    shown: dict[str, Message]
    leaving: dict[str, datetime]

    def follow(self, happened: Happened) -> None:
        """Raises AssertionError for anything that left without a member's press and the time to recall."""
        for at, effect in enumerate(happened.effects):
            if isinstance(effect, Act) and effect.action not in FREE:
                assert isinstance(happened.event, Woken)
                done = happened.effects[at + 1]
                assert isinstance(done, Replace)
                self.may_leave(done.key.removeprefix("preview:"), effect, happened.at)
            if isinstance(effect, Say | Replace) and effect.key.startswith("preview:"):
                self.sees(effect.key.removeprefix("preview:"), effect, happened)

    def sees(self, reply: str, effect: Say | Replace, happened: Happened) -> None:
        verbs = {one.data for row in effect.message.buttons for one in row}
        self.leaving.pop(reply, None)
        if isinstance(effect, Say) and {f"r:send:{reply}", f"r:recall:{reply}"} & verbs:
            self.shown[reply] = effect.message
        if f"r:recall:{reply}" in verbs:
            event = happened.event
            assert isinstance(event, ButtonPressed)
            assert happened.member
            # «Передать туда» carries no words of the official: what the resident will read stands there to be recalled.
            assert event.data == f"r:send:{reply}" or event.data.startswith("d:hand:")
            self.leaving[reply] = happened.at

    def may_leave(self, reply: str, act: Act, at: datetime) -> None:
        assert at >= self.leaving[reply] + RECALL
        shown = self.shown[reply]
        if act.text:
            assert act.text in own_words(shown)
        if act.photos and act.collage is None and act.action is not Action.TRANSFER:
            assert shown.photos == tuple(one.file for one in act.photos)
        if act.collage:
            assert shown.photos == (act.collage,)


def own_words(shown: Message) -> list[object]:
    inside = [value for one in shown.paragraphs if isinstance(one, Phrase) for _, value in one.args]
    return [*shown.paragraphs, *inside]


@settings(max_examples=120, suppress_health_check=list(HealthCheck))
@given(st.lists(happening, min_size=5, max_size=40))
def test_nothing_reaches_the_resident_without_a_press_and_no_step_raises(events: list[tuple[Any, ...]]) -> None:
    day = Day()
    for what, *how in events:
        day.happens(what, *how)
    for chat in day.chats:
        watch = Watch({}, {})
        for happened in chat.log:
            watch.follow(happened)


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(st.lists(happening, min_size=5, max_size=30))
def test_whatever_happened_the_next_reply_still_goes_its_way(events: list[tuple[Any, ...]]) -> None:
    day = Day()
    for what, *how in events:
        day.happens(what, *how)
    chat, ivan = day.chats[0], day.people[0][0]
    chat.bound = True
    number = day.office.files("Последнее")
    ivan.replies("Сделаем", to=chat.card(number))
    ivan.presses("send", on=chat.previews[-1])
    chat.waits(30)
    told = day.office.resident_sees[-1]
    assert (told.act.number, told.act.text) == (number, "Сделаем")
    assert told.at - timedelta(seconds=20) <= day.office.now
