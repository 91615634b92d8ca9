"""A place as anybody may see it: only names that stand in the district file, no houses, pins on a coarse grid."""

import re
from dataclasses import dataclass

from bot.appeals.appeal import Place
from bot.appeals.district import District, Locality, Point

# Troubles of a person more than of a place: they are shown by settlement alone.
PERSONAL = frozenset({"health", "social", "education", "other", "housing.payments"})
# Degrees: some 110 metres to the north and, where people live in Russia, 100 to 150 to the east. The grid is the same
# for everybody and for ever, so that many questions tell no more than one.
_LAT_STEP, _LON_STEP = 0.001, 0.002
_STEM_TAIL, _SHORTEST_STEM = 2, 3
_HAS_KIND = re.compile(
    r"\b(улица|переулок|пер|площадь|пл|проспект|проезд|шоссе|тракт|бульвар|набережная|тупик|квартал|микрорайон)\b",
    re.IGNORECASE,
)
# «у дома 5», «д. 12/1», «кв. 3», «Лесная, 14а»: whatever tells one house from its neighbours.
_HOUSE = re.compile(
    r"\b(?P<what>дом(?:а|у|е|ом|ов|ами)?|д\.|д(?=\s*\d)|кв\.|кв(?=\s*\d)|квартир\w*|корп\w*\.?|стр\.|подъезд\w*)"
    r"\s*(?:№\s*)?\d+\s?(?:[а-я](?![а-я]))?(?:\s?[/-]\s?\d+[а-я]?)?",
    re.IGNORECASE,
)
# «Лесная, 14а»: a number right after a name, and nothing that it counts.
_AFTER_STREET = re.compile(r"\b([А-ЯЁ][а-яё]+),?\s+(?:№\s*)?\d{1,3}(?:[а-яА-Я](?![а-я]))?(?:/\d+)?(?=[,.;!?)]|$)")


@dataclass(frozen=True, slots=True)
class PublicPlace:
    """Empty where it is not known or not for everybody; `point` lies on the grid."""

    settlement: str
    locality: str = ""
    street: str = ""
    landmark: str = ""
    point: Point | None = None


def personal(topic: str) -> bool:
    return topic in PERSONAL or topic.split(".", 1)[0] in PERSONAL


def public_place(district: District, place: Place, topic: str) -> PublicPlace:
    """Nothing that a resident wrote comes through: words only choose among the names of the district file."""
    settlement = next((one for one in district.settlements if one.code == place.settlement), None)
    if settlement is None or personal(topic):
        return PublicPlace(place.settlement if settlement else "")
    locality = next((one for one in settlement.localities if one.name == place.locality), None)
    point = on_grid(place.point or (locality.point if locality else None))
    if locality is None:
        return PublicPlace(settlement.code, point=point)
    street = _named(place.address, locality.streets)
    landmark = "" if street else _named(place.address, locality.landmarks)
    return PublicPlace(settlement.code, locality.name, _as_street(street), landmark, point)


def on_grid(point: Point | None) -> Point | None:
    """The nearest crossing of the grid."""
    if point is None:
        return None
    lat, lon = (round(value / step) * step for value, step in ((point.lat, _LAT_STEP), (point.lon, _LON_STEP)))
    return Point(round(lat, 4), round(lon, 4))


def without_houses(words: str) -> str:
    """Words of officials without numbers of houses: «у дома …»."""
    return _AFTER_STREET.sub(r"\1", _HOUSE.sub(lambda found: f"{found['what']} …", words))


def title_of(locality: Locality) -> str:
    """«деревня Бабино»."""
    return f"{locality.kind} {locality.name}".strip()


def _named(address: str, names: tuple[str, ...]) -> str:
    """The longest of the names whose words all stand in the address, in whatever case they were declined."""
    said = re.findall(r"\w+", address.casefold().replace("ё", "е"))
    found = [one for one in names if _stands(one, said)]
    return max(found, key=len, default="")


def _stands(name: str, said: list[str]) -> bool:
    words = re.findall(r"\w+", name.casefold().replace("ё", "е"))
    return bool(words) and all(any(_alike(word, one) for one in said) for word in words)


def _alike(word: str, said: str) -> bool:
    if word.isdigit() or len(word) < _SHORTEST_STEM + _STEM_TAIL:
        return word == said
    stem = word[:-_STEM_TAIL]
    return said.startswith(stem) and len(said) <= len(word) + _STEM_TAIL


def _as_street(name: str) -> str:
    return name if not name or _HAS_KIND.search(name) else f"ул. {name}"
