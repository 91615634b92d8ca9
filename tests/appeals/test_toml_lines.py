"""The line of every table, key and list item is found, also where strings look like structure."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.appeals.toml_lines import toml_lines

TRICKY = """\
"ключ" = 1 # [[not.a.table]]
a.b = "x # no comment = [1]"

[one]
many = [ # a comment with ] in it
  "first", # [
  'sec"ond',

  { inner = [1, 2], other = "}" },
  [3,
   4],
  "last"
]
long = \"\"\"
[two]
key = "\\\"\"\"
\"\"\"
after = 7
[[list]]
k = 1
[list.sub]
k = 2
[["list"]]
k = 3
[[list.sub . deep]]
k = 4
[[list.sub.deep]]
k = 5
[one."with.dot"]
k = 6
"""


def test_tricky_places_are_found() -> None:
    tomllib.loads(TRICKY)
    lines = toml_lines(TRICKY)
    expected = {
        ("ключ",): 1,
        ("a", "b"): 2,
        ("one",): 4,
        ("one", "many"): 5,
        ("one", "many", 0): 6,
        ("one", "many", 1): 7,
        ("one", "many", 2): 9,
        ("one", "many", 2, "inner"): 9,
        ("one", "many", 3): 10,
        ("one", "many", 4): 12,
        ("one", "long"): 14,
        ("one", "after"): 18,
        ("list", 0, "k"): 20,
        ("list", 0, "sub", "k"): 22,
        ("list", 1): 23,
        ("list", 1, "sub", "deep", 0, "k"): 26,
        ("list", 1, "sub", "deep", 1): 27,
        ("one", "with.dot", "k"): 30,
    }
    assert {path: lines.at(path) for path in expected} == expected


def test_what_is_not_there_is_placed_at_the_table_around_it() -> None:
    lines = toml_lines(TRICKY)
    assert lines.at(("list", 1, "nothing")) == 23
    assert lines.at(("nothing", "at", "all")) == 1


def test_every_word_of_the_example_is_on_the_line_that_is_told() -> None:
    text = (Path(__file__).parents[2] / "district.toml").read_text(encoding="utf-8")
    lines, rows = toml_lines(text), text.split("\n")
    told = [(path, leaf) for path, leaf in _leaves(tomllib.loads(text)) if isinstance(leaf, str)]
    assert len(told) > 150
    for path, leaf in told:
        assert f'"{leaf}"' in rows[lines.at(path) - 1], path


def _leaves(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], object]]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _leaves(one, (*path, key))
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _leaves(one, (*path, index))
    else:
        yield path, value


@given(st.lists(st.lists(st.integers(0, 3), max_size=4), min_size=1, max_size=6))
def test_items_of_lists_are_found_however_they_are_broken(gaps: list[list[int]]) -> None:
    rows, expected = [], {}
    for number, gap in enumerate(gaps):
        rows.append(f"[[t]]{' ' * number}# {number}")
        rows.append("items = [")
        for index, empty in enumerate(gap):
            rows.extend(["# ] [ ,"] * empty)
            rows.append(f'  "{index} ]",')
            expected[("t", number, "items", index)] = len(rows)
        rows.append("]")
    text = "\n".join(rows)
    tomllib.loads(text)
    lines = toml_lines(text)
    assert {path: lines.at(path) for path in expected} == expected
