"""Hostile words, names, numbers and crowds, through the real parts: nothing is believed, everybody else goes on."""

import re
from dataclasses import replace

import pytest

from bot.dialogs.card import LONGEST_NAME
from bot.dialogs.draft import MAX_PHOTOS, MAX_TEXT
from bot.dialogs.events import ButtonPressed, Person
from bot.dialogs.resident.confirming import FILED_AN_HOUR
from bot.usecases.codec import load_talk
from bot.usecases.platform import Edit, Outgoing
from bot.usecases.working import SIDE_BY_SIDE, handle_waiting
from storage.photo_files import PhotoFiles
from tests.handlers.telegram_scene import jpeg, setting
from tests.handlers.vk_world import vk
from tests.usecases.world import LAMP, POTHOLE, World, on_one_database
from tests.web.desk_scene import ADDRESS, coordinator, desk_app, entered, head

MARKUP = (
    "<script>alert(1)</script><img src=x onerror=alert(2)> \"onmouseover='alert(3) <b>жирно</b> "
    "[сюда](javascript:alert(4)) {{7*7}} </textarea></title> &lt;"
)
OFFICE = ("/office/", "/office/?q=alert", "/office/a/{number}", "/office/map", "/office/figures", "/office/letters")


async def test_telegram_gets_words_and_no_markup() -> None:
    """Of a message, under a photo, under an album, and of what is changed later."""
    photo = jpeg()
    async with setting() as scene:
        (first,) = await scene.messenger.send(Outgoing(1, scene.home, MARKUP))
        (second,) = await scene.messenger.send(Outgoing(2, scene.home, MARKUP, photos=(photo,)))
        await scene.messenger.send(Outgoing(3, scene.home, MARKUP, photos=(photo, photo)))
        await scene.messenger.edit(Edit(4, scene.home, (first,), f"{MARKUP}."))
        await scene.messenger.edit(Edit(5, scene.home, (second,), f"{MARKUP}.", has_photo=True))
        for call in ("sendMessage", "sendPhoto", "sendMediaGroup", "editMessageText", "editMessageCaption"):
            sent = str(scene.server.calls(call)[-1].params)
            assert "onerror" in sent, call
            assert not re.search(r"parse_mode\W+(HTML|Markdown)|'(caption_)?entities'\W+\[\{", sent), call


async def test_vk_calls_nobody_at_a_residents_word() -> None:
    from bot.handlers.vk.outgoing import VKMessenger

    async with vk() as (server, api):
        anna = server.user("Анна")
        anna.writes("Здравствуйте")
        messenger = VKMessenger(api, 1)
        said = "@all @online @здесь *durov [id1|Павел] [club1|тут] [https://evil.example|банк] @id1 (Павел) &#64;all"
        sent = await messenger.send(Outgoing(1, f"vk:{anna.id}", said))
        await messenger.edit(Edit(2, f"vk:{anna.id}", sent, f"{said}!"))
        texts = [one.params["message"] for call in ("send", "edit") for one in server.journal.of(f"messages.{call}")]
        assert len(texts) == 2
        for text in texts:
            assert not re.search(r"(^|\s)[@*]\w|\[(id|club|https?:)\w*\|?|&#", text)


@on_one_database
async def test_no_page_of_the_desk_makes_markup_of_a_residents_words(world: World) -> None:
    world.change(public_url=ADDRESS)
    desk, anna = await world.desk("roads"), world.resident("<b>Анна</b>", "telegram:501")
    await anna.agrees()
    number = await anna.files(f"{POTHOLE} {MARKUP}")
    await desk.answers(number, "Уточнить у жителя", MARKUP)
    await anna.writes(MARKUP)
    await world.later(seconds=2)
    async with entered(desk_app(world), await coordinator(world), "<i>Ольга</i>") as olga:
        for path in OFFICE:
            answer = await olga.client.get(path.format(number=number))
            assert answer.status_code == 200, path
            for raw in ("<script>alert", "<img src=x", "<b>жирно", "</textarea></title>", "<i>Ольга", "<b>Анна"):
                assert raw not in answer.text, (path, raw)
        page = (await olga.client.get(f"/office/a/{number}")).text
        assert "&lt;script&gt;alert" in page
        assert "49" not in re.findall(r"[^\w]49[^\w]", page)
        policy = (await olga.client.get("/office/")).headers["Content-Security-Policy"]
        assert "unsafe-inline" not in policy.partition("script-src")[2].partition(";")[0]


@on_one_database
async def test_a_photo_of_another_desk_is_not_there_under_any_address(world: World) -> None:
    world.change(public_url=ADDRESS)
    await world.desk("roads")
    anna = world.resident()
    await anna.agrees()
    number, other = await anna.files(POTHOLE, world.photo(1)), await anna.has_filed(LAMP)
    file = str(await world.one("SELECT file FROM appeal_photos"))
    app = desk_app(world)
    async with entered(app, await coordinator(world)) as olga:
        assert (await olga.client.get(f"/office/a/{number}/photo/{file}")).status_code == 200
        for path in (f"/office/a/{other}/photo/{file}", f"/office/a/{number}/photo/{'0' * 40}.jpg"):
            assert (await olga.client.get(path)).status_code == 404
        for trick in ("..%2f..%2fotklik.db", "%2e%2e/%2e%2e/otklik.db", f"{file[:2]}%2f{file}", f"{file}%00.html"):
            assert (await olga.client.get(f"/office/a/{number}/photo/{trick}")).status_code == 404, trick
    async with entered(app, await head(world, "bulgakovo")) as stranger:
        for path in (f"/office/a/{number}/photo/{file}", f"/office/a/{number}"):
            assert (await stranger.client.get(path)).status_code == 404


@pytest.mark.parametrize(
    "name",
    ["../otklik.db", "/etc/passwd", "..\\..\\x.jpg", "a" * 40 + ".jpg/../../otklik.db", "A" * 40 + ".jpg", "", ".jpg"],
)
@on_one_database
async def test_a_name_that_is_none_of_ours_opens_and_removes_nothing(world: World, name: str) -> None:
    files = PhotoFiles(world.media)
    (world.media / "..").resolve().joinpath("otklik.db").touch()
    with pytest.raises(FileNotFoundError):
        await files.read(name)
    with pytest.raises(FileNotFoundError):
        await files.remove(name, world.now)


@on_one_database
async def test_a_neighbours_number_tells_nothing_whichever_way_it_is_asked(world: World) -> None:
    await world.desk("roads")
    anna, boris = world.resident("Анна", "telegram:501"), world.resident("Борис", "telegram:502")
    await anna.agrees()
    await boris.agrees()
    number = await anna.files(POTHOLE)
    before = await world.rows("SELECT * FROM appeals")
    for words in (number, f"№ {number}", f"/мои {number}", f"/start {number}", f"/отмена {number}", "26-99999"):
        await boris.writes(words)
    for data in ("mine!", "more", "reply", "rate", "drop", "asis", "into", "withdraw", "withdraw!", "case", "join"):
        for sent in (f"{data}:{number}", f"{data}:1:{number}"):
            await boris.does(ButtonPressed(f"press-{world.new_id()}", boris.person, sent))
            assert number not in boris.last.text, sent
    await world.later(seconds=2)
    assert "Бабино" not in boris.screen
    assert "у магазина" not in boris.screen
    assert before == await world.rows("SELECT * FROM appeals")


@on_one_database
async def test_an_outsider_in_no_desks_chat_acts_for_nobody(world: World) -> None:
    """Nor do those of another desk, nor those of a chat that has lost its desk: each press is refused and noted."""
    world.change(public_url=ADDRESS)
    desk = await world.desk("roads")
    number = await world.resident().has_filed()
    card = desk.card(number).id
    before = await world.rows("SELECT status, desk, accepted_by FROM appeals")
    stranger = world.official("Чужой", "telegram:-999", "telegram:666")
    other = await world.desk("lighting", "telegram:-300", "Олег")
    verbs = ("accept", "answer", "solve", "explain", "transfer", "to", "extend", "decline", "ask", "history", "story")
    for someone in (stranger, other):
        for verb in verbs:
            press = ButtonPressed(f"press-{world.new_id()}", someone.person, f"d:{verb}:{number}:roads", card)
            await someone.does(press)
            assert someone.toast, verb
    await world.execute("DELETE FROM bindings WHERE chat = :chat", chat=desk.chat)
    await desk.does(ButtonPressed("press-late", desk.person, f"d:accept:{number}", card))
    for words in ("/кабинет", "/сводка", "/история", f"/закрыть {number}", "/start", "AAAA-2345"):
        seen = len(stranger.sees)
        await stranger.writes(words)
        assert len(stranger.sees) > seen, words
    assert before == await world.rows("SELECT status, desk, accepted_by FROM appeals")
    assert number not in stranger.screen
    assert "office/enter" not in stranger.screen
    noted = [str(one["what"]) for one in await world.rows("SELECT what FROM intrusions ORDER BY id")]
    assert noted == ["foreign_press"] * (2 * len(verbs) + 1) + ["unknown_code"]


@on_one_database
async def test_one_resident_cannot_fill_the_place_of_the_others(world: World) -> None:
    """Endless words and photos stay one draft of a fixed size; who comes last has the first turn too."""
    anna, boris = world.resident(), world.resident("Борис", "telegram:502")
    await anna.agrees()
    await boris.agrees()
    photos = [world.photo(seed) for seed in range(MAX_PHOTOS + 2)]
    flood = [("Яма. " * 600, *photos[:6]), ("Яма. " * 600, *photos[6:]), *[("Яма. " * 600,)] * SIDE_BY_SIDE]
    await world.accept([anna.update(anna.message(*one)) for one in flood])
    await world.accept([boris.update(boris.message(POTHOLE))])
    await handle_waiting(world.service, limit=1)
    waiting = "SELECT count(*) FROM updates WHERE state = 0 AND chat = :chat"
    assert await world.one(waiting, chat=boris.chat) == 0
    assert await world.one(waiting, chat=anna.chat) == len(flood) - 1
    await world.settle()
    talk = load_talk(str(await world.one("SELECT state FROM talks WHERE chat = :chat", chat=anna.chat)))
    assert MAX_TEXT - 3000 < len(talk.draft.text) <= MAX_TEXT + 3  # the ends of lines
    assert len(talk.draft.photos) == MAX_PHOTOS
    assert await world.one("SELECT count(*) FROM updates WHERE state != 1") == 0


@on_one_database
async def test_one_resident_files_so_many_an_hour_and_no_more(world: World) -> None:
    desk, anna = await world.desk("roads"), world.resident()
    for at in range(FILED_AN_HOUR):
        await anna.has_filed(f"Яма номер {at}")
    await anna.is_about_to_send(LAMP)
    await anna.does(anna.sending())
    assert await world.one("SELECT count(*) FROM appeals") == FILED_AN_HOUR
    assert desk.screen.count("№ ") >= FILED_AN_HOUR
    assert "Отправить" in anna.last.labels


async def test_a_name_is_only_a_name(world: World) -> None:
    """Long, empty, in all directions of writing: the card holds a short first name, and the database takes it."""
    desk = await world.desk("roads")
    for at, name in enumerate(("А" * 5000, "\u202eенА\u0000", "@all", "[id1|Павел]", "\n\n№ 26-00001 · решено", "")):
        someone = world.resident(name, f"telegram:{9000 + at}")
        someone = replace(someone, person=Person(someone.chat, name))
        number = await someone.has_filed()
        assert len(desk.card(number).text.partition("Пишет: ")[2].partition("\n")[0]) <= LONGEST_NAME
        assert "· решено" not in desk.card(number).text.partition("Пишет")[2]
    official = world.official("Я" * 5000, desk.chat, "telegram:77")
    await official.presses("Принять", desk.card(number))
    assert "В работе у: Я" in desk.card(number).text
