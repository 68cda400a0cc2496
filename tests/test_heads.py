"""What comes before a body is bounded too, in bytes and in time, over a real connection."""

from __future__ import annotations

import asyncio
import resource
import socket
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.server.running import _Beside, configured

POST = b"POST /read HTTP/1.1\r\nhost: x\r\n"


async def read(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


async def early(_: Request) -> PlainTextResponse:
    return PlainTextResponse("ok")


@asynccontextmanager
async def connection() -> AsyncIterator[tuple[StreamReader, StreamWriter]]:
    app = Starlette(routes=[Route("/read", read, methods=["POST"]), Route("/early", early, methods=["POST"])])
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = _Beside(configured(app))
        serving = asyncio.create_task(server.serve([listener]))
        reader, writer = await asyncio.open_connection(*listener.getsockname())
        yield reader, writer
        writer.close()
        server.should_exit = True
        await serving


async def answer(reader: StreamReader) -> bytes:
    """Return the next answer's status line and body."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = head.lower().partition(b"content-length: ")[2].split()[0]
    return head.partition(b"\r\n")[0] + b" " + await reader.readexactly(int(length))


async def closed(reader: StreamReader) -> bool:
    """Wait until the server has closed the connection."""
    try:
        async with asyncio.timeout(5):
            while await reader.read(1 << 16):
                pass
    except ConnectionError:
        pass
    except TimeoutError:
        return False
    return True


async def pour(writer: StreamWriter, megabytes: int) -> None:
    """Send as much as the other side takes."""
    try:
        for _ in range(megabytes):
            writer.write(b"a" * (1 << 20))
            await writer.drain()
    except ConnectionError:
        pass


def most() -> int:
    """Return the most memory that was in use so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


@pytest.mark.parametrize(
    "begun",
    [
        b"GET /",
        POST + b"x-long: ",
        POST + b"transfer-encoding: chunked\r\n\r\n1\r\na\r\n0\r\nx-trailer: ",
    ],
    ids=["address", "header", "trailer"],
)
async def test_a_head_without_end_is_refused_before_it_fills_the_memory(begun: bytes) -> None:
    async with connection() as (reader, writer):
        before = most()
        writer.write(begun)
        await pour(writer, 60)
        assert await closed(reader)
        assert most() - before < 20


async def test_a_head_of_many_lines_is_refused() -> None:
    async with connection() as (reader, writer):
        writer.write(POST + b"x: y\r\n" * 30_000)
        await writer.drain()
        assert await answer(reader) == b"HTTP/1.1 400 Bad Request The head is too large."


@pytest.mark.parametrize("begun", [b"", b"G", POST + b"x-slow: "])
async def test_a_head_that_does_not_end_in_time_is_waited_for_no_longer(
    begun: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.server.heads.SLOWEST", 0.1)
    async with connection() as (reader, writer):
        writer.write(begun)
        assert await closed(reader)


async def test_a_second_head_is_bounded_as_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.server.heads.SLOWEST", 0.1)
    async with connection() as (reader, writer):
        writer.write(POST + b"content-length: 0\r\n\r\n")
        assert await answer(reader) == b"HTTP/1.1 200 OK 0"
        for letter in b"POST /read HTTP":
            writer.write(bytes([letter]))
            await asyncio.sleep(0.02)
        assert await closed(reader)


async def test_the_rest_of_what_was_answered_before_its_end_has_to_come_in_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.server.heads.SLOWEST", 0.1)
    async with connection() as (reader, writer):
        writer.write(b"POST /early HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n")
        assert await answer(reader) == b"HTTP/1.1 200 OK ok"
        for _ in range(10):
            writer.write(b"a")
            await asyncio.sleep(0.02)
        assert await closed(reader)


async def test_a_request_that_takes_its_time_is_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.server.heads.SLOWEST", 0.1)
    async with connection() as (reader, writer):
        writer.write(POST + b"transfer-encoding: chunked\r\n\r\n")
        for _ in range(4):
            writer.write(b"1\r\n")  # in which nothing of the body comes
            await asyncio.sleep(0.05)
            writer.write(b"a\r\n")
        writer.write(b"0\r\n\r\n")
        assert await answer(reader) == b"HTTP/1.1 200 OK 4"


async def test_large_bodies_and_requests_in_a_row_are_read_whole() -> None:
    async with connection() as (reader, writer):
        for size in (0, 1, 300_000, 1_000_000):
            writer.write(POST + b"content-length: %d\r\n\r\n" % size + b"a" * size)
            assert await answer(reader) == b"HTTP/1.1 200 OK %d" % size
