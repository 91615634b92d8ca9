"""House rules of the words: none missing, none idle, all plain, warm and short."""

import re

import pytest

from bot.appeals.status import Status
from bot.dialogs.draft import MAX_PHOTOS, MAX_TEXT
from bot.dialogs.message import say
from bot.words import Words
from tests.words import said_in_code
from tests.words.said_in_code import FAMILIES, HANDED_ON, STARRED, expand
from tests.words.samples import MOSCOW, rendered, wanted

# As the platforms take it and a phone shows it.
LONGEST_LABEL = 38
LONGEST_TOAST = 200
LONGEST_SENTENCE = 160

TOASTS = ("button-stale", "press-refused", "card-moved", "accepted-you", "accepted-already", "not-possible-now")
TOASTS += ("topic-changed-you", "topic-same", "topic-overtaken", "topic-gone")
TOASTS += ("site-shown", "site-hidden")

# How nobody speaks to a neighbour.
OFFICIALESE = re.compile(
    r"зарегистрир|в установленн|осуществл|надлежащ|в соответствии|рассмотрен|являет|заявител|уведомл|гражданин"
    r"|\bв целях\b|посредством|вышеуказанн|\bданн(ый|ая|ое|ого|ой|ому|ым|ую)\b|в кратчайшие|принято к сведению"
    r"|производится|в адрес|по факту|обработк|ответственн\w+ лиц|уполномоченн|просьба\b",
    re.IGNORECASE,
)


def test_every_id_that_the_code_says_has_words() -> None:
    missing = [f"{call.where} {one}" for call in said_in_code.said() for one in call.ids if one not in wanted()]
    assert missing == []


def test_every_id_put_together_in_the_code_is_known_here_with_its_values() -> None:
    assert said_in_code.templates() - {"{}-{}"} == set(FAMILIES)
    assert [one for template in FAMILIES for one in expand(template) if one not in wanted()] == []


def test_what_looks_like_an_id_is_one() -> None:
    """Ids also travel in variables, and a slip there would be seen only by a resident."""
    assert said_in_code.looks_like_ids() - set(wanted()) == set()


def test_no_words_lie_unused() -> None:
    used = said_in_code.looks_like_ids() | {one for template in FAMILIES for one in expand(template)}
    elsewhere = ("page-", "demo-", "office-")
    assert [one for one in wanted() if one not in used and not one.startswith(elsewhere)] == []


def test_every_sentence_is_given_what_it_asks_for() -> None:
    lacking = [
        f"{call.where} {one} wants {names}"
        for call in said_in_code.said()
        for one in call.ids
        if (names := wanted()[one] - call.given - STARRED.get(one, set()))
    ]
    assert lacking == []


def test_words_said_through_a_variable_ask_for_nothing() -> None:
    named = {one for call in said_in_code.said() for one in call.ids}
    for one, names in wanted().items():
        # The pages of the coordinator's desk and of the open figures have tests of their own.
        if one not in named and not one.startswith(("office-", "page-open")):
            assert names <= HANDED_ON.get(one, set()), one


def test_nothing_of_fluent_shows_through() -> None:
    for one, words in rendered().items():
        assert words, one
        assert not re.search(r"[{}\u2068\u2069]|  |\n\n\n", words), one
        assert words == "\n".join(line.strip() for line in words.split("\n")), one


@pytest.mark.parametrize("label", sorted(said_in_code.buttons() - {"mine-line", "button-option"}))
def test_a_label_fits_its_button(label: str) -> None:
    assert len(rendered()[label]) <= LONGEST_LABEL


@pytest.mark.parametrize("status", Status)
def test_a_line_of_my_messages_shows_its_status_even_when_cut(status: Status) -> None:
    phrase = say(f"status-{status.value.replace('_', '-')}")
    words = Words("ru", MOSCOW)
    shown = words(say("mine-line", number="26-00017", topic="Ямы и разбитая дорога", status=phrase))
    assert shown[:LONGEST_LABEL].startswith(f"26-00017 · {words(phrase)} · Ям")


def test_a_short_word_to_the_one_who_pressed_is_short() -> None:
    for one in TOASTS:
        assert len(rendered()[one]) <= LONGEST_TOAST


def test_the_buttons_are_called_as_they_were_agreed() -> None:
    words = rendered()
    assert {one: words[one] for one in AGREED} == AGREED


AGREED = {
    "button-send": "Отправить",
    "button-topic": "Изменить тему",
    "button-place": "Изменить место",
    "button-add": "Добавить",
    "button-good": "Доволен",
    "button-neutral": "Нейтрально",
    "button-not-solved": "Не решено",
    "button-mine": "Мои сообщения",
    "desk-accept": "Принять",
    "desk-answer": "Ответить",
    "desk-ask": "Уточнить у жителя",
    "desk-solve": "Решено",
    "desk-explain": "Разъяснено",
    "desk-transfer": "Передать",
    "desk-extend": "Продлить срок",
    "desk-decline": "Отклонить",
    "desk-history": "История",
    "desk-send": "Отправить жителю",
    "desk-note": "Как заметку",
    "desk-drop": "Отмена",
    "desk-recall": "Отозвать",
}


def test_buttons_that_the_words_mention_exist() -> None:
    """«Нажмите «…»» names a button exactly as it is written."""
    words = rendered()
    labels = {words[one] for one in said_in_code.buttons()}
    said = ((one, name) for one, text in words.items() for name in re.findall(r"нажм\w+(?: под ним)? «([^»]+)»", text))
    assert [f"{one}: {name}" for one, name in said if name not in labels] == []


def test_nobody_is_addressed_in_officialese() -> None:
    assert [f"{one}: {found[0]}" for one, words in rendered().items() if (found := OFFICIALESE.search(words))] == []


def test_the_word_of_the_law_is_used_only_to_say_what_this_is_not() -> None:
    assert [one for one, words in rendered().items() if "обращени" in words.lower()] == ["not-an-appeal"]


def test_residents_are_addressed_as_equals() -> None:
    """«Вы» with a capital letter in the middle of a sentence is for forms; «ты» is for friends."""
    for one, words in rendered().items():
        assert not re.search(r"[а-яё,] В(ы|ас|ам|ами|аш\w*)\b", words), one
        assert not re.search(r"\b(ты|тебя|тебе|твой|твоё|твою)\b", words, re.IGNORECASE), one


def test_quotes_are_russian_and_dashes_are_dashes() -> None:
    for one, words in rendered().items():
        assert not re.search(r"[\"“”]| - |\.\.\.", words), one


def test_sentences_are_short() -> None:
    for one, words in rendered().items():
        for sentence in re.split(r"[.!?:](?=\s)|\n", words):
            assert len(sentence) <= LONGEST_SENTENCE, one


def test_limits_are_told_as_they_are() -> None:
    assert f"{MAX_TEXT:_} знаков".replace("_", " ") in rendered()["draft-full"]
    assert f"{MAX_PHOTOS} фото" in rendered()["draft-full"]
