"""One transaction: SQLAlchemy's session, and beside it the statements that were compiled before."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from bot.store.prepared import Prepared


class Session(AsyncSession):
    """A session of one transaction. On SQLite, `file` is the connection on which it runs."""

    def __init__(self, engine: AsyncEngine, file: sqlite3.Connection | None = None) -> None:
        super().__init__(engine, expire_on_commit=False)
        self._file = file

    async def run(self, statement: Prepared, parameters: Mapping[str, Any]) -> list[Any]:
        """Rows of a prepared statement. What the session itself has not written yet is not seen by it."""
        if self._file is not None:
            return statement.on_file(self._file, parameters)
        result = await (await self.connection()).execute(statement.statement, dict(parameters))
        return [statement.row(*row) for row in result] if result.returns_rows else []

    async def run_each(self, statement: Prepared, parameters: Sequence[Mapping[str, Any]]) -> None:
        """Runs a prepared statement with each set of parameters."""
        if not parameters:
            return
        if self._file is not None:
            statement.on_file_each(self._file, parameters)
        else:
            await (await self.connection()).execute(statement.statement, [dict(each) for each in parameters])

    async def insert(self, statement: Prepared, rows: Sequence[Mapping[str, Any]]) -> None:
        """Inserts rows by a prepared INSERT of one row."""
        if self._file is not None:
            statement.insert_on_file(self._file, rows)
        else:
            await self.run_each(statement, rows)
