"""Which desk answers: the department that takes the topic from that settlement, else the settlement's own desk."""

from bot.appeals.district import Desk, District


def desk_for(district: District, topic: str, settlement: str) -> Desk:
    """A department named for the topic itself goes before one named for its whole category.

    Any topic has a desk, also one that was switched off after the appeal was filed. Raises KeyError for a
    settlement that the district does not have.
    """
    district.settlement(settlement)
    for claim in (topic, topic.split(".", 1)[0]):
        for desk in district.desks:
            if claim in desk.topics and (not desk.settlements or settlement in desk.settlements):
                return desk
    return settlement_desk(district, settlement)


def settlement_desk(district: District, settlement: str) -> Desk:
    """The district file is refused without one, so a missing desk means a settlement that is not in it."""
    for desk in district.desks:
        if desk.settlement == settlement:
            return desk
    raise KeyError(settlement)


def other_desks(district: District, desk: Desk) -> tuple[Desk, ...]:
    """Whom an appeal can be handed over to, in the order of the file."""
    return tuple(one for one in district.desks if one.code != desk.code)
