"""Holds the book against the database: not one message lost, doubled, changed, or in a wrong chat."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import Row

from benchmarks.replaying.book import Book, Course
from benchmarks.replaying.ledger import Ledger
from benchmarks.replaying.messages import squeezed
from bot.appeals.district import District
from bot.appeals.routing import desk_for
from bot.triage.masking import Masking
from bot.triage.morphology import Pymorphy

ONCE = ("file", "accept", "rate")


def mismatches(book: Book, ledger: Ledger, district: District) -> list[str]:
    """A line each; none if all is well."""
    return [*_totals(book, ledger), *_texts(book, ledger), *_each(book, ledger, district), *book.troubles]


def _totals(book: Book, ledger: Ledger) -> Iterator[str]:
    count = len(book.courses)
    numbers = {one.number for one in book.courses if one.number}
    counted = {
        "appeals in the database": len(ledger.appeals),
        "numbers given to residents": len(numbers),
        "appeals answered": sum(1 for one in book.courses if one.answers == 1),
        "votes taken": sum(1 for one in book.courses if one.thanked),
    }
    for what, found in counted.items():
        if found != count:
            yield f"{what}: {found} of {count}"
    for what, found in (
        ("letters that failed", ledger.failed),
        ("updates and letters still waiting", ledger.waiting),
        ("updates put aside", ledger.set_aside),
    ):
        if found:
            yield f"{what}: {found}"


def _as_kept(text: str) -> str:
    """With swearing and own details masked, as officials see it."""
    return squeezed(_masking()(text).shown)


@cache
def _masking() -> Masking:
    return Masking(Pymorphy())


def _texts(book: Book, ledger: Ledger) -> Iterator[str]:
    """Each text exactly once; texts themselves are not printed, they are people's own words."""
    written = Counter(_as_kept(one.case.text) for one in book.courses)
    kept = Counter(squeezed(one.text) for one in ledger.appeals)
    lost, extra = written - kept, kept - written
    if lost:
        yield f"texts written but not kept as they were: {lost.total()}"
    if extra:
        yield f"texts kept that nobody wrote so, or twice: {extra.total()}"


def _each(book: Book, ledger: Ledger, district: District) -> Iterator[str]:
    rows = {one.number: one for one in ledger.appeals}
    for course in book.courses:
        row = rows.get(course.number)
        if row is None:
            yield f"message {course.case.index} from {course.chat} has no appeal"
            continue
        yield from (f"{course.number}: {what}" for what in _one(course, row, book, ledger, district))


def _one(course: Course, row: Row[Any], book: Book, ledger: Ledger, district: District) -> Iterator[str]:
    if squeezed(row.text) != _as_kept(course.case.text):
        yield "the number was given for another text"
    if row.chat != course.chat:
        yield f"filed for {row.chat}, written by {course.chat}"
    if row.desk != desk_for(district, row.topic, row.settlement).code:
        yield f"{row.topic} in {row.settlement} went to the desk {row.desk}"
    yield from _cards(row, book, ledger)
    yield from _handled(course, row, ledger)


def _cards(row: Row[Any], book: Book, ledger: Ledger) -> Iterator[str]:
    """One card in each chat of the desk and in no other, by the outbox and by what was seen there."""
    due = {chat: 1 for desk, chat in ledger.desk_chats if desk == row.desk}
    kept = {chat: count for (chat, number), count in ledger.cards.items() if number == row.number}
    seen = {chat: count for (chat, number), count in book.cards.items() if number == row.number}
    told = {chat: count for (chat, number), count in book.told_of_vote.items() if number == row.number}
    for what, found in (("cards in the outbox", kept), ("cards seen", seen), ("notices of the vote", told)):
        if found != due:
            yield f"{what}: {found}, should be {due}"


def _handled(course: Course, row: Row[Any], ledger: Ledger) -> Iterator[str]:
    solved = course.case.photos > 0
    for action in (*ONCE, "solve" if solved else "explain"):
        if (count := ledger.history[row.number, action]) != 1:
            yield f"history has {count} × {action}"
    photos = {"before": course.case.photos, "after": int(solved)}
    for side, due in photos.items():
        if (count := ledger.photos[row.number, side]) != due:
            yield f"{count} photos {side}, should be {due}"
    if (course.answer_photos > 0) is not solved:
        yield f"the answer came with {course.answer_photos} photos"
    if (row.status, row.rating) != ("closed", course.vote):
        yield f"stands as {row.status}, {row.rating or 'no vote'}; the resident voted {course.vote}"
    if course.answers != 1:
        yield f"{course.answers} answers reached the resident"
