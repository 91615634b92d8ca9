"""The presses on the card: sent, changed or cancelled."""

from dataclasses import replace

from bot.dialogs.card import NAMED_KINDS
from bot.dialogs.effects import FileAppeal, Replace, Say
from bot.dialogs.events import AppealFiled
from bot.dialogs.message import Message, message, say
from bot.dialogs.resident.account import ask_consent
from bot.dialogs.resident.choosing import OTHER, ask_place, ask_topic, put_away
from bot.dialogs.resident.drafting import own_card
from bot.dialogs.resident.scene import Outcome, Scene, go, stay, turned
from bot.dialogs.resident.states import Confirming, ConfirmingDeletion, Idle, Talk
from bot.dialogs.resident.wording import own_buttons, still_there

FILED_AN_HOUR = 10


def change(talk: Talk, what: str, scene: Scene) -> Outcome | None:
    """«Изменить тему», «Изменить место», «Добавить»; what is on the card stays until another is chosen."""
    if not isinstance(talk.step, Confirming):
        return None
    draft = talk.step.draft
    match what:
        case "topic":
            rivals = [code for code in scene.triage(draft.text, draft.point).topics if code != draft.topic]
            return ask_topic(talk, draft, rivals, scene).after(*put_away(talk))
        case "place":
            return ask_place(talk, replace(draft, place_asked=False), (), scene).after(*put_away(talk))
        case _:
            # Who saw the card and adds to it has approved of the rest.
            approved = Confirming(replace(draft, own_topic=True, own_place=True))
            return go(talk, approved, Say(message(say("add-to-draft"))))


def send(talk: Talk, scene: Scene) -> Outcome | None:
    """Files the draft; too many in an hour wait with the draft kept."""
    if not isinstance(talk.step, Confirming):
        return None
    draft = talk.step.draft
    if not scene.consented:
        return ask_consent(talk, draft, scene)
    if scene.filed_recently >= FILED_AN_HOUR:
        buttons = own_card(talk.turn, draft, scene).buttons
        later = message(say("too-many-filed", count=FILED_AN_HOUR), buttons=buttons)
        return stay(talk, Say(later, key=f"turn:{talk.turn}"))
    if draft.place is None or still_there(scene.district, draft.place) is None:
        return ask_place(talk, replace(draft, place=None, own_place=False), (), scene).after(*put_away(talk))
    sent = Replace(f"turn:{talk.turn}", Message((say("confirm-sent"),)))
    kind = draft.kind or scene.triage(draft.text, draft.point).kind
    # Who sends thanks or talk with photos, or after a second look, means that something is the matter.
    kind = kind if kind in NAMED_KINDS else "complaint"
    topic, words = draft.topic or OTHER, draft.text
    effect = FileAppeal(topic, draft.place, words, draft.photos, draft.messages, kind, draft.share, draft.known_asked)
    return go(talk, Idle(), sent, effect)


def share_details(talk: Talk, scene: Scene) -> Outcome | None:
    """Lets officials see the telephone that is masked on the card, or takes that back."""
    if not isinstance(talk.step, Confirming):
        return None
    draft = replace(talk.step.draft, share=not talk.step.draft.share)
    return go(talk, Confirming(draft), Replace(f"turn:{talk.turn}", own_card(talk.turn, draft, scene)))


def filed(talk: Talk, event: AppealFiled) -> Outcome:
    """The number, who is responsible and until when."""
    words = message(
        say("filed-number", number=event.number),
        say("filed-merged", number=event.merged) if event.merged else "",
        say("filed-desk", desk=event.desk),
        say("filed-due", due=event.due),
        say("filed-next"),
        buttons=own_buttons(),
        tight=True,
    )
    return Outcome(talk, (Say(words),))


def cancel(talk: Talk) -> Outcome | None:
    """Leaves the draft; None when there is none any more, because what has been sent is not cancelled so."""
    if isinstance(talk.step, Idle | ConfirmingDeletion):
        return None
    mark = Replace(f"turn:{talk.turn}", Message((say("confirm-cancelled"),)))
    shown = (mark,) if put_away(talk) else ()
    # A new number: a late press on the old card must not be taken for one on a card that was sent.
    return go(replace(turned(talk), queue=()), Idle(), *shown, Say(message(say("cancelled"), buttons=own_buttons())))
