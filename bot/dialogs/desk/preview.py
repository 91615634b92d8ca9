"""The preview of a reply: exactly what the resident will see, between a heading and buttons for officials."""

from dataclasses import replace
from datetime import date, datetime

from bot.appeals.appeal import Appeal
from bot.appeals.status import Action, next_status
from bot.dialogs.card import desk_name
from bot.dialogs.desk.scene import DeskScene
from bot.dialogs.desk.states import Reply
from bot.dialogs.draft import Draft, Said
from bot.dialogs.effects import Act
from bot.dialogs.message import Button, Message, Phrase, Rows, message, say
from bot.dialogs.notices import notice
from bot.dialogs.resident.wording import status_phrase

# With the headings around them, so many characters stand in one message: alone, and under a single photo.
ALONE = 3000
UNDER_A_PHOTO = 500
CUT = 300


def obstacle(reply: Reply, appeal: Appeal, scene: DeskScene) -> Phrase | None:
    """Why the reply can no longer go to the resident, None while it can."""
    if appeal.desk not in scene.desks:
        return say("card-moved", desk=desk_name(scene.district, appeal.desk))
    if next_status(appeal.status, Action(reply.intent)) is None:
        return _too_late(reply, appeal)
    until = until_of(reply, scene)
    if reply.intent == "extend" and (until is None or until <= max(scene.now, appeal.solve_due_at)):
        return say("date-passed")
    if reply.intent == "transfer" and not scene.district.has_desk(reply.arg):
        return say("desk-gone")
    return None


def _too_late(reply: Reply, appeal: Appeal) -> Phrase:
    number, status = appeal.number, status_phrase(appeal)
    if reply.has_words_or_photos:
        return say("reply-too-late", number=number, status=status)
    return say("not-possible-now", number=number, status=status)


def until_of(reply: Reply, scene: DeskScene) -> datetime | None:
    """The end of the desk's working day that an official chose."""
    if reply.intent != "extend":
        return None
    appeal = scene.appeals.get(reply.number)
    try:
        return scene.desk_time(appeal.desk if appeal else "").closes(date.fromisoformat(reply.arg))
    except (ValueError, OverflowError):
        return None


def act_of(reply: Reply, scene: DeskScene) -> Act:
    """What is done to the appeal when the reply has left."""
    return Act(
        reply.number,
        Action(reply.intent),
        reply.by,
        text=reply.draft.text,
        photos=reply.draft.photos,
        arg=reply.arg,
        until=until_of(reply, scene),
        collage=reply.collage,
    )


def preview(reply: Reply, appeal: Appeal, scene: DeskScene, heading: Phrase | None = None) -> Message:
    """What the resident will see, with «Отправить»; or why not, with the words kept for a note."""
    blocked = obstacle(reply, appeal, scene)
    if blocked is not None:
        own = tuple(one.file for one in reply.draft.photos)
        return message(blocked, reply.draft.text, buttons=_buttons(reply, appeal, scene, can_go=False), photos=own)
    alone = reply.intent == "solve" and reply.draft.photos and appeal.before and not reply.collage
    no_picture = say("preview-no-collage") if alone else ""
    heading = heading or say(f"preview-{reply.intent}")
    shown = passing(reply, appeal, scene, heading, _buttons(reply, appeal, scene, can_go=True))
    return replace(shown, paragraphs=(no_picture, *shown.paragraphs) if no_picture else shown.paragraphs)


def passing(reply: Reply, appeal: Appeal, scene: DeskScene, heading: Phrase, buttons: Rows = ()) -> Message:
    """The resident's notice under a heading for officials; a reason for another desk stands apart."""
    seen = notice(appeal, act_of(reply, scene), scene.district)
    paragraphs, photos = (seen.message.paragraphs, seen.message.photos) if seen else ((), ())
    own = say("preview-own-reason", text=reply.draft.text) if reply.intent == "transfer" and reply.draft.text else ""
    return message(heading, *paragraphs, own, buttons=buttons, photos=photos)


def _buttons(reply: Reply, appeal: Appeal, scene: DeskScene, *, can_go: bool) -> Rows:
    send = Button(say("desk-send"), f"r:send:{reply.id}")
    note = Button(say("desk-note"), f"r:note:{reply.id}")
    cancel = Button(say("desk-drop"), f"r:drop:{reply.id}")
    solve = Button(say("desk-as-solution"), f"r:solve:{reply.id}")
    can_solve = can_go and reply.intent == "answer" and next_status(appeal.status, Action.SOLVE) is not None
    can_stay = reply.has_words_or_photos and appeal.desk in scene.desks
    rows = (send,) if can_go else (), (solve,) if can_solve else (), (note, cancel) if can_stay else (cancel,)
    return tuple(row for row in rows if row)


def is_one_message(reply: Reply) -> bool:
    """Whether the whole preview fits one message, so that it can be shown anew in its place."""
    photos = 1 if reply.collage else len(reply.draft.photos)
    return len(reply.draft.text) <= (UNDER_A_PHOTO if photos == 1 else ALONE)


def shortened(reply: Reply) -> Reply:
    """The beginning of long words, where the whole stands above already."""
    if is_one_message(reply):
        return reply
    beginning = Said("", reply.draft.text[:CUT] + "…")
    return replace(reply, draft=Draft(said=(beginning,), photos=reply.draft.photos))
