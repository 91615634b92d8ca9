"""What somebody has written already: the next one is shown it, and joins by one press."""

from datetime import timedelta

from bot.appeals.district import Point
from bot.appeals.status import Action
from tests.usecases.world import World, on_one_database

PIT = "В Бабино у магазина огромная яма на дороге"
SAME_PIT = "Возле магазина в Бабино яма посреди дороги, колесо пробил"
OTHER_PIT = "В Бабино на кладбищенской дороге у моста яма"


async def test_who_writes_about_the_same_sees_it_and_joins_by_one_press(village: World) -> None:
    desk, anna, boris = await village.desk("roads"), await village.neighbour(1, "Анна"), await village.neighbour(2)
    number = await anna.files(PIT, village.photo(1))
    await village.later(days=3)

    shown = await boris.tells(SAME_PIT)

    assert number in shown.text
    assert PIT in shown.text
    assert "3 дня назад" in shown.text
    assert len(shown.photos) == 1
    assert shown.labels == ["Я тоже", "Другая проблема"]

    await boris.presses("Я тоже")

    assert f"присоединились к сообщению № {number}. Вас уже 2." in boris.last.text
    assert "Кто отвечает" in boris.last.text
    assert "Ответят до" in boris.last.text
    assert await village.one("SELECT count(*) FROM appeals") == 1
    assert "Об этом написали уже 2 человека" in desk.card(number).text
    assert f"Написали ещё: «{SAME_PIT}»" in desk.card(number).text
    assert len([one for one in desk.sees if " · " in one.text and "№" in one.text]) == 1, "one card"


async def test_another_problem_goes_its_usual_way_and_is_not_asked_again(village: World) -> None:
    anna, boris = await village.neighbour(1), await village.neighbour(2)
    first = await anna.files(PIT)
    await boris.tells(SAME_PIT)
    await boris.presses("Другая проблема")
    assert "Отправить" in boris.last.labels
    await boris.presses("Добавить")
    await boris.tells("Это с другой стороны магазина")
    assert "Отправить" in boris.last.labels, "it was answered once"
    await boris.presses("Отправить")
    assert boris.number != first


@on_one_database
async def test_what_is_elsewhere_or_about_something_else_is_not_shown(village: World) -> None:
    anna, boris = await village.neighbour(1), await village.neighbour(2)
    await anna.files(PIT)
    for words in ("В Третьяково у магазина яма на дороге", "В Бабино у магазина не горит фонарь"):
        shown = await boris.tells(words)
        assert "Отправить" in shown.labels, shown.text
        await boris.presses("Отмена")


@on_one_database
async def test_what_is_closed_or_too_old_is_not_shown(village: World) -> None:
    desk, anna, boris = await village.desk("roads"), await village.neighbour(1), await village.neighbour(2)
    closed = await anna.files(PIT)
    await desk.has_done(closed, Action.SOLVE, "Засыпали.")
    assert "Отправить" in (await boris.tells(SAME_PIT)).labels
    await boris.presses("Отправить")
    await village.later(days=46)
    assert "Отправить" in (await (await village.neighbour(3)).tells(PIT)).labels


@on_one_database
async def test_the_distance_is_told_where_both_have_a_pin(village: World) -> None:
    anna, boris = await village.neighbour(1), await village.neighbour(2)
    await anna.writes(PIT, point=Point(55.2406, 32.3072))
    await village.later(seconds=2)
    await anna.presses("Отправить")
    shown = await boris.tells(SAME_PIT, point=Point(55.2412, 32.3072))
    assert "Это в 70 метрах от вашего места" in shown.text


async def test_ones_own_message_is_found_too_and_grows(village: World) -> None:
    desk, anna = await village.desk("roads"), await village.neighbour(1)
    number = await anna.files(PIT)
    await village.later(days=1)
    shown = await anna.tells("В Бабино у магазина яма стала ещё больше", village.photo(2))
    assert "вы об этом уже писали" in shown.text
    assert "вчера" in shown.text
    await anna.presses(f"Добавить к № {number}")

    assert f"Добавил к сообщению № {number}" in anna.last.text
    assert "яма стала ещё больше" in desk.screen
    assert "1 фотография" in desk.card(number).text
    assert "Об этом написали" not in desk.card(number).text, "it is one and the same person"
    assert await village.one("SELECT count(*) FROM followers") == 0


@on_one_database
async def test_it_was_closed_while_the_resident_was_reading(village: World) -> None:
    desk, anna, boris = await village.desk("roads"), await village.neighbour(1), await village.neighbour(2)
    number = await anna.files(PIT)
    await boris.tells(SAME_PIT)
    await desk.has_done(number, Action.SOLVE, "Засыпали.")
    await boris.presses("Я тоже")
    assert f"№ {number} только что закрыли" in boris.screen
    assert "Отправить" in boris.last.labels
    await boris.presses("Отправить")
    assert boris.number != number


@on_one_database
async def test_a_second_tap_joins_once(village: World) -> None:
    desk, anna, boris = await village.desk("roads"), await village.neighbour(1), await village.neighbour(2)
    number = await anna.files(PIT)
    await boris.tells(SAME_PIT)
    press = [boris.update(boris.press("Я тоже")) for _ in range(2)]
    await village.accept(press)
    await village.settle()
    assert boris.toast == "Вы уже присоединились, второй раз нажимать не нужно."
    assert await village.one("SELECT count(*) FROM followers") == 1
    assert "уже 2 человека" in desk.card(number).text


@on_one_database
async def test_what_the_desk_has_said_already_is_told_to_who_joins_later(village: World) -> None:
    desk, anna, boris = await village.desk("roads"), await village.neighbour(1), await village.neighbour(2)
    number = await anna.files(PIT)
    await desk.has_done(number, Action.ANSWER, "Приедем в четверг.")
    await boris.joins(SAME_PIT)
    assert "Приедем в четверг." in boris.last.text


@on_one_database
async def test_the_words_of_others_are_masked(village: World) -> None:
    anna, boris = await village.neighbour(1), await village.neighbour(2)
    await anna.files(PIT + ". Звоните +7 910 123-45-67")
    shown = await boris.tells(SAME_PIT)
    assert "яма" in shown.text
    assert "910" not in shown.text


@on_one_database
async def test_a_button_may_be_typed_and_a_plain_yes_is_enough(village: World) -> None:
    anna = await village.neighbour(1)
    number = await anna.files(PIT)
    for serial, word in enumerate(("я тоже", "Да", "+"), 2):
        someone = await village.neighbour(serial)
        await someone.tells(SAME_PIT)
        await someone.writes(word)
        assert f"присоединились к сообщению № {number}" in someone.last.text
    doubter = await village.neighbour(9)
    await doubter.tells(SAME_PIT)
    await doubter.writes("нет")
    assert "Отправить" in doubter.last.labels


@on_one_database
async def test_the_last_place_is_remembered_of_who_joins(village: World) -> None:
    anna, boris = await village.neighbour(1), await village.neighbour(2)
    await anna.files(PIT)
    await boris.joins(SAME_PIT)
    assert await village.one("SELECT last_locality FROM residents WHERE id = 2") == "Бабино"


@on_one_database
async def test_joining_does_not_count_as_filing(village: World) -> None:
    anna, boris = await village.neighbour(1), await village.neighbour(2)
    await anna.files(PIT)
    village.now += timedelta(minutes=1)
    await boris.joins(SAME_PIT)
    async with village.service.store.reading() as tx:
        (joined,) = await tx.appeals.of_resident(2, 50)
    assert joined.resident == 1
