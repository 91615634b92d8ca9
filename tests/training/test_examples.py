"""The table of messages to learn from: what it may hold, and what is said when it is wrong."""

import gzip
from pathlib import Path

import pytest

from bot.training.examples import Example, TableError, corrected, read_examples, split

TOPICS = ("roads.pothole", "utilities.water")


def table(folder: Path, text: str, name: str = "messages.csv") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_a_table_with_two_columns_is_enough(tmp_path: Path) -> None:
    file = table(tmp_path, "text,topic\nЯма у школы,roads.pothole\nЗдравствуйте,\n")
    assert read_examples(file, TOPICS) == [Example("Яма у школы", "roads.pothole"), Example("Здравствуйте", "")]


def test_a_table_may_be_packed_and_tell_more(tmp_path: Path) -> None:
    file = tmp_path / "messages.csv.gz"
    file.write_bytes(gzip.compress("text,topic,source,weight\nНет воды,utilities.water,район,2.5\n".encode()))
    assert read_examples(file, TOPICS) == [Example("Нет воды", "utilities.water", "район", "", 2.5)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("text\nЯма\n", "нет столбца «topic»"),
        ("topic\nroads.pothole\n", "нет столбца «text»"),
        ("text,topic\nЯма,roads.hole\n", "строка 2: нет темы «roads.hole»"),
        ("text,topic,weight\nЯма,roads.pothole,много\n", "вес «много» должен быть числом"),
        ("text,topic\n", "нет ни одного сообщения"),
        ("", "нет столбца «text»"),
    ],
)
def test_what_is_wrong_is_said_in_words(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(TableError, match=told):
        read_examples(table(tmp_path, text), TOPICS)


def test_a_table_in_another_encoding_is_refused_in_words(tmp_path: Path) -> None:
    file = tmp_path / "messages.csv"
    file.write_bytes("text,topic\nЯма,roads.pothole\n".encode("cp1251"))
    with pytest.raises(TableError, match="UTF-8"):
        read_examples(file, TOPICS)


def test_a_cell_without_end_and_an_archive_that_is_none_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="строка 2: слишком длинный текст, закройте кавычку"):
        read_examples(table(tmp_path, 'text,topic\n"Яма' + "а" * 200_000), TOPICS)
    with pytest.raises(TableError, match="архив повреждён"):
        read_examples(table(tmp_path, "text,topic\n", "messages.csv.gz"), TOPICS)


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.training.examples.MOST_BYTES", 1 << 20)
    file = tmp_path / "messages.csv.gz"
    file.write_bytes(gzip.compress(b"text,topic\n" + b"x" * (1 << 21)))
    with pytest.raises(TableError, match="больше 1 МБ"):
        read_examples(file, TOPICS)


def test_the_same_words_never_stand_on_both_sides() -> None:
    examples = [Example(f"Яма у дома {number}", "roads.pothole") for number in range(50)]
    examples += [Example(f"яма у дома {number}!!!", "roads.pothole") for number in range(50)]
    examples += [Example("нет воды " + "а" * number, "utilities.water") for number in range(200)]
    known, held = split(examples)
    assert known
    assert held
    assert not {one.likeness for one in known} & {one.likeness for one in held}
    assert split(examples) == (known, held)


def test_a_correction_to_a_topic_that_is_no_more_is_passed_over() -> None:
    labels = [("Яма", "roads.pothole"), ("Мост", "roads.bridge"), (" ", "roads.pothole")]
    assert corrected(labels, TOPICS) == [Example("Яма", "roads.pothole", source="corrections")]
