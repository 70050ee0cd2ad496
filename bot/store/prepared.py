"""Statements that every message needs, compiled once: building and compiling one costs more than running it.

A prepared statement is SQLAlchemy's own, with its types. On SQLite its text, its parameters and its rows go to the file
without the layers between, which take ten times as long as the file; on PostgreSQL, where a statement is a journey to a
server, it runs as any other.
"""

from __future__ import annotations

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import Any

from sqlalchemy.dialects.sqlite.aiosqlite import dialect as sqlite_dialect
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.sql.base import Executable

from bot.store.documents import as_json, from_json

Processor = Callable[[Any], Any]
_ROWS = 500  # rows of one INSERT: SQLite takes 32,766 values at most
_SQLITE: Any = sqlite_dialect(json_serializer=as_json, json_deserializer=from_json)


class Prepared:
    """A statement whose parameters are all named: `select(…).where(T.c.id == bindparam("id"))`, without `in_`.

    Its rows are named tuples of the columns it gives, under their names.
    """

    def __init__(self, statement: Executable) -> None:
        self.statement = statement
        columns = list(getattr(statement, "exported_columns", ()))
        self.row: Callable[..., Any] = namedtuple("Row", [column.key for column in columns])  # type: ignore[misc]
        self._types = [column.type for column in columns]
        self._compiled: _Compiled | None = None

    def on_file(self, connection: sqlite3.Connection, parameters: Mapping[str, Any]) -> list[Any]:
        """Rows of the statement run on SQLite. Raises SQLAlchemy's errors, as a session would."""
        compiled = self._on_sqlite()
        try:
            rows = connection.execute(compiled.sql, compiled.bound(parameters)).fetchall()
        except sqlite3.Error as error:
            raise _explained(compiled.sql, error) from error
        return [self.row(*compiled.read(row)) for row in rows]

    def on_file_each(self, connection: sqlite3.Connection, parameters: Sequence[Mapping[str, Any]]) -> None:
        """Runs the statement on SQLite with each set of parameters."""
        compiled = self._on_sqlite()
        try:
            connection.executemany(compiled.sql, [compiled.bound(each) for each in parameters])
        except sqlite3.Error as error:
            raise _explained(compiled.sql, error) from error

    def insert_on_file(self, connection: sqlite3.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Inserts rows on SQLite, all in one statement: between two of them other threads would take their turn."""
        compiled = self._on_sqlite()
        try:
            for start in range(0, len(rows), _ROWS):
                connection.execute(*compiled.bound_rows(rows[start : start + _ROWS]))
        except sqlite3.Error as error:
            raise _explained(compiled.sql, error) from error

    def _on_sqlite(self) -> _Compiled:
        if self._compiled is None:
            self._compiled = _Compiled(self.statement, self._types)
        return self._compiled


class _Compiled:
    """A statement as SQLite takes it."""

    def __init__(self, statement: Executable, types: Sequence[Any]) -> None:
        made: Any = statement.compile(dialect=_SQLITE)  # type: ignore[attr-defined]
        self.sql = str(made)
        constants: dict[str, Any] = made.params
        self._places: list[tuple[str, Processor | None, bool, Any]] = []
        for name in made.positiontup:
            process = _impl(made.binds[name].type).bind_processor(_SQLITE)
            given, constant = made.binds[name].required, constants[name]
            self._places.append((name, process, given, process(constant) if process and not given else constant))
        found = [_impl(kind).result_processor(_SQLITE, None) for kind in types]
        self._results = [(at, process) for at, process in enumerate(found) if process]

    def bound(self, parameters: Mapping[str, Any]) -> list[Any]:
        """Values in their order. Raises KeyError for a parameter without one."""
        return [
            constant if not given else process(parameters[name]) if process else parameters[name]
            for name, process, given, constant in self._places
        ]

    def bound_rows(self, rows: Sequence[Mapping[str, Any]]) -> tuple[str, list[Any]]:
        """An INSERT of several rows and its values in their order. Raises KeyError for a parameter without one."""
        columns = []
        for name, process, given, constant in self._places:
            values = [row[name] for row in rows] if given else [constant] * len(rows)
            if given and process:
                first = values[0]
                same = all(value is first for value in values)
                values = [process(first)] * len(rows) if same else [process(value) for value in values]
            columns.append(values)
        before, marker, one = self.sql.rpartition("VALUES ")
        if not marker or not one.startswith("("):
            raise TypeError(f"not an INSERT of one row: {self.sql}")
        return before + marker + ", ".join([one] * len(rows)), list(chain.from_iterable(zip(*columns, strict=True)))

    def read(self, row: Sequence[Any]) -> Sequence[Any]:
        """A row with Python's values."""
        if not self._results:
            return row
        values = list(row)
        for at, process in self._results:
            values[at] = process(values[at])
        return values


def _impl(kind: Any) -> Any:
    return kind.dialect_impl(_SQLITE)


def _explained(sql: str, error: sqlite3.Error) -> Exception:
    kinds: dict[type[sqlite3.Error], type[DBAPIError]] = {
        sqlite3.IntegrityError: IntegrityError,
        sqlite3.OperationalError: OperationalError,
    }
    return kinds.get(type(error), DBAPIError)(sql, None, error, hide_parameters=True)
