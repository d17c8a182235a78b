"""Context: the place and the days told nearest to an event that says none itself.

Comes in: columns of the events of many reports. Goes out: the same columns filled from the neighbours in the same report.
Knows nothing of incidents. What is filled in is evidence for comparing, never the event's own place or day.
"""

from bisect import bisect_left
from itertools import groupby

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

AFTER = 2
"""How much farther a neighbour that comes after counts than one before: reports name a place first and mean it on."""


def donors(report: Ints, position: Ints, says: Bools) -> Ints:
    """For every row the row that it takes a value from: itself where `says`, else the nearest of its report, −1 for none.

    `report` in runs (rows of one report beside each other), `position` in code points. Near-linear in the rows.
    """
    out = np.where(says, np.arange(len(report)), -1)
    for _, run in groupby(range(len(report)), key=report.__getitem__):
        rows = sorted(run, key=lambda row: (position[row], row))
        giving = [row for row in rows if says[row]]
        places = [int(position[row]) for row in giving]
        if not giving:
            continue
        for row in rows:
            if not says[row]:
                out[row] = giving[_nearest(places, int(position[row]))]
    return out


def _nearest(places: list[int], at: int) -> int:
    """The index of the nearest of sorted positions; a later one counts as `AFTER` times as far."""
    after = bisect_left(places, at + 1)
    if after == 0:
        return 0
    before = bisect_left(places, places[after - 1])  # of several at one position the first
    if after == len(places):
        return before
    return before if at - places[before] <= AFTER * (places[after] - at) else after


def distances(sentence: Ints, donor: Ints) -> Ints:
    """Sentences between each row and the one it takes from, plus 1; 0 for its own and where there is none."""
    taken = (donor >= 0) & (donor != np.arange(len(donor)))
    return np.where(taken, np.abs(sentence[donor] - sentence) + 1, 0)
