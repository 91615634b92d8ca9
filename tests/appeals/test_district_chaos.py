"""However a district file is spoilt, its reader answers in words and lines, never with a crash."""

from hypothesis import example, given
from hypothesis import strategies as st

from bot.appeals.district_file import DistrictFileError, read_district
from bot.appeals.toml_table import Problem
from tests.appeals.small_district import SMALL

ROWS = SMALL.split("\n")
VALUES = st.sampled_from(
    [
        '""', '"  "', '"слово"', '"lesnoe"', '"roads"', "''", '"""два\nряда"""', "0", "-7", "1.5", "nan", "inf", "true",
        "2026-09-18", "09:00:00", "2026-09-18T10:00:00Z", "[]", "[[]]", '["roads", 1]', '["lesnoe", "lesnoe"]',
        "[1, 2]", "[{}]", "{}", '{ code = "x" }', '[{ name = "Бор" }, { name = "бор" }]', "[1", "«так»", "слово", "",
    ]
)  # fmt: skip


@st.composite
def spoilt_files(draw: st.DrawFn) -> str:
    """Some values are changed, some rows are gone or stand elsewhere."""
    rows = list(ROWS)
    for index in draw(st.lists(st.integers(0, len(rows) - 1), max_size=4)):
        if " = " in rows[index]:
            rows[index] = f"{rows[index].split(' = ')[0]} = {draw(VALUES)}"
    for index in draw(st.lists(st.integers(0, len(rows) - 1), max_size=3)):
        row = rows[index]
        rows[index] = ""
        if draw(st.booleans()):
            rows.insert(draw(st.integers(0, len(rows))), row)
    return "\n".join(rows)


@given(spoilt_files())
@example("")
@example("[[settlement]]\n[[desk]]\n[topics]\n")
@example('settlement = 1\ndesk = "x"\ntopics = []\nhours = 2\nlinks = [1]\n')
@example('[[settlement]]\nlocality = { name = "Бор" }\nvillages = [[]]\n[topics]\n"roads.pothole" = 1\n"a" = {}\n')
def test_any_file_is_read_or_refused_with_lines(text: str) -> None:
    problems = refused(text)
    assert all(one.line is not None and 1 <= one.line <= text.count("\n") + 1 for one in problems)
    assert all(one.words for one in problems)


def refused(text: str) -> tuple[Problem, ...]:
    """The problems of a wrong file, at least one; none for a file that became a usable district."""
    try:
        district = read_district(text)
    except DistrictFileError as refusal:
        return refusal.problems or (Problem(None, "no problem told"),)
    assert district.settlements
    assert all(settlement.localities for settlement in district.settlements)
    return ()
