"""Place spans that hold several names or more than a name: "Ain Tarma Zamalka", "Deir Ezzor military airport".

Comes in: the places of a report that were not resolved, and a way to resolve. Goes out: by span, the places in it.
Knows nothing of events or of files.

Where commas are lost, as in much of what is copied from the web, a list of towns is read as one name. A name that stands in
a longer span is believed only as it is spelt, and a word that opens longer names ("Khan", "Tal") never alone.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache

import msgspec

from reportedly.reader import Role, Trigger
from reportedly.records import Place
from reportedly.resolve.described import heads
from reportedly.resolve.lexicon import table

Span = tuple[int, int]
Resolve = Callable[[Sequence[Span]], list[Place]]
MOST_SPANS = 50  # spans of one report that are taken apart
MOST_WORDS = 10  # words of such a span
LONGEST = 3  # words of a name in it
TRUST = 0.6  # in a town taken for a place that is named after it
SURE = 0.4  # confidence from which a part is believed
SURE_LIKENESS = 0.8  # the same for a name of several words that is found by likeness
DOUBTS = frozenset({"misspelt", "outside-area", "ambiguous", "described"})
_WORD = re.compile(r"[^\s,;()-]+(?:-[^\s,;()-]+)*")


@cache
def _opening() -> frozenset[str]:
    return frozenset(table("glued_places.toml")["opening"])


def taken_apart(
    text: str, places: Iterable[Place], resolve: Resolve, common: frozenset[str] | set[str] = frozenset()
) -> dict[Span, list[Place]]:
    """The places that unresolved spans of several words hold; a span in which none was found is left out.

    Several names: each as a place of its own. One, beside a word for what is there (an airport, a hospital): that one under
    the whole span's words, flagged "described", if the report names that one elsewhere too. All in a country that other places
    of the report are in. `resolve`: spans to places; `common`: words in lower case that are no place by themselves.
    """
    told = list(places)
    countries = {place.country for place in told if place.country}
    wanted: dict[Span, list[list[Span]]] = {}
    for place in told:
        words = [(place.start + m.start(), place.start + m.end()) for m in _WORD.finditer(place.text)]
        if not place.name and 1 < len(words) <= MOST_WORDS and len(wanted) < MOST_SPANS:
            wanted[place.start, place.end] = _names(text, words, common)
    asked = sorted({name for names in wanted.values() for row in names for name in row})
    if not asked:
        return {}
    good = {(p.start, p.end): p for p in resolve(asked) if _believed(p) and p.country in countries}
    named = frozenset(place.geonameid for place in told if place.geonameid)
    made = {span: _read(text, span, names, good, named) for span, names in wanted.items()}
    return {span: found for span, found in made.items() if found}


def _names(text: str, words: Sequence[Span], common: frozenset[str] | set[str]) -> list[list[Span]]:
    """By first word, the spans of up to `LONGEST` words that may be a name, longest first."""
    rows = []
    for i, (start, _) in enumerate(words):
        row = []
        for last in range(min(i + LONGEST, len(words)) - 1, i - 1, -1):
            part = text[start : words[last][1]]
            pieces = part.split()
            if len(pieces) != last - i + 1 or "\n" in part or not all(any(c.isupper() for c in p) for p in pieces):
                continue
            if (i > 0 or last < len(words) - 1) and not (len(pieces) == 1 and _alone(part.casefold(), common)):
                row.append((start, words[last][1]))
        rows.append(row)
    return rows


def _alone(word: str, common: frozenset[str] | set[str]) -> bool:
    """Whether a word by itself names no place."""
    return word in _opening() or word in common


def _read(
    text: str, span: Span, rows: Sequence[Sequence[Span]], good: dict[Span, Place], named: frozenset[int]
) -> list[Place]:
    parts: list[Place] = []
    for row in rows:
        if row and not (parts and row[0][0] < parts[-1].end):
            parts += [good[name] for name in row if name in good][:1]
    words = text[slice(*span)]
    lone = len(parts) == 1
    kinds = heads().keys() & {word.casefold() for word in words.split()}
    if lone and kinds and "\n" not in words:
        return [_holder(parts[0], text, span)] if parts[0].geonameid in named else []
    read = sum(len(part.text) for part in parts)
    alike = len({part.country for part in parts}) == 1
    return parts if alike and not kinds and ("\n" in words if lone else 2 * read > span[1] - span[0]) else []


def _believed(place: Place) -> bool:
    several = " " in place.text and place.text.split()[0].casefold() not in ("al", "el")
    doubts = DOUBTS - {"misspelt"} if several and place.confidence >= SURE_LIKENESS else DOUBTS
    return place.name is not None and place.confidence >= SURE and not doubts & set(place.flags)


def _holder(place: Place, text: str, span: Span) -> Place:
    return msgspec.structs.replace(
        place,
        text=text[slice(*span)],
        start=span[0],
        end=span[1],
        confidence=round(place.confidence * TRUST, 3),
        flags=[*place.flags, "described"],
        runner_up=None,
    )


def told_apart(triggers: Sequence[Trigger], held: dict[Span, list[Place]]) -> list[Trigger]:
    """The triggers, with a place role for each place that a span of theirs holds."""
    if not held:
        return list(triggers)
    made = []
    for trigger in triggers:
        roles: list[Role] = []
        for role in trigger.roles:
            parts = held.get((role.start, role.end), []) if role.role == "place" else []
            roles += [Role("place", part.start, part.end, role.score) for part in parts] or [role]
        made.append(msgspec.structs.replace(trigger, roles=roles))
    return made
