"""Everything goes wrong while hundreds talk, from one dice; then it is looked whether every promise was kept.

    uv run python -m benchmarks.faults [--seed 26] [--people 300] [--postgres] [--rounds 60]

The platforms are servers of our own, the service is `otklik run` as real processes. The seed decides which troubles
come, in which order and for how long; what they hit depends on the machine. Exits 1 on any broken promise.
"""

import argparse
import asyncio
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.faulty.campaign import Order, Outcome, campaign
from benchmarks.faulty.databases import Sqlite, own_postgres, small_disk

SHOWN = 25
PROCESSES = 2  # on PostgreSQL; on SQLite there is one


def main() -> int:
    options = _options()
    order = Order(
        options.people,
        options.rounds,
        options.seed,
        PROCESSES if options.postgres else 1,
        progress=lambda line: print(line, flush=True),
    )
    outcome, how = asyncio.run(_run(order, options.postgres, options.keep))
    _print(order, outcome, how)
    return 1 if outcome.verdict.broken else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.faults", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=26)
    parser.add_argument("--people", type=int, default=300, help="conversations, half of them on each platform")
    parser.add_argument("--rounds", type=int, default=60, help="how many times something goes wrong")
    parser.add_argument("--postgres", action="store_true", help="two processes on PostgreSQL instead of one on SQLite")
    parser.add_argument("--keep", type=Path, help="a folder for the logs and SQLite's files, to look at")
    return parser.parse_args()


@contextmanager
def _ground(kept: Path | None) -> Iterator[tuple[Path, Path]]:
    """Where everything stands, and where the logs do."""
    with tempfile.TemporaryDirectory(prefix="otklik-faults-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # the database's own user passes through it
        logs = (kept or folder / "logs").resolve()
        logs.mkdir(parents=True, exist_ok=True)
        yield folder, logs


async def _run(order: Order, on_postgres: bool, kept: Path | None) -> tuple[Outcome, str]:
    with _ground(kept) as (folder, logs), small_disk(folder / "disk") as disk:
        if not on_postgres:
            outcome = await campaign(order, logs, Sqlite(disk.folder / "otklik.db"), disk)
            if kept:
                shutil.copytree(disk.folder, logs / "disk", dirs_exist_ok=True)
            return outcome, disk.how
        async with own_postgres(folder / "postgres") as database:
            return await campaign(order, logs, database, disk), disk.how


def _print(order: Order, outcome: Outcome, how: str) -> None:
    console, verdict = Console(), outcome.verdict
    console.print(_table("What went wrong", dict(outcome.weather.happened.most_common())))
    faults = outcome.weather.around
    met = {"calls spoiled on Telegram": faults.telegram.faults.hits, "calls spoiled on VK": faults.vk.faults.hits}
    console.print(_table("What it came to", verdict.counts | met | {"seen twice": outcome.book.seen_again}))
    console.print(_table("What people were told on the way", dict(outcome.book.told)))
    console.print(_table("Telegram's second copies, each with its cause", dict(verdict.copies)))
    console.print(f"{outcome.seconds:.0f} s, seed {order.seed}; «full» was {how}")
    for line in verdict.broken[:SHOWN]:
        console.print(f"✗ {line}", style="red", markup=False, highlight=False)
    if verdict.broken:
        console.print(f"{len(verdict.broken)} promises broken.", style="bold red")
    else:
        console.print("Every promise was kept.", style="bold green")


def _table(title: str, rows: dict[str, int]) -> Table:
    table = Table("", "", title=title, title_justify="left", show_header=False)
    for what, count in rows.items():
        table.add_row(what, str(count))
    return table


if __name__ == "__main__":
    sys.exit(main())
