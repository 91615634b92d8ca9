"""Are two messages about the same problem? The rules one by one, then all the pairs a person can read and add to."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from benchmarks.triage_same import FILES, precision_and_recall, read_pairs
from bot.appeals.district import Repeats
from bot.appeals.district_file import load_district
from bot.appeals.status import Status
from bot.triage.morphology import Pymorphy
from bot.triage.sameness import SAME, Sameness, Told
from bot.triage.sameness_judge import Judge, judge_for, status_said
from bot.triage.sameness_rules import packaged_rules

DISTRICT = load_district(Path(__file__).parents[2] / "district.toml")
HOUR, DAY = 60.0, 1440.0
Same = Callable[..., bool]


@pytest.fixture(scope="module")
def sameness() -> Sameness:
    return Sameness(Pymorphy())


@pytest.fixture(scope="module")
def judge() -> Judge:
    """It reads each message once, however many pairs it is in."""
    known = judge_for(DISTRICT)
    return Judge(cache(known.triage), known.sameness)


@pytest.fixture(scope="module")
def same(sameness: Sameness) -> Same:
    """Judges by words alone; a side is a text or all that is known of it."""

    def judged(
        first: str | Told,
        second: str | Told,
        minutes: float = 30,
        metres: float | None = None,
        status: Status = Status.NEW,
    ) -> bool:
        one, other = (Told(side) if isinstance(side, str) else side for side in (first, second))
        score = sameness.score(one, other, minutes_apart=minutes, metres_apart=metres, first_status=status)
        assert 0 <= score <= 1
        return score >= SAME

    return judged


def test_an_outage_is_one_for_the_whole_village_and_another_in_the_next(same: Same) -> None:
    assert same("Нет воды на Советской", "на Центральной тоже воды нету", metres=800)
    assert same(Told("нет света", locality="Ерыши"), Told("электричество вырубили", locality="Ерыши"))
    assert not same(Told("нет света", locality="Ерыши"), Told("нет света", locality="Бабино"))
    assert not same("Нет воды", "Нет воды", metres=15_000)


def test_an_outage_lasts_hours_and_a_pothole_weeks(same: Same) -> None:
    assert same("нет света", "света нет", minutes=3 * HOUR)
    assert not same("нет света", "света нет", minutes=7 * DAY)
    assert same("яма у клуба", "возле клуба яма", minutes=20 * DAY, metres=20)
    assert not same("яма у клуба", "яма у клуба", minutes=365 * DAY, metres=0)


def test_a_pothole_is_where_it_is(same: Same) -> None:
    assert same("огромная яма", "колесо пробил", metres=30)
    assert not same("огромная яма", "огромная яма", metres=1500)
    assert not same("яма у клуба", "яма у почты")
    assert not same("яма на Смирнова", "яма на Козлова")


def test_a_lift_has_its_house_and_an_entrance_its_number(same: Same) -> None:
    there = Told("лифт стоит", street="Кольцевая", house="3")
    assert same(Told("не работает лифт", street="Кольцевая", house="3"), there)
    assert not same(Told("не работает лифт", street="Кольцевая", house="7"), there, metres=40)
    assert not same("В подъезде 1 грязь, Мира 2", "грязь во втором подъезде, Мира 2")


def test_buses_have_numbers(same: Same) -> None:
    assert same("автобус 12 не пришёл", "12-й автобус опять не приехал")
    assert not same("автобус 12 не пришёл", "автобус № 5 не пришёл")


def test_the_same_place_with_another_trouble_is_another_problem(same: Same) -> None:
    assert not same("у школы не горит фонарь", "у школы открытый люк", metres=5)
    assert not same("нет воды", "нет света", metres=5)
    assert not same("нет воды", "из крана течёт ржавая вода", metres=5)


def test_what_is_over_is_over(same: Same) -> None:
    for status in (Status.CLOSED, Status.DECLINED, Status.WITHDRAWN):
        assert not same("Нет воды", "Нет воды", status=status)
    assert same("Нет воды", "Нет воды", status=Status.IN_WORK)
    assert same("Нет воды", "Нет воды", status=Status.ASKED)


def test_an_answer_of_today_holds_for_who_writes_now_and_an_old_one_does_not(same: Same) -> None:
    assert same("Нет воды", "воды нет", minutes=HOUR, status=Status.ANSWERED)
    assert not same("Нет воды", "воды нет", minutes=DAY, status=Status.ANSWERED)


@pytest.mark.parametrize(
    "words",
    [
        "воду включили, спасибо",
        "Спасибо за воду",
        "Вода появилась!",
        "Подскажите телефон водоканала",
        "Куда передать показания счётчика воды?",
    ],
)
def test_good_news_thanks_and_questions_are_not_the_problem(same: Same, words: str) -> None:
    assert not same("Нет воды", words, metres=50)


@pytest.mark.parametrize(
    "words",
    [
        "Спасибо, но воды так и нет",
        "воду на час включили и снова отключили",
        "Когда дадут воду?",
        "Как жить без воды?",
    ],
)
def test_a_bitter_thanks_and_an_impatient_question_are(same: Same, words: str) -> None:
    assert same("Нет воды", words, metres=50)


def test_words_outweigh_a_wrong_topic_and_a_topic_helps_where_words_say_little(same: Same) -> None:
    assert same(Told("яма у клуба", "roads.pothole"), Told("возле клуба яма", "yard.pavement"), metres=10)
    assert same(Told("огромная яма", ""), Told("глубокая яма", "social.support"), metres=10)
    assert not same(Told("нет воды", "utilities.power"), Told("нет света", "utilities.power"))


def test_the_district_says_how_near_and_how_long_at_most() -> None:
    strict = Sameness(Pymorphy(), Repeats(metres=50, days=3))

    def score(minutes: float, metres: float) -> float:
        return strict.score(
            Told("яма"), Told("яма"), minutes_apart=minutes, metres_apart=metres, first_status=Status.NEW
        )

    assert score(DAY, 20) >= SAME
    assert score(DAY, 120) < SAME
    assert score(6 * DAY, 20) < SAME


@pytest.mark.parametrize("text", ["", "   ", "👍", "!!!", "12", "а" * 4000, "яма " * 900, "ул. ул. ул.", "д. 5, д. 5"])
def test_whatever_is_written_there_is_an_answer(same: Same, text: str) -> None:
    assert not same(text, "нет воды")
    same(text, text)


def test_a_status_is_read_in_any_letters_and_an_unknown_one_is_open() -> None:
    said = [status_said(words) for words in ("closed", "CLOSED", "In_Work", "in work", "", "решено")]
    assert said == [Status.CLOSED, Status.CLOSED, Status.IN_WORK, Status.IN_WORK, Status.NEW, Status.NEW]


def test_the_file_of_rules_knows_only_topics_that_there_are() -> None:
    rules = packaged_rules()
    for code, trouble in rules.troubles.items():
        assert trouble.phrases, code
        assert trouble.topics <= set(DISTRICT.topics), code
        assert trouble.reach.hours <= Repeats().days * 24, code
    assert all(group <= set(rules.troubles) for group in rules.kin)
    assert {trouble.reach.kind for trouble in rules.troubles.values()} == set(rules.reaches)


def test_who_wrote_first_does_not_matter(judge: Judge) -> None:
    for pair in read_pairs(FILES[0])[::5]:
        there = judge.score(pair.first, pair.second, pair.minutes, pair.metres, Status.NEW)
        back = judge.score(pair.second, pair.first, pair.minutes, pair.metres, Status.NEW)
        assert there == pytest.approx(back, abs=0.05), pair


@pytest.mark.parametrize("name", FILES)
def test_most_pairs_are_judged_as_a_person_does(judge: Judge, name: str) -> None:
    pairs = read_pairs(name)[::2]  # benchmarks.triage_same judges them all
    said = [
        judge.score(pair.first, pair.second, pair.minutes, pair.metres, status_said(pair.status)) >= SAME
        for pair in pairs
    ]
    precision, recall = precision_and_recall([pair.same for pair in pairs], said)
    assert precision >= 0.93
    assert recall >= 0.85


def test_there_are_enough_pairs_and_half_of_them_are_false() -> None:
    pairs = [pair for name in FILES for pair in read_pairs(name)]
    assert len(pairs) >= 300
    assert 0.4 < sum(pair.same for pair in pairs) / len(pairs) < 0.6
