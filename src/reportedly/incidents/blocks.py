"""Blocks: which pairs of tellings are worth comparing.

Comes in: tellings. Goes out: pairs of rows that share a place, day, figure, name or report; near-linear in their number.
Knows nothing of how pairs are scored.
"""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from reportedly.incidents.tellings import OUTCOMES, Ints, Tellings
from reportedly.incidents.words import Floats

WHOLE = 16
"""Tellings of a block up to which every pair is compared; a larger block is sorted and neighbours are compared."""
NEXT = 5
"""Neighbours compared in one sorting of a large block."""
_BITS = 12
"""Bits of the sketch by which a large block is sorted for likeness of words."""


def candidates(t: Tellings) -> tuple[Ints, Ints]:
    """Pairs of rows a < b, each once, sorted."""
    count = len(t)
    days = np.where(t.day_first != 0, t.day_first, t.published)
    alike = sketch(t.passage)
    blocks: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for row in range(count):
        for key in _keys(t, row, int(days[row])):
            blocks[key].append(row)
    packed: list[Ints] = []
    for rows in blocks.values():
        if len(rows) > 1:
            packed.extend(_pairs(np.array(rows, np.int64), days, alike, t.place, count))
    whole = np.unique(np.concatenate(packed)) if packed else np.zeros(0, np.int64)
    return whole // max(count, 1), whole % max(count, 1)


def _keys(t: Tellings, row: int, day: int) -> Iterator[tuple[object, ...]]:
    kind, place = int(t.type[row]), int(t.place[row])
    yield "report", int(t.report[row]), kind
    if t.link[row] != row:
        yield "link", int(t.link[row])
    else:
        yield "link", row
    month = day // 30
    if not np.isnan(t.points[row, 0]):
        cell = (round(float(t.points[row, 0]) * 2), round(float(t.points[row, 1]) * 2))
        for near in (day // 4, day // 4 + 1):
            yield "cell", *cell, near
        for far in (month, month + 1):
            yield "type and cell", kind, *cell, far
    if place:
        yield "type and place", kind, place
    for near in (day // 8, day // 8 + 1):
        yield "type and week", kind, near
        yield "trigger and week", int(t.trigger[row]), near
    for outcome in range(len(OUTCOMES)):
        figure = t.figures[row, outcome]
        if figure == figure and figure > 1:
            for far in (month, month + 1):
                yield "figure", outcome, float(figure), far
    if t.day_first[row]:
        yield "type and start", kind, int(t.day_first[row]), int(t.country[row])


def sketch(rows: Floats) -> Ints:
    """A number a row that is equal or near for vectors that point the same way: signs against fixed directions."""
    directions = np.random.default_rng(20220512).standard_normal((rows.shape[1], _BITS)).astype(np.float32)
    signs = (rows @ directions > 0).astype(np.int64)
    out: Ints = signs @ (1 << np.arange(_BITS, dtype=np.int64))
    return out


def _pairs(rows: Ints, days: Ints, alike: Ints, place: Ints, count: int) -> Iterator[Ints]:
    """The block's pairs as a·count + b."""
    if len(rows) <= WHOLE:
        first, second = np.triu_indices(len(rows), 1)
        yield rows[first] * count + rows[second]
        return
    for order in (
        np.lexsort((rows, alike[rows], days[rows])),
        np.lexsort((rows, days[rows], place[rows])),
        np.lexsort((rows, days[rows], alike[rows])),
    ):
        there = rows[order]
        for step in range(1, NEXT + 1):
            a, b = there[:-step], there[step:]
            yield np.minimum(a, b) * count + np.maximum(a, b)
