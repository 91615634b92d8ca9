"""Reads what several sections of the district file share: codes, names and phones."""

import re

from bot.appeals.toml_table import Table

# A code is the short Latin name in the file and in the database. It travels inside the buttons of messengers,
# where every byte counts.
_CODE = re.compile(r"[a-z][a-z0-9_-]{0,23}")
_PHONE = re.compile(r"\+?[\d(][\d ()-]+(,? ?доб\.? ?\d+)?")
_SOUNDS = "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya"
_LATIN = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", _SOUNDS.replace("-", "").split(" "), strict=True))


def suggest_code(name: str) -> str:
    """A code to offer for a Russian name: «Булгаковское» → `bulgakovskoe`."""
    latin = "".join(_LATIN.get(letter, letter) for letter in name.lower())
    return re.sub(r"[^a-z0-9]+", "-", latin).strip("-0123456789")[:24] or "center"


def read_code(table: Table, name: str, taken: dict[str, int]) -> str:
    """The table's `code`; `taken` holds the codes read so far with their lines, and gets this one too."""
    example = f'"{suggest_code(name)}"'
    code = table.text("code", absent="нет кода", example=example)
    if not code:
        return ""
    if not _CODE.fullmatch(code):
        table.note(
            f"код «{code}» не подходит: нужны маленькие латинские буквы и цифры, до 24 знаков."
            f" Напишите, например: code = {example}",
            "code",
        )
        return ""
    if code in taken:
        table.note(f"код «{code}» уже занят в строке {taken[code]}: придумайте другой", "code")
    taken.setdefault(code, table.report.lines.at((*table.path, "code")))
    return code


def read_phone(table: Table, key: str, default: str) -> str:
    phone = table.text(key, example='"8 (48166) 4-00-00"', default=default)
    if phone and phone != default and not _PHONE.fullmatch(phone):
        table.note(f'«{phone}» не похоже на телефон. Напишите, например: {key} = "8 (48166) 4-00-00"', key)
    return phone


def named(table: Table, whose: str) -> str:
    """«у поселения «Булгаковское»», or its place in the file while it has no name."""
    name, place = table.data.get("name"), table.path[-1]
    if isinstance(name, str) and name.strip():
        return f"у {whose} «{name.strip()}»"
    return f"у {whose} № {int(place) + 1} по порядку"
