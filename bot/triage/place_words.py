"""The Russian words by which residents say where, from `place_words.toml`: what each set means stands there."""

import tomllib
from importlib.resources import files

_FILE: dict[str, str] = tomllib.loads(files("bot.triage").joinpath("place_words.toml").read_text("utf-8"))

KINDS = frozenset(_FILE["kinds"].split())
BESIDE = frozenset(_FILE["beside"].split())
INTO = frozenset(_FILE["into"].split())
TOWARDS = INTO | frozenset(_FILE["towards"].split())
BY_LANDMARK = BESIDE | frozenset(_FILE["at"].split())
# Every form of a word → its nominative: «пер» → «переулок».
STREET_KINDS = {word: line.split()[0] for line in _FILE["streets"].strip().splitlines() for word in line.split()}
STREETS = frozenset(STREET_KINDS)
HOUSES = frozenset(_FILE["houses"].split())
SETTLEMENTS = frozenset(_FILE["settlements"].split())
LANDMARKS = tuple(name.replace("+", " ") for name in _FILE["landmarks"].split())
EVERYWHERE = frozenset(_FILE["everywhere"].split())
PEOPLE = frozenset(_FILE["people"].split())
TWINS = frozenset(_FILE["twins"].split())
FAR = frozenset(_FILE["far"].split())
TOO_PLAIN = frozenset(_FILE["plain"].split())

_COUNTED = tuple(_FILE["counted"].split())
_ROUTES = tuple(_FILE["routes"].split())
_TRAVEL = tuple(_FILE["travel"].split())


def counts_things(key: str) -> bool:
    """Whether a number before this word counts something and is no house."""
    return key.startswith(_COUNTED)


def is_of_route(key: str) -> bool:
    return key.startswith(_ROUTES)


def is_of_travel(key: str) -> bool:
    return key.startswith(_TRAVEL)
