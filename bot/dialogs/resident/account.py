"""Consent, «мои данные» and «удалить»: what the bot knows of the resident, and forgetting it."""

from dataclasses import replace

from bot.dialogs.draft import Draft
from bot.dialogs.effects import EraseResident, GiveConsent, Replace, Say
from bot.dialogs.message import Button, Message, message, say
from bot.dialogs.resident.scene import Outcome, Scene, go, turned
from bot.dialogs.resident.states import AwaitingConsent, ConfirmingDeletion, Gathering, Idle, Talk
from bot.dialogs.resident.wording import own_buttons, place_name


def ask_consent(talk: Talk, draft: Draft, scene: Scene, *, again: bool = False) -> Outcome:
    """Greeting, and the consent as a text of its own; `again` is the short reminder to one who goes on writing."""
    agree = ((Button(say("button-agree"), "agree"),),)
    step = AwaitingConsent(draft)
    if again:
        return go(talk, step, Say(message(say("consent-again"), buttons=agree)))
    consent = Say(replace(_consent(scene), buttons=agree), key="consent")
    if scene.consent is not None:
        return go(talk, step, Say(message(say("consent-changed"))), consent)
    greeting = message(
        say("greeting", district=scene.district.name),
        "" if draft.is_empty else say("greeting-draft"),
        say("not-an-appeal", portal=scene.district.links.portal),
    )
    return go(talk, step, Say(greeting), consent)


def _consent(scene: Scene) -> Message:
    return message(say("consent", policy=scene.district.links.policy))


def agree(talk: Talk, scene: Scene) -> Outcome:
    """Takes up what was written before the consent; the text agreed to stays in the chat, without its button."""
    draft = talk.step.draft if isinstance(talk.step, AwaitingConsent) else Draft()
    given = (GiveConsent(scene.district.consent_version), Replace("consent", _consent(scene)))
    if draft.is_empty:
        hint = message(say("consent-thanks"), say("how-to-write"), buttons=own_buttons())
        return go(talk, Idle(), *given, Say(hint))
    return go(talk, Gathering(draft, wake=scene.now), *given, Say(message(say("consent-thanks-draft"))))


def show_data(talk: Talk, scene: Scene) -> Outcome:
    """Everything kept about the person, in plain words."""
    place = place_name(scene.district, scene.last_place) if scene.last_place else say("data-nothing")
    given = scene.consent_at if scene.consent_at else say("data-nothing")
    words = message(
        say("data-title"),
        say("data-name", name=scene.name or say("data-nothing")),
        say("data-consent", version=scene.consent or "", at=given) if scene.consented else say("data-no-consent"),
        say("data-appeals", count=len(scene.appeals)),
        say("data-place", place=place),
        say("data-delete-hint"),
        tight=True,
    )
    return Outcome(talk, (Say(words),))


def ask_deletion(talk: Talk) -> Outcome:
    talk = turned(talk)
    yes = Button(say("button-delete-yes"), f"erase:{talk.turn}")
    no = Button(say("button-delete-no"), f"keep:{talk.turn}")
    return go(talk, ConfirmingDeletion(), Say(message(say("delete-ask"), buttons=((yes,), (no,)))))


def erase(talk: Talk) -> Outcome:
    fresh = replace(talk, step=Idle(), aside=None, pace=None)
    return Outcome(fresh, (Say(message(say("delete-done"))), EraseResident()))
