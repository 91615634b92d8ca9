"""What the resident's buttons mean; None where a button belongs to a step that is over."""

from bot.appeals.appeal import Appeal
from bot.dialogs.effects import Say, Tell
from bot.dialogs.events import ButtonPressed, Person
from bot.dialogs.message import message, say
from bot.dialogs.resident import (
    account,
    answering,
    arriving,
    choosing,
    commanding,
    confirming,
    following,
    knowing,
    mine,
    settling,
    voting,
)
from bot.dialogs.resident.hinting import way_on
from bot.dialogs.resident.scene import Outcome, Scene, stay
from bot.dialogs.resident.states import AwaitingConsent, ConfirmingDeletion, Idle, Talk

# Nobody has so many pages; longer numbers are forged, and Python refuses the longest.
DIGITS = 4


def press(talk: Talk, event: ButtonPressed, by: Person, scene: Scene) -> Outcome:
    """Does what the button says; an old button is answered with the way on."""
    outcome = pressed(talk, event.data, by, scene)
    if outcome is not None:
        return outcome
    if isinstance(talk.step, Idle) and (again := _second_tap(event.data, talk.turn)):
        return stay(talk, _told(event, by, again) or Say(message(say(again))))
    told = _told(event, by, "button-stale")
    return stay(talk, *((told,) if told else ()), way_on(talk, scene))


def _second_tap(data: str, turn: int) -> str:
    """What an impatient finger is told that taps twice."""
    if data == f"send:{turn}":
        return "already-sent"
    return "already-joined" if data.startswith(f"join:{turn}:") else ""


def _told(event: ButtonPressed, by: Person, words: str) -> Tell | None:
    """A button whose words were typed has nowhere to show a short word."""
    return Tell(event.press, by.address, say(words)) if event.press else None


def pressed(talk: Talk, data: str, by: Person, scene: Scene) -> Outcome | None:
    """`data` is «verb», «verb:turn[:arg]» for the draft, or «verb:number[:arg]» for an appeal."""
    verb, _, rest = data.partition(":")
    first, _, arg = rest.partition(":")
    match verb:
        case "agree":
            return _agree(talk, scene)
        case "help":
            return commanding.give_help(talk, scene)
        case "mine":
            page = _number(first)
            return mine.list_mine(talk, page, scene) if page is not None else None
        case arriving.STAY:
            return arriving.declined(talk, scene)
        case "fresh":
            return following.fresh(talk, scene)
        case "mine!" | "reply" | "more" | "rate" | "withdraw" | "withdraw!" | "drop" | "asis" | "into":
            appeal = scene.appeal(first)
            return _about(talk, verb, appeal, arg, by, scene) if appeal else None
        case _:
            return _in_turn(talk, verb, arg, scene) if first == str(talk.turn) else None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= DIGITS else None


def _agree(talk: Talk, scene: Scene) -> Outcome | None:
    if scene.consented and not isinstance(talk.step, AwaitingConsent):
        return None
    return account.agree(talk, scene)


def _about(talk: Talk, verb: str, appeal: Appeal, arg: str, by: Person, scene: Scene) -> Outcome | None:
    match verb:
        case "reply":
            return following.begin(talk, appeal, "reply", by, scene)
        case "more":
            return following.begin(talk, appeal, "add", by, scene)
        case "drop":
            return commanding.drop(talk, appeal.number, scene)
        case "asis":
            return following.as_is(talk, appeal.number, by, scene)
        case "into":
            return following.into(talk, appeal, by, scene)
        case "rate":
            return voting.rate(talk, appeal, arg, by, scene)
        case "withdraw":
            return mine.ask_withdrawal(talk, appeal, scene)
        case "withdraw!":
            return mine.withdraw(talk, appeal, by, scene)
        case _:
            return mine.show_one(talk, appeal, scene)


def _in_turn(talk: Talk, verb: str, arg: str, scene: Scene) -> Outcome | None:
    """The buttons of the newest keyboard of the draft."""
    match verb:
        case "send":
            return confirming.send(talk, scene)
        case "join":
            return knowing.join(talk, arg, scene)
        case "another":
            return knowing.another(talk, scene)
        case "details":
            return confirming.share_details(talk, scene)
        case "earnest":
            return settling.earnest(talk, scene)
        case "apart":
            return settling.apart(talk, scene)
        case "together":
            return settling.together(talk, scene)
        case "topic" | "place" | "add":
            return confirming.change(talk, verb, scene)
        case "cancel":
            return confirming.cancel(talk)
        case "erase" if isinstance(talk.step, ConfirmingDeletion):
            return account.erase(talk)
        case "keep" if isinstance(talk.step, ConfirmingDeletion):
            return account.keep(talk, scene)
        case _:
            return _in_list(talk, verb, arg, scene)


def _in_list(talk: Talk, verb: str, arg: str, scene: Scene) -> Outcome | None:
    number = _number(arg)
    match verb:
        case "pick" if number is not None:
            return answering.picked(talk, number, scene)
        case "page" if number is not None:
            return choosing.show_page(talk, number, scene)
        case "whole":
            return answering.whole_settlement(talk, arg, scene)
        case "others":
            return answering.other_topics(talk, scene)
        case "elsewhere":
            return answering.other_places(talk, scene)
        case "back":
            return answering.unchanged(talk, scene)
        case _:
            return None
