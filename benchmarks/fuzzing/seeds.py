"""What each decoder understands, one of every kind, to begin from: made by code, no file of it is kept."""

import gzip
import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PIL import Image

from bot.appeals.appeal import Photo, Place
from bot.appeals.district import Point
from bot.dialogs.desk.states import DeskTalk, Known, Reply
from bot.dialogs.draft import Draft, Said
from bot.dialogs.events import (
    BotAdded,
    BotRemoved,
    ButtonPressed,
    ChatMoved,
    CollageDrawn,
    KeptPhoto,
    LostPhoto,
    MessageEdited,
    MessageSent,
    Person,
    RemotePhoto,
)
from bot.dialogs.resident import states
from bot.triage.reading import Problem
from bot.usecases.codec import dump_desk_talk, dump_event, dump_talk
from bot.usecases.platform import KeyboardButton
from bot.usecases.writing import Content
from storage.archive import ArchiveWriter, named
from storage.portable import line_of
from tests.appeals.small_district import SMALL
from tests.handlers import telegram_shapes as tg
from tests.handlers import vk_shapes as vk
from tests.pictures.photographs import encoded, street

_NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
_ANNA = Person("telegram:5001", "Анна")


def _lines(objects: Iterable[object]) -> tuple[bytes, ...]:
    return tuple(json.dumps(one, ensure_ascii=False).encode() for one in objects)


def _telegram() -> Iterable[tg.Json]:
    sizes = [{"file_id": f"p{side}", "file_unique_id": "u", "width": side, "height": side} for side in (90, 800)]
    heic = {"file_id": "d", "file_unique_id": "u", "file_name": "IMG.HEIC", "mime_type": "image/heic", "file_size": 9}
    file = {"file_id": "f", "file_unique_id": "u", "duration": 3}
    point = {"latitude": 55.25, "longitude": 32.5}
    origin = {"type": "user", "date": 1_790_000_000, "sender_user": tg.ANNA}
    begun = {"name": "Дороги", "icon_color": 1}
    topic = {"message_thread_id": 3, "is_topic_message": True}
    of_residents: tuple[tg.Json, ...] = (
        {"text": "Яма у школы"},
        {"text": "/start ABCD-2345", "entities": [{"type": "bot_command", "offset": 0, "length": 6}]},
        {"photo": sizes, "caption": "Яма"},
        {"photo": sizes, "media_group_id": "77"},
        {"document": heic},
        {"location": point},
        {"location": point, "venue": {"location": point, "title": "Школа", "address": "Центральная, 5"}},
        {"contact": {"phone_number": "+79990000000", "first_name": "Анна", "user_id": 5001}},
        {"voice": file},
        {"text": "Яма", "forward_origin": origin},
        {"text": "Да", "reply_to_message": tg.ours(tg.HOME)},
        {"migrate_to_chat_id": -100_888},
    )
    of_groups: tuple[tg.Json, ...] = (
        {"text": "Починим", "reply_to_message": tg.ours()},
        {"text": "/my@otklik_bot now"},
        {"text": "вот ABCD-2345"},
        {"text": "обед?"},
        {"photo": sizes, "caption": "Готово", "reply_to_message": tg.ours(), **topic},
        {"new_chat_members": [tg.US]},
        {"text": "x", "reply_to_message": tg.message(tg.FORUM, number=3, forum_topic_created=begun), **topic},
    )
    yield from (tg.update(message=tg.message(**one)) for one in of_residents)
    yield from (tg.update(message=tg.message(tg.FORUM, **one)) for one in of_groups)
    yield tg.update(message=tg.message(tg.DESK, tg.HIDDEN, sender_chat=tg.DESK, text="/desk"))
    yield tg.update(edited_message=tg.message(text="Яма у дома 5", edit_date=1_790_000_009))
    yield tg.update(edited_message=tg.message(tg.DESK, text="Починим", edit_date=1, reply_to_message=tg.ours()))
    for stood in (tg.ours(), tg.ours(tg.FORUM, **topic), {"chat": tg.HOME, "message_id": 5, "date": 0}):
        pressed = {"id": "9", "from": tg.ANNA, "chat_instance": "1", "data": "send:1", "message": stood}
        yield tg.update(callback_query=pressed)
    for chat, old, new in (
        (tg.DESK, "left", "member"),
        (tg.DESK, "administrator", "kicked"),
        (tg.HOME, "kicked", "member"),
        (tg.HOME, "member", "kicked"),
        (tg.DESK, "restricted", "left"),
    ):
        yield tg.update(my_chat_member=tg.membership(chat, old, new))


def _vk() -> Iterable[vk.Json]:
    us = {"member_id": -vk.GROUP}
    size = {"type": "w", "width": 9, "height": 9, "url": "https://sun9-1.userapi.com/a.jpg"}
    doc = vk.attached("doc", ext="HEIC", url="https://vk.com/doc1")
    geo = {"type": "point", "coordinates": {"latitude": 55.25, "longitude": 32.5}}
    for content in (
        {"text": "Яма &lt;у&gt; школы"},
        {"text": "", "attachments": [vk.photo("a"), vk.attached("video", id=1), doc]},
        {"geo": geo},
        {"geo": {"coordinates": "55.25 32.5"}},
        {"attachments": [vk.attached("photo", sizes=[size], orig_photo=size)], "is_cropped": True},
        {"payload": '{"d": "send:1"}', "text": "Отправить"},
        {"payload": '{"command": "start"}', "ref": "ABCD2345"},
        {"fwd_messages": [vk.message(text="Яма", fwd_messages=[vk.message(attachments=[vk.photo("b")])])]},
        {"reply_message": vk.ours(peer=vk.ANNA), "text": "Да"},
    ):
        yield vk.written(**content)
    for content in (
        {"text": f"[club{vk.GROUP}|@otklik], починим"},
        {"text": f"@club{vk.GROUP} (Отклик) 7K3M-9QXP"},
        {"text": "/desk"},
        {"text": "Починим", "reply_message": vk.ours()},
        {"action": {"type": "chat_invite_user", **us}},
        {"action": {"type": "chat_create", "text": "Лесное"}},
        {"action": {"type": "chat_kick_user", **us}},
    ):
        yield vk.in_chat(**content)
    yield vk.event("message_edit", vk.message(text="Яма у дома 5"))
    yield vk.event("message_edit", vk.message(vk.CHAT, text="Починим", reply_message=vk.ours()))
    press = {"user_id": vk.ANNA, "peer_id": vk.CHAT, "event_id": "e", "conversation_message_id": 5}
    yield vk.event("message_event", press | {"payload": {"d": "accept:26-00001"}})
    yield vk.event("message_allow", {"user_id": vk.ANNA, "key": ""})
    yield vk.event("message_deny", {"user_id": vk.ANNA})


def _answers() -> Iterable[bytes]:
    no = {"ok": False, "error_code": 400}
    for status, answer in (
        (200, {"ok": True, "result": {"message_id": 7, "date": 1, "chat": {"id": 5}}}),
        (200, {"ok": True, "result": [{"message_id": 7}, {"message_id": 8}]}),
        (429, no | {"description": "Too Many Requests: retry after 5", "parameters": {"retry_after": 5}}),
        (400, no | {"description": "Bad Request: group is migrated", "parameters": {"migrate_to_chat_id": -100_888}}),
        (400, no | {"description": "Bad Request: chat not found"}),
        (401, no | {"description": "Unauthorized"}),
        (403, no | {"description": "Forbidden: bot was blocked by the user"}),
        (404, no | {"description": "Not Found"}),
        (409, no | {"description": "Conflict: terminated by other getUpdates request"}),
        (413, no | {"description": "Request Entity Too Large"}),
        (500, no | {"description": "Internal Server Error: restart"}),
        (200, {"error": {"error_code": 6, "error_msg": "Too many requests per second"}}),
        (200, {"error": {"error_code": 901, "error_msg": "Can't send messages for users without permission"}}),
        (200, {"error": {"error_code": 909, "error_msg": "too old"}}),
        (200, {"error": {"error_code": 5, "error_msg": "User authorization failed"}}),
    ):
        yield f"{status} {json.dumps(answer)}".encode()
    yield b"502 <html>Bad Gateway</html>"


def _stored() -> Iterable[bytes]:
    place = Place("rechnoe", "Плёс", "Центральная, 5", Point(55.25, 32.5))
    draft = Draft(
        (Said("7", "Яма"),), (Photo("a" * 40 + ".jpg", "f"),), Point(55.25, 32.5), "roads.pothole", place, kind="thanks"
    )
    steps = (
        *(states.Idle(), states.AwaitingConsent(draft, _NOW), states.Gathering(draft, _NOW), states.Confirming(draft)),
        *(states.ChoosingTopic(draft, ("roads.pothole",)), states.ChoosingPlace(draft, (place,), "likely")),
        *(states.Splitting(draft, (Problem("Яма", "roads.pothole"),)), states.ChoosingKnown(draft, ("26-00001",))),
    )
    yield from (dump_talk(states.Talk(step=one)).encode() for one in steps)
    reply = Reply(1, "26-00001", "solve", _ANNA, draft=draft, wake=_NOW, former=(3, 4), known=Known("Иван", 2))
    yield dump_desk_talk(DeskTalk((reply,), 5)).encode()
    photos = (RemotePhoto("r"), KeptPhoto("f.jpg", "p"), LostPhoto("too_large"))
    for event in (
        MessageSent("7", _ANNA, "Яма", photos, Point(55.25, 32.5), None, "5", "77", True, "ABCD2345"),
        MessageEdited("7", _ANNA, "Яма"),
        ButtonPressed("9", _ANNA, "send:1", "5"),
        BotAdded(_ANNA, "Лесное"),
        *(BotRemoved(), ChatMoved("telegram:-100888"), CollageDrawn(1, "c.jpg")),
    ):
        yield dump_event(event).encode()
    yield Content("Принято", ((KeyboardButton("Да", "yes"),),), ("a.jpg",), _ANNA, "9", "5", (_ANNA,)).dump().encode()


def _pictures() -> Iterable[bytes]:
    tiny = street(3, (24, 18))
    exif = Image.Exif()
    exif[0x0112] = 6
    yield encoded(tiny, quality=60, exif=exif)
    for kind, options in (("PNG", {}), ("WEBP", {}), ("GIF", {}), ("BMP", {}), ("TIFF", {"compression": "tiff_lzw"})):
        yield encoded(tiny, kind, **options)
    yield encoded(tiny, "WEBP", lossless=True)
    yield encoded(tiny, "TIFF", compression="jpeg")
    yield encoded(tiny, quality=60, progressive=True)
    yield encoded(tiny.convert("CMYK"), quality=60)
    for mode in ("1", "L", "LA", "P", "RGBA", "I;16"):
        yield encoded(tiny.convert("L").convert(mode) if mode == "I;16" else tiny.convert(mode), "PNG")
    yield encoded(tiny.convert("P"), "PNG", transparency=3)


def _web() -> Iterable[bytes]:
    fields = {"text": "Яма у школы", "client_id": "abcd-1234", "lat": "55.25", "lon": "32.5", "reply_to": "7"}
    fields |= {"service_code": "roads.pothole", "description": "Яма", "long": "32.5", "address_string": "Плёс"}
    begin = "--b\r\nContent-Disposition: form-data; name="
    file = f'{begin}"photos"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\nJPEG\r\n'
    parts = [f'{begin}"{one}"\r\n\r\n{said}\r\n' for one, said in fields.items()]
    yield ("multipart/form-data; boundary=b; charset=utf-8\n" + "".join([*parts, file, "--b--\r\n"])).encode()
    yield ("multipart/form-data; boundary=b\n" + parts[0] + "--b--\r\n").encode()
    yield ("application/x-www-form-urlencoded\n" + "&".join(f"{one}={said}" for one, said in fields.items())).encode()
    yield f"application/json\n{json.dumps(fields)}".encode()


def _table() -> Iterable[bytes]:
    text = 'text,topic,source,created,weight\n"Яма, у ""школы""",roads.pothole,a,2026-11-22,0.5\nДа,,,,\n'.encode()
    return (text, gzip.compress(text, mtime=0), b"\xef\xbb\xbf" + text)


def _backup() -> bytes:
    row: Mapping[str, Any] = {"name": "telegram:42", "value": "1001"}
    job = {"name": "remind", "succeeded_at": _NOW, "failed_at": None, "error": "", "failures": 0}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "backup.zip"
        writer = ArchiveWriter(file, _NOW)
        for name, one in (("cursors", row), ("jobs", job)):
            with writer.table(name) as table:
                table.write(line_of(one))
        writer.photo(named(b"JPEG"), b"JPEG")
        writer.close("0014", "sqlite", {"jobs": 1}, _NOW + timedelta(seconds=1))
        return file.read_bytes()


def _areas() -> Iterable[tg.Json]:
    ring = [[32.4, 55.2], [32.5, 55.2], [32.5, 55.3], [32.4, 55.2]]
    for kind, coordinates in (("Polygon", [ring]), ("MultiPolygon", [[ring], [ring, ring]])):
        feature = {
            "type": "Feature",
            "properties": {"code": "lesnoe"},
            "geometry": {"type": kind, "coordinates": coordinates},
        }
        yield {"type": "FeatureCollection", "features": [feature]}


_ENV = """\
# что где
OTKLIK_TELEGRAM_TOKEN=42:TESTTESTTESTTESTTESTTEST
export OTKLIK_VK_TOKEN='vk1.a.xxxxxxxx'
OTKLIK_HTTP_PORT=8080
OTKLIK_HTTP_HOST=127.0.0.1
OTKLIK_DATABASE_URL="postgresql+asyncpg://user:pass@host:5432/base"
OTKLIK_PUBLIC_URL=https://otklik.example.ru/
OTKLIK_TELEGRAM_MODE=webhook
OTKLIK_TELEGRAM_SECRET=${HOME}
OTKLIK_EMBED_ON=https://a.ru, https://b.ru
OTKLIK_TILES=https://tiles.example.ru/{z}/{x}/{y}.png
OTKLIK_OPEN_FIGURES_PARTS=topics,map
OTKLIK_QUIET_SECONDS=1.5
"""
_MORE_TOML = """
[topics."roads.pothole"]
name = "Яма"
first_answer = "PT4H"
off = false
[topics."roads.snow"]
into = "roads.pothole"

[digest]
day = "пн"
hour = 8
month = true

[repeats]
metres = 100
days = 30
incident_count = 5

[escalation]
head = "PT8H"

[[neighbour]]
name = "Соседний район"
contact = "8 (48143) 7-00-00"
places = ["Дальнее"]
"""
_HOURS = '[hours]\nlunch = ["13:00", "14:00"]'
_TERMS = '[deadlines]\ncounted = "plain"\nanswer_days = 3'
_QUERY = b"q=%D1%8F&status=open&settlement=lesnoe&desk=roads&from=2026-01-01&to=2026-12-31&before=1700000000000000.5"
_OPEN311 = b"start_date=2026-11-01T00:00:00Z&end_date=2026-11-22T00:00:00+03:00&page=2&page_size=50&service_code=a,b"

SEEDS: Mapping[str, Sequence[bytes]] = {
    "telegram": _lines(_telegram()),
    "vk": _lines(_vk()),
    "payload": (b"e:5:5", b'{"d": "send:1"}', b'{"command": "start"}'),
    "link": (b"ABCD-2345", "вот код abcd–2345\nтут".encode(), b"7K3M9QXP"),
    "answer": tuple(_answers()),
    "web": tuple(_web()),
    "query": (_QUERY, _OPEN311, b"status=closed&overdue=1&urgent=1"),
    "picture": tuple(_pictures()),
    "stored": tuple(_stored()),
    "district": (
        SMALL.encode(),
        (SMALL + _MORE_TOML).replace("[hours]", _HOURS).encode(),
        (SMALL + _MORE_TOML).replace("[deadlines]", _TERMS).encode(),
    ),
    "areas": _lines(_areas()),
    "env": (_ENV.encode(), b"\xef\xbb\xbfOTKLIK_HTTP_PORT=8080\r\n"),
    "table": tuple(_table()),
    "backup": (_backup(),),
    "lines": (
        '{"text": "Яма", "lat": 55.25, "id": 7}\n\n{"text": "Нет воды"}\n'.encode(),
        b'\xef\xbb\xbf{"text": "", "lat": null}',
    ),
}
