"""Near-duplicates and wire copies: reports whose words are mostly those of another.

Comes in: report ids with their texts and dates. Goes out: for each copy the report it goes with, and how alike they are.
Knows nothing of events, sources or storage.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from rensa import RMinHash

WORDS = 5
"""Words a shingle: five in a row are rarely shared by chance."""
SHARE = 0.6
"""Share of the shorter text's shingles from which on two texts are one telling. Tuned on FA-KES (642 reports): all
pairs read between .60 and .70 were copies or abridgements; between .50 and .57 most shared only a standing paragraph."""
LEAST = 40
"""Shingles that must be shared: two short notices may agree in a formula."""
PERMUTATIONS, BANDS = 128, 64
"""Two rows a band: texts with a third of their shingles in common meet with probability .99, with a twentieth .15."""
NEIGHBOURS = 24
"""Reports compared with each other in one bucket, by date: bounds the work where all reports share a paragraph."""
MOST_WORDS = 20_000
"""Words read of one text; what comes after them doesn't count."""


class Text(NamedTuple):
    """A report's id, publication date (YYYY-MM-DD or None) and text."""

    report: str
    published: str | None
    text: str


class Copy(NamedTuple):
    """`report` tells what `original` tells, in its words: `share` of the shorter one's shingles are in both."""

    report: str
    original: str
    share: float


def shingles(text: str) -> set[str]:
    """The text's sequences of five words, in lower case; of a shorter text, the whole."""
    words = re.findall(r"\w+", text.casefold())[:MOST_WORDS]
    return {" ".join(words[at : at + WORDS]) for at in range(max(1, len(words) - WORDS + 1))} if words else set()


def share(first: set[str], second: set[str]) -> float:
    """The share of the smaller set that is in both; 0 when either has fewer than `LEAST` in common and they differ."""
    common = len(first & second)
    if not common or (common < LEAST and first != second):
        return 0.0
    return common / min(len(first), len(second))


def copies(texts: Iterable[Text]) -> list[Copy]:
    """The copies among these reports. The original of a group is its earliest by date, then the longest, then by id.

    A report may be a copy by way of another; `share` is then that with the nearest. Any order of input gives the same.
    """
    ordered = sorted(texts, key=lambda one: (one.published or "9999", -len(one.text), one.report))
    sets = [shingles(one.text) for one in ordered]
    above = list(range(len(ordered)))

    def top(at: int) -> int:
        while above[at] != at:
            above[at] = above[above[at]]
            at = above[at]
        return at

    nearest: dict[int, float] = defaultdict(float)
    for first, second in sorted(_candidates(sets)):
        alike = share(sets[first], sets[second])
        if alike >= SHARE:
            low, high = sorted((top(first), top(second)))
            above[high] = low
            for at in (first, second):
                nearest[at] = max(nearest[at], alike)
    found = ((at, top(at)) for at in range(len(ordered)))
    return [Copy(ordered[at].report, ordered[up].report, round(nearest[at], 3)) for at, up in found if at != up]


def _candidates(sets: Sequence[set[str]]) -> set[tuple[int, int]]:
    pairs: set[tuple[int, int]] = set()
    rows = PERMUTATIONS // BANDS
    buckets: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for at, held in enumerate(sets):
        if not held:
            continue
        hasher = RMinHash(num_perm=PERMUTATIONS, seed=20220512)
        hasher.update(sorted(held))
        digest = hasher.digest()
        for band in range(BANDS):
            buckets[band, *digest[band * rows : band * rows + rows]].append(at)
    for bucket in buckets.values():
        pairs.update(_near(bucket))
    return pairs


def _near(bucket: list[int]) -> Iterator[tuple[int, int]]:
    if len(bucket) <= NEIGHBOURS:
        yield from ((a, b) for i, a in enumerate(bucket) for b in bucket[i + 1 :])
    else:
        yield from pairwise(bucket)
        yield from ((a, b) for i, a in enumerate(bucket) for b in bucket[i + 2 : i + NEIGHBOURS])
