"""What is due, what each desk was reminded of, and who else has heard that it is late: each once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Column, Executable, Index, String, Table, bindparam, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.appeals.appeal import Appeal
from bot.appeals.status import Status
from bot.usecases.late import Reminded
from storage.appeals import APPEAL, appeal_of
from storage.columns import UtcTime, metadata, only
from storage.link import Link
from storage.statements import Insert, insert_or_leave, insert_or_replace
from storage.tables import appeals

# What reminders and the escalation ask every minute: which of the unanswered are due.
Index("ix_appeals_due", appeals.c.due_at, **only("answered_at IS NULL AND closed_at IS NULL"))

# What each desk's chat was reminded of: the occasion told last, so that none is told twice; the key of the letter that
# names it while that is the chat's newest; and until when an official put it off.
reminders = Table(
    "reminders",
    metadata,
    Column("number", String(20), primary_key=True),
    Column("chat", String(100), primary_key=True),
    Column("occasion", String(60), nullable=False, server_default=""),
    Column("letter", String(60), nullable=False, server_default=""),
    Column("put_off_until", UtcTime, nullable=True),
)
Index("ix_reminders_letter", reminders.c.chat, reminders.c.letter, **only("letter != ''"))

# Who has heard that an appeal is overdue: the head, the coordinator, and its resident for each deadline.
escalations = Table(
    "escalations",
    metadata,
    Column("number", String(20), primary_key=True),
    Column("step", String(60), primary_key=True),
    Column("at", UtcTime, nullable=False),
)

_KEY = ("number", "chat")
_UNANSWERED = appeals.c.answered_at.is_(None) & appeals.c.closed_at.is_(None)
_DUE_BY = _UNANSWERED & (appeals.c.due_at <= bindparam("until"))
_OFFICIALS_TURN = or_(appeals.c.status == Status.NEW.value, appeals.c.status == Status.IN_WORK.value)
_DUE = APPEAL.where(_DUE_BY, _OFFICIALS_TURN, appeals.c.merged == "").order_by(appeals.c.due_at, appeals.c.id)
_TOLD = select(reminders).join(appeals, appeals.c.number == reminders.c.number).where(_DUE_BY)
_ESCALATED = select(escalations).join(appeals, appeals.c.number == escalations.c.number).where(_DUE_BY)
_SHOW = insert_or_replace(reminders, *_KEY, "letter", unique=_KEY)
_PUT_OFF = insert_or_replace(reminders, *_KEY, "occasion", "put_off_until", unique=_KEY)
_ESCALATE = insert_or_leave(escalations, "number", "step", "at", unique=("number", "step"))
# As with letters: only so is the index of those that stand in a letter found.
_STANDS = (reminders.c.letter != "") & (reminders.c.chat == bindparam("the_chat"))
_IN_LETTERS = select(reminders.c.chat, reminders.c.letter).where(
    reminders.c.number == bindparam("number"), reminders.c.letter != ""
)
_LETTER = select(reminders.c.letter).where(_STANDS).limit(1)
_ROWS = select(reminders).where(_STANDS, reminders.c.letter == bindparam("key"))
_LOCK = _ROWS.order_by(reminders.c.number).with_for_update()
_NAMED = (
    APPEAL.join(reminders, reminders.c.number == appeals.c.number)
    .where(_STANDS, reminders.c.letter == bindparam("key"))
    .order_by(appeals.c.due_at, appeals.c.id)
)
_LET_GO = update(reminders).where(_STANDS).values(letter="")


def _claim(dialect: Any) -> Executable:
    """A new occasion takes the place of the last one; the same one changes nothing."""
    values: dict[str, Any] = {name: bindparam(name) for name in (*_KEY, "occasion")}
    new = dialect.insert(reminders).values(values)
    renewed = {"occasion": new.excluded.occasion, "put_off_until": None}
    return cast(
        "Executable",
        new.on_conflict_do_update(
            index_elements=_KEY, set_=renewed, where=reminders.c.occasion != new.excluded.occasion
        ),
    )


_CLAIM: Insert = {"sqlite": _claim(sqlite), "postgresql": _claim(postgresql)}


class SqlReminders:
    """`bot.usecases.late.Reminders` in one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def due(self, until: datetime) -> list[Appeal]:
        return [appeal_of(row) for row in (await self._link.execute(_DUE, {"until": until})).all()]

    async def told(self, until: datetime) -> dict[tuple[str, str], Reminded]:
        rows = (await self._link.execute(_TOLD, {"until": until})).all()
        return {(row.number, row.chat): Reminded(row.occasion, row.put_off_until) for row in rows}

    async def claim(self, number: str, chat: str, occasion: str) -> bool:
        key = {"number": number, "chat": chat, "occasion": occasion}
        return (await self._link.execute(_CLAIM[self._link.dialect.name], key)).rowcount > 0

    async def put_off(self, number: str, chat: str, until: datetime) -> None:
        row = {"number": number, "chat": chat, "occasion": "", "put_off_until": until}
        await self._link.execute(_PUT_OFF[self._link.dialect.name], row)

    async def show(self, chat: str, numbers: Sequence[str], letter: str) -> None:
        rows = [{"number": one, "chat": chat, "letter": letter} for one in numbers]
        await self._link.execute_many(_SHOW[self._link.dialect.name], rows)

    async def let_go(self, chat: str) -> None:
        await self._link.execute(_LET_GO, {"the_chat": chat})

    async def letter(self, chat: str) -> str:
        return str((await self._link.execute(_LETTER, {"the_chat": chat})).scalar_one_or_none() or "")

    async def naming(self, number: str) -> list[tuple[str, str]]:
        return [(row.chat, row.letter) for row in (await self._link.execute(_IN_LETTERS, {"number": number})).all()]

    async def named(self, chat: str, letter: str) -> list[tuple[Appeal, datetime | None]]:
        key = {"the_chat": chat, "key": letter}
        locked = {row.number: row.put_off_until for row in (await self._link.execute(_LOCK, key)).all()}
        rows = (await self._link.execute(_NAMED, key)).all()
        return [(appeal_of(row), locked.get(row.number)) for row in rows]

    async def move(self, chat: str, to: str) -> None:
        await self.let_go(chat)
        await self._link.execute(delete(reminders).where(reminders.c.chat == to))
        await self._link.execute(update(reminders).where(reminders.c.chat == chat).values(chat=to))

    async def escalated(self, until: datetime) -> set[tuple[str, str]]:
        rows = (await self._link.execute(_ESCALATED, {"until": until})).all()
        return {(row.number, row.step) for row in rows}

    async def escalate(self, number: str, step: str, now: datetime) -> bool:
        row = {"number": number, "step": step, "at": now}
        return (await self._link.execute(_ESCALATE[self._link.dialect.name], row)).rowcount > 0
