"""Puts a new model in the place of the one in use, and takes it back."""

from pathlib import Path

from bot.triage.topic_installed import CURRENT, PREVIOUS


def install(folder: Path, file: Path) -> None:
    """The model that was in use is kept, one step back; its card goes with it."""
    current = folder / CURRENT
    if current.exists():
        _move(current, folder / PREVIOUS)
    _move(file, current)


def roll_back(folder: Path) -> bool:
    """The previous model returns; without one the shipped one does. False when none was installed."""
    current, previous = folder / CURRENT, folder / PREVIOUS
    if not current.exists():
        return False
    current.unlink()
    _card(current).unlink(missing_ok=True)
    if previous.exists():
        _move(previous, current)
    return True


def _move(file: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    file.replace(place)
    if _card(file).exists():
        _card(file).replace(_card(place))


def _card(file: Path) -> Path:
    return file.with_name(file.name + ".md")
