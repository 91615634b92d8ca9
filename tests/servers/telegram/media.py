"""Photos and files on their way out: what came with the request, or is known by `file_id`."""

from __future__ import annotations

from typing import Any

from .arguments import Arguments, Upload
from .errors import Refused, bad_request
from .files import UPLOAD, StoredFile, uploaded_photo
from .formatting import formatted
from .world import World

Json = dict[str, Any]
Content = tuple[Json, list[StoredFile]]

LONGEST_CAPTION = 1024


def caption_content(words: str, entities: list[Json]) -> Json:
    if len(words) > LONGEST_CAPTION:
        raise bad_request("Message caption is too long")
    return ({"caption": words} if words else {}) | ({"caption_entities": entities} if entities else {})


def album_content(world: World, arguments: Arguments, item: Json) -> Content:
    kind, source = str(item.get("type")), item.get("media")
    if kind not in ("photo", "video", "document", "audio"):
        raise bad_request(f'Can\'t parse InputMedia: type "{kind}" is unsupported')
    if not source or (source.startswith("attach://") and source[9:] not in arguments.uploads):
        raise bad_request("Can't parse InputMedia: media not found")
    words = formatted(item.get("caption") or "", item.get("parse_mode") or "", item.get("caption_entities"))
    content, files = file_content(world, kind, found_file(world, arguments, kind, source))
    return content | caption_content(*words), files


def found_file(world: World, arguments: Arguments, kind: str, source: str) -> Upload | StoredFile:
    """What came along with the request, or a file Telegram knows already."""
    if source.startswith("attach://"):
        upload = arguments.uploads.get(source[9:])
        if upload is None:
            raise bad_request(f"There is no {kind} in the request")
        return upload
    if source.startswith(("http://", "https://")):
        raise bad_request("Failed to get HTTP URL content")
    known = world.files.by_id.get(source)
    if known is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if known.kind != kind:
        raise bad_request(f"can't use file of type {known.kind.capitalize()} as {kind.capitalize()}")
    return known


def file_content(world: World, kind: str, source: Upload | StoredFile) -> Content:
    if kind == "photo":
        known = isinstance(source, StoredFile)
        sizes = world.files.sizes[source.file_id] if known else uploaded_photo(world.files, source.data)  # type: ignore[union-attr]
        return {"photo": [size.as_json() for size in sizes]}, sizes[-1:]
    if isinstance(source, Upload):
        source = _kept(world, kind, source)
    return {kind: source.as_json()}, [source]


def _kept(world: World, kind: str, upload: Upload) -> StoredFile:
    if not upload.data:
        raise bad_request("File must be non-empty")
    if len(upload.data) > UPLOAD:
        raise Refused("Request Entity Too Large", 413)
    shape: Json = {"mime_type": upload.mime or "application/octet-stream"}
    if kind == "document":
        shape["file_name"] = upload.name
    if kind in ("video", "voice"):
        shape["duration"] = 1
    if kind == "video":
        shape |= {"width": 640, "height": 360}
    return world.files.keep(kind, upload.data, **shape)
