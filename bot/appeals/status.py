"""The status table: every change that an appeal's status may go through stands here and nowhere else."""

from enum import StrEnum


class Status(StrEnum):
    """Where an appeal stands, as the resident and the desk see it."""

    NEW = "new"
    IN_WORK = "in_work"
    ASKED = "asked"
    ANSWERED = "answered"
    CLOSED = "closed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    """What is done to an appeal, by an official, its resident or the clock."""

    ACCEPT = "accept"
    ANSWER = "answer"
    ASK = "ask"
    REPLY = "reply"
    ADD = "add"
    SOLVE = "solve"
    EXPLAIN = "explain"
    TRANSFER = "transfer"
    RETOPIC = "retopic"
    EXTEND = "extend"
    DECLINE = "decline"
    NOTE = "note"
    WITHDRAW = "withdraw"
    RATE = "rate"
    REOPEN = "reopen"
    EXPIRE = "expire"
    JOIN = "join"
    LEAVE = "leave"
    MERGE = "merge"


_OPEN = (Status.NEW, Status.IN_WORK, Status.ASKED)

TRANSITIONS: dict[tuple[Status, Action], Status] = {
    (Status.NEW, Action.ACCEPT): Status.IN_WORK,
    **{(status, Action.ANSWER): Status.IN_WORK for status in _OPEN},
    **{(status, Action.ASK): Status.ASKED for status in _OPEN},
    **{(status, Action.SOLVE): Status.ANSWERED for status in _OPEN},
    **{(status, Action.EXPLAIN): Status.ANSWERED for status in _OPEN},
    **{(status, Action.TRANSFER): Status.NEW for status in _OPEN},
    # Another topic is the officials' own affair: nothing changes for the resident.
    **{(status, Action.RETOPIC): status for status in _OPEN},
    **{(status, Action.EXTEND): Status.IN_WORK for status in _OPEN},
    **{(status, Action.DECLINE): Status.DECLINED for status in _OPEN},
    **{(status, Action.WITHDRAW): Status.WITHDRAWN for status in _OPEN},
    # A correction of what was answered: the resident sees it and still may vote.
    (Status.ANSWERED, Action.ANSWER): Status.ANSWERED,
    (Status.ASKED, Action.REPLY): Status.IN_WORK,
    (Status.NEW, Action.ADD): Status.NEW,
    (Status.IN_WORK, Action.ADD): Status.IN_WORK,
    (Status.ASKED, Action.ADD): Status.IN_WORK,
    # A closing that nobody confirmed can still be disputed or praised later.
    (Status.ANSWERED, Action.RATE): Status.CLOSED,
    (Status.CLOSED, Action.RATE): Status.CLOSED,
    (Status.ANSWERED, Action.REOPEN): Status.NEW,
    (Status.CLOSED, Action.REOPEN): Status.NEW,
    (Status.ANSWERED, Action.EXPIRE): Status.CLOSED,
    (Status.ASKED, Action.EXPIRE): Status.CLOSED,
    # One of several who wrote about it comes or goes: for the others nothing changes.
    **{(status, Action.JOIN): status for status in _OPEN},
    **{(status, Action.LEAVE): status for status in _OPEN},
    # It goes on under another number, with everybody who wrote.
    **{(status, Action.MERGE): Status.CLOSED for status in _OPEN},
    **{(status, Action.NOTE): status for status in Status},
}

OPEN = frozenset(_OPEN)
WAITS_FOR_RESIDENT = frozenset({Status.ASKED, Status.ANSWERED})


def next_status(status: Status, action: Action) -> Status | None:
    """The status after the action, or None where the table does not allow it."""
    return TRANSITIONS.get((status, action))
