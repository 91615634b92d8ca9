"""Consent, «мои данные» and «удалить»: what the bot knows of the resident, and forgetting it."""

from dataclasses import replace

from bot.dialogs.draft import Draft
from bot.dialogs.effects import EraseResident, GiveConsent, Say
from bot.dialogs.message import Button, message, say
from bot.dialogs.resident.scene import Outcome, Scene, go, turned
from bot.dialogs.resident.states import AwaitingConsent, ConfirmingDeletion, Gathering, Idle, Talk
from bot.dialogs.resident.wording import own_buttons, place_name


def ask_consent(talk: Talk, draft: Draft, scene: Scene, *, again: bool = False) -> Outcome:
    """Greeting and consent in one message; `again` is the short reminder to one who goes on writing."""
    links = scene.district.links
    agree = ((Button(say("button-agree"), "agree"),),)
    if again:
        words = message(say("consent-again"), buttons=agree)
    else:
        words = message(
            say("greeting", district=scene.district.name),
            "" if draft.is_empty else say("greeting-draft"),
            say("not-an-appeal", portal=links.portal),
            say("consent", policy=links.policy),
            buttons=agree,
        )
    return go(talk, AwaitingConsent(draft), Say(words, key="consent"))


def agree(talk: Talk, scene: Scene) -> Outcome:
    """Takes up what was written before the consent."""
    draft = talk.step.draft if isinstance(talk.step, AwaitingConsent) else Draft()
    consent = GiveConsent(scene.district.consent_version)
    if draft.is_empty:
        return go(
            talk, Idle(), consent, Say(message(say("consent-thanks"), say("how-to-write"), buttons=own_buttons()))
        )
    thanks = Say(message(say("consent-thanks-draft")))
    return go(talk, Gathering(draft, wake=scene.now), consent, thanks)


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
