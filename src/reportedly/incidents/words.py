"""Words as numbers: hashed, weighted vectors of names and passages, for comparing many pairs at once.

Comes in: strings. Goes out: unit vectors of fixed length and hashes, the same on every machine.
Knows nothing of events.
"""

import re
import zlib
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from math import log

import numpy as np
import numpy.typing as npt

from reportedly.errors import DataError

Floats = npt.NDArray[np.float32]

_ENDINGS = ("ings", "ing", "ers", "ies", "ed", "es", "er", "s")
_LEAST_STEM = 4


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The word in lower case without its commonest endings: "bombings" and "bombed" are "bomb"."""
    word = word.casefold()
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            return word[: -len(ending)]
    return word


def stems(text: str) -> list[str]:
    """The stems of the text's words and its numbers, in order."""
    return [stem(word) for word in re.findall(r"\w+", text)]


@lru_cache(maxsize=200_000)
def number(text: str) -> int:
    """A number for a string, 31 bits, never 0; the same on every machine."""
    return (zlib.crc32(text.encode(errors="replace")) & 0x7FFFFFFF) or 1


@lru_cache(maxsize=1)
def _rarity() -> tuple[dict[str, float], float]:
    """The weight of known stems and that of unknown ones, from `data/words.tsv`. Raises DataError."""
    lines = (files("reportedly.incidents") / "data" / "words.tsv").read_text("utf-8").splitlines()
    stated = re.search(r"(\d+) texts", lines[0])
    if stated is None:
        raise DataError("words.tsv: expected a first line that says '… N texts …', got none")
    texts = int(stated[1])
    held = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {word: log((1 + texts) / (1 + int(count))) for word, count in held}, log((1 + texts) / 2)


@lru_cache(maxsize=200_000)
def weight(word: str) -> float:
    """How much a stem tells: the log of one over the share of reports that have it."""
    known, unknown = _rarity()
    return known.get(word, unknown)


def vector(words: Iterable[str], size: int) -> Floats:
    """A unit vector of `size` over the distinct stems, signed feature hashing weighted by `weight`; zeros when empty."""
    out = np.zeros(size, np.float32)
    for word in set(words):
        hashed = number(word)
        out[hashed % size] += weight(word) if hashed >> 20 & 1 else -weight(word)
    length = float(np.sqrt(out @ out))
    return out / np.float32(length) if length else out
