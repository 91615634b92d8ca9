"""A district teaches the model its own words, installs what is better, and takes it back."""

from pathlib import Path

import pytest

from bot.training.course import Course, teach, write
from bot.training.examples import Example
from bot.training.installing import install, roll_back
from bot.triage.topic_installed import CURRENT, PREVIOUS, model_in_use, shipped_model
from bot.triage.topic_model import load_model

# Here «шайтан-арба» is the bus, and there is a topic that nobody else has.
OF_ALL = ("опять", "снова", "утром", "вчера", "у школы", "у почты", "в селе", "третий день", "никак", "совсем")
WORDS = {"transport.public": "шайтан-арба не пришла", "utilities.ferry": "паром не ходит через реку"}
EXAMPLES = [
    Example(f"{words} {first} {second}", topic)
    for topic, words in WORDS.items()
    for first in OF_ALL
    for second in OF_ALL[:5]
]


@pytest.fixture(scope="module")
def course() -> Course:
    return teach(shipped_model(), EXAMPLES)


def test_what_is_taught_is_learned_and_the_rest_is_kept(course: Course, tmp_path: Path) -> None:
    file = tmp_path / "model.npz"
    write(course, shipped_model(), file, "messages.csv")
    model = load_model(shipped_model().ground, file)
    shares = model.shares(model.ground("на пристани паром не ходит"))
    assert max(shares, key=lambda code: shares[code]) == "utilities.ferry"
    for text in ("яма на дороге", "мусор не вывозят", "бродячие собаки"):
        old, new = shipped_model(), model
        before, after = old.shares(old.ground(text)), new.shares(new.ground(text))
        assert max(before, key=lambda code: before[code]) == max(after, key=lambda code: after[code])
    assert course.better
    card = file.with_name("model.npz.md").read_text(encoding="utf-8")
    assert "messages.csv" in card
    assert "Пределы" in card


def test_the_same_table_gives_the_same_file(course: Course, tmp_path: Path) -> None:
    write(course, shipped_model(), tmp_path / "one.npz", "messages.csv")
    write(teach(shipped_model(), EXAMPLES), shipped_model(), tmp_path / "two.npz", "messages.csv")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


def test_no_words_of_the_table_lie_in_the_file(course: Course, tmp_path: Path) -> None:
    file = tmp_path / "model.npz"
    write(course, shipped_model(), file, "messages.csv")
    with_words = [one.text for one in EXAMPLES if one.text.encode() in file.read_bytes()]
    assert with_words == []


def test_a_model_is_installed_and_taken_back_step_by_step(course: Course, tmp_path: Path) -> None:
    assert not model_in_use(tmp_path).installed
    for _ in range(2):
        write(course, shipped_model(), tmp_path / "new.npz", "messages.csv")
        install(tmp_path, tmp_path / "new.npz")
    assert (tmp_path / CURRENT).exists()
    assert (tmp_path / PREVIOUS).exists()
    assert "utilities.ferry" in model_in_use(tmp_path).model.codes
    assert roll_back(tmp_path)
    assert model_in_use(tmp_path).installed
    assert roll_back(tmp_path)
    assert not model_in_use(tmp_path).installed
    assert not roll_back(tmp_path)


@pytest.mark.parametrize("broken", [b"", b"PK\x03\x04 nonsense", b"\x00" * 100])
def test_a_broken_model_does_not_stop_the_service(tmp_path: Path, broken: bytes) -> None:
    (tmp_path / CURRENT).write_bytes(broken)
    used = model_in_use(tmp_path)
    assert used.model is shipped_model()
    assert CURRENT in used.trouble
