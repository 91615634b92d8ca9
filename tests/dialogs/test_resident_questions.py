"""Asked only for what is unclear, never twice; by buttons, by words or by a pin; and changed on the card."""

import pytest

from bot.appeals.appeal import Place
from bot.appeals.district import Point
from bot.dialogs.resident.choosing import choices
from bot.dialogs.resident.states import ChoosingPlace, ChoosingTopic
from tests.dialogs.resident_talk import DISTRICT, resident

YAMA = "У магазина в Бабино яма"


def asked_for_place():
    anna = resident()
    anna.writes("Нет воды второй день")
    anna.waits()
    assert anna.sees("ask-place")
    return anna


def asked_for_topic():
    anna = resident()
    anna.writes("В Бабино безобразие")
    anna.waits()
    assert anna.sees("ask-topic-words")
    anna.presses("Выбрать из списка")
    assert anna.sees("ask-topic-category")
    return anna


def at_the_card():
    anna = resident()
    anna.writes(YAMA)
    anna.waits()
    return anna


def test_only_the_place_is_asked_when_the_topic_is_clear():
    anna = asked_for_place()
    assert anna.times("ask-topic-category") == 0
    anna.presses("Третьяковское")
    assert anna.sees("chosen", "ask-locality")
    anna.presses("Бабино")
    assert anna.sees("chosen", "confirm-title")
    anna.presses("Отправить")
    assert anna.filed[0].place == Place("tretyakovo", "Бабино")


def test_the_settlement_alone_is_enough():
    anna = asked_for_place()
    anna.presses("Третьяковское")
    anna.presses("Не указывать")
    assert anna.sees("confirm-title")
    anna.presses("Отправить")
    assert anna.filed[0].place == Place("tretyakovo")


def test_another_settlement_can_be_chosen_after_a_wrong_press():
    anna = asked_for_place()
    anna.presses("Третьяковское")
    anna.presses("Другое место")
    assert anna.sees("ask-place")
    anna.presses("Булгаковское")
    anna.presses("Ерыши")
    assert anna.sees("confirm-title")


def test_a_long_list_of_villages_is_turned_page_by_page_and_never_loses_its_way_out():
    anna = asked_for_place()
    anna.presses("Булгаковское")
    seen = set()
    for _ in range(10):
        assert {"Не указывать", "Другое место"} <= set(anna.buttons)
        seen |= set(anna.buttons)
        if "Дальше →" not in anna.buttons:
            break
        anna.presses("Дальше →")
    assert {one.name for one in DISTRICT.settlement("bulgakovo").localities} <= seen
    anna.presses("← Назад")
    anna.presses("Не указывать")
    assert anna.sees("confirm-title")


def test_the_place_is_typed_instead_of_pressed():
    anna = asked_for_place()
    anna.writes("Ерыши")
    assert anna.sees("chosen", "confirm-title")
    anna.presses("Отправить")
    assert anna.filed[0].place.locality == "Ерыши"
    assert anna.filed[0].text == "Нет воды второй день"


def test_what_was_said_beside_the_name_of_the_village_is_not_lost():
    anna = asked_for_place()
    anna.writes("Ерыши, третий дом за колодцем")
    anna.presses("Отправить")
    assert "третий дом за колодцем" in anna.filed[0].text


def test_the_place_is_pinned_instead_of_pressed():
    anna = asked_for_place()
    anna.sends_pin(55.29, 32.21)
    assert anna.sees("confirm-title")
    anna.presses("Отправить")
    assert anna.filed[0].place == Place("bulgakovo", "Ерыши", point=Point(55.29, 32.21))


def test_a_typed_place_of_two_asks_which():
    anna = asked_for_place()
    anna.writes("у клуба")
    assert anna.sees("ask-place-several")
    assert any("Третьяково" in one for one in anna.buttons)
    anna.writes("в Ерышах")
    anna.presses("Отправить")
    assert (anna.filed[0].place.locality, anna.filed[0].place.settlement) == ("Ерыши", "bulgakovo")


def test_a_settlement_typed_picks_among_the_villages_shown():
    anna = asked_for_place()
    anna.writes("у клуба")
    anna.writes("Третьяковское")
    anna.presses("Отправить")
    assert anna.filed[0].place.locality == "Третьяково"


def test_none_of_the_likely_places_opens_the_whole_list():
    anna = asked_for_place()
    anna.writes("у клуба")
    anna.presses("Другое место")
    assert "Пречистенское" in anna.buttons


def test_an_unknown_place_is_kept_as_words_and_the_settlement_asked():
    anna = asked_for_place()
    anna.writes("Хутор Дальний")
    assert anna.sees("ask-place-missed")
    anna.presses("Третьяковское")
    anna.presses("Не указывать")
    assert anna.sees("confirm-title"), "the topic was clear and is not asked for now"
    anna.presses("Отправить")
    assert anna.filed[0].text == "Нет воды второй день\nХутор Дальний"


def test_more_of_the_story_in_answer_to_where_is_taken_and_the_question_said_otherwise():
    anna = asked_for_place()
    anna.writes("А ещё по утрам из крана идёт ржавчина, так уже третью неделю, дети болеют")
    anna.waits()
    assert anna.sees("ask-place-still")
    assert anna.times("ask-place") == 1


def test_a_pin_outside_the_district_says_so_and_lets_the_resident_decide():
    anna = resident()
    anna.sends_pin(59.93, 30.33)
    anna.writes("Яма на дороге")
    anna.waits()
    assert anna.sees("ask-place-region")
    anna.presses("Третьяковское")
    anna.presses("Не указывать")
    anna.presses("Отправить")
    assert anna.filed[0].place.point == Point(59.93, 30.33), "the officials may know better than we"


def test_words_of_ours_outweigh_a_pin_far_away():
    anna = asked_for_place()
    anna.sends_pin(59.93, 30.33)
    assert anna.sees("ask-place-region")
    anna.writes("в Бабино")
    assert anna.sees("confirm-title")


def test_the_last_place_is_offered_first():
    anna = resident()
    anna.files()
    anna.writes("Снег не убирают")
    anna.waits()
    assert anna.buttons[0] == "Бабино"
    anna.presses("Бабино")
    assert anna.sees("confirm-title")


def test_the_last_place_without_a_village_stands_once_in_the_list():
    anna = asked_for_place()
    anna.presses("Третьяковское")
    anna.presses("Не указывать")
    anna.presses("Отправить")
    anna.writes("Снег не убирают")
    anna.waits()
    assert anna.buttons.count("Третьяковское") == 1


def test_the_topic_is_chosen_by_category():
    anna = asked_for_topic()
    anna.presses("Дороги")
    assert anna.sees("ask-topic-in-category")
    anna.presses("Ямы и разбитая дорога")
    assert anna.sees("confirm-title"), "the place was clear"
    anna.presses("Отправить")
    assert anna.filed[0].topic == "roads.pothole"


def test_what_was_not_understood_is_asked_for_in_other_words_before_any_list():
    anna = resident()
    anna.writes("В Бабино безобразие")
    anna.waits()
    assert anna.sees("ask-topic-words")
    anna.writes("Яма посреди дороги, колесо пробил")
    assert anna.sees("confirm-title")
    anna.presses("Отправить")
    assert anna.filed[0].topic == "roads.pothole"
    assert anna.filed[0].text.startswith("В Бабино безобразие")


def test_who_is_not_understood_twice_chooses_from_the_list():
    anna = resident()
    anna.writes("В Бабино безобразие")
    anna.waits()
    anna.writes("Ну сами посмотрите, что там творится")
    anna.waits()
    assert anna.sees("ask-topic-category")


def test_a_wrong_category_can_be_left():
    anna = asked_for_topic()
    anna.presses("Дороги")
    anna.presses("Другое")
    assert anna.sees("ask-topic-category")


def test_likely_topics_come_first_and_other_ones_after_a_press():
    anna = resident()
    anna.writes("В Бабино темно")
    anna.waits()
    assert anna.sees("ask-topic-likely")
    assert len(anna.buttons) == 3
    anna.presses("Другое")
    assert anna.sees("ask-topic-category")


@pytest.mark.parametrize("words", ["Ямы и разбитая дорога", "ямы и разбитая дорога"])
def test_the_topic_is_typed_as_it_is_called(words):
    anna = asked_for_topic()
    anna.writes(words)
    assert anna.sees("confirm-title")
    anna.presses("Отправить")
    assert (anna.filed[0].topic, anna.filed[0].text) == ("roads.pothole", "В Бабино безобразие")


def test_a_typed_category_opens_its_topics():
    anna = asked_for_topic()
    anna.writes("дороги")
    assert anna.sees("ask-topic-in-category")


def test_a_few_words_that_make_the_topic_clear_are_kept():
    anna = asked_for_topic()
    anna.writes("да яма там")
    assert anna.sees("confirm-title")
    anna.presses("Отправить")
    assert anna.filed[0].topic == "roads.pothole"
    assert "да яма там" in anna.filed[0].text


def test_the_topic_is_never_asked_twice():
    anna = asked_for_topic()
    anna.writes("Ну сами посмотрите")
    anna.waits()
    assert anna.sees("confirm-title"), "better a guess that can be changed than the same question"
    anna.presses("Отправить")
    assert anna.filed[0].topic == "other.other"
    assert "Ну сами посмотрите" in anna.filed[0].text


def test_what_was_chosen_is_not_asked_or_guessed_again():
    anna = asked_for_topic()
    anna.presses("Дороги")
    anna.presses("Грунтовая дорога, нет покрытия")
    anna.writes("И фонарь там не горит")
    anna.waits()
    assert anna.sees("confirm-title")
    anna.presses("Отправить")
    assert anna.filed[0].topic == "roads.unpaved"


def test_a_yes_is_no_topic_and_no_place():
    anna = asked_for_topic()
    anna.writes("Да")
    assert anna.sees("hint-choosingtopic")
    assert "Дороги" in anna.buttons
    anna.presses("Дороги")
    assert anna.sees("ask-topic-in-category")


def test_the_topic_is_changed_on_the_card():
    anna = at_the_card()
    anna.presses("Изменить тему")
    anna.presses("ЖКХ")
    anna.presses("Уличное освещение, фонари")
    assert anna.sees("confirm-title")
    anna.presses("Отправить")
    assert (anna.filed[0].topic, anna.filed[0].place.locality) == ("utilities.lighting", "Бабино")


def test_the_place_is_changed_on_the_card():
    anna = at_the_card()
    anna.presses("Изменить место")
    anna.writes("Ерыши")
    anna.presses("Отправить")
    assert (anna.filed[0].topic, anna.filed[0].place.locality) == ("roads.pothole", "Ерыши")


@pytest.mark.parametrize("what", ["Изменить тему", "Изменить место"])
def test_who_thinks_better_of_a_change_comes_back_to_the_card(what):
    anna = at_the_card()
    anna.presses(what)
    anna.presses("Оставить как было")
    assert anna.sees("confirm-title")
    anna.presses("Отправить")
    assert (anna.filed[0].topic, anna.filed[0].place.locality) == ("roads.pothole", "Бабино")


def test_words_and_photos_are_added_to_the_card():
    anna = at_the_card()
    anna.presses("Добавить")
    assert anna.sees("add-to-draft")
    anna.sends_photo("Колесо пробил")
    anna.waits()
    assert anna.sees("confirm-title")
    anna.presses("Отправить")
    assert anna.filed[0].text == YAMA + "\nКолесо пробил"
    assert len(anna.filed[0].before) == 1


def test_an_overtaken_card_loses_its_buttons():
    anna = at_the_card()
    card = anna.last
    anna.writes("Колесо пробил")
    assert anna.sees("continued-below")
    assert not next(one for one in anna.chat if one.id == card.id).message.buttons


def test_a_pin_added_to_a_chosen_place_goes_with_it():
    anna = asked_for_place()
    anna.presses("Третьяковское")
    anna.presses("Бабино")
    anna.sends_pin(55.29, 32.21)
    anna.waits()
    anna.presses("Отправить")
    assert anna.filed[0].place == Place("tretyakovo", "Бабино", point=Point(55.29, 32.21))


def test_yes_and_send_typed_at_the_card_are_the_press():
    anna = at_the_card()
    anna.writes("Да, ")
    assert [one.text for one in anna.filed] == [YAMA]


def test_no_at_the_card_asks_what_to_change():
    anna = at_the_card()
    anna.writes("Нет")
    assert anna.sees("hint-confirming")
    assert "Изменить место" in anna.buttons
    assert anna.filed == []


@pytest.mark.parametrize("count", range(1, 40))
@pytest.mark.parametrize("changing", [True, False])
def test_every_list_fits_every_platform(count: int, changing: bool):
    draft = at_the_card().talk.draft if changing else resident().talk.draft
    villages = tuple(Place("tretyakovo", f"Деревня {one}") for one in range(count))
    topics = tuple(list(DISTRICT.topics)[:count])
    for step in (
        ChoosingPlace(draft, villages, "localities"),
        ChoosingPlace(draft, villages),
        ChoosingTopic(draft, topics),
    ):
        shown = []
        for page in range(count):
            rows = choices(1, step, DISTRICT, page)
            assert len(rows) <= 6
            assert all(0 < len(row) <= 5 for row in rows)
            assert sum(len(row) for row in rows) <= 10
            shown += [one.data for row in rows for one in row if one.data.startswith("pick")]
        assert set(shown) == {f"pick:1:{one}" for one in range(len(step.options))}
