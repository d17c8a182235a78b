"""The process in which web pages are read: a loop over framed messages.

Comes in: pages on standard input. Goes out: a `PageAnswer` for each on standard output.
Knows nothing of who asks; ends when standard input does.
"""

import os
import signal
import struct
from typing import BinaryIO

import msgspec

from reportedly.intake.pages import Page, read_page

HEADER = struct.Struct("<I")  # length of the message in bytes
MEMORY = 4 << 30  # bytes of address space: a page that needs more is refused rather than the machine brought down


class PageAnswer(msgspec.Struct, frozen=True):
    """The page, or what went wrong while it was read."""

    page: Page | None = None
    error: str | None = None


def send(stream: BinaryIO, data: bytes) -> None:
    """Writes one message."""
    stream.write(HEADER.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: BinaryIO) -> bytes | None:
    """Reads one message; None when the stream has ended."""
    head = stream.read(HEADER.size)
    if len(head) < HEADER.size:
        return None
    (length,) = HEADER.unpack(head)
    data = stream.read(length)
    return data if len(data) == length else None


def main() -> None:
    """Answers pages until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    quiet = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):  # nothing that a library prints may fall between the messages
        os.dup2(quiet, descriptor)
    _bound_memory()
    while (data := receive(requests)) is not None:
        try:
            answer = PageAnswer(page=read_page(data.decode("utf-8")))
        except Exception as error:  # the page is hostile until proven otherwise; the next one is not to suffer
            answer = PageAnswer(error=f"{type(error).__name__}: {error}"[:500])
        send(answers, msgspec.msgpack.encode(answer))


def _bound_memory() -> None:
    try:
        import resource
    except ImportError:  # not on this system
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    bound = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
