"""Secrets of sessions and desks, and the addresses made of them, from which no secret can be told."""

import hashlib
import re
import secrets

_SECRET = re.compile(r"[A-Za-z0-9_-]{22}")


def new_secret() -> str:
    """128 random bits, as they stand in a cookie or a private link."""
    return secrets.token_urlsafe(16)


def is_secret(text: str) -> bool:
    """Whether the text could be one of ours; anything else came from a hand, not from us."""
    return _SECRET.fullmatch(text) is not None


def resident_address(secret: str) -> str:
    """A resident's chat, and the resident too: they are one, as in any messenger."""
    return f"web:r-{_hash('resident', secret)}"


def desk_address(key: str) -> str:
    """The chat of officials who hold this key."""
    return f"web:d-{_hash('desk', key)}"


def member_address(desk: str, secret: str) -> str:
    """An official of a desk: only someone who held the desk's key can get an address that begins with it."""
    return f"{desk}-{_hash('member', secret)}"


def form_token(secret: str) -> str:
    """What our own plain forms carry: another site cannot know it."""
    return _hash("form", secret)


def link_digest(key: str) -> str:
    """What the database keeps of a private link's secret."""
    return _hash("link", key)


def is_member(chat: str, person: str) -> bool:
    """Whether we gave the person an address in this chat."""
    return person == chat or person.startswith(f"{chat}-")


def _hash(kind: str, secret: str) -> str:
    return hashlib.sha256(f"otklik:{kind}:{secret}".encode()).hexdigest()[:32]
