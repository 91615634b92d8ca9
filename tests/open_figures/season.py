"""A season of a district, written straight into the tables: enough for the page to show everything it can."""

import random
from datetime import timedelta

from tests.open_figures.visitor import Town
from tests.storage.archive import Archive
from tests.usecases.world import MORNING

TOPICS = (
    *("roads.pothole", "roads.pothole", "roads.snow", "garbage.containers", "garbage.containers"),
    *("utilities.lighting", "utilities.lighting", "utilities.water", "utilities.well", "transport.public"),
)
PLACES = (
    ("tretyakovo", "Бабино", "у магазина", None, None),
    ("tretyakovo", "Троицкое", "ул. Садовая, 4", 55.2183, 32.5525),
    ("bulgakovo", "Зимец", "ул. Центральная", 55.2178, 32.3942),
    ("bulgakovo", "Ерыши", "Железнодорожная 2", 55.2912, 32.2144),
    ("dukhovshchina", "Духовщина", "ул. Смирнова, 11", 55.2012, 32.4191),
    ("prechistoe", "Пречистое", "у вокзала", 55.5133, 32.3175),
    ("ozerny", "Озёрный", "ул. Кольцевая, 9", 55.5755, 32.4101),
)


async def season(town: Town, many: int = 60) -> None:
    """So many messages in eighty days, most of them solved; and one more whose pictures are on the page."""
    dice, archive = random.Random(7), await Archive(town.world.engine).opened()
    for _ in range(many):
        filed = MORNING - timedelta(days=dice.uniform(1, 80))
        settlement, locality, address, lat, lon = dice.choice(PLACES)
        where: dict[str, object] = {"settlement": settlement, "locality": locality, "address": address}
        where |= {"lat": lat, "lon": lon, "topic": dice.choice(TOPICS), "desk": settlement}
        answered = min(filed + timedelta(hours=dice.uniform(3, 200)), MORNING - timedelta(hours=1))
        done = {"first_answer_at": min(filed + timedelta(hours=20), answered), "answered_at": answered}
        ended = {"status": "closed", "result": "solved", "closed_at": answered, **done}
        await archive.filed(filed, **where, **(ended if dice.random() < 0.75 else {}))


async def shown(town: Town) -> str:
    """The number of a solved one whose picture and words an official has released."""
    world = town.world
    anna, ivan = world.resident(), await world.desk("roads")
    await world.execute("UPDATE serials SET last = 500")
    await world.execute("INSERT INTO serials (year, last) SELECT 2026, 500 WHERE NOT EXISTS (SELECT 1 FROM serials)")
    number = await town.solved(anna, ivan, "Яму засыпали щебнем и укатали. Спасибо, что написали!")
    await ivan.presses("Показать на сайте", ivan.card(number))
    await world.later(minutes=30)
    return number
