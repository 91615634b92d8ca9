"""Photos and documents go up and come down, with the rules for sending foreign ones on."""

import io
import json

import aiohttp
import pytest
from PIL import Image
from vkbottle import (
    DocMessagesUploader,
    PhotoMessageUploader,
    VKAPIError,
)
from vkbottle.tools.mini_types.bot import message_min

from tests.servers.test_vk_server.clients import Json, ask, picture


async def test_a_photo_goes_up_and_comes_down(server, api, events):
    anna = server.user("Анна", allowed=True)
    ours = picture(1600, 1200, "green")
    attachment = await PhotoMessageUploader(api).upload(ours, peer_id=anna.id)
    assert attachment.startswith(f"photo-{server.group_id}_")
    await api.messages.send(peer_id=anna.id, random_id=5, message="После", attachment=attachment)
    assert anna.sees[0].photos == [ours]

    theirs = picture(3000, 2000, "blue")
    anna.writes(photos=[theirs])
    sizes = message_min(await anext(events), api).get_photo_attachments()[0].sizes

    assert [size.width for size in sizes] != sorted(size.width for size in sizes)
    largest = max(sizes, key=lambda size: size.width * size.height)
    smallest = min(sizes, key=lambda size: size.width * size.height)
    assert (largest.width, largest.height) == (2560, 1707)
    small = Image.open(io.BytesIO(await api.http_client.request_content(smallest.url)))
    assert small.size == (smallest.width, smallest.height) == (75, 50)
    big = Image.open(io.BytesIO(await api.http_client.request_content(largest.url)))
    assert big.size == (2560, 1707)


async def test_a_small_photo_comes_down_as_it_was(server, api):
    anna = server.user("Анна")
    data = picture(640, 480)
    message = anna.writes(photos=[data])
    shown = (await api.messages.get_by_id(message_ids=[message.message_id])).items[0].attachments[0].photo
    largest = max(shown.sizes, key=lambda size: size.width)
    assert (largest.width, largest.height) == (640, 480)
    assert await api.http_client.request_content(largest.url) == data
    original = (await ask(server, "messages.getById", message_ids=message.message_id))["response"]["items"][0]
    url = original["attachments"][0]["photo"]["orig_photo"]["url"]
    assert await api.http_client.request_content(url) == data
    async with aiohttp.ClientSession() as http, http.get(url.split("?")[0]) as unsigned:
        assert unsigned.status == 404


async def test_a_document_goes_both_ways(server, api, events):
    anna = server.user("Анна", allowed=True)
    attachment = await DocMessagesUploader(api).upload(b"text", peer_id=anna.id, title="ответ.txt")
    await api.messages.send(peer_id=anna.id, random_id=6, attachment=attachment)
    assert anna.sees[0].attachments[0].name == "ответ.txt"

    anna.sends_doc(b"heic bytes", "IMG_1.HEIC", "вот фото")
    doc = message_min(await anext(events), api).get_doc_attachments()[0]
    assert (doc.ext.lower(), doc.type, doc.size) == ("heic", 4, 10)
    assert await api.http_client.request_content(doc.url) == b"heic bytes"


async def test_what_is_no_photo_is_not_saved_as_one(server, api):
    anna = server.user("Анна", allowed=True)
    with pytest.raises(VKAPIError[129]):
        await PhotoMessageUploader(api).upload(b"not a picture", peer_id=anna.id)
    with pytest.raises(VKAPIError[129]):
        await PhotoMessageUploader(api).upload(picture(10, 3000), peer_id=anna.id)
    with pytest.raises(VKAPIError[901]):
        await PhotoMessageUploader(api).upload(picture(), peer_id=server.user("Чужой").id)


async def test_foreign_attachments_are_dropped_in_silence_as_vk_does(server, api):
    """A photo from a private message goes on with its key; with the key from a chat's event it does not."""
    anna = server.user("Анна")
    chat = server.chat("Чат", [anna], full_access=True)
    private = anna.writes(photos=[picture()])
    public = anna.in_(chat).writes(photos=[picture()])
    photo = private.attachments[0]
    event_key = json.loads(server.feed._events[-1])["object"]["message"]["attachments"][0]["photo"]["access_key"]
    own = await PhotoMessageUploader(api).upload(picture(), peer_id=anna.id)
    wanted = [
        f"photo{anna.id}_{photo.id}_{photo.key}",
        f"photo{anna.id}_{public.attachments[0].id}_{event_key}",
        f"photo{anna.id}_{photo.id}",
        own,
    ]
    await api.messages.send(peer_id=anna.id, random_id=1, message="Вот", attachment=",".join(wanted))
    assert len(anna.sees[0].photos) == 2
    assert server.journal[-1].ignored == (wanted[1], wanted[2])
    (full,) = (await api.messages.get_by_conversation_message_id([public.id], chat.peer_id)).items
    assert full.attachments[0].photo.access_key == public.attachments[0].key != event_key


async def test_an_upload_saved_twice_is_one_photo(server, api):
    """So a bot may repeat the saving when the answer was lost."""
    anna = server.user("Анна", allowed=True)
    uploader = PhotoMessageUploader(api)
    uploaded = await uploader.upload_files((await uploader.get_server(peer_id=anna.id))["upload_url"], photo_file())
    first = (await ask(server, "photos.saveMessagesPhoto", **uploaded))["response"]
    assert (await ask(server, "photos.saveMessagesPhoto", **uploaded))["response"] == first


def photo_file() -> Json:
    file = io.BytesIO(picture())
    file.name = "photo.jpg"
    return {"photo": file}


async def test_eleven_photos_are_ten(server, api):
    anna = server.user("Анна", allowed=True)
    own = await PhotoMessageUploader(api).upload(picture(), peer_id=anna.id)
    await api.messages.send(peer_id=anna.id, random_id=1, attachment=",".join([own] * 11))
    assert len(anna.sees[0].photos) == 10
