"""How phones, documents, accounts and flats are written in Russian messages, as patterns.

A pattern's one named group is what is hidden; without it the whole is. Every pattern is anchored at a word's edge and
its repeats are bounded, so that no text takes long.
"""

import re

_BEFORE = r"(?<![\w@])"
_NOT_DIGIT_BEFORE = r"(?<![\d+])"
_AFTER = r"(?!\d)"
# What may stand between the groups of a number.
_GAP = r"[ \t\xa0.\-‐‑–—()/]{0,4}"
_NUMBER_SIGN = r"(?:№|N|#|номер\w{0,2}|ном\.)?"
_MONTH = r"(?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)\w{0,2}"
_DATE = rf"(?:\d{{1,2}}[.\-/ ]\d{{1,2}}[.\-/ ](?:\d{{4}}|\d{{2}})|\d{{1,2}} {_MONTH} \d{{4}})"
# «Кв. 15 м» is an area, «квартиры 3 дня без света» a time.
_COUNTED = (
    r"\s{0,2}(?:м|кв(?!\W{0,3}\d)|дн|дня|дней|сут|час|дом|подъезд|человек|штук|семей|жильц|%|тыс|руб|год|лет|раз"
    r"|янв|фев|мар|апр|июн|июл|авг|сен|окт|ноя|дек)"
)
_MOST_DIGITS = rf"\d(?:{_GAP}\d)"


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


# In order of certainty: what an earlier one has taken, a later one leaves.
FORMS = (
    ("email", _form(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")),
    (
        "profile",
        _form(
            rf"{_BEFORE}(?:https?://)?(?:www\.|m\.)?(?:vk\.(?:com|ru)/id\d{{1,20}}|ok\.ru/profile/\d{{1,20}}"
            r"|(?:t\.me|wa\.me)/\+?\w{3,40})"
        ),
    ),
    (
        "passport",
        _form(
            rf"{_BEFORE}паспорт\w{{0,3}}[\s:,.\-]{{0,3}}(?:рф|гражданина рф)?(?:сери\w{{1,2}}|[\s:,.\-№]){{0,6}}"
            rf"\d{{2}}[ \-]?\d{{2}}[\s,]{{0,3}}{_NUMBER_SIGN}[\s:]{{0,3}}\d{{3}}[ \-]?\d{{3}}{_AFTER}"
        ),
    ),
    (
        "passport",
        _form(
            rf"{_NOT_DIGIT_BEFORE}(?:серия\s{{1,3}})?\d{{2}} ?\d{{2}}"
            rf"(?:\s{{1,2}}|,?\s{{0,3}}(?:№|номер)\s{{0,3}})\d{{6}}"
            rf"(?![\d\-])"
        ),
    ),
    ("snils", _form(rf"{_BEFORE}снилс\w{{0,2}}[\s:№\-]{{0,4}}{_MOST_DIGITS}{{10}}{_AFTER}")),
    ("snils", _form(rf"{_NOT_DIGIT_BEFORE}\d{{3}}-\d{{3}}-\d{{3}}[ \-]\d{{2}}{_AFTER}")),
    ("inn", _form(rf"{_BEFORE}инн[\s:№\-]{{0,4}}(?:\d{{12}}|\d{{10}}){_AFTER}")),
    (
        "policy",
        _form(
            rf"{_BEFORE}(?:полис\w{{0,2}}|омс|енп)"
            rf"(?:\s{{1,3}}омс|(?:\s{{1,3}}обязательного)?(?:\s{{1,3}}медицинского)?\s{{1,3}}страхования)?"
            rf"[\s:\-]{{0,4}}{_NUMBER_SIGN}[\s:]{{0,3}}\d(?:[ \-]?\d){{15}}{_AFTER}"
        ),
    ),
    (
        "account",
        _form(
            rf"{_BEFORE}(?:[рл]\s?/\s?с(?:ч[её]т\w{{0,2}})?|(?:лицев\w{{2,3}}|расч[её]тн\w{{2,3}}|банковск\w{{2,3}})\s{{1,3}}сч[её]т\w{{0,2}})"
            rf"[\s:\-]{{0,4}}{_NUMBER_SIGN}[\s:]{{0,3}}\d(?:[ \-]?\d){{4,24}}{_AFTER}"
        ),
    ),
    (
        "born",
        _form(rf"{_BEFORE}(?:дата\s{{1,3}}рождения|родил(?:ся|ась)|д\.\s?р\.)[\s:\-—]{{0,4}}(?P<born>{_DATE})"),
    ),
    ("born", _form(rf"{_NOT_DIGIT_BEFORE}{_DATE}(?=[\s,]{{0,3}}(?:г\.?\s?р\b|года?\s{{1,3}}рождения))")),
    # +7 or 8 with the code in one group or in brackets; a mobile without the 8; a landline with its code in brackets.
    (
        "phone",
        _form(
            rf"{_NOT_DIGIT_BEFORE}(?:\+\s?{_MOST_DIGITS}{{9,14}}|[78]{_GAP}\d{{3}}(?:{_GAP}\d){{7}}|[78]{_GAP}\(\s?\d(?:{_GAP}\d){{9}}"
            rf"|\(?9\d{{2}}(?:{_GAP}\d){{7}}|\(\s?\d{{3,5}}\s?\)(?:{_GAP}\d){{5,7}}){_AFTER}"
        ),
    ),
    (
        "flat",
        _form(
            rf"{_BEFORE}(?:кв\.?|кв-?р[аеуы]|квартир[аеуы])\s{{0,2}}{_NUMBER_SIGN}\s{{0,2}}\d{{1,4}}(?![\d\-–/]|\.\d)(?:[абвг]\b)?"
            rf"(?!\w|{_COUNTED})"
        ),
    ),
    ("flat", _form(rf"{_BEFORE}(?:\d{{1,4}}\s{{0,2}}квартире|\d{{1,4}}\s?-\s?[йяеюо]\w?\s{{1,2}}квартир[аеуы])\b")),
)

CARD = re.compile(rf"{_NOT_DIGIT_BEFORE}\d(?:[ \-]?\d){{15,18}}{_AFTER}")
_CARD_BEGINS = re.compile(r"220[0-4]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720|3[47]|4|5|6")

# A short landline is a phone only when the words before it say so: «тел. 4-81-66, 4-15-30».
_SHORT = r"(?:\d{1,3}[\-–]\d{2}[\-–]\d{2}|\d{5,11}|\d{3,5}[ \-–]\d{1,3}[\-–]\d{2}[\-–]\d{2}|\d{1,3} \d{2} \d{2})"
PHONES_AFTER = (
    _form(
        rf"{_BEFORE}(?:тел\.|тел\b|телеф\w{{1,6}}|сот\.|сотов\w{{1,3}}|моб\.|мобильн\w{{1,3}}|(?:по|пере)?звонит[еь]|наберите|т\.)"
        rf"(?:\s{{1,3}}(?:мой|мне|по|на|номер\w{{0,2}}|телефон\w{{0,2}}|домашн\w{{2,3}}|для связи)){{0,4}}"
        rf"[\s.:№\-—]{{0,4}}"
        rf"(?P<numbers>{_SHORT}(?:\s{{0,3}}(?:[,;]|и|или)\s{{0,3}}{_SHORT}){{0,3}}){_AFTER}(?!\s{{0,2}}руб)"
    ),
    re.compile(rf"(?<!\d){_SHORT}{_AFTER}"),
)

# Ten digits in a row are no house, date or price; nobody knows whose number it is.
ANY_NUMBER = re.compile(r"(?<!\d)\d{10,}")


def is_card(written: str) -> bool:
    """By the card systems' first digits and Luhn's sum; 13 to 19 digits."""
    digits = [int(sign) for sign in written if sign.isdigit()]
    if not _CARD_BEGINS.match("".join(map(str, digits))):
        return False
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[-2::-2])
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
