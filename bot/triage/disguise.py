"""Undoes the disguises of words: Latin letters and digits for Russian ones, stars, hyphens, spaces between letters."""

import re
from collections.abc import Iterator

# A word with the signs that people write instead of its letters or between them.
_WORD = re.compile(r"[^\W_](?:[^\W_]|[*@$€#%&^'’`~_!|+-]|\.{2,}(?=[^\W_]))*")
_AT_END = "'’`~_!|+-^&#%"
_PART = re.compile(r"[^-_'’`~|+^&]+")
# A shorter part is no word of its own: «пи-здец».
_WHOLE_WORD = 3
# «п и з д е ц», «б.л.я.т.ь»: single letters, apart by the same signs; bounded, so that time stays linear.
_SPACED = re.compile(r"(?<![^\W_])[^\W\d_](?:(?:[ \t]{1,3}|[.\-_*,/|])[^\W\d_](?![^\W_])){2,30}")
_LETTER = re.compile(r"[^\W\d_]")

_CYRILLIC = re.compile(r"[а-я]+")
_LATIN_TWINS = str.maketrans("aceopxykmtbhnuz", "асеорхукмтвнпиз")
_TWINS = frozenset("aceopxykmtbhnu")
_AS_LETTERS = (
    str.maketrans("3046@$€1!i9", "зочбасеииия"),
    str.maketrans("3046@$€1!b", "еочб_селлб"),
)
# What stands for letters.
_HIDDEN = re.compile(r"[*#%@_]+|\.{2,}")
_SHORTEST, _LONGEST = 2, 40


def words_of(text: str) -> Iterator[tuple[int, int]]:
    """Each word as a place in the text; of whole words joined by hyphens each."""
    for match in _WORD.finditer(text):
        word = match.group().rstrip(_AT_END)
        start = match.start()
        parts = list(_PART.finditer(word))
        if len(parts) > 1 and all(len(one.group()) >= _WHOLE_WORD for one in parts):
            yield from ((start + one.start(), start + one.end()) for one in parts)
        elif word:
            yield start, start + len(word)


def spaced_out(text: str) -> Iterator[list[tuple[int, int]]]:
    """Runs of single letters as their places in the text, from each of their letters on."""
    for match in _SPACED.finditer(text):
        letters = [(match.start() + one.start(), match.start() + one.end()) for one in _LETTER.finditer(match.group())]
        yield from (letters[number:] for number in range(len(letters) - 2))


def starred(word: str) -> re.Pattern[str] | None:
    """«х*й», «п***ц», «бл..ь»: a pattern of the words that can be meant; None when nothing is starred out."""
    hidden = list(_HIDDEN.finditer(word))
    shown = _HIDDEN.sub("", word)
    if not hidden or len(word) > _LONGEST or not _CYRILLIC.fullmatch(shown.translate(_LATIN_TWINS)):
        return None
    if not word[0].isalpha() or (len(shown) == 1 and "." in word):
        return None
    both_ends = len(shown) > 1 and word[-1].isalpha()
    parts, done = [], 0
    for one in hidden:
        length = len(one.group())
        # «Бля@ть»: a sign may stand between letters as well as for one.
        least = 0 if len(shown) > _WHOLE_WORD else length
        wide = both_ends and length > 1
        parts += [word[done : one.start()], "[а-я]{1,6}" if wide else f"[а-я]{{{least},{length}}}"]
        done = one.end()
    return re.compile("".join(parts) + word[done:])


def plain_forms(word: str) -> set[str]:
    """What a folded word can say in Russian letters; nothing when it is a number, a code or foreign."""
    if _CYRILLIC.fullmatch(word):
        return {word}
    letters = [sign for sign in word if sign.isalpha()]
    if len(word) > _LONGEST or len(letters) < _SHORTEST or (word[0].isdigit() and len(letters) < 4):
        return set()
    if word.isascii():
        return {word.translate(_LATIN_TWINS)} if _TWINS.issuperset(letters) and word.isalpha() else set()
    digits = sum(sign.isdigit() for sign in word)
    if digits > 2 or (digits and digits * 2 > len(letters)):
        return set()
    forms = [word, *(word.translate(table) for table in _AS_LETTERS)]
    bare = {"".join(sign for sign in form.translate(_LATIN_TWINS) if sign.isalpha()) for form in forms}
    return {form for form in bare if _CYRILLIC.fullmatch(form)}
