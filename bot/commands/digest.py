"""`otklik digest`: a settlement's or the district's digest of a week or a month, as words and as a picture."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.appeals.lookup import find_settlement
from bot.commands.command import Refusal, database_in_words
from bot.settings import Settings, load_settings

if TYPE_CHECKING:
    from bot.appeals.district import District
    from bot.commands.command import Commands
    from bot.dialogs.message import Message
    from bot.figures.period import Period
    from bot.usecases.digesting import Digesting
    from bot.words import Words


def add(commands: "Commands") -> None:
    digest = commands.add_parser("digest", help="итоги недели или месяца: слова и картинка в файлах")
    whose = digest.add_mutually_exclusive_group(required=True)
    whose.add_argument("--settlement", nargs="+", metavar="НАЗВАНИЕ", help="для главы: код или название поселения")
    whose.add_argument("--district", action="store_true", help="для куратора: весь район")
    when = digest.add_mutually_exclusive_group(required=True)
    when.add_argument("--week", metavar="ГОД-WНОМЕР", help="неделя, например 2026-W47")
    when.add_argument("--month", metavar="ГОД-МЕСЯЦ", help="месяц, например 2026-11")
    digest.add_argument("--out", type=Path, default=Path(), metavar="ПАПКА", help="куда положить; иначе сюда")
    digest.set_defaults(command=_digest)


async def _digest(options: argparse.Namespace) -> int:
    """Needs only the district and the database."""
    from bot.appeals.district_file import load_district

    settings = load_settings()
    district = load_district(settings.district)
    now = datetime.now(UTC)
    period = asked_period(options.week, options.month)
    if period.span(district.time_zone)[0] > now:
        raise Refusal("Этот срок ещё не начался. Напишите неделю или месяц, которые уже идут или прошли.")
    code = "" if options.district else find_settlement(district, " ".join(options.settlement)).code
    text, picture = await _made(settings, district, code, period, now)
    for file, content in _files(options.out, code or "district", options.week or options.month, text, picture):
        file.write_bytes(content)
        print(file)
    return 0


def asked_period(week: str | None, month: str | None) -> "Period":
    """Raises Refusal with what to write."""
    from bot.figures.period import NoSuchPeriod, read_month, read_week

    try:
        return read_week(week) if week is not None else read_month(month or "")
    except NoSuchPeriod:
        if week is not None:
            message = f"Нет недели «{week}». Напишите год и номер недели: --week 2026-W47."
        else:
            message = f"Нет месяца «{month}». Напишите год и месяц: --month 2026-11."
        raise Refusal(message) from None


async def _made(
    settings: Settings, district: "District", code: str, period: "Period", now: datetime
) -> tuple[str, bytes]:
    """The words and the picture, of the same figures."""
    from bot.calendar_ru import russian_calendar
    from bot.usecases.digesting import Digesting
    from bot.words import Words
    from storage import schema
    from storage.database import open_engine
    from storage.store import SqlStore

    calendar = russian_calendar()
    words = Words(district.locale, district.time_zone)
    engine = open_engine(settings.database_url)
    try:
        with database_in_words():
            await schema.upgrade(engine)
            digesting = Digesting(SqlStore(engine), district, calendar)
            make = _of_settlement if code else _of_district
            return await make(digesting, words, code, period, now)
    finally:
        await engine.dispose()


async def _of_settlement(
    digesting: "Digesting", words: "Words", code: str, period: "Period", now: datetime
) -> tuple[str, bytes]:
    from bot.dialogs.digest import digest_message
    from bot.dialogs.digest_chart import digest_chart
    from bot.pictures.digest import draw_digest

    digest = await digesting.of_settlement(code, period, now)
    title = digesting.district.settlement(code).full_name
    said = _said(digest_message(digest, title, digesting.district), words)
    return said, draw_digest(digest_chart(digest, title, digesting.district), words)


async def _of_district(
    digesting: "Digesting", words: "Words", _code: str, period: "Period", now: datetime
) -> tuple[str, bytes]:
    from bot.dialogs.digest_chart import district_chart
    from bot.dialogs.digest_district import district_message
    from bot.pictures.digest_district import draw_district_digest

    digest = await digesting.of_district(period, now)
    said = _said(district_message(digest, digesting.district), words)
    return said, draw_district_digest(district_chart(digest, digesting.district), words)


def _said(message: "Message", words: "Words") -> str:
    return "\n\n".join(one if isinstance(one, str) else words(one) for one in message.paragraphs)


def _files(folder: Path, whose: str, when: str, text: str, picture: bytes) -> list[tuple[Path, bytes]]:
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{whose}-{when.strip().upper()}"
    return [(folder / f"{name}.txt", f"{text}\n".encode()), (folder / f"{name}.png", picture)]
