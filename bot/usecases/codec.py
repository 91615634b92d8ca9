"""Events, conversations and letters as JSON text and back, with the class's name beside its fields."""

from dataclasses import replace
from functools import cache
from typing import Any, TypeVar, get_args

import structlog
from pydantic import TypeAdapter

from bot.dialogs.desk.states import DeskTalk
from bot.dialogs.events import Event
from bot.dialogs.resident.states import Idle, Step, Talk

log = structlog.get_logger()

_Talk = TypeVar("_Talk")
_EVENTS = {one.__name__: one for one in get_args(Event)}
_STEPS = {one.__name__: one for one in get_args(Step)}


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _dump(tag: str, value: object) -> str:
    kind: Any = type(value)
    return tag + " " + _adapter(kind).dump_json(value).decode()


def dump_event(event: Event) -> str:
    """«MessageSent {…}»."""
    return _dump(type(event).__name__, event)


def load_event(text: str) -> Event:
    """The event; raises KeyError or ValueError for text that is none, as a later version may have left it."""
    name, _, body = text.partition(" ")
    event: Event = _adapter(_EVENTS[name]).validate_json(body)
    return event


def holds(text: str, kind: type[Event]) -> bool:
    """Whether the text is an event of this kind."""
    return text.startswith(f"{kind.__name__} ")


def dump_talk(talk: Talk) -> str:
    """The step on the first line, all the rest on the second."""
    rest = replace(talk, step=Idle())
    return _dump(type(talk.step).__name__, talk.step) + "\n" + _adapter(Talk).dump_json(rest).decode()


def load_talk(text: str | None) -> Talk:
    """The conversation; a new one where there is none yet, or none that can be read."""
    if text is None:
        return Talk()
    first, _, second = text.partition("\n")
    name, _, body = first.partition(" ")
    try:
        rest: Talk = _adapter(Talk).validate_json(second)
        return replace(rest, step=_adapter(_STEPS[name]).validate_json(body))
    except (KeyError, ValueError):
        return _begun_anew(Talk())


def dump_desk_talk(talk: DeskTalk) -> str:
    return _dump("DeskTalk", talk)


def load_desk_talk(text: str | None) -> DeskTalk:
    if text is None:
        return DeskTalk()
    try:
        talk: DeskTalk = _adapter(DeskTalk).validate_json(text.partition(" ")[2])
    except ValueError:
        return _begun_anew(DeskTalk())
    return talk


def _begun_anew(talk: _Talk) -> _Talk:
    """A draft is lost, but not the chat: it would fail at every message from now on."""
    log.warning("a conversation cannot be read and begins anew", action="load_talk")
    return talk
