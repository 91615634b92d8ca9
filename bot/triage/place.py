"""From words, or a pin, to the places of the district they can mean."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from bot.appeals.appeal import Place
from bot.appeals.district import District, Locality, Point
from bot.triage.address import shown_together
from bot.triage.believing import alone
from bot.triage.landmarks import Landmarks
from bot.triage.morphology import Morphology
from bot.triage.name_forms import name_forms
from bot.triage.names import Names
from bot.triage.place_words import SETTLEMENTS
from bot.triage.speech import Speech, heard
from bot.triage.streets import Streets

# A pin further than this from every locality is in somebody else's district.
REACH_KM = 15.0
# A street or a landmark that more localities have says nothing worth asking about.
MOST_ASKED = 4
_EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The places that a message can mean, its words of address, and the numbers of its words that only name places."""

    places: tuple[Place, ...]
    address: str
    names: frozenset[int]


class Gazetteer:
    """Built once from the district, in about 0.3 ms a locality."""

    def __init__(self, district: District, morphology: Morphology) -> None:
        self._localities = tuple(district.localities())
        self._names = Names(self._localities, morphology)
        self._streets = Streets(self._localities, morphology)
        self._landmarks = Landmarks(self._localities, morphology)
        self._settlements = {
            form: settlement.code
            for settlement in district.settlements
            for form in name_forms(settlement.name, morphology)
        }

    def find(self, text: str) -> tuple[Place, ...]:
        """The places that the words can mean, in the order of the district; none when they name none."""
        return self.read(heard(text)).places

    def read(self, speech: Speech) -> Whereabouts:
        streets, landmarks = self._streets.find(speech), self._landmarks.find(speech)
        of_streets = frozenset(number for span in streets for number in span.numbers())
        hits = self._names.find(speech, of_streets)
        settlements = self._named_settlements(speech)
        named = frozenset(one for hit in hits for one in hit.localities)
        meant = _narrowed(named, [span.localities for span in (*streets, *landmarks)], settlements)
        address = shown_together([*streets, *landmarks])
        places = tuple(Place(one.settlement, one.name, address) for one in self._localities if one in meant)
        return Whereabouts(
            places or tuple(Place(code, None, address) for code in settlements),
            address,
            of_streets.union(number for hit in hits for number in hit.numbers()),
        )

    def nearest(self, point: Point) -> Place | None:
        """The locality nearest to the pin; None when it lies outside the district."""
        near = [(distance_km(point, one.point), one) for one in self._localities if one.point]
        if not near:
            return None
        distance, locality = min(near, key=lambda pair: pair[0])
        return Place(locality.settlement, locality.name, point=point) if distance <= REACH_KM else None

    def _named_settlements(self, speech: Speech) -> tuple[str, ...]:
        """«В Булгаковском поселении», or «Булгаковское» as the whole answer; «Духовщинский район» is none."""
        found: dict[str, None] = {}
        for first in range(len(speech.words)):
            for after in (first + 2, first + 1):
                code = self._settlements.get(tuple(speech.key(number) for number in range(first, after)))
                if code and (speech.key(after) in SETTLEMENTS or alone(speech, first, after)):
                    found[code] = None
        return tuple(found)


def _narrowed(
    named: frozenset[Locality], clues: Iterable[frozenset[Locality]], settlements: Collection[str]
) -> frozenset[Locality]:
    """What all that was said agrees on; a named village holds against a street or a settlement without it."""
    meant = named
    for clue in clues:
        meant = (meant & clue or meant) if meant else clue
    if settlements:
        meant = frozenset(one for one in meant if one.settlement in settlements) or named
    return meant if named or len(meant) <= MOST_ASKED else frozenset()


def distance_km(one: Point, other: Point) -> float:
    """Over the ground, by the haversine formula."""
    lat, other_lat = radians(one.lat), radians(other.lat)
    across = cos(lat) * cos(other_lat) * sin(radians(other.lon - one.lon) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(min(1.0, sin((other_lat - lat) / 2) ** 2 + across)))
