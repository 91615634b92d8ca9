"""How near two messages are in place and time, and what the first one's status leaves of it: factors from 0 to 1."""

from bot.appeals.district import Repeats
from bot.appeals.status import OPEN, Status
from bot.triage.sameness_rules import Reach
from bot.triage.sameness_where import Agreement, Scene, localities_agree, sets_agree, streets_agree

# A pin on one street may stand at its other end.
_ONE_STREET = 1.5
# What an ended appeal leaves.
_GONE = 0.05


def where_factor(one: Scene, other: Scene, reach: Reach, metres: float | None, repeats: Repeats) -> float:
    limit = reach.metres
    if reach.kind != "area":
        # Two who name one street may stand at its ends.
        named = streets_agree(one, other) is Agreement.SAME and reach.kind != "house"
        limit = min(limit * (_ONE_STREET if named else 1.0), float(repeats.metres))
    far = 1.0 if metres is None else _fade(metres, limit)
    near = metres is not None and metres <= limit
    factor = far * _numbers(one, other)
    if localities_agree(one, other) is Agreement.DIFFERENT:
        factor *= 0.6 if near and reach.kind != "area" else 0.1
    if reach.kind == "area":
        return factor * (reach.unplaced if metres is None and not one.localities and not other.localities else 1.0)
    return factor * _address(one, other, reach, near=near)


def _address(one: Scene, other: Scene, reach: Reach, *, near: bool) -> float:
    """Streets, houses and landmarks; where two pins agree, words matter less."""
    streets, landmarks = streets_agree(one, other), sets_agree(one.landmarks, other.landmarks)
    houses = sets_agree(one.houses, other.houses)
    if houses is Agreement.DIFFERENT and (reach.kind == "house" or not near):
        return 0.1 if reach.kind == "house" else 0.45
    said = (streets, landmarks, houses)
    if near:
        return 0.8 if Agreement.DIFFERENT in (streets, landmarks) and Agreement.SAME not in said else 1.0
    if streets is Agreement.DIFFERENT:
        return 0.2
    if landmarks is Agreement.DIFFERENT and streets is not Agreement.SAME:
        return 0.25
    if Agreement.SAME in said or localities_agree(one, other) is Agreement.SAME:
        return 1.0
    return reach.halfway if Agreement.HALF in said else reach.unplaced


def _numbers(one: Scene, other: Scene) -> float:
    different = Agreement.DIFFERENT in (
        sets_agree(one.buses, other.buses),
        sets_agree(one.entrances, other.entrances),
    )
    return 0.2 if different else 1.0


def when_factor(hours: float, reach: Reach, status: Status, repeats: Repeats) -> float:
    if status is Status.ANSWERED:
        return _fade(hours, reach.answered)
    if status not in OPEN:
        return _GONE
    return _fade(hours, min(reach.hours, repeats.days * 24.0))


def _fade(value: float, limit: float) -> float:
    """Whole within the limit, a little less near it, nothing from one and a half of it on."""
    if value <= limit:
        return 1.0 - 0.1 * value / limit
    return max(0.0, 0.9 * (1.5 - value / limit) / 0.5) if limit else 0.0
