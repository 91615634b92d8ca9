"""Reads the number of a house: «12», «12а», «12-а», «12/3», «д.5 к.2», «12 корпус 2», «домов 9-11»."""

import re
from dataclasses import dataclass

from bot.triage.place_words import HOUSES, counts_things
from bot.triage.speech import Speech

_NUMBER = re.compile(r"(?P<digits>\d{1,3})(?P<letter>[а-я]?)(?:к(?P<block>\d{1,2}))?")
# «д5», «дом5»: written without a space.
_GLUED = re.compile(r"(?:д|дом)(?P<rest>\d{1,3}[а-я]?)")
_BLOCKS = {"к": "к.", "корп": "к.", "корпус": "к.", "корпуса": "к.", "стр": "стр.", "строение": "стр."}
_LETTERS = frozenset("абвгдежз")
_BETWEEN = frozenset("/-–")


@dataclass(frozen=True, slots=True)
class House:
    """Ends before the word `after`; `number` is written in one way: «12а», «12/3», «5 к. 2»."""

    after: int
    number: str


def house_at(speech: Speech, number: int) -> House | None:
    """The house that stands at that word, with or without «дом» before it."""
    labelled = speech.key(number) in HOUSES
    start = number + 1 if labelled else number
    glued = _GLUED.fullmatch(speech.key(start))
    found = _NUMBER.fullmatch(glued["rest"] if glued else speech.key(start))
    if found is None or (not glued and _counts(speech, start, speech.key(number) if labelled else "")):
        return None
    house = _with_letter(speech, House(start + 1, found["digits"] + found["letter"]))
    block = f" к. {found['block']}" if found["block"] else ""
    return House(house.after, house.number + block) if block else _with_block(speech, house)


def _counts(speech: Speech, start: int, label: str) -> bool:
    """«На Советской 3 дня нет воды»; but «д. 3 подъезд 2» is a house."""
    following = speech.key(start + 1)
    if following.startswith("подъезд") and (label or speech.key(start + 2).isdigit()):
        return False
    return counts_things(following) and not speech.gap(start + 1).strip()


def _with_letter(speech: Speech, house: House) -> House:
    gap, key = speech.gap(house.after).strip(), speech.key(house.after)
    if gap in _BETWEEN and _NUMBER.fullmatch(key):
        return House(house.after + 1, f"{house.number}{gap.replace('–', '-')}{key}")
    if not house.number.isdigit() or key not in _LETTERS:
        return house
    # «5 а мы мёрзнем» goes on, «5 а,» does not.
    ends = house.after + 1 == len(speech.words) or bool(speech.gap(house.after + 1).strip())
    capital = house.after < len(speech.words) and speech.words[house.after].capital
    written = gap == "-" or (not gap and (ends or capital))
    return House(house.after + 1, house.number + key) if written else house


def _with_block(speech: Speech, house: House) -> House:
    """«К 2 часам» is a time and no block."""
    word = _BLOCKS.get(speech.key(house.after))
    number = speech.key(house.after + 1)
    if word is None or not number.isdigit() or len(number) > 2 or counts_things(speech.key(house.after + 2)):
        return house
    return House(house.after + 2, f"{house.number} {word} {number}")
