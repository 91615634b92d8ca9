"""The card tells an official all that is to be known, and nothing about the resident beyond a first name."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.appeals.appeal import Place
from bot.appeals.status import OPEN, Action, Status
from bot.dialogs.card import card, first_name, map_link
from bot.dialogs.message import Message, Phrase
from tests.dialogs.desk_office import Office
from tests.dialogs.desk_talk import Chat, Official

HERE = frozenset({"rechnoe"})
ALL = {"answer", "solve", "explain", "ask", "transfer", "retopic", "extend", "decline", "history"}


def shown(office: Office, number: str, **facts: object) -> Message:
    appeal = replace(office.appeals[number], **facts)  # type: ignore[arg-type]
    return card(appeal, office.district, here=HERE)


def said(message: Message) -> dict[str, dict[str, object]]:
    return {one.id: dict(one.args) for one in message.paragraphs if isinstance(one, Phrase)}


def verbs(message: Message) -> set[str]:
    return {one.data.split(":")[1] for row in message.buttons for one in row}


def test_a_new_card_holds_everything(office: Office, chat: Chat) -> None:
    number = office.files("Яма у дома.", photos=("a", "b"), repeated=3)
    facts = said(chat.card(number).message)
    assert facts["card-title"]["number"] == number
    assert facts["card-topic"] == {"topic": "Ямы и разбитая дорога"}
    assert facts["card-place"] == {"place": "Плёс, Набережная, 3 · Речное сельское поселение"}
    assert facts["card-text"] == {"text": "Яма у дома."}
    assert facts["card-photos"] == {"count": 2}
    assert facts["card-author"] == {"name": "Анна"}
    assert facts["card-due"] == {"due": office.appeals[number].due_at}
    assert facts["card-repeated"] == {"count": 3}


@pytest.mark.parametrize("status", Status)
def test_the_card_says_its_state_and_offers_only_what_can_be_done(office: Office, status: Status) -> None:
    facts, buttons = said(shown(office, office.files(), status=status)), verbs(shown(office, "26-00001", status=status))
    assert facts["card-title"]["status"] == Phrase(f"status-{status.value.replace('_', '-')}")
    assert ("card-due" in facts) == (status in OPEN)
    if status in OPEN:
        assert buttons == ALL | ({"accept"} if status is Status.NEW else set())
    else:
        # What was answered can still be corrected until the resident has voted.
        assert buttons == ({"answer", "history"} if status is Status.ANSWERED else {"history"})


def test_the_map_opens_at_the_very_place(office: Office, chat: Chat) -> None:
    number = office.files()
    assert "https://yandex.ru/maps/?pt=32.500000,55.250000&z=17&l=map" in chat.card(number).text


def test_without_coordinates_there_is_no_link(office: Office) -> None:
    place = Place("rechnoe", "Плёс", "у магазина")
    assert map_link(place) == ""
    assert "card-map" not in said(shown(office, office.files(), place=place))


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("Анна", "Анна"),
        ("Анна Петрова", "Анна"),
        ("Анна-Мария", "Анна-Мария"),
        ("🌸 Анна 🌸", "Анна"),
        ("+7 910 123-45-67", ""),
        ("Анна +79101234567", "Анна"),
        ("89101234567", ""),
        ("тел.89101234567", ""),
        ("  ", ""),
        ("Я" * 200, "Я" * 30),
    ],
)
def test_only_a_first_name_comes_through(written: str, seen: str) -> None:
    assert first_name(written) == seen


def test_a_phone_in_place_of_a_name_is_on_neither_card_nor_history(office: Office, chat: Chat, ivan: Official) -> None:
    number = office.files(author="+79101234567 Петрова")
    ivan.presses("history", on=chat.card(number))
    for line in chat.lines:
        assert not re.search(r"\d{7,}", line.text)


def test_a_person_without_a_name_is_not_mentioned(office: Office) -> None:
    assert "card-author" not in said(shown(office, office.files(), author=""))


def test_once_is_not_a_repetition(office: Office) -> None:
    assert "card-repeated" not in said(shown(office, office.files(), repeated=1))


def test_a_story_of_ten_thousand_characters_leaves_a_card_of_one_message(office: Office, chat: Chat) -> None:
    number = office.files("Яма. " * 2000)
    asked = shown(office, number, status=Status.ASKED, question="Где именно? " * 700, undelivered="blocked")
    assert len(chat.card(number).text) < 4000
    assert len(chat.reads(asked)) < 4000


def test_who_works_on_it_and_what_was_asked_stand_on_the_card(office: Office, chat: Chat, ivan: Official) -> None:
    number = office.files()
    ivan.presses("ask", on=chat.card(number))
    ivan.replies("С какой стороны?", to=chat.sees)
    ivan.presses("send", on=chat.sees)
    chat.waits()
    facts = said(chat.card(number).message)
    assert facts["card-accepted"] == {"name": "Иван"}
    assert facts["card-question"] == {"question": "С какой стороны?"}
    office.resident(Action.REPLY, number, "С правой")
    assert "card-question" not in said(chat.card(number).message)


def test_a_card_says_that_a_letter_did_not_arrive_and_what_to_do(office: Office, chat: Chat) -> None:
    for reason in ("blocked", "kicked", "no_chat", "failed", "erased"):
        message = shown(office, office.files(), undelivered=reason)
        assert f"card-undelivered-{reason.replace('_', '-')}" in said(message)
        assert "⚠️" in chat.reads(message)


@pytest.mark.parametrize("closing", ["declined", "withdrawn", "no_answer", "satisfied", "neutral"])
def test_a_closed_card_says_how_it_ended(office: Office, chat: Chat, closing: str) -> None:
    message = shown(office, office.files(), status=Status.CLOSED, result="solved", closing=closing, reopened=2)
    assert chat.reads(message)
    assert {"card-result-solved", "card-reopened"} <= set(said(message))


def test_photos_without_words_leave_no_empty_quotes(office: Office) -> None:
    assert "card-text" not in said(shown(office, office.files(text="", photos=("a",))))


def test_a_desk_that_left_the_district_file_does_not_break_the_card(office: Office) -> None:
    number = office.files()
    facts = said(shown(office, number, desk="gone", topic="gone.topic"))
    assert facts["card-moved"] == {"desk": "gone"}
    assert verbs(shown(office, number, desk="gone")) == set()


def test_a_chat_bound_later_gets_the_cards_of_all_that_is_open(office: Office) -> None:
    one, two = office.files(), office.files(status=Status.ANSWERED)
    late = Chat(office, bound=False)
    late.official("Иван").says(office.invites_to("desk", "rechnoe"))
    assert late.has_card(one)
    assert not late.has_card(two)


def test_the_deadline_on_the_card_is_the_districts_own_time(office: Office, chat: Chat) -> None:
    number = office.files(due_at=datetime(2026, 11, 25, 14, 30, tzinfo=UTC))
    assert "17:30" in chat.card(number).text
