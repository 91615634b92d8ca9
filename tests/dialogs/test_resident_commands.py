"""Commands in both alphabets, cancelling from every step, own data and forgetting it."""

import pytest

from bot.appeals.status import Action
from bot.dialogs.resident.commands import command_in
from bot.dialogs.resident.states import Idle
from tests.dialogs.resident_talk import newcomer, resident

YAMA = "У магазина в Бабино яма"


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("/start", "start"),
        ("/start from-poster", "start"),
        ("Начать", "start"),
        ("/my", "mine"),
        ("/МОИ", "mine"),
        ("мои сообщения", "mine"),
        ("/data", "data"),
        ("/мои_данные", "data"),
        ("/мои данные", "data"),
        ("/delete", "delete"),
        ("/удалить", "delete"),
        ("/cancel", "cancel"),
        ("/отмена", "cancel"),
        (" Отмена. ", "cancel"),
        ("/help", "help"),
        ("Помощь!", "help"),
        ("Нужна помощь", None),
        ("Отмена рейса", None),
    ],
)
def test_commands_in_both_alphabets(typed, command):
    assert command_in(typed) == command


def test_help_names_the_emergency_number_and_the_portal():
    anna = resident()
    anna.writes("/help")
    assert anna.sees("help", "not-an-appeal")
    assert "112" in anna.reads


def test_help_in_the_middle_of_a_draft_brings_its_buttons_back():
    anna = resident()
    anna.writes(YAMA)
    anna.waits()
    anna.presses_data("help")
    assert anna.sees("help", "hint-confirming")
    anna.presses("Отправить")
    assert len(anna.filed) == 1


def test_an_unknown_command_gets_the_way_on():
    anna = resident()
    anna.writes("/чтоэто")
    assert anna.sees("unknown-command")
    assert anna.buttons == ["Мои сообщения", "Помощь"]


def gathering(anna):
    anna.writes(YAMA)


def awaiting_words(anna):
    anna.sends_photo()
    anna.waits()


def choosing_topic(anna):
    anna.writes("В Бабино безобразие")
    anna.waits()


def choosing_place(anna):
    anna.writes("Нет воды")
    anna.waits()


def confirming(anna):
    anna.writes(YAMA)
    anna.waits()


STEPS = [gathering, awaiting_words, choosing_topic, choosing_place, confirming]


@pytest.mark.parametrize("reach", STEPS)
@pytest.mark.parametrize("word", ["/отмена", "/cancel", "отмена"])
def test_cancel_in_every_step(reach, word):
    anna = resident()
    reach(anna)
    anna.writes(word)
    assert anna.sees("cancelled")
    assert anna.talk.step == Idle()
    anna.waits(hours=2)
    assert anna.new == []


def test_cancel_before_consent():
    anna = newcomer()
    anna.writes(YAMA)
    anna.waits()
    anna.writes("/отмена")
    assert anna.sees("cancelled")
    assert anna.talk.draft.is_empty


def test_cancel_by_the_button_of_the_card():
    anna = resident()
    confirming(anna)
    anna.presses("button-cancel")
    assert anna.sees("confirm-cancelled", "cancelled")
    assert anna.talk.step == Idle()


def test_nothing_to_cancel():
    anna = resident()
    anna.writes("/отмена")
    assert anna.sees("nothing-to-cancel")


def test_cancel_leaves_first_the_addition_and_only_then_the_draft():
    anna = resident()
    number = anna.files()
    choosing_place(anna)
    anna.presses_data(f"more:{number}")
    anna.writes("/отмена")
    assert anna.sees("aside-cancelled", "hint-choosingplace")
    assert anna.talk.draft.text == "Нет воды"
    anna.writes("/отмена")
    assert anna.sees("cancelled")


@pytest.mark.parametrize("reach", STEPS)
@pytest.mark.parametrize("word", ["/start", "/my", "/data", "/help", "/чтоэто"])
def test_no_command_loses_a_draft(reach, word):
    anna = resident()
    reach(anna)
    before = anna.talk.draft
    anna.writes(word)
    assert anna.new
    assert anna.talk.draft == before


def test_own_data_before_and_after_consent():
    anna = newcomer()
    anna.writes("/data")
    assert anna.sees("data-no-consent", "data-nothing")
    anna.agrees()
    anna.files()
    anna.writes("/мои_данные")
    assert anna.sees("data-name", "data-consent", "data-appeals", "data-place")
    assert "Анна" in anna.reads
    assert "Бабино" in anna.reads


def test_deletion_is_asked_once_more_and_says_what_is_in_work():
    anna = resident()
    anna.files()
    anna.writes("/удалить")
    assert anna.sees("delete-ask", "delete-open")
    anna.presses("Да, удалить")
    assert anna.sees("delete-done")
    assert anna.world.erased == 1
    anna.writes(YAMA)
    anna.waits()
    assert anna.sees("greeting", "consent")


def test_nothing_of_the_talk_is_left_after_deletion():
    anna = resident()
    number = anna.files()
    anna.is_told(number, Action.ASK, "Какой дом?")
    anna.writes("Дом пять, Анна Петрова")
    anna.waits()
    anna.writes("/удалить")
    anna.presses("Да, удалить")
    assert "Петрова" not in repr(anna.talk)


def test_deletion_can_be_left():
    anna = resident()
    anna.writes("/delete")
    anna.presses("Нет, оставить")
    assert anna.sees("delete-kept")
    assert anna.world.erased == 0


@pytest.mark.parametrize("word", ["Нет", "/отмена"])
def test_a_draft_waits_out_the_question_about_deletion(word):
    anna = resident()
    confirming(anna)
    anna.writes("/удалить")
    anna.writes(word)
    assert anna.sees("delete-kept")
    anna.waits()
    assert anna.sees("confirm-title")
    anna.presses("Отправить")
    assert anna.filed[0].text == YAMA


def test_who_goes_on_writing_is_not_deleted():
    anna = resident()
    confirming(anna)
    anna.writes("/удалить")
    anna.writes("И колесо пробил")
    anna.waits()
    anna.presses("Отправить")
    assert anna.filed[0].text == YAMA + "\nИ колесо пробил"


def test_an_edit_during_the_question_about_deletion_keeps_the_question():
    anna = resident()
    message = anna.writes(YAMA)
    anna.waits()
    anna.writes("/удалить")
    anna.edits(message, "В Ерышах яма")
    assert anna.sees("hint-confirmingdeletion")
    anna.presses("Нет, оставить")
    anna.waits()
    anna.presses("Отправить")
    assert anna.filed[0].text == "В Ерышах яма"
