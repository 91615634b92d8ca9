"""Which topic model is in use: the one a district taught and installed, or the shipped one."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.triage.topic_model import Ground, ModelUnusable, TopicModel, load_ground, load_model

CURRENT, PREVIOUS = "topics.npz", "previous.npz"


@dataclass(frozen=True, slots=True)
class InUse:
    """`trouble` says why an installed model was passed over, for the log; it is empty when all is well."""

    model: TopicModel
    installed: bool = False
    trouble: str = ""


@cache
def shipped_ground() -> Ground:
    """0.3 s and 70 MB, once a process."""
    return load_ground()


@cache
def shipped_model() -> TopicModel:
    return load_model(shipped_ground())


def model_in_use(folder: Path) -> InUse:
    """Never fails because of what lies in the folder: the service goes on with the shipped model."""
    file = folder / CURRENT
    if not file.exists():
        return InUse(shipped_model())
    try:
        return InUse(load_model(shipped_ground(), file), installed=True)
    except ModelUnusable as error:
        return InUse(shipped_model(), trouble=str(error))
