"""Cuts a text into windows of word pieces for the encoder.

Comes in: a text and its tokenizer. Goes out: `Window`s: piece ids with offsets, and the stretch that each one owns.
Knows nothing of the model. Offsets are code points in the whole text; pieces of the special tokens have none.

Windows are built of whole sentences where sentences are short enough, and overlap, so that every sentence is read with
something before and after it; each sentence is owned by exactly one window, which alone may report what starts in it.
"""

import sys
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from reportedly.reader.wordpiece import WordPiece

CLS, SEP = 101, 102  # of the BERT vocabulary
SIZE = 256  # pieces a window: about nine sentences of news
CONTEXT = 32  # pieces before and after the owned stretch, where the text goes on: at least so many
REACH = 144  # ... and at most, in reading: no figure of the dev parts gains from more


@dataclass(frozen=True)
class Window:
    """`ids` (T) int64 with [CLS] and [SEP]; `offsets` (T, 2); [low, high) covered, [own_low, own_high) owned.

    `first`: the number in the text of the first piece that is no special token.
    """

    ids: npt.NDArray[np.int64]
    offsets: npt.NDArray[np.int64]
    low: int
    high: int
    own_low: int
    own_high: int
    first: int = 0


@cache
def _splitter() -> Any:
    import nupunkt  # its model takes a moment to load: only when a text is read

    return nupunkt


def sentences(text: str) -> list[tuple[int, int]]:
    """Sentence spans of the text, trimmed of white space; line breaks end a sentence too."""
    return list(_sentences(text))


@lru_cache(maxsize=2)  # one text is asked for its sentences by several, one after the other
def _sentences(text: str) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    at = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            for start, end in _splitter().sent_spans(line):
                piece = line[start:end]
                left = start + len(piece) - len(piece.lstrip())
                right = start + len(piece.rstrip())
                if right > left:
                    spans.append((at + left, at + right))
        at += len(line)
    return tuple(spans)


def sentence_of(bounds: list[tuple[int, int]], at: int) -> tuple[int, int]:
    """Of the sentence spans of a text, in order, the one that holds the code point `at`; else (at, at)."""
    found = bisect_right(bounds, (at, sys.maxsize)) - 1
    return bounds[found] if found >= 0 and at < bounds[found][1] else (at, at)


def cut(text: str, tokenizer: WordPiece, size: int = SIZE, context: int = CONTEXT, reach: int = SIZE) -> list[Window]:
    """The windows of a text, in order, of at most `size` pieces each; an empty list for an empty text.

    Each covers at least `context` pieces around its own, as far as there are any, and at most `reach` on either side.
    """
    encoding = tokenizer.encode(text)
    pieces = np.array(encoding.ids, dtype=np.int64)
    offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
    count = len(pieces)
    if not count:
        return []
    room = size - 2
    bounds = _sentence_bounds(text, offsets)
    owned = [(0, count)] if count <= room else _owned(bounds, count, room - 2 * context)
    made = []
    for first, last in owned:
        spare = room - (last - first)
        before = min(first, max(spare // 2, spare - (count - last)))
        start = first - min(before, reach)
        end = min(count, last + min(spare - before, reach))
        special = np.array([[offsets[start, 0]] * 2, [offsets[end - 1, 1]] * 2])
        made.append(
            Window(
                ids=np.concatenate([[CLS], pieces[start:end], [SEP]]),
                offsets=np.concatenate([special[:1], offsets[start:end], special[1:]]),
                low=int(offsets[start, 0]),
                high=int(offsets[end - 1, 1]),
                own_low=int(offsets[first, 0]) if first else 0,
                own_high=int(offsets[last, 0]) if last < count else len(text) + 1,
                first=start,
            )
        )
    return made


def _sentence_bounds(text: str, offsets: npt.NDArray[np.int64]) -> list[int]:
    """Piece indices at which sentences start."""
    starts = np.array([start for start, _ in sentences(text)] or [0])
    return sorted({int(i) for i in np.searchsorted(offsets[:, 0], starts)} - {len(offsets)})


def _owned(bounds: list[int], count: int, room: int) -> list[tuple[int, int]]:
    """Consecutive stretches of at most `room` pieces that end at sentence bounds where they can."""
    owned, first = [], 0
    while first < count:
        last = min(first + room, count)
        if last < count:
            fitting = [b for b in bounds if first < b <= last]
            last = fitting[-1] if fitting else last
        owned.append((first, last))
        first = last
    return owned
