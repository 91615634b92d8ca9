"""The product's list of topics is whole: codes, names that fit on a button, days for what is urgent."""

import re
from itertools import pairwise

import pytest

from bot.appeals.topics import Topic, product_topics, read_topics


def test_the_list_has_every_topic_and_category() -> None:
    topics = product_topics()
    assert len(topics) == 54
    assert len({topic.category for topic in topics.values()}) == 16
    assert all(re.fullmatch(r"[a-z]+\.[a-z]+", code) and topic.code == code for code, topic in topics.items())


def test_each_category_has_one_name_and_its_topics_stand_together() -> None:
    topics = list(product_topics().values())
    assert len({(topic.category, topic.category_name) for topic in topics}) == 16
    changes = sum(one.category != other.category for one, other in pairwise(topics))
    assert changes == 15


def test_names_are_russian_different_and_fit_on_a_button() -> None:
    names = [topic.name for topic in product_topics().values()]
    assert len(set(names)) == len(names)
    for name in names:
        assert re.match(r"[А-ЯЁ]", name), name
        assert len(name) <= 38, name
        assert name == name.strip(), name


def test_what_is_dangerous_is_answered_the_next_day_whatever_the_district_says() -> None:
    topics = product_topics()
    urgent = [
        "utilities.gas",
        "utilities.power",
        "utilities.water",
        "utilities.heating",
        "yard.manhole",
        "housing.lift",
    ]
    assert {topics[code].answer_days for code in urgent} == {1}
    assert topics["roads.pothole"].answer_days is None


def test_a_list_is_read_with_its_own_words() -> None:
    head = "code,category,name,answer_days,owner\n"
    text = head + 'roads.pothole,Дороги,"Ямы, лужи",,roads\nyard.park,Двор,Парк,4,settlement\n'
    assert read_topics(text) == {
        "roads.pothole": Topic("roads.pothole", "Ямы, лужи", "Дороги", owner="roads"),
        "yard.park": Topic("yard.park", "Парк", "Двор", 4),
    }


@pytest.mark.parametrize("row", ["roads.pothole,Дороги,Ямы,", "roads,Дороги,Ямы,"])
def test_a_broken_list_is_a_bug(row: str) -> None:
    with pytest.raises(ValueError, match="repeated or has no category"):
        read_topics(f"code,category,name,answer_days,owner\nroads.pothole,Дороги,Ямы,,roads\n{row}\n")
