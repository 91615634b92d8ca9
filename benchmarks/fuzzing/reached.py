"""Which lines of a decoder a set of inputs reaches: only bodies of functions count, for a `def` runs at import."""

import inspect
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from types import CodeType, FrameType, ModuleType
from typing import Any

Lines = set[tuple[str, int]]


def lines_of(own: Iterable[object]) -> Lines:
    """All there are in modules, classes and functions."""
    return {line for part in own for code in _codes(part) for line in _lines(code)}


def reached(take: Callable[[bytes], None], inputs: Iterable[bytes], own: Iterable[object]) -> Lines:
    """Those of `own` that run while the inputs are taken; a fault that is found stays found, and is passed over."""
    known = lines_of(own)
    files, found = {file for file, _ in known}, Lines()

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        if frame.f_code.co_filename not in files:
            return None
        found.add((frame.f_code.co_filename, frame.f_lineno))
        return trace

    for data in inputs:
        sys.settrace(trace)
        with suppress(Exception):  # the engine has told of it
            take(data)
        sys.settrace(None)
    return found & known


def shown(lines: Lines) -> Iterator[str]:
    for file, line in sorted(lines):
        yield f"{file}:{line}: {Path(file).read_text(encoding='utf-8').splitlines()[line - 1].strip()}"


def _codes(part: Any) -> Iterator[CodeType]:
    """The functions in it, those inside functions too."""
    if isinstance(part, ModuleType | type):
        for inner in vars(part).values():
            plain = inspect.unwrap(inner) if callable(inner) else getattr(inner, "fget", None)
            if getattr(plain, "__module__", None) == getattr(part, "__module__", part.__name__):
                yield from _codes(plain)
    # What a dataclass writes by itself stands in no file.
    elif (code := getattr(part, "__code__", None)) and Path(code.co_filename).is_file():
        yield from _with_inner(code)


def _with_inner(code: CodeType) -> Iterator[CodeType]:
    yield code
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _with_inner(inner)


def _lines(code: CodeType) -> Iterator[tuple[str, int]]:
    for _, _, line in code.co_lines():
        if line is not None and line > code.co_firstlineno:
            yield code.co_filename, line
