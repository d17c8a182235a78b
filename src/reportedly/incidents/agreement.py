"""Agreement and conflict, field by field: who did it, where, when, whether at all; and what reports left out.

Comes in: the tellings of one incident. Goes out: its best place and days, the fields on which tellings differ, and drift.
Knows nothing of how tellings were grouped.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from reportedly.archive.chains import source_key
from reportedly.incidents.records import Disagreement, Drift, IncidentPlace, TollRange, Value
from reportedly.incidents.roots import Telling, Word
from reportedly.incidents.tellings import FINENESS, SPOT, place_number
from reportedly.records import Event, Place

LONG_DAYS = 14
"""A stated range longer than this says when something ran, not when it began."""


def where(events: Iterable[Event]) -> IncidentPlace | None:
    """The finest place, of equally fine ones the most told, then the surest. None when no telling has a place."""
    places = [event.place for event in events if event.place]
    if not places:
        return None
    told = Counter(map(place_number, places))
    fineness = Counter({place_number(place): FINENESS[place.precision] if place.name else 0 for place in places})
    best = max(
        places, key=lambda p: (told[place_number(p)] * fineness[place_number(p)], p.confidence, p.name or p.text)
    )
    return IncidentPlace(
        name=best.name or best.text, geonameid=best.geonameid, lat=best.lat, lon=best.lon, country=best.country,
        precision=best.precision,
    )  # fmt: skip


def when(events: Iterable[Event]) -> tuple[str | None, str | None]:
    """First and last day: of the narrowest range that most tellings give; of equally frequent ones the earliest.

    What most dated tellings give long or open ranges for (a war, a siege) runs: from the first day that most of these give to
    the last that any gives and that isn't before it.
    """
    dated = [one.when for one in events if one.when and (one.when.earliest or one.when.latest)]
    told = Counter((one.earliest, one.latest) for one in dated)
    if not told:
        return None, None
    spans = [(one.earliest, one.latest) for one in dated if one.granularity in ("range", "open")]
    running = Counter(days for days in spans if _length(days) > LONG_DAYS)
    if running.total() * 2 > told.total():
        starts: Counter[str] = Counter()
        for (start, _), times in running.items():
            starts[start or ""] += times
        start = min((day for day in starts if day), key=lambda day: (-starts[day], day), default=None)
        return start, max((end for _, end in running if end and end >= (start or "")), default=None)
    return min(
        told, key=lambda days: (_length(days) > LONG_DAYS, -told[days], _length(days), days[0] or "", days[1] or "")
    )


def _length(days: tuple[str | None, str | None]) -> int:
    if not (days[0] and days[1]):
        return 10_000
    return (datetime.date.fromisoformat(days[1]) - datetime.date.fromisoformat(days[0])).days


def disagreements(
    tellings: Sequence[Telling], names: Mapping[str, str], tolls: Sequence[TollRange]
) -> list[Disagreement]:
    """The fields on which tellings differ, with each value's roots and reports. Tolls only where they are at odds."""
    fields: dict[str, list[tuple[str, str, Telling]]] = defaultdict(list)
    for telling in tellings:
        event = telling.event
        for actor in event.actors:
            if actor.sector != "CVL":
                fields["actor"].append((source_key(actor.name), actor.name, telling))
        if event.place and event.place.name and _fine(event.place):
            fields["place"].append((str(place_number(event.place)), event.place.name, telling))
        if event.when and event.when.earliest and event.when.earliest == event.when.latest:
            fields["day"].append((event.when.earliest, event.when.earliest, telling))
        happened = "did not happen" if event.status == "negated" else "happened"
        if event.status in ("occurred", "ongoing", "negated"):
            fields["status"].append((happened, happened, telling))
        for toll in event.casualties:
            figure = toll.low if toll.low is not None else toll.high
            if figure is not None and any(one.outcome == toll.outcome and one.course == "at odds" for one in tolls):
                fields[toll.outcome].append((str(figure), str(figure), telling))
    out = []
    for field in sorted(fields):
        values = _values(fields[field], names)
        if len(values) > 1 or any(value.denied_by for value in values):
            out.append(Disagreement(field=field, values=values))
    return out


def _fine(place: Place) -> bool:
    return FINENESS[place.precision] == SPOT


def _values(told: Iterable[tuple[str, str, Telling]], names: Mapping[str, str]) -> list[Value]:
    titles: dict[str, Counter[str]] = defaultdict(Counter)
    said: dict[str, set[str | None]] = defaultdict(set)
    denied: dict[str, set[str]] = defaultdict(set)
    reports: dict[str, set[str]] = defaultdict(set)
    for key, name, telling in told:
        titles[key][name] += 1
        reports[key].add(telling.coded.report.id)
        for word in telling.words:
            if word.denied:
                denied[key].add(_called(word, names) or "")
            else:
                said[key].add(_called(word, names))
    rows = [
        Value(
            value=min(titles[key], key=lambda name, key=key: (-titles[key][name], -len(name), name)),  # type: ignore[misc]
            roots=sorted(said[key], key=lambda one: (one is not None, one or "")),
            denied_by=sorted(denied[key]),
            reports=sorted(reports[key]),
        )
        for key in titles
    ]
    return sorted(rows, key=lambda row: (-len(row.reports), row.value))


def _called(word: Word, names: Mapping[str, str]) -> str | None:
    return None if word.key is None else names.get(word.key, "no source named")


def drift(tellings: Sequence[Telling], names: Mapping[str, str]) -> list[Drift]:
    """Reports that tell flatly what others of the incident grade or credit to a source.

    A report that grades or credits it anywhere drops nothing, even where its headline does.
    """
    graded: dict[str, tuple[str, str | None]] = {}
    credited: dict[str, str] = {}
    flat: set[str] = set()
    for telling in tellings:
        report = telling.coded.report.id
        for word in telling.words:
            likelihood = next((link.likelihood for link in reversed(word.chain) if link.likelihood), None)
            if likelihood:
                graded.setdefault(report, (likelihood.word, _called(word, names)))
            if word.key:
                credited.setdefault(report, names.get(word.key, word.key))
            if telling.event.status in ("occurred", "ongoing"):
                flat.add(report)
    out = []
    for report in sorted(flat):
        if graded and report not in graded:
            said, root = min(graded.values(), key=lambda one: (one[0], one[1] or ""))
            out.append(Drift(report=report, dropped="likelihood", word=said, root=root))
        if credited and report not in credited:
            root = min(credited.values())
            out.append(Drift(report=report, dropped="source", word=root, root=root))
    return out
