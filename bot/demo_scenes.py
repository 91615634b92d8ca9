"""Reads the demo's people and its ready scenes from `demo_scenes.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody who has a pane: `person` is the first name played there, `code` what the chat serves, if anything."""

    tab: str
    person: str
    about: str = ""
    code: str = ""
    look: str = ""
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class Crowd:
    """Neighbours without panes: each takes a name and words in turn, and presses the first wish that is offered."""

    names: tuple[str, ...]
    says: tuple[str, ...]
    wishes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What one person does; the table says what each field means."""

    who: str
    note: str = ""
    says: str = ""
    replies: str = ""
    photo: str = ""
    presses: str = ""
    if_asked: bool = False
    skips: int = 0
    crowd: int = 0


@dataclass(frozen=True, slots=True)
class Scene:
    """`after` is what to try next by hand."""

    code: str
    title: str
    after: str
    steps: tuple[Step, ...]
    short: str = ""


@dataclass(frozen=True, slots=True)
class Play:
    """The whole table."""

    residents: tuple[Part, ...]
    desks: tuple[Part, ...]
    head: Part
    coordinator: Part
    crowd: Crowd
    scenes: tuple[Scene, ...]

    def scene(self, code: str) -> Scene | None:
        return next((one for one in self.scenes if one.code == code), None)


@cache
def the_play() -> Play:
    """Raises TypeError where the table has a field that nobody knows."""
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    head = table["head"]
    return Play(
        residents=tuple(_resident(one) for one in table["resident"]),
        desks=tuple(Part(**one) for one in table["desk"]),
        head=Part(head["tab"], head["person"], head["about"], code=head["settlement"]),
        coordinator=Part(**table["coordinator"]),
        crowd=Crowd(**{name: tuple(words) for name, words in table["crowd"].items()}),
        scenes=tuple(_scene(one) for one in table["scene"]),
    )


def _resident(told: Mapping[str, Any]) -> Part:
    return Part(told["name"], told["name"], told["about"], look=told["look"], agreed=told.get("agreed", False))


def _scene(told: Mapping[str, Any]) -> Scene:
    steps = tuple(Step(**one) for one in told["step"])
    return Scene(told["code"], told["title"], told["after"], steps, told.get("short", ""))
