"""Compares two raw messages: reads topic and place of both as the intake does, then scores them."""

from bot.appeals.district import District
from bot.appeals.status import Status
from bot.triage.dispatcher import Dispatcher
from bot.triage.morphology import Pymorphy
from bot.triage.reading import Reading, Triage
from bot.triage.sameness import Sameness, Told
from bot.triage.topic_model import TopicModel

TRUSTED = 0.5


class Judge:
    """`triage` reads, `sameness` compares."""

    def __init__(self, triage: Triage, sameness: Sameness) -> None:
        self.triage, self.sameness = triage, sameness

    def score(self, first: str, second: str, minutes: float, metres: float | None, status: Status) -> float:
        return self.sameness.score(
            self.told(first),
            self.told(second),
            minutes_apart=minutes,
            metres_apart=metres,
            first_status=status,
        )

    def told(self, text: str) -> Told:
        return told_by(text, self.triage(text))


def judge_for(district: District, model: TopicModel | None = None) -> Judge:
    """Loads the dictionary and all that triage knows, a second or two; without a `model` the shipped one reads."""
    morphology = Pymorphy()
    return Judge(Dispatcher(district, morphology, model), Sameness(morphology, district.repeats))


def told_by(text: str, reading: Reading) -> Told:
    # A topic that is only a guess misleads: then the words decide.
    topic = reading.topics[0] if reading.topics and reading.confidences[0] >= TRUSTED else ""
    # Two villages of one name: which of them is unclear, but not how it is called.
    names = {place.locality for place in reading.places}
    return Told(text, topic, reading.street, reading.house, names.pop() if len(names) == 1 else None)


def status_said(words: str) -> Status:
    """A status in any letters; one that we do not know is taken for open."""
    try:
        return Status(words.strip().lower().replace("-", "_").replace(" ", "_"))
    except ValueError:
        return Status.NEW
