"""An outage: one after another residents of a village write that there is no water, each in their own words."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.usecases.people import Resident
from tests.usecases.world import World

BEGINNINGS = ("Добрый день! ", "Здравствуйте. ", "", "", "Подскажите, ", "Ну сколько можно, ")
TROUBLES = (
    "нет воды",
    "воды нет с утра",
    "отключили воду",
    "пропала вода в кране",
    "из крана не течёт вода",
    "опять сидим без воды",
    "воду отключили без предупреждения",
    "ни капли воды",
)
ENDINGS = ("", ".", ", когда дадут?", ", у нас дети", ". Примите меры", ", второй час уже")
WHERE = ("в Бабино ", "Бабино, ", "в деревне Бабино ")


@dataclass
class Told:
    """What became of them: filed cards of their own, joined, or was told at once that it is known."""

    filed: int = 0
    joined: int = 0
    told_of_incident: int = 0


def stories(seed: int, *, asking: bool) -> Iterator[str]:
    """`asking`: some only want to know when the water comes back."""
    chance = random.Random(seed)
    while True:
        parts = (
            chance.choice(BEGINNINGS if asking else BEGINNINGS[:4]),
            chance.choice(WHERE),
            chance.choice(TROUBLES),
            chance.choice(ENDINGS if asking else ENDINGS[:2]),
        )
        words = "".join(parts)
        yield words[0].upper() + words[1:]


async def strikes(
    village: World, people: int, *, stubborn: frozenset[int] = frozenset(), asking: bool = False, seed: int = 7
) -> tuple[Sequence[Resident], Told]:
    """Everybody writes within minutes; the `stubborn` press «Другая проблема» whatever they are shown."""
    told, crowd = Told(), []
    for serial, words in zip(range(1, people + 1), stories(seed, asking=asking), strict=False):
        someone = await village.neighbour(serial)
        crowd.append(someone)
        await someone.tells(words)
        told.told_of_incident += "пишут сразу многие" in someone.last.text
        me_too = next((one for one in someone.last.labels if one.startswith("Я тоже")), "")
        if me_too and serial not in stubborn:
            await someone.presses(me_too)
            told.joined += 1
            continue
        if "Другая проблема" in someone.last.labels:
            await someone.presses("Другая проблема")
        await someone.presses("Отправить")
        told.filed += 1
    return crowd, told
