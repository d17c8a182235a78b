"""Tolls that a rule finds: those the reader missed are given to the event of their sentence, those it misnamed are mended.

Comes in: triggers with roles, the text and its sentences. Goes out: the triggers, some with more toll roles.
Knows nothing of places, dates or files.

A number beside an outcome word ("killing at least 44 people") is a toll by form; only whose it is needs reading. It goes to
the use of force nearest to it in its sentence, else to the nearest event; with none there, to nobody. Where the reader took the figure and named another
outcome than the word beside it ("injured 14 others" as killed), the word is right: of 47 figures of injured people in the
golds' dev parts the reader named 9 so and 24 killed.
"""

from collections.abc import Mapping, Sequence

import msgspec

from reportedly.reader import Role, Trigger
from reportedly.records import Outcome
from reportedly.resolve.tolls import find_tolls

SCORE = 0.6  # of a toll found by rule: its figure is right nine times in ten, its event less often
OUTCOMES = frozenset(("killed", "injured", "missing", "captured", "displaced"))


def with_found_tolls(text: str, sentences: Sequence[tuple[int, int]], triggers: Sequence[Trigger]) -> list[Trigger]:
    """The triggers in their order; tolls that overlap one of the reader's are left to it."""
    known = [(r.start, r.end) for t in triggers for r in t.roles if r.role in OUTCOMES]
    added: dict[int, list[Role]] = {}
    named: dict[tuple[int, int], set[Outcome]] = {}
    for start, end in sentences:
        tolls = find_tolls(text, start, end)
        for toll in tolls:
            named.setdefault((toll.start, toll.end), set()).add(toll.outcome)
        here = [i for i, t in enumerate(triggers) if start <= t.start < end]
        if not here:
            continue
        for toll in tolls:
            if any(low < toll.end and toll.start < high for low, high in known):
                continue
            force = [i for i in here if triggers[i].type == "ASSAULT"] or here
            nearest = min(force, key=lambda i: (abs(triggers[i].start - toll.start), i))
            added.setdefault(nearest, []).append(Role(toll.outcome, toll.start, toll.end, SCORE))
    return [
        msgspec.structs.replace(t, roles=[*(_mended(r, named) for r in t.roles), *added.get(i, ())])
        for i, t in enumerate(triggers)
    ]


def _mended(role: Role, named: Mapping[tuple[int, int], set[Outcome]]) -> Role:
    """The role, under the one outcome that the words beside its figure name."""
    if role.role not in OUTCOMES:
        return role
    beside = [o for (low, high), o in named.items() if low < role.end and role.start < high]
    if len(beside) != 1 or len(beside[0]) != 1 or role.role in beside[0]:
        return role
    return msgspec.structs.replace(role, role=next(iter(beside[0])))
