"""Old buttons, forged data, haste, forgetfulness, and two things at once."""

import pytest

from bot.appeals.status import Action, Status
from bot.dialogs.events import HandlingFailed
from tests.dialogs.resident_talk import FORGED, resident

YAMA = "У магазина в Бабино яма"


def at_the_card():
    anna = resident()
    anna.writes(YAMA)
    anna.waits()
    return anna


def test_an_old_button_is_answered_with_the_newest_buttons():
    anna = at_the_card()
    old = anna.button("Отправить")
    anna.writes("И колесо пробил")
    anna.waits()
    anna.presses_data(old)
    assert anna.toasts == ["button-stale"]
    assert anna.sees("hint-confirming")
    assert anna.filed == []
    anna.presses("Отправить")
    assert len(anna.filed) == 1


def test_an_old_button_of_a_finished_step_offers_what_is_always_possible():
    anna = resident()
    anna.writes("Нет воды")
    anna.waits()
    old = anna.button("Третьяковское")
    anna.writes("Ерыши")
    anna.presses("Отправить")
    anna.presses_data(old)
    assert anna.sees("hint-idle")
    assert anna.buttons == ["Мои сообщения", "Помощь"]


def test_an_impatient_finger_files_once():
    anna = at_the_card()
    send = anna.button("Отправить")
    anna.presses_data(send)
    anna.presses_data(send)
    assert anna.toasts == ["already-sent"]
    assert len(anna.filed) == 1


def test_cancel_pressed_after_send_does_not_pretend_to_cancel():
    anna = at_the_card()
    cancel = anna.button("button-cancel")
    anna.presses("Отправить")
    anna.presses_data(cancel)
    assert not anna.sees("cancelled")
    assert anna.filed[0].status is Status.NEW


def test_send_pressed_after_cancel_does_not_pretend_to_have_sent():
    anna = at_the_card()
    send = anna.button("Отправить")
    anna.presses("button-cancel")
    anna.presses_data(send)
    assert anna.toasts == ["button-stale"]
    assert anna.filed == []


def test_the_words_of_a_button_typed_are_the_press():
    anna = at_the_card()
    anna.types_button("Изменить место")
    assert anna.sees("ask-place")


@pytest.mark.parametrize("data", FORGED)
def test_forged_data_changes_nothing(data):
    anna = resident()
    anna.presses_data(data)
    assert anna.toasts == ["button-stale"]
    assert anna.sees("hint-idle")
    assert (anna.acts, anna.filed, anna.world.erased) == ([], [], 0)


def test_somebody_elses_message_is_not_to_be_touched():
    petr = resident()
    number = petr.files()
    petr.is_told(number, Action.SOLVE, "Готово.")
    anna = resident()
    for data in (
        f"rate:{number}:good",
        f"rate:{number}:bad",
        f"withdraw!:{number}",
        f"more:{number}",
        f"mine!:{number}",
    ):
        anna.presses_data(data)
        assert anna.toasts == ["button-stale"]
        assert YAMA not in anna.reads


def test_an_unknown_rating_is_no_vote():
    anna = resident()
    number = anna.files()
    anna.is_told(number, Action.SOLVE, "Готово.")
    anna.presses_data(f"rate:{number}:wow")
    assert anna.toasts == ["button-stale"]
    assert anna.acts == []


def test_who_writes_too_much_hears_of_it_once_and_loses_nothing():
    anna = resident()
    for number in range(40):
        anna.writes(f"часть {number}")
    assert anna.times("slow-down") == 1
    anna.writes(YAMA)
    anna.waits()
    assert anna.sees("confirm-title")
    anna.presses("Отправить")
    assert all(f"часть {number}" in anna.filed[0].text for number in range(40))


def test_who_sends_commands_too_fast_is_answered_when_quiet_comes():
    anna = resident()
    for _ in range(40):
        anna.writes("/my")
    assert anna.times("slow-down") == 1
    anna.waits()
    assert anna.sees("slow-over", "hint-idle")


def test_haste_at_a_question_does_not_lose_the_question():
    anna = resident()
    for _ in range(19):
        anna.writes("/my")
    anna.writes("Нет воды")
    anna.waits()
    anna.writes("Ерыши")
    anna.waits()
    assert anna.sees("confirm-title"), "taken as more of the story, and read with it"


def test_after_a_minute_all_is_as_before():
    anna = resident()
    for _ in range(30):
        anna.writes("/my")
    anna.waits(minutes=1)
    anna.writes("/help")
    assert anna.sees("help")


def test_too_many_filed_in_an_hour_wait_on_their_card():
    anna = resident()
    for _ in range(10):
        anna.files()
    anna.writes(YAMA)
    anna.waits()
    anna.presses("Отправить")
    assert anna.sees("too-many-filed")
    assert len(anna.filed) == 10
    anna.waits(hours=1)
    anna.presses("Отправить")
    assert len(anna.filed) == 11


@pytest.mark.parametrize("words", ["В Бабино безобразие", "Нет воды", YAMA, "В Бабино темно"])
@pytest.mark.parametrize("kind", ["sticker", "voice", "file"])
def test_a_sticker_in_the_middle_brings_back_the_buttons_of_the_step(words, kind):
    anna = resident()
    anna.writes(words)
    anna.waits()
    buttons = anna.buttons
    anna.sends(kind)
    assert anna.sees(f"unsupported-{kind}")
    assert anna.last.message.buttons
    assert anna.buttons == buttons
    anna.presses(buttons[0])
    assert anna.toasts == []


def test_an_update_that_failed_is_owned_up_to():
    anna = resident()
    anna.gets(HandlingFailed())
    assert anna.sees("handling-failed")


def test_a_question_answered_by_replying_while_a_draft_is_in_hand():
    anna = resident()
    number = anna.files()
    anna.writes("В Ерышах нет воды")
    anna.waits()
    question = anna.is_told(number, Action.ASK, "Какой дом?")
    anna.writes("Дом пять", to=question)
    anna.waits()
    assert anna.sees("reply-done", "hint-confirming"), "and back to the draft, with its buttons"
    anna.presses("Отправить")
    assert anna.acts[-1].text == "Дом пять"
    assert anna.filed[-1].text == "В Ерышах нет воды"


def test_a_question_answered_by_its_button_while_a_place_is_asked_for():
    anna = resident()
    number = anna.files()
    anna.writes("Снег не убирают")
    anna.waits()
    anna.is_told(number, Action.ASK, "Какой дом?")
    anna.presses("Ответить")
    anna.writes("Дом пять")
    anna.waits()
    assert anna.sees("reply-done", "hint-choosingplace")
    anna.writes("Ерыши")
    assert anna.sees("confirm-title")


def test_a_yes_in_reply_to_the_desk_does_not_send_the_draft():
    anna = resident()
    number = anna.files()
    anna.writes("В Ерышах нет воды")
    anna.waits()
    question = anna.is_told(number, Action.ASK, "Яма у крыльца?")
    anna.writes("Да", to=question)
    anna.waits()
    assert anna.acts[-1].text == "Да"
    assert len(anna.filed) == 1


def test_replies_to_two_questions_in_one_breath_reach_both():
    anna = resident()
    first, second = anna.files(), anna.world.filed_long_ago("utilities.water")
    one, other = anna.is_told(first, Action.ASK, "Какой дом?"), anna.is_told(second, Action.ASK, "Какая улица?")
    anna.writes("Пятый", to=one)
    anna.writes("Полевая", to=other)
    anna.waits()
    assert [(act.number, act.text) for act in anna.acts] == [(first, "Пятый"), (second, "Полевая")]


def test_a_reply_to_a_notice_while_the_first_words_are_still_gathered():
    anna = resident()
    number = anna.files()
    told = anna.is_told(number, Action.ACCEPT)
    anna.writes("В Ерышах нет воды")
    anna.writes("Стало глубже", to=told)
    anna.waits()
    assert anna.sees("add-done", "confirm-title")


def test_a_draft_without_its_last_press_is_spoken_of_once():
    anna = at_the_card()
    anna.waits(hours=5)
    assert anna.times("not-sent-yet") == 1
    assert "Отправить" in anna.buttons
    anna.presses("Отправить")
    assert len(anna.filed) == 1
    anna.waits(days=1)
    assert anna.times("not-sent-yet") == 1


def test_who_filed_is_left_in_peace():
    anna = resident()
    anna.files()
    anna.waits(days=10)
    assert anna.new == []
