"""When an appeal's clock stood: from a question to its resident until the resident's or an official's next word."""

from collections.abc import Iterable
from datetime import datetime

from bot.appeals.status import Action, Status, next_status

Stretch = tuple[datetime, datetime | None]

_ACTIONS = frozenset(Action)


def asked_stretches(steps: Iterable[tuple[datetime, str]]) -> tuple[Stretch, ...]:
    """The stretches in which the resident's word was awaited; the last has no end while it still is.

    `steps` are the moments and actions of the history, in order. What the status table does not know there (the filing,
    a vote of one of many) leaves the status as it was.
    """
    status, since = Status.NEW, None
    found: list[Stretch] = []
    for at, action in steps:
        status = (next_status(status, Action(action)) if action in _ACTIONS else None) or status
        if status is Status.ASKED:
            since = since or at
        elif since is not None:
            found.append((since, at))
            since = None
    return tuple(found) if since is None else (*found, (since, None))
