"""How often one session or one address may ask: a bucket of tokens that fills up again with time."""

from collections import OrderedDict
from datetime import datetime


class Allowance:
    """At most `size` requests at once, and as many again in `seconds`; remembers the latest `sessions`."""

    def __init__(self, size: int = 30, seconds: float = 10.0, sessions: int = 10_000) -> None:
        self._size = size
        self._rate = size / seconds
        self._sessions = sessions
        self._left: OrderedDict[str, tuple[float, datetime]] = OrderedDict()

    def take(self, session: str, now: datetime, cost: float = 1) -> bool:
        """Whether this session may ask once more now; what is costly takes more than one of the tokens."""
        left, seen = self._left.pop(session, (float(self._size), now))
        left = min(self._size, left + max(0.0, (now - seen).total_seconds()) * self._rate)
        allowed = left >= cost
        self._left[session] = (left - cost if allowed else left, now)
        if len(self._left) > self._sessions:
            self._left.popitem(last=False)
        return allowed
