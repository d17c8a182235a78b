"""Things inside towns: a quarter, hospital, street or school that the gazetteer lacks stands where its town does.

Comes in: the phrases of a report and what they were resolved to. Goes out: the same, with towns for such things.
Knows nothing of candidates or how one was chosen.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable

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
TOWN_KM = 20.0
"""A quarter lies at most this far from the point of its town."""
TRUSTED = 0.3

_IN = re.compile(r"^,? (?:in|of|at|inside) (?:the )?(?:(?:city|town|village) of )?$|^, $|^ \($|^['’]s $")


def within(
    gazetteer: Gazetteer,
    is_town: NDArray[np.bool_],
    rivals: Callable[[Phrase], list[int]],
    text: str,
    spans: list[tuple[int, int]],
    phrases: list[Phrase],
    choices: list[Choice],
) -> list[Choice]:
    """The choices, where things inside towns are of the towns that the report names.

    `is_town`: by feature; `rivals`: the entries that bear a phrase's name. The town of a thing is the one that the words
    name as its holder ("X hospital in Y", "Y's X square"), else the last settlement before, else the next after. Of quarters
    of one name that one is meant which lies in such a town, or in the town that the report names most. A thing that is not
    resolved, or only far off, is where its town is, and flagged "described".
    """
    g = gazetteer
    section = g.feature_number["section"]
    wanted = [
        i
        for i, (p, c) in enumerate(zip(phrases, choices, strict=True))
        if (p.core and (p.inside or (c.entry >= 0 and g.feature[c.entry] == section))) or (p.inside and c.entry < 0)
    ]
    if not wanted:
        return choices
    towns = [
        i
        for i, c in enumerate(choices)
        if c.entry >= 0
        and is_town[g.feature[c.entry]]
        and g.feature[c.entry] != section
        and c.confidence >= TRUSTED
        and not phrases[i].inside
    ]
    towns.sort(key=spans.__getitem__)
    starts = [spans[j][0] for j in towns]
    most = [entry for entry, _ in Counter(choices[j].entry for j in towns).most_common(1)]
    out = list(choices)
    for i in wanted:
        c, core = choices[i], phrases[i].core
        low, high = bisect_left(starts, spans[i][0] - BEFORE), bisect_right(starts, spans[i][1] + AFTER)
        near = towns[max(0, high - MOST_NEAR, low) : high]
        if phrases[i].cue != "facility":  # "X Street" may be X's, "X quarter" is not
            near = [j for j in near if phrases[j].core != core]
        found, trust = _holder(text, spans, near, i)
        bearers = [e for e in rivals(phrases[i]) if g.feature[e] == section] if core else []
        for holder in [choices[found].entry, *most] if found >= 0 else most:
            there = [e for e in bearers if g.distance_km(e, holder) < TOWN_KM]
            if there and (c.entry < 0 or c.entry not in there):
                kept = c.entry >= 0 and g.distance_km(c.entry, holder) < TOWN_KM
                out[i] = c if kept else Choice(there[0], max(trust, GUESSED), c.entry, c.confidence, ())
            if there:
                break
        else:
            if phrases[i].inside:
                out[i] = _described(g, is_town, choices, c, near, found, trust)
    return out


def _described(
    g: Gazetteer,
    is_town: NDArray[np.bool_],
    choices: list[Choice],
    c: Choice,
    near: list[int],
    found: int,
    trust: float,
) -> Choice:
    """The choice of a thing inside a town, or the town's when the thing is not resolved or lies far from all towns near it."""
    if c.entry >= 0 and (not near or not (is_town[g.feature[c.entry]] or "misspelt" in c.flags)):
        return c
    if c.entry >= 0 and any(g.distance_km(c.entry, choices[j].entry) < FAR_KM for j in near):
        return c
    if found < 0:
        return c
    held = choices[found]
    return Choice(held.entry, trust * held.confidence, c.entry, c.confidence, ("described",))


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
