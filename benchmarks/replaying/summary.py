"""The summary of a replay, to be read by people."""

from collections import Counter
from collections.abc import Callable, Sequence

from rich.console import Console
from rich.table import Table

from benchmarks.replaying.book import Book, Course
from benchmarks.replaying.ledger import Ledger

SHOWN = 20


def print_summary(book: Book, ledger: Ledger, wrong: Sequence[str], *, seconds: float, database: str) -> None:
    console = Console()
    console.print(_per_platform(book))
    console.print(_per_desk(ledger))
    letters = ", ".join(f"{count} {kind}s" for kind, count in sorted(ledger.letters.items()))
    console.print(f"{seconds:.0f} s on {database}; letters: {letters}; consents: {book.consents}")
    for line in wrong[:SHOWN]:
        console.print(f"✗ {line}", style="red", markup=False, highlight=False)
    if len(wrong) > SHOWN:
        console.print(f"✗ … and {len(wrong) - SHOWN} more", style="red")
    count = len(book.courses)
    if wrong:
        console.print(f"{len(wrong)} mismatches among {count} messages.", style="bold red")
    else:
        console.print(f"{count} messages = appeals = answers = votes; none lost, none doubled.", style="bold green")


def _per_platform(book: Book) -> Table:
    table = Table("", "Telegram", "VK", "all", title="Replay")
    rows: dict[str, Callable[[Course], object]] = {
        "messages": lambda one: True,
        "with photos": lambda one: one.case.photos > 0,
        "clear: one press": lambda one: one.number and not (one.topic_asked or one.place_asked),
        "asked for the topic": lambda one: one.topic_asked,
        "asked for the place": lambda one: one.place_asked,
        "filed": lambda one: one.number,
        "answered": lambda one: one.answers == 1,
        "voted on": lambda one: one.thanked,
    }
    for what, fits in rows.items():
        found: Counter[str] = Counter(one.platform for one in book.courses if fits(one))
        table.add_row(what, str(found["telegram"]), str(found["vk"]), str(found.total()))
    table.add_row("presses a message", *(_presses(book, one) for one in ("telegram", "vk", None)))
    return table


def _presses(book: Book, platform: str | None) -> str:
    some: list[Course] = [one for one in book.courses if platform in (None, one.platform)]
    return f"{sum(one.presses for one in some) / max(len(some), 1):.1f}"


def _per_desk(ledger: Ledger) -> Table:
    table = Table("desk", "appeals", "its chats")
    count = Counter(one.desk for one in ledger.appeals)
    for desk in dict.fromkeys(desk for desk, _ in ledger.desk_chats):
        chats = ", ".join(chat for target, chat in ledger.desk_chats if target == desk)
        table.add_row(desk, str(count[desk]), chats)
    return table
