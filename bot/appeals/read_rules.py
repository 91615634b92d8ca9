"""Reads the time zone, the locale, the links and the working hours out of the district file."""

import re
import zoneinfo
from collections.abc import Iterator
from datetime import date, datetime, time
from urllib.parse import urlsplit

from bot.appeals.district import DigestTime, Links, Repeats, WorkingHours
from bot.appeals.read_words import read_phone
from bot.appeals.toml_table import Table, alike

# The locales whose words the product has; a new folder in `locales/` is added here too.
LOCALES = ("ru",)

_WEEKDAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")


def read_time_zone(top: Table) -> zoneinfo.ZoneInfo:
    key = top.text("time_zone", absent="нет часового пояса", example='"Europe/Moscow"')
    try:
        return zoneinfo.ZoneInfo(key or "UTC")
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        hint = alike(key, zoneinfo.available_timezones()) or ' Напишите, например: time_zone = "Europe/Moscow"'
        top.note(f"указан часовой пояс «{key}», а такого не бывает.{hint}", "time_zone")
        return zoneinfo.ZoneInfo("UTC")


def read_locale(top: Table) -> str:
    locale = top.text("locale", example='"ru"', default="ru")
    if locale and locale not in LOCALES:
        top.note(f'указан язык «{locale}», а слов на нём нет. Напишите: locale = "ru"', "locale")
    return locale


def read_links(table: Table) -> Links:
    policy = _link(table, "policy", "нет ссылки на политику обработки персональных данных")
    portal = _link(table, "portal", "нет ссылки на портал обращений")
    emergency, gas = read_phone(table, "emergency", "112"), read_phone(table, "gas", "104")
    dispatcher = read_phone(table, "dispatcher", "")
    region = table.text("region", example='"https://…"', default="")
    table.refuse_unknown()
    return Links(policy, portal, emergency, gas, dispatcher, region)


def _link(table: Table, key: str, absent: str) -> str:
    address = table.text(key, absent=absent, example='"https://…"')
    parts = urlsplit(address)
    if address and not (parts.scheme in ("http", "https") and parts.netloc and " " not in address):
        table.note(f"«{address}» не похоже на ссылку: она начинается с https://", key)
    return address


def read_repeats(table: Table) -> Repeats:
    usual = Repeats()
    repeats = Repeats(
        metres=table.whole("metres", default=usual.metres, least=10, most=10_000),
        days=table.whole("days", default=usual.days, least=1, most=365),
        incident_count=table.whole("incident_count", default=usual.incident_count, least=2, most=1000),
        incident_minutes=table.whole("incident_minutes", default=usual.incident_minutes, least=1, most=1440),
    )
    table.refuse_unknown()
    return repeats


def read_digest(table: Table) -> DigestTime:
    usual = DigestTime()
    day = table.text("day", example='"пн"', default=_WEEKDAYS[usual.weekday])
    if day and day.lower() not in _WEEKDAYS:
        table.note(f"день «{day}» не понять. Дни пишут так: {', '.join(_WEEKDAYS)}", "day")
    weekday = _WEEKDAYS.index(day.lower()) if day.lower() in _WEEKDAYS else usual.weekday
    hour = table.whole("hour", default=usual.hour, least=6, most=20)
    month = table.flag("month", default=usual.month)
    table.refuse_unknown()
    return DigestTime(weekday, hour, month)


def read_hours(table: Table) -> WorkingHours:
    usual = WorkingHours()
    opens, closes = _clock(table, "opens", usual.opens), _clock(table, "closes", usual.closes)
    if opens >= closes:
        table.note(f"начало {opens:%H:%M} должно быть раньше конца {closes:%H:%M}", "closes")
    weekdays = _weekdays(table) or usual.weekdays
    days_off = frozenset(_dates(table))
    table.refuse_unknown()
    return WorkingHours(opens, closes, weekdays, days_off)


def _clock(table: Table, key: str, usual: time) -> time:
    value = table.get(key)
    if value is None or isinstance(value, time):
        return value or usual
    if isinstance(value, str) and re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", value):
        hour, minute = value.split(":")
        return time(int(hour), int(minute))
    table.note(f'время «{value}» не понять. Напишите, например: {key} = "{usual:%H:%M}"', key)
    return usual


def _weekdays(table: Table) -> frozenset[int]:
    example = '["пн", "вт", "ср", "чт", "пт"]'
    words = table.texts("weekdays", example=example)
    for index, word in enumerate(words):
        if word and word.lower() not in _WEEKDAYS:
            table.note(f"день «{word}» не понять. Дни пишут так: {', '.join(_WEEKDAYS)}", "weekdays", index)
    if table.data.get("weekdays") == []:
        table.note(f"нет ни одного рабочего дня. Напишите, например: weekdays = {example}", "weekdays")
    return frozenset(_WEEKDAYS.index(word.lower()) for word in words if word.lower() in _WEEKDAYS)


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
