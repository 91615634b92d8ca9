"""Sends real residents' messages through the whole service, on Telegram and VK at once, and counts what arrives.

    uv run python -m benchmarks.replay FILE [--limit 200] [--text-column text] [--database URL]

FILE is a CSV (or CSV.gz). Both platforms are servers of our own on the loopback; the service is `otklik run`.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.ground import Ground, prepared
from benchmarks.platforms import both_platforms
from benchmarks.processes import DidNotStart, started
from benchmarks.replaying.book import Book
from benchmarks.replaying.ledger import read_ledger, waiting
from benchmarks.replaying.messages import Case, NoMessages, read_cases
from benchmarks.replaying.progress import Stuck, watch_over
from benchmarks.replaying.summary import print_summary
from benchmarks.replaying.verdict import mismatches
from benchmarks.replaying.village import Village, settle
from benchmarks.service import READY
from benchmarks.settings import service_environment, service_settings
from storage.database import reading

SILENCE = 90.0


def main() -> int:
    options = _options()
    try:
        cases = read_cases(options.file, options.limit, options.text_column)
        with _folder(options.keep) as folder:
            return asyncio.run(_replay(cases, folder, options))
    except (NoMessages, DidNotStart, OSError) as trouble:
        print(trouble, file=sys.stderr)
    except KeyboardInterrupt:
        print("\nInterrupted.", file=sys.stderr)
    return 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.replay", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path, help="CSV or CSV.gz")
    parser.add_argument("--limit", type=int, default=200, help="how many messages, spread over the file")
    parser.add_argument("--text-column", default="text")
    parser.add_argument("--database", help="an empty database instead of a temporary SQLite file")
    parser.add_argument("--pace", choices=("true", "free"), default="free", help="keep the platforms' limits of speed")
    parser.add_argument("--keep", type=Path, help="a folder for the database, the photos and the logs, to look at")
    parser.add_argument("--minutes", type=float, default=60, help="gives up after so long")
    return parser.parse_args()


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="otklik-replay-") as folder:
        yield Path(folder)


async def _replay(cases: Sequence[Case], folder: Path, options: argparse.Namespace) -> int:
    began, book = time.monotonic(), Book()
    async with both_platforms(folder, limits=options.pace == "true") as platforms:
        settings = service_settings(folder, *platforms, database=options.database)
        async with prepared(settings) as ground:
            if (await read_ledger(ground.engine)).appeals:
                raise NoMessages("the database is not empty: the counts would mean nothing")
            village = await settle(platforms, ground.district, cases, book)
            command = ["-m", "bot", "run"] if options.pace == "true" else ["-m", "benchmarks.service"]
            log = folder / "service.log"
            async with started(command, environment=service_environment(settings), ready=_is_ready, log=log):
                async with village.watching(platforms):
                    await _live(village, ground, book, options)
                ledger = await read_ledger(ground.engine)
            wrong = [*mismatches(book, ledger, ground.district), *_complaints(log)]
    seconds = time.monotonic() - began
    print_summary(book, ledger, wrong, seconds=seconds, database=ground.engine.dialect.name)
    return 1 if wrong else 0


def _is_ready(line: str) -> bool:
    return READY in line


async def _live(village: Village, ground: Ground, book: Book, options: argparse.Namespace) -> None:
    """Desks are bound, residents write, and it ends when nothing waits any more."""
    desks = ground.district.desks
    platforms = {one.platform.name for one in village.desks}
    codes = {(platform, desk.code): await ground.code_for_desk(desk.code) for platform in platforms for desk in desks}
    try:
        await village.bind(codes)
        print(f"{len(village.desks)} chats bound; {len(village.residents)} residents write.", flush=True)
        village.write()
        await watch_over(book, silence=SILENCE, longest=options.minutes * 60)
        await _settled(ground, book)
    except (Stuck, TimeoutError) as stuck:
        book.trouble(str(stuck) or "a chat was not bound in time")


async def _settled(ground: Ground, book: Book) -> None:
    """Until nothing waits: the last letters go to the desks after the last vote."""
    until = time.monotonic() + SILENCE
    while time.monotonic() < until:
        async with reading(ground.engine) as tx:
            if not await waiting(tx):
                return
        await asyncio.sleep(0.2)
    book.trouble("letters still wait at the end")


def _complaints(log: Path) -> list[str]:
    """What the service itself was not content with."""
    lines = log.read_text(errors="replace").splitlines()
    return [f"the service wrote: {line.strip()[:200]}" for line in lines if "[error" in line or "[warning" in line]


if __name__ == "__main__":
    sys.exit(main())
