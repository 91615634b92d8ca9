"""Reads `district.toml`: a checked District, or every mistake with its line and what to write instead."""

import tomllib
from pathlib import Path

from bot.appeals.district import District
from bot.appeals.read_areas import read_areas, with_areas
from bot.appeals.read_desks import read_desks
from bot.appeals.read_hours import read_hours, read_time_zone
from bot.appeals.read_neighbours import read_neighbours
from bot.appeals.read_places import read_settlements
from bot.appeals.read_rules import read_digest, read_links, read_locale, read_repeats
from bot.appeals.read_terms import read_escalation, read_terms
from bot.appeals.read_topic_changes import read_topic_changes
from bot.appeals.toml_lines import toml_lines
from bot.appeals.toml_syntax import explain
from bot.appeals.toml_table import DistrictFileError, Problem, Report, Table
from bot.appeals.topics import product_topics

__all__ = ["DistrictFileError", "load_district", "read_district"]


def load_district(path: str | Path) -> District:
    """Raises DistrictFileError also for a file that is missing or is not UTF-8 text."""
    path = Path(path)
    try:
        # Windows editors put a mark at the beginning, which TOML does not allow.
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        words = "файл сохранён не в той кодировке. В «Блокноте» выберите «Сохранить как» и кодировку UTF-8"
        raise DistrictFileError(path.name, [Problem(None, words)]) from error
    except OSError as error:
        words = f"файл не открывается ({path}). Возьмите за образец district.toml из поставки"
        raise DistrictFileError(path.name, [Problem(None, words)]) from error
    return read_district(text, path.name, path.parent)


def read_district(text: str, source: str = "district.toml", folder: Path = Path()) -> District:
    """`source` is the name of the file in the messages of DistrictFileError; the borders lie in `folder`."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DistrictFileError(source, [explain(error, text)]) from error
    except (ValueError, RecursionError) as error:
        words = "в файле слишком длинное число или слишком много вложенных скобок"
        raise DistrictFileError(source, [Problem(None, words)]) from error
    report = Report(toml_lines(text))
    district = _district(Table(report, data, (), "в файле"), folder)
    if report.problems:
        raise DistrictFileError(source, report.problems)
    return district


def _district(top: Table, folder: Path) -> District:
    deadlines, consent = top.table("deadlines"), top.table("consent")
    topics = read_topic_changes(top.table("topics"), product_topics())
    name = top.text("name", absent="нет названия района", example='"Духовщинский район"')
    time_zone, locale = read_time_zone(top), read_locale(top)
    areas, hours = read_areas(top, folder), read_hours(top.table("hours"))
    settlements, neighbours = with_areas(top, areas, read_settlements(top), read_neighbours(top))
    district = District(
        name=name,
        time_zone=time_zone,
        locale=locale,
        links=read_links(top.table("links")),
        hours=hours,
        settlements=settlements,
        desks=read_desks(top, settlements, topics, hours),
        topics=topics,
        terms=read_terms(deadlines),
        silence_days=deadlines.whole("silence_days", default=10, least=1, most=60),
        repeats=read_repeats(top.table("repeats")),
        digest=read_digest(top.table("digest")),
        escalation=read_escalation(top.table("escalation")),
        neighbours=neighbours,
        consent_version=consent.text("version", example='"1"', default="1"),
    )
    for table in (deadlines, consent, top):
        table.refuse_unknown()
    return district
