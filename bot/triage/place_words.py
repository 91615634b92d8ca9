"""The Russian words by which residents say where, from `place_words.toml`: what each set means stands there."""

import tomllib
from importlib.resources import files

_FILE: dict[str, str] = tomllib.loads(files("bot.triage").joinpath("place_words.toml").read_text("utf-8"))

KINDS = frozenset(_FILE["kinds"].split())
BESIDE = frozenset(_FILE["beside"].split())
INTO = frozenset(_FILE["into"].split())
TOWARDS = INTO | frozenset(_FILE["towards"].split())
BY_LANDMARK = BESIDE | frozenset(_FILE["at"].split())
STREETS = frozenset(_FILE["streets"].split())
HOUSES = frozenset(_FILE["houses"].split())
SETTLEMENTS = frozenset(_FILE["settlements"].split())
LANDMARKS = tuple(name.replace("+", " ") for name in _FILE["landmarks"].split())
TOO_PLAIN = frozenset(_FILE["plain"].split())

_COUNTED = tuple(_FILE["counted"].split())


def counts_things(key: str) -> bool:
    """Whether a number before this word counts something and is no house."""
    return key.startswith(_COUNTED)
