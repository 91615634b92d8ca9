"""Text as Telegram keeps it: trimmed, with entities taken from HTML or found in the words."""

from __future__ import annotations

import re
from typing import Any

from .errors import Refused, bad_request

Entity = dict[str, Any]

STYLES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "code": "code", "pre": "pre", "a": "text_link", "blockquote": "blockquote",
}  # fmt: skip

_TAG = re.compile(r"<(/?)([^\s>]*)([^>]*)>")
_ATTRIBUTE = re.compile(r"""([\w-]+)(?:\s*=\s*("[^"]*"|'[^']*'|[\w.-]+))?""")
_REFERENCE = re.compile(r"&(?:#(\d+)|#x([0-9a-fA-F]+)|(lt|gt|amp|quot));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>«»\"]*[^\s<>«»\"().,!?:;])"
    r"|(?<![\w.])(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?<![\w/])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)(?![\w/])"
    r"|(?<!\w)(?P<mention>@[A-Za-z0-9_]{2,32})(?!\w)"
    r"|(?<!\w)(?P<hashtag>#\w*[^\W\d]\w*)"
)


def utf16(text: str) -> int:
    """Telegram counts the offsets of entities in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def formatted(text: str, parse_mode: str, given: Any) -> tuple[str, list[Entity]]:
    """The words and entities of an outgoing text or caption; it may turn out empty."""
    if len(text.encode()) > 1 << 15:
        raise bad_request("Text is too long")
    mode = parse_mode.lower()
    if text and mode == "html":
        text, entities = from_html(text)
    elif text and mode in ("markdown", "markdownv2"):
        raise Refused("Not Implemented: this server reads HTML only", 501)
    elif text and mode not in ("", "none"):
        raise bad_request("Unsupported parse_mode")
    else:
        entities = [dict(entity) for entity in given or []]
    return trimmed(text, entities)


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Without the white space around it, with the links and commands found in it."""
    words = text.strip()
    shift, end = utf16(text[: len(text) - len(text.lstrip())]), utf16(words)
    kept = []
    for entity in entities:
        offset = max(entity["offset"] - shift, 0)
        length = min(entity["length"], end - offset)
        if length > 0:
            kept.append(entity | {"offset": offset, "length": length})
    return words, found(words, kept)


def found(text: str, entities: list[Entity]) -> list[Entity]:
    """The given entities and those that Telegram itself sees in the words."""
    if not any(mark in text for mark in ("/", "@", "#")):
        return entities
    seen = list(entities)
    for match in _FOUND.finditer(text):
        entity = {"offset": utf16(text[: match.start()]), "length": utf16(match[0]), "type": match.lastgroup}
        if not any(_overlap(entity, other) for other in entities):
            seen.append(entity)
    return sorted(seen, key=lambda entity: (entity["offset"], -entity["length"]))


def _overlap(one: Entity, other: Entity) -> bool:
    return bool(one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"])


def from_html(text: str) -> tuple[str, list[Entity]]:
    """Telegram's HTML as words and entities; refuses what Telegram refuses, with its words and byte offsets."""
    words, position = "", 0
    entities: list[Entity] = []
    opened: list[tuple[str, int, dict[str, str]]] = []
    while (start := text.find("<", position)) >= 0:
        words += _unescaped(text[position:start])
        tag = _TAG.match(text, start)
        at = f"at byte offset {len(text[:start].encode())}"
        if tag is None:
            raise _cannot_parse(f"Unclosed {'end' if text[start + 1 : start + 2] == '/' else 'start'} tag {at}")
        position, name = tag.end(), tag[2].lower()
        if tag[1]:
            entities += _closed(opened, name, utf16(words), at)
        elif name in STYLES:
            opened.append((name, utf16(words), dict(_ATTRIBUTE.findall(tag[3]))))
        else:
            raise _cannot_parse(f'Unsupported start tag "{name}" {at}')
    if opened:
        raise _cannot_parse(f"""Can't find end tag corresponding to start tag "{opened[-1][0]}\"""")
    words += _unescaped(text[position:])
    return words, sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _closed(opened: list[tuple[str, int, dict[str, str]]], name: str, end: int, at: str) -> list[Entity]:
    if not opened:
        raise _cannot_parse(f"Unexpected end tag {at}")
    opener, offset, attributes = opened.pop()
    if name not in ("", opener):
        raise _cannot_parse(f'Unmatched end tag {at}, expected "</{opener}>", found "</{name}>"')
    if end <= offset:
        return []
    entity = {"offset": offset, "length": end - offset, "type": STYLES[opener]}
    if opener == "a":
        entity["url"] = _unescaped(attributes.get("href", "").strip("\"'"))
        return [entity] if entity["url"] else []
    if opener == "blockquote" and "expandable" in attributes:
        entity["type"] = "expandable_blockquote"
    return [entity]


def _unescaped(text: str) -> str:
    if "&" not in text:
        return text
    return _REFERENCE.sub(lambda m: _NAMED[m[3]] if m[3] else chr(int(m[1]) if m[1] else int(m[2], 16)), text)


def _cannot_parse(reason: str) -> Refused:
    return bad_request(f"can't parse entities: {reason}")
