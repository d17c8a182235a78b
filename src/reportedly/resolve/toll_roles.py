"""Tolls that a rule finds: those the reader missed are given to the event of their sentence, those it misnamed are mended.

Comes in: triggers with roles, the text and its sentences. Goes out: the triggers, some with more toll roles.
Knows nothing of places, dates or files.

A number beside an outcome word ("killing at least 44 people") is a toll by form; only whose it is needs reading. It goes to
the use of force nearest to it in its sentence, else to the nearest event; with none there, to nobody. Where the reader
took the figure and named another outcome than the word beside it ("injured 14 others" as killed), the word is right: of 47
figures of injured people in the golds' dev parts the reader named 9 so and 24 killed.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

import msgspec

from reportedly.reader import Hint, Role, Trigger
from reportedly.records import Outcome
from reportedly.resolve.figures import is_date
from reportedly.resolve.lexicon import table
from reportedly.resolve.tolls import counts_things, find_tolls, outcome_of

SCORE = 0.6  # of a toll found by rule: its figure is right nine times in ten, its event less often
FORCE = ("killed", "injured")  # captives and the displaced come of too many things
KILLS = ("ASSAULT", "COERCE")  # types of happenings that kill and injure
LONGEST_TITLE = 300  # code points
OUTCOMES = frozenset(("killed", "injured", "missing", "captured", "displaced"))


@cache
def _any(name: str) -> re.Pattern[str]:
    words = sorted(table("tolls.toml")["other"][name], key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)


def toll_hints(text: str, sentences: Sequence[tuple[int, int]]) -> list[Hint]:
    """The outcome words of sentences that tell of killed or injured people by number, for a reader that sees no event there.

    The guidelines make such a sentence a record of its own, with the outcome word as trigger. A sentence that repeats the
    headline is left out: it tells nothing new; so is one that names a mishap or a disease. One that names force is marked
    so ("wounded six in the bombing"): it needs no other sign of an attack.
    """
    title = text[: text.find("\n")].strip().casefold() if 0 < text.find("\n") <= LONGEST_TITLE else ""
    hints = []
    for start, end in sentences:
        if title and start >= len(title) and title in text[start:end].casefold():
            continue
        if _any("mishaps").search(text, start, end):
            continue
        cue = next((t.cue for t in find_tolls(text, start, end) if t.cue and t.outcome in FORCE), None)
        if cue:
            hints.append(Hint(*cue, start, end, bool(_any("violence").search(text, start, end))))
    return hints


def without_mishaps(text: str, sentences: Sequence[tuple[int, int]], triggers: Sequence[Trigger]) -> list[Trigger]:
    """The triggers without assaults by nobody in sentences of mishaps, in a text that nowhere names force.

    A crash or a flood reads much like an attack when nothing stands around it; in a report of fighting the reader is right.
    """
    if not triggers or _any("violence").search(text):
        return list(triggers)
    mishaps = [(s, e) for s, e in sentences if _any("mishaps").search(text, s, e)]
    return [
        t
        for t in triggers
        if t.type != "ASSAULT"
        or any(r.role == "actor" for r in t.roles)
        or not any(start <= t.start < end for start, end in mishaps)
    ]


def with_found_tolls(text: str, sentences: Sequence[tuple[int, int]], triggers: Sequence[Trigger]) -> list[Trigger]:
    """The triggers in their order; tolls that overlap one of the reader's are left to it, but for counts of things and dates."""
    triggers = [
        msgspec.structs.replace(
            t, roles=[r for r in t.roles if r.role not in OUTCOMES or _counts_people(text, sentences, r)]
        )
        for t in triggers
    ]
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
    people = sorted(known + list(named))

    def renamed(role: Role) -> Role:
        if role.role in OUTCOMES:
            role = _mended(role, named)
        return _by_clause(text, sentences, role, people) if role.role in FORCE else role

    told = [
        msgspec.structs.replace(t, roles=[*map(renamed, t.roles), *added.get(i, ())]) for i, t in enumerate(triggers)
    ]
    return _to_force(told)


def _counts_people(text: str, sentences: Sequence[tuple[int, int]], role: Role) -> bool:
    if counts_things(text, role.start, role.end):
        return False
    low, high = _sentence(sentences, role)
    return not is_date(text, role.start, role.end, low, high)


def _sentence(sentences: Sequence[tuple[int, int]], role: Role) -> tuple[int, int]:
    return next(((a, b) for a, b in sentences if a <= role.start < b), (role.start, role.end))


def _to_force(triggers: Sequence[Trigger]) -> list[Trigger]:
    """The triggers, figures of killed and injured that a use of force has too taken from what is none: in "320,000 have been
    killed since it began with protests" they are not the protests'."""
    force = {(r.role, r.start) for t in triggers if t.type in KILLS for r in t.roles if r.role in FORCE}
    return [
        t
        if t.type in KILLS
        else msgspec.structs.replace(t, roles=[r for r in t.roles if (r.role, r.start) not in force])
        for t in triggers
    ]


def _mended(role: Role, named: Mapping[tuple[int, int], set[Outcome]]) -> Role:
    """The role, under the one outcome that the words beside its figure name."""
    beside = [o for (low, high), o in named.items() if low < role.end and role.start < high]
    if len(beside) != 1 or len(beside[0]) != 1 or role.role in beside[0]:
        return role
    return msgspec.structs.replace(role, role=next(iter(beside[0])))


def _by_clause(text: str, sentences: Sequence[tuple[int, int]], role: Role, people: Sequence[tuple[int, int]]) -> Role:
    """The role, under the outcome that its clause names, which ends where other people are counted."""
    low, high = _sentence(sentences, role)
    low = max([low, *(end for _, end in people if end <= role.start)])
    high = min([high, *(start for start, _ in people if start >= role.end)])
    named = outcome_of(text, role.start, role.end, low, high)
    return msgspec.structs.replace(role, role=named) if named and named != role.role else role
