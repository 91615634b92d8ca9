"""What a head learns of a week: counted from records, and every share of it true."""

from dataclasses import replace
from datetime import date, timedelta

from bot.appeals.appeal import Place
from bot.appeals.record import Record
from bot.appeals.status import Status
from bot.figures.counting import Figures, Votes
from bot.figures.digest import Digest, digest, ranks
from bot.figures.district_digest import district_digest
from tests.figures.records import AFTER, DAY, HOUR, MONDAY, WEEK, ZONE, answered, clock, record


def of(*records: Record) -> Digest:
    return digest(records, WEEK, ZONE, clock, AFTER)


def test_an_ordinary_week_is_counted() -> None:
    now = of(answered(1, rating="good"), answered(2, result="explained"), record(3), record(4, due_at=AFTER + DAY)).now
    assert (now.received, now.answered, now.closed, now.solved, now.open, now.overdue) == (4, 2, 2, 1, 2, 1)
    assert now.decided == 0.5
    assert now.votes == Votes(satisfied=1, silent=1)


def test_leaving_it_open_does_not_make_the_share_better() -> None:
    """Three in time and one late are 75 %, and still so when the late one is never closed."""
    timely = [answered(serial) for serial in (1, 2, 3)]
    assert of(*timely, answered(4, hours=72)).now.on_time == 0.75
    assert of(*timely, record(4)).now.on_time == 0.75


def test_whoever_waits_for_the_resident_is_not_late() -> None:
    asked = record(1, status=Status.ASKED, asked=((MONDAY + HOUR, None),))
    assert of(asked).now.overdue == 0
    replied = record(1, status=Status.IN_WORK, asked=((MONDAY + HOUR, MONDAY + 2 * HOUR),))
    assert of(replied).now.overdue == 1


def test_a_refusal_is_an_answer_and_what_the_resident_took_back_is_none() -> None:
    closed = {"closed_at": MONDAY + HOUR}
    declined = record(1, status=Status.DECLINED, closing="declined", **closed)
    taken_back = record(2, status=Status.WITHDRAWN, closing="withdrawn", **closed)
    now = of(declined, taken_back).now
    assert (now.received, now.closed, now.solved, now.open) == (2, 1, 0, 0)
    assert now.votes.all == 0


def test_what_goes_on_under_another_number_is_counted_once() -> None:
    now = of(record(1, followers=1), record(2, status=Status.CLOSED, merged="26-00001", closed_at=MONDAY + HOUR)).now
    assert (now.received, now.joined, now.closed) == (1, 1, 0)


def test_times_are_medians_of_working_time() -> None:
    """Monday 9:00 to Tuesday 9:00 is a day of nine hours; the night does not count."""
    now = of(answered(1, hours=1), answered(2, hours=3), answered(3, hours=24)).now
    assert now.first_answer == 3 * HOUR
    assert of(answered(1, hours=24)).now.first_answer == 9 * HOUR
    assert of(record(1)).now.first_answer is None


def test_a_week_is_set_beside_the_one_before_and_the_usual_one() -> None:
    records = [answered(1, hours=2), answered(2, hours=4, filed_at=MONDAY - 7 * DAY)]
    records += [answered(serial, hours=6, filed_at=MONDAY - (7 * serial) * DAY) for serial in range(3, 13)]
    told = of(*records)
    assert (told.now.first_answer, told.before.first_answer) == (2 * HOUR, 4 * HOUR)
    assert told.norm_first_answer == 6 * HOUR


def test_a_week_that_is_over_is_seen_as_it_ended() -> None:
    """Closed on the next Monday: by the end of the week it was still open, and late."""
    late = answered(1, hours=24 * 7)
    now = digest([late], WEEK, ZONE, clock, AFTER + 30 * DAY).now
    assert (now.open, now.overdue, now.closed) == (1, 1, 0)


def test_the_worst_cases_come_with_their_numbers_dangers_first() -> None:
    older = [record(serial, filed_at=MONDAY - serial * DAY) for serial in (1, 2, 3)]
    danger = record(9, urgent="wire")
    back = record(10, due_at=AFTER + DAY, reopened=2, rating="bad")
    worst = of(*older, danger, back).worst
    assert [case.number for case in worst] == ["26-00009", "26-00003", "26-00002"]
    (only,) = of(back).worst
    assert (only.number, only.overdue, only.reopened) == ("26-00010", None, 2)


def test_an_unhappy_resident_is_heard_until_it_is_mended() -> None:
    back = record(1, reopened=1, rating="bad", status=Status.IN_WORK, followers=2)
    assert of(back).now.votes == Votes(unhappy=1)
    # Answered anew, the old «Не решено» is no vote on the new answer.
    again = replace(answered(1), reopened=1, rating="bad")
    assert of(again).now.votes == Votes(silent=1)


def test_the_third_time_at_one_address_is_told_with_its_beginning() -> None:
    def at(serial: int, address: str, days: int) -> Record:
        return record(serial, place=Place("rechnoe", "Плёс", address), filed_at=MONDAY - days * DAY)

    told = of(
        at(1, "ул. Лесная, д. 3", 200), at(2, "улица Лесная 3", 100), at(3, "Лесная, 3", 0), at(4, "Лесная, 7", 0)
    )
    (repeat,) = told.repeats
    assert (repeat.times, repeat.since, repeat.address) == (3, date(2026, 4, 30), "Лесная, 3")
    assert not of(at(1, "Лесная, 3", 200), at(2, "Лесная, 3", 0), at(3, "Лесная, 3", 0)).repeats
    assert not of(at(1, "", 200), at(2, "", 100), at(3, "", 0)).repeats


def test_days_show_what_came_and_what_was_closed() -> None:
    days = of(answered(1, hours=24), answered(2, hours=1)).days
    assert [(one.received, one.closed) for one in days[:3]] == [(2, 1), (0, 1), (0, 0)]
    assert (days[0].day, days[-1].day) == (WEEK.first, WEEK.last)


def test_only_settlements_with_enough_work_are_ranked() -> None:
    def shares(in_time: int, closed: int = 10) -> Figures:
        return Figures(closed=closed, closed_in_time=in_time)

    figures = {"a": shares(9), "b": shares(10), "c": shares(9), "d": shares(9, closed=9)}
    assert ranks(figures) == {"a": (2, 3), "b": (1, 3), "c": (2, 3)}
    assert ranks({"a": shares(9), "b": shares(10)}) == {}


def test_the_coordinator_sees_all_settlements_hot_spots_and_silent_desks() -> None:
    forest = Place("lesnoe", "Бор")
    records = [record(serial, place=forest, desk="lesnoe", due_at=AFTER + DAY) for serial in (1, 2, 3)]
    saturday = MONDAY + 5 * DAY
    records.append(answered(4, filed_at=saturday, hours=1))
    told = district_digest(records, ["lesnoe", "rechnoe", "empty"], WEEK, ZONE, clock, AFTER)
    assert [(code, one.received) for code, one in told.rows] == [("lesnoe", 3), ("rechnoe", 1), ("empty", 0)]
    assert [(one.locality, one.category, one.count) for one in told.spots] == [("Бор", "roads", 3)]
    assert (told.weekend, told.silent) == ((("rechnoe", 1),), ("lesnoe",))


def test_a_quiet_week_is_quiet_only_when_nothing_waits() -> None:
    assert of().now.quiet
    assert of(answered(1, filed_at=MONDAY - 14 * DAY)).now.quiet
    assert not of(record(1, filed_at=MONDAY - timedelta(days=300))).now.quiet
