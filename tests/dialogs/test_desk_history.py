"""«История»: the whole words of the resident, then who did what, newest last."""

from datetime import timedelta

from bot.appeals.status import Action
from bot.dialogs.history import SHOWN, Entry, history
from bot.dialogs.message import Phrase
from tests.appeals.small_district import small
from tests.dialogs.desk_office import MONDAY, Office
from tests.dialogs.desk_talk import Chat, Official


def test_the_history_tells_who_did_what(office: Office, chat: Chat, ivan: Official, olga: Official) -> None:
    number = office.files("Яма у дома.")
    ivan.presses("accept", on=chat.card(number))
    olga.replies("Едем", to=chat.card(number))
    ivan.presses("send", on=chat.sees)
    chat.waits()
    olga.presses("history", on=chat.card(number))
    shown = chat.sees
    assert shown.reply_to == chat.card(number).id
    assert "Яма у дома." in shown.text
    lines = [dict(one.args) for one in shown.message.paragraphs if isinstance(one, Phrase) and one.id == "history-line"]
    assert [(one["who"], one["what"]) for one in lines] == [
        ("Анна", Phrase("action-file")),
        ("Иван", Phrase("action-accept")),
        ("Иван", Phrase("action-answer")),
    ]
    assert "Едем" in shown.text


def test_a_story_too_long_for_the_card_stands_whole_in_the_history(office: Office, chat: Chat, ivan: Official) -> None:
    story = "".join(f"Слово {one}. " for one in range(800))
    number = office.files(story)
    assert story not in chat.card(number).text
    ivan.presses("history", on=chat.card(number))
    assert story in chat.sees.text


def test_a_long_history_shows_its_end_and_counts_the_rest() -> None:
    entries = [Entry(MONDAY + timedelta(hours=one), f"Имя{one}", Action.NOTE, f"Запись {one}") for one in range(50)]
    shown = history("26-00001", "Яма", entries, small())
    hidden = [dict(one.args) for one in shown.paragraphs if isinstance(one, Phrase) and one.id == "history-hidden"]
    assert hidden == [{"count": 50 - SHOWN}]
    texts = [dict(one.args)["text"] for one in shown.paragraphs if isinstance(one, Phrase) and one.id == "history-text"]
    assert texts == [f"Запись {one}" for one in range(30, 50)]


def test_it_says_where_until_when_and_why(office: Office, chat: Chat) -> None:
    told = [("transfer", "roads"), ("extend", "2026-11-27"), ("decline", "not_ours"), ("rate", "good")]
    entries = [Entry(MONDAY, "Иван", action, arg=arg) for action, arg in told]
    shown = chat.reads(history("26-00001", "", entries, office.district))
    for words in ("Дороги", "27 ноября", "Не наш вопрос", "Доволен"):
        assert words in shown


def test_every_action_has_words(office: Office, chat: Chat) -> None:
    entries = [Entry(MONDAY, "Иван", one, "слова", 2) for one in ("file", *Action)]
    assert chat.reads(history("26-00001", "", entries[:16], office.district))


def test_the_history_can_be_read_after_the_end(office: Office, chat: Chat, ivan: Official) -> None:
    number = office.files()
    office.resident(Action.WITHDRAW, number)
    ivan.presses("history", on=chat.card(number))
    assert "Яма у дома." in chat.sees.text
