"""Addresses of VK: «vk:» and a peer id, where group chats are numbered from 2000000001 on."""

import re

GROUPS_FROM = 2_000_000_001


_ADDRESS = re.compile(r"vk:(-?\d{1,19})", re.ASCII)


def address(number: int) -> str:
    """The address of a person or a chat."""
    return f"vk:{number}"


def number_of(address: str) -> int | None:
    """The peer id in an address, None if it is another platform's or broken."""
    found = _ADDRESS.fullmatch(address)
    return int(found[1]) if found else None


def is_group(peer: int) -> bool:
    """Whether this is a group chat («беседа»)."""
    return peer >= GROUPS_FROM
