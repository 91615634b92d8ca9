"""A village's name in every case: «Бабино» → «бабина», «бабину», «бабином», «бабине»."""

from itertools import product

from bot.triage.morphology import Morphology
from bot.triage.speech import heard

# The end of a name that no dictionary knows → its ends in the other cases. The longest that fits is taken.
_ENDINGS: tuple[tuple[str, str], ...] = (
    ("ово", "ова ову овом ове овым"),
    ("ево", "ева еву евом еве евым"),
    ("ое", "ого ому ым им ом"),
    ("ее", "его ему им ем"),
    ("ая", "ой ую ою"),
    ("яя", "ей юю"),
    ("ый", "ого ому ым ом"),
    ("ий", "ого ому им ом его ему ем ия ию ием ии"),
    ("ой", "ого ому ым ом"),
    ("ые", "ых ым ыми"),
    ("ие", "их им ими ия ию ием ии"),
    ("ье", "ья ью ьем ьи"),
    ("ья", "ьи ью ьей ье"),
    ("ия", "ии ию ией"),
    ("цы", "цов цев ц цам цами цах"),
    ("ки", "ков ок ек кам ками ках"),
    ("чи", "чей ч чам чами чах"),
    ("жи", "жей ж жам жами жах"),
    ("ши", "шей ш шам шами шах"),
    ("щи", "щей щ щам щами щах"),
    ("ец", "ца цу цом цем це"),
    ("ок", "ка ку ком ке"),
    ("о", "а у ом е"),
    ("е", "я ю ем и"),
    ("а", "ы и е у ой ей"),
    ("я", "и е ю ей"),
    ("ы", "ов ам ами ах"),
    ("и", "ей ев ов ям ами ями ам ях ах"),
    ("ь", "я и ю ем ью е"),
    ("й", "я ю ем е"),
)
_CONSONANT_END = "а у ом ем е"
_VOWELS = "аеиоуыэюя"
# «Спас-Углы» stays «Спас-» in «Спас-Углах», and abbreviations stay as they are.
_SHORTEST_INFLECTED = 4


def name_forms(name: str, morphology: Morphology) -> frozenset[tuple[str, ...]]:
    """Every way the name may stand in a sentence, as the keys of its words."""
    parts = [_word_forms(token.key, morphology) for token in heard(name).words]
    return frozenset(product(*parts)) if parts else frozenset()


def _word_forms(word: str, morphology: Morphology) -> frozenset[str]:
    if len(word) < _SHORTEST_INFLECTED:
        return frozenset({word})
    return (morphology.forms(word) or frozenset(_guessed(word))) | {word}


def _guessed(word: str) -> list[str]:
    for end, others in _ENDINGS:
        if word.endswith(end):
            return [word.removesuffix(end) + other for other in others.split()]
    if word[-1] in _VOWELS:
        return []
    return [word + end for end in _CONSONANT_END.split()]
