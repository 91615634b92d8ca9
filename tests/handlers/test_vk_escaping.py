"""Nobody's words become a mention or a link on their way through VK."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogs.events import Person
from bot.handlers.vk.escaping import calling, harmless

# What VK makes of a text, by its documentation.
VK_MARK = re.compile(r"(?:^|\W)[@*]\w|\[[^\[\]|]+\|[^\]]*\]|&#?\w+;")


MENTIONS = ["@id1", "*id1", "@all", "@online", "@все", "привет,@durov", "+@id1.ru", "(*club1)", "a @id1 (x)"]
LINKS = ["[id1|глава]", "[club1|x]", "[https://x.ru|сюда]", "[[id1|x]]"]
ENTITIES = ["&#64;all", "&#x5B;id1|x]", "&commat;all", "&amp;lt;"]


@pytest.mark.parametrize("evil", [*MENTIONS, *LINKS, *ENTITIES])
def test_a_mark_of_vk_is_disarmed_and_the_words_stay_as_long(evil: str) -> None:
    assert VK_MARK.search(evil)
    assert not VK_MARK.search(harmless(evil))
    assert len(harmless(evil)) == len(evil)


@pytest.mark.parametrize(
    "plain",
    [
        "Пишите на glava@duhovschina.ru, до 18:00",
        "http://maps.google.com/@54.99,32.4,15z",
        "https://yandex.ru/maps/?ll=32.4%2C55.1&z=16&pt=32.4,55.1",
        "* первое\n* второе",
        "[1] дом 5 [2] дом 7",
        "5 * 3 & 2",
        "№ 26-00017",
    ],
)
def test_ordinary_words_stay_as_they_are(plain: str) -> None:
    assert harmless(plain) == plain


@given(st.text(st.sampled_from("@*[]|&#;idall1 ."), max_size=40))
def test_no_mixture_of_marks_gets_through(text: str) -> None:
    assert not VK_MARK.search(harmless(text))


def test_a_long_text_is_done_at_once() -> None:
    assert len(harmless("a." * 2000 + "@")) == 4001


def test_a_person_is_called_by_name() -> None:
    assert calling(Person("vk:5", "Анна")) == "[id5|Анна], "
    assert calling(Person("vk:5", "А]нна|@all[")) == "[id5|Аннаall], "
    assert calling(Person("vk:5", "")) == "@id5, "
    assert calling(Person("telegram:5", "Анна")) == ""
