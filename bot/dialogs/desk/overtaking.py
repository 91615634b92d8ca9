"""What happened to an appeal while an official was writing, so that nobody sends what is out of date."""

from dataclasses import replace

from bot.appeals.appeal import Appeal
from bot.dialogs.desk.states import DeskTalk, Known, Reply
from bot.dialogs.events import Person
from bot.dialogs.message import Phrase, say


def known(appeal: Appeal) -> Known:
    return Known(appeal.accepted_by, appeal.additions + appeal.reopened)


def overtaken(reply: Reply, appeal: Appeal, by: Person) -> Phrase | None:
    """Words for the one about to send `reply`, None where nothing has happened meanwhile."""
    if reply.known.rival:
        return say("preview-overtaken", name=reply.known.rival)
    if appeal.accepted_by not in ("", reply.known.accepted_by, reply.by.name, by.name):
        return say("preview-overtaken", name=appeal.accepted_by)
    if appeal.additions + appeal.reopened > reply.known.heard:
        return say("preview-resident-wrote")
    return None


def informed(reply: Reply, appeal: Appeal) -> Reply:
    """The reply once its official has been warned; a rival's answer on its way will also accept the appeal."""
    now = known(appeal)
    return replace(reply, known=replace(now, accepted_by=now.accepted_by or reply.known.rival))


def leaving_rival(talk: DeskTalk, number: str, by: Person) -> str:
    """Whose reply to the same resident is leaving right now; empty if nobody's."""
    leaving = (one for one in talk.replies if one.number == number and one.stage == "leaving")
    return next((one.by.name for one in leaving if one.by.address != by.address), "")


def overtake(talk: DeskTalk, leaving: Reply) -> DeskTalk:
    """Colleagues' replies to the same resident know who was faster."""
    return _with_rival(talk, leaving, "", leaving.by.name)


def give_way(talk: DeskTalk, recalled: Reply) -> DeskTalk:
    """It was taken back: colleagues need not know."""
    return _with_rival(talk, recalled, recalled.by.name, "")


def _with_rival(talk: DeskTalk, faster: Reply, was: str, now: str) -> DeskTalk:
    def told(one: Reply) -> Reply:
        same = one.id == faster.id or one.number != faster.number or one.by.address == faster.by.address
        return one if same or one.known.rival != was else replace(one, known=replace(one.known, rival=now))

    return replace(talk, replies=tuple(told(one) for one in talk.replies))
