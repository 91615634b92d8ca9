"""How a phrase becomes a sentence: plurals, dates by the district's clock, people's own words left alone."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.dialogs.message import say
from bot.words import BrokenWords, MissingWords, Words, read_locale
from tests.words.samples import MOSCOW


@pytest.fixture
def words() -> Words:
    return Words("ru", MOSCOW)


@pytest.mark.parametrize(
    ("count", "shown"),
    [(1, "1 фотография"), (2, "2 фотографии"), (5, "5 фотографий"), (11, "11 фотографий"), (21, "21 фотография")],
)
def test_photos_are_counted_as_people_count(words: Words, count: int, shown: str) -> None:
    assert words(say("confirm-photos", count=count)) == shown
    assert words(say("card-photos", count=count)) == shown


def test_messages_and_seconds_are_counted_too(words: Words) -> None:
    titles = [words(say("mine-title", count=count)).split(".")[0] for count in (1, 3, 7)]
    assert titles == ["У вас 1 сообщение", "У вас 3 сообщения", "У вас 7 сообщений"]
    assert words(say("preview-leaving", seconds=21)).startswith("Отправлю через 21 секунду. ")
    assert words(say("too-many-filed", count=10)).startswith("За час от вас уже 10 сообщений. ")


def test_a_deadline_is_shown_by_the_districts_own_clock() -> None:
    due = datetime(2026, 11, 24, 21, 30, tzinfo=UTC)
    assert Words("ru", MOSCOW)(say("card-due", due=due)) == "🕒 Ответить до 25 ноября (среда), 00:30"
    kaliningrad = Words("ru", ZoneInfo("Europe/Kaliningrad"))
    assert kaliningrad(say("card-due", due=due)) == "🕒 Ответить до 24 ноября (вторник), 23:30"


def test_a_day_stands_on_a_button_with_its_weekday_and_on_a_picture_with_its_year(words: Words) -> None:
    day = date(2026, 11, 3)
    assert words(say("button-date", day=day)) == "3 ноября (вторник)"
    assert words(say("collage-before", day=day)) == "ДО · 3 ноября 2026"


def test_history_has_short_dates_with_the_year(words: Words) -> None:
    at = datetime(2027, 1, 2, 7, 5, tzinfo=UTC)
    line = words(say("history-line", at=at, who="Иван", what=say("action-accept")))
    assert line == "02.01.2027, 10:05 · взято в работу · Иван"


def test_words_may_stand_where_a_date_is_not_known(words: Words) -> None:
    assert words(say("data-consent", version="1", at=say("data-nothing"))) == "Согласие: дано нет, текст № 1"


def test_a_phrase_inside_a_phrase_is_said_too(words: Words) -> None:
    title = say("card-title", number="26-00017", mark=say("mark-new"), status=say("status-new"))
    assert words(title) == "🆕 № 26-00017 · новое"


def test_peoples_own_words_are_left_as_they_are(words: Words) -> None:
    own = "{ $number } <b>яма</b>\n  «вот» \u2068тут\u2069 \\ { DATED($at) }"
    assert words(say("card-text", text=own)) == f"«{own}»"


def test_a_very_long_story_is_shown_whole(words: Words) -> None:
    """Fluent itself gives up on anything over 2,500 characters."""
    story = "Яма { у дома. " * 800
    assert words(say("confirm-text", text=story)) == f"«{story}»"
    place, topic = "д" * 3000, "т" * 4000
    assert words(say("mine-what", topic=topic, place=place)) == f"{topic}\n📍 {place}"


def test_words_that_nobody_wrote_are_refused(words: Words) -> None:
    with pytest.raises(MissingWords, match="no-such-words"):
        words(say("no-such-words"))


def test_a_sentence_without_its_argument_is_refused(words: Words) -> None:
    with pytest.raises(MissingWords, match=r"told-answer.*number"):
        words(say("told-answer"))


def test_a_page_asks_for_its_words_by_name(words: Words) -> None:
    assert words.text("accepted-already", name="Иван") == "Уже в работе у: Иван"
    assert {"page-title", "greeting", "desk-send"} <= words.ids()


def test_a_slip_in_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "one.ftl").write_text("good = Хорошо\nwrong Нет знака равенства\n", encoding="utf-8")
    with pytest.raises(BrokenWords, match=r"one\.ftl.*wrong"):
        read_locale(tmp_path, "ru")


def test_the_same_id_in_two_files_is_named(tmp_path: Path) -> None:
    (tmp_path / "one.ftl").write_text("good = Хорошо\n", encoding="utf-8")
    (tmp_path / "two.ftl").write_text("good = Ладно\n", encoding="utf-8")
    with pytest.raises(BrokenWords, match=r"two\.ftl: good"):
        read_locale(tmp_path, "ru")
