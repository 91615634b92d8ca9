"""Photos, albums and documents, in and out."""

from __future__ import annotations

import io

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
)
from aiogram.methods import GetFile, TelegramMethod
from aiogram.types import (
    BufferedInputFile,
    InputMediaDocument,
    InputMediaPhoto,
)
from PIL import Image

from tests.servers.telegram import TelegramServer
from tests.servers.test_telegram_server.bots import heard, jpeg, keyboard, photo


async def refused(call: TelegramMethod[object], bot: Bot) -> str:
    with pytest.raises(TelegramBadRequest) as refusal:
        await bot(call)
    return refusal.value.message


async def test_a_photo_comes_in_sizes_without_exif(server: TelegramServer, bot: Bot) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "where it was taken"
    anna = server.user("Анна")
    anna.sends_photo(jpeg(size=(1600, 1200), exif=exif), caption="Вот")
    (update,) = await heard(bot)
    sizes = update.message.photo
    assert [(size.width, size.height) for size in sizes] == [
        (68, 90),
        (240, 320),
        (600, 800),
        (960, 1280),
        (1200, 1600),
    ]
    assert len({size.file_id for size in sizes}) == len(sizes)
    downloaded = (await bot.download(sizes[-1].file_id)).read()
    assert len(downloaded) == sizes[-1].file_size
    with Image.open(io.BytesIO(downloaded)) as image:
        assert image.size == (1200, 1600)
        assert not image.getexif()
    with Image.open(await bot.download(sizes[0].file_id)) as small:
        assert small.size == (68, 90)


async def test_an_album_is_several_messages(server: TelegramServer, bot: Bot) -> None:
    anna = server.user("Анна")
    anna.sends_album([jpeg("red"), jpeg("green"), jpeg("blue")], caption="Три фото")
    said = [update.message for update in await heard(bot, 3)]
    assert len({message.media_group_id for message in said}) == 1
    assert [message.caption for message in said] == ["Три фото", None, None]
    assert [message.message_id - said[0].message_id for message in said] == [0, 1, 2]


async def test_the_bot_sends_photos_albums_and_documents(server: TelegramServer, bot: Bot) -> None:
    anna = server.user("Анна", started=True)
    sent = await bot.send_photo(anna.id, photo(jpeg("red")), caption="До", reply_markup=keyboard("Дальше"))
    again = await bot.send_photo(anna.id, sent.photo[-1].file_id)
    await bot.send_media_group(
        anna.id,
        [
            InputMediaPhoto(media=photo(jpeg("green")), caption="<b>После</b>", parse_mode="HTML"),
            InputMediaPhoto(media=photo()),
        ],
    )
    await bot.send_media_group(
        anna.id, [InputMediaDocument(media=BufferedInputFile(b"a", f"{n}.txt")) for n in range(2)]
    )
    await bot.send_document(anna.id, BufferedInputFile(b"report", "Отчёт.pdf"), caption="Отчёт")
    assert again.photo[-1].file_id == sent.photo[-1].file_id

    first, second, *album, _, _, document = anna.sees
    assert first.photos == second.photos == [jpeg("red")]
    assert (first.caption, first.buttons) == ("До", ["Дальше"])
    assert [message.photos for message in album] == [[jpeg("green")], [jpeg("red")]]
    assert album[0].album == album[1].album
    assert album[0].content["caption_entities"] == [{"type": "bold", "offset": 0, "length": 5}]
    assert document.documents == [("Отчёт.pdf", b"report")]


async def test_what_is_too_big_is_not_taken(server: TelegramServer, bot: Bot) -> None:
    anna = server.user("Анна")
    anna.sends_video(size=20 * 2**20 + 1)
    anna.sends_document(b"x", size=20 * 2**20)
    video, document = await heard(bot, 2)
    assert await refused(GetFile(file_id=video.message.video.file_id), bot) == "Bad Request: file is too big"
    assert (await bot.get_file(document.message.document.file_id)).file_size == 20 * 2**20
    assert await refused(GetFile(file_id="nonsense"), bot) == "Bad Request: invalid file_id"

    with pytest.raises(
        TelegramBadRequest,
        match=r"file of size 10485761 bytes is too big for a photo; the maximum size is 10485760 bytes",
    ):
        await bot.send_photo(anna.id, photo(jpeg() + b"\0" * (10 * 2**20 + 1 - len(jpeg()))))
    with pytest.raises(TelegramBadRequest, match=r"Bad Request: IMAGE_PROCESS_FAILED"):
        await bot.send_photo(anna.id, photo(b"not a picture"))
    with pytest.raises(TelegramBadRequest, match=r"Bad Request: PHOTO_INVALID_DIMENSIONS"):
        await bot.send_photo(anna.id, photo(jpeg(size=(2100, 100))))
