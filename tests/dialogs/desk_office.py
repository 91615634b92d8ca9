"""The world around officials' chats, in memory: a clock, a district, appeals that follow the status table."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, Protocol

from bot.appeals.appeal import Appeal, Photo, Place
from bot.appeals.desk_time import desk_time
from bot.appeals.district import District, Point
from bot.appeals.status import OPEN, Action, Status, next_status
from bot.appeals.working_time import WorkingTime
from bot.dialogs.card import card
from bot.dialogs.effects import Act, Post, Say
from bot.dialogs.events import ChatBound, CodeRefused, Person
from bot.dialogs.history import Entry, history
from bot.dialogs.message import Message, message, say
from bot.dialogs.notices import Notice, notice
from bot.triage.reading import Triage
from bot.words import Words
from tests.appeals.small_district import small

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ANNA = Person("telegram:1001", "Анна")
FROM_RESIDENT = (Action.ADD, Action.REPLY, Action.WITHDRAW, Action.REOPEN)
PLACE = Place("rechnoe", "Плёс", "Набережная, 3", Point(55.25, 32.5))


class NotAllowed(Exception):
    """The status table does not know the action: the dialog should have checked."""


class SeesCards(Protocol):
    """A chat, as far as the world around it cares."""

    desks: frozenset[str]

    def has_card(self, number: str) -> bool: ...
    def shows_card(self, number: str, shown: Message) -> None: ...
    def hears(self, said: Say) -> object: ...


@dataclass(frozen=True)
class Told:
    """What a resident was told, and when."""

    at: datetime
    act: Act
    notice: Notice


class Office:
    """Appeals and who hears of them; time stands still until somebody waits."""

    def __init__(self, district: District | None = None) -> None:
        self.district = district or small()
        self.now = MONDAY
        self.words = Words("ru", self.district.time_zone)
        self.appeals: dict[str, Appeal] = {}
        self.histories: dict[str, list[Entry]] = {}
        self.resident_sees: list[Told] = []
        self.intrusions: list[tuple[str, str]] = []
        self.invites: dict[str, tuple[str, str]] = {}
        self.acts: list[Act] = []
        self.triage: Triage | None = None
        self.chatless: frozenset[str] = frozenset()
        self.chats: list[SeesCards] = []
        self.ids = count(100)

    def passes(self, time: timedelta) -> None:
        self.now += time

    def works_on(self, day: date) -> bool:
        return self.desk_time("").works_on(day)

    def desk_time(self, desk: str) -> WorkingTime:
        return desk_time(self.district, desk)

    def files(
        self, text: str = "Яма у дома.", *, desk: str = "rechnoe", photos: Sequence[str] = (), **facts: Any
    ) -> str:
        """A resident's new message; its number."""
        number = f"26-{len(self.appeals) + 1:05d}"
        due = facts.get("due_at", datetime(2026, 11, 25, 14, 30, tzinfo=UTC))
        appeal = Appeal(
            id=len(self.appeals) + 1,
            number=number,
            resident=1,
            topic="roads.pothole",
            place=PLACE,
            text=text,
            desk=desk,
            status=Status.NEW,
            filed_at=self.now,
            due_at=due,
            answer_due_at=due,
            solve_due_at=due,
            before=tuple(Photo(f"{one}.jpg", one) for one in photos),
            author="Анна",
        )
        self.appeals[number] = replace(appeal, **facts)
        self.histories[number] = [Entry(self.now, self.appeals[number].author, "file", photos=len(photos))]
        self._refresh(number)
        return number

    def act(self, act: Act) -> None:
        """As the use-case does it: status, history, the resident, the cards, the colleagues."""
        appeal = self.appeals[act.number]
        status = next_status(appeal.status, act.action)
        if status is None:
            raise NotAllowed(f"{act.action} while {appeal.status}")
        self.acts.append(act)
        changed = replace(appeal, **{"status": status, **self._changes(appeal, act)})
        self.appeals[act.number] = changed
        self.histories[act.number].append(
            Entry(self.now, act.by.name, act.action.value, act.text, len(act.photos), act.arg)
        )
        told = notice(changed, act, self.district)
        if told is not None:
            self.resident_sees.append(Told(self.now, act, told))
        self._refresh(act.number)
        if act.action in FROM_RESIDENT:
            self._tell_desk(act)

    def _changes(self, appeal: Appeal, act: Act) -> dict[str, Any]:
        taken = {"accepted_by": appeal.accepted_by or act.by.name}
        match act.action:
            case Action.ACCEPT | Action.ANSWER:
                return {**taken, "question": ""}
            case Action.ASK:
                return {**taken, "question": act.text}
            case Action.SOLVE | Action.EXPLAIN:
                return {**taken, "result": "solved" if act.action is Action.SOLVE else "explained", "question": ""}
            case Action.EXTEND:
                return {**taken, "due_at": act.until, "solve_due_at": act.until, "question": ""}
            case Action.TRANSFER:
                return {"desk": act.arg, "accepted_by": "", "question": ""}
            case Action.RETOPIC:
                return {"topic": act.arg}
            case Action.DECLINE | Action.WITHDRAW:
                return {"closing": "declined" if act.action is Action.DECLINE else "withdrawn"}
            case Action.ADD | Action.REPLY:
                return {"additions": appeal.additions + 1, "question": ""}
            case Action.REOPEN:
                return {"reopened": appeal.reopened + 1, "result": "", "accepted_by": ""}
            case _:
                return {}

    def _refresh(self, number: str) -> None:
        appeal = self.appeals[number]
        for chat in self.chats:
            if chat.has_card(number) or appeal.desk in chat.desks:
                chat.shows_card(number, card(appeal, self.district, here=chat.desks))

    def _tell_desk(self, act: Act) -> None:
        appeal = self.appeals[act.number]
        words = message(say(f"desk-told-{act.action.value}", number=act.number), act.text)
        for chat in self.chats:
            if appeal.desk in chat.desks:
                chat.hears(Say(words, post=Post("about", act.number)))

    def history(self, number: str) -> Message:
        return history(number, self.appeals[number].text, self.histories[number], self.district)

    def invites_to(self, role: str, target: str) -> str:
        code = f"7K3M-9QX{len(self.invites) + 2}"
        self.invites[code] = (role, target)
        return code

    def bind(self, chat: Any, code: str) -> ChatBound | CodeRefused:
        if code not in self.invites:
            return CodeRefused("unknown")
        role, target = self.invites.pop(code)
        if role == "desk":
            chat.desks |= {target}
            chat.bound = True
            for number, appeal in self.appeals.items():
                if appeal.desk == target and appeal.status in OPEN:
                    self._refresh(number)
            return ChatBound("desk", self.district.desk(target).name)
        chat.bound = True
        return ChatBound("head", self.district.settlement(target).name)

    def resident(self, action: Action, number: str, text: str = "") -> None:
        """What the resident does meanwhile."""
        self.act(Act(number, action, ANNA, text=text))
