"""Reads what the district changes in the product's topics: names, days, new ones, merged and switched off ones."""

import re
from dataclasses import replace

from bot.appeals.read_terms import read_duration, refuse_former
from bot.appeals.toml_table import Table, alike
from bot.appeals.topics import Topic

# What fits on one button of a phone.
BUTTON = 38
_CODE = re.compile(r"[a-z]{2,20}\.[a-z_]{2,20}")
# Whatever fits nowhere else goes here, so it has to stay.
_LAST_RESORT = "other.other"


def read_topic_changes(table: Table, topics: dict[str, Topic]) -> dict[str, Topic]:
    """`topics` are the product's; the topics of one category stay together."""
    changed = dict(topics)
    merged: list[tuple[Table, str, str]] = []
    for code in table.data:
        one = table.table(code)
        one.owner = f"у темы «{code}»"
        if not _CODE.fullmatch(code):
            one.note('код состоит из двух слов и пишется в кавычках, например: [topics."roads.pothole"]')
        elif "into" in one.data:
            merged.append((one, code, one.text("into", example='"roads.pothole"')))
        elif one.data:
            _change(one, code, changed)
    for one, code, target in merged:
        _merge(one, code, target, changed, {each for _, each, _ in merged})
    order = list(dict.fromkeys(topic.category for topic in changed.values()))
    return dict(sorted(changed.items(), key=lambda item: order.index(item[1].category)))


def _change(table: Table, code: str, topics: dict[str, Topic]) -> None:
    usual = topics.get(code)
    first_answer = read_duration(table, "first_answer", "P1D") or (usual.first_answer if usual else None)
    solution = read_duration(table, "solution", "P5D") or (usual.solution if usual else None)
    name, category = _name(table, usual, topics), _category_name(table, code, topics)
    topic = replace(
        usual or Topic(code, name, category),
        name=name,
        category_name=category,
        first_answer=first_answer,
        solution=solution,
    )
    refuse_former(table)
    off = table.flag("off")
    table.refuse_unknown()
    if off and (usual is None or code == _LAST_RESORT):
        table.note("её выключить нельзя: уберите строку off = true", "off")
    if off:
        topics.pop(code, None)
    else:
        topics[code] = topic


def _merge(table: Table, code: str, target: str, topics: dict[str, Topic], merged: set[str]) -> None:
    """The resident chooses from fewer topics; what is about `code` is about `target` from now on."""
    table.refuse_unknown()
    if code not in topics or code == _LAST_RESORT:
        table.note("её объединить нельзя: такой темы нет или она последняя. Уберите строку into", "into")
    elif target not in topics or target in merged:
        table.note(f"объединить не с чем: нет темы «{target}».{alike(target, set(topics) - merged)}", "into")
    else:
        del topics[code]
        topics[target] = replace(topics[target], absorbed=(*topics[target].absorbed, code))


def _name(table: Table, usual: Topic | None, topics: dict[str, Topic]) -> str:
    absent = f"нет названия, и в общем списке нет её самой.{alike(str(table.path[-1]), topics)} Если она новая"
    name = table.text("name", absent=absent, example='"Ямы"', default=usual.name if usual else None)
    return _short(table, "name", name)


def _category_name(table: Table, code: str, topics: dict[str, Topic]) -> str:
    known = {topic.category: topic.category_name for topic in topics.values()}
    absent = f"новая группа «{code.split('.')[0]}» без названия"
    name = table.text("category_name", absent=absent, example='"Дороги"', default=known.get(code.split(".")[0]))
    return _short(table, "category_name", name)


def _short(table: Table, key: str, words: str) -> str:
    if len(words) > BUTTON:
        table.note(f"«{words}» не поместится на кнопку: сократите до {BUTTON} знаков", key)
    return words
