"""Several officials, several appeals, several chats: one wins, the others are told, and nobody's words are lost."""

import pytest

from bot.appeals.status import Action, Status
from tests.dialogs.desk_office import Office
from tests.dialogs.desk_talk import Chat, Line, Official


def prepares(chat: Chat, by: Official, number: str, verb: str, text: str) -> Line:
    by.presses(verb, on=chat.card(number))
    by.replies(text, to=chat.sees)
    return chat.sees


def told(office: Office) -> list[tuple[str, str]]:
    return [(one.act.by.name, one.act.text) for one in office.resident_sees]


def test_of_two_who_press_accept_at_once_one_wins_and_the_other_is_told_who(
    office: Office, chat: Chat, ivan: Official, olga: Official
) -> None:
    number = office.files()
    accept = chat.card(number).button("accept").data
    ivan.presses_data(accept)
    olga.presses_data(accept)
    assert [(who, words.id if words else "") for who, words in chat.toasts] == [
        ("telegram:Иван", "accepted-you"),
        ("telegram:Ольга", "accepted-already"),
    ]
    assert "Иван" in chat.told()
    assert [one.action for one in office.acts] == [Action.ACCEPT]
    assert "accept" not in chat.card(number).buttons
    assert "Иван" in chat.card(number).text


def test_two_send_the_same_reply_at_once_and_it_goes_once(
    office: Office, chat: Chat, ivan: Official, olga: Official
) -> None:
    ivan.replies("Едем", to=chat.card(office.files()))
    send = chat.sees.button("send").data
    ivan.presses_data(send)
    olga.presses_data(send)
    chat.waits()
    assert told(office) == [("Иван", "Едем")]


def test_another_official_may_send_add_and_recall(office: Office, chat: Chat, ivan: Official, olga: Official) -> None:
    ivan.replies("Едем", to=chat.card(office.files()))
    olga.replies("к обеду", to=chat.sees)
    ivan.presses("send", on=chat.sees)
    olga.presses("recall", on=chat.sees)
    olga.presses("send", on=chat.sees)
    chat.waits()
    assert told(office) == [("Ольга", "Едем\nк обеду")]


@pytest.mark.parametrize("pause", [0, 60])
def test_who_comes_second_is_warned_before_the_resident_gets_two_answers(
    office: Office, chat: Chat, ivan: Official, olga: Official, pause: int
) -> None:
    number = office.files()
    first = prepares(chat, olga, number, "answer", "Едем")
    second = prepares(chat, ivan, number, "answer", "Уже едем")
    olga.presses("send", on=first)
    chat.waits(pause)
    ivan.presses("send", on=second)
    warned = chat.sees
    assert second.says("preview-replaced")
    assert second.buttons == []
    assert warned.says("preview-overtaken")
    assert "Ольга" in warned.text
    assert "Уже едем" in warned.text
    chat.waits()
    assert told(office) == [("Ольга", "Едем")]
    ivan.presses("send", on=warned)
    chat.waits()
    assert told(office) == [("Ольга", "Едем"), ("Иван", "Уже едем")]


def test_a_warning_is_given_once(office: Office, chat: Chat, ivan: Official, olga: Official) -> None:
    number = office.files()
    first, second = (prepares(chat, one, number, "answer", "Едем") for one in (olga, ivan))
    olga.presses("send", on=first)
    ivan.presses("send", on=second)
    chat.waits()
    ivan.presses("send", on=chat.previews[0])
    chat.waits()
    assert len(office.resident_sees) == 2


def test_a_rival_who_took_it_back_is_no_rival(office: Office, chat: Chat, ivan: Official, olga: Official) -> None:
    number = office.files()
    first, second = (prepares(chat, one, number, "answer", "Едем") for one in (olga, ivan))
    olga.presses("send", on=first)
    olga.presses("recall", on=first)
    ivan.presses("send", on=second)
    chat.waits()
    assert told(office) == [("Иван", "Едем")]


def test_an_answer_begun_while_another_is_leaving_is_warned_too(
    office: Office, chat: Chat, ivan: Official, olga: Official
) -> None:
    number = office.files()
    olga.presses("send", on=prepares(chat, olga, number, "answer", "Едем"))
    ivan.presses("send", on=prepares(chat, ivan, number, "answer", "Едем"))
    assert chat.sees.says("preview-overtaken")
    chat.waits()
    assert told(office) == [("Ольга", "Едем")]


def test_when_a_colleague_has_solved_it_the_words_stay_for_a_note(
    office: Office, chat: Chat, ivan: Official, olga: Official
) -> None:
    number = office.files()
    mine = prepares(chat, ivan, number, "explain", "Мастер будет в среду.")
    olga.presses("send", on=prepares(chat, olga, number, "solve", "Готово"))
    chat.waits()
    ivan.presses("send", on=mine)
    assert chat.toast == "reply-too-late"
    assert mine.says("reply-too-late")
    assert "Мастер будет в среду." in mine.message.paragraphs
    assert mine.buttons == ["note", "drop"]
    ivan.presses("note", on=mine)
    chat.waits()
    assert told(office) == [("Ольга", "Готово")]
    assert office.histories[number][-1].text == "Мастер будет в среду."


def test_two_replies_that_leave_in_the_same_moment_do_not_stumble(
    office: Office, chat: Chat, ivan: Official, olga: Official
) -> None:
    """Both times have come at one waking; the second must see what the first has done."""
    number = office.files()
    first, second = (prepares(chat, olga, number, verb, verb) for verb in ("solve", "explain"))
    olga.presses("send", on=first)
    olga.presses("send", on=second)
    chat.waits()
    assert told(office) == [("Ольга", "solve")]
    assert second.buttons == ["note", "drop"]
    assert chat.sees.says("reply-too-late")
    assert chat.sees.mention == olga.person


def test_the_resident_withdraws_while_a_preview_is_shown(office: Office, chat: Chat, ivan: Official) -> None:
    number = office.files()
    preview = prepares(chat, ivan, number, "answer", "Завтра")
    office.resident(Action.WITHDRAW, number)
    ivan.presses("send", on=preview)
    chat.waits()
    assert preview.says("reply-too-late")
    assert preview.buttons == ["note", "drop"]
    assert office.resident_sees == []


def test_a_refusal_without_words_has_none_to_keep(office: Office, chat: Chat, ivan: Official) -> None:
    number = office.files()
    ivan.presses("decline", on=chat.card(number))
    ivan.presses("abuse", on=chat.sees)
    office.resident(Action.WITHDRAW, number)
    preview = chat.previews[0]
    ivan.presses("send", on=preview)
    assert preview.says("not-possible-now")
    assert preview.buttons == ["drop"]


def test_the_resident_withdraws_while_a_reply_is_leaving(office: Office, chat: Chat, ivan: Official) -> None:
    number = office.files()
    preview = prepares(chat, ivan, number, "answer", "Завтра")
    ivan.presses("send", on=preview)
    office.resident(Action.WITHDRAW, number)
    chat.waits()
    assert office.resident_sees == []
    assert chat.sees.says("reply-too-late")
    assert chat.sees.mention == ivan.person
    assert preview.buttons == ["note", "drop"]
    assert chat.talk.wake is None


def test_what_the_resident_added_meanwhile_is_read_before_sending(office: Office, chat: Chat, ivan: Official) -> None:
    number = office.files()
    preview = prepares(chat, ivan, number, "solve", "Готово")
    office.resident(Action.ADD, number, "Ошибся домом: номер 5")
    ivan.presses("send", on=preview)
    assert chat.sees.says("preview-resident-wrote")
    chat.waits()
    assert office.resident_sees == []
    ivan.presses("send", on=chat.sees)
    chat.waits()
    assert told(office) == [("Иван", "Готово")]


def test_to_accept_first_and_send_then_is_nothing_to_warn_of(office: Office, chat: Chat, ivan: Official) -> None:
    number = office.files()
    preview = prepares(chat, ivan, number, "answer", "Завтра")
    ivan.presses("accept", on=chat.card(number))
    ivan.presses("send", on=preview)
    assert preview.says("preview-leaving")


def test_a_colleague_took_it_while_the_preview_was_shown(
    office: Office, chat: Chat, ivan: Official, olga: Official
) -> None:
    number = office.files()
    preview = prepares(chat, ivan, number, "answer", "Завтра")
    olga.presses("accept", on=chat.card(number))
    ivan.presses("send", on=preview)
    assert chat.sees.says("preview-overtaken")
    assert "Ольга" in chat.sees.text


def test_a_reply_to_a_closed_card_is_offered_as_a_note_at_once(office: Office, chat: Chat, ivan: Official) -> None:
    number = office.files(status=Status.CLOSED)
    ivan.replies("Жильцы благодарят", to=chat.card(number))
    assert chat.sees.says("reply-too-late")
    assert chat.sees.buttons == ["note", "drop"]
    ivan.presses("note", on=chat.sees)
    assert office.resident_sees == []
    assert office.histories[number][-1].action == "note"


def test_several_appeals_out_of_order_do_not_mix(office: Office, chat: Chat, ivan: Official, olga: Official) -> None:
    one, two, three = (office.files(f"Дело {index}") for index in range(3))
    for number, verb, by in ((three, "solve", ivan), (one, "ask", olga), (two, "explain", ivan)):
        by.presses(verb, on=chat.card(number))
    prompts = {str(line.post.number): line for line in chat.lines if line.post and line.post.kind == "prompt"}
    olga.replies("Вопрос первому", to=prompts[one])
    ivan.replies("Разъяснение второму", to=prompts[two])
    ivan.replies("Решение третьему", to=prompts[three])
    for preview in reversed(chat.previews):
        olga.presses("send", on=preview)
    chat.waits()
    assert {(sent.act.number, sent.act.action, sent.act.text) for sent in office.resident_sees} == {
        (one, Action.ASK, "Вопрос первому"),
        (two, Action.EXPLAIN, "Разъяснение второму"),
        (three, Action.SOLVE, "Решение третьему"),
    }


# Two chats


def test_two_chats_of_one_desk_are_kept_in_step(office: Office, chat: Chat, ivan: Official) -> None:
    vk = Chat(office, "rechnoe")
    pyotr = vk.official("Пётр")
    number = office.files()
    ivan.presses("accept", on=chat.card(number))
    assert "Иван" in vk.card(number).text
    pyotr.replies("Завтра", to=vk.card(number))
    pyotr.presses("send", on=vk.sees)
    vk.waits()
    assert told(office)[-1] == ("Пётр", "Завтра")


def test_an_answer_from_the_other_chat_is_noticed_here(office: Office, chat: Chat, ivan: Official) -> None:
    vk = Chat(office, "rechnoe")
    pyotr = vk.official("Пётр")
    number = office.files()
    mine = prepares(chat, ivan, number, "answer", "Едем")
    pyotr.presses("send", on=prepares(vk, pyotr, number, "answer", "Выехали"))
    vk.waits()
    ivan.presses("send", on=mine)
    assert chat.sees.says("preview-overtaken")
    assert "Пётр" in chat.sees.text


def test_a_button_of_the_other_chat_does_nothing_here(office: Office, chat: Chat, ivan: Official) -> None:
    roads = Chat(office, "roads")
    pyotr = roads.official("Пётр")
    number = office.files()
    preview = prepares(chat, ivan, number, "answer", "Едем")
    pyotr.presses_data(preview.button("send").data)
    assert roads.toast == "button-stale"
    pyotr.presses_data(chat.card(number).button("accept").data)
    assert roads.toast == "press-refused"
    assert office.intrusions == [("Пётр", "foreign_press")]
    chat.waits()
    assert office.acts == []


def test_each_chat_s_replies_have_numbers_of_their_own(office: Office, chat: Chat, ivan: Official) -> None:
    roads = Chat(office, "roads")
    pyotr = roads.official("Пётр")
    here, there = office.files(), office.files(desk="roads")
    mine = prepares(chat, ivan, here, "answer", "Наш")
    theirs = prepares(roads, pyotr, there, "answer", "Их")
    assert mine.key == theirs.key
    ivan.presses("send", on=mine)
    chat.waits()
    assert told(office) == [("Иван", "Наш")]
    assert theirs.buttons == ["send", "solve", "note", "drop"]
