"""Who may look at the coordinator's desk: what a visitor may see, and the links and sessions that stand for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.appeals.appeal import Appeal


@dataclass(frozen=True, slots=True)
class Rights:
    """What one may see and act on: everything, or the appeals of some settlements and of some desks."""

    everything: bool = False
    settlements: frozenset[str] = frozenset()
    desks: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return self.everything or bool(self.settlements or self.desks)

    def sees(self, appeal: Appeal) -> bool:
        return self.sees_at(appeal.place.settlement, appeal.desk)

    def sees_at(self, settlement: str, desk: str) -> bool:
        return self.everything or settlement in self.settlements or desk in self.desks


@dataclass(frozen=True, slots=True)
class Link:
    """A one-time link into the desk, for whom the chat serves."""

    chat: str
    expires_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that has come in by a link; `digest` is all that is kept of its cookie."""

    digest: str
    chat: str
    name: str
    made_at: datetime
    seen_at: datetime
    expires_at: datetime


class Sessions(Protocol):
    """Links and sessions, known by the digests of their secrets."""

    async def offer(self, digest: str, link: Link) -> None: ...

    async def link(self, digest: str) -> Link | None: ...

    async def use_link(self, digest: str, now: datetime) -> bool:
        """Whether this is its first use."""

    async def open(self, session: Session) -> None: ...

    async def session(self, digest: str) -> Session | None: ...

    async def prolong(self, digest: str, seen_at: datetime, expires_at: datetime) -> None: ...

    async def end(self, digest: str) -> None: ...

    async def forget(self, before: datetime) -> None:
        """Removes links and sessions that ended before that."""
