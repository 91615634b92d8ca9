"""The messages of the CSV files beside this one: add a line there, and the tests and the benchmark read it.

`settlement` is the code in `district.toml`, `locality` the name of the village, both empty where nothing of ours is
named; several places that nobody could tell apart stand with «|» between them, in one order in both columns, and are
to be asked about. `street` and `house` are as `Reading` gives them. `note` says what the message tries.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.appeals.appeal import Place
from bot.triage.place import Whereabouts

DEMO_SETS = ("blind.csv", "seen.csv", "fresh.csv")
# A settlement's code and the name of a locality in it; None where only the settlement is said.
Spot = tuple[str, str | None]


@dataclass(frozen=True)
class Said:
    text: str
    spots: frozenset[Spot]
    street: str
    house: str
    note: str


def said_in(name: str) -> list[Said]:
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as file:
        return [
            Said(row["text"], _spots(row["settlement"], row["locality"]), row["street"], row["house"], row["note"])
            for row in csv.DictReader(file)
        ]


def _spots(settlements: str, localities: str) -> frozenset[Spot]:
    codes = settlements.split("|") if settlements else []
    names: list[str | None] = list(localities.split("|")) if localities else [None] * len(codes)
    return frozenset(zip(codes, names, strict=True))


def spots_of(places: Iterable[Place]) -> frozenset[Spot]:
    return frozenset((one.settlement, one.locality) for one in places)


@dataclass(frozen=True)
class Tally:
    """Shares from 0 to 1. `precision` is over the places taken, and over those offered where several were
    meant; `recall` over the places meant, found alone or among others.

    `wrong` is the share of all messages where one place was taken, and its settlement is not what was meant (a place
    made out of nothing and a guess between two are wrong too); `asked` is the share of the messages that mean one
    place where it would be asked for. `addresses` is the share with the right street and house, of the messages that
    name one or where one was found.
    """

    messages: int
    precision: float
    recall: float
    wrong: float
    asked: float
    addresses: float
    wrong_texts: tuple[str, ...]
    asked_texts: tuple[str, ...]


def tally(readings: Iterable[tuple[Said, Whereabouts]]) -> Tally:
    readings = list(readings)
    pairs = [(said, spots_of(found.places)) for said, found in readings]
    addresses = [
        (said.street, said.house) == (found.street, found.house) for said, found in readings if _any(said, found)
    ]
    wanted = sum(len(said.spots) for said, _ in pairs)
    taken = [(said, spots) for said, spots in pairs if len(spots) == 1 or len(said.spots) > 1]
    found = sum(len(spots) for _, spots in taken)
    right_taken = sum(len(said.spots & spots) for said, spots in taken)
    right = sum(len(said.spots & spots) for said, spots in pairs)
    one_meant = [(said, spots) for said, spots in pairs if len(said.spots) == 1]
    wrong = [said.text for said, spots in pairs if _is_wrong(said.spots, spots)]
    asked = [said.text for said, spots in one_meant if len(spots) != 1]
    return Tally(
        messages=len(pairs),
        precision=right_taken / found if found else 1.0,
        recall=right / wanted if wanted else 1.0,
        wrong=len(wrong) / len(pairs),
        asked=len(asked) / len(one_meant) if one_meant else 0.0,
        addresses=sum(addresses) / len(addresses) if addresses else 1.0,
        wrong_texts=tuple(wrong),
        asked_texts=tuple(asked),
    )


def _any(said: Said, found: Whereabouts) -> bool:
    return any((said.street, said.house, found.street, found.house))


def _is_wrong(meant: frozenset[Spot], taken: frozenset[Spot]) -> bool:
    if len(taken) != 1:
        return False
    [(settlement, _)] = taken
    return {code for code, _ in meant} != {settlement}
