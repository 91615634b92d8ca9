"""Events, conversations and letters as JSON text and back, with the class's name beside its fields."""

from dataclasses import replace
from functools import cache
from typing import Any, get_args

from pydantic import TypeAdapter

from bot.dialogs.desk.states import DeskTalk
from bot.dialogs.events import Event
from bot.dialogs.resident.states import Idle, Step, Talk

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
    """The event; raises ValueError for text that is none."""
    name, _, body = text.partition(" ")
    event: Event = _adapter(_EVENTS[name]).validate_json(body)
    return event


def dump_talk(talk: Talk) -> str:
    """The step on the first line, all the rest on the second."""
    rest = replace(talk, step=Idle())
    return _dump(type(talk.step).__name__, talk.step) + "\n" + _adapter(Talk).dump_json(rest).decode()


def load_talk(text: str | None) -> Talk:
    """The conversation, or a new one."""
    if text is None:
        return Talk()
    first, _, second = text.partition("\n")
    name, _, body = first.partition(" ")
    rest: Talk = _adapter(Talk).validate_json(second)
    return replace(rest, step=_adapter(_STEPS[name]).validate_json(body))


def dump_desk_talk(talk: DeskTalk) -> str:
    return _dump("DeskTalk", talk)


def load_desk_talk(text: str | None) -> DeskTalk:
    if text is None:
        return DeskTalk()
    talk: DeskTalk = _adapter(DeskTalk).validate_json(text.partition(" ")[2])
    return talk
