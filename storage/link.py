"""The short way to a database: statements compiled once and handed straight to aiosqlite or asyncpg.

SQLAlchemy says what is asked and its pool keeps the connections; only its own execution is left out, which costs ten
times the statement. A statement made once, with `bindparam` for its values, is compiled once; others at every call.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from sqlalchemy import Dialect, Executable
from sqlalchemy.exc import SQLAlchemyError

Values = Mapping[str, object]
NOTHING: Values = MappingProxyType({})
Processor = Callable[[Any], Any]
# PostgreSQL's number of the type, which SQLAlchemy asks for only where a column has floating numbers.
FLOAT8 = 701


class QueryFailed(SQLAlchemyError):
    """The kind of the driver's error and the statement; the values in it are people's words and stay out."""


class Driver(Protocol):
    """What the two drivers have in common, with their own errors; `begin` is how a transaction of it begins."""

    begin: str

    async def rows(self, sql: str, values: Sequence[object]) -> Iterable[Sequence[Any]]: ...

    async def change(self, sql: str, values: Sequence[object]) -> int:
        """How many rows were changed."""

    async def change_many(self, sql: str, several: Sequence[Sequence[object]]) -> None: ...


class Found(list[Any]):
    """The rows of an answer, with their columns as attributes; `rowcount` of a change without an answer."""

    rowcount = -1

    def all(self) -> list[Any]:
        return self

    def first(self) -> Any:
        return self[0] if self else None

    def one_or_none(self) -> Any:
        (row,) = self or (None,)
        return row

    def one(self) -> Any:
        (row,) = self
        return row

    def scalars(self) -> list[Any]:
        return [row[0] for row in self]

    def scalar_one(self) -> Any:
        return self.one()[0]

    def scalar_one_or_none(self) -> Any:
        row = self.one_or_none()
        return None if row is None else row[0]


@dataclass(frozen=True, slots=True)
class Plan:
    """A compiled statement: its text, its values in their order, and what turns them into the driver's and back."""

    sql: str
    names: tuple[str, ...]
    fixed: Values
    into: Mapping[str, Processor]
    answers: bool
    row: Callable[[Iterable[Any]], Any]
    out_of: tuple[tuple[int, Processor], ...]

    def values(self, given: Values) -> list[object]:
        """Raises KeyError for a value that is missing."""
        found = [given[name] if name in given else self.fixed[name] for name in self.names]
        for at, name in enumerate(self.names):
            if (process := self.into.get(name)) is not None:
                found[at] = process(found[at])
        return found

    def rows(self, raw: Iterable[Sequence[Any]]) -> Found:
        return Found(map(self.row, map(self._read, raw) if self.out_of else raw))

    def _read(self, raw: Sequence[Any]) -> list[Any]:
        values = list(raw)
        for at, process in self.out_of:
            values[at] = process(values[at])
        return values


class Plans:
    """The plans of one database, kept as long as their statements live."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self._known: WeakKeyDictionary[Executable, Plan] = WeakKeyDictionary()

    def of(self, statement: Executable) -> Plan:
        plan = self._known.get(statement)
        if plan is None:
            plan = self._known[statement] = self._made(statement)
        return plan

    def _made(self, statement: Any) -> Plan:
        compiled = statement.compile(dialect=self.dialect, compile_kwargs={"render_postcompile": True})
        columns = list(getattr(statement, "exported_columns", ()))
        # A value that only the call gives has none of its own.
        given = {name for name, bind in compiled.binds.items() if bind.required}
        return Plan(
            sql=str(compiled),
            names=tuple(compiled.positiontup or ()),
            fixed={name: value for name, value in compiled.params.items() if name not in given},
            into=dict(self._into(compiled)),
            answers=bool(columns),
            row=_row_of(tuple(one.key for one in columns)),
            out_of=tuple(self._out_of(columns)),
        )

    def _into(self, compiled: Any) -> Iterable[tuple[str, Processor]]:
        for name, bind in compiled.binds.items():
            process = bind.type.dialect_impl(self.dialect).bind_processor(self.dialect)
            if process is not None:
                yield name, process

    def _out_of(self, columns: Sequence[Any]) -> Iterable[tuple[int, Processor]]:
        for at, column in enumerate(columns):
            process = column.type.dialect_impl(self.dialect).result_processor(self.dialect, FLOAT8)
            if process is not None:
                yield at, process


_PLANS: dict[str, Plans] = {}


def plans_of(dialect: Dialect) -> Plans:
    """Statements live as long as the process: for one kind of database each is compiled once."""
    return _PLANS.setdefault(dialect.name, Plans(dialect))


@cache
def _row_of(names: tuple[str, ...]) -> Callable[[Iterable[Any]], Any]:
    row: Any = namedtuple("Row", names, rename=True)  # type: ignore[misc]
    make: Callable[[Iterable[Any]], Any] = row._make
    return make


class Link:
    """One connection in one transaction."""

    def __init__(self, driver: Driver, plans: Plans) -> None:
        self.dialect = plans.dialect
        self._driver, self._plans = driver, plans

    async def execute(self, statement: Executable, values: Values = NOTHING) -> Found:
        """The answer; of a change without one, how many rows it changed. Raises QueryFailed."""
        plan = self._plans.of(statement)
        given = plan.values(values)
        try:
            if plan.answers:
                return plan.rows(await self._driver.rows(plan.sql, given))
            found = Found()
            found.rowcount = await self._driver.change(plan.sql, given)
            return found
        except Exception as error:
            raise QueryFailed(type(error).__name__, plan.sql) from error

    async def execute_many(self, statement: Executable, several: Sequence[Values]) -> None:
        """The same change with each of the values, one after another. Raises QueryFailed."""
        plan = self._plans.of(statement)
        given = [plan.values(one) for one in several]
        try:
            await self._driver.change_many(plan.sql, given)
        except Exception as error:
            raise QueryFailed(type(error).__name__, plan.sql) from error

    async def begin(self) -> None:
        await self._plainly(self._driver.begin)

    async def commit(self) -> None:
        await self._plainly("COMMIT")

    async def _plainly(self, sql: str) -> None:
        try:
            await self._driver.change(sql, ())
        except Exception as error:
            raise QueryFailed(type(error).__name__, sql) from error
