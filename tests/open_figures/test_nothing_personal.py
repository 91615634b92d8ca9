"""Whatever residents write, no public answer holds anything of it; small numbers do not point at anybody."""

import re

from bot.appeals.status import Action
from bot.figures.public import Group, grouped
from bot.figures.public_place import without_houses
from tests.open_figures.visitor import V2, Town
from tests.storage.archive import Archive
from tests.usecases.world import MORNING, on_one_database

SECRETS = (
    "Аделаид",
    "Заречн",
    "910 123-45-67",
    "9101234567",
    "adel@example.ru",
    "бля",
    "колесо пробил",
    "соседа Кузьмича",
    "197",
    "квартир",
    "telegram:",
    "501",
    "Иван",
)
STORIES = (
    ("В Бабино на улице Советской у дома 197 яма, колесо пробил. Аделаида Заречная, 8 910 123-45-67", "roads.pothole"),
    ("В Бабино у магазина, напротив соседа Кузьмича, блядь, не горит фонарь", "utilities.lighting"),
    ("Советская 197, квартира 5, пишите adel@example.ru", "social.support"),
)
PATHS = (
    "/open",
    "/open?days=30",
    "/open/figures.json",
    "/open/map.json",
    f"{V2}/requests.json",
    f"{V2}/requests.xml",
    f"{V2}/services.json",
    f"{V2}/discovery.json",
)


@on_one_database
async def test_nothing_that_residents_write_is_found_in_any_public_answer(town: Town) -> None:
    world = town.world
    anna, ivan = world.resident("Аделаида Заречная"), await world.desk("tretyakovo")
    await anna.agrees()
    roads = await world.desk("roads", "telegram:-200")
    numbers = []
    for text, topic in STORIES:
        await world.later(minutes=10)
        numbers.append(await anna.has_filed(text, topic))
    # As somebody typed it who was asked where.
    await world.execute("UPDATE appeals SET address = 'Советская 197, квартира 5, напротив соседа Кузьмича'")
    for number in numbers:
        (desk,) = [row["desk"] for row in await world.rows("SELECT desk FROM appeals WHERE number = :n", n=number)]
        official = roads if desk == "roads" else ivan
        words = "Сделали у дома 197. Телефон бригады 8 910 123-45-67"
        await official.answers(number, "Решено", words, world.photo(1, mended=True))
        await official.presses("Показать на сайте", official.card(number))
    await town.minutes_later()
    said = [(path, (await town.sees(path)).text) for path in (*PATHS, *(f"{V2}/requests/{n}.json" for n in numbers))]
    assert all("Сделали у дома" in text for path, text in said if path == f"{V2}/requests/{numbers[0]}.json")
    for path, text in said:
        # Sizes, numbers of colours and random names are not anybody's house.
        plain = re.sub(r"\d\d-\d{5}|/open/picture/[\w-]+\.jpg|<svg.*?</svg>|<path[^>]*>", "", text, flags=re.DOTALL)
        for secret in SECRETS:
            assert secret not in plain, f"{path}: {secret}"


@on_one_database
async def test_a_persons_own_trouble_is_shown_by_settlement_alone(town: Town) -> None:
    archive = await Archive(town.world.engine).opened()
    place = {"locality": "Бабино", "address": "ул. Советская, 197", "lat": 55.2, "lon": 32.5}
    solved = {"status": "closed", "result": "solved", "answered_at": MORNING, "closed_at": MORNING}
    await archive.filed(MORNING, topic="social.support", **place, **solved)
    await archive.filed(MORNING, topic="roads.pothole", kind="question", **place, **solved)
    for one in await town.requests():
        assert one["address"] == "Третьяковское сельское поселение"
        assert (one["lat"], one["long"]) == (None, None)
    page = (await town.sees("/open")).text
    assert "Решённых вопросов за это время пока нет" in page


@on_one_database
async def test_a_street_is_named_only_as_the_district_file_names_it(town: Town) -> None:
    archive = await Archive(town.world.engine).opened()
    said = "на советской 197, у Марьи Ивановны Козловой"
    await archive.filed(MORNING, locality="Бабино", address=said)
    await archive.filed(MORNING, locality="Неизвестное", address="ул. Тайная, 1")
    unknown, known = await town.requests()
    assert known["address"] == "ул. Советская, деревня Бабино, Третьяковское сельское поселение"
    assert unknown["address"] == "Третьяковское сельское поселение"


def test_small_numbers_go_together_and_nobody_can_subtract_them() -> None:
    solved = {"roads": 4}
    assert grouped({"roads": 9, "garbage": 4, "parks": 2, "lifts": 1}, solved) == (
        Group("roads", 9, 4),
        Group("garbage", 4, 0),
        Group("", 3, 0),
    )
    # One alone would be the difference to the whole: the smallest of the others goes with it.
    assert grouped({"roads": 9, "garbage": 4, "parks": 1}, solved) == (Group("roads", 9, 4), Group("", 5, 0))
    assert grouped({"parks": 1, "lifts": 1}, {}) == ()
    assert grouped({}, {}) == ()


def test_houses_are_taken_out_of_the_desks_own_words() -> None:
    for said, shown in (
        ("Засыпали яму у дома 5, ул. Лесная, 14а.", "Засыпали яму у дома …, ул. Лесная."),
        ("д. 12/1 кв.3", "д. … кв. …"),
        ("Привезли 5 машин щебня, закончим до 15.", "Привезли 5 машин щебня, закончим до 15."),
    ):
        assert without_houses(said) == shown


@on_one_database
async def test_few_numbers_are_not_told(town: Town) -> None:
    anna, ivan = town.world.resident(), await town.world.desk("roads")
    number = await anna.has_filed()
    await ivan.has_done(number, Action.EXPLAIN, "В плане на май")
    await town.minutes_later()
    figures = (await town.sees("/open/figures.json")).json()
    assert (figures["received"], figures["solved"]) == (None, 0)
    assert (figures["first_answer_hours"], figures["topics"]) == (None, [])
    assert "почти никто не писал" in (await town.sees("/open")).text
