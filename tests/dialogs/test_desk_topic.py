"""«Изменить тему»: what is likely stands first, whoever is faster wins, and another desk is offered, not taken."""

from dataclasses import dataclass, replace

import pytest

from bot.appeals.appeal import Place
from bot.appeals.district import District, Point
from bot.appeals.status import OPEN, Action, Status
from bot.dialogs.effects import Act
from bot.dialogs.message import Button
from bot.triage.reading import Reading
from tests.appeals.small_district import small
from tests.dialogs.desk_office import Office
from tests.dialogs.desk_talk import Chat, Line, Official


@dataclass(frozen=True)
class Guesses:
    """A triage that thinks of these topics, whatever is said."""

    topics: tuple[str, ...]

    def __call__(self, text: str, point: Point | None = None) -> Reading:
        return Reading(self.topics)


def topics(line: Line) -> list[str]:
    """The topics that the buttons choose."""
    data = [one.data for row in line.message.buttons for one in row]
    return [one.rsplit(":", 1)[1] for one in data if one.startswith("d:topic:")]


def topic_button(line: Line, topic: str) -> Button:
    return next(one for row in line.message.buttons for one in row if one.data.endswith(f":{topic}"))


def chooses(official: Official, line: Line, topic: str) -> None:
    official.presses_data(topic_button(line, topic).data, on=line)


@pytest.fixture
def number(office: Office, chat: Chat) -> str:
    """It stands at the desk of Rechnoye; of roads in Lesnoye a department takes care."""
    return office.files("Дорогу замело, не пройти", topic="roads.pothole", place=Place("lesnoe", "Бор"))


def test_the_next_best_guesses_stand_first_and_the_present_topic_is_not_offered(
    office: Office, chat: Chat, ivan: Official, number: str
) -> None:
    office.triage = Guesses(("roads.pothole", "garbage.litter", "roads.snow"))
    ivan.presses("retopic", on=chat.card(number))
    assert chat.sees.says("retopic-likely")
    assert topics(chat.sees)[:2] == ["garbage.litter", "roads.snow"]
    assert "roads.pothole" not in topics(chat.sees)
    assert "Ямы и разбитая дорога" in chat.sees.text


def test_without_a_guess_the_neighbours_of_the_present_topic_are_likely(
    chat: Chat, ivan: Official, number: str
) -> None:
    ivan.presses("retopic", on=chat.card(number))
    assert topics(chat.sees)
    assert {one.split(".")[0] for one in topics(chat.sees)} == {"roads"}


def test_a_press_changes_the_topic_and_the_resident_hears_nothing(
    office: Office, chat: Chat, ivan: Official, number: str
) -> None:
    ivan.presses("retopic", on=chat.card(number))
    choice = chat.sees
    chooses(ivan, choice, "roads.snow")
    assert office.appeals[number].topic == "roads.snow"
    assert office.appeals[number].status is Status.NEW
    assert office.resident_sees == []
    assert chat.toast == "topic-changed-you"
    assert choice.says("topic-changed")
    assert "Кто изменил: Иван" in choice.text
    assert topics(choice) == []
    assert f"Тема: {office.district.topics['roads.snow'].name}" in chat.card(number).text


def test_history_knows_who_changed_it_to_what(office: Office, chat: Chat, ivan: Official, number: str) -> None:
    ivan.presses("retopic", on=chat.card(number))
    chooses(ivan, chat.sees, "roads.snow")
    ivan.presses("history", on=chat.card(number))
    assert "тема изменена · Иван" in chat.sees.text
    assert f"→ {office.district.topics['roads.snow'].name}" in chat.sees.text


def test_every_topic_of_the_district_can_be_reached_by_buttons(
    office: Office, chat: Chat, ivan: Official, number: str
) -> None:
    ivan.presses("retopic", on=chat.card(number))
    line, reached, walked = chat.sees, set(topics(chat.sees)), set()
    todo = [one.data for row in line.message.buttons for one in row]
    while todo:
        data = todo.pop()
        if data in walked or not data.startswith("d:retopic:"):
            continue
        walked.add(data)
        ivan.presses_data(data, on=line)
        reached |= set(topics(line))
        todo += [one.data for row in line.message.buttons for one in row]
    assert reached == set(office.district.topics) - {"roads.pothole"}
    assert office.acts == []


def test_two_press_at_once_one_wins_and_the_other_is_told(
    office: Office, chat: Chat, ivan: Official, olga: Official, number: str
) -> None:
    ivan.presses("retopic", on=chat.card(number))
    choice = chat.sees
    his, hers = (topic_button(choice, one).data for one in ("roads.snow", "roads.sidewalk"))
    ivan.presses_data(his, on=choice)
    olga.presses_data(hers, on=choice)
    assert office.appeals[number].topic == "roads.snow"
    assert chat.toast == "topic-overtaken"
    assert office.district.topics["roads.snow"].name in chat.told()


def test_the_same_topic_twice_is_done_once(office: Office, chat: Chat, ivan: Official, number: str) -> None:
    ivan.presses("retopic", on=chat.card(number))
    data = topic_button(chat.sees, "roads.snow").data
    ivan.presses_data(data)
    ivan.presses_data(data)
    assert len(office.acts) == 1
    assert chat.toast == "topic-same"


def test_a_topic_that_left_the_district_is_not_taken(office: Office, chat: Chat, ivan: Official, number: str) -> None:
    ivan.presses("retopic", on=chat.card(number))
    data = topic_button(chat.sees, "roads.snow").data
    left = {code: one for code, one in office.district.topics.items() if code != "roads.snow"}
    office.district = replace(office.district, topics=left)
    ivan.presses_data(data)
    assert chat.toast == "topic-gone"
    assert office.acts == []


@pytest.mark.parametrize("status", sorted(set(Status) - OPEN))
def test_an_old_choice_of_what_is_closed_says_so(
    office: Office, chat: Chat, ivan: Official, number: str, status: Status
) -> None:
    ivan.presses("retopic", on=chat.card(number))
    data = topic_button(chat.sees, "roads.snow").data
    office.appeals[number] = replace(office.appeals[number], status=status)
    for old in (data, f"d:retopic:{number}"):
        ivan.presses_data(old)
        assert chat.toast == "not-possible-now"
    assert office.acts == []


def test_words_in_answer_to_the_choice_are_no_reply_to_the_resident(chat: Chat, ivan: Official, number: str) -> None:
    ivan.presses("retopic", on=chat.card(number))
    ivan.replies("Это снег", to=chat.sees)
    assert chat.sees.says("choose-by-button")


# Another desk


@pytest.fixture
def away(office: Office, chat: Chat, ivan: Official, number: str) -> Line:
    """The message after a topic of the department was chosen."""
    office.act(Act(number, Action.RETOPIC, ivan.person, arg="garbage.litter"))
    ivan.presses("retopic", on=chat.card(number))
    chooses(ivan, in_list(ivan, chat.sees, "roads"), "roads.snow")
    return chat.sees


def in_list(official: Official, line: Line, category: str) -> Line:
    official.presses_data(f"{line.button('retopic').data.rsplit(':', 1)[0]}:in.{category}.0", on=line)
    return line


def test_another_desk_is_offered_and_one_press_hands_over_after_the_time_to_recall(
    office: Office, chat: Chat, ivan: Official, number: str, away: Line
) -> None:
    roads = Chat(office, "roads")
    assert away.says("topic-changed", "topic-of-another-desk")
    assert office.appeals[number].desk == "rechnoe"
    ivan.presses("hand", on=away)
    assert chat.sees.says("preview-leaving", "told-transfer")
    assert office.resident_sees == []
    chat.waits(30)
    assert office.appeals[number].desk == "roads"
    assert roads.card(number).buttons[0] == "accept"
    [told] = office.resident_sees
    assert "Дороги" in chat.reads(told.notice.message)


def test_a_handover_by_one_press_can_be_taken_back(
    office: Office, chat: Chat, ivan: Official, number: str, away: Line
) -> None:
    ivan.presses("hand", on=away)
    ivan.presses("recall", on=chat.sees)
    assert chat.sees.says("preview-recalled", "told-transfer")
    assert not chat.sees.says("preview-own-reason")
    chat.waits(60)
    assert office.appeals[number].desk == "rechnoe"
    ivan.presses("send", on=chat.sees)
    chat.waits(60)
    assert office.appeals[number].desk == "roads"


def test_an_impatient_second_press_hands_over_once(
    office: Office, chat: Chat, ivan: Official, number: str, away: Line
) -> None:
    ivan.presses("hand", on=away)
    ivan.presses("hand", on=away)
    assert chat.toast == "reply-leaving"
    chat.waits(60)
    ivan.presses("hand", on=away)
    assert chat.toast == "card-moved"
    assert [one.action for one in office.acts].count(Action.TRANSFER) == 1


def test_nobody_is_offered_where_the_present_desk_takes_the_topic(
    office: Office, chat: Chat, ivan: Official, number: str
) -> None:
    own = office.files()
    ivan.presses("retopic", on=chat.card(own))
    chooses(ivan, chat.sees, "roads.snow")
    assert chat.sees.says("topic-changed")
    assert chat.sees.message.buttons == ()

    office.act(Act(number, Action.TRANSFER, ivan.person, arg="roads"))
    roads = Chat(office, "roads")
    office.act(Act(number, Action.ACCEPT, ivan.person))
    assert roads.card(number).buttons
    petr = roads.official("Пётр")
    petr.presses("retopic", on=roads.card(number))
    chooses(petr, roads.sees, "roads.snow")
    assert roads.sees.says("topic-changed")
    assert roads.sees.message.buttons == ()


def test_a_desk_that_nobody_reads_is_named_before_it_is_chosen(
    office: Office, chat: Chat, ivan: Official, number: str
) -> None:
    office.chatless = frozenset({"roads"})
    ivan.presses("transfer", on=chat.card(number))
    choice = chat.sees
    ivan.presses("roads", on=choice)
    assert chat.sees.says("prompt-transfer", "desk-without-chat")
    ivan.presses("lesnoe", on=choice)
    assert not chat.sees.says("desk-without-chat")


def test_the_offer_too_says_that_nobody_reads_there(office: Office, chat: Chat, ivan: Official, number: str) -> None:
    office.chatless = frozenset({"roads"})
    ivan.presses("retopic", on=chat.card(number))
    chooses(ivan, chat.sees, "roads.snow")
    assert chat.sees.says("topic-of-another-desk", "desk-without-chat")


def test_an_appeal_of_a_settlement_that_is_gone_stays_where_it_is(office: Office, chat: Chat, ivan: Official) -> None:
    number = office.files(place=Place("gone", "Плёс"))
    ivan.presses("retopic", on=chat.card(number))
    chooses(ivan, chat.sees, "roads.snow")
    assert office.appeals[number].topic == "roads.snow"
    assert chat.sees.message.buttons == ()


def test_the_longest_codes_fit_a_button() -> None:
    """Telegram takes 64 bytes: the district may make up topics of its own."""
    code = f"{'c' * 20}.{'t' * 20}"
    district: District = small()
    odd = replace(district.topics["roads.snow"], code=code)
    office = Office(replace(district, topics={**district.topics, code: odd}))
    chat = Chat(office, "rechnoe")
    number = office.files(topic="roads.pothole")
    ivan = chat.official("Иван")
    ivan.presses("retopic", on=chat.card(number))
    chooses(ivan, in_list(ivan, chat.sees, "c" * 20), code)
    assert office.appeals[number].topic == code
