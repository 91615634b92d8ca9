"""The district file changes while people talk: consent is asked anew, and what was dropped stops nobody."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.appeals.appeal import Place
from bot.appeals.district import District, Point
from bot.appeals.status import Action, next_status
from bot.dialogs.effects import FileAppeal, FindKnown, Post, Replace, Say, Tell
from bot.dialogs.events import ButtonPressed, HandlingFailed, KeptPhoto, MessageEdited, MessageSent, Woken
from bot.dialogs.resident.scene import QUIET, Scene
from bot.dialogs.resident.step import step
from tests.dialogs.resident_talk import Resident
from tests.dialogs.resident_world import DISTRICT, World
from tests.dialogs.small_triage import SmallTriage

YAMA = "У магазина в Бабино яма"


class ChangingWorld(World):
    """A world whose district file may be changed at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.district = DISTRICT

    def scene(self, name: str, replied: Post | None = None) -> Scene:
        known = {one.code for one in self.district.settlements}
        triage = SmallTriage(self.district)

        def reads(text: str, point: Point | None = None) -> Any:
            reading = triage(text, point)
            places = tuple(one for one in reading.places if one.settlement in known)
            topics = tuple(one for one in reading.topics if one in self.district.topics)
            return replace(reading, places=places, topics=topics, sure=reading.sure and bool(topics))

        return replace(super().scene(name, replied), district=self.district, triage=reads)

    def drops_settlement(self, code: str) -> None:
        left = tuple(one for one in self.district.settlements if one.code != code)
        self.district = replace(self.district, settlements=left)

    def drops_topic(self, code: str) -> None:
        self.district = replace(
            self.district, topics={one: topic for one, topic in self.district.topics.items() if one != code}
        )

    def rewrites_consent(self, version: str) -> None:
        self.district = replace(self.district, consent_version=version)

    def restores(self) -> None:
        self.district: District = replace(DISTRICT, consent_version=self.district.consent_version)


def changing() -> tuple[Resident, ChangingWorld]:
    world = ChangingWorld()
    anna = Resident(world=world)
    anna.agrees()
    return anna, world


# Consent.


def test_a_new_text_of_the_consent_is_asked_about_before_the_next_message():
    anna, world = changing()
    anna.files(YAMA)
    world.rewrites_consent("2")
    anna.writes("В Ерышах нет воды")
    anna.waits()
    assert anna.sees("consent-changed", "consent")
    assert not anna.sees("greeting")
    anna.presses("Даю согласие")
    assert world.consent == "2"
    anna.waits()
    anna.presses("Отправить")
    assert anna.filed[-1].text == "В Ерышах нет воды"
    assert anna.times("consent-changed") == 1


def test_a_card_in_hand_waits_for_the_new_consent_and_comes_back():
    anna, world = changing()
    anna.writes(YAMA)
    anna.waits()
    world.rewrites_consent("2")
    anna.presses("Отправить")
    assert anna.sees("consent-changed", "consent")
    assert anna.filed == []
    anna.presses("Даю согласие")
    anna.waits()
    assert anna.sees("confirm-title")
    anna.presses("Отправить")
    assert [one.text for one in anna.filed] == [YAMA]


def test_an_old_consent_is_still_told_among_the_data():
    anna, world = changing()
    world.rewrites_consent("2")
    anna.writes("/data")
    assert anna.sees("data-consent")
    assert "№ 1" in anna.reads


def test_a_question_of_the_desk_is_answered_without_a_new_consent():
    """The appeal was filed under the earlier text: its own talk goes on."""
    anna, world = changing()
    number = anna.files(YAMA)
    question = anna.is_told(number, Action.ASK, "Какой дом?")
    world.rewrites_consent("2")
    anna.writes("Дом пять", to=question)
    anna.waits()
    assert anna.sees("reply-done")


# What the file no longer has.


def test_a_card_whose_settlement_was_dropped_asks_for_the_place():
    anna, world = changing()
    anna.writes(YAMA)
    anna.waits()
    world.drops_settlement("tretyakovo")
    anna.presses("Отправить")
    assert anna.sees("ask-place")
    assert anna.filed == []
    assert "Третьяковское" not in anna.buttons


def test_a_button_of_a_dropped_settlement_asks_for_another_place():
    anna, world = changing()
    anna.writes("Нет воды")
    anna.waits()
    world.drops_settlement("tretyakovo")
    anna.presses("Третьяковское")
    assert anna.sees("ask-place-still")
    anna.presses("Булгаковское")
    anna.presses("Ерыши")
    anna.presses("Отправить")
    assert anna.filed[0].place == Place("bulgakovo", "Ерыши")


@pytest.mark.parametrize("button", ["Бабино", "Не указывать"])
def test_the_villages_of_a_dropped_settlement_lead_back_to_the_list(button: str):
    anna, world = changing()
    anna.writes("Нет воды")
    anna.waits()
    anna.presses("Третьяковское")
    world.drops_settlement("tretyakovo")
    anna.presses(button)
    assert "Булгаковское" in anna.buttons
    assert anna.toasts == []


def test_the_last_place_of_a_dropped_settlement_is_not_offered():
    anna, world = changing()
    anna.files(YAMA)
    world.drops_settlement("tretyakovo")
    anna.writes("Нет воды")
    anna.waits()
    assert "Бабино" not in anna.buttons
    anna.writes("/data")
    assert "Бабино" in anna.reads


# Whatever happens in whatever order.

WORDS = [YAMA, "Нет воды", "В Ерышах", "Бабино", "Грязно", "Здравствуйте", "Спасибо", "Да", "нет", "/start", "/my"]
WORDS += ["/data", "/удалить", "/отмена", "/help", "", " ", "7K3M-9QXP", "я" * 10_000, "/ничего такого"]
SETTLEMENTS = sorted(one.code for one in DISTRICT.settlements)
TOPICS = ["roads.pothole", "utilities.water", "garbage.litter", "other.other"]
DESK = [Action.ASK, Action.ANSWER, Action.SOLVE, Action.EXPIRE, Action.TRANSFER, Action.DECLINE]
ARGS = {Action.TRANSFER: "roads", Action.DECLINE: "too_little"}

nth = st.integers(0, 60)
happening = st.one_of(
    st.tuples(st.just("says"), st.sampled_from(WORDS), st.integers(0, 2)),
    st.tuples(st.just("says"), st.sampled_from(WORDS[:5]), st.just(0)),
    st.tuples(st.just("replies"), st.sampled_from(WORDS), nth),
    st.tuples(st.just("pins"), st.sampled_from([(55.29, 32.21), (0.0, 0.0)])),
    st.tuples(st.just("edits"), nth, st.sampled_from(WORDS)),
    st.tuples(st.just("presses"), nth),
    st.tuples(st.just("presses_newest"), nth),
    st.tuples(st.just("presses_newest"), nth),
    st.tuples(st.just("waits"), st.sampled_from([0.5, 2, 2, 61, 2000, 90_000])),
    st.tuples(st.just("desk"), nth, st.sampled_from(DESK)),
    st.tuples(st.just("drops_settlement"), st.sampled_from(SETTLEMENTS)),
    st.tuples(st.just("drops_topic"), st.sampled_from(TOPICS)),
    st.tuples(st.just("consent"), st.sampled_from(["1", "2", "3"])),
    st.tuples(st.just("restores")),
    st.tuples(st.just("fails")),
)


@dataclass
class Story:
    """One resident, and a district file that somebody edits meanwhile."""

    anna: Resident
    world: ChangingWorld
    sent: int = 0

    def happens(self, what: str, *how: Any) -> None:
        getattr(self, f"do_{what}")(*how)

    def do_says(self, text: str, photos: int, to: Any = None) -> None:
        self.sent += 1
        kept = tuple(KeptPhoto(f"{self.sent}-{one}.jpg", str(one)) for one in range(photos))
        event = MessageSent(f"m{self.sent}", self.anna.person, text, kept, reply_to=to.id if to else None)
        self.gets(event, to.post if to else None)

    def do_replies(self, text: str, which: int) -> None:
        posts = [one for one in self.anna.chat if one.post]
        if posts:
            self.do_says(text, 0, posts[which % len(posts)])

    def do_pins(self, where: tuple[float, float]) -> None:
        self.sent += 1
        self.gets(MessageSent(f"m{self.sent}", self.anna.person, point=Point(*where)))

    def do_edits(self, which: int, text: str) -> None:
        self.gets(MessageEdited(f"m{which % (self.sent + 2)}", self.anna.person, text))

    def do_presses(self, which: int) -> None:
        known = [one.data for shown in self.anna.chat[-12:] for row in shown.message.buttons for one in row]
        if known:
            self.gets(ButtonPressed("p", self.anna.person, known[which % len(known)]))

    def do_presses_newest(self, which: int) -> None:
        newest = [one.data for row in self.anna.chat[-1].message.buttons for one in row]
        if newest:
            self.gets(ButtonPressed("p", self.anna.person, newest[which % len(newest)]))

    def do_waits(self, seconds: float) -> None:
        self.anna.waits(seconds=seconds)

    def do_desk(self, which: int, action: Action) -> None:
        numbers = sorted(self.world.appeals)
        number = numbers[which % len(numbers)] if numbers else ""
        if number and next_status(self.world.appeals[number].status, action) is not None:
            self.anna.is_told(number, action, "Что там?", ARGS.get(action, ""))

    def do_drops_settlement(self, code: str) -> None:
        if len(self.world.district.settlements) > 1:
            self.world.drops_settlement(code)

    def do_drops_topic(self, code: str) -> None:
        self.world.drops_topic(code)

    def do_consent(self, version: str) -> None:
        self.world.rewrites_consent(version)

    def do_restores(self) -> None:
        self.world.restores()

    def do_fails(self) -> None:
        self.gets(HandlingFailed())

    def gets(self, event: Any, replied: Post | None = None) -> None:
        """Every event is answered at once or when quiet comes, and the newest keyboard is alive."""
        effects = self.anna.gets(event, replied)
        assert speaks(effects) or speaks(self.when_quiet()), event
        shown = [one.message for one in effects if isinstance(one, Say | Replace) and one.message.buttons]
        for data in [one.data for row in shown[-1].buttons for one in row] if shown else ():
            scene = self.world.scene("Анна")
            does = step(self.anna.talk, ButtonPressed("p", self.anna.person, data), self.anna.person, scene)
            assert does.effects, f"{data} does nothing"
            assert not any(isinstance(one, Tell) and one.words for one in does.effects), f"{data} is stale at once"

    def when_quiet(self) -> tuple[Any, ...]:
        """What the bot says by itself when the resident falls silent."""
        quiet = self.world.now + QUIET
        if self.anna.talk.wake is None or self.anna.talk.wake > quiet:
            return ()
        return step(self.anna.talk, Woken(), self.anna.person, replace(self.world.scene("Анна"), now=quiet)).effects


def speaks(effects: Any) -> bool:
    return any(
        # What is known is answered before anything else can happen, and then something is said.
        isinstance(one, Say | FindKnown)
        or (isinstance(one, Replace) and one.message.paragraphs)
        or (isinstance(one, Tell) and one.words)
        for one in effects
    )


@settings(max_examples=150, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(happening, min_size=4, max_size=40))
def test_no_change_of_the_district_leaves_a_resident_without_an_answer(events: list[tuple[Any, ...]]) -> None:
    anna, world = changing()
    world.now -= timedelta(days=3)
    world.perform(FileAppeal("roads.pothole", Place("tretyakovo"), "Яма", (), ("m0",)))
    world.now += timedelta(days=3)
    story = Story(anna, world)
    for what, *how in events:
        story.happens(what, *how)
