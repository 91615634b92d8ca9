"""What a message is about, in the district's own topics: the trained model and the word list together."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.appeals.topics import Topic
from bot.triage.speech import Speech
from bot.triage.topic import Ranking, TopicRanker, is_sure
from bot.triage.topic_model import NOTHING, TopicModel

# Whatever fits nowhere else goes here.
LAST_RESORT = "other.other"
# How much the word list weighs beside the model: little for a note to a city portal, as much for a letter, and most
# for who names a place of ours or when the model gropes and the words are plain.
_WORDS_SHORT, _WORDS_LETTER, _WORDS_OURS = 0.036, 1.0, 2.0
_GROPES, _MAYBE_LETTER = 0.45, 0.05
# Letters are told apart less well than short notes: their shares are evened out by this power.
_CAUTION = 0.45
# A category is weighed by its topics' shares to this power: many faint ones do not outweigh one that is clear.
_CLEAR = 1.4
# It alone knows the topics that the model was never taught.
_WORDS_FOR_NEW = 0.75
_DOUBT, _UNHEARD = 1.5, 0.02
SHOWN = 3


@dataclass(frozen=True, slots=True)
class TopicReading:
    """`ranked` are at most three topic codes with their shares, best first; empty when the words name no topic."""

    ranked: tuple[tuple[str, float], ...] = ()
    sure: bool = False


class TopicReader:
    """Reads for one district: its topics may be renamed, merged, switched off and added to the product's."""

    def __init__(self, model: TopicModel, ranker: TopicRanker, topics: Mapping[str, Topic]) -> None:
        self._model, self._ranker, self._topics = model, ranker, topics
        self._place = {old: code for code, topic in topics.items() for old in topic.absorbed}
        self._new = frozenset(topics) - frozenset(model.codes)

    def __call__(self, speech: Speech, without: Collection[int] = frozenset(), ours: bool = False) -> TopicReading:
        """Words numbered in `without` name places: the word list passes over them. `ours` says that one is ours."""
        if len(without) == len(speech.words):
            return TopicReading()
        # Who names a place of ours lives here, and writes as people here do: no note to a city portal does.
        heard = self._model.ground(speech.text, 1.0 if ours else None)
        shares = self._ours(self._model.shares(heard))
        words = self._ranker.rank(speech, without)
        if not words and shares[NOTHING] >= max(shares.values()):
            return TopicReading()
        shares.pop(NOTHING)
        caution = 0.0 if ours else _CAUTION * heard.letter
        together = _together(shares, words, self._new, self._weight(shares, words, heard.letter, ours), caution)
        category = _heaviest(together)
        ranked = _ranked(together, category)[:SHOWN]
        kin = sum(share for code, share in together.items() if _category(code) == category)
        limits = self._model.thresholds
        if not words and sum(share for _, share in ranked) < limits.ask:
            return TopicReading()
        return TopicReading(tuple(ranked), kin >= limits.sure)

    def _weight(self, shares: Mapping[str, float], words: Ranking, letter: float, ours: bool) -> float:
        """How much the word list is worth here."""
        if ours or (letter > _MAYBE_LETTER and max(shares.values()) < _GROPES and is_sure(words)):
            return _WORDS_OURS
        return _WORDS_SHORT + (_WORDS_LETTER - _WORDS_SHORT) * letter

    def _ours(self, shares: Mapping[str, float]) -> dict[str, float]:
        """The model's topics as this district has them; what it switched off goes to the last resort."""
        ours = {NOTHING: 0.0}
        for code, share in shares.items():
            code = self._place.get(code, code)
            if code and code not in self._topics:
                code = LAST_RESORT if LAST_RESORT in self._topics else NOTHING
            ours[code] = ours.get(code, 0.0) + share
        return ours


def _together(
    shares: Mapping[str, float], words: Ranking, new: Collection[str], weight: float, caution: float
) -> dict[str, float]:
    total = sum(score for _, score in words) + _DOUBT
    said = {code: score / total for code, score in words}
    known = {
        code: (share * (said.get(code, 0.0) + _UNHEARD) ** weight) ** (1 - caution) for code, share in shares.items()
    }
    found = {code: _WORDS_FOR_NEW * share for code, share in said.items() if code in new}
    scale = (1 - sum(found.values())) / (sum(known.values()) or 1.0)
    return {code: share * scale for code, share in known.items()} | found


def _heaviest(shares: Mapping[str, float]) -> str:
    """The category decides which desk gets the message: it is chosen before the topic."""
    held: dict[str, float] = defaultdict(float)
    for code, share in shares.items():
        held[_category(code)] += share**_CLEAR
    return min(held, key=lambda category: (-held[category], category))


def _ranked(shares: Mapping[str, float], category: str) -> Ranking:
    """The likeliest topic of the category first, then the likeliest of all."""
    ranked = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
    first = next(one for one in ranked if _category(one[0]) == category)
    return [first, *(one for one in ranked if one != first)]


def _category(code: str) -> str:
    return code.split(".", 1)[0]
