"""Reads a message as an experienced dispatcher does: what it is about, and where."""

from collections.abc import Iterable
from dataclasses import replace

from bot.appeals.appeal import Place
from bot.appeals.district import District, Point
from bot.triage.alarm import Alarms
from bot.triage.kind import Kinds
from bot.triage.masking import Masking
from bot.triage.morphology import Morphology, Pymorphy
from bot.triage.place import Gazetteer, Whereabouts
from bot.triage.reading import Problem, Reading
from bot.triage.several import Several
from bot.triage.speech import Speech, heard
from bot.triage.topic import TopicRanker
from bot.triage.topic_installed import shipped_model
from bot.triage.topic_model import TopicModel
from bot.triage.topic_reader import TopicReader

# One strong word alone is two thirds sure.
_DOUBT = 1.5


class Dispatcher:
    """The `Triage` of a district; all it knows is loaded at construction. Without a `model` the shipped one reads."""

    def __init__(
        self, district: District, morphology: Morphology | None = None, model: TopicModel | None = None
    ) -> None:
        morphology = morphology or Pymorphy()
        self._words = TopicRanker(morphology, district.topics)
        self._topics = TopicReader(model or shipped_model(), self._words, district.topics)
        self._gazetteer = Gazetteer(district, morphology)
        self._masking = Masking(morphology)
        self._alarms = Alarms(morphology)
        self._kinds = Kinds(morphology)
        self._several = Several()

    def __call__(self, text: str, point: Point | None = None) -> Reading:
        speech = heard(text)
        said = self._gazetteer.read(speech)
        about = self._topics(speech, without=said.names, ours=bool(said.places))
        masked = self._masking(text)
        alarm = self._alarms.heard(speech)
        places, outside, neighbour = self._where(said, point)
        return Reading(
            tuple(code for code, _ in about.ranked),
            about.sure,
            places,
            outside,
            confidences=tuple(share for _, share in about.ranked),
            neighbour=neighbour,
            street=said.street,
            house=said.house,
            problems=self._problems(text, speech, said),
            # Danger is never idle talk or only a question.
            kind=self._kinds.tell(speech) if alarm is None else "complaint",
            alarm=alarm,
            shown=masked.shown,
            details=masked.details,
            swearing=masked.swearing,
            abuse=masked.abuse,
        )

    def _problems(self, text: str, speech: Speech, said: Whereabouts) -> tuple[Problem, ...]:
        """Each with its part of the words, as officials may see them."""
        places = [(speech.words[first].start, speech.words[last].end) for first, last in _runs(said.names)]
        found = self._several.problems(text, self._shares, places)
        return tuple(replace(one, text=self._masking(one.text).shown) for one in found)

    def _shares(self, words: str) -> list[tuple[str, float]]:
        """The word list alone, for it is quick: scores as shares of all that was heard, doubt included."""
        speech = heard(words)
        ranking = self._words.rank(speech, without=self._gazetteer.read(speech).names)
        total = sum(score for _, score in ranking) + _DOUBT
        return [(code, score / total) for code, score in ranking]

    def _where(self, said: Whereabouts, point: Point | None) -> tuple[tuple[Place, ...], bool, str]:
        """The pin gives the settlement, the words a locality in it and the address."""
        if point is None:
            return said.places, said.outside, said.neighbour
        pinned = self._gazetteer.nearest(point)
        if pinned is None:
            # The pin may show where the resident sits: words that name a place of ours outweigh it.
            neighbour = self._gazetteer.neighbour_at(point) or said.neighbour
            return said.places, not said.places, "" if said.places else neighbour
        there = [one for one in said.places if one.locality and one.settlement == pinned.settlement]
        place = there[0] if len(there) == 1 else replace(pinned, address=said.address)
        return (replace(place, point=point),), False, ""


def _runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Word numbers that follow each other → the first and the last of each run."""
    runs: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
