"""Tolls that a rule finds and the reader missed, given to the event of their sentence.

Comes in: triggers with roles, the text and its sentences. Goes out: the triggers, some with more toll roles.
Knows nothing of places, dates or files.

A number beside an outcome word ("killing at least 44 people") is a toll by form; only whose it is needs reading. It goes to
the use of force nearest to it in its sentence, else to the nearest event; with none there, to nobody.
"""

from collections.abc import Sequence

import msgspec

from reportedly.reader import Role, Trigger
from reportedly.resolve.tolls import find_tolls

SCORE = 0.6  # of a toll found by rule: its figure is right nine times in ten, its event less often
OUTCOMES = frozenset(("killed", "injured", "missing", "captured", "displaced"))


def with_found_tolls(text: str, sentences: Sequence[tuple[int, int]], triggers: Sequence[Trigger]) -> list[Trigger]:
    """The triggers in their order; tolls that overlap one of the reader's are left to it."""
    known = [(r.start, r.end) for t in triggers for r in t.roles if r.role in OUTCOMES]
    added: dict[int, list[Role]] = {}
    for start, end in sentences:
        here = [i for i, t in enumerate(triggers) if start <= t.start < end]
        if not here:
            continue
        for toll in find_tolls(text, start, end):
            if any(low < toll.end and toll.start < high for low, high in known):
                continue
            force = [i for i in here if triggers[i].type == "ASSAULT"] or here
            nearest = min(force, key=lambda i: (abs(triggers[i].start - toll.start), i))
            added.setdefault(nearest, []).append(Role(toll.outcome, toll.start, toll.end, SCORE))
    return [
        msgspec.structs.replace(t, roles=[*t.roles, *added[i]]) if i in added else t for i, t in enumerate(triggers)
    ]
