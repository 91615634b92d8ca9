"""What must hold after a campaign, looked up in the database and in what the platforms kept; a line a breach."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from PIL import Image
from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from benchmarks.faulty.book import Book, is_solved
from storage.columns import State
from storage.database import reading
from storage.tables import appeal_photos, appeals, history, letters, updates
from tests.e2e.town import Platforms

# So many seconds before a kill a letter may have left without being written down.
IN_HAND = 3.0
LAST = 6
SIDE_BY_SIDE = timedelta(seconds=3)


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the database holds."""

    appeals: Sequence[Row[Any]]
    acts: Counter[tuple[str, str]]
    photos: Sequence[tuple[str, str, str]]
    letters: Sequence[Row[Any]]
    updates: Sequence[Row[Any]]


async def read_ledger(engine: AsyncEngine) -> Ledger:
    async with reading(engine) as tx:
        acts = (
            select(appeals.c.number, history.c.action, func.count())
            .join_from(history, appeals)
            .group_by("number", "action")
        )
        photos = select(appeals.c.number, appeal_photos.c.side, appeal_photos.c.file).join_from(appeal_photos, appeals)
        return Ledger(
            appeals=await _rows(tx, select(appeals).order_by(appeals.c.id)),
            acts=Counter({(row[0], row[1]): row[2] for row in await _rows(tx, acts)}),
            photos=[tuple(row) for row in await _rows(tx, photos)],
            letters=await _rows(tx, select(letters).order_by(letters.c.id)),
            updates=await _rows(tx, select(updates).where(updates.c.state != State.DONE)),
        )


async def waiting(engine: AsyncEngine) -> int:
    async with reading(engine) as tx:
        asked = [select(func.count()).where(table.c.state == State.WAITING) for table in (updates, letters)]
        return sum([int((await tx.execute(one)).scalar_one()) for one in asked])


async def _rows(tx: AsyncConnection, question: Any) -> Sequence[Row[Any]]:
    return (await tx.execute(question)).all()


@dataclass
class Verdict:
    """`broken` are the promises that did not hold, `copies` Telegram's second copies by what explains them."""

    broken: list[str] = field(default_factory=list)
    copies: Counter[str] = field(default_factory=Counter)
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is looked at."""

    book: Book
    ledger: Ledger
    around: Platforms
    media: Path
    kills: Sequence[float]
    outages: Sequence[tuple[float, float]]


def judged(seen: Evidence) -> Verdict:
    verdict = Verdict()
    verdict.broken += seen.book.troubles
    for promise in (_filed_once, _handled_once, _photos_kept, _nothing_waits):
        verdict.broken += promise(seen)
    _deliveries(seen, verdict)
    sent = [one for one in seen.ledger.letters if one.state == State.DONE]
    verdict.counts = {
        "conversations": len(seen.book.courses),
        "appeals filed": len(seen.ledger.appeals),
        "answered and voted": seen.book.done,
        "letters sent": len(sent),
        "letters marked with a reason": sum(1 for one in seen.ledger.letters if one.state == State.SET_ASIDE),
        "photos kept": len(seen.ledger.photos),
    }
    return verdict


def _filed_once(seen: Evidence) -> Iterator[str]:
    """Each message is one appeal, with its words in their order, and its number is the one that was told."""
    kept = {one.number: one for one in seen.ledger.appeals}
    written = Counter(one.text for one in seen.book.courses)
    filed = Counter(one.text for one in kept.values())
    if lost := written - filed:
        yield f"{lost.total()} messages were not filed as they were written"
    if extra := filed - written:
        yield f"{extra.total()} appeals that nobody wrote so, or twice"
    for course in seen.book.courses:
        if not course.thanked:
            yield f"conversation {course.index} in {course.chat} stands at «{course.step}» {course.number}"
            yield from (f"    {one}" for one in _last_seen(seen, course.chat))
        elif (found := kept.get(course.number)) is None or found.text != course.text or found.chat != course.chat:
            yield f"№ {course.number} was told for other words"


def _last_seen(seen: Evidence, chat: str) -> list[str]:
    """Enough to find out what a person waits for."""
    platform, _, number = chat.partition(":")
    if platform == "telegram":
        return [str(one)[:300] for one in seen.around.telegram.world.chats[int(number)].told[-LAST:]]
    return [repr(one)[:300] for one in seen.around.vk.ledger.peer(int(number)).messages[-LAST:]]


def _handled_once(seen: Evidence) -> Iterator[str]:
    for one in seen.ledger.appeals:
        for action in ("file", "accept", "solve" if is_solved(one.number) else "explain", "rate"):
            if (count := seen.ledger.acts[one.number, action]) != 1:
                yield f"№ {one.number}: {count} × {action}"
        if one.status != "closed":
            yield f"№ {one.number} stands as {one.status}"


def _photos_kept(seen: Evidence) -> Iterator[str]:
    counted = Counter((number, side) for number, side, _ in seen.ledger.photos)
    for course in seen.book.courses:
        due = {"before": int(course.photo), "after": int(bool(course.number) and is_solved(course.number))}
        for side, count in due.items():
            if course.thanked and counted[course.number, side] != count:
                have = counted[course.number, side]
                yield f"№ {course.number} of {course.chat}: {have} photos {side}, should be {count}"
    for number, _, file in seen.ledger.photos:
        try:
            with Image.open(seen.media / file[:2] / file) as picture:
                picture.load()
        except OSError as error:
            yield f"№ {number}: a photo is not whole: {error}"


def _nothing_waits(seen: Evidence) -> Iterator[str]:
    for one in seen.ledger.updates:
        what = "was put aside" if one.state == State.SET_ASIDE else "still waits"
        yield f"an update of {one.chat} {what} after {one.attempts} tries: {(one.error or '').strip()[-300:]}"
    for one in seen.ledger.letters:
        if one.state == State.WAITING:
            yield f"a letter to {one.chat} still waits: {one.error}"
        elif one.state == State.SET_ASIDE and one.kind == "message":
            yield f"a letter to {one.chat} was given up: {one.error}"
        elif one.state == State.SET_ASIDE and not one.error:
            yield f"a letter to {one.chat} was given up without a reason"


def _deliveries(seen: Evidence, verdict: Verdict) -> None:
    """Every letter is a message in its place; on VK nothing else is, on Telegram each copy has its reason."""
    told: dict[str, list[int]] = {}
    for one in seen.ledger.letters:
        if one.kind == "message" and one.state == State.DONE:
            told.setdefault(one.chat, []).extend(int(part) for part in one.messages.split(",") if part)
    verdict.broken += _order(seen)
    doubts = _doubts(seen)
    for chat, messages in told.items():
        platform, _, number = chat.partition(":")
        made = seen.around.made(platform, int(number))
        if lost := set(messages) - set(made):
            verdict.broken.append(f"{len(lost)} letters to {chat} never arrived")
        extra = [one for one in made if one not in set(messages)]
        if platform == "vk":
            verdict.broken += [f"{chat}: {len(extra)} messages more than letters"] if extra else []
            continue
        for one in extra:
            why = doubts.get((int(number), one), "nothing")
            verdict.copies[why] += 1
            if why == "nothing":
                verdict.broken.append(f"message {one} in {chat} is a copy without a cause")


def _order(seen: Evidence) -> Iterator[str]:
    """Letters stand in their chat in the order in which they were written.

    Of two that different transactions wrote side by side neither is the first: PostgreSQL numbers them before it keeps
    them. What one transaction has written never changes places.
    """
    before: dict[str, Row[Any]] = {}
    for one in seen.ledger.letters:
        if one.kind != "message" or one.state != State.DONE or not one.messages:
            continue
        last = before.setdefault(one.chat, one)
        if int(one.messages.split(",")[0]) >= int(last.messages.split(",")[0]):
            before[one.chat] = one
        elif one.created_at == last.created_at or abs(one.created_at - last.created_at) > SIDE_BY_SIDE:
            yield f"letters {last.id} and {one.id} to {one.chat} have changed places"


def _doubts(seen: Evidence) -> dict[tuple[int, int], str]:
    """Messages whose sender cannot have known that they arrived, and why."""
    found: dict[tuple[int, int], str] = {}
    for call in seen.around.telegram.journal:
        if not call.method.lower().startswith("send") or not call.body:
            continue
        result = json.loads(call.body).get("result")
        why = _why(call.fault, call.time + call.took, seen)
        if why:
            made = result if isinstance(result, list) else [result]
            for one in made:
                if isinstance(one, dict) and "message_id" in one:
                    found[int(one["chat"]["id"]), int(one["message_id"])] = why
    return found


def _why(fault: str, ended: float, seen: Evidence) -> str:
    if fault:
        return f"Telegram took it and did not say so ({fault})"
    if any(0 <= kill - ended + 0.05 <= IN_HAND for kill in seen.kills):
        return "its process was killed before writing it down"
    if any(began - 1 <= ended <= over + IN_HAND for began, over in seen.outages):
        return "the database or the disk was away when it was to be written down"
    return ""
