"""Reads the settlements and their localities out of the district file."""

from bot.appeals.district import Locality, Point, Settlement
from bot.appeals.read_hours import read_days_off
from bot.appeals.read_words import named, read_code
from bot.appeals.toml_table import Table

_VILLAGES_EXAMPLE = '["Бабино", "село Пречистое"]'
_POINT_EXAMPLE = "point = [55.2000, 32.4167] (сначала широта, потом долгота)"
_HEAD = "Глава поселения"

_VILLAGE = "деревня"
_KINDS = {
    "деревня": _VILLAGE,
    "д.": _VILLAGE,
    "село": "село",
    "с.": "село",
    "посёлок": "посёлок",
    "поселок": "посёлок",
    "п.": "посёлок",
    "пос.": "посёлок",
    "хутор": "хутор",
    "х.": "хутор",
    "станция": "станция",
    "ст.": "станция",
    "город": "город",
    "г.": "город",
    "пгт": "пгт",
}


def read_settlements(top: Table) -> tuple[Settlement, ...]:
    taken: dict[str, int] = {}
    settlements = tuple(_settlement(table, taken) for table in top.tables("settlement"))
    if not top.data.get("settlement"):
        top.note("нет ни одного поселения. Напишите раздел [[settlement]], как в примере")
    return settlements


def _settlement(table: Table, taken: dict[str, int]) -> Settlement:
    table.owner = named(table, "поселения")
    name = table.text("name", absent="нет названия", example='"Булгаковское"')
    code = read_code(table, name, taken)
    kind = table.text("kind", absent="не сказано, какое оно", example='"сельское поселение"')
    head = table.text("head", example=f'"{_HEAD}"', default=_HEAD)
    localities, days_off = _localities(table, code), read_days_off(table)
    table.refuse_unknown()
    return Settlement(code, name, kind, head, localities, days_off=days_off)


def _localities(table: Table, settlement: str) -> tuple[Locality, ...]:
    """The full ones, then the short list; two places of one name could not be told apart later."""
    lines: dict[str, int] = {}
    villages = table.texts("villages", example=_VILLAGES_EXAMPLE)
    found = []
    for one in table.tables("locality"):
        found.append(_locality(one, settlement))
        _refuse_twin(table, found[-1].name, lines, "locality", one.path[-1], "name")
    for index, words in enumerate(villages):
        kind, name = split_kind(words)
        found.append(Locality(name, kind or _VILLAGE, settlement))
        _refuse_twin(table, name, lines, "villages", index)
    if not found and not table.data.get("locality"):
        table.note(f"нет ни одного населённого пункта. Напишите, например: villages = {_VILLAGES_EXAMPLE}")
    return tuple(found)


def _refuse_twin(table: Table, name: str, lines: dict[str, int], *place: str | int) -> None:
    known = name.lower().replace("ё", "е")
    if known and known in lines:
        table.note(
            f"место «{name}» уже есть в строке {lines[known]}. Если это другое место, назовите его так,"
            f" как его различают жители, например: «{name} у реки»",
            *place,
        )
    lines.setdefault(known, table.report.lines.at((*table.path, *place)))


def _locality(table: Table, settlement: str) -> Locality:
    table.owner = named(table, "населённого пункта")
    words = table.text("name", absent="нет названия", example='"Бабино"')
    kind = table.text("kind", example=f'"{_VILLAGE}"', default="")
    # «Хутор Михайловский» may be a town: what is told apart stands as it is.
    found, name = ("", words) if kind else split_kind(words)
    locality = Locality(
        name,
        kind or found or _VILLAGE,
        settlement,
        aliases=table.texts("aliases", example='["Озерный", "посёлок ГРЭС"]'),
        point=_point(table),
        streets=table.texts("streets", example='["Центральная", "Школьная"]'),
        landmarks=table.texts("landmarks", example='["магазин", "ФАП"]'),
    )
    table.refuse_unknown()
    return locality


def split_kind(words: str) -> tuple[str, str]:
    """«село Спас-Углы» → («село», «Спас-Углы»); without such a word the kind is empty."""
    first, _, rest = words.partition(" ")
    kind = _KINDS.get(first.lower(), "")
    return (kind, rest.strip()) if kind and rest.strip() else ("", words)


def _point(table: Table) -> Point | None:
    value = table.get("point")
    if value is None:
        return None
    if not isinstance(value, list) or [type(one) in (int, float) for one in value] != [True, True]:
        table.note(f"координаты пишут так: {_POINT_EXAMPLE}", "point")
        return None
    lat, lon = value
    if not in_russia(lat, lon):
        hint = f"point = [{lon}, {lat}]" if in_russia(lon, lat) else _POINT_EXAMPLE
        table.note(f"точка {lat}, {lon} не в России. Напишите, например: {hint}", "point")
    return Point(float(lat), float(lon))


def in_russia(lat: float, lon: float) -> bool:
    """Roughly; «not a number» is nowhere."""
    return 41 <= lat <= 82 and (19 <= lon <= 180 or -180 <= lon <= -168)
