"""Things inside towns: a quarter, hospital, street or school that the gazetteer lacks stands where its town does.

Comes in: the phrases of a report and what they were resolved to. Goes out: the same, with towns for such things.
Knows nothing of candidates or how one was chosen.
"""

import re
from bisect import bisect_left, bisect_right

import numpy as np
from numpy.typing import NDArray

from reportedly.resolve.places.gazetteer import Gazetteer
from reportedly.resolve.places.phrases import Phrase
from reportedly.resolve.places.placing import Choice

BEFORE, AFTER = 600, 120
"""How far, in code points, the name of the town may stand before and after the thing."""
NAMED, GUESSED = 0.8, 0.5
"""What is left of the town's confidence: when the words say "in" or "of" it, and when it is only the nearest name."""
MOST_NEAR = 60
"""How many towns around a thing are looked at; bounds time on hostile texts."""
FAR_KM = 100.0
TRUSTED = 0.3

_IN = re.compile(r"^,? (?:in|of|at|inside) (?:the )?(?:(?:city|town|village) of )?$|^, $|^ \($|^['’]s $")


def within(
    gazetteer: Gazetteer,
    is_town: NDArray[np.bool_],
    text: str,
    spans: list[tuple[int, int]],
    phrases: list[Phrase],
    choices: list[Choice],
) -> list[Choice]:
    """The choices, where those of things inside towns that are not resolved, or only far off, are their town's.

    `is_town`: by feature. The town is the one that the words name as the holder ("X hospital in Y", "Y's X square"), else
    the last settlement before, else the next after. Such a choice is flagged "described".
    """
    g = gazetteer
    wanted = [i for i, (p, c) in enumerate(zip(phrases, choices, strict=True)) if p.inside and (c.entry < 0 or p.core)]
    if not wanted:
        return choices
    towns = [
        i
        for i, c in enumerate(choices)
        if c.entry >= 0 and is_town[g.feature[c.entry]] and c.confidence >= TRUSTED and not phrases[i].inside
    ]
    towns.sort(key=spans.__getitem__)
    starts = [spans[j][0] for j in towns]
    out = list(choices)
    for i in wanted:
        c = choices[i]
        low, high = bisect_left(starts, spans[i][0] - BEFORE), bisect_right(starts, spans[i][1] + AFTER)
        near = towns[max(low, high - MOST_NEAR) : high]
        if c.entry >= 0 and (not near or not is_town[g.feature[c.entry]]):
            continue
        if c.entry >= 0 and any(g.distance_km(c.entry, choices[j].entry) < FAR_KM for j in near):
            continue
        found, trust = _holder(text, spans, near, i)
        if found >= 0:
            held = choices[found]
            out[i] = Choice(held.entry, trust * held.confidence, c.entry, c.confidence, ("described",))
    return out


def _holder(text: str, spans: list[tuple[int, int]], towns: list[int], i: int) -> tuple[int, float]:
    """The town (number of its span) that holds span i, or -1; and how far to trust that."""
    start, end = spans[i]
    before = after = -1
    for j in towns:
        if spans[j][1] <= start and start - spans[j][1] <= BEFORE:
            before = j
        elif spans[j][0] >= end and after < 0 and spans[j][0] - end <= AFTER:
            after = j
    if after >= 0 and _IN.match(text[end : spans[after][0]]):
        return after, NAMED
    if before >= 0 and _IN.match(text[spans[before][1] : start]):
        return before, NAMED
    return (before, GUESSED) if before >= 0 else (after, GUESSED)
