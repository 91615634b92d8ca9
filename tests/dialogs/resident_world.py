"""The world round one resident, in memory: consent, appeals with their numbers, the desk at the other end."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.appeals.appeal import Appeal, Place, appeal_number
from bot.appeals.deadlines import Case, deadlines
from bot.appeals.district_file import load_district
from bot.appeals.routing import desk_for
from bot.appeals.status import Action, Status, next_status
from bot.dialogs.effects import (
    Act,
    BindChat,
    Effect,
    EraseResident,
    FileAppeal,
    FindKnown,
    ForgetThanks,
    GiveConsent,
    JoinAppeal,
    KeepThanks,
    NoteEdit,
    NoteIntrusion,
    Post,
)
from bot.dialogs.events import (
    Answer,
    AppealFiled,
    AppealJoined,
    ChatBound,
    CodeRefused,
    EditNoted,
    JoinMissed,
    Known,
    KnownFound,
    Person,
)
from bot.dialogs.notices import Notice, notice
from bot.dialogs.resident.scene import Scene
from tests.dialogs.small_triage import SmallTriage

DISTRICT = load_district(Path(__file__).parents[2] / "district.toml")
TRIAGE = SmallTriage(DISTRICT)
MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
OFFICIAL = Person("vk:77", "Ольга")
_CLOSING = {Action.WITHDRAW: "withdrawn", Action.EXPIRE: "no_answer", Action.DECLINE: "declined"}


class World:
    """Performs effects the way the use-cases do; an act that the status table forbids is an error of the dialog."""

    def __init__(self) -> None:
        self.now = MONDAY
        self.consent: str | None = None
        self.consent_at: datetime | None = None
        self.last_place: Place | None = None
        self.appeals: dict[str, Appeal] = {}
        self.acts: list[Act] = []
        self.edits: list[NoteEdit] = []
        self.thanks: list[KeepThanks] = []
        self.forgotten: list[ForgetThanks] = []
        self.shared: list[bool] = []
        self.erased = 0
        self.codes: dict[str, str] = {}
        self._messages: dict[str, str] = {}
        # What is known already, by number; and who of those was closed while the resident was reading.
        self.known: dict[str, Known] = {}
        self.closed: set[str] = set()
        self.joined: list[JoinAppeal] = []
        self.answer = ""
        self.looked_for: list[FindKnown] = []

    def scene(self, name: str, replied: Post | None = None) -> Scene:
        return Scene(
            now=self.now,
            district=DISTRICT,
            triage=TRIAGE,
            name=name,
            consent=self.consent,
            consent_at=self.consent_at,
            last_place=self.last_place,
            appeals=tuple(reversed(self.appeals.values())),
            filed_recently=sum(one.filed_at > self.now - HOUR for one in self.appeals.values()),
            replied=replied,
        )

    def perform(self, effect: Effect) -> Answer | None:
        """What is not for the eye; an answer goes back to the dialog."""
        match effect:
            case GiveConsent(version=version):
                self.consent, self.consent_at = version, self.now
            case EraseResident():
                self._erase()
            case FileAppeal():
                return self._file(effect)
            case FindKnown():
                self.looked_for.append(effect)
                return KnownFound(tuple(self.known.values())[:2])
            case JoinAppeal():
                return self._join(effect)
            case Act():
                self.act(effect)
            case KeepThanks():
                self.thanks.append(effect)
            case ForgetThanks():
                self.forgotten.append(effect)
                self.thanks.pop()
            case NoteEdit(message=message):
                self.edits.append(effect)
                return EditNoted(self._messages.get(message))
            case BindChat(code=code):
                title = self.codes.pop(code, None)
                return ChatBound("head", title) if title else CodeRefused("unknown")
            case NoteIntrusion():
                raise AssertionError("a resident's chat knows no intruders")
        return None

    def _erase(self) -> None:
        self.consent = self.consent_at = self.last_place = None
        self.appeals.clear()
        self._messages.clear()
        self.erased += 1

    def _file(self, effect: FileAppeal) -> AppealFiled:
        assert self.consent, "nothing is filed without consent"
        desk = desk_for(DISTRICT, effect.topic, effect.place.settlement)
        number = appeal_number(self.now.year, len(self.appeals) + 1)
        due = deadlines(DISTRICT, Case(effect.topic, desk.code), self.now)
        appeal = Appeal(
            id=len(self.appeals) + 1,
            number=number,
            resident=1,
            topic=effect.topic,
            place=effect.place,
            text=effect.text,
            desk=desk.code,
            status=Status.NEW,
            filed_at=self.now,
            due_at=due.answer,
            answer_due_at=due.answer,
            solve_due_at=due.solution,
            before=effect.photos,
            kind=effect.kind,
        )
        self.shared.append(effect.share)
        self.appeals[number] = appeal
        self._messages |= dict.fromkeys(effect.messages, number)
        self.last_place = effect.place
        return AppealFiled(number, appeal.due_at, desk.name)

    def _join(self, effect: JoinAppeal) -> AppealJoined | JoinMissed:
        assert self.consent, "nothing is joined without consent"
        known = self.known[effect.number]
        if effect.number in self.closed:
            del self.known[effect.number]
            return JoinMissed(effect.number)
        self.joined.append(effect)
        return AppealJoined(known.number, known.due, "Дороги", known.count + 1, Status.NEW, self.answer, known.own)

    def act(self, act: Act) -> Appeal:
        """Raises AssertionError where the status table has no such change."""
        appeal = self.appeals[act.number]
        status = next_status(appeal.status, act.action)
        assert status is not None, f"{act.action} while {appeal.status}"
        self.acts.append(act)
        self._messages |= dict.fromkeys(act.messages, act.number)
        changed = self.appeals[act.number] = replace(appeal, status=status, **self._changes(appeal, act))  # type: ignore[arg-type]
        return changed

    def _changes(self, appeal: Appeal, act: Act) -> dict[str, object]:
        match act.action:
            case Action.ASK:
                return {"question": act.text}
            case Action.REPLY | Action.ADD:
                return {"question": "", "additions": appeal.additions + 1}
            case Action.SOLVE | Action.EXPLAIN:
                return {"answered_at": self.now, "result": "solved", "question": ""}
            case Action.RATE:
                return {"rating": act.arg, "closed_at": self.now}
            case Action.REOPEN:
                return {"rating": "bad", "reopened": appeal.reopened + 1, "answered_at": None, "result": ""}
            case Action.MERGE:
                return {"closing": "merged", "merged": act.arg, "closed_at": self.now}
            case Action.WITHDRAW | Action.EXPIRE | Action.DECLINE:
                return {"closing": _CLOSING[act.action], "closed_at": self.now}
            case _:
                return {}

    def filed_long_ago(self, topic: str) -> str:
        """Another appeal of hers, filed long ago; its number."""
        filed = self._file(FileAppeal(topic, Place("tretyakovo", "Бабино"), "Давно", (), ()))
        self.appeals[filed.number] = replace(self.appeals[filed.number], filed_at=self.now - timedelta(days=3))
        return filed.number

    def desk_does(self, number: str, action: Action, text: str = "", arg: str = "") -> Notice | None:
        """An official's act, and what the resident is told of it."""
        until = self.now + timedelta(days=7) if action is Action.EXTEND else None
        act = Act(number, action, OFFICIAL, text=text, arg=arg, until=until)
        return notice(self.act(act), act, DISTRICT)
