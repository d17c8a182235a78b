"""Incidents and the control of places as people read them in a table.

Comes in: an archive. Goes out: rows of the views `incidents` and `control`.
Knows nothing of how events are grouped, nor of formats.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from reportedly.archive import Archive

if TYPE_CHECKING:  # loads numpy, which help and most views don't need
    from reportedly.incidents import Entry, Incident
    from reportedly.incidents.records import TollRange

INCIDENT = (
    "id", "type", "place", "start", "end", "reports", "roots", "independent_roots", "tolls", "disagreements", "drift",
    "part_of", "own_voice", "copies", "ranges", "events", "corrected", "reviews",
)  # fmt: skip
HEADINGS = ("incident", "date", "type", "place", "toll", "reports", "roots", "on whose word", "differ on", "part of")
NUMBERS = ("reports", "roots")
CONTROL = (
    "place", "country", "holder", "change", "since", "told", "roots", "denied_by", "disputed", "reports", "incidents",
)  # fmt: skip
CONTROL_HEADINGS = ("place", "since", "who", "says", "on whose word", "denied by", "reports", "incident")


def told(archive: Archive) -> Iterator[tuple[dict[str, Any], list[str]]]:
    """Each incident's values by name, and its cells."""
    from reportedly import incidents

    for one in incidents.incidents(archive):
        yield msgspec.to_builtins(one), _cells(one)


def _cells(one: "Incident") -> list[str]:
    days = " to ".join(dict.fromkeys(filter(None, (one.start, one.end))))
    place = one.place
    where = f"{place.name} ({place.country})" if place and place.country else place.name if place else ""
    word = [f"{root.name} ({len(root.reports)})" for root in one.roots]
    if one.own_voice:
        word.append(f"own voice: {', '.join(one.own_voice)}")
    copies = f" ({len(one.copies)} copied)" if one.copies else ""
    return [
        one.id, days, one.type, where, ", ".join(map(_toll, one.ranges)), f"{len(one.reports)}{copies}",
        str(one.independent_roots), "; ".join(word), ", ".join(d.field for d in one.disagreements), one.part_of or "",
    ]  # fmt: skip


def _toll(one: "TollRange") -> str:
    figures = str(one.low) if one.low == one.high else f"{one.low}–{one.high}"
    return f"{figures} {one.outcome}" + (f" ({one.course})" if one.low != one.high else "")


def ledger(archive: Archive, place: str | None, on: str | None) -> Iterator[tuple[dict[str, Any], list[str]]]:
    """Each entry's values by name, and its cells. Raises BadDate when `on` is no date."""
    from reportedly import incidents

    reports = list(archive.reports())
    grouped = incidents.group(archive, reports).incident
    for one in incidents.ledger(reports, grouped, place=place, on=on):
        yield one._asdict(), _entry(one)


def _entry(one: "Entry") -> list[str]:
    roots = ["own voice" if root is None else root for root in one.roots]
    says = f"{one.change} it" + (" (disputed)" if one.disputed else "")
    since = one.since or (f"told {one.told}" if one.told else "")
    where = f"{one.place} ({one.country})" if one.country else one.place
    return [
        where, since, one.holder, says, "; ".join(roots), "; ".join(one.denied_by), str(len(one.reports)),
        ", ".join(one.incidents),
    ]  # fmt: skip


def plain(value: Any) -> Any:
    """A value as a cell of CSV can hold it: lists and objects as JSON."""
    return msgspec.json.encode(value).decode() if isinstance(value, (list, dict)) else value
