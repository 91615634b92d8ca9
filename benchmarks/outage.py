"""An outage: 300 residents of one village write within an hour that there is no water, through the real use-cases.

    uv run python -m benchmarks.outage [--people 300] [--seed 7]

Counts cards, joined and separate messages, and how often each resident was told the one answer; exits 1 if anything
was lost, doubled or became more cards than the district's `incident_count`.
"""

import argparse
import asyncio
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from rich.console import Console
from rich.table import Table

from benchmarks.processes import ROOT
from bot.appeals.district_file import load_district
from bot.triage.dispatcher import Dispatcher
from bot.triage.morphology import Pymorphy
from bot.triage.sameness import Sameness
from storage import schema
from storage.database import open_engine
from tests.usecases.outage import strikes
from tests.usecases.world import World

ANSWER = "Насос починили, вода есть."
FIRST = "26-00001"


@dataclass(frozen=True, slots=True)
class Result:
    """What an outage of so many people came to."""

    people: int
    filed: int
    joined: int
    told_at_once: int
    cards: int
    card_edits: int
    counted: int
    answered_once: int
    words_at_desk: int
    seconds: float
    limit: int

    @property
    def is_right(self) -> bool:
        everybody = self.people == self.filed + self.joined == self.counted == self.answered_once
        return everybody and self.cards <= self.limit


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.outage",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="otklik-outage-") as folder:
        result = asyncio.run(_outage(Path(folder), options.people, options.seed))
    _print(result)
    return 0 if result.is_right else 1


async def _outage(folder: Path, people: int, seed: int) -> Result:
    district, morphology = load_district(ROOT / "district.toml"), Pymorphy()
    engine = open_engine(f"sqlite+aiosqlite:///{folder / 'otklik.db'}")
    try:
        await schema.upgrade(engine)
        world = World(engine, folder / "media", district, Dispatcher(district, morphology))
        world.change(sameness=Sameness(morphology, district.repeats))
        return await _struck(world, people, seed)
    finally:
        await engine.dispose()


async def _struck(world: World, people: int, seed: int) -> Result:
    desk = await world.desk("utilities")
    began = perf_counter()
    crowd, told = await strikes(world, people, asking=True, seed=seed)
    seconds = perf_counter() - began
    words = sum("Похоже на аварию: за" in one.text for one in desk.sees)
    edits = sum(one.edits for one in desk.sees)
    await desk.answers(FIRST, "Решено", ANSWER)
    answered = [sum(ANSWER in shown.text for shown in one.sees) for one in crowd]
    cards = await world.one("SELECT count(*) FROM letters WHERE post = 'card' AND kind = 'message'")
    counted = await world.one("SELECT repeated FROM appeals WHERE number = :number", number=FIRST)
    return Result(
        people=people,
        filed=told.filed,
        joined=told.joined,
        told_at_once=told.told_of_incident,
        cards=int(str(cards)),
        card_edits=edits,
        counted=int(str(counted)),
        answered_once=answered.count(1),
        words_at_desk=words,
        seconds=seconds,
        limit=world.service.district.repeats.incident_count,
    )


def _print(result: Result) -> None:
    table = Table("of an outage", "how many")
    for name, value in (
        ("residents who wrote", result.people),
        ("filed separately before it was clear", result.filed),
        ("joined by «Я тоже»", result.joined),
        ("told at once that it is known", result.told_at_once),
        (f"cards at the desk (at most {result.limit})", result.cards),
        ("edits of cards", result.card_edits),
        ("«похоже на аварию» said to the desk", result.words_at_desk),
        ("people counted on the card", result.counted),
        ("told the one answer exactly once", result.answered_once),
        ("milliseconds of ours for one resident", round(1000 * result.seconds / result.people)),
    ):
        table.add_row(name, str(value))
    Console(width=100).print(table)


if __name__ == "__main__":
    sys.exit(main())
