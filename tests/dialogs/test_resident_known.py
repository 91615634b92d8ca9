"""Somebody has written about it already: the resident is shown it, and chooses by one press."""

from datetime import timedelta

import pytest

from bot.appeals.appeal import Place
from bot.appeals.status import Action
from bot.dialogs.events import Known
from bot.dialogs.resident.states import Idle
from tests.dialogs.resident_talk import Resident, newcomer, resident
from tests.dialogs.resident_world import MONDAY

YAMA = "У магазина в Бабино яма"
NUMBER, OTHER = "26-00012", "26-00015"


def known(number: str = NUMBER, **more: object) -> Known:
    told = {"words": "Яма на дороге", "filed_at": MONDAY - timedelta(days=3), "due": MONDAY + timedelta(days=1)}
    return Known(number, place=Place("tretyakovo", "Бабино", "у магазина"), **told | more)  # type: ignore[arg-type]


def asked(*found: Known) -> Resident:
    """Anna, who is asked whether it is the same."""
    anna = resident()
    anna.world.known = {one.number: one for one in found or (known(),)}
    anna.writes(YAMA)
    anna.waits()
    return anna


def test_a_message_and_one_press_are_enough():
    anna = asked(known(photo="1.jpg", metres=120.0, count=4))
    assert anna.sees("known-ask", "known-one", "known-text", "known-metres", "known-count")
    assert "3 дня назад" in anna.reads
    assert anna.last.message.photos == ("1.jpg",)
    assert anna.buttons == ["Я тоже", "Другая проблема"]
    anna.presses("Я тоже")
    assert anna.sees("joined-number", "filed-desk", "filed-due", "joined-mark")
    assert "Вас уже 5" in anna.reads
    (joined,) = anna.world.joined
    assert (joined.number, joined.text, joined.messages) == (NUMBER, YAMA, ("m2",))
    assert isinstance(anna.talk.step, Idle)
    assert anna.filed == []
    anna.waits(hours=2)
    assert not anna.sees("not-sent-yet"), "nothing is left unsent"


def test_where_nothing_is_known_the_card_comes_at_once():
    anna = resident()
    anna.writes(YAMA)
    anna.waits()
    assert anna.sees("confirm-title")
    assert [one.text for one in anna.world.looked_for] == [YAMA]


def test_another_problem_is_never_asked_about_again():
    anna = asked()
    anna.presses("Другая проблема")
    assert anna.sees("confirm-title", "continued-below")
    for change in ("Изменить тему", "Изменить место"):
        anna.presses(change)
        anna.presses("Оставить как было")
        assert anna.sees("confirm-title")
    anna.presses("Добавить")
    anna.writes("И глубокая")
    anna.waits()
    assert anna.sees("confirm-title")
    assert len(anna.world.looked_for) == 1
    anna.presses("Отправить")
    assert len(anna.filed) == 1
    anna.writes(YAMA)
    anna.waits()
    assert anna.sees("known-ask"), "the next message is another one"


def test_of_two_each_has_its_button():
    anna = asked(known(photo="1.jpg"), known(OTHER, photo="2.jpg"))
    assert anna.sees("known-ask-several")
    assert anna.buttons == [f"Я тоже: № {NUMBER}", f"Я тоже: № {OTHER}", "Другая проблема"]
    assert len(anna.last.message.photos) == 2
    anna.presses(f"Я тоже: № {OTHER}")
    assert [one.number for one in anna.world.joined] == [OTHER]


def test_more_words_instead_of_a_press_are_compared_too():
    anna = asked()
    anna.writes("Колесо пробил")
    anna.waits()
    assert anna.sees("known-ask")
    anna.presses("Я тоже")
    assert anna.world.joined[0].text == f"{YAMA}\nКолесо пробил"


@pytest.mark.parametrize("word", ["да", "Ага", "+", "верно"])
def test_a_plain_yes_joins(word: str):
    anna = asked()
    anna.writes(word)
    assert len(anna.world.joined) == 1


def test_a_plain_no_goes_on_to_the_card():
    anna = asked()
    anna.writes("нет")
    assert anna.sees("confirm-title")


def test_a_yes_to_one_of_two_is_not_enough():
    anna = asked(known(), known(OTHER))
    anna.writes("да")
    assert anna.sees("hint-choosingknown")
    assert anna.world.joined == []


def test_a_second_tap_does_nothing():
    anna = asked()
    press = anna.button("Я тоже")
    anna.presses_data(press)
    anna.presses_data(press)
    assert anna.toasts == ["already-joined"]
    assert len(anna.world.joined) == 1


def test_it_was_closed_meanwhile():
    anna = asked()
    anna.world.closed = {NUMBER}
    anna.presses("Я тоже")
    assert anna.sees("known-gone", "confirm-title")
    anna.presses("Отправить")
    assert len(anna.filed) == 1


def test_what_the_desk_said_already_is_told():
    anna = asked()
    anna.world.answer = "Приедем в четверг."
    anna.presses("Я тоже")
    assert anna.sees("joined-answer")
    assert "Приедем в четверг." in anna.reads


def test_ones_own_message_grows():
    anna = resident()
    number = anna.files(YAMA)
    anna.world.known = {number: known(number, own=True)}
    anna.writes("Яма в Бабино стала больше")
    anna.waits()
    assert anna.sees("known-ask-own", "known-how-own")
    anna.presses(f"Добавить к № {number}")
    assert anna.sees("add-done")


def test_of_an_incident_everybody_is_told_at_once():
    anna = asked(known(incident=True, count=14))
    assert anna.sees("known-ask-incident", "known-count", "known-due")
    assert "написали уже 14 человек" in anna.reads


def test_nothing_of_others_is_shown_before_the_consent():
    anna = newcomer()
    anna.world.known = {NUMBER: known()}
    anna.writes(YAMA)
    anna.waits()
    assert anna.world.looked_for == []
    anna.presses("Даю согласие")
    anna.waits()
    assert anna.sees("known-ask")


def test_cancelling_leaves_it():
    anna = asked()
    anna.writes("/отмена")
    assert anna.sees("cancelled")
    assert isinstance(anna.talk.step, Idle)


def test_the_way_on_shows_the_same_buttons():
    anna = asked()
    anna.writes("/помощь")
    assert anna.sees("hint-choosingknown")
    anna.presses("Я тоже")
    assert len(anna.world.joined) == 1


def test_a_merged_message_goes_on_under_the_other_number():
    anna = resident()
    first, second = anna.files(YAMA), anna.files("В Бабино не горит фонарь")
    notice = anna.is_told(second, Action.MERGE, arg=first)
    assert f"объединено с № {first}" in notice.text
    anna.writes("И ещё одна рядом", to=notice)
    anna.waits()
    assert [(one.number, one.action) for one in anna.acts] == [(first, Action.ADD)]
    anna.writes("/мои")
    assert not any(second in one for one in anna.buttons)
