"""Hears a danger that cannot wait in a resident's words, by the rules of `alarm_rules.toml`."""

from collections.abc import Sequence

from bot.triage.alarm_rules import AlarmRules, Danger, packaged_rules
from bot.triage.morphology import Morphology
from bot.triage.phrases import Met, Phrase, Vocabulary
from bot.triage.reading import Alarm
from bot.triage.speech import Speech

# What calms stands so near to the words of the danger; «может» and «чуть не» only just before one of them.
_AROUND, _BEFORE = 6, 2
_NOT = frozenset({"не", "ни", "без"})
_NO = frozenset({"нет", "нету", "никакого", "никакой"})


class Alarms:
    """Knows the dangers of a rules file; the first one that is heard counts, in the order of the file."""

    def __init__(self, morphology: Morphology, rules: AlarmRules | None = None) -> None:
        self._morphology = morphology
        self._rules = packaged_rules() if rules is None else rules
        self._vocabulary = Vocabulary(morphology, self._rules.phrases())

    def heard(self, speech: Speech) -> Alarm | None:
        met = self._vocabulary.listen(speech)
        for danger in self._rules.dangers:
            if any(self._stands(speech, met, danger, phrase) for phrase in danger.phrases):
                return Alarm(danger.code, danger.call)
        return None

    def _stands(self, speech: Speech, met: Met, danger: Danger, phrase: Phrase) -> bool:
        return any(
            not self._denied(speech, claimed) and not self._calmed(speech, met, danger, claimed)
            for claimed in met.find(phrase)
        )

    def _denied(self, speech: Speech, claimed: frozenset[int]) -> bool:
        """«Газом не пахнет», «нет пожара»; but not «света нет, дерево упало»."""
        for number in claimed:
            before = speech.key(number - 1)
            if number - 1 in claimed or speech.gap(number).strip():
                continue
            genitive = any(case == "gent" for case, _, _ in self._morphology.word(speech.key(number)).nouns)
            if before in _NOT or (before in _NO and genitive):
                return True
        return False

    def _calmed(self, speech: Speech, met: Met, danger: Danger, claimed: frozenset[int]) -> bool:
        rules = self._rules
        if _near(speech, met, danger.but_not, claimed):
            return True
        if not danger.feared and any(_just_before(met, one, claimed) for one in rules.feared):
            return True
        return _near(speech, met, rules.over, claimed) and not _near(speech, met, rules.still, claimed)


def _near(speech: Speech, met: Met, phrases: Sequence[Phrase], claimed: frozenset[int]) -> bool:
    """«Не убрали» calms nobody."""
    return any(
        met.apart(claimed, found) <= _AROUND and speech.key(min(found) - 1) != "не"
        for one in phrases
        for found in met.find(one)
    )


def _just_before(met: Met, phrase: Phrase, claimed: frozenset[int]) -> bool:
    return any(
        0 < met.along[number] - met.along[max(found)] <= _BEFORE
        for found in met.find(phrase)
        if not found & claimed
        for number in claimed
    )
