"""What a message is about by the trained model and the word list together, in the topics of a district."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from bot.appeals.topics import Topic, product_topics
from bot.triage.dispatcher import Dispatcher
from bot.triage.morphology import Pymorphy
from bot.triage.speech import heard
from bot.triage.topic import TopicRanker
from bot.triage.topic_installed import shipped_model
from bot.triage.topic_model import SHIPPED
from bot.triage.topic_reader import TopicReader, TopicReading
from tests.triage.messages import MESSAGES

MORPHOLOGY = Pymorphy()
TOPICS = product_topics()


def reader(topics: dict[str, Topic]) -> TopicReader:
    return TopicReader(shipped_model(), TopicRanker(MORPHOLOGY, topics), topics)


READER = reader(TOPICS)


def read(text: str, by: TopicReader = READER) -> TopicReading:
    return by(heard(text))


def own_messages() -> list[tuple[str, str]]:
    """Written when the word list and the model were ready: neither has seen them."""
    with Path(__file__).with_name("messages_topics.csv").open(encoding="utf-8", newline="") as file:
        return [(row["text"], row["topic"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Мусор не вывозят вторую неделю", "garbage.containers"),
        ("На лестничной клетке перегорела лампа и дверь не закрывается", "housing.entrance"),
        ("Здравствуйте! Просим восстановить уличное освещение на нашей улице", "utilities.lighting"),
        ("ни один телефон не ловит во всей деревне", "telecom.service"),
    ],
)
def test_a_clear_message_is_taken_unasked(text: str, topic: str) -> None:
    reading = read(text)
    assert reading.ranked[0][0] == topic
    assert reading.sure


@pytest.mark.parametrize("text", ["Здравствуйте!", "Примите меры", "Это я", "", "12", "???"])
def test_words_that_name_no_topic_name_none(text: str) -> None:
    assert read(text) == TopicReading()


def test_a_name_of_a_place_alone_is_no_topic() -> None:
    assert READER(heard("Колодези"), without=frozenset({0})) == TopicReading()


def test_when_in_doubt_three_are_offered_best_first() -> None:
    reading = read("на стене клуба намалевали гадости")
    shares = [share for _, share in reading.ranked]
    assert not reading.sure
    assert len(shares) == 3
    assert shares == sorted(shares, reverse=True)
    assert 0 < sum(shares) <= 1


def test_shares_of_all_topics_are_one_together() -> None:
    model = shipped_model()
    assert sum(model.shares(model.ground("яма на дороге")).values()) == pytest.approx(1, abs=1e-4)


def test_a_topic_that_the_district_merged_is_named_by_its_new_name() -> None:
    topics = {code: topic for code, topic in TOPICS.items() if code != "animals.stray"}
    topics["other.other"] = replace(topics["other.other"], absorbed=("animals.stray",))
    assert read("стая бродячих собак").ranked[0][0] == "animals.stray"
    assert read("стая бродячих собак", reader(topics)).ranked[0][0] == "other.other"


def test_a_topic_that_the_district_switched_off_is_never_named() -> None:
    topics = {code: topic for code, topic in TOPICS.items() if code != "housing.lift"}
    reading = read("лифт не работает", reader(topics))
    assert "housing.lift" not in [code for code, _ in reading.ranked]


def test_a_topic_that_the_district_added_is_known_by_its_words() -> None:
    added = {"utilities.ferry": Topic("utilities.ferry", "Паром и переправа", "ЖКХ")}
    assert read("паром опять стоит у переправы", reader(TOPICS | added)).ranked[0][0] == "utilities.ferry"


def test_on_messages_that_nobody_has_seen() -> None:
    clear = [(topic, read(text)) for text, topic in own_messages() if topic]
    assert len(clear) >= 140
    right = sum(bool(reading.ranked) and reading.ranked[0][0] == topic for topic, reading in clear)
    offered = sum(topic in [code for code, _ in reading.ranked] for topic, reading in clear)
    sure = [(topic, reading) for topic, reading in clear if reading.sure]
    sure_right = sum(reading.ranked[0][0].split(".")[0] == topic.split(".")[0] for topic, reading in sure)
    assert right >= 0.82 * len(clear), right / len(clear)
    assert offered >= 0.93 * len(clear), offered / len(clear)
    assert len(sure) >= 0.7 * len(clear), len(sure) / len(clear)
    assert sure_right >= 0.9 * len(sure), sure_right / len(sure)


def test_on_messages_that_the_word_list_was_written_with(dispatcher: Dispatcher) -> None:
    clear = [(one.topic, dispatcher(one.text)) for one in MESSAGES if one.topic]
    right = sum(reading.topics[:1] == (topic,) for topic, reading in clear)
    offered = sum(topic in reading.topics for topic, reading in clear)
    assert right >= 0.92 * len(clear), right / len(clear)
    assert offered >= 0.97 * len(clear), offered / len(clear)


def test_the_model_is_small_and_no_sentence_lies_in_it() -> None:
    """The only words in it are the open vocabulary's pieces of words and the codes of topics."""
    assert sum(file.stat().st_size for file in SHIPPED.iterdir()) < 15_000_000
    pieces = shipped_model().ground.vocabulary
    assert not any(" " in piece for piece in pieces)
    assert max(len(piece) for piece in pieces) <= 16


def test_the_category_is_chosen_before_the_topic() -> None:
    """The yard as a whole is likelier here than litter, though no single topic of the yard is."""
    (first, share), (second, more), _ = read("во дворе темно").ranked
    assert (first.split(".")[0], second.split(".")[0]) == ("yard", "garbage")
    assert share < more
