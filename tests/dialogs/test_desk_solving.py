"""«Решено» with photos: «до» and «после» become one picture, and the preview shows it before anybody sends it."""

import pytest

from bot.appeals.status import Action, Status
from bot.dialogs.events import HandlingFailed
from tests.dialogs.desk_office import Office
from tests.dialogs.desk_talk import Chat, Official


def solves(chat: Chat, by: Official, number: str, text: str = "Засыпали.", photos: tuple[str, ...] = ("after",)) -> str:
    by.presses("solve", on=chat.card(number))
    return by.replies(text, to=chat.sees, photos=photos)


def test_the_picture_is_asked_for_before_the_preview_is_shown(office: Office, chat: Chat, ivan: Official) -> None:
    number = office.files(photos=("pit", "road"))
    solves(chat, ivan, number)
    assert chat.previews == []
    wanted = chat.drawings[0]
    assert (wanted.number, wanted.before, wanted.after) == (number, ("pit.jpg", "road.jpg"), ("after.jpg",))
    chat.gets_picture("both.jpg")
    assert chat.sees.says("preview-solve")
    assert chat.sees.photos == ("both.jpg",)


def test_the_resident_gets_the_picture_that_was_shown(office: Office, chat: Chat, ivan: Official) -> None:
    number = office.files(photos=("pit",))
    solves(chat, ivan, number)
    chat.gets_picture("both.jpg")
    ivan.presses("send", on=chat.sees)
    chat.waits()
    [told] = office.resident_sees
    assert told.notice.message.photos == ("both.jpg",)
    assert [one.file for one in told.act.photos] == ["after.jpg"]
    assert office.appeals[number].status is Status.ANSWERED
    assert chat.card(number).says("card-result-solved")


def test_a_picture_that_failed_lets_the_photos_go_alone_and_says_so(office: Office, chat: Chat, ivan: Official) -> None:
    solves(chat, ivan, office.files(photos=("pit",)), photos=("one", "two"))
    chat.gets_picture(None)
    assert chat.sees.says("preview-no-collage", "preview-solve")
    assert chat.sees.photos == ("one.jpg", "two.jpg")
    ivan.presses("send", on=chat.sees)
    chat.waits()
    assert office.resident_sees[0].notice.message.photos == ("one.jpg", "two.jpg")


def test_a_picture_that_never_comes_does_not_swallow_the_words(office: Office, chat: Chat, ivan: Official) -> None:
    solves(chat, ivan, office.files(photos=("pit",)), "Засыпали щебнем.")
    chat.handles(HandlingFailed())
    assert chat.sees.says("desk-handling-failed")
    chat.waits(180)
    [preview] = chat.previews
    assert "Засыпали щебнем." in preview.message.paragraphs
    chat.gets_picture("late.jpg")
    assert chat.previews == [preview]
    assert preview.photos == ("after.jpg",)


def test_without_before_the_after_goes_alone(office: Office, chat: Chat, ivan: Official) -> None:
    solves(chat, ivan, office.files())
    assert chat.drawings == []
    assert chat.sees.photos == ("after.jpg",)
    assert not chat.sees.says("preview-no-collage")


def test_without_photos_there_is_nothing_to_draw(office: Office, chat: Chat, ivan: Official) -> None:
    solves(chat, ivan, office.files(photos=("pit",)), photos=())
    assert chat.drawings == []
    assert chat.sees.says("preview-solve")
    assert not chat.sees.says("preview-no-collage")


def test_an_album_is_drawn_as_one(office: Office, chat: Chat, ivan: Official) -> None:
    ivan.presses("solve", on=chat.card(office.files(photos=("pit",))))
    prompt = chat.sees
    for one in ("left", "right", "near"):
        ivan.replies(to=prompt, photos=(one,), album="A")
    assert chat.drawings == []
    chat.waits(2)
    assert [one.after for one in chat.drawings] == [("left.jpg", "right.jpg", "near.jpg")]


@pytest.mark.parametrize("verb", ["solve", "answer", "explain"])
def test_the_resident_s_own_photo_is_no_proof(office: Office, chat: Chat, ivan: Official, verb: str) -> None:
    ivan.presses(verb, on=chat.card(office.files(photos=("pit",))))
    mine = ivan.replies("Готово", to=chat.sees, photos=("pit",))
    assert chat.lines[-2].says("photo-same-as-before")
    assert chat.lines[-2].reply_to == mine
    assert chat.sees.photos == ()
    assert "Готово" in chat.sees.message.paragraphs
    assert chat.drawings == []


def test_of_two_photos_only_the_new_one_goes(office: Office, chat: Chat, ivan: Official) -> None:
    solves(chat, ivan, office.files(photos=("pit",)), photos=("pit", "after"))
    assert chat.drawings[0].after == ("after.jpg",)


def test_the_same_photo_alone_waits_for_another(office: Office, chat: Chat, ivan: Official) -> None:
    solves(chat, ivan, office.files(photos=("pit",)), text="", photos=("pit",))
    assert chat.sees.says("photo-same-as-before")
    assert chat.previews == []
    ivan.replies(to=chat.sees, photos=("after",))
    chat.gets_picture()
    assert chat.sees.says("preview-solve")
    assert chat.sees.photos == ("collage.jpg",)


def test_to_ask_about_the_resident_s_own_photo_is_all_right(office: Office, chat: Chat, ivan: Official) -> None:
    ivan.presses("ask", on=chat.card(office.files(photos=("pit",))))
    ivan.replies("Это у колодца?", to=chat.sees, photos=("pit",))
    assert chat.sees.photos == ("pit.jpg",)


def test_new_words_draw_a_new_picture_and_the_old_one_is_not_taken(office: Office, chat: Chat, ivan: Official) -> None:
    mine = solves(chat, ivan, office.files(photos=("pit",)), "Засыпли")
    ivan.edits(mine, "Засыпали")
    chat.waits(2)
    first, second = chat.drawings
    assert first.reply != second.reply
    chat.gets_picture("new.jpg")
    assert chat.previews[0].photos == ("new.jpg",)


def test_a_photo_added_to_the_preview_is_drawn_in(office: Office, chat: Chat, ivan: Official) -> None:
    solves(chat, ivan, office.files(photos=("pit",)))
    chat.gets_picture("one.jpg")
    ivan.replies(to=chat.sees, photos=("more",))
    assert chat.drawings[-1].after == ("after.jpg", "more.jpg")
    chat.gets_picture("two.jpg")
    assert [one.photos for one in chat.previews] == [("two.jpg",)]


def test_solved_without_a_word_or_a_photo_is_not_possible(office: Office, chat: Chat, ivan: Official) -> None:
    ivan.presses("solve", on=chat.card(office.files()))
    ivan.replies("  ", to=chat.sees)
    assert chat.sees.says("desk-unsupported")
    assert chat.previews == []
    assert office.acts == []


def test_a_solved_appeal_that_comes_back_can_be_solved_again(office: Office, chat: Chat, ivan: Official) -> None:
    number = office.files(photos=("pit",))
    solves(chat, ivan, number)
    chat.gets_picture()
    ivan.presses("send", on=chat.sees)
    chat.waits()
    office.resident(Action.REOPEN, number, "Снова яма")
    assert "accept" in chat.card(number).buttons
    solves(chat, ivan, number, "Заасфальтировали", ("new",))
    chat.gets_picture()
    ivan.presses("send", on=chat.sees)
    chat.waits()
    assert len(office.resident_sees) == 2


def test_done_and_a_photo_in_answer_to_the_card_become_a_solution_by_one_press(
    office: Office, chat: Chat, ivan: Official
) -> None:
    number = office.files(photos=("before",))
    ivan.replies("Сделали.", to=chat.card(number), photos=("after",))
    answer = chat.sees
    ivan.presses("solve", on=answer)
    assert answer.says("preview-replaced")
    chat.gets_picture("both.jpg")
    assert chat.sees.says("preview-solve")
    assert office.resident_sees == []
    ivan.presses("send", on=chat.sees)
    chat.waits()
    assert office.appeals[number].status is Status.ANSWERED
    assert office.appeals[number].result == "solved"


def test_an_answer_given_can_be_corrected_by_another(office: Office, chat: Chat, ivan: Official) -> None:
    number = office.files(status=Status.ANSWERED, accepted_by="Иван")
    ivan.replies("Поправка: заделаем в среду.", to=chat.card(number))
    ivan.presses("send", on=chat.sees)
    chat.waits()
    assert office.appeals[number].status is Status.ANSWERED
    [told] = office.resident_sees
    assert "Поправка: заделаем в среду." in told.notice.message.paragraphs
