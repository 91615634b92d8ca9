"""The door of the coordinator's desk in the browser: a chat asks for a link, a link becomes a session."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.appeals.district import District
from bot.dialogs.events import Person
from bot.dialogs.message import Message, Phrase, message, say
from bot.dialogs.resident.wording import settlement_name
from bot.usecases.service import Service
from bot.usecases.store import Binding, Transaction
from bot.usecases.visiting import Link, Rights, Session

# A link is pressed at once or not at all.
LINK_VALID = timedelta(minutes=15)
# Over a weekend nobody has to ask for a new link; after a month everybody has.
IDLE, LONGEST = timedelta(days=3), timedelta(days=30)
# A session is written down anew at most so often, not with every page.
NOTED_EVERY = timedelta(minutes=10)
LONGEST_NAME = 40

WhyNot = Literal["unknown", "used", "expired", "unbound"]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is at the desk: `role` is what people call it, `name` how the person signs."""

    session: Session
    rights: Rights
    role: str

    @property
    def name(self) -> str:
        return self.session.name

    @property
    def person(self) -> Person:
        """As the history and the cards name whoever acts."""
        return Person(f"office:{self.session.digest[:16]}", f"{self.name} ({self.role})"[:100])


class Refused(Exception):
    """The door stays shut; `why` tells people what to do."""

    def __init__(self, why: WhyNot) -> None:
        super().__init__(why)
        self.why: WhyNot = why


def rights_of(bindings: Iterable[Binding]) -> Rights:
    """What the chat serves now; a binding that was lost gives no right."""
    live = [one for one in bindings if one.lost_at is None]
    return Rights(
        everything=any(one.role == "coordinator" for one in live),
        settlements=frozenset(one.target for one in live if one.role == "head"),
        desks=frozenset(one.target for one in live if one.role == "desk"),
    )


def role_of(rights: Rights, district: District) -> Phrase:
    """«куратор», «глава, Булгаковское сельское поселение», «Отдел дорог»."""
    if rights.everything:
        return say("office-role-coordinator")
    if rights.settlements:
        names = ", ".join(sorted(settlement_name(district, one) for one in rights.settlements))
        return say("office-role-head", place=names)
    known = (district.desk(one).name if district.has_desk(one) else one for one in sorted(rights.desks))
    return say("office-role-desk", desk=", ".join(known))


async def offer_link(service: Service, tx: Transaction, chat: str, group: bool, now: datetime) -> Message:
    """What the bot answers to «/кабинет»."""
    rights = rights_of(await tx.bindings.of_chat(chat))
    if not rights:
        return message(say("office-link-unbound"))
    if not service.public_url:
        return message(say("office-link-no-address"))
    code = new_secret()
    await tx.sessions.offer(digest(code), Link(chat, now + LINK_VALID))
    return message(
        say("office-link", role=role_of(rights, service.district), url=f"{service.public_url}/office/enter/{code}"),
        say("office-link-once", minutes=int(LINK_VALID / timedelta(minutes=1))),
        say("office-link-group") if group else "",
    )


def new_secret() -> str:
    """128 random bits."""
    return secrets.token_urlsafe(16)


def digest(secret: str) -> str:
    """What the database keeps of a link's code or of a cookie."""
    return hashlib.sha256(f"otklik:office:{secret}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Entering:
    """Opens the door and knows who has come in."""

    service: Service

    async def invited(self, code: str) -> str:
        """The role that the link is for; nothing is used up. Raises Refused."""
        async with self.service.store.reading() as tx:
            rights = await self._rights(tx, code)
        return self._role(rights)

    async def enter(self, code: str, name: str) -> str:
        """Uses the link up; the secret of the new session, for its cookie. Raises Refused."""
        now, secret = self.service.now(), new_secret()
        async with self.service.store.transaction() as tx:
            await self._rights(tx, code)
            link = await tx.sessions.link(digest(code))
            if link is None or not await tx.sessions.use_link(digest(code), now):
                raise Refused("used")
            await tx.sessions.open(Session(digest(secret), link.chat, name, now, now, now + IDLE))
            await tx.sessions.forget(now - LONGEST)
        return secret

    async def visitor(self, secret: str) -> Visitor | None:
        """Whose cookie it is, as long as the session and the chat's binding live; the session lives on from now."""
        now, key = self.service.now(), digest(secret)
        async with self.service.store.reading() as tx:
            session = await tx.sessions.session(key)
            rights = rights_of(await tx.bindings.of_chat(session.chat)) if session else Rights()
        if session is None:
            return None
        if not rights or session.expires_at <= now or session.made_at + LONGEST <= now:
            await self.leave(secret)
            return None
        if now - session.seen_at >= NOTED_EVERY:
            async with self.service.store.transaction() as tx:
                await tx.sessions.prolong(key, now, min(now + IDLE, session.made_at + LONGEST))
        return Visitor(session, rights, self._role(rights))

    async def leave(self, secret: str) -> None:
        async with self.service.store.transaction() as tx:
            await tx.sessions.end(digest(secret))

    async def _rights(self, tx: Transaction, code: str) -> Rights:
        """What the link's chat serves now. Raises Refused."""
        link, now = await tx.sessions.link(digest(code)), self.service.now()
        if link is None:
            raise Refused("unknown")
        if link.used_at is not None:
            raise Refused("used")
        if link.expires_at <= now:
            raise Refused("expired")
        rights = rights_of(await tx.bindings.of_chat(link.chat))
        if not rights:
            raise Refused("unbound")
        return rights

    def _role(self, rights: Rights) -> str:
        return self.service.words(role_of(rights, self.service.district))
