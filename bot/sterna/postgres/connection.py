"""A connection that speaks plain text: SQL in, rows of strings out."""

from __future__ import annotations

import select
from types import TracebackType
from typing import Self

import psycopg
from psycopg import pq

_PULSE = 1000
"""Milliseconds after which a wait looks up, so that a signal is never left waiting."""


class SqlError(Exception):
    """What PostgreSQL refused: `sqlstate`, `message`, `detail`, `hint`, `position` in the text (from 1, 0: none)."""

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
    and every value comes back as text. A call that waits can be interrupted (Ctrl-C); the session is lost then.
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
        self._execute(sql, keep=False)

    def rows(self, sql: str) -> list[Row]:
        """Execute the text and return the rows of its last statement; raise SqlError."""
        result = self._execute(sql, keep=True)
        if result is None:
            return []
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

    @property
    def address(self) -> str:
        """Return host and port: all that may be said about how we got here."""
        return f"{self._session.info.host}:{self._session.info.port}"

    @property
    def pid(self) -> int:
        """Return the process that the server named when we came in; behind a pooler another one serves us."""
        return self._session.pgconn.backend_pid

    def serving(self) -> int:
        """Ask which process serves us now; raise SqlError."""
        [(pid,)] = self.rows("SELECT pg_backend_pid()")
        return int(pid or 0)

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

    def _execute(self, sql: str, *, keep: bool) -> pq.abc.PGresult | None:
        """Send the text and read all that comes back; return the last result, without its rows unless they are kept."""
        raw = self._session.pgconn
        if "\0" in sql:
            raise SqlError("22021", "the text holds a NUL character, which PostgreSQL cannot take")
        try:
            text = sql.encode()
        except UnicodeEncodeError as error:
            raise SqlError("22021", "the text holds a character that is no valid Unicode") from error
        if self.closed:
            raise SqlError("08003", "the session is over")
        try:
            raw.send_query(text)
            if not keep:
                # Nobody asked for these rows, and there may be more of them than memory.
                raw.set_single_row_mode()
            self._flush()
            return self._results()
        except psycopg.Error as error:
            raise SqlError(error.sqlstate or "08006", str(error).strip()) from error

    def _results(self) -> pq.abc.PGresult | None:
        raw = self._session.pgconn
        last: pq.abc.PGresult | None = None
        failure: SqlError | None = None
        while (result := self._next()) is not None:
            if result.status in (pq.ExecStatus.FATAL_ERROR, pq.ExecStatus.BAD_RESPONSE):
                failure = failure or self._error(result)
                if raw.status == pq.ConnStatus.BAD:
                    break
            elif result.status == pq.ExecStatus.COPY_IN:
                raw.put_copy_end(b"COPY FROM STDIN has no data to read here")
            elif result.status == pq.ExecStatus.COPY_OUT:
                while raw.get_copy_data(0)[0] > 0:
                    pass
            else:
                last = result
        if failure is not None:
            raise failure
        return last

    def _flush(self) -> None:
        # The session does not block: of a text that is longer than the socket's buffer only the beginning is sent.
        raw = self._session.pgconn
        poll = select.poll()
        poll.register(raw.socket, select.POLLIN | select.POLLOUT)
        while raw.flush():
            if any(event & select.POLLIN for _, event in poll.poll(_PULSE)):
                raw.consume_input()

    def _next(self) -> pq.abc.PGresult | None:
        # Not PQexec: that one waits inside the C library, where neither Ctrl-C nor another thread reaches it.
        raw = self._session.pgconn
        poll: select.poll | None = None
        while raw.is_busy():
            if poll is None:
                poll = select.poll()
                poll.register(raw.socket, select.POLLIN)
            if poll.poll(_PULSE):
                raw.consume_input()
        return raw.get_result()

    def _error(self, result: pq.abc.PGresult) -> SqlError:
        def field(name: pq.DiagnosticField) -> str:
            return (result.error_field(name) or b"").decode(errors="replace")

        said = (result.error_message or self._session.pgconn.error_message).decode(errors="replace").strip()
        return SqlError(
            field(pq.DiagnosticField.SQLSTATE) or "08006",
            field(pq.DiagnosticField.MESSAGE_PRIMARY) or said,
            detail=field(pq.DiagnosticField.MESSAGE_DETAIL),
            hint=field(pq.DiagnosticField.MESSAGE_HINT),
            position=int(field(pq.DiagnosticField.STATEMENT_POSITION) or 0),
        )
