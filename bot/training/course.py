"""One course of teaching: a table of messages in, a better model or the old one out, both measured alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.training.examples import HELD_OUT, Example, TableError, split
from bot.training.files import card_of, figures, write_card, write_head
from bot.training.scores import Answer, Scores, measure
from bot.training.teaching import Head, Lesson, answers, calibrated, head_of, lesson_of, taught
from bot.triage.topic_model import TopicModel


@dataclass(frozen=True, slots=True)
class Course:
    """`before` and `after` are measured on the same held-out messages; keys are sources, «все» is all of them."""

    head: Head
    before: dict[str, Scores]
    after: dict[str, Scores]
    learned: int
    held: int

    @property
    def better(self) -> bool:
        old, new = self.before["все"], self.after["все"]
        return (new.topic, new.category) > (old.topic, old.category)


def teach(model: TopicModel, examples: Sequence[Example]) -> Course:
    """Raises TableError when there are too few examples to learn from or to measure with."""
    known, held = split(examples)
    if not known or not held:
        raise TableError("Сообщений слишком мало: учиться и проверять нужно на разных. Соберите хотя бы двадцать.")
    lesson, exam = lesson_of(model, known), lesson_of(model, held)
    head = calibrated(taught(head_of(model), lesson), exam)
    return Course(head, _scores(head_of(model), exam, held), _scores(head, exam, held), len(known), len(held))


def write(course: Course, model: TopicModel, path: Path, data: str) -> None:
    """The model's file, and its card beside it."""
    facts = {"data": data, "learned": course.learned, "held": course.held, "figures": figures(course.after)}
    write_head(path, course.head, card_of(course.head, model.ground.mark, model.thresholds.ask, facts))
    words = (
        f"{data}. Училась на {course.learned}, проверена на {course.held} "
        f"({HELD_OUT:.0%} разных текстов, по хешу слов; порядок и случай ни на что не влияют)."
    )
    write_card(path.with_name(path.name + ".md"), "Модель тем", words, course.after)


def _scores(head: Head, exam: Lesson, held: Sequence[Example]) -> dict[str, Scores]:
    return by_source(answers(head, exam), [one.source for one in held])


def by_source(found: Sequence[Answer], sources: Sequence[str]) -> dict[str, Scores]:
    """All together, then each source by itself if there are several."""
    scores = {"все": measure(found)}
    names = sorted(set(sources))
    if len(names) > 1:
        for name in names:
            kin = [one for one, source in zip(found, sources, strict=True) if source == name]
            scores[name or "без источника"] = measure(kin)
    return scores
