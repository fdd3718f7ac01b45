"""A GitHub that does not answer, or not whole, is said in one sentence, and nothing is sent twice that must not be."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Callable, Iterator

import pytest

from sterna.github.client import BUDGET, TRIES, Client
from sterna.github.refusal import Refused

OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"


@contextlib.contextmanager
def listening(behave: Callable[[socket.socket], None]) -> Iterator[tuple[str, list[bytes]]]:
    """Offer an address at which each connection meets the same fate; the requests that came are kept."""
    server = socket.create_server(("127.0.0.1", 0))
    seen: list[bytes] = []
    held: list[socket.socket] = []

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                one, _ = server.accept()
                held.append(one)
                seen.append(one.recv(65_536))
                behave(one)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}", seen
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        for one in held:
            one.close()
        thread.join(5)


def silent(_: socket.socket) -> None:
    """Take the request and never answer."""


def reset(one: socket.socket) -> None:
    """Break the connection off with a reset."""
    one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    one.close()


def half(one: socket.socket) -> None:
    """Announce more than comes, and close."""
    one.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{")
    one.close()


def stuck(one: socket.socket) -> None:
    """Begin an answer and stop in the middle of it."""
    one.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{")


def no_json(one: socket.socket) -> None:
    """Answer with JSON that ends too early, as something between us and GitHub might."""
    one.sendall(OK % (9, b'{"number"'))
    one.close()


FATES = [silent, reset, half, stuck, no_json]


@pytest.mark.parametrize("fate", FATES)
def test_a_read_is_tried_again_and_then_given_up(fate: Callable[[socket.socket], None]) -> None:
    """A GET may be repeated; the sentence says what happened and what to do."""
    waited: list[float] = []
    with listening(fate) as (url, seen):
        client = Client("token", url, "octo-org/shop", pace=0, pause=waited.append, timeout=1)
        with pytest.raises(Refused, match="GitHub did not answer") as refused:
            client.get("/pulls/7")
        assert len(seen) == TRIES
    assert refused.value.do == "Run this again later."
    assert waited == [0.5, 1.0, 2.0]
    assert sum(waited) < BUDGET


@pytest.mark.parametrize("fate", FATES)
def test_a_post_is_sent_once(fate: Callable[[socket.socket], None]) -> None:
    """Whether a POST without an answer was carried out nobody knows, so it is not repeated."""
    with listening(fate) as (url, seen):
        client = Client("token", url, "octo-org/shop", pace=0, pause=lambda _: None, timeout=1)
        with pytest.raises(Refused, match="GitHub did not answer"):
            client.post("/issues/7/comments", {"body": "x"})
        assert len(seen) == 1


def test_nobody_listens() -> None:
    """A refused connection is a sentence too."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    client = Client("token", f"http://127.0.0.1:{port}", "octo-org/shop", pace=0, pause=lambda _: None, timeout=1)
    with pytest.raises(Refused, match="GitHub did not answer: ConnectionError"):
        client.get("/pulls/7")


def test_an_answer_of_another_shape() -> None:
    """A page of HTML or a list where an object should be is no traceback."""
    from sterna.github import present

    for body in (b"<html>", b"[]", b'{"number": "seven"}', b"null"):

        def answer(one: socket.socket, text: bytes = body) -> None:
            one.sendall(OK % (len(text), text))
            one.close()

        with listening(answer) as (url, _):
            client = Client("token", url, "octo-org/shop", pace=0, pause=lambda _: None, timeout=1)
            with pytest.raises(Refused, match=r"GitHub answered cannot be used|did not answer"):
                present.pull(client, 7)
