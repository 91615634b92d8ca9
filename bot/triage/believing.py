"""Whether a word that looks like a village's name is meant as one: «в Бабине», but not «у Бабина И. П.»."""

from dataclasses import dataclass

from bot.triage.houses import house_at
from bot.triage.morphology import Kind, Morphology, Word
from bot.triage.place_words import HOUSES, INTO, KINDS, PEOPLE, SETTLEMENTS, STREETS, TOWARDS
from bot.triage.speech import Speech

_SMALL_TALK = KINDS | TOWARDS | SETTLEMENTS | HOUSES | STREETS | {"это", "здесь", "мы", "нас", "район", "р", "н"}

_INSIDE = frozenset({"в", "во", "из"})
_METRO = frozenset({"м", "метро"})
# Whatever else such a word means, as the name of a village it is a village: «Вишнёвка», «Грачёвка».
_VILLAGE_ENDS = ("овка", "евка", "ищево", "ичи")
# Such a plural is a village far more often than a family: «Елисеевичи нет дороги».
_KIN = "ичи"
# «В ромашково»: an adverb to the dictionary, but no preposition stands before one.
_VILLAGE_NOMINATIVES = ("ово", "ево", "ино")


@dataclass(frozen=True, slots=True)
class Named:
    """The words from `first` to before `after` are a name, letter by letter.

    A `nickname` is a name that the district file itself writes small («райцентр»); `nominative` says that it stands
    as the file writes it, `before_street` that a street follows.
    """

    first: int
    after: int
    nickname: bool = False
    nominative: bool = False
    before_street: bool = False


def meant(speech: Speech, name: Named, morphology: Morphology) -> bool:
    first, after, before = name.first, name.after, speech.key(name.first - 1)
    if _of_street(speech, first) or (_like_street(speech, after, morphology) and not name.nominative):
        return False
    if _after_kind(speech, first) or alone(speech, first, after):
        return True
    if name.before_street and name.nominative and speech.starts_sentence(first):
        return True
    if name.nickname or after - first > 1:
        plain = all(morphology.word(speech.key(at)).kind is not Kind.UNKNOWN for at in range(first, after))
        return before in TOWARDS or speech.words[first].capital or (not plain and not name.nickname)
    return _meant_word(speech, name, morphology.word(speech.key(first)), morphology)


def _meant_word(speech: Speech, name: Named, word: Word, morphology: Morphology) -> bool:
    first, after, before = name.first, name.after, speech.key(name.first - 1)
    match word.kind:
        case Kind.UNKNOWN | Kind.PLACE:
            return True
        case Kind.SURNAME:
            # «Из Бабина», «от Бабина до Ерышей», «за Елисеевичами», «жители Бабина»; but «у Бабина», «за Бабина».
            several = all(number == "plur" for _, number, _ in word.nouns)
            led = before in (TOWARDS if several else INTO) | PEOPLE or (before == "от" and speech.key(after) == "до")
            family = name.nominative and speech.starts_sentence(first) and speech.key(first).endswith(_KIN)
            heads = family or (several and name.nominative and heading(speech, first, after))
            return (led or heads) and not _person(speech, first, morphology)
        case Kind.ADJECTIVE:
            if name.nominative and heading(speech, first, after):
                return not morphology.word(speech.key(after)).adjectives
            led = before in TOWARDS | PEOPLE or _capital_inside(speech, first)
            return led and not describes(speech, after, morphology) and not _titled(speech, first, morphology)
        case Kind.COMMON:
            if before in TOWARDS and (speech.words[first].capital or _like_village(speech.key(first), word)):
                return True
            return _capital_inside(speech, first) or (word.place and before in _INSIDE)


def meant_misspelt(speech: Speech, number: int, morphology: Morphology) -> bool:
    """For a word only like a name: the dictionary must not know it."""
    kind = morphology.word(speech.key(number)).kind
    if kind is Kind.SURNAME:
        return speech.key(number - 1) in _INSIDE
    streetlike = _of_street(speech, number) or _like_street(speech, number + 1, morphology)
    return kind is Kind.UNKNOWN and not streetlike


def is_cue(speech: Speech, number: int, *, before_street: bool = False) -> bool:
    """Whether something says that the word names a place."""
    return (
        speech.key(number - 1) in INTO | KINDS | PEOPLE
        or before_street
        or _capital_inside(speech, number)
        or alone(speech, number, number + 1)
    )


def heading(speech: Speech, first: int, after: int) -> bool:
    """«Троицкое, не горят фонари»: the place first, then what is wrong there."""
    gap = speech.gap(after) if after < len(speech.words) else ""
    parted = gap[:1] in {",", ":"} or gap in {" - ", " – ", " — "}
    return parted and speech.starts_sentence(first)


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


def _after_kind(speech: Speech, first: int) -> bool:
    """«Деревня Горки», «с. Пречистое»; «с Пречистого» says nothing yet."""
    before = speech.key(first - 1)
    return before in KINDS - TOWARDS or (before in KINDS and speech.gap(first).startswith("."))


def _of_street(speech: Speech, number: int) -> bool:
    """«Улица Воронцова», «метро Купчино», but not «на нашей улице, Велисто»."""
    return speech.key(number - 1) in STREETS | _METRO and speech.gap(number).strip() in {"", "."}


def _like_street(speech: Speech, after: int, morphology: Morphology) -> bool:
    """«Рябовского шоссе», «на Володарского 22»: a street of another place that is called like a village of ours."""
    if speech.gap(after).strip() or after >= len(speech.words):
        return False
    house = speech.key(after)[0].isdigit() and house_at(speech, after) is not None
    return house or (speech.key(after) in STREETS and describes(speech, after, morphology))


def _capital_inside(speech: Speech, number: int) -> bool:
    return speech.words[number].capital and not speech.starts_sentence(number)


def _like_village(key: str, word: Word) -> bool:
    return key.endswith(_VILLAGE_NOMINATIVES) or any(lemma.endswith(_VILLAGE_ENDS) for lemma in word.lemmas)


def _titled(speech: Speech, number: int, morphology: Morphology) -> bool:
    """«Глава Троицкий нас не слышит»: a post before it, in the same case."""
    before = {(case, count) for case, count, _ in morphology.word(speech.key(number - 1)).nouns}
    man = {(case, count) for case, count, gender in morphology.word(speech.key(number)).adjectives if gender == "masc"}
    return speech.key(number - 1) not in TOWARDS and not speech.gap(number).strip() and bool(before & man)


def _person(speech: Speech, number: int, morphology: Morphology) -> bool:
    """A given name or an initial beside it."""
    beside = [speech.key(number - 1)] if set(speech.gap(number)) <= set(" .") else []
    beside += [speech.key(number + 1)] if set(speech.gap(number + 1)) <= set(" .") else []
    # «Из» is also a form of the name Иза.
    beside = [key for key in beside if key and key not in KINDS | TOWARDS | PEOPLE]
    return any(len(key) == 1 or morphology.word(key).first_name for key in beside)
