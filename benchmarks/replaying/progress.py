"""Shows how a replay goes on, and notices when nothing happens any more."""

import asyncio
import sys
import time
from collections.abc import Callable

from benchmarks.replaying.book import Book


class Stuck(Exception):
    """For too long nothing happened, or all of it took too long."""


async def watch_over(book: Book, *, silence: float, longest: float) -> None:
    """Until all is voted on. Raises Stuck after `silence` seconds without news or `longest` in all."""
    began = changed = shown = time.monotonic()
    happened, terminal = book.happened, sys.stdout.isatty()
    show: Callable[[str], None] = _in_place if terminal else lambda line: print(line, flush=True)
    while book.voted < len(book.courses):
        await asyncio.sleep(0.2)
        now = time.monotonic()
        if book.happened != happened:
            happened, changed = book.happened, now
        if now - changed > silence:
            raise Stuck(f"nothing has happened for {silence:.0f} s")
        if now - began > longest:
            raise Stuck(f"not done after {longest:.0f} s")
        if now - shown > (0.3 if terminal else 5):
            shown = now
            show(_line(book, now - began))
    show(_line(book, time.monotonic() - began))
    if terminal:
        print()


def _line(book: Book, seconds: float) -> str:
    count = len(book.courses)
    return (
        f"{seconds:5.0f} s   filed {book.filed}/{count}   accepted {len(book.accepted)}   "
        f"answered {sum(1 for one in book.courses if one.answers)}   voted {book.voted}"
    )


def _in_place(line: str) -> None:
    sys.stdout.write("\r\x1b[K" + line)
    sys.stdout.flush()
