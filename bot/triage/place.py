"""From words, or a pin, to the places of the district they can mean."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bot.appeals.appeal import Place
from bot.appeals.district import District, Locality, Point
from bot.triage.address import Span, shown_together
from bot.triage.believing import alone
from bot.triage.elsewhere import is_foreign, neighbour_named, places_of
from bot.triage.landmarks import Landmarks
from bot.triage.morphology import Morphology
from bot.triage.name_forms import name_forms
from bot.triage.names import Hit, Names
from bot.triage.pins import Pins
from bot.triage.place_words import SETTLEMENTS
from bot.triage.roads import without_ways
from bot.triage.speech import Speech, heard
from bot.triage.streets import Streets

# A street or a landmark that more localities have says nothing worth asking about.
MOST_ASKED = 4


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The places that a message can mean, its words of address, and the numbers of its words that only name places.

    `street` and `house` are empty when not said. `outside` says that the words are about another district, and
    `neighbour` about which, when the district file knows it.
    """

    places: tuple[Place, ...]
    address: str
    names: frozenset[int]
    street: str = ""
    house: str = ""
    outside: bool = False
    neighbour: str = ""


class Gazetteer:
    """Built once from the district, in about 0.3 ms a locality."""

    def __init__(self, district: District, morphology: Morphology) -> None:
        self._morphology, self._pins = morphology, Pins(district)
        self._localities = tuple(district.localities())
        self._order = {one: number for number, one in enumerate(self._localities)}
        self._names = Names((*self._localities, *places_of(district.neighbours)), morphology)
        self._streets = Streets(self._localities, morphology)
        self._landmarks = Landmarks(self._localities, morphology)
        self._codes = frozenset(settlement.code for settlement in district.settlements)
        self._settlements = {
            form: settlement.code
            for settlement in district.settlements
            for name in _adjectives(settlement.name)
            for form in name_forms(name, morphology)
        }

    def find(self, text: str) -> tuple[Place, ...]:
        """The places that the words can mean, in the order of the district; none when they name none."""
        return self.read(heard(text)).places

    def read(self, speech: Speech) -> Whereabouts:
        streets, landmarks = self._streets.find(speech), self._landmarks.find(speech)
        of_streets = frozenset(number for span in streets for number in span.numbers())
        hits = self._names.find(speech, of_streets)
        ours, theirs = self._parted(hits)
        named = without_ways(speech, ours, theirs)
        settlements = self._named_settlements(speech)
        address = shown_together([*streets, *landmarks])
        taken = of_streets.union(number for hit in hits for number in hit.numbers())
        neighbour = "" if named or settlements else neighbour_named(speech, theirs, self._morphology)
        outside = bool(neighbour) or (not (named or settlements) and is_foreign(speech, taken, self._morphology))
        clues = [] if outside else [*streets, *landmarks]
        meant = _narrowed(named, clues, settlements)
        return Whereabouts(
            self._places(meant, address) or tuple(Place(code, None, address) for code in settlements),
            address,
            taken,
            street=next((span.street for span in streets if span.street), ""),
            house=next((span.house for span in streets if span.house), ""),
            outside=outside,
            neighbour=neighbour,
        )

    def nearest(self, point: Point) -> Place | None:
        """Where the pin lies; None when it lies outside the district."""
        return self._pins.nearest(point)

    def neighbour_at(self, point: Point) -> str:
        """The name of the neighbour whose border holds the pin; empty when none does."""
        return self._pins.neighbour_at(point)

    def _parted(self, hits: Iterable[Hit]) -> tuple[list[Hit], list[Hit]]:
        """Ours, and the neighbours'; a name that both have is ours."""
        ours: list[Hit] = []
        theirs: list[Hit] = []
        for hit in hits:
            here = frozenset(one for one in hit.localities if one.settlement in self._codes)
            (ours if here else theirs).append(Hit(hit.first, hit.after, here or hit.localities, hit.misspelt))
        return ours, theirs

    def _places(self, meant: frozenset[Locality], address: str) -> tuple[Place, ...]:
        # Two localities of one name in one settlement are one place to whoever answers there.
        found = sorted(meant, key=self._order.__getitem__)
        return tuple(dict.fromkeys(Place(one.settlement, one.name, address) for one in found))

    def _named_settlements(self, speech: Speech) -> tuple[str, ...]:
        """«В Булгаковском поселении», or «Булгаковское» as the whole answer; «Духовщинский район» is none."""
        found: dict[str, None] = {}
        for first in range(len(speech.words)):
            for after in (first + 2, first + 1):
                code = self._settlements.get(tuple(speech.key(number) for number in range(first, after)))
                if code and (speech.key(after) in SETTLEMENTS or alone(speech, first, after)):
                    found[code] = None
        return tuple(found)


def _narrowed(named: frozenset[Locality], clues: Sequence[Span], settlements: Collection[str]) -> frozenset[Locality]:
    """What all that was said agrees on; a named village holds against a street or a settlement without it.

    A vague landmark only tells apart what something else has named.
    """
    meant = named
    for clue in sorted(clues, key=lambda span: span.vague):
        meant = (meant & clue.localities or meant) if meant else (frozenset() if clue.vague else clue.localities)
    if settlements:
        meant = frozenset(one for one in meant if one.settlement in settlements) or named
    return meant if named or len(meant) <= MOST_ASKED else frozenset()


def _adjectives(name: str) -> tuple[str, ...]:
    """«Булгаковское поселение» is also called «Булгаковский сельсовет»."""
    return (name, name.removesuffix("ое") + "ий") if name.endswith("ское") else (name,)
