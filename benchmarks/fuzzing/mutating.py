"""Spoils an input where it means something: in the tree of a JSON, in the rows of a text, in a part of a zip.

The dice are given: the same ones spoil the same way, in the fuzzer and in the tests.
"""

import gzip
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO
from random import Random
from typing import Any

from benchmarks.fuzzing.decoders import Shape

PNG = b"\x89PNG\r\n\x1a\n"


class Pairs(list[Any]):
    """An object of JSON as its pairs: so a key may come twice."""


class Written(str):
    """JSON that is already written, where Python would refuse to write it."""

    __slots__ = ()


_DEEP = (40, 300, 940, 985, 3000)
NASTY: Sequence[Any] = (
    *(None, True, False, 0, 1, -1, 0.5, 2**31, 2**53 + 1, 2**63, -(2**63) - 1, 10**30, 10**400),
    *("", " ", "0", "-1", "\0", "\ud83d", "a\udc00", "я" * 200, "x" * 5000, "/start", "2026-13-45T99:00", "٣", "²"),
    *(Written("1e999"), Written("-1e999"), Written("NaN"), Written("1e308"), Written("9" * 4400), Written('"\\u0000"')),
    *([], Pairs(), [[]], [None], Pairs([("", None)])),
    *(Written("[" * deep + "]" * deep) for deep in _DEEP),
    *(Written('{"a":' * deep + "1" + "}" * deep) for deep in _DEEP),
)
# The same for a text of rows: TOML, CSV, `.env`, forms.
WORDS = (
    *('""', '"  "', '"слово"', "''", '"""два\nряда"""', "0", "-7", "1.5", "nan", "inf", "1e999", "true", "[]", "[[]]"),
    *("2026-09-18", "09:00:00", "2026-09-18T10:00:00Z", "9999-12-31", "0001-01-01", "25:61", "P5D", "PT99999999999S"),
    *("{}", '{ code = "x" }', "[1, 2]", "[{}]", '["пн", "пн"]', "«так»", "слово", "", "\0", "\r", "\ufeff", "\ud83d"),
    *("9" * 30, "9" * 4400, "я" * 500, "[" * 500, "[" * 2000 + "]" * 2000, "a." * 400 + "a", "undefined", "idna", "٣"),
    *("%00", "%ED%A0%80", "%", "+", "&" * 50, "${HOME}", "../../etc/passwd", "/dev/zero", "=1+1", '"', "'", "#", ";"),
)
_MARKS = re.compile(r"([=,;:&\[\]{}\"'\s]+)")


def parsed(text: str) -> Any:
    return json.loads(text, object_pairs_hook=Pairs)


def dumped(node: Any) -> str:
    if isinstance(node, Written):
        return node
    if isinstance(node, Pairs):
        return "{" + ",".join(f"{json.dumps(key)}:{dumped(value)}" for key, value in node) + "}"
    if isinstance(node, list):
        return "[" + ",".join(map(dumped, node)) + "]"
    return json.dumps(node)


@dataclass(frozen=True, slots=True)
class Mutator:
    """Spoils inputs of one shape; what it puts in comes from the `seeds` too, so that parts meet that never met."""

    shape: Shape
    seeds: Sequence[bytes]
    pool: dict[str, list[Any]] = field(default_factory=dict)
    rows: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        for text in (one.decode("utf-8", "replace") for seed in self.seeds for _, one in parts_of(seed)):
            self.rows.extend(text.split("\n"))
            for line in text.split("\n"):
                with suppress(ValueError):
                    for holder, at in _spots([parsed(line[_begins(line) :])]):
                        key, value = holder[at] if isinstance(holder, Pairs) else ("", holder[at])
                        self.pool.setdefault(key, []).append(value)

    def spoilt(self, data: bytes, dice: Random) -> bytes:
        """Another input, a step or three from this one."""
        for _ in range(dice.choice((1, 1, 2, 3))):
            data = _SHAPES[self.shape](self, data, dice)
        return data

    def json(self, data: bytes, dice: Random) -> bytes:
        """One line of it holds a JSON, maybe with a word before."""
        lines = data.decode("utf-8", "replace").split("\n")
        at = dice.randrange(len(lines))
        begin = _begins(lines[at])
        try:
            tree = [parsed(lines[at][begin:])]
            self._bend(tree, dice)
            head = lines[at][:begin] if dice.random() < 0.9 else dice.choice(self.rows)[:begin]
            lines[at] = head + "".join(map(dumped, tree))
        except (ValueError, RecursionError):
            lines[at] = dice.choice(self.rows)
        return "\n".join(lines).encode("utf-8", "replace")

    def _bend(self, tree: list[Any], dice: Random) -> None:
        holder, at = dice.choice([*_spots(tree)])
        key, old = holder[at] if isinstance(holder, Pairs) else ("", holder[at])
        match dice.randrange(8):
            case 0 | 1:
                self._put(holder, at, dice.choice(NASTY))
            case 2:
                self._put(holder, at, dice.choice(self.pool[dice.choice([*self.pool])]))
            case 3:
                self._put(holder, at, dice.choice(self.pool.get(key) or NASTY))
            case 4:
                self._put(holder, at, _nudged(old, dice))
            case 5 if holder is not tree:
                del holder[at]
            case 6:
                holder.insert(dice.randint(0, len(holder)), holder[at])
            case _:
                key = dice.choice([*self.pool])
                value = dice.choice((*NASTY, *self.pool[key]))
                if isinstance(old, Pairs):
                    old.append((key, value))
                elif isinstance(old, list):
                    old.append(value)

    @staticmethod
    def _put(holder: list[Any], at: int, value: Any) -> None:
        holder[at] = (holder[at][0], value) if isinstance(holder, Pairs) else value

    def text(self, data: bytes, dice: Random) -> bytes:
        """Rows are left out, moved, repeated, taken from other seeds; a word becomes another."""
        if data.startswith(b"\x1f\x8b"):
            with suppress(OSError, EOFError, zlib.error):
                return gzip.compress(self.text(gzip.decompress(data), dice), mtime=0)
        rows = data.decode("utf-8", "replace").split("\n")
        at, other = dice.randrange(len(rows)), dice.randint(0, len(rows))
        match dice.randrange(9):
            case 7 | 8 if "=" in rows[at]:
                rows[at] = f"{rows[at].partition('=')[0]}= {dice.choice(WORDS)}"
            case 0:
                del rows[at]
            case 1:
                rows.insert(other, rows[at])
            case 2:
                rows.insert(other, rows.pop(at))
            case 3:
                rows.insert(other, dice.choice(self.rows))
            case _:
                words = _MARKS.split(rows[at])
                words[dice.randrange(len(words))] = dice.choice((*WORDS, *_MARKS.split(dice.choice(self.rows))))
                rows[at] = "".join(words)
        return "\n".join(rows).encode("utf-8", "replace")

    def zip(self, data: bytes, dice: Random) -> bytes:
        """One of its parts is spoilt, renamed, left out or doubled; its own checksums are right again."""
        parts = parts_of(data)
        at = dice.randrange(len(parts))
        name, part = parts[at]
        match dice.randrange(6):
            case 0:
                del parts[at]
            case 1:
                parts.append((name, part))
            case 2:
                parts[at] = (dice.choice(("../evil.jpg", "tables/x.jsonl", "photos/", "", name + "/")), part)
            case _:
                parts[at] = (name, self.json(part, dice))
        return zipped(parts)

    def bytes(self, data: bytes, dice: Random) -> bytes:
        """Some bytes are others, a piece is gone or comes twice; a PNG's checksums are right again."""
        found = bytearray(data)
        at = dice.randint(0, len(found))
        piece = slice(at, at + dice.choice((1, 2, 4, 16, 200)))
        match dice.randrange(5):
            case 0:
                del found[piece]
            case 1:
                found[at:at] = found[piece]
            case 2:
                other = dice.choice(self.seeds)
                found[piece] = other[piece]
            case _:
                for place in (at, min(at, 64), dice.randint(0, 200)):
                    if place < len(found):
                        found[place] = dice.choice((0, 1, 0x7F, 0x80, 0xFF, dice.randrange(256)))
        return sealed(bytes(found))


def parts_of(data: bytes) -> list[tuple[str, bytes]]:
    """The named parts of a zip; anything else is one part."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as opened:
            return [(one, opened.read(one)) for one in opened.namelist()] or [("", data)]
    except Exception:  # what a broken zip makes Python say is an open list
        return [("", data)]


def zipped(parts: Iterable[tuple[str, bytes]]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as new:
        for name, part in parts:
            new.writestr(zipfile.ZipInfo(name), part)
    return made.getvalue()


def sealed(data: bytes) -> bytes:
    """A PNG whose every part has its right checksum; anything else as it is."""
    if not data.startswith(PNG):
        return data
    made, at = bytearray(PNG), len(PNG)
    while at + 8 <= len(data):
        length = int.from_bytes(data[at : at + 4])
        body = data[at + 4 : at + 8 + length]
        made += len(body[4:]).to_bytes(4) + body + zlib.crc32(body).to_bytes(4)
        at += 12 + length
    return bytes(made)


def _begins(line: str) -> int:
    """Where the JSON of a line begins."""
    return min((at for at in (line.find("{"), line.find("[")) if at >= 0), default=0)


def _spots(tree: list[Any]) -> Iterator[tuple[list[Any], int]]:
    """Every place in a tree that holds something."""
    waiting = [tree]
    while waiting:
        holder = waiting.pop()
        for at, item in enumerate(holder):
            yield holder, at
            value = item[1] if isinstance(holder, Pairs) else item
            if isinstance(value, list):
                waiting.append(value)


def _nudged(value: Any, dice: Random) -> Any:
    """Nearly the same."""
    if isinstance(value, bool) or value is None:
        return not value
    if isinstance(value, int | float):
        return dice.choice((value + 1, value - 1, -value, str(value), Written(f"{value}.0"), [value]))
    if isinstance(value, str):
        at = dice.randint(0, len(value))
        put = dice.choice((*(one for one in NASTY if type(one) is str), value))
        return dice.choice((value[:at], value[:at] + put + value[at:], value.upper(), [value]))
    return dice.choice((value[:1], [value], value * 3)) if isinstance(value, list) else value


_SHAPES: Mapping[Shape, Callable[[Mutator, bytes, Random], bytes]] = {
    "json": Mutator.json,
    "rows": Mutator.text,
    "zip": Mutator.zip,
    "bytes": Mutator.bytes,
}
