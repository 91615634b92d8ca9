"""The cells of an export: every clock of three appeals recomputed by hand, on the calendar of November 2026."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.appeals.appeal import Place
from bot.appeals.district import Point, WorkingHours
from bot.appeals.record import Record
from bot.appeals.status import Status
from bot.appeals.told import Answer, Told
from bot.appeals.working_time import WorkingTime
from bot.calendar_ru import russian_calendar
from bot.figures.export import CLOCKS, COLUMNS, Cell, Coded, Named, Stretches, export_row
from bot.figures.incident import columns, incident_row, lasted

ZONE = ZoneInfo("Europe/Moscow")
CALENDAR = russian_calendar()
# Nine to six without lunch.
DESK = WorkingTime(WorkingHours(), ZONE, CALENDAR)


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """In November 2026: the 3rd is the shortened eve of the holiday on Wednesday the 4th."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


def hours(cell: Cell) -> float:
    assert isinstance(cell, timedelta)
    return cell / timedelta(hours=1)


def due(moment: datetime) -> dict[str, datetime]:
    """One deadline for the first answer and the solution."""
    return {"due_at": moment, "answer_due_at": moment, "solve_due_at": moment}


NOW = local(17, 12)
OVER_A_HOLIDAY = Record(
    number="26-00001",
    kind="complaint",
    topic="roads.pothole",
    place=Place("tretyakovo", "Бабино", "ул. Мира, 5а", Point(55.1, 32.4)),
    desk="roads",
    status=Status.CLOSED,
    text="Яма у магазина",
    filed_at=local(3, 16),
    **due(local(6, 18)),
    first_answer_at=local(5, 10, 30),
    answered_at=local(6, 12),
    closed_at=local(9, 9, 30),
    followers=3,
    ratings=("good", "bad"),
    result="solved",
    rating="good",
    closing="satisfied",
    platform="vk",
)
WITH_A_QUESTION = replace(
    OVER_A_HOLIDAY,
    number="26-00002",
    status=Status.ANSWERED,
    filed_at=local(9, 10),
    **due(local(10, 12)),
    asked=((local(9, 11), local(10, 15)),),
    first_answer_at=local(9, 11),
    answered_at=local(10, 16),
    closed_at=None,
    rating="",
    closing="",
)
UNANSWERED = replace(
    OVER_A_HOLIDAY,
    number="26-00003",
    status=Status.NEW,
    filed_at=local(14, 12),
    **due(local(16, 18)),
    first_answer_at=None,
    answered_at=None,
    closed_at=None,
    result="",
    rating="",
    closing="",
    followers=0,
    ratings=(),
)


def row(record: Record) -> dict[str, Cell]:
    return export_row(record, lambda desk: DESK, NOW)


def test_the_cells_stand_in_the_order_of_the_columns() -> None:
    assert tuple(row(OVER_A_HOLIDAY)) == COLUMNS


def test_over_a_holiday_and_a_weekend() -> None:
    """Tuesday 16:00, the eve closes at 17:00; Thursday, Friday whole; Monday from nine."""
    cells = row(OVER_A_HOLIDAY)
    assert (hours(cells["first_answer_hours"]), hours(cells["first_answer_working_hours"])) == (42.5, 1 + 1.5)
    assert (hours(cells["answer_hours"]), hours(cells["answer_working_hours"])) == (68, 1 + 9 + 3)
    assert (hours(cells["closing_hours"]), hours(cells["closing_working_hours"])) == (137.5, 1 + 9 + 9 + 0.5)
    assert (cells["paused_hours"], cells["paused_working_hours"]) == (timedelta(0), timedelta(0))
    assert cells["timely"] == Coded("timely", "in_time")
    assert (cells["votes_good"], cells["votes_neutral"], cells["votes_bad"]) == (2, 0, 1)


def test_while_the_resident_is_asked_the_clock_stands() -> None:
    """Filed at ten, asked at eleven; the reply comes the next day at three, the answer an hour later."""
    cells = row(WITH_A_QUESTION)
    assert (hours(cells["first_answer_hours"]), hours(cells["first_answer_working_hours"])) == (1, 1)
    assert (hours(cells["paused_hours"]), hours(cells["paused_working_hours"])) == (28, 7 + 6)
    assert (hours(cells["answer_hours"]), hours(cells["answer_working_hours"])) == (30 - 28, 15 - 13)
    assert (cells["closing_at"], cells["closing_hours"]) == (None, None)
    assert cells["paused"] == Stretches(WITH_A_QUESTION.asked)
    assert cells["timely"] == Coded("timely", "late")


def test_what_nobody_answered_has_no_times_and_is_overdue() -> None:
    cells = row(UNANSWERED)
    clocks = [f"{clock}_{what}" for clock in CLOCKS for what in ("at", "hours", "working_hours")]
    assert len(clocks) == 9
    assert {cells[one] for one in clocks} == {None}
    assert cells["timely"] == Coded("timely", "overdue")
    assert row(replace(UNANSWERED, **due(NOW)))["timely"] == Coded("timely", "not_yet")


def test_a_question_still_open_is_counted_until_now_and_is_not_overdue() -> None:
    cells = row(replace(UNANSWERED, status=Status.ASKED, asked=((local(16, 10), None),)))
    assert (hours(cells["paused_hours"]), hours(cells["paused_working_hours"])) == (26, 8 + 3)
    assert cells["timely"] == Coded("timely", "not_yet")


def test_what_the_resident_took_back_is_neither_in_time_nor_late() -> None:
    taken_back = replace(UNANSWERED, status=Status.WITHDRAWN, closed_at=NOW, closing="withdrawn")
    assert row(taken_back)["timely"] == Coded("timely", "")


# The columns of an incident system's own table, in its order.
HEADING = """
Кабинет|ID|Номер инцидента|Отдел|Исполнитель|Общее время первого ответа|Общий текст первого ответа
Время с даты создания инцидента до времени первого ответа
Время с даты создания инцидента до времени первого ответа, рабочее время
Время назначения последнего исполнителя|Время 1го ответа ПИ|Первая реакция с момента назн. ПИ
Уложились или нет после назн. ПИ|Время с начала создания инцидента до окончания
Время отправки первого ответа ПИ на согласование|Время, которое первый ответ ПИ находился на согласовании
Текущий шаг инцидента|Дата создания|Дата окончания|Группа тем|Тема|Регион|Муниципалитет|Населенный пункт|Улица|Дом
Объект старый|Объект|Тип инцидента|Итог|Есть медиафайл в ответе|Есть медиафайл в сообщении|Урл поста|Урл блога
Текст инцидента|1ый ответ ПИ|2ой ответ ПИ|3ий ответ ПИ|Причина закрытия|Аудитория|Вовлеченность
Аккаунт публикации ответа|Теги|Примечание|Время попадания на шаг оценка удовлетворенности|Опрос отправлен
"""


def incident(told: Told) -> dict[str, Cell]:
    return incident_row(told, lambda desk: DESK, "Духовщинский район")


def test_the_incident_layout_has_its_46_columns() -> None:
    heading = HEADING.strip().replace("\n", "|").split("|")
    assert len(heading) == 46
    assert list(columns()) == list(incident(Told(UNANSWERED))) == heading


def test_a_whole_row_of_the_incident_layout() -> None:
    answers = (Answer(local(5, 10, 30), "Где именно?"), Answer(local(6, 12), "Засыпали"))
    told = Told(OVER_A_HOLIDAY, answers, "Иван", local(6, 11, 30), photos_before=2)
    filled = {column: cell for column, cell in incident(told).items() if cell}
    assert filled == {
        "Номер инцидента": "26-00001",
        "Отдел": Named("desk", "roads"),
        "Исполнитель": "Иван",
        "Общее время первого ответа": local(5, 10, 30),
        "Общий текст первого ответа": "Где именно?",
        "Время с даты создания инцидента до времени первого ответа": "1 days 18:30:00",
        "Время с даты создания инцидента до времени первого ответа, рабочее время": "0 days 02:30:00",
        "Время назначения последнего исполнителя": local(6, 11, 30),
        "Время 1го ответа ПИ": local(6, 12),
        "Первая реакция с момента назн. ПИ": "0 days 00:30:00",
        "Уложились или нет после назн. ПИ": "Да",
        "Время с начала создания инцидента до окончания": "5 days 17:30:00",
        "Текущий шаг инцидента": "Готово",
        "Дата создания": local(3, 16),
        "Дата окончания": local(9, 9, 30),
        "Группа тем": "Дороги",
        "Тема": Named("topic", "roads.pothole"),
        "Муниципалитет": "Духовщинский район",
        "Населенный пункт": "Бабино",
        "Улица": "ул. Мира",
        "Дом": "5а",
        "Тип инцидента": "Решаемый",
        "Итог": "Решено",
        "Есть медиафайл в ответе": "Нет",
        "Есть медиафайл в сообщении": "Да",
        "Текст инцидента": "Яма у магазина",
        "1ый ответ ПИ": "Засыпали",
        "Причина закрытия": "Автор доволен",
        "Время попадания на шаг оценка удовлетворенности": local(6, 12),
        "Опрос отправлен": "Да",
    }


def test_what_has_not_happened_stays_empty() -> None:
    cells = incident(Told(UNANSWERED))
    for column in ("Исполнитель", "Итог", "Причина закрытия", "Дата окончания", "Текущий шаг инцидента"):
        assert not cells[column], column
    assert cells["Опрос отправлен"] == "Нет"


@pytest.mark.parametrize(
    ("address", "street", "house"),
    [
        ("ул. Мира, 5", "ул. Мира", "5"),
        ("ул. Мира, д. 12/2", "ул. Мира", "12/2"),
        ("улица 8 Марта, 7", "улица 8 Марта", "7"),
        ("у магазина", "у магазина", ""),
        ("", "", ""),
    ],
)
def test_street_and_house(address: str, street: str, house: str) -> None:
    cells = incident(Told(replace(UNANSWERED, place=Place("tretyakovo", "Бабино", address))))
    assert (cells["Улица"], cells["Дом"]) == (street, house)


def test_times_are_written_as_the_incident_system_writes_them() -> None:
    assert lasted(timedelta(hours=11, minutes=15, seconds=47, milliseconds=492)) == "0 days 11:15:47.492000"
    assert lasted(timedelta(minutes=3)) == "0 days 00:03:00"
    assert lasted(timedelta(days=40, seconds=1)) == "40 days 00:00:01"


def test_every_word_of_the_incident_layout_is_one_that_the_system_knows() -> None:
    cells = [incident(Told(replace(OVER_A_HOLIDAY, status=one))) for one in Status]
    assert {one["Текущий шаг инцидента"] for one in cells} == {"", "Готово", "Оценка удовлетворенности"}
    closings = ("", "satisfied", "neutral", "no_answer", "declined", "withdrawn", "merged")
    reasons = {incident(Told(replace(OVER_A_HOLIDAY, closing=one)))["Причина закрытия"] for one in closings}
    assert reasons == {"", "Автор доволен", "Нет ответа от автора", "Дальнейший диалог нецелесообразен"}
    kinds = {incident(Told(replace(OVER_A_HOLIDAY, kind=one)))["Тип инцидента"] for one in ("complaint", "question")}
    assert kinds == {"Решаемый", "Информационный"}
    results = {incident(Told(replace(OVER_A_HOLIDAY, result=one)))["Итог"] for one in ("solved", "explained")}
    assert results == {"Решено", "Разъяснено"}
