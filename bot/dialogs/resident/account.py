"""Consent, «мои данные» and «удалить»: what the bot knows of the resident, and forgetting it."""

from dataclasses import replace

from bot.appeals.status import OPEN
from bot.dialogs.draft import Draft
from bot.dialogs.effects import EraseResident, GiveConsent, Replace, Say
from bot.dialogs.message import Button, Message, Rows, message, say
from bot.dialogs.resident.choosing import put_away
from bot.dialogs.resident.scene import Outcome, Scene, go, turned
from bot.dialogs.resident.states import AwaitingConsent, ConfirmingDeletion, Gathering, Idle, Talk
from bot.dialogs.resident.wording import own_buttons, place_name


def agree_button() -> Rows:
    return ((Button(say("button-agree"), "agree"),),)


def ask_consent(talk: Talk, draft: Draft, scene: Scene, *, again: bool = False) -> Outcome:
    """Greeting, and the consent as a text of its own; `again` is the short reminder to one who goes on writing."""
    step = AwaitingConsent(draft, greeted=True)
    if again:
        return go(talk, step, Say(message(say("consent-again"), buttons=agree_button())))
    consent = Say(replace(_consent(scene), buttons=agree_button()), key="consent")
    if scene.consent is not None:
        return go(talk, step, Say(message(say("consent-changed"))), consent)
    greeting = message(
        say("greeting", district=scene.district.name),
        "" if draft.is_empty else say("greeting-draft"),
        say("not-an-appeal", portal=scene.district.links.portal),
    )
    return go(talk, step, Say(greeting), consent)


def _consent(scene: Scene) -> Message:
    return message(say("consent", policy=scene.district.links.policy, days=scene.kept.days))


def agree(talk: Talk, scene: Scene) -> Outcome:
    """Takes up what was written before the consent; the text agreed to stays in the chat, without its button."""
    given = (*put_away(talk), GiveConsent(scene.district.consent_version), Replace("consent", _consent(scene)))
    if talk.draft.is_empty:
        hint = message(say("consent-thanks"), say("how-to-write"), buttons=own_buttons())
        return go(talk, Idle(), *given, Say(hint))
    return go(talk, Gathering(talk.draft, wake=scene.now), *given, Say(message(say("consent-thanks-draft"))))


def show_data(talk: Talk, scene: Scene) -> Outcome:
    """Everything kept about the person, in plain words."""
    place = place_name(scene.district, scene.last_place) if scene.last_place else say("data-nothing")
    given = scene.consent_at if scene.consent_at else say("data-nothing")
    words = message(
        say("data-title"),
        say("data-name", name=scene.name or say("data-nothing")),
        say("data-consent", version=scene.consent or "", at=given) if scene.consent else say("data-no-consent"),
        say("data-appeals", count=len(scene.appeals) - len(scene.followed)),
        say("data-joined", count=len(scene.followed)) if scene.followed else "",
        say("data-place", place=place),
        say("data-delete-hint"),
        tight=True,
    )
    return Outcome(talk, (Say(words),))


def ask_deletion(talk: Talk, scene: Scene) -> Outcome:
    """What would be lost is said first; a draft in hand waits."""
    waiting = sum(one.status in OPEN for one in scene.appeals)
    overtaken, talk = put_away(talk), turned(talk)
    words = message(
        say("delete-ask"),
        say("delete-open", count=waiting) if waiting else "",
        buttons=deletion_buttons(talk.turn),
    )
    return go(talk, ConfirmingDeletion(talk.draft), *overtaken, Say(words, key=f"turn:{talk.turn}"))


def deletion_buttons(turn: int) -> Rows:
    return ((Button(say("button-delete-yes"), f"erase:{turn}"),), (Button(say("button-delete-no"), f"keep:{turn}"),))


def erase(talk: Talk) -> Outcome:
    """Nothing of the conversation stays but the number of its keyboards."""
    return Outcome(Talk(turn=talk.turn + 1), (Say(message(say("delete-done"))), EraseResident()))


def keep(talk: Talk, scene: Scene) -> Outcome:
    """Nothing is deleted, and the draft in hand goes on."""
    draft, kept = talk.draft, Say(message(say("delete-kept")))
    if draft.is_empty:
        return go(talk, Idle(), *put_away(talk), Say(message(say("delete-kept"), buttons=own_buttons())))
    step = Gathering(draft, scene.now) if scene.consented else AwaitingConsent(draft, scene.now, greeted=True)
    return go(talk, step, *put_away(talk), kept)
