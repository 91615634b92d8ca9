"""Memory when idle and time from start to ready, with Telegram and VK both configured.

    uv run python -m benchmarks.idle [--runs 5] [--rest 20]

The real command `otklik run` against the fake platforms; ready is the line that the command prints.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.platforms import Platform, both_platforms
from benchmarks.processes import started
from benchmarks.settings import service_environment, service_settings

READY = "«Отклик» работает"
MOST_MEMORY, MOST_SECONDS = 250.0, 5.0


def main() -> int:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="otklik-idle-") as folder:
        runs = asyncio.run(_runs(options, Path(folder)))
    seconds, megabytes = (statistics.median(one[at] for one in runs) for at in (0, 1))
    print(f"start to ready: median {seconds:.1f} s of {len(runs)} runs (goal under {MOST_SECONDS:.0f} s)")
    print(f"memory when idle: median {megabytes:.0f} MB (goal under {MOST_MEMORY:.0f} MB)")
    return 0 if seconds < MOST_SECONDS and megabytes < MOST_MEMORY else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.idle", description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--rest", type=float, default=20, help="seconds of idling before the memory is read")
    return parser.parse_args()


async def _runs(options: argparse.Namespace, folder: Path) -> Sequence[tuple[float, float]]:
    found = []
    async with both_platforms(folder) as (bot, community):
        await _one(bot, community, folder / "first", 0)
        for number in range(options.runs):
            found.append(await _one(bot, community, folder / str(number), options.rest))
            print(f"run {number + 1}: {found[-1][0]:.1f} s, {found[-1][1]:.0f} MB", file=sys.stderr)
    return found


async def _one(bot: Platform, community: Platform, folder: Path, rest: float) -> tuple[float, float]:
    """Seconds to ready and megabytes after the rest."""
    folder.mkdir()  # noqa: ASYNC240 - once, before anything runs
    environment = service_environment(service_settings(folder, bot, community))
    # As on any server: what was compiled once is kept, wherever this machine keeps it.
    environment |= {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder.parent / "compiled")}
    began = time.perf_counter()
    run = started(["-m", "bot", "run"], ready=lambda line: READY in line, log=folder / "log", environment=environment)
    async with run as process:
        seconds = time.perf_counter() - began
        await asyncio.sleep(rest)
        return seconds, resident_megabytes(process.id)


def resident_megabytes(process: int) -> float:
    """What the system holds in memory for the process."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise LookupError(process)


if __name__ == "__main__":
    sys.exit(main())
