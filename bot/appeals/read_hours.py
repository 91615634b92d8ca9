"""Reads out of the district file when officials work: hours, lunch, weekdays, days off, time zone."""

import re
import zoneinfo
from collections.abc import Iterator
from datetime import date, datetime, time

from bot.appeals.district import WorkingHours
from bot.appeals.toml_table import Table, alike

WEEKDAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")


def read_time_zone(table: Table, usual: zoneinfo.ZoneInfo | None = None) -> zoneinfo.ZoneInfo:
    """Without `usual` there has to be one."""
    default = usual.key if usual else None
    key = table.text("time_zone", absent="нет часового пояса", example='"Europe/Moscow"', default=default)
    try:
        return zoneinfo.ZoneInfo(key or "UTC")
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        hint = alike(key, zoneinfo.available_timezones()) or ' Напишите, например: time_zone = "Europe/Moscow"'
        table.note(f"указан часовой пояс «{key}», а такого не бывает.{hint}", "time_zone")
        return zoneinfo.ZoneInfo("UTC")


def read_hours(table: Table, usual: WorkingHours | None = None) -> WorkingHours:
    """What the file does not say is as `usual`; days off come to those that are usual."""
    usual = usual or WorkingHours()
    opens, closes = _clock(table, "opens", usual.opens), _clock(table, "closes", usual.closes)
    if opens >= closes:
        table.note(f"начало {opens:%H:%M} должно быть раньше конца {closes:%H:%M}", "closes")
    lunch = _lunch(table, usual)
    if lunch and not opens < lunch[0] < lunch[1] < closes:
        table.note(f"обед должен быть внутри рабочего дня, между {opens:%H:%M} и {closes:%H:%M}", "lunch")
    weekdays = _weekdays(table) or usual.weekdays
    days_off = usual.days_off | read_days_off(table)
    table.refuse_unknown()
    return WorkingHours(opens, closes, weekdays, days_off, lunch)


def _lunch(table: Table, usual: WorkingHours) -> tuple[time, time] | None:
    value = table.get("lunch")
    if value is None:
        # A day cut short elsewhere may end before the usual lunch.
        return usual.lunch
    if value == []:
        return None
    if isinstance(value, list) and len(value) == 2:
        begins, ends = (_read_clock(one) for one in value)
        if begins and ends:
            return begins, ends
    table.note('обед пишут так: lunch = ["13:00", "14:00"], без обеда: lunch = []', "lunch")
    return usual.lunch


def _clock(table: Table, key: str, usual: time) -> time:
    value = table.get(key)
    found = usual if value is None else _read_clock(value)
    if found is not None:
        return found
    table.note(f'время «{value}» не понять. Напишите, например: {key} = "{usual:%H:%M}"', key)
    return usual


def _read_clock(value: object) -> time | None:
    if isinstance(value, time):
        return value
    if isinstance(value, str) and re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", value):
        hour, minute = value.split(":")
        return time(int(hour), int(minute))
    return None


def _weekdays(table: Table) -> frozenset[int]:
    example = '["пн", "вт", "ср", "чт", "пт"]'
    words = table.texts("weekdays", example=example)
    for index, word in enumerate(words):
        if word and word.lower() not in WEEKDAYS:
            table.note(f"день «{word}» не понять. Дни пишут так: {', '.join(WEEKDAYS)}", "weekdays", index)
    if table.data.get("weekdays") == []:
        table.note(f"нет ни одного рабочего дня. Напишите, например: weekdays = {example}", "weekdays")
    return frozenset(WEEKDAYS.index(word.lower()) for word in words if word.lower() in WEEKDAYS)


def read_days_off(table: Table) -> frozenset[date]:
    """Days off of its own, of the whole district, a settlement or a desk."""
    return frozenset(_dates(table))


def _dates(table: Table) -> Iterator[date]:
    value = table.get("days_off")
    if value is not None and not isinstance(value, list):
        table.note("«days_off» должно быть списком дат, например: days_off = [2026-09-19]", "days_off")
        return
    for index, one in enumerate(value or []):
        if isinstance(one, date) and not isinstance(one, datetime):
            yield one
        else:
            table.note(f"«{one}» не дата. Даты пишут без кавычек: days_off = [2026-09-19]", "days_off", index)
