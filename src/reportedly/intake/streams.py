"""Byte streams to read from, whatever they are packed in, and bounded lines.

Comes in: a path or an open binary stream. Goes out: a binary stream that is unpacked and, for tables, UTF-8; lines.
Knows nothing of reports, rows or what the bytes mean.
"""

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from reportedly.errors import MissingInput, TooLarge, UnreadableInput
from reportedly.intake.decode import bom_encoding
from reportedly.intake.outcome import Limits

GZIP_MAGIC = b"\x1f\x8b"
CHUNK = 1 << 16


class _Counted(io.RawIOBase):
    """A raw reader that counts the bytes taken from the stream below it."""

    def __init__(self, below: BinaryIO) -> None:
        self.below = below
        self.taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self.below.read(len(buffer))
        buffer[: len(data)] = data
        self.taken += len(data)
        return len(data)


class _Gunzipped(io.RawIOBase):
    """What a gzip stream holds, bounded. Raises UnreadableInput when it is truncated, damaged or a bomb."""

    def __init__(self, below: BinaryIO, name: str, limits: Limits) -> None:
        self.name = name
        self.limits = limits
        self.source = _Counted(below)
        self.unpacked = gzip.GzipFile(fileobj=io.BufferedReader(self.source, CHUNK), mode="rb")
        self.given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self.unpacked.read1(len(buffer))
        except EOFError as error:
            raise UnreadableInput(f"{self.name}: the gzip file ends before its end mark (truncated)") from error
        except (zlib.error, gzip.BadGzipFile, OSError) as error:
            raise UnreadableInput(f"{self.name}: the gzip file is damaged ({error})") from error
        self.given += len(data)
        if self.given > self.limits.gzip_free and self.given > self.limits.gzip_ratio * max(self.source.taken, 1):
            raise UnreadableInput(
                f"{self.name}: unpacks to over {self.limits.gzip_ratio} times its size ({self.given:,} bytes so far); "
                "taken for a gzip bomb"
            )
        buffer[: len(data)] = data
        return len(data)


class _Transcoded(io.RawIOBase):
    """A stream in another Unicode encoding, as UTF-8; code units that are no character become U+FFFD."""

    def __init__(self, below: BinaryIO, encoding: str) -> None:
        self.below = below
        self.decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self.pending = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self.pending:
            data = self.below.read(CHUNK)
            self.pending = self.decoder.decode(data, final=not data).encode("utf-8", errors="replace")
            if not data and not self.pending:
                return 0
        given = self.pending[: len(buffer)]
        self.pending = self.pending[len(buffer) :]
        buffer[: len(given)] = given
        return len(given)


def open_path(path: Path, name: str) -> BinaryIO:
    """The file, open for reading. Raises MissingInput or UnreadableInput."""
    try:
        return path.open("rb")
    except FileNotFoundError as error:
        raise MissingInput(f"{name}: no such file or folder") from error
    except OSError as error:
        raise UnreadableInput(f"{name}: can't be opened ({error.strerror or error})") from error


def unpack(stream: BinaryIO, name: str, limits: Limits) -> io.BufferedReader:
    """The stream, gunzipped if it begins as gzip does, whatever its name says.

    Raises UnreadableInput if the name ends in `.gz` and the content is something else, or on a failing read.
    """
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(_Counted(stream), CHUNK)
    head = peek(buffered, len(GZIP_MAGIC), name)
    if head == GZIP_MAGIC:
        return io.BufferedReader(_Gunzipped(buffered, name, limits), CHUNK)
    if head and name.lower().endswith(".gz"):
        raise UnreadableInput(f"{name}: expected gzip by its ending, got bytes that begin {head.hex()}")
    return buffered


def peek(stream: io.BufferedReader, size: int, name: str) -> bytes:
    """Up to `size` bytes from where the stream stands, without taking them."""
    try:
        return stream.peek(size)[:size]
    except OSError as error:
        raise UnreadableInput(f"{name}: can't be read ({error.strerror or error})") from error


def as_utf8(stream: io.BufferedReader, name: str) -> io.BufferedReader:
    """The stream after its byte-order mark, as UTF-8 where the mark is that of UTF-16 or UTF-32."""
    marked = bom_encoding(peek(stream, 4, name))
    if marked is None:
        return stream
    encoding, length = marked
    stream.read(length)
    return stream if encoding == "utf-8" else io.BufferedReader(_Transcoded(stream, encoding), CHUNK)


def read_whole(stream: io.BufferedReader, name: str, bound: int) -> bytes:
    """All bytes of the stream. Raises TooLarge, having read no more than `bound` + 1 of them, and UnreadableInput."""
    parts: list[bytes] = []
    room = bound + 1
    try:
        while room > 0 and (part := stream.read(min(room, CHUNK * 16))):
            parts.append(part)
            room -= len(part)
    except OSError as error:
        raise UnreadableInput(f"{name}: can't be read ({error.strerror or error})") from error
    if room <= 0:
        raise TooLarge(f"{name}: expected at most {bound:,} bytes, got more")
    return b"".join(parts)


def lines(stream: io.BufferedReader, name: str, bound: int) -> Iterator[tuple[int, bytes | None]]:
    """The lines of the stream with their numbers from 1, line ends kept; None for a line over `bound` bytes.

    Raises UnreadableInput where the stream breaks off.
    """
    number = 0
    try:
        while line := stream.readline(bound + 1):
            number += 1
            if len(line) <= bound:
                yield number, line
                continue
            while not line.endswith(b"\n") and (line := stream.readline(CHUNK)):
                pass
            yield number, None
    except OSError as error:
        raise UnreadableInput(f"{name}: can't be read after line {number} ({error.strerror or error})") from error


def size_of(path: Path) -> int:
    """The file's size in bytes, 0 if it can't be told."""
    try:
        return path.stat().st_size
    except OSError:
        return 0
