"""Addresses of Telegram chats: «telegram:-100123», or «telegram:-100123/45» for a topic of a forum."""

import re
from dataclasses import dataclass

# The account that Telegram shows instead of an administrator who hides behind the group's name.
ANONYMOUS_ADMIN = 1087968824

_ADDRESS = re.compile(r"telegram:(-?\d{1,19})(?:/(\d{1,19}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a letter goes: Telegram's chat id, and the topic inside it."""

    chat: int
    thread: int | None = None


def address(chat: int, thread: int | None = None) -> str:
    """The address of a chat, or of one topic in it."""
    return f"telegram:{chat}" if thread is None else f"telegram:{chat}/{thread}"


def place(written: str) -> Place:
    """What `address` wrote. Raises ValueError for an address of another platform or a broken one."""
    found = _ADDRESS.fullmatch(written)
    if found is None:
        raise ValueError(f"not a Telegram address: {written}")
    return Place(int(found[1]), int(found[2]) if found[2] else None)
