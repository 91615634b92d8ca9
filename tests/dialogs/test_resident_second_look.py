"""What a resident may think of that the plain stories do not: late words, loose words, and long lists."""

import pytest

from bot.appeals.status import Action, Status
from tests.dialogs.resident_talk import Resident, resident

YAMA = "У магазина в Бабино яма"


def asked() -> tuple[Resident, str]:
    anna = resident()
    number = anna.files(YAMA)
    anna.is_told(number, Action.ASK, "Какой дом?")
    return anna, number


def test_a_reply_still_counts_when_the_desk_went_on_without_it():
    anna, number = asked()
    anna.presses("button-reply")
    anna.world.desk_does(number, Action.EXTEND, "Ждём технику")
    anna.writes("Дом пять")
    anna.waits()
    assert anna.sees("add-done")
    assert not anna.sees("too-late-to-add")
    assert (anna.acts[-1].action, anna.acts[-1].text) == (Action.ADD, "Дом пять")


def test_the_button_under_a_question_answered_already_takes_more_words():
    anna, _ = asked()
    anna.writes("Дом пять")
    anna.waits()
    anna.presses("button-reply")
    assert anna.sees("add-ask")
    anna.writes("И подъезд второй")
    anna.waits()
    assert [one.text for one in anna.acts] == ["Дом пять", "И подъезд второй"]


def test_plain_words_taken_as_an_addition_can_still_be_about_something_else():
    anna, number = asked()
    anna.writes("В Ерышах нет воды")
    anna.world.desk_does(number, Action.ANSWER, "Разобрались")
    anna.waits()
    assert anna.sees("add-done")
    anna.presses("Это о другом")
    anna.waits()
    anna.presses("Отправить")
    assert anna.filed[-1].text == "В Ерышах нет воды"


def test_not_solved_pressed_again_says_that_it_is_in_work():
    anna = resident()
    number = anna.files(YAMA)
    anna.is_told(number, Action.SOLVE, "Готово.")
    bad = anna.button("Не решено")
    anna.presses_data(bad)
    anna.presses("Вернуть без пояснений")
    anna.presses_data(bad)
    assert anna.sees("objection-silent")
    anna.waits(hours=1)
    assert [one.action for one in anna.acts] == [Action.REOPEN]


def test_words_about_an_answer_reach_an_appeal_that_was_reopened_meanwhile_and_only_once():
    anna = resident()
    number = anna.files(YAMA)
    anna.is_told(number, Action.SOLVE, "Готово.")
    anna.writes("Щебень смыло")
    anna.world.desk_does(number, Action.REOPEN)
    anna.waits()
    assert (anna.acts[-1].action, anna.acts[-1].text) == (Action.ADD, "Щебень смыло")
    anna.is_told(number, Action.SOLVE, "Теперь точно.")
    anna.presses("Не решено")
    assert anna.sees("objection-ask"), "those words have been passed on"


@pytest.mark.parametrize("word", ["Отправить", "хорошо", "ок", "👍", "Спасибо", "согласна"])
def test_only_a_plain_yes_deletes(word: str):
    anna = resident()
    anna.writes(YAMA)
    anna.waits()
    anna.writes("/удалить")
    anna.writes(word)
    assert anna.world.erased == 0
    assert anna.sees("hint-confirmingdeletion")
    anna.writes("да")
    assert anna.world.erased == 1


@pytest.mark.parametrize("word", ["Отправить", "ок", "+", "Спасибо", "Понятно"])
def test_nobody_consents_by_accident(word: str):
    anna = Resident()
    anna.writes(YAMA)
    anna.waits()
    anna.writes(word)
    assert anna.world.consent is None
    assert "Даю согласие" in anna.buttons
    anna.presses("Даю согласие")
    anna.waits()
    anna.presses("Отправить")
    assert anna.filed[0].text == YAMA


@pytest.mark.parametrize("word", ["Да", "Всё верно!", "ок", "Отправить", "👍"])
def test_the_card_is_sent_by_any_word_of_approval(word: str):
    anna = resident()
    anna.writes(YAMA)
    anna.waits()
    anna.writes(word)
    assert [(one.text, one.status) for one in anna.filed] == [(YAMA, Status.NEW)]


def test_own_messages_stand_one_under_another_on_every_page():
    anna = resident()
    for _ in range(12):
        anna.files(YAMA)
        anna.waits(hours=2)
    anna.writes("/my")
    shown = []
    for _ in range(3):
        rows = [row for row in anna.last.message.buttons if row[0].data.startswith("mine!:")]
        assert all(len(row) == 1 for row in rows)
        shown += [row[0].data for row in rows]
        if "Дальше →" in anna.buttons:
            anna.presses("Дальше →")
    assert shown == [f"mine!:26-{serial:05d}" for serial in range(12, 0, -1)]


def test_the_settlement_alone_is_named_in_full_on_the_card_and_shortly_on_the_button():
    anna = resident()
    anna.writes("Нет воды")
    anna.waits()
    anna.presses("Третьяковское")
    anna.presses("Не указывать")
    assert "Третьяковское сельское поселение" in anna.reads


def test_words_that_name_two_places_stay_in_the_message():
    anna = resident()
    anna.writes(YAMA)
    anna.waits()
    anna.presses("Изменить место")
    anna.writes("не в Бабино, а в Ерышах")
    assert anna.sees("ask-place-several")
    anna.presses("Ерыши")
    anna.presses("Отправить")
    assert anna.filed[0].text == f"{YAMA}\nне в Бабино, а в Ерышах"
    assert anna.filed[0].place.locality == "Ерыши"


def test_what_is_added_by_the_button_does_not_make_a_clear_card_unclear():
    anna = resident()
    anna.writes(YAMA)
    anna.waits()
    anna.presses("Добавить")
    anna.writes("И мусор рядом, и в Ерышах тоже")
    anna.waits()
    assert anna.sees("confirm-title"), "the topic and the place were on the card and can be changed there"
    anna.presses("Отправить")
    assert (anna.filed[0].topic, anna.filed[0].place.locality) == ("roads.pothole", "Бабино")


def test_more_words_without_the_button_may_be_about_something_else():
    anna = resident()
    anna.writes(YAMA)
    anna.waits()
    anna.writes("И мусор рядом")
    anna.waits()
    assert anna.sees("ask-topic-likely")


def test_an_edit_forgets_what_the_old_words_meant():
    anna = resident()
    first = anna.writes(YAMA)
    anna.waits()
    anna.edits(first, "Очень темно")
    anna.waits()
    assert anna.sees("ask-topic-likely")


def test_an_answer_in_two_breaths_stays_one_answer():
    anna, number = asked()
    anna.sends_photo(to=anna.last)
    anna.waits()
    anna.waits(seconds=20)
    anna.writes("дом 5, во дворе")
    anna.waits()
    assert anna.sees("add-done")
    assert [(one.number, one.text) for one in anna.acts] == [(number, ""), (number, "дом 5, во дворе")]
    anna.presses("Это о другом")
    anna.waits()
    assert anna.sees("ask-topic-words"), "one press makes it a message of its own"


@pytest.mark.parametrize("words", ["В Ерышах нет воды", "Мусор не вывозят"])
def test_another_matter_right_after_an_answer_is_a_message_of_its_own(words: str):
    anna, _ = asked()
    anna.writes("Дом пять")
    anna.waits()
    anna.writes(words)
    anna.waits()
    assert not anna.sees("add-done")
    assert [one.text for one in anna.acts] == ["Дом пять"]


def test_an_hour_later_words_are_no_longer_part_of_the_answer():
    anna, _ = asked()
    anna.writes("Дом пять")
    anna.waits()
    anna.waits(hours=1)
    anna.writes("Вы там вообще работаете?")
    anna.waits()
    assert anna.sees("ask-topic-words")


def test_thanks_right_after_an_answer_are_only_thanks():
    anna, _ = asked()
    anna.writes("Дом пять")
    anna.waits()
    anna.writes("Спасибо")
    assert anna.sees("you-are-welcome")
    assert len(anna.acts) == 1
