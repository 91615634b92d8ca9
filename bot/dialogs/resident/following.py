"""After filing: additions, replies to the desk's questions, «Не решено», each gathered and brought to its appeal."""

from dataclasses import replace

from bot.appeals.appeal import Appeal
from bot.appeals.status import Action, Status, next_status
from bot.dialogs.draft import Draft, extend, has_room, joined
from bot.dialogs.effects import Act, Say
from bot.dialogs.events import MessageSent, Person
from bot.dialogs.message import Button, Message, Rows, message, say
from bot.dialogs.resident.drafting import no_room, written
from bot.dialogs.resident.meaning import other_matter, question_about
from bot.dialogs.resident.meaning import rating_buttons as rating_buttons  # the notices show them too
from bot.dialogs.resident.scene import FORGOTTEN, SAME_BREATH, UNEXPLAINED, Outcome, Scene, stay
from bot.dialogs.resident.states import Idle, Passed, Purpose, Supplement, Talk
from bot.dialogs.resident.wording import status_phrase

RATINGS = ("good", "neutral")
ACTIONS: dict[Purpose, Action] = {"add": Action.ADD, "reply": Action.REPLY, "objection": Action.REOPEN}


def not_possible(talk: Talk, appeal: Appeal) -> Outcome:
    """The status table does not allow it now."""
    return stay(talk, Say(message(say("not-possible-now", number=appeal.number, status=status_phrase(appeal)))))


def fitting(purpose: Purpose, appeal: Appeal) -> Purpose | None:
    """What words meant so can still be: an appeal that has gone on without them takes them as an addition."""
    wanted: tuple[Purpose, ...] = (purpose, "add")
    return next((one for one in wanted if next_status(appeal.status, ACTIONS[one]) is not None), None)


def begin(talk: Talk, appeal: Appeal, purpose: Purpose, by: Person, scene: Scene) -> Outcome:
    """Asks for the words; what comes next goes to this appeal, as does what was just said for it."""
    wanted, purpose = purpose, fitting(purpose, appeal) or purpose
    if next_status(appeal.status, ACTIONS[purpose]) is None:
        return not_possible(talk, appeal)
    if wanted == "objection" and purpose == "add":
        return stay(talk, Say(message(say("objection-silent", number=appeal.number))))
    own = talk.aside if talk.aside is not None and talk.aside.number == appeal.number else None
    earlier = stay(talk) if own else settled(talk, by, scene)
    draft = own.draft if own else Draft()
    patience = UNEXPLAINED if purpose == "objection" else FORGOTTEN
    wake = scene.now + (patience if draft.is_empty else scene.quiet)
    aside = Supplement(appeal.number, purpose, draft, wake)
    ask = Say(message(say(f"{purpose}-ask", number=appeal.number), buttons=aside_buttons(aside)))
    return Outcome(replace(earlier.talk, aside=aside), (*earlier.effects, ask))


def aside_buttons(aside: Supplement) -> Rows:
    """The way out: «Не решено» holds also without an explanation, the rest can be left."""
    if aside.purpose == "objection":
        return ((Button(say("button-no-words"), f"asis:{aside.number}"),),)
    return ((Button(say("button-cancel"), f"drop:{aside.number}"),),)


def as_is(talk: Talk, number: str, by: Person, scene: Scene) -> Outcome | None:
    """«Не решено» goes without words, or with those that just came."""
    aside = talk.aside
    if aside is None or aside.number != number or aside.purpose != "objection":
        return None
    return finish(talk, replace(aside, implied=False), by, scene)


def settled(talk: Talk, by: Person, scene: Scene) -> Outcome:
    """What was begun for an appeal comes to its end before something else begins; nothing said is lost."""
    aside = talk.aside
    if aside is None or (aside.draft.is_empty and aside.purpose != "objection"):
        return stay(replace(talk, aside=None))
    return finish(talk, aside, by, scene)


def supplement(talk: Talk, aside: Supplement, event: MessageSent, by: Person, scene: Scene) -> Outcome:
    """Gathers words and photos for the appeal until quiet."""
    if not has_room(aside.draft, event.text):
        return stay(talk, Say(message(no_room(aside.draft))))
    same = talk.aside is not None and talk.aside.number == aside.number
    earlier = stay(talk) if same else settled(talk, by, scene)
    grown = replace(aside, draft=extend(aside.draft, event), wake=scene.now + scene.quiet)
    return Outcome(replace(earlier.talk, aside=grown), earlier.effects)


def finish(talk: Talk, aside: Supplement, by: Person, scene: Scene) -> Outcome:
    """Quiet has come: the gathered words go to the appeal, or wait for the press that says what they mean."""
    kept = replace(aside, wake=None)
    waiting = replace(talk, aside=None, implied=kept) if aside.implied else replace(talk, aside=None)
    question = question_about(waiting, scene) if aside.implied else None
    if question is not None:
        return Outcome(waiting, (Say(question),))
    appeal = scene.appeal(aside.number)
    purpose = fitting(aside.purpose, appeal) if appeal else None
    if purpose is None:
        return _too_late(replace(talk, aside=None), kept, scene)
    if aside.draft.is_empty and purpose != aside.purpose:
        return stay(waiting, Say(_done(aside)))
    fit = replace(kept, purpose=purpose)
    implied, passed = fit if fit.implied else talk.implied, Passed(fit.number, scene.now + SAME_BREATH)
    return Outcome(replace(waiting, implied=implied, passed=passed), (_act(fit, by), Say(_done(fit))))


def _act(aside: Supplement, by: Person) -> Act:
    draft, action = aside.draft, ACTIONS[aside.purpose]
    words, photos, messages = draft.text, draft.photos, draft.messages
    return Act(aside.number, action, by, text=words, photos=photos, messages=messages, point=draft.point)


def _done(aside: Supplement) -> Message:
    """Words that were taken for a reply without a button: one press makes them a new message after all."""
    empty, left_out = aside.draft.is_empty, aside.draft.left_out
    return message(
        say("objection-silent" if empty else f"{aside.purpose}-done", number=aside.number),
        say("photos-left-out", count=left_out) if left_out else "",
        buttons=other_matter() if aside.implied else (),
    )


def _too_late(talk: Talk, aside: Supplement, scene: Scene) -> Outcome:
    """The appeal was closed meanwhile: one press makes the words a new message, so nothing is lost."""
    if not aside.number and isinstance(talk.step, Idle):
        return written(talk, aside.draft, scene).and_then(Say(message(say("fresh-taken"))))
    sorry = say("too-late-to-add", number=aside.number) if aside.number else say("fresh-later")
    if aside.draft.is_empty:
        return stay(talk, Say(message(sorry)))
    new = ((Button(say("button-send-as-new"), "fresh"),),)
    return stay(replace(talk, implied=aside), Say(message(sorry, buttons=new)))


def fresh(talk: Talk, scene: Scene) -> Outcome | None:
    """«Это о другом»: the words taken for an appeal's become a new message."""
    if talk.implied is None:
        return None
    if talk.aside is not None or not isinstance(talk.step, Idle):
        return stay(talk, Say(message(say("fresh-later"))))
    taken = Say(message(say("fresh-taken")))
    return written(replace(talk, implied=None, passed=None), talk.implied.draft, scene).and_then(taken)


def into(talk: Talk, appeal: Appeal, by: Person, scene: Scene) -> Outcome | None:
    """The words that waited are the answer to this question of several."""
    words = talk.implied
    if words is None or words.number:
        return None
    if appeal.status is not Status.ASKED:
        return not_possible(talk, appeal)
    aside, answer = talk.aside, replace(words, number=appeal.number, implied=False)
    if aside is not None and aside.number in ("", appeal.number):
        answer, talk = replace(answer, draft=joined(words.draft, aside.draft)), replace(talk, aside=None)
    earlier = settled(replace(talk, implied=None), by, scene)
    return finish(earlier.talk, answer, by, scene).after(*earlier.effects)
