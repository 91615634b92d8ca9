"""The product's list of topics is whole: codes, names that fit on a button, days for what is urgent."""

import re
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.appeals.durations import Duration
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
    assert {topics[code].first_answer for code in urgent} == {Duration(days=1)}
    assert (topics["roads.pothole"].first_answer, topics["roads.pothole"].solution) == (None, Duration(days=5))


def test_a_list_is_read_with_its_own_words() -> None:
    head = "code,category,name,first_answer,solution,owner\n"
    text = head + 'roads.pothole,Дороги,"Ямы, лужи",,,roads\nyard.park,Двор,Парк,P4D,PT9H,settlement\n'
    assert read_topics(text) == {
        "roads.pothole": Topic("roads.pothole", "Ямы, лужи", "Дороги", owner="roads"),
        "yard.park": Topic("yard.park", "Парк", "Двор", Duration(days=4), Duration(time=timedelta(hours=9))),
    }


@pytest.mark.parametrize("row", ["roads.pothole,Дороги,Ямы,,,x", "roads,Дороги,Ямы,,,x", "a.b,Дороги,Ямы,,скоро,x"])
def test_a_broken_list_is_a_bug(row: str) -> None:
    with pytest.raises(ValueError, match=r"repeated or has no category|no duration"):
        read_topics(f"code,category,name,first_answer,solution,owner\nroads.pothole,Дороги,Ямы,,,roads\n{row}\n")
