"""What a reader hands on: spans with scores, before any name, date or number is looked up.

Comes in: nothing. Goes out: `Reading`, its parts, and the `Reader` protocol.
Knows nothing of gazetteers, dates, storage, nor of how the reading was made.

All offsets are code points in the text that was read, end exclusive; all scores are calibrated probabilities in [0, 1].
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple, Protocol

import msgspec

MentionKind = Literal["person", "organization", "place", "facility", "time", "number", "weapon"]
RoleName = Literal["actor", "recipient", "place", "time", "killed", "injured", "missing", "captured", "displaced"]


class Mention(msgspec.Struct, frozen=True):
    """A span that names or describes something."""

    kind: MentionKind
    start: int
    end: int
    score: float


class Role(msgspec.Struct, frozen=True):
    """A span that fills a role of one trigger; for a toll (killed …) it is the number expression."""

    role: RoleName
    start: int
    end: int
    score: float


class Trigger(msgspec.Struct, frozen=True):
    """The word that names a happening, with its best type, mode (None: no mode) and status, and its roles."""

    start: int
    end: int
    score: float
    type: str
    type_score: float
    mode: str | None
    mode_score: float
    status: str
    status_score: float
    factuality: float  # how far the author commits to it: -3 (certainly not) … 3 (certainly)
    roles: list[Role]
    embedding: str | None = None  # by which tellings are compared, see `reader.embedding`


class Quotation(msgspec.Struct, frozen=True):
    """A cue with its source and content; nested ones are quotations of their own. `cue` None: a continued quotation."""

    start: int  # of the content
    end: int
    score: float
    cue: tuple[int, int] | None
    source: tuple[int, int] | None
    source_score: float
    stance: str
    stance_score: float


class Reading(msgspec.Struct, frozen=True):
    """All that was read from one text, in text order."""

    mentions: list[Mention]
    triggers: list[Trigger]
    quotations: list[Quotation]


class Hint(NamedTuple):
    """A word that by its form names a happening, for a sentence in which a reader sees none: "two people were wounded"."""

    start: int
    end: int
    low: int  # where its sentence begins
    high: int  # and ends
    violent: bool = False  # its sentence names force: a weapon, an armed group, an attack


class Reader(Protocol):
    """Anything that reads a text: the shipped encoder, a larger one, another language's, a language model."""

    name: str

    def read(self, text: str, hints: Sequence[Hint] = ()) -> Reading:
        """The reading of one text. Never raises on odd text; raises ReaderError when it can't read at all.

        A reader may take or leave `hints`.
        """
        ...

    def read_many(self, texts: list[str]) -> list[Reading]:
        """The readings of several texts, in order; the same as `read` on each."""
        ...
