"""Reads VK's JSON without trusting its shape: a wrong one is empty, or Malformed where nothing can stand in for it."""

import json
from typing import Any

Json = dict[str, Any]


class Malformed(ValueError):
    """A field that cannot be done without is missing or of another kind."""


def table(value: object) -> Json:
    """An object, or an empty one."""
    return value if isinstance(value, dict) else {}


def tables(value: object) -> list[Json]:
    """The objects of a list; whatever else is in it is left out."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def text(value: object) -> str:
    """A string, or an empty one, without what databases refuse: NUL and halves of a surrogate pair."""
    if not isinstance(value, str):
        return ""
    return value.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def whole(value: object) -> int | None:
    """A whole number of 64 bits, or None; True is none."""
    if isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63:
        return value
    return None


def number(body: Json, name: str) -> int:
    """A whole number that must be there. Raises Malformed."""
    found = whole(body.get(name))
    if found is None:
        raise Malformed(name)
    return found


def unpacked(value: object) -> Json:
    """An object that VK gives either as such or written out as a string (payloads)."""
    if isinstance(value, str):
        try:
            return table(json.loads(value))
        except (ValueError, RecursionError):  # the latter of brackets without end
            return {}
    return table(value)
