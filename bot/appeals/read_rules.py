"""Reads the locale, the links, and when what is repeated or summed up, out of the district file."""

from urllib.parse import urlsplit

from bot.appeals.district import DigestTime, Links, Repeats
from bot.appeals.read_hours import WEEKDAYS
from bot.appeals.read_words import read_phone
from bot.appeals.toml_table import Table

# The locales whose words the product has; a new folder in `locales/` is added here too.
LOCALES = ("ru",)


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
    day = table.text("day", example='"пн"', default=WEEKDAYS[usual.weekday])
    if day and day.lower() not in WEEKDAYS:
        table.note(f"день «{day}» не понять. Дни пишут так: {', '.join(WEEKDAYS)}", "day")
    weekday = WEEKDAYS.index(day.lower()) if day.lower() in WEEKDAYS else usual.weekday
    hour = table.whole("hour", default=usual.hour, least=6, most=20)
    month = table.flag("month", default=usual.month)
    table.refuse_unknown()
    return DigestTime(weekday, hour, month)
