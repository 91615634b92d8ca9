"""Messages filed per second on one core, side by side with a bare aiogram echo bot on the same fake Telegram.

    uv run python -m benchmarks.throughput [--people 100] [--rounds 6] [--runs 3] [--only sqlite]

The measured process has one CPU for itself; the fake Telegram, the crowd and PostgreSQL share the other.
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.filing import LostOrDoubled, Speed, echo_speed, filing_speed
from benchmarks.postgres import postgres
from benchmarks.processes import pin

NAMES = ("echo", "sqlite", "postgresql")
GOAL = 0.25


def main() -> int:
    options = _options()
    cpus = sorted(os.sched_getaffinity(0))
    measured, rest = cpus[0], cpus[-1]
    pin(rest)
    names = ["echo", *(name for name in NAMES[1:] if options.only in (None, name))]
    with tempfile.TemporaryDirectory(prefix="otklik-throughput-") as folder:
        try:
            speeds = asyncio.run(_runs(names, options, measured, Path(folder)))
        except (LostOrDoubled, TimeoutError) as trouble:
            print(f"{type(trouble).__name__}: {trouble}", file=sys.stderr)
            return 1
    _print(speeds)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.throughput",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--people", type=int, default=100, help="residents who write at the same time")
    parser.add_argument("--rounds", type=int, default=6, help="messages of each resident; at most 9 an hour are let in")
    parser.add_argument("--runs", type=int, default=3, help="runs of each, one after another in turn")
    parser.add_argument("--only", choices=NAMES[1:], help="one database instead of both")
    return parser.parse_args()


async def _runs(names: Sequence[str], options: argparse.Namespace, cpu: int, folder: Path) -> dict[str, list[Speed]]:
    """In turn, so that a busy minute of the machine harms all of them alike."""
    speeds: dict[str, list[Speed]] = {name: [] for name in names}
    with postgres(folder) as server:
        for run in range(options.runs):
            for name in names:
                if name == "echo":
                    speed = await echo_speed(options.people, options.rounds * 4, cpu)
                else:
                    database = await server.new() if name == "postgresql" else None
                    speed = await filing_speed(options.people, options.rounds, cpu, database)
                speeds[name].append(speed)
                print(f"run {run + 1}: {name:11} {speed.a_second:7.1f} a second, {speed.cpu_ms:6.2f} ms", flush=True)
    return speeds


def _print(speeds: dict[str, list[Speed]]) -> None:
    table = Table("", "messages a second", "of the echo", "CPU ms a message", "of the echo", "on the wire for one")
    echo_rate = statistics.median(one.a_second for one in speeds["echo"])
    echo_cpu = statistics.median(one.cpu_ms for one in speeds["echo"])
    for name, several in speeds.items():
        rate = statistics.median(one.a_second for one in several)
        cpu = statistics.median(one.cpu_ms for one in several)
        label = "bare aiogram echo" if name == "echo" else f"filed, {name}"
        table.add_row(
            label, f"{rate:.1f}", f"{rate / echo_rate:.2f}", f"{cpu:.2f}", f"{echo_cpu / cpu:.2f}", _wire(several[0])
        )
    console = Console(width=140)
    console.print(table)
    console.print(f"Medians of {len(speeds['echo'])} runs. The goal is {GOAL} of the echo.")


def _wire(speed: Speed) -> str:
    """Updates that came in and calls that went out for one message."""
    count = speed.tally.messages
    calls = ", ".join(f"{found / count:.1f} {kind}" for kind, found in sorted(speed.tally.calls.items()))
    return f"{speed.tally.updates / count:.1f} updates in; {calls}"


if __name__ == "__main__":
    sys.exit(main())
