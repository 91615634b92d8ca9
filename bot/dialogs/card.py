"""The card of an appeal in the officials' chat: always the whole state, with the buttons that make sense now."""

from bot.appeals.appeal import Appeal, Place
from bot.appeals.district import District
from bot.appeals.status import OPEN, Status
from bot.dialogs.message import Button, Message, Phrase, Rows, message, say
from bot.dialogs.resident.wording import place_name, settlement_name, shortly, status_phrase, topic_name

# Longer words are cut on the card and stand whole in «История»: a card must fit one message.
SHOWN_TEXT = 1500
SHOWN_QUESTION = 500
SHOWN_OTHERS = 150
LONGEST_NAME = 30
# A complaint is what everybody expects.
NAMED_KINDS = ("question", "suggestion")


def card(appeal: Appeal, district: District, *, here: frozenset[str], site: str = "") -> Message:
    """The card as a chat serving the desks `here` sees it; after a handover the old one sees where it went.

    `site` tells whether the pictures are «shown» on the public page, or it is «possible»; empty where it is neither.
    """
    mine = appeal.desk in here
    return message(
        say("card-title", number=appeal.number, status=status_phrase(appeal), mark=_mark(appeal)),
        say(f"alarm-mark-{appeal.urgent}") if appeal.urgent and appeal.status in OPEN else "",
        say("card-incident") if appeal.incident_at else "",
        say(f"card-kind-{appeal.kind}") if appeal.kind in NAMED_KINDS else "",
        say("card-topic", topic=topic_name(district, appeal.topic)),
        say("card-place", place=full_place(district, appeal.place)),
        say("card-map", url=map_link(appeal.place)) if appeal.place.point else "",
        say("card-text", text=shortly(appeal.text, SHOWN_TEXT)) if appeal.text else "",
        *_facts(appeal),
        "" if mine else say("card-moved", desk=desk_name(district, appeal.desk)),
        say("card-on-site") if site == "shown" else "",
        buttons=(*card_buttons(appeal), *_site_buttons(appeal, site)) if mine else (),
        tight=True,
    )


def _facts(appeal: Appeal) -> tuple[Phrase | str, ...]:
    return (
        say("card-photos", count=len(appeal.before)) if appeal.before else "",
        say("card-author", name=name) if (name := first_name(appeal.author)) else "",
        *_due(appeal),
        say("card-accepted", name=appeal.accepted_by) if appeal.accepted_by else "",
        *_company(appeal),
        say("card-additions", count=appeal.additions) if appeal.additions else "",
        say("card-reopened", count=appeal.reopened) if appeal.reopened else "",
        say("card-question", question=shortly(appeal.question, SHOWN_QUESTION))
        if appeal.status is Status.ASKED and appeal.question
        else "",
        say(f"card-result-{appeal.result}") if appeal.result else "",
        _closing(appeal),
        say(f"card-undelivered-{appeal.undelivered.replace('_', '-')}") if appeal.undelivered else "",
    )


def _due(appeal: Appeal) -> tuple[Phrase, ...]:
    """Both deadlines while the first answer is awaited; none runs while the resident is asked."""
    if appeal.status not in OPEN:
        return ()
    if appeal.asked_at is not None:
        return (say("card-paused", at=appeal.asked_at),)
    if appeal.awaits_first_answer and appeal.due_at < appeal.solve_due_at:
        return say("card-due", due=appeal.due_at), say("card-solve", due=appeal.solve_due_at)
    return (say("card-due", due=appeal.due_at) if appeal.awaits_first_answer else say("card-solve", due=appeal.due_at),)


def _company(appeal: Appeal) -> tuple[Phrase | str, ...]:
    """How many wrote about it, what the last of them said, and how they liked the answer."""
    if appeal.repeated == 1:
        return ()
    voted = appeal.voted if appeal.status not in OPEN else 0
    return (
        say("card-repeated", count=appeal.repeated),
        *(say("card-others", text=shortly(one, SHOWN_OTHERS)) for one in appeal.others),
        say("card-votes", all=voted, count=appeal.satisfied) if voted else "",
    )


def _closing(appeal: Appeal) -> Phrase | str:
    if appeal.merged:
        return say("card-merged", number=appeal.merged)
    return say(f"card-closing-{appeal.closing.replace('_', '-')}") if appeal.closing else ""


def first_name(author: str) -> str:
    """The first word that can be a name: some people write a surname or a phone where a first name belongs."""
    words = (one for one in author.split() if any(map(str.isalpha, one)) and not any(map(str.isdigit, one)))
    return next(words, "")[:LONGEST_NAME]


def desk_name(district: District, code: str) -> str:
    """The desk as people read it; one that the district file has since dropped shows its code."""
    return district.desk(code).name if district.has_desk(code) else code


def _mark(appeal: Appeal) -> Phrase:
    if appeal.status is Status.NEW and appeal.reopened:
        return say("mark-reopened")
    return say(f"mark-{appeal.status.value.replace('_', '-')}")


def full_place(district: District, place: Place) -> str:
    """«Бабино, у магазина · Булгаковское сельское поселение»."""
    settlement = settlement_name(district, place.settlement)
    return f"{place_name(district, place)} · {settlement}" if place.locality else place_name(district, place)


def map_link(place: Place) -> str:
    """A link that opens the place in a map that every Russian phone knows."""
    if place.point is None:
        return ""
    return f"https://yandex.ru/maps/?pt={place.point.lon:.6f},{place.point.lat:.6f}&z=17&l=map"


def card_buttons(appeal: Appeal) -> Rows:
    """What an official can do now."""
    history, answer, ask = _button("history", appeal), _button("answer", appeal), _button("ask", appeal)
    if appeal.status is Status.ANSWERED:
        return ((answer, history),)
    if appeal.merged:
        return ()
    if appeal.status not in OPEN:
        return ((history,),)
    first = (_button("accept", appeal), answer) if appeal.status is Status.NEW else (answer,)
    return (
        first,
        (_button("solve", appeal), _button("explain", appeal)),
        (ask, _button("retopic", appeal)),
        (_button("transfer", appeal), _button("extend", appeal)),
        (_button("decline", appeal), history),
    )


def can_be_shown(appeal: Appeal) -> bool:
    """Whether there is something to show on the public page: what was solved, with a photo of it."""
    return appeal.result == "solved" and bool(appeal.after) and appeal.status not in OPEN


def _site_buttons(appeal: Appeal, site: str) -> Rows:
    if not site or not can_be_shown(appeal):
        return ()
    return ((_button("hide" if site == "shown" else "release", appeal),),)


def _button(verb: str, appeal: Appeal) -> Button:
    return Button(say(f"desk-{verb}"), f"d:{verb}:{appeal.number}")
