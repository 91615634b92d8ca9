"""How the deadlines of an appeal change with what is done to it: run, stand, move, begin anew."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.appeals.appeal import Appeal
from bot.appeals.deadlines import Case
from bot.appeals.status import Action, Status
from bot.dialogs.effects import Act
from bot.usecases.service import Service

# Words of the desk to the resident: after the first of them the clock of the solution runs.
WORDS = frozenset({Action.ANSWER, Action.ASK, Action.SOLVE, Action.EXPLAIN})


@dataclass(frozen=True, slots=True)
class Clocks:
    """The deadlines of an appeal; see `Appeal` for what each means."""

    due_at: datetime
    answer_due_at: datetime
    solve_due_at: datetime
    asked_at: datetime | None


def clocks_after(service: Service, appeal: Appeal, act: Act, status: Status, now: datetime, *, danger: bool) -> Clocks:
    """`status` is the one after the act; with `danger` its words tell of one that the appeal's did not."""
    clocks = _stopped(service, appeal, status, now)
    match act.action:
        case Action.EXTEND if act.until is not None:
            clocks = replace(clocks, due_at=act.until, solve_due_at=act.until)
        case Action.REOPEN:
            due = service.deadlines(_case(appeal), now)
            clocks = replace(clocks, due_at=due.answer, solve_due_at=due.solution)
        case Action.RETOPIC:
            clocks = _recounted(service, appeal, clocks, act.arg, now)
        case action if action in WORDS:
            clocks = replace(clocks, due_at=clocks.solve_due_at)
    return _hurried(service, appeal, clocks, now) if danger else clocks


def _case(appeal: Appeal, topic: str = "", *, urgent: bool = False) -> Case:
    return Case(topic or appeal.topic, appeal.desk, appeal.kind, urgent)


def _stopped(service: Service, appeal: Appeal, status: Status, now: datetime) -> Clocks:
    """They stand while the resident is asked, and go on from there, whoever speaks next."""
    clocks = Clocks(appeal.due_at, appeal.answer_due_at, appeal.solve_due_at, appeal.asked_at)
    if status is Status.ASKED:
        return replace(clocks, asked_at=appeal.asked_at or now)
    if appeal.asked_at is None:
        return clocks
    solve = service.resumed(appeal.desk, appeal.solve_due_at, appeal.asked_at, now)
    # Since the question it is the solution that is waited for.
    return replace(clocks, due_at=solve, solve_due_at=solve, asked_at=None)


def _recounted(service: Service, appeal: Appeal, clocks: Clocks, topic: str, now: datetime) -> Clocks:
    """The deadlines that the right topic would have given from the beginning.

    Only where the wrong topic's own stand untouched: those that were extended, begun anew, stopped for a question, or
    counted by a danger are not the topic's affair. One that would have passed already cannot be kept by anybody, so the
    old one stays.
    """
    usual = service.deadlines(_case(appeal), appeal.filed_at)
    touched = (clocks.answer_due_at, clocks.solve_due_at) != (usual.answer, usual.solution)
    if appeal.urgent or appeal.reopened or touched:
        return clocks
    right = service.deadlines(_case(appeal, topic), appeal.filed_at)
    answer = right.answer if right.answer > now else clocks.answer_due_at
    solve = max(right.solution if right.solution > now else clocks.solve_due_at, answer)
    return Clocks(answer if appeal.first_answer_at is None else solve, answer, solve, clocks.asked_at)


def _hurried(service: Service, appeal: Appeal, clocks: Clocks, now: datetime) -> Clocks:
    """A danger that is learnt of later is answered as quickly as one that was told at once, from now on."""
    urgent = service.deadlines(_case(appeal, urgent=True), now)
    due, solve = min(clocks.due_at, urgent.answer), min(clocks.solve_due_at, urgent.solution)
    return replace(clocks, due_at=due, solve_due_at=max(due, solve))
