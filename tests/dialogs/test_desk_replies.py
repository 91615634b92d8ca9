"""An official's reply goes to the resident only as it was shown, after a press, and can be taken back for a while."""

from datetime import timedelta

import pytest

from bot.appeals.status import Action, Status
from bot.dialogs.effects import Act
from bot.dialogs.message import Message
from bot.dialogs.notices import notice
from tests.dialogs.desk_office import Office
from tests.dialogs.desk_talk import Chat, Line, Official


def inside(line: Line) -> tuple[object, ...]:
    """The preview without its heading for officials."""
    return line.message.paragraphs[1:]


def seen_by_resident(office: Office) -> list[Message]:
    return [one.notice.message for one in office.resident_sees]


def test_a_reply_to_the_card_is_shown_exactly_as_the_resident_will_see_it(
    office: Office, chat: Chat, ivan: Official
) -> None:
    number = office.files()
    ivan.replies("Завтра засыплем.", to=chat.card(number), photos=("now",))
    preview = chat.sees
    assert preview.says("preview-answer")
    assert preview.buttons == ["send", "solve", "note", "drop"]
    assert office.resident_sees == []
    ivan.presses("send", on=preview)
    chat.waits()
    [told] = seen_by_resident(office)
    assert inside(preview)[: len(told.paragraphs)] == told.paragraphs
    assert preview.photos == told.photos == ("now.jpg",)


@pytest.mark.parametrize("verb", ["answer", "ask", "solve", "explain"])
def test_each_kind_of_reply_is_shown_as_its_own_notice(office: Office, chat: Chat, ivan: Official, verb: str) -> None:
    number = office.files()
    ivan.presses(verb, on=chat.card(number))
    prompt = chat.sees
    assert prompt.says(f"prompt-{verb}")
    assert prompt.mention == ivan.person
    ivan.replies("Слова", to=prompt)
    expected = notice(office.appeals[number], Act(number, Action(verb), ivan.person, text="Слова"), office.district)
    assert expected is not None
    assert inside(chat.sees) == expected.message.paragraphs
    assert chat.sees.says(f"preview-{verb}")


def test_nothing_leaves_before_the_time_to_recall_has_passed(office: Office, chat: Chat, ivan: Official) -> None:
    ivan.replies("Завтра засыплем.", to=chat.card(office.files()))
    preview = chat.sees
    ivan.presses("send", on=preview)
    assert preview.says("preview-leaving")
    assert preview.buttons == ["recall"]
    chat.waits(19)
    assert office.resident_sees == []
    chat.waits(1)
    assert len(office.resident_sees) == 1
    assert preview.says("preview-sent")
    assert preview.buttons == []
    assert "Иван" in preview.text
    assert "Завтра засыплем." in preview.text


def test_a_recalled_reply_stays_and_can_be_sent_again(office: Office, chat: Chat, ivan: Official) -> None:
    ivan.replies("Завтра засыплем.", to=chat.card(office.files()))
    preview = chat.sees
    first = inside(preview)
    ivan.presses("send", on=preview)
    ivan.presses("recall", on=preview)
    chat.waits(3600)
    assert office.resident_sees == []
    assert preview.says("preview-recalled")
    assert inside(preview) == first
    ivan.presses("send", on=preview)
    chat.waits()
    assert len(office.resident_sees) == 1


def test_whoever_is_too_late_to_recall_is_told_so(office: Office, chat: Chat, ivan: Official) -> None:
    ivan.replies("Завтра засыплем.", to=chat.card(office.files()))
    ivan.presses("send", on=chat.sees)
    recall = chat.sees.button("recall").data
    chat.waits()
    ivan.presses_data(recall, on=chat.sees)
    assert chat.toast == "recall-too-late"


def test_a_second_press_on_send_says_that_it_is_leaving(office: Office, chat: Chat, ivan: Official) -> None:
    ivan.replies("Завтра засыплем.", to=chat.card(office.files()))
    send = chat.sees.button("send").data
    ivan.presses_data(send)
    ivan.presses_data(send)
    assert chat.toast == "reply-leaving"
    chat.waits()
    assert len(office.resident_sees) == 1
    ivan.presses_data(send)
    assert chat.toast == "button-stale"


def test_a_note_is_kept_and_the_resident_hears_nothing(office: Office, chat: Chat, ivan: Official) -> None:
    number = office.files()
    ivan.replies("Звонил мастеру.", to=chat.card(number))
    preview = chat.sees
    ivan.presses("note", on=preview)
    chat.waits(3600)
    assert office.resident_sees == []
    assert preview.says("preview-noted")
    assert preview.buttons == []
    assert office.histories[number][-1].action == "note"
    assert office.histories[number][-1].text == "Звонил мастеру."
    assert office.appeals[number].status is Status.NEW


@pytest.mark.parametrize("verb", ["solve", "explain", "ask"])
def test_a_note_is_only_a_note_whatever_it_was_meant_for(office: Office, chat: Chat, ivan: Official, verb: str) -> None:
    number = office.files()
    ivan.presses(verb, on=chat.card(number))
    ivan.replies("Слова", to=chat.sees)
    ivan.presses("note", on=chat.sees)
    assert office.acts == [Act(number, Action.NOTE, ivan.person, text="Слова")]


def test_a_dropped_reply_is_gone(office: Office, chat: Chat, ivan: Official) -> None:
    number = office.files()
    ivan.replies("Не то", to=chat.card(number))
    preview, send = chat.sees, chat.sees.button("send").data
    ivan.presses("drop", on=preview)
    assert preview.says("preview-dropped")
    ivan.presses_data(send, on=preview)
    assert chat.toast == "button-stale"
    chat.waits(3600)
    assert office.acts == []
    assert chat.talk.replies == ()


def test_photos_alone_are_a_reply(office: Office, chat: Chat, ivan: Official) -> None:
    number = office.files()
    ivan.replies(to=chat.card(number), photos=("one", "two"))
    assert chat.sees.photos == ("one.jpg", "two.jpg")
    ivan.presses("send", on=chat.sees)
    chat.waits()
    assert office.resident_sees[0].notice.message.photos == ("one.jpg", "two.jpg")


def test_an_album_of_three_is_one_preview(office: Office, chat: Chat, ivan: Official) -> None:
    card = chat.card(office.files())
    before = len(chat.lines)
    ivan.replies("Сделано", to=card, photos=("one",), album="A")
    ivan.replies(to=card, photos=("two",), album="A")
    ivan.replies(to=card, photos=("three",), album="A")
    assert len(chat.lines) == before
    chat.waits(2)
    assert len(chat.lines) == before + 1
    assert chat.sees.photos == ("one.jpg", "two.jpg", "three.jpg")


def test_albums_of_two_officials_do_not_mix(office: Office, chat: Chat, ivan: Official, olga: Official) -> None:
    card = chat.card(office.files())
    ivan.replies(to=card, photos=("one",), album="A")
    olga.replies(to=card, photos=("two",), album="A")
    chat.waits(2)
    assert sorted(one.photos for one in chat.previews) == [("one.jpg",), ("two.jpg",)]


def test_the_last_photo_of_a_slow_album_joins_the_preview(office: Office, chat: Chat, ivan: Official) -> None:
    card = chat.card(office.files())
    ivan.replies(to=card, photos=("one",), album="A")
    chat.waits(2)
    first = chat.sees
    ivan.replies(to=card, photos=("two",), album="A")
    chat.waits(2)
    assert first.says("preview-replaced")
    assert [one.photos for one in chat.previews] == [("one.jpg", "two.jpg")]


def test_a_late_photo_joins_even_after_words_were_added(office: Office, chat: Chat, ivan: Official) -> None:
    card = chat.card(office.files())
    ivan.replies(to=card, photos=("one",), album="A")
    chat.waits(2)
    ivan.replies("Смотрите", to=chat.sees)
    ivan.replies(to=card, photos=("two",), album="A")
    chat.waits(2)
    assert [one.photos for one in chat.previews] == [("one.jpg", "two.jpg")]


def test_an_album_in_answer_to_a_sent_preview_is_one_reply(office: Office, chat: Chat, ivan: Official) -> None:
    ivan.replies("Едем", to=chat.card(office.files()))
    sent = chat.sees
    ivan.presses("send", on=sent)
    chat.waits()
    ivan.replies(to=sent, photos=("one",), album="A")
    ivan.replies(to=sent, photos=("two",), album="A")
    chat.waits(2)
    assert [one.photos for one in chat.previews] == [("one.jpg", "two.jpg")]


def test_more_words_in_answer_to_the_preview_make_a_new_one(office: Office, chat: Chat, ivan: Official) -> None:
    ivan.replies("Завтра", to=chat.card(office.files()))
    first, send = chat.sees, chat.sees.button("send").data
    ivan.replies("после обеда", to=first, photos=("now",))
    assert first.says("preview-replaced")
    assert first.buttons == []
    assert "Завтра\nпосле обеда" in chat.sees.message.paragraphs
    ivan.presses_data(send, on=first)
    assert chat.toast == "button-stale"
    chat.waits(3600)
    assert office.resident_sees == []


def test_an_answer_to_a_preview_that_was_replaced_goes_on_with_the_newest(
    office: Office, chat: Chat, ivan: Official
) -> None:
    number = office.files()
    ivan.presses("explain", on=chat.card(number))
    ivan.replies("Один", to=chat.sees)
    first = chat.sees
    ivan.replies("два", to=first)
    ivan.replies("три", to=first)
    assert [one.says("preview-explain") for one in chat.previews] == [True]
    assert "Один\nдва\nтри" in chat.sees.message.paragraphs


def test_a_second_answer_to_the_same_prompt_is_added(office: Office, chat: Chat, ivan: Official) -> None:
    ivan.presses("solve", on=chat.card(office.files()))
    prompt = chat.sees
    ivan.replies(to=prompt, photos=("after",))
    ivan.replies("Засыпали щебнем.", to=prompt)
    [preview] = chat.previews
    assert preview.photos == ("after.jpg",)
    assert "Засыпали щебнем." in preview.message.paragraphs


def test_two_answers_to_the_card_are_two_replies(office: Office, chat: Chat, ivan: Official) -> None:
    card = chat.card(office.files())
    ivan.replies("Едем", to=card)
    ivan.replies("Приехали", to=card)
    assert len(chat.previews) == 2


def test_an_edit_before_sending_changes_the_preview(office: Office, chat: Chat, ivan: Official) -> None:
    mine = ivan.replies("Завтро", to=chat.card(office.files()))
    first = chat.sees
    ivan.edits(mine, "Завтра")
    assert first.says("preview-replaced")
    assert "Завтра" in chat.sees.message.paragraphs
    ivan.presses("send", on=chat.sees)
    chat.waits()
    assert office.resident_sees[0].act.text == "Завтра"


def test_a_caption_added_to_a_photo_is_an_edit_too(office: Office, chat: Chat, ivan: Official) -> None:
    mine = ivan.replies(to=chat.card(office.files()), photos=("now",))
    ivan.edits(mine, "Смотрите")
    assert "Смотрите" in chat.sees.message.paragraphs
    assert chat.sees.photos == ("now.jpg",)


def test_an_edit_while_an_album_comes_is_taken_in(office: Office, chat: Chat, ivan: Official) -> None:
    mine = ivan.replies("Готво", to=chat.card(office.files()), photos=("one",), album="A")
    ivan.edits(mine, "Готово")
    chat.waits(3)
    assert "Готово" in chat.sees.message.paragraphs


def test_an_edit_that_changes_no_words_disturbs_nobody(office: Office, chat: Chat, ivan: Official) -> None:
    mine = ivan.replies("Смотрите https://example.org", to=chat.card(office.files()))
    assert ivan.edits(mine, "Смотрите https://example.org") == []


def test_words_edited_away_leave_nothing_to_send(office: Office, chat: Chat, ivan: Official) -> None:
    mine = ivan.replies("Ой", to=chat.card(office.files()))
    ivan.edits(mine, " ")
    assert chat.previews == []
    assert chat.sees.says("preview-dropped")


@pytest.mark.parametrize("pause", [0, 60])
def test_an_edit_after_sending_is_too_late_and_said_so(
    office: Office, chat: Chat, ivan: Official, pause: float
) -> None:
    mine = ivan.replies("Завтро", to=chat.card(office.files()))
    ivan.presses("send", on=chat.sees)
    chat.waits(pause)
    ivan.edits(mine, "Завтра")
    assert chat.sees.says("edit-too-late")
    assert chat.sees.reply_to == mine
    chat.waits()
    assert [one.act.text for one in office.resident_sees] == ["Завтро"]


def test_an_edit_of_officials_own_talk_is_nobodys_business(office: Office, chat: Chat, ivan: Official) -> None:
    office.files()
    assert ivan.edits("777", "Пошли обедать") == []


def test_nine_thousand_characters_are_shown_whole_and_sent_whole(office: Office, chat: Chat, ivan: Official) -> None:
    long = "Отвечаем подробно. " * 470
    ivan.replies(long, to=chat.card(office.files()))
    assert long.strip() in chat.sees.message.paragraphs
    ivan.presses("send", on=chat.sees)
    assert len(chat.sees.text) < 1000
    chat.waits()
    assert office.resident_sees[0].act.text == long.strip()


@pytest.mark.parametrize(("length", "photos"), [(9000, 0), (800, 1), (9000, 1), (3500, 4)])
def test_a_long_reply_is_shown_whole_again_when_it_is_recalled(
    office: Office, chat: Chat, ivan: Official, length: int, photos: int
) -> None:
    long = "я" * length
    ivan.replies(long, to=chat.card(office.files()), photos=[f"p{one}" for one in range(photos)])
    first = chat.sees
    ivan.presses("send", on=first)
    ivan.presses("recall", on=first)
    assert first.says("preview-replaced")
    assert chat.sees is not first
    assert long in chat.sees.message.paragraphs
    ivan.presses("send", on=chat.sees)
    chat.waits()
    assert [one.act.text for one in office.resident_sees] == [long]


def test_more_than_fits_is_refused_and_what_was_there_stays(office: Office, chat: Chat, ivan: Official) -> None:
    ivan.replies("я" * 9000, to=chat.card(office.files()))
    preview = chat.sees
    mine = ivan.replies("й" * 2000, to=preview)
    assert chat.sees.says("draft-full")
    assert chat.sees.reply_to == mine
    assert chat.previews == [preview]


def test_an_edit_that_grows_too_long_is_refused(office: Office, chat: Chat, ivan: Official) -> None:
    mine = ivan.replies("Коротко", to=chat.card(office.files()))
    ivan.edits(mine, "я" * 10_001)
    assert chat.sees.says("draft-full")
    assert "Коротко" in chat.previews[0].message.paragraphs


def test_words_for_a_reply_that_is_leaving_are_not_slipped_in(office: Office, chat: Chat, ivan: Official) -> None:
    ivan.replies("Завтра", to=chat.card(office.files()))
    preview = chat.sees
    ivan.presses("send", on=preview)
    ivan.replies("нет, в среду", to=preview)
    assert chat.sees.says("reply-leaving")
    chat.waits()
    assert [one.act.text for one in office.resident_sees] == ["Завтра"]


def test_a_reply_weeks_later_finds_its_card(office: Office, chat: Chat, ivan: Official) -> None:
    numbers = [office.files(f"Дело {one}") for one in range(5)]
    chat.waits(timedelta(days=30).total_seconds())
    ivan.replies("Про третье", to=chat.card(numbers[2]))
    ivan.replies("Про первое", to=chat.card(numbers[0]))
    ivan.presses("send", on=chat.previews[1])
    chat.waits()
    ivan.presses("send", on=chat.previews[0])
    chat.waits()
    assert [(one.act.number, one.act.text) for one in office.resident_sees] == [
        (numbers[0], "Про первое"),
        (numbers[2], "Про третье"),
    ]


def test_an_answer_to_the_resident_s_photos_or_words_is_about_the_same_appeal(
    office: Office, chat: Chat, ivan: Official
) -> None:
    number = office.files()
    office.resident(Action.ADD, number, "И вторая рядом")
    assert chat.sees.says("desk-told-add")
    ivan.replies("Обе засыплем", to=chat.sees)
    assert chat.previews[0].says("preview-answer")
    assert number in chat.previews[0].text


def test_the_resident_never_reads_who_wrote(office: Office, chat: Chat, ivan: Official) -> None:
    ivan.replies("Завтра засыплем.", to=chat.card(office.files()))
    ivan.presses("send", on=chat.sees)
    chat.waits()
    told = office.resident_sees[0].notice.message
    assert "Иван" not in chat.reads(told)


def test_forgotten_previews_do_not_pile_up(office: Office, chat: Chat, ivan: Official) -> None:
    card = chat.card(office.files())
    ivan.replies("Самый первый", to=card)
    first, send = chat.sees, chat.sees.button("send").data
    for one in range(60):
        ivan.replies(f"Ответ {one}", to=card)
    assert len(chat.talk.replies) == 40
    assert first.says("preview-forgotten")
    ivan.presses_data(send, on=first)
    assert chat.toast == "button-stale"
