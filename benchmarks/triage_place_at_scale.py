"""A district of thousands of localities read from a CSV, and messages about them made from templates."""

import csv
import gzip
import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.appeals.district import District, Links, Locality, Point, Settlement, WorkingHours
from bot.triage.morphology import Pymorphy
from bot.triage.name_forms import name_forms
from bot.triage.speech import fold, heard
from tests.triage.places.evidence import DEMO_SETS, Said, Spot, said_in

_SEED = 20261121
_MESSAGES = 2000
_SMALL_SHARE, _MISSPELT_SHARE = 0.5, 0.2
# The notes of messages that name no place anywhere: «Иванов не отвечает», «нет воды».
_NAMELESS = frozenset({"nothing", "common", "surname"})
_KINDS = ("посёлок городского типа", "рабочий посёлок", "дачный посёлок")
_ABBREVIATED = {"деревня": "д.", "село": "с.", "посёлок": "п.", "хутор": "х.", "город": "г."}
_TROUBLES = (
    *("нет воды", "не вывозят мусор", "не чистят снег", "яма на дороге", "не горят фонари", "упал столб", "нет света"),
    *("прорвало трубу", "собаки бегают стаей", "колодец обвалился", "автобус не ходит", "крыша течёт", "нет связи"),
)
# The word before a name and the case that follows it.
_LED = (("в", "loct"), ("из", "gent"), ("до", "gent"), ("в деревне", "nomn"), ("д.", "nomn"), ("", "nomn"))
# What people confuse when they write by ear.
_BY_EAR = {"о": "а", "а": "о", "е": "и", "и": "е", "ы": "и", "д": "т", "б": "п", "з": "с", "ё": "о", "щ": "ш"}


def district_of(file: Path) -> District:
    """Cities are its settlements; what has one name in one city stays, and counts as one place."""
    localities = [_locality(row) for row in csv.DictReader(_text(file).splitlines())]
    inside: dict[str, list[Locality]] = defaultdict(list)
    for one in localities:
        inside[one.settlement].append(one)
    return District(
        name="Область",
        time_zone=ZoneInfo("Europe/Moscow"),
        locale="ru",
        links=Links("", ""),
        hours=WorkingHours(),
        settlements=tuple(
            Settlement(code, code, "городской округ", "Глава", tuple(found)) for code, found in inside.items()
        ),
        desks=(),
        topics={},
    )


def _text(file: Path) -> str:
    data = file.read_bytes()
    return (gzip.decompress(data) if file.suffix == ".gz" else data).decode("utf-8")


def _locality(row: dict[str, str]) -> Locality:
    code, (kind, name) = _kind_and_name(row["city"])[1], _kind_and_name(row["settlement"] or row["city"])
    point = Point(float(row["latitude"]), float(row["longitude"])) if row["latitude"] else None
    return Locality(name, kind, code, point=point)


def _kind_and_name(words: str) -> tuple[str, str]:
    words = words.replace("поселок", "посёлок")
    for kind in _KINDS:
        if words.startswith(kind + " "):
            return kind, words.removeprefix(kind + " ")
    kind, _, name = words.partition(" ")
    return (kind, name) if kind in (*_ABBREVIATED, "местечко") and name else ("посёлок", words)


def made_messages(district: District, morphology: Pymorphy) -> dict[str, list[Said]]:
    """By name of the set; the same at every run."""
    chance, forms = random.Random(_SEED), _forms(district, morphology)
    spots: dict[str, set[Spot]] = defaultdict(set)
    for one in district.localities():
        spots[fold(one.name)].add((one.settlement, one.name))
    # Only names of letters, one or two words: nobody types «санатория имени В. П. Чкалова» by heart.
    usual = [one for one in district.localities() if len(one.name.split()) < 3 and _plain(one.name)]
    alone = [one for one in usual if len(spots[fold(one.name)]) == 1]
    shared = [one for one in usual if len(spots[fold(one.name)]) > 1]
    return {
        "written by hand": said_in("scale.csv"),
        "of the demo district, about nothing": list(_nameless()),
        "made, names of one place": _made(alone, spots, forms, chance),
        "made, names of several places": _made(shared, spots, forms, chance),
    }


def _nameless() -> Iterable[Said]:
    return (one for file in DEMO_SETS for one in said_in(file) if not one.spots and one.note in _NAMELESS)


def _plain(name: str) -> bool:
    return all(letter.isalpha() or letter in " -" for letter in name) and len(name) > 2


def _forms(district: District, morphology: Pymorphy) -> dict[str, set[str]]:
    """Every way a name is written → the names that are written so."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in district.localities():
        for words in name_forms(one.name, morphology):
            found[" ".join(words)].add(fold(one.name))
    return found


def _made(
    localities: list[Locality], spots: dict[str, set[Spot]], forms: dict[str, set[str]], chance: random.Random
) -> list[Said]:
    inflected = _inflecting()
    made: list[Said] = []
    while len(made) < _MESSAGES:
        one = chance.choice(localities)
        word, case = chance.choice(_LED)
        name = inflected(one.name, case)
        if chance.random() < _MISSPELT_SHARE:
            name = _misspelt(name, chance)
        written = " ".join(token.key for token in heard(name).words)
        if forms.get(written, {fold(one.name)}) != {fold(one.name)}:
            # Another village is called just so: nobody could tell.
            continue
        made.append(Said(_sentence(word, name, chance), frozenset(spots[fold(one.name)]), "", "", ""))
    return made


def _sentence(word: str, name: str, chance: random.Random) -> str:
    trouble = chance.choice(_TROUBLES)
    text = chance.choice([f"{word} {name} {trouble}", f"{trouble} {word} {name}"]) if word else f"{name}, {trouble}"
    return text.lower() if chance.random() < _SMALL_SHARE else text[0].upper() + text[1:]


def _misspelt(name: str, chance: random.Random) -> str:
    """One slip inside the name: a letter heard wrongly, lost, doubled, or two that changed places."""
    places = [at for at in range(1, len(name) - 1) if name[at].isalpha() and name[at + 1].isalpha()]
    if len(name) < 6 or not places:
        return name
    at = chance.choice(places)
    slips = [
        name[:at] + name[at + 1 :],
        name[:at] + name[at] + name[at:],
        name[:at] + name[at + 1] + name[at] + name[at + 2 :],
    ]
    by_ear = _BY_EAR.get(name[at])
    return name[:at] + by_ear + name[at + 1 :] if by_ear and chance.random() < 0.7 else chance.choice(slips)


def _inflecting() -> Callable[[str, str], str]:
    """The name in a case, as the analyser itself inflects words, guessing for those that it does not know."""
    import pymorphy3  # type: ignore[import-untyped]  # it ships no types

    analyzer: Any = pymorphy3.MorphAnalyzer()

    def inflected(name: str, case: str) -> str:
        if case == "nomn":
            return name
        return " ".join("-".join(_word(part, case) for part in word.split("-")) for word in name.split())

    def _word(word: str, case: str) -> str:
        # «Санино» is a noun, whatever adjective the analyser would make of it.
        nouns = word.endswith(("ино", "ово", "ево", "ёво"))
        named = [one for one in analyzer.parse(word) if "nomn" in one.tag and not (nouns and one.tag.POS != "NOUN")]
        form = named[0].inflect({case}) if named else None
        return str(form.word).capitalize() if form else word

    return inflected
