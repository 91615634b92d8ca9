"""Words on their way to officials: a danger hurries, thanks are counted, telephones and strong words are covered."""

from datetime import timedelta

from tests.usecases.world import World

GAS = "В Бабино в доме 5 сильно пахнет газом"


async def test_a_danger_reaches_the_head_at_once_and_is_due_in_hours(world: World) -> None:
    desk = await world.desk("tretyakovo")
    utilities = await world.desk("utilities", "telegram:-200")
    head = await world.bound("head", "tretyakovo", "telegram:-300", "Пётр")
    anna = world.resident()
    await anna.agrees()
    number = await anna.files(GAS)
    assert any("104" in one.text for one in anna.sees), "whom to ring"
    assert number in head.last.text
    card = (utilities if number in utilities.screen else desk).card(number)
    assert "газ" in card.text.splitlines()[1].lower()
    due = await world.one("SELECT due_at FROM appeals")
    assert str(due).startswith(f"{world.now + timedelta(hours=4):%Y-%m-%d %H}")


async def test_an_addition_may_tell_of_a_danger(world: World) -> None:
    head = await world.bound("head", "tretyakovo", "telegram:-300", "Пётр")
    anna = world.resident()
    await anna.agrees()
    number = await anna.files("В Бабино у дома 5 не горит фонарь")
    await anna.presses("Мои сообщения")
    await anna.presses(next(one for one in anna.last.labels if number in one))
    await anna.presses("Добавить")
    await anna.writes("Теперь там оборванный провод искрит на дороге")
    await world.later(seconds=2)
    assert number in head.last.text
    assert await world.one("SELECT urgent FROM appeals") == "wire"


async def test_a_danger_told_with_not_solved_is_due_in_hours_from_then(world: World) -> None:
    desk, anna = await world.desk("tretyakovo"), world.resident()
    await anna.agrees()
    number = await anna.files("В Бабино у дома 5 не горит фонарь")
    await desk.answers(number, "Решено", "Починили.")
    await world.days_later(7)
    await anna.presses("Не решено")
    await anna.writes("Столб упал на дорогу, оборванный провод искрит")
    await world.later(seconds=2)
    (row,) = await world.rows("SELECT urgent, due_at FROM appeals")
    assert row["urgent"]
    assert str(row["due_at"])[:13] == f"{world.now + timedelta(hours=4):%Y-%m-%d %H}"


async def test_thanks_reach_the_desk_and_are_counted(world: World) -> None:
    desk, anna = await world.desk("tretyakovo"), world.resident()
    await anna.agrees()
    await anna.writes("Спасибо большое за новую дорогу в Бабино, очень довольны!")
    await world.later(seconds=2)
    assert "благодарит" in desk.last.text
    assert "очень довольны" in desk.last.text
    (row,) = await world.rows("SELECT settlement, locality, desk FROM thanks")
    assert tuple(row.values()) == ("tretyakovo", "Бабино", "tretyakovo")
    assert await world.one("SELECT count(*) FROM appeals") == 0
    await anna.presses("Это сообщение, передайте")
    assert await world.one("SELECT count(*) FROM thanks") == 0


async def test_a_telephone_stays_out_of_the_database_unless_its_owner_agrees(world: World) -> None:
    desk, anna = await world.desk("roads"), world.resident()
    await anna.agrees()
    number = await anna.files("В Бабино яма на дороге, звоните 8 910 123-45-67")
    assert "[телефон]" in desk.card(number).text
    kept = {name for name, rows in (await world.everything()).items() for row in rows if "123-45-67" in row}
    assert kept == set()


async def test_a_telephone_that_may_be_seen_stands_in_the_history_only(world: World) -> None:
    desk, anna = await world.desk("roads"), world.resident()
    await anna.agrees()
    await anna.writes("В Бабино яма на дороге, звоните 8 910 123-45-67")
    await world.later(seconds=2)
    await anna.presses("Показать сотрудникам")
    await anna.presses("Отправить")
    number = str(await world.one("SELECT number FROM appeals"))
    assert "123-45-67" not in desk.card(number).text
    await desk.presses("История")
    assert "123-45-67" in desk.last.text


async def test_strong_words_are_covered_also_in_what_is_added_later(world: World) -> None:
    desk, anna = await world.desk("roads"), world.resident()
    await anna.agrees()
    number = await anna.files("В Бабино яма на дороге, сколько можно, бля")
    assert "бля" not in desk.card(number).text
    await desk.answers(number, "Уточнить у жителя", "Где именно?")
    await anna.writes("Да пиздец, у магазина")
    await world.later(seconds=2)
    assert "пиздец" not in desk.screen
    assert "у магазина" in desk.screen


async def test_a_telephone_given_in_answer_to_a_question_is_meant_to_be_seen(world: World) -> None:
    desk, anna = await world.desk("roads"), world.resident()
    await anna.agrees()
    number = await anna.files("В Бабино яма на дороге")
    await desk.answers(number, "Уточнить у жителя", "Как вам позвонить?")
    await anna.writes("8 910 123-45-67")
    await world.later(seconds=2)
    assert "123-45-67" in desk.screen


async def test_whoever_thanked_and_is_forgotten_leaves_only_a_number(world: World) -> None:
    anna = world.resident()
    await anna.agrees()
    await anna.writes("Спасибо большое за новую дорогу в Бабино, Аделаида Петровна")
    await world.later(seconds=2)
    await anna.writes("/удалить")
    await anna.presses("Да, удалить")
    assert await world.one("SELECT count(*) FROM thanks") == 1
    assert not [row for rows in (await world.everything()).values() for row in rows if "новую дорогу" in row]
