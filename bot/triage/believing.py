"""Whether a word that looks like a village's name is meant as one: «в Бабине», but not «у Бабина И. П.»."""

from bot.triage.morphology import Kind, Morphology
from bot.triage.place_words import HOUSES, INTO, KINDS, SETTLEMENTS, STREETS, TOWARDS
from bot.triage.speech import Speech

_SMALL_TALK = KINDS | TOWARDS | SETTLEMENTS | HOUSES | STREETS | {"это", "здесь", "мы", "нас", "район", "р", "н"}

_INSIDE = frozenset({"в", "во", "из"})


def meant(speech: Speech, first: int, after: int, morphology: Morphology, *, nickname: bool = False) -> bool:
    """For a name found letter by letter in the words from `first` to before `after`.

    A `nickname` is a name that the district file itself writes small («райцентр»).
    """
    before = speech.key(first - 1)
    if _of_street(speech, first):
        return False
    if before in KINDS - TOWARDS or (before in KINDS and speech.gap(first).startswith(".")):
        return True
    if alone(speech, first, after):
        return True
    word = morphology.word(speech.key(first))
    if nickname or after - first > 1:
        return before in TOWARDS or speech.words[first].capital
    match word.kind:
        case Kind.UNKNOWN | Kind.PLACE:
            return True
        case Kind.SURNAME:
            # «Из Бабина», «от Бабина до Ерышей», «за Елисеевичами»; but «у Бабина», «за Бабина».
            several = all(number == "plur" for _, number, _ in word.nouns)
            led = before in (TOWARDS if several else INTO) or (before == "от" and speech.key(after) == "до")
            return led and not _person(speech, first, morphology)
        case Kind.ADJECTIVE:
            return (before in TOWARDS or _capital_inside(speech, first)) and not describes(speech, after, morphology)
        case Kind.COMMON:
            if speech.words[first].capital and before in TOWARDS:
                return True
            return _capital_inside(speech, first) or (word.place and before in _INSIDE)


def meant_misspelt(speech: Speech, number: int, morphology: Morphology) -> bool:
    """For a word only like a name: the dictionary must not know it, and something must say that it is a place."""
    kind, before = morphology.word(speech.key(number)).kind, speech.key(number - 1)
    if kind is Kind.SURNAME:
        return before in _INSIDE
    if kind is not Kind.UNKNOWN or _of_street(speech, number):
        return False
    return before in INTO | KINDS or _capital_inside(speech, number) or alone(speech, number, number + 1)


def describes(speech: Speech, after: int, morphology: Morphology) -> bool:
    """Whether the adjective before `after` belongs to the noun that follows: «в озёрном крае»."""
    if speech.gap(after).strip():
        return False
    adjectives = morphology.word(speech.key(after - 1)).adjectives
    following = morphology.word(speech.key(after))
    return bool(adjectives & (following.nouns | following.adjectives))


def alone(speech: Speech, first: int, after: int) -> bool:
    """Whether nothing else of weight is said: the resident was asked where and answers."""
    rest = [word.key for number, word in enumerate(speech.words) if not first <= number < after]
    return len(rest) < 8 and all(key in _SMALL_TALK or key[0].isdigit() for key in rest)


def _of_street(speech: Speech, number: int) -> bool:
    """«Улица Воронцова», but not «на нашей улице, Велисто»."""
    return speech.key(number - 1) in STREETS and speech.gap(number).strip() in {"", "."}


def _capital_inside(speech: Speech, number: int) -> bool:
    return speech.words[number].capital and not speech.starts_sentence(number)


def _person(speech: Speech, number: int, morphology: Morphology) -> bool:
    """A given name or an initial beside it."""
    beside = (speech.key(number - 1), speech.key(number + 1))
    return any(
        key not in KINDS | TOWARDS if len(key) == 1 else bool(key) and morphology.word(key).first_name for key in beside
    )
