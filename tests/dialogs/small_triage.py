"""A triage small enough to know by heart, so that stories say for themselves what is clear and what is not."""

import re
from math import hypot

from bot.appeals.appeal import Place
from bot.appeals.district import District, Point
from bot.triage.reading import Alarm, MessageKind, Problem, Reading

TOPICS = {
    "яма": "roads.pothole",
    "фонар": "utilities.lighting",
    "вод": "utilities.water",
    "снег": "roads.snow",
    "мусор": "garbage.containers",
}
# Words that could be about two things.
VAGUE = {"темно": ("utilities.lighting", "utilities.power"), "грязно": ("garbage.litter", "roads.unpaved")}
VILLAGES = {
    "бабин": ("tretyakovo", "Бабино"),
    "ерыш": ("bulgakovo", "Ерыши"),
    "третьяков": ("tretyakovo", "Третьяково"),
    "петрищев": ("bulgakovo", "Петрищево"),
}
SETTLEMENTS = {"булгаковск": "bulgakovo", "третьяковск": "tretyakovo"}
KINDS: dict[str, MessageKind] = {
    "благодарим": "thanks",
    "как дела": "talk",
    "подскажите": "question",
    "предлагаю": "suggestion",
}
_PHONE = re.compile(r"\+7\d{10}")
# There is a club in two of the villages.
LANDMARK, AT_LANDMARK = "у клуба", ("Ерыши", "Третьяково")
NEAR = 0.3


class SmallTriage:
    """One topic word is clear, two are rivals; a village is a place, «у клуба» is two, a pin is the nearest village."""

    def __init__(self, district: District) -> None:
        self._located = [one for one in district.localities() if one.point]

    def __call__(self, text: str, point: Point | None = None) -> Reading:
        words = text.casefold()
        topics = [code for stem, code in TOPICS.items() if stem in words]
        topics += [code for stem, codes in VAGUE.items() if stem in words for code in codes]
        places = self._pinned(point) or _named(words)
        details = tuple(_PHONE.findall(text))
        return Reading(
            tuple(topics[:3]),
            len(topics) == 1,
            places,
            point is not None and not places,
            kind=next((kind for stem, kind in KINDS.items() if stem in words), "complaint"),
            alarm=Alarm("gas", ("gas", "emergency")) if "пахнет газом" in words else None,
            problems=_apart(text, words),
            shown=_PHONE.sub("[телефон]", text).replace("чёрт", "ч***"),
            details=details,
            swearing="чёрт" in words,
            abuse=words == "чёрт вас возьми",
        )

    def _pinned(self, point: Point | None) -> tuple[Place, ...]:
        if point is None:
            return ()
        near = [
            (hypot(one.point.lat - point.lat, one.point.lon - point.lon), one) for one in self._located if one.point
        ]
        distance, nearest = min(near, key=lambda pair: pair[0])
        return (Place(nearest.settlement, nearest.name, point=point),) if distance < NEAR else ()


def _apart(text: str, words: str) -> tuple[Problem, ...]:
    """«…, а ещё …» tells of two things."""
    parts = text.split(", а ещё ")
    topics = [next((code for stem, code in TOPICS.items() if stem in one.casefold()), "") for one in parts]
    return tuple(map(Problem, parts, topics)) if len(parts) > 1 and all(topics) else ()


def _named(words: str) -> tuple[Place, ...]:
    address = LANDMARK if LANDMARK in words else ""
    places = [Place(*village, address) for stem, village in VILLAGES.items() if stem in words]
    if not places and address:
        places = [Place(*village, address) for village in VILLAGES.values() if village[1] in AT_LANDMARK]
    if not places:
        places = [Place(code) for stem, code in SETTLEMENTS.items() if stem in words]
    return tuple(places)
