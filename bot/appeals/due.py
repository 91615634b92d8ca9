"""What is due: until when officials owe an answer, and what there is to remind them of now.

Whoever changes what a deadline is changes it here (and in the question of `storage.reminders`).
"""

from datetime import datetime, timedelta

from bot.appeals.appeal import Appeal
from bot.appeals.status import Status
from bot.appeals.working_time import WorkingTime

# So much working time before a deadline the desk is reminded of it.
SOON = timedelta(hours=4)
_OFFICIALS_TURN = frozenset({Status.NEW, Status.IN_WORK})


def due(appeal: Appeal) -> datetime | None:
    """Until when officials are to speak next, or to have solved it; None while nobody waits for them."""
    return appeal.due_at if appeal.status in _OFFICIALS_TURN and not appeal.merged else None


def is_overdue(appeal: Appeal, now: datetime) -> bool:
    until = due(appeal)
    return until is not None and until <= now


def horizon(now: datetime, working: WorkingTime) -> datetime:
    """What is due by then belongs in a reminder of now: the rest of today, and what comes soon."""
    today = now.astimezone(working.zone).date()
    soon = working.after(now, SOON)
    return max(soon, working.closes(today)) if working.works_on(today) else soon


def occasion(appeal: Appeal, now: datetime, working: WorkingTime) -> str:
    """The name of what is to be reminded of now, each once: that a deadline comes soon, that it is there, and each
    morning after. `working` is the time of the appeal's desk.

    Empty while it is too early: a short deadline has its reminder in the middle, not right after the filing.
    """
    until = due(appeal)
    if until is None:
        return ""
    if until <= now:
        # What passed in the evening is told in the morning, and then each morning anew.
        return f"late:{now.astimezone(working.zone).date().isoformat()}"
    early = min(SOON, working.between(appeal.filed_at, until) / 2)
    return f"soon:{until.isoformat()}" if working.between(now, until) <= early else ""


def is_news(what: str, told: str) -> bool:
    """Whether the occasion is another one than that told last, and no morning before it: clocks are set back too."""
    is_earlier = what.startswith("late:") and told.startswith("late:") and what < told
    return what != told and not is_earlier
