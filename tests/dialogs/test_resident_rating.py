"""The answer, the vote, and «Не решено» which reopens."""

import pytest

from bot.appeals.status import Action, Status
from tests.dialogs.resident_talk import resident

YAMA = "У магазина в Бабино яма"


def answered(action=Action.SOLVE):
    anna = resident()
    number = anna.files()
    return anna, number, anna.is_told(number, action, "Засыпали щебнем.")


@pytest.mark.parametrize(("button", "rating"), [("Доволен", "good"), ("Нейтрально", "neutral")])
@pytest.mark.parametrize("action", [Action.SOLVE, Action.EXPLAIN])
def test_a_vote_closes(button, rating, action):
    anna, _, _ = answered(action)
    anna.presses(button)
    assert anna.sees(f"rated-{rating}")
    assert (anna.filed[0].status, anna.filed[0].rating) == (Status.CLOSED, rating)


def test_the_same_vote_twice_is_told_to_the_desk_once():
    anna, _, _ = answered()
    anna.presses("Доволен")
    anna.presses("Доволен")
    assert anna.sees("rated-good")
    assert len(anna.acts) == 1


def test_a_vote_can_be_changed():
    anna, _, _ = answered()
    anna.presses("Нейтрально")
    anna.presses("Доволен")
    assert [one.arg for one in anna.acts] == ["neutral", "good"]


def test_not_solved_asks_what_is_wrong_and_reopens_with_the_words_and_the_photo():
    anna, _, _ = answered()
    anna.presses("Не решено")
    assert anna.sees("objection-ask")
    assert anna.acts == []
    anna.sends_photo("Щебень смыло")
    anna.waits()
    assert anna.sees("objection-done")
    act = anna.acts[0]
    assert (act.action, act.text, len(act.photos)) == (Action.REOPEN, "Щебень смыло", 1)
    assert anna.filed[0].status is Status.NEW


def test_not_solved_without_a_word_reopens_after_half_an_hour():
    anna, _, _ = answered()
    anna.presses("Не решено")
    anna.waits(minutes=29)
    assert anna.acts == []
    anna.waits(minutes=2)
    assert anna.sees("objection-silent")
    assert anna.filed[0].status is Status.NEW


def test_not_solved_without_a_word_can_be_sent_at_once():
    anna, _, _ = answered()
    anna.presses("Не решено")
    anna.presses("Вернуть без пояснений")
    assert anna.sees("objection-silent")
    assert anna.filed[0].status is Status.NEW


def test_not_solved_pressed_twice_is_one_objection():
    anna, _, _ = answered()
    anna.presses("Не решено")
    anna.writes("Щебень смыло")
    anna.presses("Не решено")
    anna.waits()
    anna.waits(hours=1)
    assert [(one.action, one.text) for one in anna.acts] == [(Action.REOPEN, "Щебень смыло")]


def test_a_sticker_instead_of_an_explanation_keeps_the_way_out():
    anna, _, _ = answered()
    anna.presses("Не решено")
    anna.sends("sticker")
    assert anna.sees("unsupported-sticker", "hint-aside")
    assert anna.buttons == ["Вернуть без пояснений"]


def test_who_is_satisfied_after_all_is_not_reopened_later():
    anna, _, _ = answered()
    anna.presses("Не решено")
    anna.presses("Доволен")
    anna.waits(hours=1)
    assert [one.action for one in anna.acts] == [Action.RATE]
    assert anna.filed[0].status is Status.CLOSED


def test_another_matter_begun_meanwhile_does_not_lose_the_objection():
    anna, first, _ = answered()
    second = anna.world.filed_long_ago("utilities.water")
    anna.presses("Не решено")
    anna.presses_data(f"more:{second}")
    assert anna.sees("objection-silent", "add-ask")
    assert anna.world.appeals[first].status is Status.NEW


def test_closed_in_silence_can_still_be_disputed():
    anna, number, _ = answered()
    anna.is_told(number, Action.EXPIRE)
    anna.presses("Не решено")
    anna.writes("Не смог ответить, яма на месте")
    anna.waits()
    assert anna.filed[0].status is Status.NEW


def test_thanks_after_an_answer_ask_for_the_vote_and_never_reopen():
    anna, _, notice = answered()
    anna.writes("Спасибо большое!", to=notice)
    anna.waits()
    assert anna.sees("about-answer")
    assert anna.filed[0].status is Status.ANSWERED
    anna.presses("Доволен")
    assert (anna.acts[-1].arg, anna.acts[-1].text) == ("good", "Спасибо большое!")


@pytest.mark.parametrize("words", ["Так и не починили", "Яма на месте", "В Бабино всё по-старому"])
def test_plain_words_after_an_answer_are_about_it_and_go_with_the_press(words):
    anna, _, _ = answered()
    anna.writes(words)
    anna.waits()
    assert anna.sees("about-answer")
    anna.presses("Не решено")
    assert anna.sees("objection-done"), "what is wrong has been said already"
    assert (anna.acts[-1].action, anna.acts[-1].text) == (Action.REOPEN, words)


def test_several_remarks_go_together():
    anna, _, _ = answered()
    anna.writes("Так и не починили")
    anna.waits()
    anna.writes("Позор")
    anna.waits()
    anna.presses("Не решено")
    assert anna.acts[-1].text == "Так и не починили\nПозор"


def test_a_remark_that_was_about_something_else_becomes_a_message():
    anna, _, _ = answered()
    anna.writes("Ещё одно дело")
    anna.waits()
    anna.presses("Это о другом")
    anna.waits()
    assert anna.sees("ask-topic-words")


def test_a_clear_new_matter_after_an_answer_costs_no_extra_press():
    anna, _, _ = answered()
    anna.writes("В Ерышах нет воды")
    anna.waits()
    assert anna.sees("confirm-title")


def test_a_remark_without_a_press_is_asked_about_once_more():
    anna, _, _ = answered()
    anna.writes("Так и не починили")
    anna.waits()
    anna.waits(hours=2)
    assert anna.times("about-answer") == 2
    anna.presses("Не решено")
    assert anna.filed[0].status is Status.NEW


def test_a_remark_is_edited_before_the_press():
    anna, _, _ = answered()
    message = anna.writes("Не починили")
    anna.waits()
    anna.edits(message, "Так и не починили")
    assert anna.sees("about-answer")
    anna.presses("Не решено")
    assert anna.acts[-1].text == "Так и не починили"


def test_an_interim_answer_is_only_news():
    anna = resident()
    number = anna.files()
    told = anna.is_told(number, Action.ANSWER, "Приедем в среду.")
    assert not told.message.buttons
    anna.writes("Хорошо")
    anna.waits()
    assert anna.talk.draft.is_empty
