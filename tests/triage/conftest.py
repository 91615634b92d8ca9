"""One dictionary, one gazetteer and one dispatcher of the villages for all these tests."""

import pytest

from bot.appeals.district import District
from bot.triage.dispatcher import Dispatcher
from bot.triage.morphology import Pymorphy
from bot.triage.place import Gazetteer
from bot.triage.topic import TopicRanker
from tests.triage.village_life import district as villages


@pytest.fixture(scope="session")
def district() -> District:
    return villages()


@pytest.fixture(scope="session")
def morphology() -> Pymorphy:
    return Pymorphy()


@pytest.fixture(scope="session")
def ranker(district: District, morphology: Pymorphy) -> TopicRanker:
    return TopicRanker(morphology, district.topics)


@pytest.fixture(scope="session")
def gazetteer(district: District, morphology: Pymorphy) -> Gazetteer:
    return Gazetteer(district, morphology)


@pytest.fixture(scope="session")
def dispatcher(district: District, morphology: Pymorphy) -> Dispatcher:
    return Dispatcher(district, morphology)
