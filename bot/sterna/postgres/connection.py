"""A connection that speaks plain text: SQL in, rows of strings out."""

from __future__ import annotations

from types import TracebackType
from typing import Self

import psycopg
from psycopg import pq


class SqlError(Exception):
    """What PostgreSQL refused: `sqlstate`, `message`, `detail`, `hint`, and the `position` in the text (from 1, 0: none)."""

    def __init__(self, sqlstate: str, message: str, *, detail: str = "", hint: str = "", position: int = 0) -> None:
        super().__init__(f"{message} (SQLSTATE {sqlstate})" if sqlstate else message)
        self.sqlstate = sqlstate
        self.message = message
        self.detail = detail
        self.hint = hint
        self.position = position


Row = tuple[str | None, ...]


class Connection:
    """One session in autocommit mode: a transaction is what `BEGIN` opens and `COMMIT` or `ROLLBACK` ends.

    Text goes over the simple protocol, so one call may hold several statements, `%` and `$1` mean nothing special,
    and every value comes back as text.
    """

    def __init__(self, conninfo: str) -> None:
        """Connect, or raise SqlError."""
        try:
            self._session = psycopg.connect(conninfo, autocommit=True)
        except psycopg.Error as error:
            raise SqlError(error.sqlstate or "08006", str(error).strip()) from error
        self._session.add_notice_handler(lambda _notice: None)

    def run(self, sql: str) -> None:
        """Execute the text and drop its rows; raise SqlError."""
        self._execute(sql)

    def rows(self, sql: str) -> list[Row]:
        """Execute the text and return the rows of its last statement; raise SqlError."""
        result = self._execute(sql)
        return [
            tuple(
                None if (value := result.get_value(row, column)) is None else value.decode()
                for column in range(result.nfields)
            )
            for row in range(result.ntuples)
        ]

    @property
    def in_transaction(self) -> bool:
        """Tell whether a transaction is open, failed or not."""
        return self._session.pgconn.transaction_status in (
            pq.TransactionStatus.INTRANS,
            pq.TransactionStatus.INERROR,
        )

    @property
    def closed(self) -> bool:
        """Tell whether the session is over, by us or by the server."""
        return self._session.closed or self._session.pgconn.status == pq.ConnStatus.BAD

    def close(self) -> None:
        """End the session."""
        self._session.close()

    def __enter__(self) -> Self:
        """Return the connection itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close, whatever happened."""
        self.close()

    def _execute(self, sql: str) -> pq.PGresult:
        raw = self._session.pgconn
        if "\0" in sql:
            raise SqlError("22021", "the text holds a NUL character, which PostgreSQL cannot take")
        result = raw.exec_(sql.encode())
        if result.status in (pq.ExecStatus.FATAL_ERROR, pq.ExecStatus.BAD_RESPONSE):
            def field(name: pq.DiagnosticField) -> str:
                return (result.error_field(name) or b"").decode(errors="replace")

            raise SqlError(
                field(pq.DiagnosticField.SQLSTATE) or "08006",
                field(pq.DiagnosticField.MESSAGE_PRIMARY) or raw.error_message.decode(errors="replace").strip(),
                detail=field(pq.DiagnosticField.MESSAGE_DETAIL),
                hint=field(pq.DiagnosticField.MESSAGE_HINT),
                position=int(field(pq.DiagnosticField.STATEMENT_POSITION) or 0),
            )
        return result
