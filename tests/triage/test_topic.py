"""What a message is about: the words of the file, and the doubt between them."""

from collections.abc import Mapping

import pytest

from bot.appeals.topics import Topic
from bot.triage.morphology import Pymorphy
from bot.triage.speech import heard
from bot.triage.topic import TopicRanker, TopicWords, is_sure, packaged_words
from tests.triage.messages import MESSAGES, Message

MORPHOLOGY = Pymorphy()
WORDS: TopicWords = {
    "roads.pothole": {"strong": ["яма", "разбит* дорога"], "weak": ["дорога"]},
    "roads.snow": {"strong": ["снег дорога"], "weak": ["снег"]},
    "education.school": {"strong": ["школа"]},
}


def named(*codes: str) -> Mapping[str, Topic]:
    return {code: Topic(code, "", "") for code in codes}


RANKER = TopicRanker(MORPHOLOGY, named(*WORDS), WORDS)


def best(text: str) -> str | None:
    ranking = RANKER.rank(heard(text))
    return ranking[0][0] if ranking else None


@pytest.mark.parametrize("text", ["Яма!", "ямы", "про яму", "столько ям", "РАЗБИТАЯ ДОРОГА", "дорога вся разбита"])
def test_a_word_is_known_in_every_form(text: str) -> None:
    assert best(text) == "roads.pothole"


def test_words_of_a_phrase_far_apart_are_no_phrase() -> None:
    near = RANKER.rank(heard("снег лежит на дороге"))
    far = RANKER.rank(heard("снег выпал вчера ночью, а сегодня с утра к нам по этой самой дороге"))
    assert near[0][0] == "roads.snow"
    assert dict(far)["roads.snow"] < dict(near)["roads.snow"]


def test_a_landmark_is_not_the_trouble() -> None:
    assert best("У школы яма") == "roads.pothole"
    assert is_sure(RANKER.rank(heard("яма возле нашей школы")))


def test_two_troubles_leave_it_open() -> None:
    assert not is_sure(RANKER.rank(heard("яма и школа")))


def test_a_hint_alone_is_not_enough() -> None:
    ranking = RANKER.rank(heard("дорога"))
    assert ranking[0][0] == "roads.pothole"
    assert not is_sure(ranking)


def test_nothing_said_ranks_nothing() -> None:
    assert RANKER.rank(heard("Здравствуйте, это я")) == []
    assert not is_sure([])


def test_a_topic_that_the_district_switched_off_is_never_named() -> None:
    ranker = TopicRanker(MORPHOLOGY, named("roads.snow"), WORDS)
    assert ranker.rank(heard("яма")) == []


def test_a_topic_that_the_district_added_is_known_by_its_name() -> None:
    added = {"utilities.well": Topic("utilities.well", "Колодцы и колонки с водой", "ЖКХ")}
    ranker = TopicRanker(MORPHOLOGY, named(*WORDS) | added, WORDS)
    assert ranker.rank(heard("обвалился колодец"))[0][0] == "utilities.well"


def test_the_file_is_written_as_words_are_compared() -> None:
    for code, levels in packaged_words().items():
        assert set(levels) <= {"certain", "strong", "weak"}, code
        for entry in [entry for entries in levels.values() for entry in entries]:
            assert entry == entry.lower().replace("ё", "е"), (code, entry)
            assert all(choice.rstrip("*") for part in entry.split() for choice in part.split("/")), (code, entry)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("яма у магазина", "roads.pothole"),
        ("нет воды", "utilities.water"),
        ("не горит фонарь", "utilities.lighting"),
        ("свалка за огородами", "garbage.dump"),
        ("бродячие собаки", "animals.stray"),
        ("дорогу не чистят", "roads.snow"),
    ],
)
def test_what_a_village_writes_most_is_taken_unasked(text: str, topic: str, ranker: TopicRanker) -> None:
    ranking = ranker.rank(heard(text))
    assert ranking[0][0] == topic
    assert is_sure(ranking)


def test_what_is_taken_unasked_is_right(ranker: TopicRanker) -> None:
    sure = [(one, ranking) for one, ranking in _ranked(ranker) if is_sure(ranking)]
    wrong = [(one.text, ranking[0][0]) for one, ranking in sure if ranking[0][0] != one.topic]
    assert len(wrong) <= 0.05 * len(sure), wrong


def test_few_clear_messages_are_asked_about(ranker: TopicRanker) -> None:
    clear = [(one, ranking) for one, ranking in _ranked(ranker) if one.topic]
    asked = [one.text for one, ranking in clear if not is_sure(ranking)]
    assert len(asked) <= 0.2 * len(clear), asked


def test_when_asked_the_right_topic_is_among_the_buttons(ranker: TopicRanker) -> None:
    clear = [(one, ranking) for one, ranking in _ranked(ranker) if one.topic]
    absent = [one.text for one, ranking in clear if one.topic not in [code for code, _ in ranking[:3]]]
    assert len(absent) <= 0.05 * len(clear), absent


def _ranked(ranker: TopicRanker) -> list[tuple[Message, list[tuple[str, float]]]]:
    return [(one, ranker.rank(heard(one.text))) for one in MESSAGES]
