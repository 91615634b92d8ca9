"""«Мои сообщения»: the list, one of them with what can be done, and taking it back."""

from bot.appeals.appeal import Appeal
from bot.appeals.status import OPEN, Action, Status, next_status
from bot.dialogs.effects import Act, Post, Say
from bot.dialogs.events import Person
from bot.dialogs.message import Button, Phrase, Rows, message, say
from bot.dialogs.resident.following import not_possible, settled
from bot.dialogs.resident.meaning import rating_buttons
from bot.dialogs.resident.scene import Outcome, Scene, stay
from bot.dialogs.resident.states import Talk
from bot.dialogs.resident.wording import (
    in_rows,
    own_buttons,
    page_buttons,
    place_name,
    shortly,
    status_phrase,
    topic_name,
)

# One under another: a number with its status and topic needs the whole width of a phone. VK has six rows.
A_PAGE = 5
SHOWN_TEXT = 500


def list_mine(talk: Talk, page: int, scene: Scene) -> Outcome:
    """The resident's own appeals, a button each."""
    standing = _standing(scene)
    count = len(standing)
    if not count:
        return stay(talk, Say(message(say("mine-none"), say("how-to-write"))))
    last = (count - 1) // A_PAGE
    page = min(page, last)
    shown = standing[page * A_PAGE : (page + 1) * A_PAGE]
    rows = in_rows([Button(_line(one, scene), f"mine!:{one.number}") for one in shown], 1)
    turning = in_rows(page_buttons("mine", page, last), 2)
    return stay(talk, Say(message(say("mine-title", count=count), buttons=(*rows, *turning))))


def _standing(scene: Scene) -> tuple[Appeal, ...]:
    """What was merged is there already, under the other's number."""
    known = {one.number for one in scene.appeals}
    return tuple(one for one in scene.appeals if one.merged not in known)


def _line(appeal: Appeal, scene: Scene) -> Phrase:
    topic = topic_name(scene.district, appeal.topic)
    return say("mine-line", number=appeal.number, topic=topic, status=status_phrase(appeal))


def show_one(talk: Talk, appeal: Appeal, scene: Scene) -> Outcome:
    """One appeal with what can be done about it."""
    topic, place = topic_name(scene.district, appeal.topic), place_name(scene.district, appeal.place)
    words = message(
        say("mine-number", number=appeal.number, status=status_phrase(appeal)),
        say("mine-what", topic=topic, place=place),
        say("confirm-text", text=shortly(appeal.text, SHOWN_TEXT)),
        say("mine-company", count=appeal.repeated) if appeal.repeated > 1 else "",
        say("mine-question", question=appeal.question) if _is_asked(appeal, scene) else "",
        _due(appeal),
        buttons=_what_can_be_done(appeal, scene),
    )
    return stay(talk, Say(words, post=Post("notice", appeal.number)))


def _due(appeal: Appeal) -> Phrase | str:
    if appeal.status not in OPEN or appeal.asked_at is not None:
        return ""
    return say("mine-due", due=appeal.due_at) if appeal.awaits_first_answer else say("mine-solve", due=appeal.due_at)


def _is_asked(appeal: Appeal, scene: Scene) -> bool:
    return appeal.status is Status.ASKED and appeal.number not in scene.not_asked


def _what_can_be_done(appeal: Appeal, scene: Scene) -> Rows:
    number = appeal.number
    if appeal.status in OPEN:
        first = Button(say("button-reply"), f"reply:{number}")
        add = Button(say("button-add-words"), f"more:{number}")
        withdraw = Button(say("button-withdraw"), f"withdraw:{number}")
        return ((first,), (add, withdraw)) if _is_asked(appeal, scene) else ((add, withdraw),)
    if appeal.status is Status.ANSWERED:
        return rating_buttons(number)
    if appeal.status is Status.CLOSED and appeal.rating != "good":
        return ((Button(say("button-not-solved"), f"rate:{number}:bad"),),)
    return own_buttons()


def ask_withdrawal(talk: Talk, appeal: Appeal, scene: Scene) -> Outcome:
    if next_status(appeal.status, Action.WITHDRAW) is None:
        return not_possible(talk, appeal)
    goes_on = _goes_on_without(appeal, scene)
    label = say("button-leave-yes") if goes_on else say("button-withdraw-yes")
    yes = Button(label, f"withdraw!:{appeal.number}")
    no = Button(say("button-withdraw-no"), f"mine!:{appeal.number}")
    question = say("leave-ask", number=appeal.number) if goes_on else say("withdraw-ask", number=appeal.number)
    return stay(talk, Say(message(question, buttons=((yes,), (no,)))))


def _goes_on_without(appeal: Appeal, scene: Scene) -> bool:
    """Others wrote about it too: they still wait for the answer."""
    return appeal.repeated > 1 or appeal.number in scene.followed


def withdraw(talk: Talk, appeal: Appeal, by: Person, scene: Scene) -> Outcome:
    """Takes it back; words that were just said for it still reach the desk."""
    if next_status(appeal.status, Action.WITHDRAW) is None:
        return not_possible(talk, appeal)
    own = talk.aside is not None and talk.aside.number == appeal.number
    earlier = settled(talk, by, scene) if own else stay(talk)
    goes_on = _goes_on_without(appeal, scene)
    words = say("leave-done", number=appeal.number) if goes_on else say("withdraw-done", number=appeal.number)
    return earlier.and_then(Act(appeal.number, Action.WITHDRAW, by), Say(message(words, buttons=own_buttons())))
