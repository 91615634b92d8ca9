"""Open311 GeoReport v2, writing: with a key, by the residents' own use-case, and nothing of the person is kept."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from bot.usecases.posting import key_digest
from tests.open_figures.test_open311 import is_like
from tests.open_figures.visitor import V2, Town
from tests.pictures.photographs import encoded, street
from tests.usecases.world import on_one_database

POTHOLE = {"service_code": "roads.pothole", "address_string": "деревня Бабино, улица Советская", "description": "Яма"}


def number_in(answer: httpx.Response) -> str:
    assert answer.status_code == 201, answer.text
    (one,) = answer.json()
    is_like(one, {"service_request_id": str, "service_notice": str, "account_id": type(None)})
    return str(one["service_request_id"])


def refusal(answer: httpx.Response) -> tuple[int, str]:
    (error,) = answer.json()
    assert error["code"] == answer.status_code
    return answer.status_code, error["description"]


async def test_what_is_posted_comes_to_the_right_desk_and_can_be_followed(town: Town) -> None:
    ivan = await town.world.desk("roads")
    key = await town.key("Карта ям")
    number = number_in(await town.posts(key, **POTHOLE))
    await town.world.settle()
    card = ivan.card(number)
    assert "Бабино, улица Советская · Третьяковское" in card.text
    assert "Пишет: Карта" in card.text
    assert "Яма\nМесто: деревня Бабино" in card.text
    (one,) = await town.requests(service_request_id=number)
    assert (one["status"], one["service_code"]) == ("open", "roads.pothole")
    assert one["address"] == "ул. Советская, деревня Бабино, Третьяковское сельское поселение"
    (resident,) = await town.world.rows("SELECT name, consent FROM residents")
    assert dict(resident) == {"name": "Карта ям", "consent": "open311:Карта ям"}

    await ivan.answers(number, "Решено", "Засыпали")
    await town.minutes_later()
    (one,) = await town.requests(service_request_id=number)
    assert one["status"] == "closed"
    assert await town.world.one("SELECT count(*) FROM letters WHERE state = 0") == 0, "no letter waits for nobody"
    assert "не дошло" not in ivan.card(number).text


@on_one_database
async def test_a_pin_names_the_settlement(town: Town) -> None:
    key = await town.key()
    answer = await town.posts(
        key, form="xml", service_code="garbage.dump", description="Свалка", lat="55.3", long="32.1"
    )
    assert answer.status_code == 201
    assert "<service_request_id>26-00001</service_request_id>" in answer.text
    assert "<account_id/>" in answer.text
    (row,) = await town.world.rows("SELECT settlement, lat, desk FROM appeals")
    assert (row["settlement"], row["lat"]) == ("bulgakovo", 55.3)


async def test_a_lost_answer_is_given_again(town: Town) -> None:
    key = await town.key()
    first = number_in(await town.posts(key, **POTHOLE))
    assert number_in(await town.posts(key, **POTHOLE)) == first
    assert number_in(await town.posts(key, **{**POTHOLE, "description": "Другая яма"})) != first
    await town.world.later(hours=2)
    assert number_in(await town.posts(key, **POTHOLE)) != first, "two hours later it is another one"


@on_one_database
async def test_the_person_behind_it_is_not_kept(town: Town) -> None:
    person = {"first_name": "Аделаида", "last_name": "Заречная", "email": "adel@example.ru", "phone": "+79101234567"}
    person |= {"device_id": "tt222111", "account_id": "a-77", "media_url": "http://127.0.0.1:9/x.jpg"}
    words = "Яма. Звоните мне: 8 910 765-43-21, блядь"
    key = await town.key()
    number_in(await town.posts(key, **{**POTHOLE, "description": words}, **person))
    kept = "\n".join(row for rows in (await town.world.everything()).values() for row in rows)
    for one in (*person.values(), "765-43-21", "блядь", key):
        assert one not in kept, one
    assert key_digest(key) in kept


@on_one_database
@pytest.mark.parametrize(
    ("changed", "status", "words"),
    [
        ({"service_code": ""}, 400, "service_code"),
        ({"service_code": "no.such"}, 404, "no.such"),
        ({"address_string": ""}, 400, "где это"),
        ({"address_string": "на углу"}, 400, "где это"),
        ({"address_string": "улица Центральная"}, 400, ""),
        ({"address_string": "", "lat": "59.93", "long": "30.33"}, 400, "не в нашем районе"),
        ({"lat": "north", "long": "32.1"}, 400, "lat"),
        ({"lat": "nan", "long": "32.1"}, 400, "lat"),
        ({"description": ""}, 400, "description"),
        ({"description": "я" * 4001}, 400, "4000"),
    ],
)
async def test_what_is_missing_is_named(town: Town, changed: dict[str, str], status: int, words: str) -> None:
    found = refusal(await town.posts(await town.key(), **{**POTHOLE, **changed}))
    assert found[0] == status
    assert words in found[1]
    assert await town.world.one("SELECT count(*) FROM appeals") == 0


async def test_only_a_key_in_force_opens(town: Town) -> None:
    key = await town.key("Карта ям")
    for wrong in ("", "xyz", key_digest(key), key + "x"):
        assert refusal(await town.posts(wrong, **POTHOLE))[0] == 403
    number_in(await town.posts(key, **POTHOLE))
    async with town.world.service.store.transaction() as tx:
        assert await tx.public.revoke_key("Карта ям", town.world.now)
        assert not await tx.public.revoke_key("Карта ям", town.world.now)
    assert refusal(await town.posts(key, **POTHOLE))[0] == 403


@on_one_database
async def test_one_client_cannot_flood(town: Town) -> None:
    key = await town.key()
    answers = [await town.posts(key, **POTHOLE) for _ in range(21)]
    assert {one.status_code for one in answers[:20]} == {201}
    assert refusal(answers[20])[0] == 429
    town.world.now += timedelta(minutes=1)
    assert (await town.posts(key, **POTHOLE)).status_code == 201


@on_one_database
async def test_whoever_tries_keys_does_not_stand_in_the_way_of_those_who_have_one(town: Town) -> None:
    key = await town.key()
    number_in(await town.posts(key, **POTHOLE))
    tried = [(await town.posts(f"{serial}", **POTHOLE)).status_code for serial in range(70)]
    assert tried[-1] == 429
    number_in(await town.posts(key, **POTHOLE))


@on_one_database
async def test_photos_come_with_the_form_and_only_from_who_is_known(town: Town) -> None:
    ivan, key = await town.world.desk("roads"), await town.key()

    async def sent(data: bytes, asked: dict[str, Any]) -> httpx.Response:
        async with town.visitor() as visitor:
            files = {"media": ("x.jpg", data, "image/jpeg")}
            return await visitor.post(f"{V2}/requests.json", params=asked, data=POTHOLE, files=files)

    picture = encoded(street(1, (320, 240)))
    assert refusal(await sent(picture, {}))[0] == 403
    assert refusal(await sent(b"<svg onload=alert(1)>", {"api_key": key}))[0] == 400
    number = number_in(await sent(picture, {"api_key": key}))
    await town.world.settle()
    assert "1 фотография" in ivan.card(number).text
    assert refusal(await sent(b"x" * (31 * 1024 * 1024), {"api_key": key}))[0] == 400


@on_one_database
async def test_a_body_without_an_end_is_not_read(town: Town) -> None:
    answer = await town.posts(await town.key(), **{**POTHOLE, "description": "я" * 100_000})
    assert refusal(answer)[0] == 400
