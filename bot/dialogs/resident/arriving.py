"""The resident comes from the page by a one-time link: asked once whether it was they, then the talk goes on."""

from dataclasses import replace

from bot.dialogs.draft import Draft
from bot.dialogs.effects import Replace, Say
from bot.dialogs.message import Button, message, say
from bot.dialogs.resident.hinting import is_busy, way_on
from bot.dialogs.resident.scene import Outcome, Scene, stay
from bot.dialogs.resident.states import Idle, Talk
from bot.dialogs.resident.wording import own_buttons

# A button's data: the code stands behind it. «STAY» is the one who did not come from the page.
MOVE, STAY = "move:", "stay"
QUESTION = "move"


def offered(talk: Talk, code: str) -> Outcome:
    """Asked, for whoever sends such a link to somebody else would see what that person writes."""
    yes, no = Button(say("button-move-yes"), MOVE + code), Button(say("button-move-no"), STAY)
    return stay(talk, Say(message(say("move-ask"), buttons=((yes,), (no,))), key=QUESTION))


def declined(talk: Talk, scene: Scene) -> Outcome:
    return stay(talk, Replace(QUESTION, message(say("move-declined"))), way_on(talk, scene))


def arrived(talk: Talk, scene: Scene) -> Outcome:
    """What was begun on the page is asked on from here."""
    done = Replace(QUESTION, message(say("move-done")))
    if is_busy(talk):
        return stay(talk, done, way_on(talk, scene, say("move-here")))
    return stay(talk, done, Say(message(say("move-here"), buttons=own_buttons())))


def is_free(talk: Talk) -> bool:
    """Whether nothing is being written, so that there is nothing to lose."""
    return isinstance(talk.step, Idle) and talk.aside is None and not talk.queue


def carried(talk: Talk, turn: int) -> Talk:
    """The page's talk in another chat: its messages are not that chat's, and its keyboards are shown anew."""
    step = talk.step if isinstance(talk.step, Idle) else replace(talk.step, draft=_foreign(talk.step.draft))
    aside = talk.aside and replace(talk.aside, draft=_foreign(talk.aside.draft))
    queue = tuple(_foreign(one) for one in talk.queue)
    return Talk(step=step, aside=aside, turn=max(turn, talk.turn) + 1, warned=talk.warned, queue=queue)


def _foreign(draft: Draft) -> Draft:
    return replace(draft, said=tuple(replace(one, message=f"page:{one.message}") for one in draft.said))
