"""Tells on which line each table, key and list item of a TOML text stands, for messages about mistakes."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field

Path = tuple[str | int, ...]

# Strings come first, so that a bracket or «#» inside one is not taken for structure.
_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*"
    r"|\n|[\[\]{},=]"
    r"|[^\s\"'#\[\]{},=]+",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    line: int


@dataclass(slots=True)
class Lines:
    """Lines by path: `("settlement", 1, "code")` is the key `code` of the second `[[settlement]]`."""

    _known: dict[Path, int] = field(default_factory=dict)

    def at(self, path: Path) -> int:
        """The line of the path, or of the nearest table around it."""
        while path and path not in self._known:
            path = path[:-1]
        return self._known.get(path, 1)

    def note(self, path: Path, line: int) -> None:
        """Tables that come about only by the way (`a` in `[a.b]`) begin where they are named first."""
        for length in range(1, len(path) + 1):
            self._known.setdefault(path[:length], line)


def toml_lines(text: str) -> Lines:
    """Reads only the positions: the text must already have been accepted by tomllib."""
    lines, counts, table = Lines(), dict[Path, int](), Path()
    for statement in _statements(text):
        if statement[0].text != "[":
            _note_pair(lines, table, statement)
        else:
            several = statement[1].text == "["
            parts = _key_parts([token for token in statement if token.text not in ("[", "]")])
            table = _open_table(counts, parts, several)
            lines.note(table, statement[0].line)
    return lines


def _tokens(text: str) -> Iterator[_Token]:
    line = 1
    for match in _TOKEN.finditer(text.replace("\r\n", "\n")):
        token = match.group()
        if not token.startswith("#"):
            yield _Token(token, line)
        line += token.count("\n")


def _statements(text: str) -> Iterator[list[_Token]]:
    """Table headers and pairs, each as its tokens; a line break inside brackets does not end a pair."""
    statement, depth = list[_Token](), 0
    for token in _tokens(text):
        depth += (token.text in ("[", "{")) - (token.text in ("]", "}"))
        if token.text != "\n":
            statement.append(token)
        elif statement and depth == 0:
            yield statement
            statement = []
    if statement:
        yield statement


def _key_parts(tokens: list[_Token]) -> list[str]:
    parts = list[str]()
    for token in tokens:
        if token.text[0] in "\"'":
            parts.append(tomllib.loads(f"key = {token.text}")["key"])
        else:
            parts.extend(part for part in token.text.split(".") if part)
    return parts


def _open_table(counts: dict[Path, int], parts: list[str], several: bool) -> Path:
    """The path of a header; the last item of an array of tables is the one that is being written."""
    path = Path()
    for place, part in enumerate(parts, start=1):
        path = (*path, part)
        if several and place == len(parts):
            counts[path] = counts.get(path, 0) + 1
        if path in counts:
            path = (*path, counts[path] - 1)
    return path


def _note_pair(lines: Lines, table: Path, statement: list[_Token]) -> None:
    equals = next(place for place, token in enumerate(statement) if token.text == "=")
    path = (*table, *_key_parts(statement[:equals]))
    lines.note(path, statement[0].line)
    value = statement[equals + 1 :]
    if value[0].text == "[":
        for index, token in enumerate(_first_of_items(value)):
            lines.note((*path, index), token.line)


def _first_of_items(value: list[_Token]) -> Iterator[_Token]:
    depth, expected = 0, False
    for token in value:
        if expected and token.text not in ("]", ","):
            yield token
        depth += (token.text in ("[", "{")) - (token.text in ("]", "}"))
        expected = depth == 1 and token.text in ("[", ",")
