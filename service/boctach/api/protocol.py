"""HTTP as uvicorn speaks it, and what an open port needs: an end to silent clients, problems for broken requests."""

import asyncio
from typing import Any, Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from boctach.api import problems
from boctach.api.problems import ProblemError

_SECONDS_FOR_HEADERS: Final = 20


class Protocol(H11Protocol):
    """One connection."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._alarm: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as in uvicorn
        """The client has connected: its headers must come in time."""
        super().connection_made(transport)
        self._set_alarm()

    def data_received(self, data: bytes) -> None:
        """Bytes have come."""
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._unset_alarm()
        elif self._alarm is None:
            self._set_alarm()  # the next request has begun

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone."""
        self._unset_alarm()
        super().connection_lost(exc)

    def _set_alarm(self) -> None:
        self._alarm = self.loop.call_later(_SECONDS_FOR_HEADERS, self._close)

    def _unset_alarm(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    def _close(self) -> None:
        self._alarm = None
        if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
            self.transport.close()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP; nothing, where an answer is under way."""
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            refused = ProblemError(400, "invalid-http", msg, field="request", remedy="send HTTP/1.1")
            content = problems.encoded(problems.of(refused, "*"))
            headers = [
                ("content-type", problems.MEDIA_TYPE),
                ("content-length", str(len(content))),
                ("connection", "close"),
            ]
            for event in (
                h11.Response(status_code=400, headers=headers, reason=b"Bad Request"),
                h11.Data(data=content),
                h11.EndOfMessage(),
            ):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()
