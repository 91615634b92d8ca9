"""The messages of `messages.csv`: add a line there, and every test of triage reads it.

`topic` is empty when nobody could tell; `places` are locality names parted by «|», «Горки/Озерненское» where two
villages have one name, «=Булгаковское» where only the settlement is said; `address` is as the card shows it.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from bot.appeals.appeal import Place
from bot.appeals.district import District


@dataclass(frozen=True)
class Message:
    text: str
    topic: str
    places: frozenset[str]
    address: str


def _read() -> list[Message]:
    with Path(__file__).with_name("messages.csv").open(encoding="utf-8", newline="") as file:
        return [
            Message(row["text"], row["topic"], frozenset(filter(None, row["places"].split("|"))), row["address"])
            for row in csv.DictReader(file)
        ]


MESSAGES = _read()


def place_label(place: Place, district: District) -> str:
    """The place as the file writes it."""
    settlement = district.settlement(place.settlement).name
    if place.locality is None:
        return f"={settlement}"
    same = [one for one in district.localities() if one.name == place.locality]
    return place.locality if len(same) == 1 else f"{place.locality}/{settlement}"
