"""Binary responses, sync and async, over real sockets."""

from __future__ import annotations

import gzip
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.runtime.errors import (
    APIConnectionError,
    APIError,
    APITimeoutError,
    InvalidResponseError,
)
from tests.support.sockets import AsyncSide, Side, SyncSide, answering, chunked, cutting, sending

PLAIN = "application/octet-stream"
CONTENT = bytes(range(256)) * 1000
WHOLE = chunked(CONTENT[:1000], CONTENT[1000:], content_type=PLAIN)
CUT = chunked(CONTENT[:1000], content_type=PLAIN, ends=False)


@pytest.fixture(params=[SyncSide, AsyncSide])
def side(request: pytest.FixtureRequest) -> Iterator[Side]:
    made = request.param()
    yield made
    made.close()


def test_bytes_are_read_once_and_kept(side: Side) -> None:
    with answering(sending(WHOLE)) as server:
        answer = side.binary(server.url)
        assert (answer.content_type, answer.is_closed) == (PLAIN, False)
        assert side.done(answer.read()) == side.done(answer.read()) == answer.content == CONTENT
        assert answer.is_closed
        assert server.connections == 1
        assert side.done(side.binary(server.url).read()) == CONTENT
        assert server.connections == 1  # what was read to its end is used again


def test_bytes_come_in_chunks(side: Side) -> None:
    with answering(sending(WHOLE)) as server:
        chunks = side.rest(side.binary(server.url).iter_bytes(100_000))
        assert [len(chunk) for chunk in chunks] == [100_000, 100_000, 56_000]
        assert b"".join(chunks) == CONTENT
        assert b"".join(side.rest(side.binary(server.url).iter_bytes())) == CONTENT


def test_text_is_decoded_by_its_charset(side: Side) -> None:
    text = "né\u2028x\r\nÿ"
    body = text.encode("latin-1", "replace")
    kind = "text/plain; charset=latin-1"
    with answering(sending(chunked(body, content_type=kind))) as server:
        answer = side.binary(server.url)
        side.done(answer.read())
        assert answer.text == "né?x\r\nÿ"
        assert side.rest(side.binary(server.url).iter_text()) == ["né?x\r\nÿ"]


def test_only_cr_and_lf_end_a_line(side: Side) -> None:
    body = '{"a":"\u2028"}\n{"b":"é\x85"}\r\n\nlast'.encode()
    chunks = [body[place : place + 1] for place in range(len(body))]
    with answering(sending(chunked(*chunks, content_type="application/jsonl"))) as server:
        lines = side.rest(side.binary(server.url).iter_lines())
    assert lines == ['{"a":"\u2028"}', '{"b":"é\x85"}', "", "last"]


def test_bytes_can_be_read_as_json(side: Side) -> None:
    with answering(sending(chunked(b'{"a": [1]}', content_type="application/json"))) as server:
        assert side.done(side.binary(server.url).json()) == {"a": [1]}
    for body in (b"<html>", b""):
        with (
            answering(sending(chunked(*filter(None, [body])))) as server,
            pytest.raises(InvalidResponseError, match="the response isn't JSON"),
        ):
            side.done(side.binary(server.url).json())


def test_a_file_is_written_whole(side: Side, tmp_path: Path) -> None:
    target = tmp_path / "out.bin"
    with answering(sending(WHOLE)) as server:
        side.done(side.binary(server.url).write_to_file(target))
        assert target.read_bytes() == CONTENT
        target.write_bytes(b"old")
        target.chmod(0o600)
        (tmp_path / "link").symlink_to(target)
        side.done(side.binary(server.url).write_to_file(str(tmp_path / "link")))
    assert target.read_bytes() == CONTENT
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "out.bin"]


def test_a_broken_download_keeps_the_existing_file(side: Side, tmp_path: Path) -> None:
    (tmp_path / "out.bin").write_bytes(b"old")
    with answering(cutting(CUT)) as server:
        with pytest.raises(APIConnectionError, match="the connection broke"):
            side.done(side.binary(server.url).write_to_file(tmp_path / "out.bin"))
        with pytest.raises(APIConnectionError):
            side.done(side.binary(server.url).write_to_file(tmp_path / "new.bin"))
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


def test_a_file_that_cannot_be_written_frees_the_connection(side: Side, tmp_path: Path) -> None:
    with answering(sending(CUT)) as server:
        for _ in range(2):
            with pytest.raises(FileNotFoundError):
                side.done(side.binary(server.url).write_to_file(tmp_path / "none" / "out.bin"))


def test_a_device_is_written_to_and_not_replaced(side: Side) -> None:
    with answering(sending(WHOLE)) as server:
        side.done(side.binary(server.url).write_to_file(os.devnull))
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


def test_a_body_that_stalls_is_a_timeout(side: Side) -> None:
    with answering(sending(CUT)) as server:
        for _ in range(2):
            with pytest.raises(APITimeoutError, match="did not end in time"):
                side.done(side.binary(server.url).read())
            with pytest.raises(APITimeoutError):
                side.rest(side.binary(server.url).iter_lines())


def test_a_body_that_cannot_be_decoded_is_an_error(side: Side) -> None:
    packed = gzip.compress(CONTENT)
    for body, is_right in ((packed, True), (b"no gzip", False)):
        head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(
            body
        )
        with answering(sending(head + body)) as server:
            answer = side.binary(server.url)
            if is_right:
                assert side.done(answer.read()) == CONTENT
            else:
                with pytest.raises(InvalidResponseError, match="can't be decoded"):
                    side.done(answer.read())


def test_closing_frees_the_connection(side: Side) -> None:
    with answering(sending(CUT)) as server:
        for _ in range(2):
            answer = side.binary(server.url)
            side.within(answer, lambda: None)
            assert answer.is_closed
            assert "closed" in repr(answer)
            with pytest.raises(APIError, match="already read or closed"):
                side.done(answer.read())


def test_leaving_a_loop_over_chunks_frees_the_connection(side: Side) -> None:
    with answering(sending(CUT)) as server:
        for _ in range(2):
            chunks = side.binary(server.url).iter_bytes()
            assert side.next(chunks) == CONTENT[:1000]
            del chunks
            side.settle()


def test_a_response_that_is_dropped_frees_the_connection(side: Side) -> None:
    with answering(sending(CUT)) as server:
        for _ in range(2):
            side.binary(server.url)
            side.settle()


def test_an_async_response_must_be_read_before_its_content_is_used() -> None:
    side = AsyncSide()
    with answering(sending(WHOLE)) as server:
        answer = side.binary(server.url)
        for name in ("content", "text"):
            with pytest.raises(APIError, match=rf"await response\.read\(\)` before `\.{name}`"):
                getattr(answer, name)
        side.done(answer.close())
    side.close()


def test_bytes_are_written_to_a_file_in_chunks(side: Side, tmp_path: Path) -> None:
    with answering(sending(WHOLE)) as server:
        side.done(side.binary(server.url).stream_to_file(tmp_path / "a.bin", chunk_size=7))
    assert (tmp_path / "a.bin").read_bytes() == CONTENT
