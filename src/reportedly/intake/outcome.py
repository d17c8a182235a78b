"""What becomes of one item of input, and the bounds every item is held to.

Comes in: nothing. Goes out: `SetAside`, `Failed`, the union `Read`, and `Limits`.
Knows nothing of files, formats or of how reports are made.
"""

from dataclasses import dataclass
from typing import Literal

from reportedly.errors import BadDate, IntakeError
from reportedly.records import Report

SetAsideReason = Literal["not-english", "empty", "unknown-kind"]


@dataclass(frozen=True, slots=True)
class SetAside:
    """An item that was read but is not to be coded.

    `name` as a report would carry it; `reason` is one of a few words to count by ("not-english", "empty",
    "unknown-kind"); `detail` says it for a person, e.g. "German (de)".
    """

    name: str
    reason: SetAsideReason
    detail: str


@dataclass(frozen=True, slots=True)
class Failed:
    """An item that can't become a report; `error` says what was expected and what came."""

    name: str
    error: IntakeError | BadDate

    @property
    def kind(self) -> str:
        """The name of the error's class, to count by."""
        return type(self.error).__name__


Read = Report | SetAside | Failed


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what is taken in.

    `text`: code points of one report; `row`: bytes of one JSON line or CSV record; `page`: bytes of one web page;
    `page_seconds`: wall time for the extraction of one page; `gzip_ratio`: how many times its compressed size a gzip
    stream may grow to, once it is over `gzip_free` bytes; `temporary`: bytes of an unpacked `.parquet.gz`.
    """

    text: int = 2_000_000
    row: int = 50_000_000
    page: int = 10_000_000
    page_seconds: float = 20.0
    gzip_ratio: int = 250
    gzip_free: int = 64_000_000
    temporary: int = 4_000_000_000


LIMITS = Limits()
