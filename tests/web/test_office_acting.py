"""What is done at the desk is done as in the chats: the card changes, the resident hears of it, nobody is overtaken."""

import re

import pytest

from bot.usecases.platform import Refused
from tests.pictures.photographs import encoded, street
from tests.usecases.world import POTHOLE, World, on_one_database
from tests.web.desk_scene import coordinator, desk_app, entered

pytestmark = on_one_database


def picture(seed: int, *, mended: bool = False) -> bytes:
    return encoded(street(seed, (320, 240), mended))


async def test_an_answer_is_shown_first_and_then_goes_and_the_card_knows_who(world: World) -> None:
    roads, anna = await world.desk("roads"), world.resident()
    await anna.agrees()
    number = await anna.files(POTHOLE)
    async with entered(desk_app(world), await coordinator(world)) as olga:
        await olga.opens(f"/office/a/{number}")
        await olga.sends(f"/office/a/{number}", action="accept")
        await olga.opens(f"/office/a/{number}?done=accept")
        assert "Сделано: взято в работу." in olga.page
        await world.settle()
        assert "В работе у: Ольга (куратор района)" in roads.card(number).text

        told = len(anna.sees)
        await olga.sends(f"/office/a/{number}", 200, action="answer", text="Засыплем завтра")
        assert "Житель увидит это:" in olga.page
        await world.settle()
        assert len(anna.sees) == told  # nothing has gone yet
        await olga.sends(f"/office/a/{number}", action="answer", text="Засыплем завтра", step="send")
        await world.settle()
        assert "Засыплем завтра" in anna.last.text
        page = await olga.opens(f"/office/a/{number}")
        assert "ответ жителю · Ольга (куратор района)" in page


async def test_a_solution_with_a_photo_makes_before_and_after(world: World) -> None:
    roads, anna = await world.desk("roads"), world.resident()
    await anna.agrees()
    number = await anna.files(POTHOLE, world.photo(1))
    async with entered(desk_app(world), await coordinator(world)) as olga:
        page = await olga.opens(f"/office/a/{number}")
        before = re.findall(r'src="(/office/a/[^"]+/photo/[^"]+)"', page)
        assert (await olga.client.get(before[0])).headers["content-type"] == "image/jpeg"
        await olga.opens(f"/office/a/{number}/photo/other.jpg", 404)
        await olga.opens(f"/office/a/{number}")

        files = [("photos", ("after.jpg", picture(1, mended=True), "image/jpeg"))]
        await olga.sends(f"/office/a/{number}", 200, action="solve", text="Засыпали", files=files)
        kept, collage = olga.all_hidden("kept"), olga.hidden("collage")
        assert len(kept) == 1
        shown = re.search(r'src="(/office/picture\?of=[^"]+)"', olga.page)
        assert shown is not None
        assert (await olga.client.get(shown[1])).status_code == 200
        sent = {"action": "solve", "text": "Засыпали", "kept": kept, "collage": collage, "step": "send"}
        await olga.sends(f"/office/a/{number}", **sent)
        await world.settle()
        assert "Итог: решено" in roads.card(number).text
        # One picture goes to the resident: both sides on it.
        assert len(anna.seen("всё сделано").photos) == 1
        page = await olga.opens(f"/office/a/{number}")
        assert "Фото «после»" in page


async def test_the_residents_own_photo_proves_nothing(world: World) -> None:
    anna = world.resident()
    await world.desk("roads")
    await anna.agrees()
    number = await anna.files(POTHOLE, world.photo(1))
    async with entered(desk_app(world), await coordinator(world)) as olga:
        await olga.opens(f"/office/a/{number}")
        files = [("photos", ("same.jpg", picture(1), "image/jpeg"))]
        await olga.sends(f"/office/a/{number}", 422, action="solve", files=files)
        assert "Такое фото уже есть" in olga.page


async def test_a_file_that_is_no_photo_is_named_and_the_words_stay(world: World) -> None:
    anna = world.resident()
    await world.desk("roads")
    await anna.agrees()
    number = await anna.files(POTHOLE)
    async with entered(desk_app(world), await coordinator(world)) as olga:
        await olga.opens(f"/office/a/{number}")
        files = [
            ("photos", ("virus.jpg", b"MZ not a picture", "image/jpeg")),
            ("photos", ("after.jpg", picture(2), "image/jpeg")),
        ]
        await olga.sends(f"/office/a/{number}", 422, action="solve", text="Мои слова", files=files)
        assert "не получилось открыть как фото" in olga.page
        assert "Мои слова" in olga.page
        # The good one need not be chosen again; a forged one is nobody's.
        kept = olga.all_hidden("kept")
        assert len(kept) == 1
        forged = kept[0].replace(kept[0][:4], "abcd", 1)
        await olga.sends(f"/office/a/{number}", 200, action="solve", text="Мои слова", kept=[*kept, forged])
        assert olga.all_hidden("kept") == kept
        await olga.opens("/office/picture?of=" + forged, 404)


async def test_whoever_was_overtaken_sees_by_what_and_loses_no_words(world: World) -> None:
    roads, anna = await world.desk("roads"), world.resident()
    await anna.agrees()
    number = await anna.files(POTHOLE)
    app = desk_app(world)
    async with entered(app, await coordinator(world)) as olga, entered(app, roads, "Иван") as ivan:
        await olga.opens(f"/office/a/{number}")
        await ivan.opens(f"/office/a/{number}")
        await ivan.sends(f"/office/a/{number}", action="answer", text="Уже едем", step="send")
        await olga.sends(f"/office/a/{number}", 409, action="answer", text="Разберёмся завтра")
        assert "пока вы писали" in olga.page
        assert "Уже едем" in olga.page
        assert "Разберёмся завтра" in olga.page
        await world.settle()
        assert "Разберёмся" not in anna.screen
        # Having seen it, she may send it all the same.
        await olga.sends(f"/office/a/{number}", 200, action="answer", text="Разберёмся завтра")
        await anna.writes("Спасибо, жду", to=anna.seen("Уже едем"))
        await world.later(seconds=30)
        await olga.sends(f"/office/a/{number}", 409, action="answer", text="Разберёмся завтра", step="send")
        assert "Разберёмся завтра" in olga.page


async def test_what_the_status_does_not_allow_is_not_done(world: World) -> None:
    roads, anna = await world.desk("roads"), world.resident()
    await anna.agrees()
    number = await anna.files(POTHOLE)
    async with entered(desk_app(world), roads, "Иван") as ivan:
        await ivan.opens(f"/office/a/{number}")
        await ivan.sends(f"/office/a/{number}", action="solve", text="Готово", step="send")
        page = await ivan.opens(f"/office/a/{number}")
        assert 'value="decline"' not in page
        await ivan.sends(f"/office/a/{number}", 422, action="decline", arg="abuse", step="send")
        assert "другое состояние" in ivan.page
        await ivan.sends(f"/office/a/{number}", 400, action="erase")


@pytest.mark.parametrize(
    ("action", "fields", "wanted"),
    [
        ("ask", {}, "Здесь нужны слова"),
        ("answer", {}, "Напишите хотя бы несколько слов"),
        ("transfer", {"arg": "nowhere", "text": "Почему"}, "Выберите, кому передать"),
        ("extend", {"arg": "2020-01-01", "text": "Почему"}, "Выберите день"),
        ("extend", {"arg": "завтра", "text": "Почему"}, "Выберите день"),
        ("retopic", {"arg": "no.topic"}, "Выберите новую тему"),
        ("decline", {"arg": "", "text": "Почему"}, "Выберите причину"),
        ("decline", {"arg": "not_ours"}, "Здесь нужны слова"),
    ],
)
async def test_what_is_missing_is_said(world: World, action: str, fields: dict[str, str], wanted: str) -> None:
    roads, anna = await world.desk("roads"), world.resident()
    await anna.agrees()
    number = await anna.files(POTHOLE)
    async with entered(desk_app(world), roads, "Иван") as ivan:
        await ivan.opens(f"/office/a/{number}")
        await ivan.sends(f"/office/a/{number}", 422, action=action, **fields)
        assert wanted in ivan.page


async def test_every_other_deed_arrives_where_it_should(world: World) -> None:
    roads, tretyakovo = await world.desk("roads"), await world.desk("tretyakovo", "telegram:-101", "Мария")
    anna = world.resident()
    await anna.agrees()
    number = await anna.files(POTHOLE)
    async with entered(desk_app(world), await coordinator(world)) as olga:
        await olga.opens(f"/office/a/{number}")
        deeds: list[tuple[str, dict[str, str], str]] = [
            ("note", {"text": "Только между нами"}, ""),
            ("ask", {"text": "С какой стороны?"}, "С какой стороны?"),
            ("extend", {"arg": "a day", "text": "Ждём асфальт"}, "Ждём асфальт"),
            ("retopic", {"arg": "telecom.service"}, ""),
            ("transfer", {"arg": "tretyakovo", "text": "Это ваша улица"}, "Третьяков"),
            ("decline", {"arg": "not_ours", "text": "Дорога областная"}, "Дорога областная"),
        ]
        for action, fields, told in deeds:
            before = len(anna.sees)
            if action == "extend":
                fields["arg"] = re.findall(r'<option value="(\d{4}-\d\d-\d\d)"', olga.page)[1]
            await olga.sends(f"/office/a/{number}", action=action, step="send", **fields)
            await world.settle()
            assert told in anna.last.text if told else len(anna.sees) == before, action
            await olga.opens(f"/office/a/{number}")
        assert "Только между нами" in olga.page
        assert "Это ваша улица" in tretyakovo.screen
        assert "Сообщение передали" in roads.card(number).text


async def test_whoever_hands_over_the_last_of_it_is_told_where_it_went(world: World) -> None:
    roads, anna = await world.desk("roads"), world.resident()
    await anna.agrees()
    number = await anna.files(POTHOLE)
    async with entered(desk_app(world), roads, "Иван") as ivan:
        await ivan.opens(f"/office/a/{number}")
        fields = {"action": "transfer", "arg": "tretyakovo", "text": "Ваша улица", "step": "send"}
        answer = await ivan.sends(f"/office/a/{number}", **fields)
        assert answer.headers["location"] == f"/office/?done=transfer.{number}"
        assert "Теперь за него отвечают другие" in await ivan.opens(answer.headers["location"])
        await ivan.opens(f"/office/a/{number}", 404)
        await ivan.sends(f"/office/a/{number}", 404, action="note", text="И всё же")


async def test_a_failed_letter_is_repeated_once_and_arrives(world: World) -> None:
    roads, anna = await world.desk("roads"), world.resident()
    await anna.agrees()
    number = await anna.files(POTHOLE)
    desk = roads.card(number)
    world.telegram.always[anna.chat] = Refused("blocked", "Forbidden: bot was blocked by the user")
    app = desk_app(world)
    async with entered(app, await coordinator(world)) as olga, entered(app, roads, "Иван") as ivan:
        await olga.opens(f"/office/a/{number}")
        await olga.sends(f"/office/a/{number}", action="answer", text="Завтра починим", step="send")
        await world.settle()
        assert "не дошло" in roads.seen(f"№ {number} · ").text
        page = await olga.opens("/office/letters")
        assert "бот заблокирован" in page
        assert "Завтра починим" in page
        letter = olga.hidden("letter")

        del world.telegram.always[anna.chat]
        assert (await olga.sends("/office/letters", letter=letter)).headers["location"].endswith("yes")
        await world.settle()
        assert "Завтра починим" in anna.last.text
        assert "не дошло" not in roads.seen(f"№ {number} · ").text
        assert desk.id == roads.seen(f"№ {number} · ").id
        await ivan.opens("/office/letters")
        answer = await ivan.sends("/office/letters", letter=letter)
        assert "Этого здесь уже нет" in await ivan.opens(answer.headers["location"])
        assert "Всё дошло" in ivan.page


async def test_letters_of_others_are_neither_shown_nor_repeated(world: World) -> None:
    await world.desk("roads")
    lamp_desk = await world.desk("bulgakovo", "telegram:-109")
    anna = world.resident()
    await anna.agrees()
    number = await anna.files(POTHOLE)
    world.telegram.always[anna.chat] = Refused("blocked", "Forbidden")
    app = desk_app(world)
    async with entered(app, await coordinator(world)) as olga, entered(app, lamp_desk, "Сергей") as sergey:
        await olga.opens(f"/office/a/{number}")
        await olga.sends(f"/office/a/{number}", action="answer", text="Завтра", step="send")
        await world.settle()
        await olga.opens("/office/letters")
        assert "Всё дошло" in await sergey.opens("/office/letters")
        answer = await sergey.sends("/office/letters", letter=olga.hidden("letter"))
        assert answer.headers["location"].endswith("no")
        assert "Завтра" in await olga.opens("/office/letters")
