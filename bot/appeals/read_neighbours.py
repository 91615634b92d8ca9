"""Reads the neighbouring districts out of the district file."""

from bot.appeals.district import Neighbour
from bot.appeals.read_words import named
from bot.appeals.toml_table import Table

# They stand in one message of a messenger, beside other words.
_LONGEST_NAME, _LONGEST_CONTACT = 80, 300


def read_neighbours(top: Table) -> tuple[Neighbour, ...]:
    lines: dict[str, int] = {}
    return tuple(_neighbour(table, lines) for table in top.tables("neighbour"))


def _neighbour(table: Table, lines: dict[str, int]) -> Neighbour:
    table.owner = named(table, "соседнего района")
    name = _short(table, "name", "нет названия", '"Ярцевский район"', _LONGEST_NAME)
    contact = _short(table, "contact", "не сказано, куда писать его жителям", '"8 (48143) 7-00-00"', _LONGEST_CONTACT)
    places = table.texts("places", example='["Ярцево", "Капыревщина"]')
    if name and name in lines:
        table.note(f"название уже занято в строке {lines[name]}: оставьте один раздел", "name")
    lines.setdefault(name, table.report.lines.at((*table.path, "name")))
    table.refuse_unknown()
    return Neighbour(name, contact, places=tuple(filter(None, places)))


def _short(table: Table, key: str, absent: str, example: str, longest: int) -> str:
    words = table.text(key, absent=absent, example=example)
    if len(words) > longest:
        table.note(f"строка «{key}» длиннее {longest} знаков: сократите её", key)
    return words
