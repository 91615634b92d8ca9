"""What a message is about, in the district's own topics: the trained model and the word list together."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from bot.appeals.topics import Topic
from bot.triage.speech import Speech
from bot.triage.topic import Ranking, TopicRanker
from bot.triage.topic_model import NOTHING, TopicModel

# Whatever fits nowhere else goes here.
LAST_RESORT = "other.other"
# The word list is heard with this share beside the model; for topics that no model was taught, with that.
_WORDS, _WORDS_FOR_NEW = 0.15, 0.75
_DOUBT = 1.5
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

    def __call__(self, speech: Speech, without: Collection[int] = frozenset()) -> TopicReading:
        """Words numbered in `without` name places and are passed over."""
        shares = self._ours(self._model.shares(_said(speech, without)))
        words = self._ranker.rank(speech, without)
        if not words and shares[NOTHING] >= max(shares.values()):
            return TopicReading()
        shares.pop(NOTHING)
        together = _together(shares, words, self._new)
        ranked = sorted(together.items(), key=lambda item: (-item[1], item[0]))[:SHOWN]
        limits = self._model.thresholds
        if not ranked or sum(share for _, share in ranked) < limits.ask:
            return TopicReading()
        best = _category(ranked[0][0])
        kin = sum(share for code, share in together.items() if _category(code) == best)
        return TopicReading(tuple(ranked), kin >= limits.sure)

    def _ours(self, shares: Mapping[str, float]) -> dict[str, float]:
        """The model's topics as this district has them; what it switched off goes to the last resort."""
        ours = {NOTHING: 0.0}
        for code, share in shares.items():
            code = self._place.get(code, code)
            if code and code not in self._topics:
                code = LAST_RESORT if LAST_RESORT in self._topics else NOTHING
            ours[code] = ours.get(code, 0.0) + share
        return ours


def _together(shares: Mapping[str, float], words: Ranking, new: Collection[str]) -> dict[str, float]:
    total = sum(shares.values()) or 1.0
    heard = sum(score for _, score in words) + _DOUBT
    weight = _WORDS_FOR_NEW if words and words[0][0] in new else _WORDS
    weight *= 1 - _DOUBT / heard
    together = {code: (1 - weight) * share / total for code, share in shares.items()}
    for code, score in words:
        together[code] = together.get(code, 0.0) + weight * score / (heard - _DOUBT)
    return together


def _said(speech: Speech, without: Collection[int]) -> str:
    """The text without the words that name places."""
    return "".join(_kept(speech, without)) if without else speech.text


def _kept(speech: Speech, without: Collection[int]) -> Iterator[str]:
    end = 0
    for number in sorted(without):
        yield speech.text[end : speech.words[number].start]
        end = speech.words[number].end
    yield speech.text[end:]


def _category(code: str) -> str:
    return code.split(".", 1)[0]
