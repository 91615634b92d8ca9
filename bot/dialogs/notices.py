"""What a resident is told when something happens to the appeal; the desk's preview shows the very same."""

from dataclasses import dataclass

from bot.appeals.appeal import Appeal
from bot.appeals.district import District
from bot.appeals.status import Action
from bot.dialogs.card import desk_name
from bot.dialogs.effects import Act, Post
from bot.dialogs.message import Button, Message, Phrase, Rows, message, say
from bot.dialogs.resident.following import rating_buttons


@dataclass(frozen=True, slots=True)
class Notice:
    """A message to the resident and what it is about."""

    message: Message
    post: Post


def notice(appeal: Appeal, act: Act, district: District) -> Notice | None:
    """The notice for an action, None where the resident is not told."""
    number, by_kind = appeal.number, "notice"
    photos = (act.collage,) if act.collage else tuple(one.file for one in act.photos)
    paragraphs: tuple[Phrase | str, ...]
    buttons: Rows = ()
    match act.action:
        case Action.ACCEPT:
            paragraphs = (_accepted(appeal),)
        case Action.ANSWER:
            paragraphs = (say("told-answer", number=number), act.text)
        case Action.ASK:
            paragraphs, by_kind = (say("told-question", number=number), act.text, say("told-question-how")), "question"
            buttons = ((Button(say("button-reply"), f"reply:{number}"),),)
        case Action.SOLVE | Action.EXPLAIN:
            paragraphs = (say(f"told-{act.action.value}", number=number), act.text, say("told-rate"))
            buttons = rating_buttons(number)
        case Action.TRANSFER:
            paragraphs = (say("told-transfer", number=number, desk=desk_name(district, act.arg)),)
            photos = ()
        case Action.EXTEND if act.until is not None:
            paragraphs = (say("told-extend", number=number, until=act.until), act.text)
        case Action.DECLINE:
            why = say(f"told-decline-{act.arg.replace('_', '-')}", portal=district.links.portal)
            paragraphs = (say("told-decline", number=number), act.text, why)
        case Action.EXPIRE:
            paragraphs = (say("told-expired", number=number),)
            buttons = ((Button(say("button-not-solved"), f"rate:{number}:bad"),),)
        case Action.MERGE:
            # What is answered to this goes on under the other number.
            return Notice(message(say("told-merged", number=number, other=act.arg)), Post(by_kind, act.arg))
        case _:
            return None
    return Notice(message(*paragraphs, buttons=buttons, photos=photos), Post(by_kind, number))


def _accepted(appeal: Appeal) -> Phrase:
    """With what is promised: the first answer, and until when it is to be done."""
    if appeal.due_at < appeal.solve_due_at:
        return say("told-accepted-both", number=appeal.number, due=appeal.due_at, solve=appeal.solve_due_at)
    return say("told-accepted", number=appeal.number, due=appeal.due_at)
