"""«Передать», «Продлить срок», «Отклонить»: a choice by buttons, the official's reason, the preview, and only then."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.appeals.district import Desk
from bot.appeals.status import Action, Status
from bot.dialogs.effects import Act
from bot.dialogs.message import Phrase
from tests.appeals.small_district import small
from tests.dialogs.desk_office import Office
from tests.dialogs.desk_talk import Chat, Line, Official


def days(line: Line) -> list[date]:
    return [date.fromisoformat(one.data.split(":")[-1]) for row in line.message.buttons for one in row]


def goes(chat: Chat, by: Official) -> None:
    by.presses("send", on=chat.previews[-1])
    chat.waits()


# «Передать»


def test_an_appeal_is_handed_over_with_a_reason_that_the_resident_does_not_see(
    office: Office, chat: Chat, ivan: Official
) -> None:
    roads = Chat(office, "roads")
    number = office.files()
    ivan.presses("transfer", on=chat.card(number))
    assert chat.sees.labels == ["Лесное поселение", "Дороги"]
    ivan.presses("roads", on=chat.sees)
    assert chat.sees.says("prompt-transfer")
    ivan.replies("Дорога районная", to=chat.sees)
    preview = chat.sees
    assert preview.says("preview-transfer", "told-transfer", "preview-own-reason")
    goes(chat, ivan)
    [told] = office.resident_sees
    assert "Дорога районная" not in chat.reads(told.notice.message)
    assert "Дороги" in chat.reads(told.notice.message)
    assert office.appeals[number].desk == "roads"
    assert roads.card(number).buttons[0] == "accept"
    assert office.histories[number][-1].text == "Дорога районная"


def test_the_old_desk_s_card_says_where_it_went_and_its_old_buttons_are_answered(
    office: Office, chat: Chat, ivan: Official
) -> None:
    number = office.files()
    accept, answer = (chat.card(number).button(one).data for one in ("accept", "answer"))
    office.act(transfer(office, number, ivan))
    card = chat.card(number)
    assert card.says("card-moved")
    assert "Дороги" in card.text
    assert card.buttons == []
    for data in (accept, answer):
        ivan.presses_data(data, on=card)
        assert chat.toast == "card-moved"
    ivan.replies("Мы уже едем", to=card)
    assert chat.sees.says("card-moved")
    assert office.appeals[number].status is Status.NEW
    assert chat.previews == []


def transfer(office: Office, number: str, by: Official, to: str = "roads") -> Act:
    return Act(number, Action.TRANSFER, by.person, arg=to)


def test_a_preview_of_the_old_desk_cannot_be_sent_any_more(office: Office, chat: Chat, ivan: Official) -> None:
    number = office.files()
    ivan.replies("Мы уже едем", to=chat.card(number))
    preview = chat.sees
    note = preview.button("note").data
    office.act(transfer(office, number, ivan))
    told = len(office.resident_sees)
    ivan.presses("send", on=preview)
    assert chat.toast == "card-moved"
    assert preview.buttons == ["drop"]
    assert "Мы уже едем" in preview.text
    ivan.presses_data(note, on=preview)
    chat.waits()
    assert len(office.resident_sees) == told
    assert [one.action for one in office.acts] == [Action.TRANSFER]
    ivan.presses("drop", on=preview)
    assert chat.talk.replies == ()


def test_an_appeal_handed_over_while_a_reply_is_leaving_keeps_it_back_aloud(
    office: Office, chat: Chat, ivan: Official
) -> None:
    number = office.files()
    mine = ivan.replies("Мы уже едем", to=chat.card(number))
    preview = chat.sees
    ivan.presses("send", on=preview)
    office.act(transfer(office, number, ivan))
    chat.waits()
    assert [one.act.action for one in office.resident_sees] == [Action.TRANSFER]
    assert chat.sees.says("card-moved")
    assert (chat.sees.reply_to, chat.sees.mention) == (mine, ivan.person)
    assert "Мы уже едем" in preview.text


def test_a_handover_needs_a_reason(office: Office, chat: Chat, ivan: Official) -> None:
    ivan.presses("transfer", on=chat.card(office.files()))
    ivan.presses("roads", on=chat.sees)
    ivan.replies(to=chat.sees, photos=("map",))
    assert chat.sees.says("reply-needs-words")
    assert chat.previews == []
    ivan.replies("Дорога районная", to=chat.sees)
    assert chat.sees.says("preview-transfer")


def test_words_in_answer_to_a_choice_are_not_taken_for_an_answer_to_the_resident(
    office: Office, chat: Chat, ivan: Official
) -> None:
    number = office.files()
    for verb in ("transfer", "extend", "decline"):
        ivan.presses(verb, on=chat.card(number))
        ivan.replies("Это к дорожникам", to=chat.sees)
        assert chat.sees.says("choose-by-button")
    assert chat.previews == []
    assert chat.talk.replies == ()


def many_desks(count: int) -> Office:
    extra = tuple(Desk(f"desk-{one}", f"Отдел {one}", topics=frozenset({"roads"})) for one in range(count))
    district = small()
    return Office(replace(district, desks=(*district.desks[:2], *extra)))


def test_many_desks_are_turned_page_by_page_in_one_message() -> None:
    office = many_desks(19)
    chat = Chat(office, "rechnoe")
    ivan = chat.official("Иван")
    number = office.files()
    ivan.presses("transfer", on=chat.card(number))
    offer, lines, seen = chat.sees, len(chat.lines), []
    seen += [one for one in offer.labels if not one.startswith("button-")]
    ivan.presses("transfer", "1", on=offer)
    assert {"button-page-back", "button-page-next"} <= set(offer.labels)
    seen += [one for one in offer.labels if not one.startswith("button-")]
    ivan.presses("transfer", "2", on=offer)
    assert "button-page-next" not in offer.labels
    seen += [one for one in offer.labels if not one.startswith("button-")]
    assert seen == ["Лесное поселение", *(f"Отдел {one}" for one in range(19))]
    ivan.presses("transfer", "1", on=offer)
    ivan.presses("transfer", "0", on=offer)
    assert offer.labels[0] == "Лесное поселение"
    assert len(chat.lines) == lines


@pytest.mark.parametrize("count", range(12))
def test_any_number_of_desks_fits_the_keyboard(count: int) -> None:
    office = many_desks(count)
    chat = Chat(office, "rechnoe")
    ivan = chat.official("Иван")
    ivan.presses("transfer", on=chat.card(office.files()))
    assert len(chat.sees.labels) == min(count + 1, 7) + (count + 1 > 7)


def test_a_district_with_one_desk_has_nobody_to_hand_over_to() -> None:
    district = small()
    office = Office(replace(district, desks=(district.desk("rechnoe"),)))
    chat = Chat(office, "rechnoe")
    chat.official("Иван").presses("transfer", on=chat.card(office.files()))
    assert chat.toast == "transfer-nowhere"


def test_a_desk_that_left_the_district_file_gets_nothing(office: Office, chat: Chat, ivan: Official) -> None:
    ivan.presses("transfer", on=chat.card(office.files()))
    ivan.presses("roads", on=chat.sees)
    prompt = chat.sees
    office.district = replace(office.district, desks=office.district.desks[:2])
    ivan.replies("Дорога районная", to=prompt)
    assert chat.sees.says("desk-gone")
    assert "send" not in chat.sees.buttons


def test_between_two_desks_of_one_chat_the_card_goes_on(office: Office) -> None:
    chat = Chat(office, "rechnoe", "roads")
    ivan = chat.official("Иван")
    number = office.files()
    ivan.presses("transfer", on=chat.card(number))
    ivan.presses("roads", on=chat.sees)
    ivan.replies("Своё же", to=chat.sees)
    goes(chat, ivan)
    assert "accept" in chat.card(number).buttons


# «Продлить срок»


def test_a_new_date_is_a_working_day_after_the_deadline(office: Office, chat: Chat, ivan: Official) -> None:
    number = office.files(due_at=datetime(2026, 11, 26, 14, 30, tzinfo=UTC))
    ivan.presses("extend", on=chat.card(number))
    offered = days(chat.sees)
    # Thursday's deadline: the next day, then the weekend is stepped over.
    assert offered == [date(2026, 11, 27), date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 7), date(2026, 12, 16)]
    assert all(office.works_on(one) for one in offered)


def test_an_overdue_appeal_is_extended_from_today(office: Office, chat: Chat, ivan: Official) -> None:
    number = office.files(due_at=office.now - timedelta(days=9))
    ivan.presses("extend", on=chat.card(number))
    assert days(chat.sees)[0] == date(2026, 11, 24)


def test_the_resident_is_told_until_the_end_of_the_working_day_and_why(
    office: Office, chat: Chat, ivan: Official
) -> None:
    number = office.files()
    ivan.presses("extend", on=chat.card(number))
    ivan.presses("2026-11-26", on=chat.sees)
    ivan.replies("Ждём щебень.", to=chat.sees)
    assert chat.sees.says("preview-extend")
    goes(chat, ivan)
    [told] = office.resident_sees
    closing = datetime(2026, 11, 26, 14, 30, tzinfo=UTC)  # 17:30 in Moscow
    assert told.act.until == closing
    assert told.notice.message.paragraphs == (
        Phrase("told-extend", (("number", number), ("until", closing))),
        "Ждём щебень.",
    )
    assert office.appeals[number].due_at == closing


def test_a_new_date_needs_a_reason(office: Office, chat: Chat, ivan: Official) -> None:
    ivan.presses("extend", on=chat.card(office.files()))
    ivan.presses("2026-11-26", on=chat.sees)
    ivan.replies(to=chat.sees, photos=("pile",))
    assert chat.sees.says("reply-needs-words")


@pytest.mark.parametrize(
    "day",
    [
        "2026-11-20",  # past
        "2026-11-25",  # the deadline itself
        "2026-11-28",  # Saturday
        "2027-12-01",  # further than a year
        "9999-12-31",
        "0001-01-01",
        "2026-W48-5",
        "20261127",
        "завтра",
        "",
    ],
)
def test_a_date_that_makes_no_sense_is_refused(office: Office, chat: Chat, ivan: Official, day: str) -> None:
    number = office.files()
    ivan.presses_data(f"d:until:{number}:{day}", on=chat.card(number))
    assert chat.toast == "date-passed"
    assert not chat.sees.says("prompt-extend")


def test_a_date_that_passed_while_the_preview_waited_is_not_sent(office: Office, chat: Chat, ivan: Official) -> None:
    ivan.presses("extend", on=chat.card(office.files()))
    ivan.presses("2026-11-26", on=chat.sees)
    ivan.replies("Ждём щебень.", to=chat.sees)
    preview = chat.sees
    chat.waits(timedelta(days=7).total_seconds())
    ivan.presses("send", on=preview)
    assert chat.toast == "date-passed"
    assert preview.buttons == ["note", "drop"]
    assert "Ждём щебень." in preview.text
    assert office.resident_sees == []


def test_an_old_choice_of_dates_cannot_bring_the_deadline_nearer(office: Office, chat: Chat, ivan: Official) -> None:
    number = office.files()
    ivan.presses("extend", on=chat.card(number))
    choice = chat.sees
    ivan.presses("2026-12-07", on=choice)
    ivan.replies("Ждём щебень.", to=chat.sees)
    goes(chat, ivan)
    ivan.presses("2026-11-26", on=choice)
    assert chat.toast == "date-passed"


# «Отклонить»


@pytest.mark.parametrize("reason", ["too_little", "abuse"])
def test_a_refusal_that_speaks_for_itself_is_shown_at_once(
    office: Office, chat: Chat, ivan: Official, reason: str
) -> None:
    number = office.files()
    ivan.presses("decline", on=chat.card(number))
    choice = chat.sees
    ivan.presses(reason, on=choice)
    preview = chat.sees
    assert preview.says("preview-decline", "told-decline", f"told-decline-{reason.replace('_', '-')}")
    assert preview.reply_to == choice.id
    assert preview.buttons == ["send", "drop"]  # there are no words to keep as a note
    goes(chat, ivan)
    assert office.appeals[number].status is Status.DECLINED
    assert office.acts[-1].arg == reason


def test_words_can_be_added_to_such_a_refusal(office: Office, chat: Chat, ivan: Official) -> None:
    ivan.presses("decline", on=chat.card(office.files()))
    ivan.presses("too_little", on=chat.sees)
    ivan.replies("Какой дом?", to=chat.sees)
    assert chat.sees.says("preview-decline", "told-decline-too-little")
    assert "Какой дом?" in chat.sees.message.paragraphs
    assert len(chat.previews) == 1


def test_not_ours_needs_to_say_whose_it_is(office: Office, chat: Chat, ivan: Official) -> None:
    number = office.files()
    ivan.presses("decline", on=chat.card(number))
    ivan.presses("not_ours", on=chat.sees)
    prompt = chat.sees
    assert prompt.says("prompt-decline")
    ivan.replies(to=prompt, photos=("map",))
    assert chat.sees.says("reply-needs-words")
    ivan.replies("Это Росавтодор, 8-800-…", to=prompt)
    assert chat.sees.says("preview-decline", "told-decline-not-ours")
    goes(chat, ivan)
    assert office.appeals[number].status is Status.DECLINED
    assert "Росавтодор" in chat.reads(office.resident_sees[0].notice.message)
    assert chat.card(number).buttons == ["history"]


# «Уточнить у жителя», «Разъяснено», «История»


def test_a_question_without_words_keeps_its_photo_for_them(office: Office, chat: Chat, ivan: Official) -> None:
    number = office.files()
    ivan.presses("ask", on=chat.card(number))
    ivan.replies(to=chat.sees, photos=("which",))
    waiting = chat.sees
    assert waiting.says("reply-needs-words")
    ivan.replies("Это здесь?", to=waiting)
    assert chat.sees.photos == ("which.jpg",)
    goes(chat, ivan)
    assert office.appeals[number].status is Status.ASKED
    assert office.resident_sees[0].notice.post.kind == "question"


def test_explained_closes_with_the_words_and_a_vote(office: Office, chat: Chat, ivan: Official) -> None:
    number = office.files()
    ivan.presses("explain", on=chat.card(number))
    ivan.replies("Ремонт в плане на май.", to=chat.sees)
    goes(chat, ivan)
    assert office.appeals[number].result == "explained"
    assert [one.data.split(":")[0] for row in office.resident_sees[0].notice.message.buttons for one in row] == [
        "rate"
    ] * 3


def test_the_resident_is_told_when_it_is_taken_and_when_the_answer_comes(
    office: Office, chat: Chat, ivan: Official
) -> None:
    number = office.files()
    ivan.presses("accept", on=chat.card(number))
    assert chat.toast == "accepted-you"
    [told] = office.resident_sees
    assert told.notice.message.paragraphs == (
        Phrase("told-accepted", (("number", number), ("due", office.appeals[number].due_at))),
    )


@pytest.mark.parametrize("status", [Status.ANSWERED, Status.CLOSED, Status.DECLINED, Status.WITHDRAWN])
@pytest.mark.parametrize("verb", ["answer", "ask", "solve", "explain", "transfer", "extend", "decline", "accept"])
def test_old_buttons_of_a_closed_appeal_say_so(
    office: Office, chat: Chat, ivan: Official, status: Status, verb: str
) -> None:
    if (status, verb) == (Status.ANSWERED, "answer"):
        pytest.skip("what was answered can be corrected")
    number = office.files(status=status, accepted_by="Ольга")
    lines = len(chat.lines)
    ivan.presses_data(f"d:{verb}:{number}", on=chat.card(number))
    assert chat.toast == "not-possible-now"
    assert len(chat.lines) == lines
