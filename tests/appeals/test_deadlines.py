"""Two clocks run for each appeal, in the working time of its desk: over nights, weekends, holidays and pauses."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.appeals.deadlines import Case, Deadlines, auto_close_at, deadlines, resumed
from bot.appeals.desk_time import desk_clock, desk_time
from bot.appeals.district import District, Terms, WorkingHours
from bot.appeals.durations import Duration, parse_duration
from bot.appeals.working_time import StateCalendar, WorkingTime
from bot.calendar_ru import russian_calendar
from tests.appeals.small_district import small

RUSSIA = russian_calendar()
SMALL = replace(small(), terms=Terms(), hours=WorkingHours(time(9), time(18)))
POTHOLE = Case("roads.pothole", "roads")
FORMER = Case("switched.off", "roads")


def iso(text: str) -> Duration:
    duration = parse_duration(text)
    assert duration is not None
    return duration


def with_terms(**terms: str) -> District:
    return replace(SMALL, terms=replace(Terms(), **{name: iso(text) for name, text in terms.items()}))


def local(text: str, district: District = SMALL) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=district.time_zone).astimezone(UTC)


def due(filed: str, district: District = SMALL, case: Case = POTHOLE) -> tuple[str, str]:
    """Both deadlines as the district's clocks show them."""
    found = deadlines(district, case, local(filed, district), RUSSIA)
    assert found.answer.tzinfo is UTC
    assert found.solution.tzinfo is UTC
    return shown(found.answer, district), shown(found.solution, district)


def shown(moment: datetime, district: District = SMALL) -> str:
    return f"{moment.astimezone(district.time_zone):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("story", "filed", "expected"),
    [
        ("Monday morning", "2026-11-16 10:00", "2026-11-17 18:00"),
        ("before opening counts as that day", "2026-11-16 06:00", "2026-11-17 18:00"),
        ("a minute before closing still counts", "2026-11-16 17:59", "2026-11-17 18:00"),
        ("at closing it is tomorrow's", "2026-11-16 18:00", "2026-11-18 18:00"),
        ("Friday afternoon", "2026-11-20 15:00", "2026-11-23 18:00"),
        ("Friday evening", "2026-11-20 21:00", "2026-11-24 18:00"),
        ("Saturday and Sunday are the same", "2026-11-21 12:00", "2026-11-24 18:00"),
        ("Sunday just before midnight", "2026-11-22 23:59", "2026-11-24 18:00"),
        ("the last working day of 2025", "2025-12-30 12:00", "2026-01-12 18:00"),
        ("New Year's night", "2026-01-01 00:01", "2026-01-13 18:00"),
        ("the Saturday after the holidays", "2026-01-10 12:00", "2026-01-13 18:00"),
        ("over May, with a moved Monday", "2026-05-08 10:00", "2026-05-12 18:00"),
        ("Friday before a working Saturday", "2025-10-31 10:00", "2025-11-01 17:00"),
        ("on a working Saturday", "2025-11-01 10:00", "2025-11-05 18:00"),
    ],
)
def test_until_when_the_first_answer_comes(story: str, filed: str, expected: str) -> None:
    assert due(filed)[0] == expected, story


def test_a_pothole_is_mended_in_five_working_days() -> None:
    assert due("2026-11-16 10:00") == ("2026-11-17 18:00", "2026-11-23 18:00")
    # Over the New Year's holidays they last from the thirtieth to the sixteenth.
    assert due("2025-12-30 12:00") == ("2026-01-12 18:00", "2026-01-16 18:00")


def test_a_desk_goes_before_the_topic_and_the_topic_before_the_district() -> None:
    patient = with_terms(first_answer="P3D", solution="P20D")
    assert due("2026-11-16 10:00", patient, Case("utilities.gas", "lesnoe")) == ("2026-11-17 18:00", "2026-11-17 18:00")
    assert due("2026-11-16 10:00", patient)[0] == "2026-11-19 18:00"
    assert due("2026-11-16 10:00", patient, FORMER) == ("2026-11-19 18:00", "2026-12-14 18:00")
    desks = tuple(replace(one, first_answer=iso("PT4H"), solution=iso("P7D")) for one in patient.desks)
    assert due("2026-11-16 10:00", replace(patient, desks=desks)) == ("2026-11-16 14:00", "2026-11-25 18:00")


def test_a_danger_is_a_matter_of_hours() -> None:
    urgent = Case("roads.pothole", "roads", urgent=True)
    assert due("2026-11-16 10:00", case=urgent) == ("2026-11-16 14:00", "2026-11-18 18:00")
    assert due("2026-11-16 17:00", case=urgent) == ("2026-11-17 12:00", "2026-11-18 18:00")
    # Never later than without it.
    slow = with_terms(urgent_answer="P9D", urgent_solution="P9D")
    assert due("2026-11-16 10:00", slow, urgent) == ("2026-11-17 18:00", "2026-11-23 18:00")


def test_the_answer_to_a_question_is_its_solution() -> None:
    assert due("2026-11-16 10:00", case=Case("roads.pothole", "roads", "question")) == (
        "2026-11-19 18:00",
        "2026-11-19 18:00",
    )


def test_the_solution_is_never_due_before_the_first_answer() -> None:
    hasty = with_terms(first_answer="P3D", solution="PT1H")
    assert due("2026-11-16 10:00", hasty, FORMER) == ("2026-11-19 18:00", "2026-11-19 18:00")


def test_a_district_may_count_day_and_night() -> None:
    plain = with_terms(first_answer="PT24H", solution="P5D")
    plain = replace(plain, terms=replace(plain.terms, plain=True))
    assert due("2026-11-20 21:30", plain, FORMER) == ("2026-11-21 21:30", "2026-11-25 21:30")
    # A pause moves it by as much as the clock on the wall.
    asked, replied = local("2026-11-21 10:00"), local("2026-11-22 22:00")
    assert shown(resumed(plain, "roads", local("2026-11-25 21:30"), asked, replied, RUSSIA)) == "2026-11-27 09:30"


def test_two_seconds_for_trying_things_out() -> None:
    quick = with_terms(first_answer="PT2S", solution="PT2S")
    start = local("2026-11-16 10:00")
    assert deadlines(quick, FORMER, start).answer == start + timedelta(seconds=2)


def test_the_districts_and_the_settlements_own_days_off_are_respected() -> None:
    hours = replace(SMALL.hours, days_off=frozenset({date(2026, 11, 17)}))
    assert due("2026-11-16 10:00", replace(SMALL, hours=hours))[0] == "2026-11-18 18:00"
    fair = tuple(replace(one, days_off=frozenset({date(2026, 11, 17)})) for one in SMALL.settlements)
    assert due("2026-11-16 10:00", replace(SMALL, settlements=fair), Case("x.y", "lesnoe"))[0] == "2026-11-18 18:00"
    # The department of the district works while the village has its fair.
    assert due("2026-11-16 10:00", replace(SMALL, settlements=fair))[0] == "2026-11-17 18:00"


def test_a_desk_works_in_its_own_hours_and_time_zone() -> None:
    own = WorkingHours(time(8), time(16), lunch=(time(12), time(13)))
    desks = tuple(replace(one, hours=own, time_zone=ZoneInfo("Europe/Samara")) for one in SMALL.desks)
    far = replace(SMALL, desks=desks, terms=replace(Terms(), first_answer=iso("PT4H")))
    # In Samara it is eleven: an hour until lunch, three after it.
    assert due("2026-11-16 10:00", far)[0] == "2026-11-16 15:00"
    assert desk_clock(far)("gone") == desk_time(far, "gone") == WorkingTime(far.hours, far.time_zone)


def test_who_works_from_tuesday_to_saturday_rests_on_monday() -> None:
    district = replace(SMALL, hours=replace(SMALL.hours, weekdays=frozenset({1, 2, 3, 4, 5})))
    assert due("2026-11-20 10:00", district)[0] == "2026-11-21 18:00"
    assert due("2026-11-21 10:00", district)[0] == "2026-11-24 18:00"
    # A holiday that falls on a Saturday is a holiday for them too.
    assert due("2026-05-08 10:00", district)[0] == "2026-05-12 18:00"


def test_the_districts_clock_decides_not_ours() -> None:
    filed = datetime(2026, 11, 16, 13, 30, tzinfo=UTC)
    far = replace(SMALL, time_zone=ZoneInfo("Asia/Kamchatka"))
    assert deadlines(SMALL, POTHOLE, filed, RUSSIA).answer == datetime(2026, 11, 17, 15, tzinfo=UTC)
    # There it is half past one on Tuesday.
    assert deadlines(far, POTHOLE, filed, RUSSIA).answer == datetime(2026, 11, 18, 6, tzinfo=UTC)


def test_closing_time_stays_the_same_where_clocks_are_changed() -> None:
    district = replace(SMALL, time_zone=ZoneInfo("Europe/Berlin"))
    assert due("2026-03-27 10:00", district)[0] == "2026-03-30 18:00"
    assert due("2026-10-23 10:00", district)[0] == "2026-10-26 18:00"


def test_a_calendar_without_working_days_is_an_error_not_an_endless_search() -> None:
    with pytest.raises(ValueError, match="no working day"):
        deadlines(SMALL, POTHOLE, datetime(2026, 1, 1, tzinfo=UTC), StateCalendar(lambda _: True))


def test_a_whole_season_off_is_passed_over() -> None:
    season = frozenset(date(2026, 6, 1) + timedelta(days=one) for one in range(92))
    district = replace(SMALL, hours=replace(SMALL.hours, days_off=season))
    assert due("2026-06-10 10:00", district)[0] == "2026-09-02 18:00"


def test_silence_closes_after_the_districts_days() -> None:
    answered = datetime(2026, 11, 16, 21, 30, tzinfo=ZoneInfo("Europe/Moscow"))
    assert auto_close_at(replace(SMALL, silence_days=7), answered) == datetime(2026, 11, 23, 18, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("story", "asked", "replied", "expected"),
    [
        ("from one morning to the next", "2026-11-17 10:00", "2026-11-18 10:00", "2026-11-24 18:00"),
        ("over a weekend only the working time stands", "2026-11-20 17:00", "2026-11-23 10:00", "2026-11-24 11:00"),
        ("asked and replied in one evening", "2026-11-17 19:00", "2026-11-17 22:00", "2026-11-23 18:00"),
        ("replied at once", "2026-11-17 10:00", "2026-11-17 10:00", "2026-11-23 18:00"),
        ("over the holidays of the New Year", "2025-12-30 17:00", "2026-01-12 10:00", "2026-11-24 11:00"),
    ],
)  # fmt: skip
def test_while_the_resident_is_asked_the_clock_stands(story: str, asked: str, replied: str, expected: str) -> None:
    found = resumed(SMALL, "roads", local("2026-11-23 18:00"), local(asked), local(replied), RUSSIA)
    assert shown(found) == expected, story


MOMENTS = st.datetimes(datetime(2023, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC))
LENGTHS = st.builds(Duration, st.integers(0, 7), st.builds(timedelta, minutes=st.integers(0, 600))).filter(bool)
ZONES = ["Europe/Moscow", "Asia/Kamchatka", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]


@st.composite
def a_district(draw: st.DrawFn) -> District:
    opens, length = draw(st.integers(0, 12)), draw(st.integers(4, 11))
    lunch = draw(st.sampled_from([None, (time(opens + 2), time(opens + 3))]))
    weekdays = draw(st.frozensets(st.integers(0, 6), min_size=1))
    return replace(
        SMALL,
        time_zone=ZoneInfo(draw(st.sampled_from(ZONES))),
        terms=replace(Terms(), first_answer=draw(LENGTHS), solution=draw(LENGTHS)),
        hours=WorkingHours(time(opens), time(opens + length), weekdays, lunch=lunch),
    )


def found(district: District, filed: datetime) -> Deadlines:
    return deadlines(district, FORMER, filed, RUSSIA)


@given(a_district(), MOMENTS)
def test_never_due_outside_working_time_nor_before_the_filing(district: District, filed: datetime) -> None:
    working = desk_time(district, "roads", RUSSIA)
    for moment in (found(district, filed).answer, found(district, filed).solution):
        assert moment > filed
        # The end of a stretch is the last moment that counts.
        assert working.is_open(moment - timedelta(microseconds=1))


@given(a_district(), MOMENTS, st.timedeltas(timedelta(0), timedelta(days=20)))
def test_who_files_later_is_never_due_earlier(district: District, filed: datetime, later: timedelta) -> None:
    first, second = found(district, filed), found(district, filed + later)
    assert first.answer <= second.answer
    assert first.solution <= second.solution


@given(
    a_district(),
    MOMENTS,
    st.timedeltas(timedelta(0), timedelta(days=9)),
    st.timedeltas(timedelta(0), timedelta(days=9)),
)
def test_a_pause_takes_no_time_and_gives_none(
    district: District, filed: datetime, before: timedelta, pause: timedelta
) -> None:
    working = desk_time(district, "roads", RUSSIA)
    until, asked = found(district, filed).solution, filed + before
    moved = resumed(district, "roads", until, asked, asked + pause, RUSSIA)
    stood = working.between(asked, asked + pause)
    assert working.between(filed, moved) == working.between(filed, until) + stood
    if asked <= until:
        assert working.between(asked + pause, moved) == working.between(asked, until)


@given(a_district(), MOMENTS, st.lists(st.timedeltas(timedelta(0), timedelta(days=3)), max_size=4))
def test_many_short_pauses_are_one_long(district: District, filed: datetime, pauses: list[timedelta]) -> None:
    until, moved, moment = found(district, filed).solution, found(district, filed).solution, filed
    for pause in pauses:
        moved = resumed(district, "roads", moved, moment, moment + pause, RUSSIA)
        moment += pause
    assert moved == resumed(district, "roads", until, filed, moment, RUSSIA)


@given(a_district(), MOMENTS, st.integers(1, 7))
def test_as_many_working_days_lie_between_as_were_promised(district: District, filed: datetime, days: int) -> None:
    district = replace(district, terms=replace(district.terms, first_answer=Duration(days=days)))
    working = desk_time(district, "roads", RUSSIA)
    start = filed.astimezone(district.time_zone)
    last = found(district, filed).answer.astimezone(district.time_zone).date()
    between = [start.date() + timedelta(days=number) for number in range((last - start.date()).days + 1)]
    worked = [day for day in between if working.works_on(day)]
    missed_today = working.works_on(start.date()) and filed >= working.closes(start.date())
    came_today = working.works_on(start.date()) and not missed_today
    assert len(worked) == days + 1 + missed_today if (came_today or missed_today) else len(worked) == days + 1
    assert found(district, filed).answer == working.closes(last)
