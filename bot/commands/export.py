"""`otklik export`: the appeals of some days as a table, for Excel or for programs."""

import argparse
import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal

from bot.commands.command import Refusal, database_in_words, why
from bot.settings import load_settings

if TYPE_CHECKING:
    from bot.commands.command import Commands
    from bot.usecases.exporting import Layout
    from bot.usecases.table import Sheet

Format = Literal["csv", "xlsx", "jsonl"]
FORMATS: tuple[Format, ...] = ("csv", "xlsx", "jsonl")
LAYOUTS: "tuple[Layout, ...]" = ("plain", "incident")
# Earlier there was no bot, later the calendar of the state is not known.
YEARS = range(2000, 2100)
_UNWRITABLE = "Файл {out} не записывается ({why}). Укажите другое место: --out ПАПКА/ФАЙЛ"
_NOBODY = "Имён, телефонов и адресов жителей в мессенджерах в выгрузке нет, слова — такие, как их видят сотрудники."
_EXAMPLE = "например: otklik export --from 2026-11-01 --to 2026-11-30"


def add(commands: "Commands") -> None:
    export = commands.add_parser("export", help="выгрузить сообщения за период в CSV, Excel или JSON")
    export.add_argument("--from", dest="first", metavar="ДАТА", help="первый день, например 2026-11-01")
    export.add_argument("--to", dest="last", metavar="ДАТА", help="последний день, входит в выгрузку")
    export.add_argument("--format", metavar="ВИД", help="csv (как открывает русский Excel), xlsx или jsonl")
    export.add_argument("--layout", default="plain", metavar="ВИД", help="incident — 46 столбцов инцидент-системы")
    export.add_argument("--out", type=Path, metavar="ФАЙЛ", help="куда записать; без него csv и jsonl идут на экран")
    export.set_defaults(command=_export)


async def _export(options: argparse.Namespace) -> int:
    first, last = _day(options.first, "--from"), _day(options.last, "--to")
    if first > last:
        raise Refusal(f"Первый день позже последнего. Поменяйте местами: --from {last} --to {first}")
    kind = _format(options.format, options.out)
    layout = next((one for one in LAYOUTS if one == options.layout), None)
    if layout is None:
        raise Refusal("Такого вида столбцов нет. Напишите --layout incident или не пишите --layout совсем.")
    try:
        count = await _write(options.out, kind, layout, first, last)
    except BrokenPipeError:
        # «| head» has seen enough; at the end Python would say once more that nobody listens.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    if not count:
        print("За это время сообщений не было.", file=sys.stderr)
    elif options.out:
        print(f"Записано сообщений: {count}. Файл: {options.out}", file=sys.stderr)
        print(_NOBODY, file=sys.stderr)
    return 0


def _day(words: str | None, option: str) -> date:
    if not words:
        raise Refusal(f"Укажите первый и последний день, {_EXAMPLE}")
    for pattern in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            found = datetime.strptime(words.strip(), pattern).date()
        except ValueError:
            continue
        if found.year in YEARS:
            return found
    raise Refusal(f"«{words}» — не дата. Напишите год, месяц и день, например: {option} 2026-11-01")


def _format(words: str | None, out: Path | None) -> Format:
    """What was asked for, or what the file's own name says."""
    asked = words if words is not None else (out.suffix.lstrip(".") if out else "") or "csv"
    found = next((one for one in FORMATS if one == asked.lower()), None)
    if found is None:
        raise Refusal(f"Вида «{asked}» нет. Напишите --format csv, --format xlsx или --format jsonl")
    if found == "xlsx" and out is None:
        raise Refusal("Книга Excel на экран не выводится. Укажите файл, например: --out сообщения.xlsx")
    return found


async def _write(out: Path | None, kind: Format, layout: "Layout", first: date, last: date) -> int:
    """How many rows were written. Needs only the district and the database."""
    from bot.appeals.district_file import load_district
    from bot.calendar_ru import russian_calendar
    from bot.usecases.exporting import Exporting
    from bot.words import Words
    from storage import schema
    from storage.database import open_engine
    from storage.store import SqlStore

    settings = load_settings()
    district = load_district(settings.district)
    words = Words(district.locale, district.time_zone)
    calendar = russian_calendar()
    engine = open_engine(settings.database_url)
    try:
        with _opened(out) as file, database_in_words():
            await schema.upgrade(engine)
            exporting = Exporting(SqlStore(engine), district, words, calendar)
            sheet = _sheet(file, kind, layout, words.text("export-title"))
            return await exporting.export(first, last, layout, sheet, datetime.now(UTC))
    finally:
        await engine.dispose()


def _sheet(file: BinaryIO, kind: Format, layout: "Layout", title: str) -> "Sheet":
    # The incident system writes its times from the year on.
    incident = layout == "incident"
    match kind:
        case "csv":
            from bot.sheets.csv_sheet import CsvSheet

            return CsvSheet(file, "%Y-%m-%d %H:%M:%S" if incident else "%d.%m.%Y %H:%M:%S")
        case "xlsx":
            from bot.sheets.xlsx_sheet import XlsxSheet

            return XlsxSheet(file, "yyyy-mm-dd hh:mm:ss" if incident else "dd.mm.yyyy hh:mm", title)
        case "jsonl":
            from bot.sheets.json_lines import JsonLines

            return JsonLines(file)


@contextmanager
def _opened(out: Path | None) -> Iterator[BinaryIO]:
    """The file under another name until it is whole: an export that broke off must not look like one."""
    if out is None:
        yield sys.stdout.buffer
        return
    part = out.parent / f"{out.name}.part"
    try:
        if out.is_dir():
            raise IsADirectoryError(errno.EISDIR, out.name)
        file = part.open("wb")
    except OSError as error:
        raise Refusal(_UNWRITABLE.format(out=out, why=why(error))) from None
    try:
        with file:
            yield file
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
