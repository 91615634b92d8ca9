"""What a resident may send, and how it becomes one message on one card."""

import pytest

from tests.dialogs.resident_talk import clock, resident

YAMA = "У магазина в Бабино яма"


def test_a_clear_message_costs_the_message_and_one_press():
    anna = resident()
    anna.writes(YAMA)
    assert anna.new == [], "it waits a moment: more may follow"
    anna.waits()
    assert anna.sees("confirm-title", "confirm-topic", "confirm-place", "confirm-text")
    anna.presses("Отправить")
    appeal = anna.filed[0]
    assert (appeal.topic, appeal.place.locality, appeal.text) == ("roads.pothole", "Бабино", YAMA)


def test_the_answer_names_the_number_the_desk_and_the_time():
    anna = resident()
    anna.files()
    assert anna.sees("filed-number", "filed-desk", "filed-due")
    assert "26-00001" in anna.reads
    assert "Отдел дорог района" in anna.reads
    assert clock(anna.filed[0].due_at) in anna.reads


def test_the_sent_card_has_no_buttons_left():
    anna = resident()
    anna.files()
    card = next(one for one in anna.chat if "confirm-sent" in one.ids)
    assert not card.message.buttons


def test_an_album_is_one_draft():
    anna = resident()
    anna.sends_album(3, YAMA)
    anna.waits()
    assert anna.times("confirm-title") == 1
    assert "3 фотографии" in anna.reads
    anna.presses("Отправить")
    assert len(anna.filed[0].before) == 3


def test_photos_in_one_message_with_words():
    anna = resident()
    anna.sends_photos(4, YAMA)
    anna.waits()
    anna.presses("Отправить")
    assert len(anna.filed[0].before) == 4


def test_the_same_photo_twice_is_kept_once():
    anna = resident()
    anna.sends_photo(YAMA, file="a.jpg")
    anna.sends_photo(file="a.jpg")
    anna.waits()
    anna.presses("Отправить")
    assert [one.file for one in anna.filed[0].before] == ["a.jpg"]


def test_photo_first_and_words_later():
    anna = resident()
    anna.sends_photo()
    anna.waits()
    assert anna.sees("ask-words-photo")
    anna.writes(YAMA)
    anna.waits()
    anna.presses("Отправить")
    assert len(anna.filed[0].before) == 1


def test_pin_first_and_words_later():
    anna = resident()
    anna.sends_pin(55.29, 32.21)
    anna.waits()
    assert anna.sees("ask-words-pin")
    anna.writes("Тут яма")
    anna.waits()
    assert anna.sees("confirm-title", "confirm-pin")
    anna.presses("Отправить")
    place = anna.filed[0].place
    assert place.locality == "Ерыши"
    assert place.point is not None


def test_several_short_messages_are_one_draft():
    anna = resident()
    for words in ("Добрый день", "у нас в Бабино", "опять яма"):
        anna.writes(words)
        anna.waits(seconds=1)
    anna.waits()
    assert anna.times("confirm-title") == 1
    anna.presses("Отправить")
    assert anna.filed[0].text == "Добрый день\nу нас в Бабино\nопять яма"


def test_a_greeting_alone_is_greeted_back_and_not_filed():
    anna = resident()
    anna.writes("Здравствуйте!")
    anna.waits()
    assert anna.sees("ask-words-hello")
    anna.writes(YAMA)
    anna.waits()
    assert anna.sees("confirm-title")


def test_a_forwarded_message_is_a_message():
    anna = resident()
    anna.writes(YAMA, forwarded=True)
    anna.waits()
    assert anna.sees("confirm-title")


def test_a_forwarded_command_is_not_obeyed():
    anna = resident()
    anna.writes("/удалить", forwarded=True)
    anna.waits()
    assert not anna.sees("delete-ask")


def test_a_caption_that_reads_like_a_command_does_not_lose_the_photo():
    anna = resident()
    anna.sends_photo("Помощь")
    anna.waits()
    assert not anna.sees("help")
    assert len(anna.talk.draft.photos) == 1


def test_ten_thousand_characters_are_filed_whole_and_shown_short():
    anna = resident()
    story = (YAMA + " ") + "о" * (10_000 - len(YAMA) - 1)
    anna.writes(story)
    anna.waits()
    assert anna.sees("confirm-whole")
    assert len(anna.reads) < 3000
    anna.presses("Отправить")
    assert anna.filed[0].text == story


def test_more_than_ten_thousand_characters_are_refused_with_what_to_do():
    anna = resident()
    anna.writes("о" * 10_001)
    assert anna.sees("message-too-long")
    anna.writes(YAMA)
    anna.waits()
    assert anna.sees("confirm-title")


def test_what_no_longer_fits_leaves_the_draft_as_it_was():
    anna = resident()
    anna.writes(YAMA + " " + "о" * 9_900)
    anna.waits()
    anna.writes("и ещё " + "а" * 200)
    assert anna.sees("draft-full")
    anna.presses("Отправить")
    assert "и ещё" not in anna.filed[0].text


@pytest.mark.parametrize("at_once", [True, False])
def test_eleven_photos_keep_ten_and_say_so_once(at_once: bool):
    anna = resident()
    if at_once:
        anna.sends_photos(13, YAMA)
    else:
        anna.sends_album(13, YAMA)
    anna.waits()
    assert anna.times("photos-left-out") == 1
    assert "Ещё 3 фотографии не поместились" in anna.reads
    anna.presses("Отправить")
    assert len(anna.filed[0].before) == 10
    assert anna.filed[0].text == YAMA


@pytest.mark.parametrize("kind", ["video", "voice", "sticker", "file", "contact", "poll", "other"])
def test_what_the_bot_cannot_take_is_refused_with_the_way_on(kind):
    anna = resident()
    anna.sends(kind)
    assert anna.sees(f"unsupported-{kind}", "hint-idle")
    assert anna.filed == []


def test_a_video_with_words_keeps_the_words():
    anna = resident()
    anna.sends("video", YAMA)
    assert anna.sees("unsupported-video")
    anna.waits()
    assert anna.sees("confirm-title")


def test_an_empty_message_gets_a_line():
    anna = resident()
    anna.sends_nothing()
    assert anna.sees("empty-message", "hint-idle")


@pytest.mark.parametrize("reason", ["not_a_photo", "too_large", "unavailable"])
def test_a_photo_that_could_not_be_taken_is_told(reason):
    anna = resident()
    anna.sends_lost_photo(reason)
    assert anna.sees(f"photo-{reason.replace('_', '-')}", "hint-idle")


def test_a_lost_photo_does_not_lose_its_caption():
    anna = resident()
    anna.sends_lost_photo("unavailable", YAMA)
    assert anna.sees("photo-unavailable")
    anna.waits()
    assert anna.sees("confirm-title")


def test_a_sticker_at_the_card_shows_the_card_buttons_again():
    anna = resident()
    anna.writes(YAMA)
    anna.waits()
    anna.sends("sticker")
    assert anna.sees("unsupported-sticker", "hint-confirming")
    assert "Отправить" in anna.buttons
    anna.presses("Отправить")
    assert len(anna.filed) == 1


def test_thanks_out_of_nowhere_are_no_message():
    anna = resident()
    anna.files()
    anna.writes("Спасибо большое!")
    assert anna.sees("you-are-welcome")
    anna.waits()
    assert anna.talk.draft.is_empty


def test_an_account_number_is_no_invite_code():
    anna = resident()
    anna.writes("В Бабино яма, мой лицевой счёт 2345 6789, дом 5A7BC23D")
    anna.waits()
    assert anna.sees("confirm-title")


def test_a_head_binds_a_private_chat_by_the_code_alone():
    head = resident()
    head.world.codes["7K3M-9QXP"] = "Третьяковское"
    head.writes("7k3m-9qxp")
    assert head.sees("bound-head")


def test_a_head_binds_a_private_chat_by_the_link():
    head = resident()
    head.world.codes["7K3M-9QXP"] = "Третьяковское"
    head.writes("/start 7K3M-9QXP")
    assert head.sees("bound-head")


def test_a_code_is_good_once():
    head = resident()
    head.world.codes["7K3M-9QXP"] = "Третьяковское"
    head.writes("7K3M-9QXP")
    head.writes("7K3M-9QXP")
    assert head.sees("code-unknown")
