"""A row as the federal incident system shows it: its 46 columns in their order, and its own words in them.

The columns and words stand in `incident_columns.csv` and `incident_words.csv`; what we do not have stays empty.
"""

import csv
import io
import re
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from importlib import resources

from bot.appeals.record import Record, working_time
from bot.appeals.told import Told
from bot.figures.counting import Clock
from bot.figures.export import Cell, Named

_YES, _NO = "Да", "Нет"
_ANSWERS = 3
# «ул. Мира, д. 5а»: the house is what stands last and begins with a number.
_HOUSE = re.compile(r"(?P<street>.+?),?\s+(?:д(?:ом)?\.?\s*)?(?P<house>\d+\s?[а-яА-Я]?(?:[/-]\d+)?)")


@cache
def columns() -> Mapping[str, str]:
    """What stands in the heading, in order, and our name of what stands below; empty where we have nothing."""
    return {row["column"]: row["field"] for row in _rows("incident_columns.csv")}


@cache
def _words() -> Mapping[tuple[str, str], str]:
    return {(row["field"], row["code"]): row["word"] for row in _rows("incident_words.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files("bot.figures").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def incident_row(told: Told, clock: Clock, district: str) -> dict[str, Cell]:
    """The cells by column. The words of the columns say «from creation to end», so no waiting is taken off there."""
    record = told.record
    cells: dict[str, Cell] = {
        "number": record.number,
        "filed_at": record.filed_at,
        "closed_at": record.closed_at,
        "closing_plain": record.closed_at and lasted(record.closed_at - record.filed_at),
        "district": district,
        "desk": Named("desk", record.desk),
        "topic": Named("topic", record.topic),
        "text": record.text,
        "media_before": _yes(bool(told.photos_before)),
        "media_after": _yes(bool(told.photos_after)),
        "note": record.merged and f"Объединено с № {record.merged}",
        "answered_at": record.answered_at,
        "asked_to_rate": _yes(record.answered_at is not None),
        **_place(record),
        **_decided(record),
        **_first_answer(told, clock),
        **_official(told),
    }
    return {column: cells[field] if field else None for column, field in columns().items()}


def lasted(time: timedelta) -> str:
    """«0 days 11:15:47», with the part of a second where there is one."""
    hours, seconds = divmod(time.seconds, 3600)
    clock = f"{hours:02}:{seconds // 60:02}:{seconds % 60:02}"
    return f"{time.days} days {clock}" + (f".{time.microseconds:06}" if time.microseconds else "")


def _yes(so: bool) -> str:
    return _YES if so else _NO


def _place(record: Record) -> dict[str, Cell]:
    address = record.place.address
    house = _HOUSE.fullmatch(address)
    return {
        "locality": record.place.locality,
        "street": house["street"] if house else address,
        "house": house["house"] if house else "",
    }


def _decided(record: Record) -> dict[str, Cell]:
    words = _words()
    category = record.topic.partition(".")[0]
    return {
        "group": words.get(("group", record.topic)) or words.get(("group", category), ""),
        "type": words.get(("type", record.kind), ""),
        "step": words.get(("step", record.status.value), ""),
        "outcome": words.get(("outcome", record.result), ""),
        "closing": words.get(("closing", record.closing), ""),
    }


def _first_answer(told: Told, clock: Clock) -> dict[str, Cell]:
    record, at = told.record, told.record.first_answer_at
    return {
        "first_answer_at": at,
        "first_answer": told.answers[0].text if at and told.answers else "",
        "first_answer_plain": at and lasted(at - record.filed_at),
        "first_answer_working": at and lasted(working_time(record, at, clock(record.desk))),
    }


def _official(told: Told) -> dict[str, Cell]:
    """Of whoever accepted it last: when, the first words after that, and how quickly they came."""
    since = told.accepted_at if told.accepted_by else None
    said = [one for one in told.answers if since and one.at >= since]
    first = said[0].at if said else None
    texts = [one.text for one in said[:_ANSWERS]] + [""] * _ANSWERS
    return {
        "official": told.accepted_by,
        "accepted_at": since,
        "official_answer_at": first,
        "official_reaction": first and since and lasted(first - since),
        "official_timely": _YES if first and first <= told.record.answer_due_at else "",
        **{f"answer_{at}": texts[at - 1] for at in range(1, _ANSWERS + 1)},
    }
