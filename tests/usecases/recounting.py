"""The digest's figures once more, from nothing but the rows of the export."""

import io
import json
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from bot.appeals.district import District
from bot.calendar_ru import russian_calendar
from bot.figures.counting import Figures, Votes
from bot.sheets.json_lines import JsonLines
from bot.usecases.exporting import Exporting, Layout
from bot.usecases.store import Store
from bot.words import Words

CALENDAR = russian_calendar()
Row = dict[str, Any]


async def exported(
    store: Store, district: District, now: datetime, layout: Layout = "plain", since: date = date(2026, 1, 1)
) -> list[Row]:
    words = Words(district.locale, district.time_zone)
    file = io.BytesIO()
    exporting = Exporting(store, district, words, CALENDAR)
    count = await exporting.export(since, now.date(), layout, JsonLines(file), now)
    rows = [json.loads(one) for one in file.getvalue().splitlines()]
    assert len(rows) == count
    return rows


def recounted(rows: Sequence[Row], start: datetime, end: datetime) -> Figures:
    def then(row: Row, moment: str) -> bool:
        return row[moment] is not None and start <= datetime.fromisoformat(row[moment]) < end

    rows = [row | ended(row) for row in rows if not row["merged"]]
    received = [row for row in rows if then(row, "filed_at")]
    closed = [row for row in rows if then(row, "decided_at")]
    still = [row for row in rows if is_open_at(row, end)]
    return Figures(
        received=len(received),
        joined=sum(row["followers"] for row in received),
        answered=sum(then(row, "first_answer_at") for row in rows),
        closed=len(closed),
        solved=sum(row["result"] == "solved" for row in closed),
        closed_in_time=sum(row["timely"] == "in_time" for row in closed),
        open=len(still),
        overdue=sum(due_then(row, end) < end and not waits(row, end) for row in still),
        reopened=sum(row["reopened"] > 0 and is_open(row) for row in still),
        first_answer=_median([row["first_answer_working_hours"] for row in rows if then(row, "first_answer_at")]),
        solution=_median([row["answer_working_hours"] for row in closed if row["result"]]),
        votes=_votes([row for row in closed if row["result"]], still),
    )


def recounted_topics(rows: Sequence[Row], start: datetime, end: datetime) -> Counter[str]:
    """How many people wrote of each."""
    counted: Counter[str] = Counter()
    for row in rows:
        if not row["merged"] and start <= datetime.fromisoformat(row["filed_at"]) < end:
            counted[row["topic"]] += 1 + row["followers"]
    return counted


def _votes(answered: Sequence[Row], still: Sequence[Row]) -> Votes:
    good, neutral = (sum(row[f"votes_{one}"] for row in answered) for one in ("good", "neutral"))
    people = sum(1 + max(row["followers"], _others_votes(row)) for row in answered)
    unhappy = sum(row["reopened"] > 0 and is_open(row) for row in still)
    return Votes(good, neutral, unhappy, people - good - neutral)


def _others_votes(row: Row) -> int:
    """Of those who joined: the author's own stands in a column of its own, too."""
    return sum(int(row[f"votes_{one}"]) for one in ("good", "neutral", "bad")) - bool(row["rating"])


def due_then(row: Row, end: datetime) -> datetime:
    """The first answer's deadline until there is one; what was opened again or extended has only the newest."""
    if is_open(row) and row["reopened"]:
        return datetime.fromisoformat(row["due_at"])
    first = row["first_answer_at"]
    silent = (first is None or datetime.fromisoformat(first) >= end) and not row["extended"]
    return min(datetime.fromisoformat(row[one]) for one in ("answer_due_at", "solve_due_at")[1 - silent :])


def is_open(row: Row) -> bool:
    return row["status"] in ("new", "in_work", "asked")


def ended(row: Row) -> Row:
    decided = row["answer_at"] if row["result"] else row["closing_at"] if row["status"] == "declined" else None
    if is_open(row):
        return {"decided_at": None, "ended_at": None}
    return {"decided_at": decided, "ended_at": decided or row["closing_at"]}


def is_open_at(row: Row, end: datetime) -> bool:
    ended = row["ended_at"]
    return datetime.fromisoformat(row["filed_at"]) < end and (ended is None or datetime.fromisoformat(ended) >= end)


def waits(row: Row, end: datetime) -> bool:
    stretches = (one.split("/") for one in row["paused"].split("; ") if one)
    return any(
        datetime.fromisoformat(since) < end and (not until or datetime.fromisoformat(until) >= end)
        for since, until in stretches
    )


def _median(hours: list[float]) -> timedelta | None:
    return timedelta(hours=median(hours)) if hours else None
