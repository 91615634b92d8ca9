"""What the commands do."""

from dataclasses import replace

from bot.dialogs.effects import Say
from bot.dialogs.message import message, say
from bot.dialogs.resident import account, confirming, mine
from bot.dialogs.resident.commands import Command
from bot.dialogs.resident.hinting import is_busy, way_on
from bot.dialogs.resident.scene import Outcome, Scene, stay
from bot.dialogs.resident.states import ConfirmingDeletion, Idle, Talk
from bot.dialogs.resident.wording import own_buttons


def commanded(talk: Talk, command: Command, scene: Scene) -> Outcome:
    match command:
        case "start":
            return start(talk, scene)
        case "mine":
            return mine.list_mine(talk, 0, scene)
        case "data":
            return account.show_data(talk, scene)
        case "delete":
            return account.ask_deletion(talk, scene)
        case "help":
            return give_help(talk, scene)
        case "cancel":
            return cancelled(talk, scene)


def start(talk: Talk, scene: Scene) -> Outcome:
    """Greets; what is being written goes on."""
    if not scene.consented:
        return account.ask_consent(talk, talk.draft, scene)
    if is_busy(talk):
        return stay(talk, way_on(talk, scene, say("start-again")))
    return stay(talk, Say(message(say("start-again"), say("how-to-write"), buttons=own_buttons())))


def give_help(talk: Talk, scene: Scene) -> Outcome:
    """How it works, whom to call in danger, what this is not, and where the resident stands."""
    links = scene.district.links
    paragraphs = say("help", emergency=links.emergency), say("not-an-appeal", portal=links.portal)
    if is_busy(talk):
        return stay(talk, way_on(talk, scene, *paragraphs))
    return stay(talk, Say(message(*paragraphs, buttons=own_buttons())))


def cancelled(talk: Talk, scene: Scene) -> Outcome:
    """Leaves what was asked for last: first what goes to an appeal, then the draft."""
    if talk.aside is not None:
        return drop(talk, talk.aside.number, scene) or stay(talk)
    if isinstance(talk.step, ConfirmingDeletion):
        return account.keep(talk, scene)
    gone = confirming.cancel(talk)
    if gone is not None:
        return gone
    words = say("nothing-to-cancel") if talk.implied is None else say("cancelled")
    return stay(replace(talk, implied=None), Say(message(words, buttons=own_buttons())))


def drop(talk: Talk, number: str, scene: Scene) -> Outcome | None:
    """Nothing goes to that appeal; a draft in hand is not touched."""
    if talk.aside is None or talk.aside.number != number:
        return None
    calm = replace(talk, aside=None)
    if isinstance(calm.step, Idle):
        return stay(calm, Say(message(say("cancelled"), buttons=own_buttons())))
    return stay(calm, way_on(calm, scene, say("aside-cancelled", number=number)))
