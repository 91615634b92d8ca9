"""Those who said «Я тоже»: one answer reaches all of them, each has a vote, each may leave."""

from bot.appeals.status import Action
from bot.dialogs.events import BotRemoved
from bot.usecases.platform import Refused
from tests.usecases.people import Official, Resident
from tests.usecases.world import World, on_one_database

PIT = "В Бабино у магазина огромная яма на дороге"
SAME_PIT = "Возле магазина в Бабино яма посреди дороги, колесо пробил"


async def three(village: World) -> tuple[Official, Resident, Resident, Resident, str]:
    """A desk, Anna who wrote first, two who joined, the number."""
    desk, anna = await village.desk("roads"), await village.neighbour(1, "Анна")
    boris, vera = await village.neighbour(2, "Борис"), await village.neighbour(3, "Вера")
    number = await anna.files(PIT)
    for one in (boris, vera):
        await village.later(minutes=5)
        assert await one.joins(SAME_PIT) == number
    return desk, anna, boris, vera, number


async def test_one_answer_reaches_all_and_each_has_a_vote(village: World) -> None:
    desk, *people, number = await three(village)
    anna, boris, vera = people
    await desk.answers(number, "Решено", "Яму засыпали.", village.photo(2))
    for one in people:
        assert sum("Яму засыпали." in shown.text for shown in one.sees) == 1
        assert "Доволен" in one.last.labels

    await boris.presses("Доволен")
    assert "Оценили 1" not in desk.card(number).text
    assert "Ответ оценил 1, довольны: 1" in desk.card(number).text
    assert "ответ дан" in desk.card(number).text, "others may think otherwise"
    await anna.presses("Доволен")
    assert "Закрыто: житель доволен" in desk.card(number).text
    await vera.presses("Нейтрально")
    assert "Ответ оценили 3, довольны: 2" in desk.card(number).text
    await vera.presses("Нейтрально", vera.seen("Яму засыпали."))
    assert "Ответ оценили 3, довольны: 2" in desk.card(number).text, "a vote counts once"


async def test_one_not_solved_reopens_for_all_and_votes_begin_anew(village: World) -> None:
    desk, anna, boris, vera, number = await three(village)
    await desk.has_done(number, Action.SOLVE, "Засыпали.")
    await anna.presses("Доволен")
    await boris.presses("Доволен")
    await vera.presses("Не решено")
    await vera.writes("Снова провалилась")
    await village.later(seconds=2)
    assert desk.card(number).labels[0] == "Принять"
    assert "Снова провалилась" in desk.screen
    await desk.has_done(number, Action.SOLVE, "Теперь асфальтом.")
    for one in (anna, boris, vera):
        assert "Теперь асфальтом." in one.last.text
    assert "оценил" not in desk.card(number).text
    await boris.presses("Доволен")
    assert "Ответ оценил 1, довольны: 1" in desk.card(number).text


async def test_questions_go_to_the_author_and_anybody_may_add(village: World) -> None:
    desk, anna, boris, vera, number = await three(village)
    await desk.has_done(number, Action.ASK, "С какой стороны?")
    assert "С какой стороны?" in anna.screen
    assert "С какой стороны?" not in boris.screen + vera.screen
    await boris.presses("Мои сообщения")
    await boris.presses(next(one for one in boris.last.labels if number in one))
    assert "Ответить" not in boris.last.labels
    await boris.presses("Добавить")
    await boris.writes("Она уже метр шириной")
    await village.later(seconds=2)
    assert "Она уже метр шириной" in desk.screen
    assert "ждём уточнения" in desk.card(number).text, "the question is still Anna's"
    await anna.writes("Слева")
    await village.later(seconds=2)
    assert "в работе" in desk.card(number).text


@on_one_database
async def test_where_the_author_is_gone_the_others_are_asked(village: World) -> None:
    desk, anna, boris, vera, number = await three(village)
    await anna.does(BotRemoved())
    await desk.has_done(number, Action.ASK, "С какой стороны?")
    assert "С какой стороны?" in boris.last.text
    await vera.writes("Слева от магазина")
    await village.later(seconds=2)
    assert "Слева от магазина" in desk.screen
    assert "в работе" in desk.card(number).text


async def test_whoever_joined_may_leave_and_nobody_else_notices(village: World) -> None:
    desk, anna, boris, vera, number = await three(village)
    await boris.presses("Мои сообщения")
    await boris.presses(next(one for one in boris.last.labels if number in one))
    await boris.presses("Отозвать")
    assert "Им продолжат заниматься" in boris.last.text
    await boris.presses("Да, не присылать")
    assert "уже 2 человека" in desk.card(number).text
    await desk.has_done(number, Action.SOLVE, "Засыпали.")
    assert "Засыпали." not in boris.screen
    assert "Засыпали." in anna.screen
    assert "Засыпали." in vera.screen
    await boris.writes("/мои")
    assert number not in " ".join(boris.last.labels)


async def test_the_author_hands_over_to_the_first_who_joined(village: World) -> None:
    desk, anna, boris, vera, number = await three(village)
    await desk.has_done(number, Action.ASK, "С какой стороны?")
    await anna.presses("Мои сообщения")
    await anna.presses(next(one for one in anna.last.labels if number in one))
    await anna.presses("Отозвать")
    await anna.presses("Да, не присылать")

    assert "продолжают заниматься" in anna.last.text
    assert f"Сообщение № {number} теперь за вами" in boris.screen
    assert "С какой стороны?" in boris.last.text
    assert "теперь за вами" not in vera.screen
    assert "Пишет: Борис" in desk.card(number).text
    assert "уже 2 человека" in desk.card(number).text
    await boris.writes("Слева")
    await village.later(seconds=2)
    assert "в работе" in desk.card(number).text
    await desk.has_done(number, Action.SOLVE, "Засыпали.")
    assert "Засыпали." not in anna.screen
    assert "Засыпали." in vera.screen


async def test_who_blocked_the_bot_is_no_trouble_for_the_others(village: World) -> None:
    desk, _anna, boris, vera, number = await three(village)
    village.telegram.always[boris.chat] = Refused("blocked")
    await desk.has_done(number, Action.ANSWER, "Приедем в четверг.")
    assert "не дошло" not in desk.card(number).text
    assert "не дошло" not in desk.screen
    assert "Приедем в четверг." in vera.last.text
    del village.telegram.always[boris.chat]
    await boris.writes("/мои")
    assert "Приедем в четверг." in boris.screen, "it waited for the return"


async def test_whoever_joined_and_asks_to_be_forgotten_is_found_nowhere(village: World) -> None:
    desk, anna = await village.desk("roads"), await village.neighbour(1, "Анна")
    boris, left = await village.neighbour(2, "Аделаида"), await village.neighbour(3, "Евдокия")
    number = await anna.files(PIT)
    for one in (boris, left):
        await one.joins(SAME_PIT)
    await left.presses("Мои сообщения")
    await left.presses(next(one for one in left.last.labels if number in one))
    await left.presses("Отозвать")
    await left.presses("Да, не присылать")
    await boris.writes("/мои_данные")
    assert "Присоединились к 1 чужому сообщению" in boris.last.text
    for one in (boris, left):
        await one.writes("/удалить")
        await one.presses("Да, удалить")
    rows = [f"{name}: {row}" for name, rows in (await village.everything()).items() for row in rows]
    known = (boris.person.name, boris.chat, left.person.name, left.chat)
    assert [row for row in rows if any(one in row for one in known)] == []
    assert "Об этом написали" not in desk.card(number).text
    await desk.has_done(number, Action.SOLVE, "Засыпали.")
    assert "Засыпали." in anna.last.text
    assert await village.one("SELECT repeated FROM appeals") == 1


async def test_an_author_who_is_forgotten_leaves_the_answer_to_the_others(village: World) -> None:
    desk, anna, boris, vera, number = await three(village)
    await anna.writes("/удалить")
    await anna.presses("Да, удалить")
    await desk.has_done(number, Action.SOLVE, "Засыпали.")
    assert "Засыпали." in boris.last.text
    assert "Засыпали." in vera.last.text
    assert "удалил свои данные" not in desk.card(number).text


@on_one_database
async def test_silence_closes_and_says_so_to_those_who_have_not_voted(village: World) -> None:
    desk, _anna, boris, vera, number = await three(village)
    await desk.has_done(number, Action.EXPLAIN, "Ремонт в июне.")
    await boris.presses("Доволен")
    before = len(boris.sees)
    await village.days_later(11)
    assert "Закрыто: нет ответа от автора" in desk.card(number).text
    assert "довольны: 1" in desk.card(number).text
    assert len(boris.sees) == before
    assert "Не решено" in vera.last.labels
    await vera.presses("Не решено", vera.last)
    await village.later(minutes=31)
    assert desk.card(number).labels[0] == "Принять"


@on_one_database
async def test_nobody_answered_the_question(village: World) -> None:
    desk, anna, _boris, vera, number = await three(village)
    await desk.has_done(number, Action.ASK, "С какой стороны?")
    await village.days_later(11)
    assert "от вас долго не было ответа" in anna.last.text
    assert "на вопрос администрации долго никто не отвечал" in vera.last.text
