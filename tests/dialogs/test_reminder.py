"""A reminder as a desk reads it: the count, the most urgent, their buttons; and what its resident and the head read."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.appeals.appeal import Appeal, Place
from bot.appeals.status import Status
from bot.appeals.working_time import WorkingTime
from bot.dialogs.escalation import Story, late_notice, many, whole_story
from bot.dialogs.history import Entry
from bot.dialogs.message import Message
from bot.dialogs.reminder import Named, reminder
from bot.words import Words
from tests.appeals.small_district import small

DISTRICT = small()
EVENING = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)
NOW = EVENING - timedelta(hours=4)
WORKING = WorkingTime(DISTRICT.hours, DISTRICT.time_zone)
DAY = timedelta(days=1)
LONGEST_MESSAGE = 1500


def appeal(serial: int, due: timedelta = timedelta(0), **fields: object) -> Appeal:
    """`due` is counted from this evening."""
    place = Place("rechnoe", "Плёс", "у магазина")
    plain = Appeal(
        serial,
        f"26-{serial:05d}",
        1,
        "roads.pothole",
        place,
        "Яма",
        "rechnoe",
        Status.NEW,
        NOW - 2 * DAY,
        EVENING + due,
        EVENING + due,
        EVENING + due,
    )
    return replace(plain, **fields)  # type: ignore[arg-type]


def read(said: Message) -> list[str]:
    words = Words("ru", DISTRICT.time_zone)
    return "\n\n".join(one if isinstance(one, str) else words(one) for one in said.paragraphs).split("\n")


def of(*waiting: Appeal, done: tuple[str, ...] = (), put_off: tuple[str, ...] = ()) -> Message:
    return reminder(
        Named(waiting, done, put_off), NOW, lambda desk: WorkingTime(DISTRICT.hours, DISTRICT.time_zone), DISTRICT
    )


def test_the_count_comes_first_then_the_most_urgent() -> None:
    shown = of(appeal(1), appeal(2, -DAY, accepted_by="Иван"), appeal(3))
    assert read(shown) == [
        "⏰ Сегодня нужно ответить на 3 сообщения, из них просрочено 1.",
        "",
        "🔴 № 26-00002: Ямы и разбитая дорога · Плёс, у магазина — срок прошёл 23 ноября (понедельник), 17:30, "
        "в работе у: Иван",
        "🕒 № 26-00001: Ямы и разбитая дорога · Плёс, у магазина — до 24 ноября (вторник), 17:30",
        "🕒 № 26-00003: Ямы и разбитая дорога · Плёс, у магазина — до 24 ноября (вторник), 17:30",
    ]


@pytest.mark.parametrize(
    ("due", "title"),
    [
        (timedelta(0), "⏰ Сегодня нужно ответить на 1 сообщение."),
        (DAY, "⏰ Скоро срок: нужно ответить на 1 сообщение."),
        (-DAY, "⏰ Просрочено 1 сообщение: житель ждёт ответа."),
    ],
)
def test_the_first_line_says_how_urgent_it_is(due: timedelta, title: str) -> None:
    assert read(of(appeal(1, due)))[0] == title


def test_twenty_one_are_many_people() -> None:
    """The number ends as one does, and is none."""
    late = [appeal(one, -DAY) for one in range(1, 22)]
    assert read(of(*late))[0] == "⏰ Просрочено 21 сообщение: жители ждут ответа."
    assert read(many([Story(one, DAY) for one in late], DISTRICT))[0] == "⏰ Просрочено 21 сообщение. Самые давние:"


def test_the_first_two_have_buttons_that_name_them() -> None:
    buttons = of(appeal(1, accepted_by="Иван"), appeal(2), appeal(3)).buttons
    assert [[one.data for one in row] for row in buttons] == [
        ["d:answer:26-00001"],
        ["d:extend:26-00001", "d:transfer:26-00001"],
        ["d:tomorrow:26-00001"],
        ["d:accept:26-00002"],
        ["d:extend:26-00002", "d:transfer:26-00002"],
        ["d:tomorrow:26-00002"],
    ]


def test_what_is_done_is_a_short_line() -> None:
    many_done = tuple(f"26-{serial:05d}" for serial in range(1, 9))
    shown = of(done=many_done, put_off=("26-00009",))
    assert read(shown) == [
        "✅ Сделано: № 26-00001, № 26-00002, № 26-00003, № 26-00004, № 26-00005 и ещё 3",
        "💤 Отложено до утра рабочего дня: № 26-00009",
    ]
    assert shown.buttons == ()


def test_even_long_names_and_many_appeals_fit_one_message() -> None:
    place = Place("rechnoe", "Новоалександровско-Преображенское" * 2, "улица Космонавта Комарова, дом 118" * 9)
    crowd = [appeal(serial, -DAY, place=place, urgent="wire", accepted_by="Константин") for serial in range(1, 999)]
    assert len("\n".join(read(of(*crowd)))) <= LONGEST_MESSAGE
    assert len("\n".join(read(many([Story(one, DAY) for one in crowd], DISTRICT)))) <= 2 * LONGEST_MESSAGE


@pytest.mark.parametrize(
    ("heard", "said"), [("desk", "Мы напомнили тем, кто отвечает."), ("head", "Мы сказали об этом руководству.")]
)
def test_the_resident_is_told_no_more_than_is_true(heard: str, said: str) -> None:
    assert said in read(late_notice(appeal(1), heard, None))  # type: ignore[arg-type]
    assert said not in read(late_notice(appeal(1), "nobody", None))


def test_the_story_tells_the_last_word_that_the_resident_heard() -> None:
    entries = [
        Entry(NOW, "Иван", "answer", "Знаем"),
        Entry(NOW, "Иван", "extend", "Ждём щебень"),
        Entry(NOW, "Иван", "note", "Хм"),
    ]
    told = read(whole_story(Story(appeal(1, reopened=2), timedelta(hours=8), entries), DISTRICT))
    assert told[-2:] == ["Жителю объяснили задержку: «Ждём щебень»", "«Не решено»: 2 раза"]
    silent = read(whole_story(Story(appeal(1, urgent="wire"), timedelta(hours=8)), DISTRICT))
    assert silent[-1] == "Жителю пока ничего не ответили."
    assert "Пока никто не взял." in silent
