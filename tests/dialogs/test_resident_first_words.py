"""Greeting, consent given once, and what was written before it."""

from tests.dialogs.resident_talk import newcomer, resident


def test_start_says_what_the_bot_does_and_asks_for_consent():
    anna = newcomer()
    anna.writes("/start")
    assert anna.sees("greeting", "not-an-appeal", "consent")
    assert "59-ФЗ" in anna.reads
    assert anna.world.consent is None
    anna.presses("Даю согласие")
    assert anna.sees("consent-thanks", "how-to-write")
    assert (anna.world.consent, anna.world.consent_at) == ("1", anna.world.now)


def test_a_message_before_consent_is_taken_up_after_it():
    anna = newcomer()
    anna.writes("У магазина в Бабино яма")
    anna.waits()
    assert anna.sees("greeting", "consent")
    anna.presses("Даю согласие")
    assert anna.sees("consent-thanks-draft")
    anna.waits()
    assert anna.sees("confirm-title")
    assert "У магазина в Бабино яма" in anna.reads
    anna.presses("Отправить")
    assert [one.text for one in anna.filed] == ["У магазина в Бабино яма"]


def test_an_album_of_a_newcomer_is_greeted_once_and_kept_whole():
    anna = newcomer()
    anna.sends_album(3, "У магазина в Бабино яма")
    anna.waits()
    assert anna.times("greeting") == 1
    assert anna.times("consent-again") == 0
    anna.presses("Даю согласие")
    anna.waits()
    anna.presses("Отправить")
    assert len(anna.filed[0].before) == 3


def test_who_goes_on_writing_before_consent_is_reminded_without_losing_a_word():
    anna = newcomer()
    anna.writes("В Бабино")
    anna.waits()
    anna.writes("опять яма")
    anna.waits()
    assert anna.sees("consent-again")
    anna.presses("Даю согласие")
    anna.waits()
    anna.presses("Отправить")
    assert anna.filed[0].text == "В Бабино\nопять яма"


def test_consent_can_be_said_in_words():
    anna = newcomer()
    anna.writes("В Бабино яма")
    anna.waits()
    anna.writes("Согласна")
    assert anna.world.consent
    anna.waits()
    assert "Согласна" not in anna.reads


def test_a_no_to_consent_is_no_part_of_the_story():
    anna = newcomer()
    anna.writes("В Бабино яма")
    anna.waits()
    anna.writes("Нет")
    assert anna.sees("hint-awaitingconsent")
    assert anna.world.consent is None
    anna.presses("Даю согласие")
    anna.waits()
    anna.presses("Отправить")
    assert anna.filed[0].text == "В Бабино яма"


def test_consent_is_asked_once():
    anna = resident()
    anna.files()
    anna.files("В Ерышах нет воды")
    assert anna.times("consent") == 1


def test_start_after_consent_does_not_ask_again():
    anna = resident()
    anna.writes("/start")
    assert anna.sees("start-again", "how-to-write")
    assert not anna.sees("consent")


def test_agreeing_twice_changes_nothing():
    anna = resident()
    given = anna.world.consent_at
    anna.waits(minutes=5)
    anna.presses_data("agree")
    assert anna.toasts == ["button-stale"]
    assert anna.world.consent_at == given


def test_a_sticker_before_consent_does_not_open_anything():
    anna = newcomer()
    anna.sends("sticker")
    assert anna.sees("unsupported-sticker")
    assert anna.world.consent is None
    anna.writes("/start")
    assert anna.sees("consent")


def test_nothing_is_forgotten_when_a_newcomer_edits_the_first_message():
    anna = newcomer()
    first = anna.writes("В Бабино яма")
    anna.waits()
    anna.edits(first, "В Ерышах яма")
    anna.waits()
    anna.presses("Даю согласие")
    anna.waits()
    anna.presses("Отправить")
    assert anna.filed[0].text == "В Ерышах яма"
    assert anna.filed[0].place.locality == "Ерыши"


def test_the_forgotten_press_on_consent_is_spoken_of_once():
    anna = newcomer()
    anna.writes("В Бабино яма")
    anna.waits(hours=3)
    assert anna.times("not-sent-yet") == 1
    assert "Даю согласие" in anna.buttons


def test_a_changed_consent_is_asked_anew_and_the_words_wait():
    anna = resident()
    anna.world.consent = "0"
    anna.writes("В Бабино яма")
    anna.waits()
    assert anna.sees("consent-changed", "consent")
    anna.presses("Даю согласие")
    anna.waits()
    anna.presses("Отправить")
    assert anna.filed[0].text == "В Бабино яма"


def test_nothing_is_sent_when_the_consent_changed_at_the_last_moment():
    anna = resident()
    anna.writes("В Бабино яма")
    anna.waits()
    anna.world.consent = "0"
    anna.presses("Отправить")
    assert anna.sees("consent-changed")
    assert anna.filed == []
    anna.presses("Даю согласие")
    anna.waits()
    anna.presses("Отправить")
    assert len(anna.filed) == 1
