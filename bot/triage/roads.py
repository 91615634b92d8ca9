"""Which of the villages named in a message are where the trouble is, and which only the ends of a way there."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.appeals.district import Locality
from bot.triage.names import Hit
from bot.triage.place_words import KINDS, is_of_route
from bot.triage.speech import Speech

_WAYS = frozenset({"из", "от", "до", "на", "к", "ко", "с", "со", "через"})
_TOWNS = frozenset({"город", "пгт", "посёлок городского типа", "рабочий посёлок"})
_DASHES = frozenset({"-", "–", "—"})
# «Автобус номер 101 Духовщина — Смоленск»: so many words may stand between.
_ROUTE_WITHIN = 4


def without_ways(speech: Speech, ours: Sequence[Hit], theirs: Sequence[Hit]) -> frozenset[Locality]:
    """All that is named, less what is only passed by when something else is named firmly."""
    ends = _ends_of_routes(speech, sorted([*ours, *theirs], key=lambda hit: hit.first))
    hits = [hit for hit in ours if hit.first not in ends] or list(ours)
    resting = [hit for hit in hits if _rests(speech, hit)]
    if resting and all(hit in resting or speech.key(hit.first - 1) in _WAYS for hit in hits):
        hits = resting
    return frozenset(one for hit in _inner(speech, hits) for one in hit.localities)


def _ends_of_routes(speech: Speech, hits: Sequence[Hit]) -> frozenset[int]:
    """«Автобус Духовщина — Смоленск не заехал в Ерыши»: the first words of both ends."""
    found: set[int] = set()
    for one, other in pairwise(hits):
        dashed = one.after == other.first and speech.gap(other.first).strip() in _DASHES
        before = range(max(0, one.first - _ROUTE_WITHIN), one.first)
        if dashed and any(is_of_route(speech.key(number)) for number in before):
            found |= {one.first, other.first}
    return frozenset(found)


def _rests(speech: Speech, hit: Hit) -> bool:
    """«В Ерышах», «в д. Ерыши»: in the locative, or with the word of kind; «в Ерыши» is where to."""
    before = speech.key(hit.first - 1)
    if before in KINDS:
        return speech.key(hit.first - 2) == "в"
    return before in {"в", "во"} and speech.key(hit.after - 1).endswith(("е", "ах", "ях", "ом", "ем", "ой", "ье"))


def _inner(speech: Speech, hits: Sequence[Hit]) -> list[Hit]:
    """«Г. Клин, д. Горки»: the village, and of the villages of that name the one that the town tells."""
    found = list(hits)
    for one, other in pairwise(hits):
        between = speech.text[speech.words[one.after - 1].end : speech.words[other.first].start]
        if "," not in between or other.first - one.after > 1:
            continue
        for town, village in ((one, other), (other, one)):
            told = frozenset(
                place for place in village.localities if any(_holds(city, place) for city in town.localities)
            )
            if told and one in found and other in found:
                found = [hit for hit in found if hit not in (one, other)] + [replace(village, localities=told)]
    return found


def _holds(city: Locality, place: Locality) -> bool:
    return city.kind in _TOWNS and place.kind not in _TOWNS and city.settlement == place.settlement
