"""The door of the desk: one link lets one person in, once, and only as long as the chat serves somebody."""

import asyncio
import re

from tests.usecases.world import World, on_one_database
from tests.web.desk_scene import ADDRESS, browser, coordinator, desk_app, entered, head, link_for

pytestmark = on_one_database


async def test_a_link_lets_one_person_in_once(world: World) -> None:
    link = await link_for(await coordinator(world))
    app = desk_app(world)
    async with browser(app) as olga, browser(app) as another:
        assert "Вы войдёте как: куратор района" in await olga.opens(link)
        await olga.opens(link)  # the preview of a messenger, or a second look, uses nothing up
        await olga.sends(link, name="Ольга")
        assert "Ольга, куратор района" in await olga.opens("/office/")

        assert "уже вошли" in await another.opens(link, 410)
        await another.sends(link, 410, name="Кто-то")
        await another.opens("/office/", 401)


async def test_a_link_dies_after_a_quarter_of_an_hour(world: World) -> None:
    link = await link_for(await coordinator(world))
    await world.later(minutes=16)
    async with browser(desk_app(world)) as olga:
        assert "уже не действует" in await olga.opens(link, 410)
        await olga.sends(link, 410, name="Ольга")


async def test_whoever_gives_no_name_keeps_the_link(world: World) -> None:
    link = await link_for(await coordinator(world))
    async with browser(desk_app(world)) as olga:
        await olga.opens(link)
        await olga.sends(link, 422, name="  ")
        assert "Напишите, пожалуйста" in olga.page
        await olga.sends(link, name="Ольга")


async def test_forged_and_foreign_sessions_find_the_door(world: World) -> None:
    """Not the digest out of a stolen database either, nor nearly the cookie of another who is inside."""
    app, official = desk_app(world), await coordinator(world)
    async with entered(app, official) as olga, entered(app, official) as maria, browser(app) as stranger:
        inside, another = (one.client.cookies["otklik_office"] for one in (olga, maria))
        assert inside != another
        kept = [str(row["digest"]) for row in await world.rows("SELECT digest FROM office_sessions")]
        for cookie in ("", "x", "A" * 22, "' OR 1=1 --", inside[:-1], inside.swapcase(), *kept):
            stranger.client.cookies.set("otklik_office", cookie, path="/office")
            for path in ("/office/", "/office/a/26-00001", "/office/map", "/office/export/file", "/office/letters"):
                assert "/кабинет" in await stranger.opens(path, 401)
        await stranger.opens("/office/enter/" + "A" * 22, 410)


async def test_nobody_reads_a_secret_in_the_database(world: World) -> None:
    official = await coordinator(world)
    link = await link_for(official)
    async with browser(desk_app(world)) as olga:
        await olga.opens(link)
        await olga.sends(link, name="Ольга")
        invited = await world.invite("desk", "roads")
        secrets = (link.rsplit("/", 1)[1], olga.client.cookies["otklik_office"], invited, invited.replace("-", ""))
        rows = [row for table in (await world.everything()).values() for row in table]
        assert not [row for row in rows if any(one in row for one in secrets)]


async def test_the_cookie_is_the_browsers_own(world: World) -> None:
    link = await link_for(await coordinator(world))
    async with browser(desk_app(world)) as olga:
        await olga.opens(link)
        set_cookie = (await olga.sends(link, name="Ольга")).headers["set-cookie"]
        assert {"HttpOnly", "SameSite=lax", "Path=/office"} <= set(re.split("; ", set_cookie))
        policy = (await olga.client.get("/office/")).headers["content-security-policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy


async def test_going_out_ends_the_session_everywhere(world: World) -> None:
    app = desk_app(world)
    async with entered(app, await coordinator(world)) as olga, browser(app) as thief:
        thief.client.cookies.set("otklik_office", olga.client.cookies["otklik_office"], path="/office")
        await thief.opens("/office/")
        await olga.opens("/office/")
        await olga.sends("/office/leave")
        await olga.opens("/office/", 401)
        await thief.opens("/office/", 401)


async def test_a_session_lives_while_it_is_used_and_not_for_ever(world: World) -> None:
    async with entered(desk_app(world), await coordinator(world)) as olga:
        for _ in range(14):
            await world.later(days=2)
            await olga.opens("/office/")
        await world.later(days=3)
        await olga.opens("/office/", 401)


async def test_words_written_while_the_session_ended_are_given_back(world: World) -> None:
    async with entered(desk_app(world), await coordinator(world)) as olga:
        await olga.opens("/office/")
        await world.later(days=4)
        await olga.sends("/office/a/26-00001", 401, action="answer", text="Засыплем <завтра>")
        assert "Войдите, пожалуйста, снова" in olga.page
        assert "Засыплем <завтра></textarea>" in olga.page
        await olga.sends("/office/a/26-00001", 401, action="answer", text="Чужие слова", token="a.b")
        assert "Чужие слова" not in olga.page, "words of another's form are nobody's"


async def test_a_session_ends_with_the_binding_and_does_not_come_back(world: World) -> None:
    official = await coordinator(world)
    async with entered(desk_app(world), official) as olga:
        await olga.opens("/office/")
        async with world.service.store.transaction() as tx:
            await tx.bindings.set_lost(official.chat, world.now)
        async with world.service.store.transaction() as tx:
            await tx.bindings.set_lost(official.chat, None)
        await olga.opens("/office/", 401)


async def test_a_stranger_cannot_have_a_form_sent(world: World) -> None:
    async with entered(desk_app(world), await coordinator(world)) as olga:
        await olga.opens("/office/")
        token = olga.hidden("token")
        for origin, given in (("https://evil.example", token), (ADDRESS, ""), (ADDRESS, "a.b"), (None, token)):
            headers = {"Origin": origin} if origin else {}
            answer = await olga.client.post("/office/leave", data={"token": given}, headers=headers)
            assert answer.status_code == 403
        await olga.opens("/office/")


async def test_in_a_group_the_bot_says_that_everybody_sees_the_link(world: World) -> None:
    desk = await world.desk("roads")
    await desk.writes("/кабинет")
    assert "Кабинет: " in desk.last.text
    assert "Эту ссылку видят все в чате" in desk.last.text
    await desk.writes("Встретимся, кабинет 12")
    assert desk.last.text.count("office/enter") == 1
    await desk.writes("кабинет")
    assert desk.seen("office/enter") is desk.last


async def test_a_head_asks_in_a_private_chat_and_a_resident_is_told_for_whom_it_is(world: World) -> None:
    anna = world.resident()
    await anna.agrees()
    await anna.writes("/кабинет")
    assert "для сотрудников администрации" in anna.last.text
    peter = world.resident("Пётр", "telegram:900")
    await peter.writes(await world.invite("head", "tretyakovo"))
    await peter.writes("/office")
    assert "Кабинет: глава, " in peter.last.text
    assert "Эту ссылку видят все" not in peter.last.text


async def test_without_an_address_the_bot_says_what_to_set(world: World) -> None:
    world.change(public_url="")
    official = await head(world)
    await official.writes("/кабинет")
    assert "OTKLIK_PUBLIC_URL" in official.last.text


async def test_of_two_who_press_at_once_one_comes_in(world: World) -> None:
    link = await link_for(await coordinator(world))
    app = desk_app(world)
    async with browser(app) as olga, browser(app) as another:
        ours, named = {"Origin": ADDRESS}, {"name": "Ольга"}
        pressed = [one.client.post(link, data=named, headers=ours) for one in (olga, another)]
        answers = await asyncio.gather(*pressed)
        assert sorted(one.status_code for one in answers) == [303, 410]


async def test_forms_and_seals_that_somebody_made_up_are_refused_kindly(world: World) -> None:
    async with entered(desk_app(world), await coordinator(world)) as olga:
        for token in ("", "x", "соль.подпись", "\ud800.x", "." * 1000):
            made_up = token.encode("utf-8", "replace").decode()
            answer = await olga.client.post("/office/leave", data={"token": made_up}, headers={"Origin": ADDRESS})
            assert answer.status_code == 403
        for seal in ("", "файл|отпечаток|подпись", "../../etc/passwd|x|" + "0" * 32):
            assert (await olga.client.get("/office/picture", params={"of": seal})).status_code == 404
        await olga.opens("/office/")


async def test_a_stranger_cannot_leave_megabytes_at_the_door(world: World) -> None:
    link = await link_for(await coordinator(world))
    async with browser(desk_app(world)) as stranger:
        files = {"photos": ("x.jpg", b"x" * 400_000, "image/jpeg")}
        answer = await stranger.client.post(link, data={"name": "Кто-то"}, files=files, headers={"Origin": ADDRESS})
        assert answer.status_code == 413
        await stranger.sends(link, name="Ольга")
