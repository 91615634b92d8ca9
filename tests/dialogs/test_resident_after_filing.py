"""«Мои сообщения», additions, replies to the desk's questions, and taking a message back."""

import pytest

from bot.appeals.status import Action, Status
from tests.dialogs.resident_talk import clock, resident

YAMA = "У магазина в Бабино яма"


def asked(question="Какой дом?"):
    """Anna, whose first message has a question from the desk."""
    anna = resident()
    number = anna.files()
    return anna, number, anna.is_told(number, Action.ASK, question)


def test_nothing_filed_yet():
    anna = resident()
    anna.writes("/мои")
    assert anna.sees("mine-none", "how-to-write")


def test_own_messages_with_status_and_deadline():
    anna = resident()
    number = anna.files()
    anna.presses("Мои сообщения")
    assert anna.sees("mine-title")
    assert number in anna.buttons[0]
    anna.presses(anna.buttons[0])
    assert anna.sees("mine-number", "status-new", "mine-due")
    assert clock(anna.filed[0].due_at) in anna.reads
    assert YAMA in anna.reads


def test_many_messages_are_turned_page_by_page_newest_first():
    anna = resident()
    for _ in range(8):
        anna.files()
        anna.waits(hours=2)
    anna.writes("/my")
    assert "26-00008" in anna.buttons[0]
    anna.presses("Дальше →")
    assert "26-00001" in anna.buttons[2]
    anna.presses("← Назад")
    assert "26-00008" in anna.buttons[0]


def test_words_and_photos_are_added_to_an_open_message():
    anna = resident()
    number = anna.files()
    anna.presses_data(f"mine!:{number}")
    anna.presses("Добавить")
    assert anna.sees("add-ask")
    anna.sends_album(2, "Стало ещё глубже")
    anna.waits()
    assert anna.sees("add-done")
    added = anna.acts[-1]
    assert (added.action, added.text, len(added.photos)) == (Action.ADD, "Стало ещё глубже", 2)
    assert len(anna.filed) == 1


def test_a_pin_is_added_too():
    anna = resident()
    number = anna.files()
    anna.presses_data(f"more:{number}")
    anna.sends_pin(55.2, 32.4)
    anna.waits()
    assert anna.acts[-1].point is not None


def test_an_addition_that_never_came_does_not_swallow_next_weeks_story():
    anna = resident()
    number = anna.files()
    anna.presses_data(f"more:{number}")
    anna.waits(days=7)
    anna.writes("В Ерышах нет воды")
    anna.waits()
    assert anna.sees("confirm-title")
    assert anna.acts == []


def test_an_addition_can_be_left():
    anna = resident()
    anna.presses_data(f"more:{anna.files()}")
    anna.presses("button-cancel")
    assert anna.sees("cancelled")
    anna.writes("В Ерышах нет воды")
    anna.waits()
    assert anna.sees("confirm-title")


def test_a_message_is_withdrawn_after_asking_once():
    anna = resident()
    number = anna.files()
    anna.presses_data(f"mine!:{number}")
    anna.presses("Отозвать")
    assert anna.sees("withdraw-ask")
    anna.presses("Да, отозвать")
    assert anna.sees("withdraw-done")
    assert anna.filed[0].status is Status.WITHDRAWN


def test_thinking_better_of_a_withdrawal():
    anna = resident()
    number = anna.files()
    anna.presses_data(f"withdraw:{number}")
    anna.presses("Нет, оставить")
    assert anna.sees("mine-number")
    assert anna.filed[0].status is Status.NEW


def test_words_said_just_before_a_withdrawal_still_reach_the_desk():
    anna = resident()
    number = anna.files()
    anna.presses_data(f"more:{number}")
    anna.writes("Засыпали сами")
    anna.presses_data(f"withdraw!:{number}")
    assert [one.action for one in anna.acts] == [Action.ADD, Action.WITHDRAW]


@pytest.mark.parametrize("data", ["withdraw:{}", "withdraw!:{}", "more:{}", "reply:{}", "rate:{}:good", "rate:{}:bad"])
def test_what_the_status_forbids_is_said(data):
    anna = resident()
    number = anna.files()
    anna.is_told(number, Action.DECLINE, arg="abuse")
    anna.presses_data(data.format(number))
    assert anna.sees("not-possible-now", "status-declined")
    assert anna.acts == []


def test_a_question_is_answered_by_its_button():
    anna, _, _ = asked()
    anna.presses("Ответить")
    assert anna.sees("reply-ask")
    anna.writes("Дом пять")
    anna.waits()
    assert anna.sees("reply-done")
    assert (anna.acts[-1].action, anna.acts[-1].text) == (Action.REPLY, "Дом пять")
    assert anna.filed[0].status is Status.IN_WORK


def test_a_question_is_answered_by_replying_to_it():
    anna, number, question = asked()
    anna.writes("Дом пять", to=question)
    anna.waits()
    assert (anna.acts[-1].number, anna.acts[-1].action) == (number, Action.REPLY)
    assert "Это о другом" not in anna.buttons, "there is no doubt about a reply"


def test_a_question_is_answered_by_plain_words_and_photos():
    anna, number, _ = asked()
    anna.writes("Дом пять")
    anna.sends_photo()
    anna.waits()
    assert anna.sees("reply-done")
    assert (anna.acts[-1].number, anna.acts[-1].text, len(anna.acts[-1].photos)) == (number, "Дом пять", 1)


@pytest.mark.parametrize("word", ["Да", "нет", "Хорошо"])
def test_a_short_answer_is_an_answer(word):
    anna, _, _ = asked("Вода появилась?")
    anna.writes(word)
    anna.waits()
    assert anna.acts[-1].text == word


def test_thanks_do_not_pass_for_an_answer():
    anna, _, _ = asked()
    anna.writes("Спасибо!")
    assert anna.sees("you-are-welcome")
    assert anna.filed[0].status is Status.ASKED


def test_plain_words_about_something_else_become_a_new_message():
    anna, _, _ = asked()
    anna.writes("В Ерышах нет воды")
    anna.waits()
    anna.presses("Это о другом")
    assert anna.sees("fresh-taken")
    anna.waits()
    assert anna.sees("confirm-title")
    anna.presses("Отправить")
    assert anna.filed[-1].text == "В Ерышах нет воды"


def test_it_is_about_something_else_only_once():
    anna, _, _ = asked()
    anna.writes("В Ерышах нет воды")
    anna.waits()
    anna.presses("Это о другом")
    anna.waits()
    anna.presses("Отправить")
    anna.presses_data("fresh")
    assert anna.toasts == ["button-stale"]


def test_something_else_waits_for_the_draft_in_hand():
    anna, _, _ = asked()
    anna.writes("В Ерышах нет воды")
    anna.waits()
    anna.writes(YAMA + " снова")
    anna.waits()
    anna.presses("Это о другом")
    assert anna.sees("fresh-later")
    anna.presses("Отправить")
    anna.presses("Это о другом")
    anna.waits()
    anna.presses("Отправить")
    assert [one.text for one in anna.filed[1:]] == [YAMA + " снова", "В Ерышах нет воды"]


def test_with_two_questions_open_plain_words_ask_which():
    anna, first, _ = asked("Какой дом?")
    second = anna.world.filed_long_ago("utilities.water")
    anna.is_told(second, Action.ASK, "Холодная или горячая?")
    anna.writes("Горячая")
    anna.waits()
    assert anna.sees("which-question")
    assert "Холодная или горячая?" in anna.reads
    anna.presses(f"Ответ по № {second}")
    assert anna.sees("reply-done")
    assert (anna.acts[-1].number, anna.acts[-1].text) == (second, "Горячая")
    assert anna.world.appeals[first].status is Status.ASKED


def test_an_answer_after_a_month_still_finds_its_question():
    anna, number, question = asked()
    anna.waits(days=30)
    anna.writes("Дом пять", to=question)
    anna.waits()
    assert anna.acts[-1].number == number


def test_a_reply_to_any_notice_of_an_open_message_is_an_addition():
    anna = resident()
    number = anna.files()
    told = anna.is_told(number, Action.ACCEPT)
    anna.writes("Стало глубже", to=told)
    anna.waits()
    assert (anna.acts[-1].number, anna.acts[-1].action) == (number, Action.ADD)


def test_a_reply_to_what_is_over_is_a_new_message():
    anna = resident()
    number = anna.files()
    told = anna.is_told(number, Action.DECLINE, arg="too_little")
    anna.writes("В Бабино яма у дома 5", to=told)
    anna.waits()
    assert anna.sees("confirm-title")
    anna.presses("Отправить")
    assert len(anna.filed) == 2


def test_words_for_what_was_closed_meanwhile_become_a_new_message_by_one_press():
    anna = resident()
    number = anna.files()
    anna.presses_data(f"more:{number}")
    anna.writes("В Бабино стало ещё хуже, яма")
    anna.world.desk_does(number, Action.DECLINE, arg="abuse")
    anna.waits()
    assert anna.sees("too-late-to-add")
    anna.presses("Отправить как новое")
    anna.waits()
    assert anna.sees("confirm-title")
    anna.presses("Отправить")
    assert anna.filed[-1].text == "В Бабино стало ещё хуже, яма"


def test_words_for_what_was_closed_wait_while_another_draft_is_in_hand():
    anna = resident()
    number = anna.files()
    anna.writes("В Ерышах нет воды")
    anna.waits()
    anna.presses_data(f"more:{number}")
    anna.writes("В Бабино яма стала глубже")
    anna.world.desk_does(number, Action.DECLINE, arg="abuse")
    anna.waits()
    assert anna.sees("too-late-to-add", "hint-confirming")
    anna.presses("Отправить")
    anna.presses("Отправить как новое")
    anna.waits()
    anna.presses("Отправить")
    assert [one.text for one in anna.filed[1:]] == ["В Ерышах нет воды", "В Бабино яма стала глубже"]


def test_an_edit_before_filing_changes_the_card():
    anna = resident()
    message = anna.writes(YAMA)
    anna.waits()
    anna.edits(message, "У магазина в Ерышах яма")
    anna.waits()
    assert anna.sees("confirm-title")
    anna.presses("Отправить")
    assert (anna.filed[0].text, anna.filed[0].place.locality) == ("У магазина в Ерышах яма", "Ерыши")


def test_an_edit_after_filing_is_noted_on_the_message():
    anna = resident()
    message = anna.writes(YAMA)
    anna.waits()
    anna.presses("Отправить")
    anna.edits(message, "У магазина в Бабино две ямы")
    assert anna.sees("edit-noted")
    assert anna.world.edits[-1].text == "У магазина в Бабино две ямы"


def test_an_edit_of_an_addition_is_taken_before_it_leaves_and_noted_after():
    anna = resident()
    number = anna.files()
    anna.presses_data(f"more:{number}")
    message = anna.writes("Дом 5")
    anna.edits(message, "Дом 6")
    anna.waits()
    assert anna.acts[-1].text == "Дом 6"
    anna.edits(message, "Дом 7")
    assert anna.sees("edit-noted")


def test_an_edit_of_something_unknown_gets_a_line():
    anna = resident()
    anna.edits("long-ago", "Другое")
    assert anna.sees("edit-unknown")


def test_an_edit_that_takes_all_words_away_ends_the_draft_kindly():
    anna = resident()
    message = anna.writes(YAMA)
    anna.waits()
    anna.edits(message, "")
    anna.waits()
    assert anna.sees("hint-idle")


def test_an_edit_that_is_too_long_leaves_the_draft_as_it_was():
    anna = resident()
    message = anna.writes(YAMA)
    anna.waits()
    anna.edits(message, "я" * 10_001)
    assert anna.sees("draft-full")
    anna.presses("Отправить")
    assert anna.filed[0].text == YAMA


def test_a_blocked_resident_who_comes_back_is_greeted():
    from bot.dialogs.events import BotReturned

    anna = resident()
    anna.gets(BotReturned())
    assert anna.sees("welcome-back")
