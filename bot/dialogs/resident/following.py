"""After filing: «Мои сообщения», additions, replies to the desk's questions, votes and «Не решено»."""

from dataclasses import replace

from bot.appeals.appeal import Appeal
from bot.appeals.status import OPEN, Action, Status, next_status
from bot.dialogs.draft import extend, fits
from bot.dialogs.effects import Act, Effect, Post, Say
from bot.dialogs.events import MessageSent, Person
from bot.dialogs.message import Button, Rows, message, say
from bot.dialogs.resident.scene import UNEXPLAINED, Outcome, Scene, stay
from bot.dialogs.resident.states import Gathering, Idle, Purpose, Supplement, Talk
from bot.dialogs.resident.wording import own_buttons, place_name, shortly, status_phrase, topic_name

A_PAGE = 6
SHOWN_TEXT = 500
RATINGS = ("good", "neutral")
ACTIONS: dict[Purpose, Action] = {"add": Action.ADD, "reply": Action.REPLY, "objection": Action.REOPEN}


def list_mine(talk: Talk, page: int, scene: Scene) -> Outcome:
    """The resident's own appeals, a button each."""
    if not scene.appeals:
        return stay(talk, Say(message(say("mine-none"), say("how-to-write"))))
    page = min(max(page, 0), (len(scene.appeals) - 1) // A_PAGE)
    shown = scene.appeals[page * A_PAGE : (page + 1) * A_PAGE]
    rows = [
        (
            Button(
                say(
                    "mine-line",
                    number=one.number,
                    topic=topic_name(scene.district, one.topic),
                    status=status_phrase(one),
                ),
                f"mine!:{one.number}",
            ),
        )
        for one in shown
    ]
    if len(rows) > 4:
        rows = [(*rows[at], *(rows[at + 1] if at + 1 < len(rows) else ())) for at in range(0, len(rows), 2)]
    turning = []
    if page > 0:
        turning.append(Button(say("button-page-back"), f"mine:{page - 1}"))
    if (page + 1) * A_PAGE < len(scene.appeals):
        turning.append(Button(say("button-page-next"), f"mine:{page + 1}"))
    keyboard = (*rows, tuple(turning)) if turning else tuple(rows)
    return stay(talk, Say(message(say("mine-title", count=len(scene.appeals)), buttons=keyboard)))


def show_one(talk: Talk, appeal: Appeal, scene: Scene) -> Outcome:
    """One appeal with what can be done about it."""
    words = message(
        say("mine-number", number=appeal.number, status=status_phrase(appeal)),
        say(
            "mine-what", topic=topic_name(scene.district, appeal.topic), place=place_name(scene.district, appeal.place)
        ),
        say("confirm-text", text=shortly(appeal.text, SHOWN_TEXT)),
        say("mine-due", due=appeal.due_at) if appeal.status in OPEN else "",
        buttons=_what_can_be_done(appeal),
    )
    return stay(talk, Say(words, post=Post("notice", appeal.number)))


def _what_can_be_done(appeal: Appeal) -> Rows:
    number = appeal.number
    if appeal.status in OPEN:
        first = Button(say("button-reply"), f"reply:{number}")
        add = Button(say("button-add-words"), f"more:{number}")
        withdraw = Button(say("button-withdraw"), f"withdraw:{number}")
        return ((first,), (add, withdraw)) if appeal.status is Status.ASKED else ((add, withdraw),)
    if appeal.status is Status.ANSWERED:
        return rating_buttons(number)
    if appeal.status is Status.CLOSED and appeal.rating != "good":
        return ((Button(say("button-not-solved"), f"rate:{number}:bad"),),)
    return own_buttons()


def rating_buttons(number: str) -> Rows:
    """The vote under an answer."""
    good = Button(say("button-good"), f"rate:{number}:good")
    neutral = Button(say("button-neutral"), f"rate:{number}:neutral")
    bad = Button(say("button-not-solved"), f"rate:{number}:bad")
    return ((good, neutral), (bad,))


def begin(talk: Talk, appeal: Appeal, purpose: Purpose, scene: Scene) -> Outcome:
    """Asks for the words; what comes next goes to this appeal."""
    action = ACTIONS[purpose]
    if next_status(appeal.status, action) is None:
        return stay(talk, Say(message(say("not-possible-now", number=appeal.number, status=status_phrase(appeal)))))
    wake = scene.now + UNEXPLAINED if purpose == "objection" else None
    aside = Supplement(appeal.number, purpose, wake=wake)
    return Outcome(replace(talk, aside=aside), (Say(message(say(f"{purpose}-ask", number=appeal.number))),))


def supplement(talk: Talk, aside: Supplement, event: MessageSent, scene: Scene) -> Outcome:
    """Gathers words and photos for the appeal until quiet."""
    if not fits(aside.draft, event):
        return stay(talk, Say(message(say("draft-full"))))
    grown = replace(aside, draft=extend(aside.draft, event), wake=scene.now + scene.quiet)
    return Outcome(replace(talk, aside=grown))


def implied_by(event: MessageSent, scene: Scene) -> Supplement | None:
    """The appeal that a message is about without a button: the one it answers, or the only open question."""
    if scene.replied is not None:
        appeal = scene.appeal(scene.replied.number)
        if appeal is not None and scene.replied.kind in ("notice", "question"):
            return _for(appeal)
    asked = [one for one in scene.appeals if one.status is Status.ASKED]
    return Supplement(asked[0].number, "reply", implied=True) if len(asked) == 1 else None


def _for(appeal: Appeal) -> Supplement | None:
    if appeal.status is Status.ASKED:
        return Supplement(appeal.number, "reply")
    if appeal.status in OPEN:
        return Supplement(appeal.number, "add")
    if next_status(appeal.status, Action.REOPEN) is not None:
        return Supplement(appeal.number, "objection")
    return None


def finish(talk: Talk, aside: Supplement, by: Person, scene: Scene) -> Outcome:
    """Quiet has come: the gathered words go to the appeal."""
    calm = replace(talk, aside=None)
    appeal = scene.appeal(aside.number)
    action = ACTIONS[aside.purpose]
    if appeal is None or next_status(appeal.status, action) is None:
        return _too_late(calm, aside, scene)
    draft = aside.draft
    effect = Act(
        aside.number, action, by, text=draft.text, photos=draft.photos, messages=draft.messages, point=draft.point
    )
    done = say("objection-silent" if draft.is_empty else f"{aside.purpose}-done", number=aside.number)
    if not aside.implied:
        return Outcome(calm, (effect, Say(message(done))))
    # Taken for a reply without a button: one press makes it a new message after all.
    other = ((Button(say("button-other-matter"), "fresh"),),)
    return Outcome(replace(calm, implied=draft), (effect, Say(message(done, buttons=other))))


def _too_late(talk: Talk, aside: Supplement, scene: Scene) -> Outcome:
    """The appeal was closed meanwhile: one press makes the words a new message, so nothing is lost."""
    sorry = say("too-late-to-add", number=aside.number)
    if aside.draft.is_empty:
        return stay(talk, Say(message(sorry)))
    new = ((Button(say("button-send-as-new"), "fresh"),),)
    return Outcome(replace(talk, implied=aside.draft), (Say(message(sorry, buttons=new)),))


def fresh(talk: Talk, scene: Scene) -> Outcome | None:
    """«Это о другом»: the words taken for a reply become a new message."""
    if talk.implied is None:
        return None
    draft, talk = talk.implied, replace(talk, implied=None)
    if not isinstance(talk.step, Idle):
        return Outcome(replace(talk, implied=draft), (Say(message(say("fresh-later"))),))
    return Outcome(replace(talk, step=Gathering(draft, scene.now)), (Say(message(say("fresh-taken"))),))


def rate(talk: Talk, appeal: Appeal, rating: str, by: Person, scene: Scene) -> Outcome:
    """«Доволен» and «Нейтрально» close; «Не решено» asks what is wrong."""
    if rating == "bad":
        return begin(talk, appeal, "objection", scene)
    if rating not in RATINGS or next_status(appeal.status, Action.RATE) is None:
        return stay(talk, Say(message(say("not-possible-now", number=appeal.number, status=status_phrase(appeal)))))
    thanks: Effect = Say(message(say(f"rated-{rating}"), buttons=own_buttons()))
    return stay(talk, Act(appeal.number, Action.RATE, by, arg=rating), thanks)


def ask_withdrawal(talk: Talk, appeal: Appeal) -> Outcome:
    if next_status(appeal.status, Action.WITHDRAW) is None:
        return stay(talk, Say(message(say("not-possible-now", number=appeal.number, status=status_phrase(appeal)))))
    yes = Button(say("button-withdraw-yes"), f"withdraw!:{appeal.number}")
    no = Button(say("button-withdraw-no"), f"mine!:{appeal.number}")
    return stay(talk, Say(message(say("withdraw-ask", number=appeal.number), buttons=((yes,), (no,)))))


def withdraw(talk: Talk, appeal: Appeal, by: Person) -> Outcome:
    if next_status(appeal.status, Action.WITHDRAW) is None:
        return stay(talk, Say(message(say("not-possible-now", number=appeal.number, status=status_phrase(appeal)))))
    done = Say(message(say("withdraw-done", number=appeal.number), buttons=own_buttons()))
    return stay(talk, Act(appeal.number, Action.WITHDRAW, by), done)
