"""What a message is about when no button was pressed: the one it answers, an open question, or the last answer."""

from bot.appeals.appeal import Appeal, Place
from bot.appeals.status import OPEN, Action, Status, next_status
from bot.dialogs.draft import Draft
from bot.dialogs.events import MessageSent
from bot.dialogs.message import Button, Message, Rows, message, say
from bot.dialogs.resident.commands import courtesy_in
from bot.dialogs.resident.scene import Scene
from bot.dialogs.resident.states import Idle, Purpose, Supplement, Talk

# So few words after an answer are about the answer, unless they name another topic or place.
REMARK = 80
# A press is asked for among so many questions; nobody has more.
QUESTIONS_SHOWN = 5


def meant_by(talk: Talk, event: MessageSent, scene: Scene) -> Supplement | None:
    """The appeal that a message is for; None for a new matter. The number is empty for one of several questions."""
    if scene.replied is not None:
        appeal = scene.appeal(scene.replied.number)
        return _for(talk, appeal) if appeal is not None and scene.replied.kind in ("notice", "question") else None
    courtesy = courtesy_in(event.text)
    if not isinstance(talk.step, Idle) or courtesy == "hello":
        return None
    asked = scene.standing(Status.ASKED)
    if not asked:
        return _going_on(talk, event, scene) or _remark(talk, event, scene)
    if courtesy == "thanks":
        return None
    number = asked[0].number if len(asked) == 1 else ""
    return Supplement(number, "reply", waiting_words(talk, number, "reply"), implied=True)


def _for(talk: Talk, appeal: Appeal) -> Supplement | None:
    if appeal.status is Status.ASKED:
        return Supplement(appeal.number, "reply")
    if appeal.status in OPEN:
        return Supplement(appeal.number, "add")
    return _about_answer(talk, appeal) if next_status(appeal.status, Action.REOPEN) is not None else None


def _about_answer(talk: Talk, appeal: Appeal) -> Supplement:
    """Words after an answer may be thanks as well as a complaint: only a press says which."""
    return Supplement(appeal.number, "objection", waiting_words(talk, appeal.number, "objection"), implied=True)


def waiting_words(talk: Talk, number: str, purpose: Purpose) -> Draft:
    """What was said before and still waits for the press that says what it means."""
    words = talk.implied
    waits = words is not None and (purpose == "objection" or not number)
    return words.draft if waits and words and (words.number, words.purpose) == (number, purpose) else Draft()


def _going_on(talk: Talk, event: MessageSent, scene: Scene) -> Supplement | None:
    """The second half of what was just said for an appeal, unless it is clear enough to be a matter of its own."""
    passed = talk.passed
    appeal = scene.appeal(passed.number) if passed and scene.now < passed.until else None
    if appeal is None or appeal.status not in OPEN or courtesy_in(event.text) or len(event.text) > REMARK:
        return None
    reading = scene.triage(event.text, event.point)
    if reading.sure or reading.outside or any(_elsewhere(one, appeal.place) for one in reading.places):
        return None
    return Supplement(appeal.number, "add", implied=True)


def _remark(talk: Talk, event: MessageSent, scene: Scene) -> Supplement | None:
    answered = scene.standing(Status.ANSWERED)
    if not answered or event.photos or event.point or len(event.text) > REMARK:
        return None
    latest = max(answered, key=lambda one: one.answered_at or one.filed_at)
    reading = scene.triage(event.text)
    other_topic = reading.sure and reading.topics[0] != latest.topic
    if other_topic or any(_elsewhere(one, latest.place) for one in reading.places):
        return None
    return _about_answer(talk, latest)


def _elsewhere(place: Place, known: Place) -> bool:
    return place.settlement != known.settlement or place.locality not in (None, known.locality)


def question_about(talk: Talk, scene: Scene) -> Message | None:
    """Asks what words mean that wait for a press; None when none wait."""
    words = talk.implied
    if words is None:
        return None
    if not words.number:
        return _which_question(scene)
    appeal = scene.appeal(words.number) if words.purpose == "objection" else None
    reopens = appeal is not None and next_status(appeal.status, Action.REOPEN) is not None
    return _verdict(words.number) if reopens else None


def _verdict(number: str) -> Message:
    return message(say("about-answer", number=number), buttons=(*rating_buttons(number), *other_matter()))


def _which_question(scene: Scene) -> Message | None:
    asked = scene.standing(Status.ASKED)[:QUESTIONS_SHOWN]
    rows = tuple((Button(say("button-answer-to", number=one.number), f"into:{one.number}"),) for one in asked)
    lines = (say("which-line", number=one.number, question=one.question) for one in asked)
    return message(say("which-question"), *lines, buttons=(*rows, *other_matter())) if asked else None


def rating_buttons(number: str) -> Rows:
    """The vote under an answer."""
    good = Button(say("button-good"), f"rate:{number}:good")
    neutral = Button(say("button-neutral"), f"rate:{number}:neutral")
    bad = Button(say("button-not-solved"), f"rate:{number}:bad")
    return ((good, neutral), (bad,))


def other_matter() -> Rows:
    """«Это о другом» makes the words a new message."""
    return ((Button(say("button-other-matter"), "fresh"),),)
