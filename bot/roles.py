"""The roles a process can have: one process does all of them, or each has its own on one PostgreSQL."""

from typing import Literal, get_args

Role = Literal["listen", "work", "send", "web"]
ROLES: frozenset[Role] = frozenset(get_args(Role))
ALL = "all"


def roles_of(word: str) -> frozenset[Role]:
    """Of what `otklik run --role` was told. Raises ValueError."""
    if word == ALL:
        return ROLES
    found = frozenset(one for one in ROLES if one == word)
    if not found:
        raise ValueError(word)
    return found
