"""Messages filed per second on one core, side by side with two bare aiogram bots on the same fake Telegram.

The echo answers one update with one message. A filed message is two updates in and five calls out, so the second bot
makes just those calls and nothing else: what is left between it and the service is the service's own work.

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

from benchmarks.filing import LostOrDoubled, Speed, alike_speed, echo_speed, filing_speed
from benchmarks.postgres import postgres
from benchmarks.processes import pin

NAMES = ("echo", "alike", "sqlite", "postgresql")
LABELS = {"echo": "bare aiogram echo", "alike": "bare aiogram, same calls"}


def main() -> int:
    options = _options()
    cpus = sorted(os.sched_getaffinity(0))
    measured, rest = cpus[0], cpus[-1]
    pin(rest)
    names = [*LABELS, *(name for name in NAMES[2:] if options.only in (None, name))]
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
    parser.add_argument("--only", choices=NAMES[2:], help="one database instead of both")
    return parser.parse_args()


async def _runs(names: Sequence[str], options: argparse.Namespace, cpu: int, folder: Path) -> dict[str, list[Speed]]:
    """In turn, so that a busy minute of the machine harms all of them alike."""
    speeds: dict[str, list[Speed]] = {name: [] for name in names}
    with postgres(folder) as server:
        for run in range(options.runs):
            for name in names:
                if name == "echo":
                    speed = await echo_speed(options.people, options.rounds * 4, cpu)
                elif name == "alike":
                    speed = await alike_speed(options.people, options.rounds * 2, cpu)
                else:
                    database = await server.new() if name == "postgresql" else None
                    speed = await filing_speed(options.people, options.rounds, cpu, database)
                speeds[name].append(speed)
                print(f"run {run + 1}: {name:11} {speed.a_second:7.1f} a second, {speed.cpu_ms:6.2f} ms", flush=True)
    return speeds


def _print(speeds: dict[str, list[Speed]]) -> None:
    table = Table(
        "", "messages a second", "of the echo", "of the same calls", "CPU ms a message", "on the wire for one"
    )
    echo_rate, alike_rate = (statistics.median(one.a_second for one in speeds[name]) for name in LABELS)
    for name, several in speeds.items():
        rate = statistics.median(one.a_second for one in several)
        cpu = statistics.median(one.cpu_ms for one in several)
        label = LABELS.get(name, f"filed, {name}")
        ratios = f"{rate / echo_rate:.2f}", f"{rate / alike_rate:.2f}"
        table.add_row(label, f"{rate:.1f}", *ratios, f"{cpu:.2f}", _wire(several[0]))
    console = Console(width=140)
    console.print(table)
    console.print(f"Medians of {len(speeds['echo'])} runs.")


def _wire(speed: Speed) -> str:
    """Updates that came in and calls that went out for one message."""
    count = speed.tally.messages
    calls = ", ".join(f"{found / count:.1f} {kind}" for kind, found in sorted(speed.tally.calls.items()))
    return f"{speed.tally.updates / count:.1f} updates in; {calls}"


if __name__ == "__main__":
    sys.exit(main())
