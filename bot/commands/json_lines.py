"""Commands that answer line by line: JSON on standard input, JSON on standard output, UTF-8 on every machine."""

import json
import signal
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any, BinaryIO

Answer = Callable[[Mapping[str, Any]], Mapping[str, Any]]


class BadLine(ValueError):
    """What is wrong with a line, in Russian."""


def answer_lines(answer: Answer, source: BinaryIO | None = None, target: BinaryIO | None = None) -> int:
    """One line out for each line in, at once; 1 when a line could not be answered, 0 otherwise.

    What the line says and the answer does not goes through. Empty lines are passed over.
    """
    # Waiting for a line blocks the loop that would otherwise take Ctrl+C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    target = target or sys.stdout.buffer
    code = 0
    for raw in _lines(source or sys.stdin.buffer):
        asked: Mapping[str, Any] = {}
        try:
            asked = _read(raw)
            said = {**asked, **answer(asked)}
        except BadLine as error:
            said, code = {**asked, "error": str(error)}, 1
        except Exception as error:  # one message that nobody could read must not cost the others their answers
            said, code = {**asked, "error": f"эту строку прочитать не получилось ({type(error).__name__})"}, 1
        target.write(json.dumps(said, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        target.flush()
    return code


def text_of(asked: Mapping[str, Any], key: str) -> str:
    """Raises BadLine when there is no text under the key."""
    text = asked.get(key)
    if not isinstance(text, str):
        raise BadLine(f"нет текста в «{key}»: нужна строка в кавычках")
    return text


def number_of(asked: Mapping[str, Any], key: str) -> float | None:
    """None when the key is missing or null; raises BadLine for what is no number."""
    number = asked.get(key)
    if number is None:
        return None
    if isinstance(number, bool) or not isinstance(number, int | float) or not abs(number) < 1e12:
        raise BadLine(f"в «{key}» нужно число или null")
    return float(number)


def _lines(source: BinaryIO) -> Iterable[bytes]:
    # Windows programs put a mark before the first line.
    first = True
    for raw in source:
        line = raw.removeprefix(b"\xef\xbb\xbf") if first else raw
        first = False
        if line.strip():
            yield line


def _read(raw: bytes) -> Mapping[str, Any]:
    try:
        asked = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise BadLine("строка не в кодировке UTF-8") from None
    except (ValueError, RecursionError):
        raise BadLine("строка не похожа на JSON") from None
    if not isinstance(asked, dict):
        raise BadLine("нужен объект JSON в фигурных скобках")
    return asked
