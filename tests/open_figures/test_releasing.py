"""Pictures that officials released: by one press, to be taken back by another, never by themselves."""

from bot.appeals.status import Action
from tests.open_figures.visitor import Town
from tests.usecases.world import World, on_one_database


async def test_an_official_shows_the_picture_and_takes_it_back(town: Town) -> None:
    world = town.world
    anna, ivan = world.resident(), await world.desk("roads")
    number = await town.solved(anna, ivan)
    assert ivan.card(number).labels == ["Ответить", "История", "Показать на сайте"]
    (case,) = await town.requests(service_request_id=number)
    assert case["media_url"] is None
    assert "щебнем" not in case["status_notes"]

    await ivan.presses("Показать на сайте", ivan.card(number))
    assert "нет лиц, номеров машин и имён" in ivan.toast
    assert "Показано на странице района" in ivan.card(number).text
    assert "Убрать с сайта" in ivan.card(number).labels
    await town.minutes_later()
    (case,) = await town.requests(service_request_id=number)
    assert case["status_notes"] == "Засыпали щебнем"
    picture = await town.sees(case["media_url"])
    assert picture.headers["content-type"] == "image/jpeg"
    page = (await town.sees("/open")).text
    assert case["media_url"].removeprefix("https://otklik.example.ru") in page
    assert "Засыпали щебнем" in page

    await ivan.presses("Убрать с сайта", ivan.card(number))
    assert (await town.sees(case["media_url"])).status_code == 404
    await town.minutes_later()
    (case,) = await town.requests(service_request_id=number)
    assert (case["media_url"], case["status_notes"]) == (None, "Решено.")
    assert "щебнем" not in (await town.sees("/open")).text
    await ivan.presses("История", ivan.card(number))
    assert "картинка показана на сайте" in ivan.screen
    assert "картинка убрана с сайта" in ivan.screen


@on_one_database
async def test_what_is_disputed_is_shown_no_more_and_its_next_answer_not_by_itself(town: Town) -> None:
    world = town.world
    anna, ivan = world.resident(), await world.desk("roads")
    number = await town.solved(anna, ivan)
    await ivan.presses("Показать на сайте", ivan.card(number))
    (before,) = await town.requests(service_request_id=number)
    await anna.presses("Не решено")
    await anna.writes("Снова яма")
    await world.later(seconds=30)
    assert (await town.sees(before["media_url"])).status_code == 404
    await ivan.answers(number, "Решено", "Переделали", world.photo(2, mended=True))
    await town.minutes_later()
    (case,) = await town.requests(service_request_id=number)
    assert case["media_url"] is None
    assert "Показать на сайте" in ivan.card(number).labels


@on_one_database
async def test_without_photos_or_when_switched_off_there_is_no_such_button(town: Town) -> None:
    world = town.world
    anna, ivan = world.resident(), await world.desk("roads")
    number = await anna.has_filed()
    await ivan.answers(number, "Решено", "Починили")
    assert ivan.card(number).labels == ["Ответить", "История"]
    world.change(open_figures=False)
    second = await town.solved(world.resident("Пётр", "telegram:502"), ivan)
    assert ivan.card(second).labels == ["Ответить", "История"]
    await ivan.has_done(second, Action.NOTE)


@on_one_database
async def test_the_picture_of_whoever_asked_to_be_forgotten_is_gone(town: Town) -> None:
    world = town.world
    anna, ivan = world.resident(), await world.desk("roads")
    number = await town.solved(anna, ivan)
    await ivan.presses("Показать на сайте", ivan.card(number))
    (case,) = await town.requests(service_request_id=number)
    assert (await town.sees(case["media_url"])).status_code == 200
    await anna.writes("/удалить")
    await anna.presses("Да, удалить")
    assert (await town.sees(case["media_url"])).status_code == 404


@on_one_database
async def test_a_name_cannot_be_guessed_and_opens_nothing_else(town: Town, world: World) -> None:
    anna, ivan = world.resident(), await world.desk("roads")
    number = await town.solved(anna, ivan)
    await ivan.presses("Показать на сайте", ivan.card(number))
    (name,) = [row["name"] for row in await world.rows("SELECT name FROM released")]
    assert len(str(name)) >= 22
    (file,) = {row["file"] for row in await world.rows("SELECT file FROM appeal_photos WHERE side = 'after'")}
    for wrong in (number, file, str(name)[:-1], "../../etc/passwd", "%2e%2e"):
        assert (await town.sees(f"/open/picture/{wrong}.jpg")).status_code == 404


@on_one_database
async def test_where_pictures_are_switched_off_their_words_are_told_by_nobody(town: Town) -> None:
    world = town.world
    anna, ivan = world.resident(), await world.desk("roads")
    number = await town.solved(anna, ivan)
    await ivan.presses("Показать на сайте", ivan.card(number))
    without = Town(world, parts=frozenset({"cases", "open311"}))
    (case,) = await without.requests(service_request_id=number)
    assert (case["media_url"], case["status_notes"]) == (None, "Решено.")
    assert "щебнем" not in (await without.sees("/open")).text
