"""«Изменить тему»: likely topics first, then categories and what is in them, on pages of buttons."""

from collections.abc import Sequence
from zlib import crc32

from bot.appeals.appeal import Appeal
from bot.appeals.district import District
from bot.appeals.routing import desk_for
from bot.appeals.status import Action
from bot.dialogs.desk.offering import CHOICE
from bot.dialogs.desk.scene import DeskOutcome, DeskScene, stay
from bot.dialogs.desk.states import DeskTalk
from bot.dialogs.effects import Act, Post, Replace, Say, Tell
from bot.dialogs.events import ButtonPressed
from bot.dialogs.message import Button, Message, Phrase, Rows, message, say
from bot.dialogs.resident.wording import category_name, in_rows, page_buttons, topic_name

# Likely topics stand one under another, to be read whole; VK takes six rows, and one of them leads on.
LIKELY = 5
# VK takes ten buttons: a page, «Назад», «Дальше» and the way back.
A_PAGE = 7
FEW = 5


def offer_topics(talk: DeskTalk, where: str, appeal: Appeal, event: ButtonPressed, scene: DeskScene) -> DeskOutcome:
    """`where` is empty on the card's own button; «all.1» and «in.roads.0» turn the message to a page of a list."""
    key = f"retopic:{appeal.number}"
    listed, _, rest = where.partition(".")
    match listed:
        case "all":
            return stay(talk, Replace(key, _categories(appeal, scene.district, rest)))
        case "in":
            category, _, page = rest.partition(".")
            return stay(talk, Replace(key, _inside(appeal, scene.district, category, page)))
        case _:
            shown = _likely(appeal, scene)
            return stay(talk, Say(shown, Post("about", appeal.number, CHOICE), key, reply_to=event.message))


def _likely(appeal: Appeal, scene: DeskScene) -> Message:
    topics = likely_topics(appeal, scene)[:LIKELY]
    others = Button(say("button-all-topics"), f"d:retopic:{appeal.number}:all.0")
    rows = (*in_rows(_choices(appeal, topics, scene.district), 1), (others,))
    now = topic_name(scene.district, appeal.topic)
    return message(say("retopic-likely", number=appeal.number, topic=now), buttons=rows)


def likely_topics(appeal: Appeal, scene: DeskScene) -> list[str]:
    """What the classifier thought of next, then the neighbours of the present topic and of those."""
    known = scene.district.topics
    read = scene.triage(appeal.text, appeal.place.point).topics if scene.triage and appeal.text else ()
    near = dict.fromkeys(one.split(".", 1)[0] for one in (appeal.topic, *read))
    beside = [code for category in near for code, one in known.items() if one.category == category]
    return [code for code in dict.fromkeys((*read, *beside)) if code in known and code != appeal.topic]


def _categories(appeal: Appeal, district: District, page: str) -> Message:
    others = [one for one in district.topics.values() if one.code != appeal.topic]
    buttons = [
        Button(say("button-option", name=category_name(district, one)), f"d:retopic:{appeal.number}:in.{one}.0")
        for one in dict.fromkeys(one.category for one in others)
    ]
    rows = _page(buttons, page, f"d:retopic:{appeal.number}:all")
    return message(say("retopic-category", number=appeal.number), buttons=rows)


def _inside(appeal: Appeal, district: District, category: str, page: str) -> Message:
    topics = [code for code, one in district.topics.items() if one.category == category and code != appeal.topic]
    if not topics:
        return _categories(appeal, district, "")
    back = (Button(say("button-all-topics"), f"d:retopic:{appeal.number}:all.0"),)
    rows = _page(_choices(appeal, topics, district), page, f"d:retopic:{appeal.number}:in.{category}")
    asked = say("retopic-topic", number=appeal.number, category=category_name(district, category))
    return message(asked, buttons=(*rows, back))


def _choices(appeal: Appeal, topics: Sequence[str], district: District) -> list[Button]:
    stamp = _stamp(appeal.topic)
    return [
        Button(say("button-option", name=topic_name(district, one)), f"d:topic:{appeal.number}:{stamp}:{one}")
        for one in topics
    ]


def _page(buttons: list[Button], page: str, turning: str) -> Rows:
    """One page of the buttons and the ways to turn it; few stand one under another."""
    if len(buttons) <= FEW:
        return in_rows(buttons, 1)
    last = (len(buttons) - 1) // A_PAGE
    at = min(int(page), last) if page.isdecimal() and len(page) < 4 else 0
    shown = in_rows(buttons[at * A_PAGE : (at + 1) * A_PAGE], 2)
    turns = [
        Button(one.label, one.data.replace(f"{turning}:", f"{turning}.")) for one in page_buttons(turning, at, last)
    ]
    return (*shown, *in_rows(turns, 2))


def _stamp(topic: str) -> str:
    """A few letters of what the topic was when the choice was offered: a button has no room for its name."""
    return f"{crc32(topic.encode()):08x}"[:4]


def choose_topic(talk: DeskTalk, arg: str, appeal: Appeal, event: ButtonPressed, scene: DeskScene) -> DeskOutcome:
    """Changes the topic, unless somebody has been faster; another desk is offered, never taken silently."""
    stamp, _, topic = arg.partition(":")
    refused = _refusal(stamp, topic, appeal, scene.district)
    if refused is not None:
        return stay(talk, Tell(event.press, event.sender.address, refused))
    name = topic_name(scene.district, topic)
    done = Tell(event.press, event.sender.address, say("topic-changed-you", topic=name))
    shown = _changed(topic, name, appeal, event, scene)
    act = Act(appeal.number, Action.RETOPIC, event.sender, arg=topic)
    return stay(talk, act, done, Replace(f"retopic:{appeal.number}", shown))


def _refusal(stamp: str, topic: str, appeal: Appeal, district: District) -> Phrase | None:
    now = topic_name(district, appeal.topic)
    if topic not in district.topics:
        return say("topic-gone")
    if topic == appeal.topic:
        return say("topic-same", topic=now)
    return None if stamp == _stamp(appeal.topic) else say("topic-overtaken", topic=now)


def _changed(topic: str, name: str, appeal: Appeal, event: ButtonPressed, scene: DeskScene) -> Message:
    words = say("topic-changed", number=appeal.number, topic=name, name=event.sender.name)
    desk = _desk_of(topic, appeal, scene.district)
    if desk == appeal.desk:
        return message(words)
    title = scene.district.desk(desk).name
    nobody = say("desk-without-chat", desk=title) if desk in scene.chatless else ""
    over = Button(say("desk-hand"), f"d:hand:{appeal.number}:{desk}")
    return message(words, say("topic-of-another-desk", desk=title), nobody, buttons=((over,),))


def _desk_of(topic: str, appeal: Appeal, district: District) -> str:
    """Who answers for the topic there; the present desk where the settlement has left the district file."""
    if all(one.code != appeal.place.settlement for one in district.settlements):
        return appeal.desk
    return desk_for(district, topic, appeal.place.settlement).code
