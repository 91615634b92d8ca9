"""What an export asks of a file that is being written: columns first, then row after row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

# Times are aware, and local.
Value = str | int | float | datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    """`key` is for programs, `title` for people; `width` in letters, `digits` after the comma as far as shown."""

    key: str
    title: str
    width: int = 14
    digits: int = 2


class Sheet(Protocol):
    """A table on its way into a file; `for_programs` ones are given codes where people read words."""

    @property
    def for_programs(self) -> bool: ...

    def head(self, columns: Sequence[Column]) -> None:
        """Once, before the rows."""

    def row(self, values: Sequence[Value]) -> None:
        """As many as there are columns."""

    def close(self) -> None:
        """The file is whole only after this."""
