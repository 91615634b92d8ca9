"""How an appeal ends: by a vote, by silence, by «Не решено» after all, by withdrawal."""

from bot.appeals.status import Action
from tests.usecases.world import POTHOLE, World, on_one_database


async def test_a_message_travels_to_its_desk_and_the_answer_travels_back(world: World) -> None:
    desk, anna = await world.desk("roads"), world.resident()
    await anna.agrees()
    number = await anna.files(POTHOLE)
    assert number == "26-00001"
    assert POTHOLE in desk.card(number).text
    assert "Пишет: Анна" in desk.card(number).text

    await desk.answers(number, "Решено", "Яму засыпали.")
    assert "Яму засыпали." in anna.last.text
    await anna.presses("Доволен")

    assert "Закрыто: житель доволен" in desk.card(number).text
    assert "Житель доволен ответом" in desk.screen


@on_one_database
async def test_what_was_written_before_the_consent_is_taken_up_after(world: World) -> None:
    desk, anna = await world.desk("roads"), world.resident()
    await anna.writes(POTHOLE)
    await world.later(seconds=2)
    assert "Даю согласие" in anna.last.labels
    assert await world.one("SELECT count(*) FROM appeals") == 0

    await anna.presses("Даю согласие")
    await anna.presses("Отправить")
    assert POTHOLE in desk.card(anna.number).text


async def test_silence_after_an_answer_closes_as_no_answer(world: World) -> None:
    desk, anna = await world.desk("roads"), world.resident()
    number = await anna.has_filed()
    await desk.has_done(number, Action.EXPLAIN, "Ремонт в плане на июнь.")

    await world.days_later(9)
    assert "ответ дан" in desk.card(number).text
    await world.days_later(2)

    assert "Закрыто: нет ответа от автора" in desk.card(number).text
    assert "долго не было ответа" in anna.last.text
    before = len(anna.sees)
    await world.days_later(20)
    assert len(anna.sees) == before


@on_one_database
async def test_silence_after_a_question_closes_too(world: World) -> None:
    desk, anna = await world.desk("roads"), world.resident()
    number = await anna.has_filed()
    await desk.has_done(number, Action.ASK, "У какого дома?")
    await world.days_later(11)
    assert "Закрыто: нет ответа от автора" in desk.card(number).text


async def test_a_reply_stops_the_clock_of_silence(world: World) -> None:
    desk, anna = await world.desk("roads"), world.resident()
    number = await anna.has_filed()
    await desk.has_done(number, Action.ASK, "У какого дома?")
    await anna.writes("У пятого")
    await world.later(seconds=2)
    assert "У пятого" in desk.screen

    await world.days_later(11)
    assert "в работе" in desk.card(number).text


async def test_an_answer_to_ones_own_question_stops_the_clock_of_silence(world: World) -> None:
    """The desk asked, then found out by itself; meanwhile another appeal must still close in time."""
    desk, anna, boris = await world.desk("roads"), world.resident(), world.resident("Борис", "telegram:502")
    first, second = await anna.has_filed(), await boris.has_filed()
    await desk.has_done(first, Action.ASK, "У какого дома?")
    await desk.has_done(first, Action.ANSWER, "Уже нашли, спасибо.")
    await desk.has_done(second, Action.ASK, "А у вас у какого?")

    await world.days_later(11)
    assert "в работе" in desk.card(first).text
    assert "Закрыто: нет ответа от автора" in desk.card(second).text


async def test_not_solved_after_the_automatic_closing_reopens(world: World) -> None:
    desk, anna = await world.desk("roads"), world.resident()
    head = await world.bound("head", "tretyakovo", "telegram:-300", "Пётр")
    coordinator = await world.bound("coordinator", "", "telegram:-400", "Вера")
    number = await anna.has_filed()
    await desk.has_done(number, Action.SOLVE, "Засыпали.")
    await world.days_later(11)

    await anna.presses("Не решено", anna.last)
    await anna.writes("Снова провалилась")
    await world.later(seconds=2)

    assert desk.card(number).labels[0] == "Принять"
    assert "«Не решено»: 1 раз" in desk.card(number).text
    for official in (desk, head, coordinator):
        assert "Снова провалилась" in official.last.text
    due = await world.one("SELECT due_at FROM appeals WHERE number = :number", number=number)
    assert str(due)[:10] > "2026-12-04"


@on_one_database
async def test_not_solved_without_a_word_reopens_after_half_an_hour(world: World) -> None:
    desk, anna = await world.desk("roads"), world.resident()
    number = await anna.has_filed()
    await desk.has_done(number, Action.SOLVE, "Засыпали.")
    await anna.presses("Не решено")
    await world.later(minutes=29)
    assert "ответ дан" in desk.card(number).text
    await world.later(minutes=2)
    assert desk.card(number).labels[0] == "Принять"
    assert "снова в работе" in anna.last.text


async def test_a_withdrawn_appeal_is_taken_from_the_desk(world: World) -> None:
    desk, anna = await world.desk("roads"), world.resident()
    number = await anna.has_filed()
    await anna.presses("Мои сообщения")
    await anna.presses(next(one for one in anna.last.labels if number in one))
    await anna.presses("Отозвать")
    await anna.presses("Да, отозвать")

    assert "Закрыто: житель больше не ждёт ответа" in desk.card(number).text
    assert desk.card(number).labels == ["История"]
    assert "Отвечать больше не нужно" in desk.last.text
