"""Not every message is a plain complaint: danger, thanks, talk, questions, two troubles in one breath, a telephone."""

import pytest

from bot.dialogs.effects import ForgetThanks, KeepThanks
from bot.dialogs.resident.states import Confirming, Idle
from tests.dialogs.resident_talk import newcomer, resident

GAS = "В Бабино пахнет газом, яма тут ни при чём"


def test_in_danger_the_number_to_ring_comes_before_anything_else():
    anna = resident()
    anna.writes(GAS)
    assert anna.sees("alarm-gas"), "at once, before quiet"
    assert "104" in anna.reads
    anna.waits()
    assert anna.sees("confirm-title"), "and the intake goes on"


def test_a_newcomer_in_danger_is_not_asked_for_consent_first():
    boris = newcomer()
    boris.writes(GAS)
    assert boris.sees("alarm-gas")
    assert not boris.sees("consent")
    boris.waits()
    assert boris.sees("consent")


def test_the_same_danger_is_named_once_an_hour():
    anna = resident()
    for _ in range(3):
        anna.writes(GAS)
    assert anna.times("alarm-gas") == 1
    anna.waits(hours=2)
    anna.writes("Опять пахнет газом")
    assert anna.times("alarm-gas") == 2


def test_a_danger_written_into_an_earlier_message_is_heard_too():
    anna = resident()
    message = anna.writes("У магазина в Бабино яма")
    anna.edits(message, "У магазина в Бабино пахнет газом")
    assert anna.sees("alarm-gas")


def test_thanks_are_counted_and_file_nothing():
    anna = resident()
    anna.writes("Благодарим за новую дорогу в Бабино")
    anna.waits()
    assert anna.sees("thanks-kept")
    assert [(one.text, one.place.locality) for one in anna.world.thanks] == [
        ("Благодарим за новую дорогу в Бабино", "Бабино")
    ]
    anna.waits(hours=3)
    assert not anna.sees("not-sent-yet"), "nothing waits to be sent"
    assert not anna.filed


def test_thanks_that_were_a_complaint_are_one_after_a_press():
    anna = resident()
    anna.writes("Благодарим, яма в Бабино так и ждёт третью неделю")
    anna.waits()
    anna.presses("Это сообщение, передайте")
    assert anna.sees("confirm-title")
    assert not anna.world.thanks
    anna.presses("Отправить")
    assert (anna.filed[0].topic, anna.filed[0].kind) == ("roads.pothole", "complaint")


def test_talk_is_answered_and_is_no_part_of_what_comes_after():
    anna = resident()
    anna.writes("Ну как дела, бот")
    anna.waits()
    assert anna.sees("talk-answer")
    anna.writes("У магазина в Бабино яма")
    anna.waits()
    anna.presses("Отправить")
    assert anna.filed[0].text == "У магазина в Бабино яма"


def test_with_a_photo_it_is_never_talk():
    anna = resident()
    anna.sends_photo("Как дела? Яма в Бабино")
    anna.waits()
    assert anna.sees("confirm-title")


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Подскажите, яма в Бабино чья", "question"),
        ("Предлагаю знак там, где яма в Бабино", "suggestion"),
        ("Яма в Бабино", "complaint"),
    ],
)
def test_a_question_and_a_suggestion_are_filed_as_what_they_are(words: str, kind: str):
    anna = resident()
    anna.writes(words)
    anna.waits()
    assert anna.sees(f"confirm-kind-{kind}") == (kind != "complaint")
    anna.presses("Отправить")
    assert anna.filed[0].kind == kind


def test_nothing_but_abuse_gets_a_calm_line():
    anna = resident()
    anna.writes("Чёрт вас возьми")
    anna.waits()
    assert anna.sees("abuse-calm")
    assert anna.talk.step == Idle()


def test_two_troubles_are_offered_as_two_and_each_has_its_card():
    anna = resident()
    anna.sends_photo("В Бабино яма, а ещё в Бабино мусор не вывозят")
    anna.waits()
    assert anna.sees("apart-ask")
    anna.presses("Отправить отдельно")
    assert "яма" in anna.reads
    anna.presses("Отправить")
    assert anna.sees("filed-number", "confirm-title"), "the second follows by itself"
    anna.presses("Отправить")
    assert [(one.topic, one.text) for one in anna.filed] == [
        ("roads.pothole", "В Бабино яма"),
        ("garbage.containers", "в Бабино мусор не вывозят"),
    ]
    assert all(one.before for one in anna.filed), "nobody said whose the photo is: both keep it"


def test_a_second_trouble_that_is_forgotten_is_spoken_of():
    anna = resident()
    anna.writes("В Бабино яма, а ещё в Бабино мусор не вывозят")
    anna.waits()
    anna.presses("Отправить отдельно")
    anna.presses("Отправить")
    anna.waits(hours=1)
    assert anna.sees("not-sent-yet")


def test_two_troubles_can_stay_one_message():
    anna = resident()
    anna.writes("В Бабино яма, а ещё в Бабино мусор не вывозят")
    anna.waits()
    anna.presses("Всё вместе")
    assert anna.sees("ask-topic-likely")
    anna.presses("Ямы и разбитая дорога")
    anna.presses("Отправить")
    assert [one.text for one in anna.filed] == ["В Бабино яма, а ещё в Бабино мусор не вывозят"]


def test_cancelling_the_first_of_two_leaves_nothing_behind():
    anna = resident()
    anna.writes("В Бабино яма, а ещё в Бабино мусор не вывозят")
    anna.waits()
    anna.presses("Отправить отдельно")
    anna.writes("/отмена")
    assert (anna.talk.step, anna.talk.queue) == (Idle(), ())


def test_a_telephone_is_hidden_unless_its_owner_shows_it():
    anna = resident()
    anna.writes("В Бабино яма, звоните +79101234567")
    anna.waits()
    assert anna.sees("confirm-details")
    assert "+79101234567" not in anna.reads
    anna.presses("Показать сотрудникам")
    assert anna.sees("confirm-details-shared")
    assert isinstance(anna.talk.step, Confirming)
    anna.presses("Отправить")
    assert anna.world.shared == [True]


def test_hiding_it_again_takes_the_leave_back():
    anna = resident()
    anna.writes("В Бабино яма, звоните +79101234567")
    anna.waits()
    anna.presses("Показать сотрудникам")
    anna.presses("Скрыть мои данные")
    anna.presses("Отправить")
    assert anna.world.shared == [False]


def test_strong_words_are_covered_on_the_card():
    anna = resident()
    anna.writes("Какого чёрта в Бабино яма")
    anna.waits()
    assert "ч***" in anna.reads
    assert "чёрт" not in anna.reads


def test_the_effects_name_the_thanks_that_were_none():
    anna = resident()
    anna.writes("Благодарим, яма в Бабино теперь без дороги")
    anna.waits()
    assert anna.world.thanks == [KeepThanks("Благодарим, яма в Бабино теперь без дороги", anna.world.thanks[0].place)]
    anna.presses("Это сообщение, передайте")
    assert anna.world.forgotten == [ForgetThanks()]
