"""Reads a table of messages as the service does, the word list beside the model, and gives the answers to measure."""

from collections.abc import Iterable

from bot.appeals.topics import product_topics
from bot.training.examples import Example
from bot.training.scores import Answer
from bot.triage.morphology import Pymorphy
from bot.triage.speech import heard
from bot.triage.topic import TopicRanker
from bot.triage.topic_model import TopicModel
from bot.triage.topic_reader import TopicReader


def read_all(model: TopicModel, examples: Iterable[Example]) -> list[Answer]:
    """In the product's topics: no district has changed them, and no place is known."""
    topics = product_topics()
    reader = TopicReader(model, TopicRanker(Pymorphy(), topics), topics)
    readings = ((one.topic, reader(heard(one.text))) for one in examples)
    return [Answer(topic, reading.ranked, reading.sure) for topic, reading in readings]
