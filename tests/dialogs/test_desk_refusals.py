"""What the officials' chat must not do: listen to their own talk, obey strangers, believe forged buttons."""

import pytest

from bot.dialogs.desk.states import DeskTalk
from bot.dialogs.desk.step import concerns
from bot.dialogs.effects import BindChat, NoteIntrusion, Post, Say
from bot.dialogs.events import ButtonPressed, LostPhoto, Person, RemotePhoto
from bot.dialogs.message import message, say
from tests.dialogs.desk_office import Office
from tests.dialogs.desk_talk import Chat, Official

FORGED = [
    "d:solve:26-99999",
    "d:accept:",
    "d:accept",
    "d:",
    "d",
    "",
    ":",
    ":::::::",
    "r:send:1",
    "r:send:",
    "r:send",
    "r:send:-1",
    "r:recall:99",
    "r::",
    "r:send:١",
    "mine:0",
    "rate:26-00001:good",
    "send:1",
    "d:accept:26-00001'; drop table appeals; --",
    "d:accept:\x00",
    "d:📮:26-00001",
    "x" * 5000,
    "d:transfer:26-00001:" + "9" * 5000,
    "d:transfer:26-00001:-1",
    "d:transfer:26-00001:²",
    "d:transfer:26-00001:٣",
    "d:to:26-00001:nowhere",
    "d:to:26-00001:rechnoe",
    "d:to:26-00001:",
    "d:because:26-00001:hate",
    "d:until:26-00001:2026-13-40",
    "d:rate:26-00001:good",
    "d:withdraw:26-00001",
    "d:reopen:26-00001",
]


def no_stranger_to(data: str) -> bool:
    """Shapes that only ask for a page, which is no harm."""
    return data.startswith("d:transfer:26-00001")


# Their own talk


def test_talk_that_answers_nothing_is_left_alone(office: Office, chat: Chat, ivan: Official) -> None:
    office.files()
    lines = len(chat.lines)
    assert ivan.says("Кто сегодня на дежурстве?") == []
    assert ivan.says("", unsupported="sticker") == []
    assert len(chat.lines) == lines
    assert chat.talk.replies == ()


def test_an_answer_to_a_line_of_the_bot_that_nobody_knows_is_not_passed_over(
    office: Office, chat: Chat, ivan: Official
) -> None:
    """The copy of a card that Telegram made when we asked twice looks like the card, but we never learned its id."""
    office.files()
    (asked,) = ivan.says("Уже едем", reply_to="a-copy-that-we-do-not-know")
    assert isinstance(asked, Say)
    assert asked.message.paragraphs == (say("reply-without-card"),)
    assert chat.talk.replies == ()


@pytest.mark.parametrize(
    "talk",
    ["Звоните 4234-5678 до обеда", "заявка 23456789", "4234 5678", "код от подъезда 7K3M-9QXP, не забудьте закрыть"],
)
def test_a_phone_or_another_code_in_their_talk_is_no_code_of_ours(
    office: Office, chat: Chat, ivan: Official, talk: str
) -> None:
    assert ivan.says(talk) == []


@pytest.mark.parametrize("talk", ["Позвоните 4234-5678", "Ваша заявка 7K3M-9QXP принята, ждём мастера"])
def test_a_number_in_a_reply_is_part_of_the_reply(office: Office, chat: Chat, ivan: Official, talk: str) -> None:
    ivan.replies(talk, to=chat.card(office.files()))
    assert talk in chat.sees.message.paragraphs


def test_commands_bring_help(office: Office, chat: Chat, ivan: Official) -> None:
    number = office.files()
    for command in ("/help", "/start", "/помощь", "/что-то"):
        ivan.says(command)
        assert chat.sees.says("desk-help")
    ivan.replies("/help", to=chat.card(number))
    assert chat.sees.says("desk-help")
    assert chat.previews == []


def test_the_chat_hears_of_a_failure(chat: Chat) -> None:
    chat.stumbles()
    assert chat.sees.says("desk-handling-failed")


# Binding


def test_an_unbound_chat_is_told_what_to_do(office: Office) -> None:
    chat = Chat(office, bound=False)
    chat.lets_bot_in()
    assert chat.sees.says("unbound")
    chat.official("Иван").says("Привет")
    assert chat.sees.says("unbound")


@pytest.mark.parametrize("words", ["{}", "{}\n", "/start {}", "Вот код: {} от района", "{} "])
def test_a_code_binds_the_chat_wherever_it_stands(office: Office, words: str) -> None:
    chat = Chat(office, bound=False)
    ivan = chat.official("Иван")
    chat.lets_bot_in()
    ivan.replies(words.format(office.invites_to("desk", "rechnoe")), to=chat.sees)
    assert chat.sees.says("bound-desk", "desk-help")
    assert chat.desks == {"rechnoe"}


def test_a_code_alone_binds_a_second_desk_to_the_same_chat(office: Office, chat: Chat, ivan: Official) -> None:
    ivan.says(office.invites_to("desk", "roads"))
    assert chat.desks == {"rechnoe", "roads"}


def test_a_wrong_code_is_refused(office: Office) -> None:
    chat = Chat(office, bound=False)
    done = chat.official("Иван").says("AB34-CD56")
    assert [one for one in done if isinstance(one, BindChat)]
    assert chat.sees.says("code-unknown")
    assert chat.desks == frozenset()


def test_a_chat_of_a_head_only_listens(office: Office) -> None:
    desk = Chat(office, "rechnoe")
    head = Chat(office, bound=False)
    ivan = head.official("Иван")
    ivan.says(office.invites_to("head", "rechnoe"))
    assert head.sees.says("bound-head")
    assert not head.sees.says("desk-help")
    number = office.files()
    assert not head.has_card(number)
    ivan.presses_data(desk.card(number).button("accept").data)
    assert head.toast == "press-refused"
    assert office.acts == []


def test_a_head_who_answers_is_told_that_nobody_hears(office: Office) -> None:
    head = Chat(office)
    ivan = head.official("Иван")
    number = office.files()
    words = message(say("head-reopened", number=number, place="Плёс", topic="Ямы"))
    letter = head.hears(Say(words, post=Post("head", number)))
    ivan.replies("Разберитесь до пятницы!", to=letter)
    assert head.sees.says("head-reply")
    ivan.says("/help")
    assert head.sees.says("head-reply")
    head.lets_bot_in()
    assert head.sees.says("head-reply")
    assert ivan.says("Я сам разберусь") == []


def test_a_chat_that_is_not_bound_any_more_does_nothing(office: Office, chat: Chat, ivan: Official) -> None:
    number = office.files()
    ivan.replies("Едем", to=chat.card(number))
    preview = chat.sees
    chat.bound = False
    for data in (chat.card(number).button("accept").data, preview.button("send").data, preview.button("note").data):
        ivan.presses_data(data, on=preview)
        assert chat.toast == "press-refused"
    ivan.replies("Едем", to=chat.card(number))
    assert chat.sees.says("unbound")
    chat.waits()
    assert office.acts == []


def test_a_chat_unbound_while_a_reply_is_leaving_keeps_it_back(office: Office, chat: Chat, ivan: Official) -> None:
    ivan.replies("Едем", to=chat.card(office.files()))
    ivan.presses("send", on=chat.sees)
    chat.bound = False
    chat.waits()
    assert office.resident_sees == []


# Strangers


@pytest.mark.parametrize("verb", ["accept", "answer", "history", "transfer", "decline", "extend"])
def test_whoever_is_not_in_the_chat_any_more_presses_in_vain(office: Office, chat: Chat, verb: str) -> None:
    gone = chat.official("Борис", member=False)
    lines = len(chat.lines) + 1
    gone.presses(verb, on=chat.card(office.files()))
    assert chat.toast == "press-refused"
    assert office.intrusions == [("Борис", "not_a_member")]
    assert len(chat.lines) == lines
    assert office.acts == []


@pytest.mark.parametrize("verb", ["send", "note", "drop", "recall"])
def test_a_stranger_cannot_touch_a_preview(office: Office, chat: Chat, ivan: Official, verb: str) -> None:
    ivan.replies("Едем", to=chat.card(office.files()))
    preview = chat.sees
    if verb == "recall":
        ivan.presses("send", on=preview)
    before = chat.talk
    chat.official("Борис", member=False).presses(verb, on=preview)
    assert chat.toast == "press-refused"
    assert chat.talk == before
    assert office.intrusions == [("Борис", "not_a_member")]


def test_a_stranger_s_reply_goes_nowhere(office: Office, chat: Chat) -> None:
    chat.official("Борис", member=False).replies("Сами копайте", to=chat.card(office.files()))
    assert chat.sees.says("press-refused")
    assert office.intrusions == [("Борис", "not_a_member")]
    assert chat.talk.replies == ()


@pytest.mark.parametrize("data", FORGED)
def test_forged_data_is_answered_and_changes_nothing(office: Office, chat: Chat, ivan: Official, data: str) -> None:
    office.files()
    before = chat.talk
    done = ivan.presses_data(data)
    chat.waits()
    assert chat.talk == before
    assert office.acts == []
    refused = {"press-refused", "button-stale", "date-passed", "recall-too-late"}
    assert no_stranger_to(data) or chat.toast in refused
    foreign = not data.startswith(("d:", "r:")) or "26-00001" not in data.split(":")
    noted = any(isinstance(one, NoteIntrusion) for one in done)
    assert noted == (foreign and not data.startswith("r:"))


@pytest.mark.parametrize("data", FORGED)
def test_nothing_is_looked_up_that_is_no_number(data: str) -> None:
    asked = concerns(DeskTalk(), ButtonPressed("press", Person("telegram:1", "Борис"), data), None)
    assert asked <= {"26-00001", "26-99999"}


@pytest.mark.parametrize("data", FORGED)
def test_forged_data_in_a_strange_chat_is_noted(office: Office, data: str) -> None:
    office.files()
    chat = Chat(office, bound=False)
    chat.official("Борис").presses_data(data)
    assert chat.toast == "press-refused"
    assert office.intrusions == [("Борис", "foreign_press")]


# What cannot go to a resident


@pytest.mark.parametrize("kind", ["sticker", "voice", "video", "file", "contact", "poll", "other"])
def test_what_cannot_go_to_a_resident_is_said_so(office: Office, chat: Chat, ivan: Official, kind: str) -> None:
    mine = ivan.replies(to=chat.card(office.files()), unsupported=kind)  # type: ignore[arg-type]
    assert chat.sees.says("desk-unsupported")
    assert chat.sees.reply_to == mine
    assert chat.talk.replies == ()


def test_an_empty_reply_is_said_so(office: Office, chat: Chat, ivan: Official) -> None:
    card = chat.card(office.files())
    ivan.replies("   ", to=card)
    assert chat.sees.says("desk-unsupported")
    ivan.replies(to=card, photos=(RemotePhoto("nobody fetched it"),))
    assert chat.sees.says("desk-unsupported")
    assert chat.talk.replies == ()


@pytest.mark.parametrize("reason", ["not_a_photo", "too_large", "unavailable"])
def test_a_lost_photo_is_missed_but_the_words_go_on(office: Office, chat: Chat, ivan: Official, reason: str) -> None:
    lost = LostPhoto(reason)  # type: ignore[arg-type]
    ivan.replies("Смотрите", to=chat.card(office.files()), photos=(lost, "good"))
    assert chat.lines[-2].says(f"photo-{reason.replace('_', '-')}")
    assert chat.sees.photos == ("good.jpg",)


def test_a_new_photo_in_answer_to_the_refusal_goes_on_with_the_same_prompt(
    office: Office, chat: Chat, ivan: Official
) -> None:
    ivan.presses("solve", on=chat.card(office.files()))
    ivan.replies(to=chat.sees, photos=(LostPhoto("too_large"),))
    assert chat.sees.says("photo-too-large")
    ivan.replies(to=chat.sees, photos=("after",))
    assert chat.sees.says("preview-solve")


def test_a_refusal_does_not_become_the_card(office: Office, chat: Chat, ivan: Official) -> None:
    number = office.files()
    card = chat.card(number)
    ivan.replies(to=card, unsupported="voice")
    assert chat.card(number) is card


@pytest.mark.parametrize("arg", ["", "extend", "extend:завтра", "transfer", "transfer:gone", "solve:x", "greet:1"])
def test_a_prompt_of_another_version_of_the_bot_does_no_harm(
    office: Office, chat: Chat, ivan: Official, arg: str
) -> None:
    number = office.files()
    prompt = chat.hears(Say(message(say("prompt-answer", number=number)), post=Post("prompt", number, arg)))
    ivan.replies("Слова", to=prompt)
    assert chat.sees.post == Post("preview", number, "1")
    assert "Слова" in chat.sees.text
    assert ("send" in chat.sees.buttons) == (arg.partition(":")[0] not in ("extend", "transfer"))
