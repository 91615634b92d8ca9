"""The table of methods: each module of methods enters its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .arguments import Arguments
from .errors import Refused
from .world import World

Method = Callable[[World, Arguments], Any]
METHODS: dict[str, Method] = {}


def method(function: Method) -> Method:
    """Enters `send_message` as sendMessage. Telegram does not mind upper and lower case."""
    METHODS[function.__name__.replace("_", "")] = function
    return function


def find_method(name: str) -> Method:
    found = METHODS.get(name.lower())
    if found is None:
        raise Refused("Not Found: method not found", 404)
    return found
