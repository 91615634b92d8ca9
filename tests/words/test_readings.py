"""Whole messages as people read them: the card, the answer, the first meeting."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.appeals.appeal import Appeal, Photo, Place
from bot.appeals.status import Action, Status
from bot.dialogs.card import card
from bot.dialogs.draft import Draft
from bot.dialogs.effects import Act, Say
from bot.dialogs.events import Person
from bot.dialogs.message import Message
from bot.dialogs.notices import notice
from bot.dialogs.resident.account import ask_consent
from bot.dialogs.resident.scene import Scene
from bot.dialogs.resident.states import Talk
from bot.triage.reading import Reading
from bot.words import Words
from tests.appeals.small_district import small
from tests.words.samples import MOSCOW

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OLGA = Person("telegram:7", "Ольга")

APPEAL = Appeal(
    id=1,
    number="26-00017",
    resident=1,
    topic="roads.pothole",
    place=Place("rechnoe", "Плёс", "Набережная, 3"),
    text="Яма у дома, колесо пробил.",
    desk="rechnoe",
    status=Status.NEW,
    filed_at=NOW,
    due_at=datetime(2026, 11, 25, 14, 30, tzinfo=UTC),
    answer_due_at=datetime(2026, 11, 25, 14, 30, tzinfo=UTC),
    solve_due_at=datetime(2026, 11, 30, 14, 30, tzinfo=UTC),
    before=(Photo("a.jpg", "1"), Photo("b.jpg", "2")),
    author="Анна",
)


def read(message: Message) -> str:
    words = Words("ru", MOSCOW)
    lines = (one if isinstance(one, str) else words(one) for one in message.paragraphs)
    return ("\n" if message.tight else "\n\n").join(lines)


def test_a_new_card_says_all_at_a_glance() -> None:
    shown = read(card(APPEAL, small(), here=frozenset({"rechnoe"})))
    assert shown.split("\n") == [
        "🆕 № 26-00017 · новое",
        "Тема: Ямы и разбитая дорога",
        "📍 Плёс, Набережная, 3 · Речное сельское поселение",
        "«Яма у дома, колесо пробил.»",
        "2 фотографии",
        "Пишет: Анна",
        "🕒 Ответить до 25 ноября (среда), 17:30",
        "🏁 Решить до 30 ноября (понедельник), 17:30",
    ]


def test_a_card_that_nobody_could_be_told_about_says_what_to_do() -> None:
    lost = replace(APPEAL, status=Status.ANSWERED, accepted_by="Ольга", result="solved", undelivered="blocked")
    shown = read(card(lost, small(), here=frozenset({"rechnoe"}))).split("\n")
    assert shown[0] == "✉️ № 26-00017 · ответ дан"
    assert shown[-3:-1] == ["В работе у: Ольга", "Итог: решено"]
    assert shown[-1].startswith("⚠️ До жителя не дошло")


@pytest.mark.parametrize("status", Status)
def test_every_state_reads_on_the_first_line_of_its_card(status: Status) -> None:
    first = read(card(replace(APPEAL, status=status), small(), here=frozenset({"rechnoe"}))).split("\n")[0]
    mark, rest = first.split(" ", 1)
    assert mark in "🆕🛠❓✉️✅🚫↩️"
    assert rest.startswith("№ 26-00017 · ")


def test_an_answer_stands_between_its_heading_and_the_vote() -> None:
    act = Act("26-00017", Action.SOLVE, OLGA, text="Яму засыпали сегодня утром.")
    told = notice(APPEAL, act, small())
    assert told is not None
    assert read(told.message).split("\n\n") == [
        "✅ По вашему сообщению № 26-00017 всё сделано.",
        "Яму засыпали сегодня утром.",
        "Вы довольны? Нажмите, пожалуйста, одну из кнопок.",
    ]
    assert "Ольга" not in read(told.message)


def test_the_first_meeting_says_who_why_and_how_to_leave() -> None:
    scene = Scene(now=NOW, district=small(), triage=lambda text, point=None: Reading())
    told = "\n\n".join(read(one.message) for one in ask_consent(Talk(), Draft(), scene).effects if isinstance(one, Say))
    assert told.startswith("Здравствуйте! Это «Отклик», помощник администрации (Лесной район).")
    for part in ("59-ФЗ", "https://www.gosuslugi.ru/", "https://example.org/policy", "/удалить", "«Даю согласие»"):
        assert part in told
