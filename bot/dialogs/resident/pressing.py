"""What the resident's buttons mean; None where a button belongs to a step that is over."""

from bot.appeals.appeal import Appeal
from bot.appeals.district import District
from bot.dialogs.effects import Replace, Say
from bot.dialogs.events import ButtonPressed
from bot.dialogs.message import Message, message, say
from bot.dialogs.resident import account, answering, choosing, following
from bot.dialogs.resident.scene import Outcome, Scene, go, stay
from bot.dialogs.resident.states import AwaitingConsent, ConfirmingDeletion, Idle, Talk
from bot.dialogs.resident.wording import own_buttons


def pressed(talk: Talk, event: ButtonPressed, scene: Scene) -> Outcome | None:
    """Button data is «verb», «verb:turn[:arg]» for the draft, or «verb:number[:arg]» for an appeal."""
    verb, _, rest = event.data.partition(":")
    first, _, arg = rest.partition(":")
    match verb:
        case "agree":
            return _agree(talk, scene)
        case "help":
            return stay(talk, Say(help_message(scene.district)))
        case "mine":
            return following.list_mine(talk, int(first), scene) if first.isdecimal() else None
        case "fresh":
            return following.fresh(talk, scene)
        case "mine!" | "reply" | "more" | "rate" | "withdraw" | "withdraw!":
            appeal = scene.appeal(first)
            return _about(talk, verb, appeal, arg, event, scene) if appeal else None
        case _:
            return _in_turn(talk, verb, arg, scene) if first == str(talk.turn) else None


def help_message(district: District) -> Message:
    """How it works, whom to call in danger, and what this is not."""
    links = district.links
    how = say("help", emergency=links.emergency)
    return message(how, say("not-an-appeal", portal=links.portal), buttons=own_buttons())


def _agree(talk: Talk, scene: Scene) -> Outcome | None:
    if scene.consented and not isinstance(talk.step, AwaitingConsent):
        return None
    return account.agree(talk, scene)


def _about(talk: Talk, verb: str, appeal: Appeal, arg: str, event: ButtonPressed, scene: Scene) -> Outcome:
    match verb:
        case "reply":
            return following.begin(talk, appeal, "reply", scene)
        case "more":
            return following.begin(talk, appeal, "add", scene)
        case "rate":
            return following.rate(talk, appeal, arg, event.sender, scene)
        case "withdraw":
            return following.ask_withdrawal(talk, appeal)
        case "withdraw!":
            return following.withdraw(talk, appeal, event.sender)
        case _:
            return following.show_one(talk, appeal, scene)


def _in_turn(talk: Talk, verb: str, arg: str, scene: Scene) -> Outcome | None:
    """The buttons of the newest keyboard of the draft."""
    match verb:
        case "pick" if arg.isdecimal():
            return answering.picked(talk, int(arg), scene)
        case "page" if arg.isdecimal():
            return choosing.show_page(talk, int(arg), scene)
        case "whole":
            return answering.whole_settlement(talk, arg, scene)
        case "others":
            return answering.other_topics(talk, scene)
        case "topic" | "place" | "add":
            return answering.change(talk, verb, scene)
        case "send":
            return answering.send(talk, scene)
        case "cancel":
            put_away = Replace(f"turn:{talk.turn}", message(say("confirm-cancelled")))
            return go(talk, Idle(), put_away, Say(message(say("cancelled"), buttons=own_buttons())))
        case "erase" if isinstance(talk.step, ConfirmingDeletion):
            return account.erase(talk)
        case "keep" if isinstance(talk.step, ConfirmingDeletion):
            return go(talk, Idle(), Say(message(say("delete-kept"), buttons=own_buttons())))
        case _:
            return None
