"""Incidents of an archive: its events grouped, each group told as one incident.

Comes in: an archive. Goes out: incidents in a stable order; the grouping is kept in the archive when it can be written.
Knows nothing of screens.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from reportedly.archive import Archive, Member
from reportedly.archive.chains import keys
from reportedly.incidents.agreement import disagreements, drift, when, where
from reportedly.incidents.blocks import candidates
from reportedly.incidents.clusters import cluster
from reportedly.incidents.copies import Text, copies
from reportedly.incidents.corrections import applied, corrections
from reportedly.incidents.episodes import part_of
from reportedly.incidents.pairs import scores
from reportedly.incidents.records import Incident, IncidentPlace
from reportedly.incidents.reviews import Overlay, incident_id
from reportedly.incidents.roots import Telling, own_voice, roots, words
from reportedly.incidents.tellings import Key, Tellings
from reportedly.incidents.tolls import lines, ranges
from reportedly.incidents.voices import one_voice
from reportedly.records import CodedReport, Event


class Grouping(NamedTuple):
    """The incident of each event, after all decisions of people; `by_program` before them."""

    incident: dict[Key, str]
    by_program: dict[Key, str]

    def members(self) -> dict[str, list[Key]]:
        """Each incident's events, sorted."""
        out: dict[str, list[Key]] = defaultdict(list)
        for key in sorted(self.incident):
            out[self.incident[key]].append(key)
        return dict(out)


def incidents(archive: Archive) -> list[Incident]:
    """The archive's incidents: those of most reports first, then by day and id."""
    reports = list(archive.reports())
    overlay = Overlay(archive.reviews())
    return tell(corrected(reports, overlay), group(archive, reports), overlay)


def corrected(reports: Iterable[CodedReport], overlay: Overlay) -> list[CodedReport]:
    """The reports with people's corrections of single events laid over them."""
    held = corrections(overlay.steps)
    return [applied(coded, held[coded.report.id]) if coded.report.id in held else coded for coded in reports]


def group(archive: Archive, reports: Sequence[CodedReport] | None = None) -> Grouping:
    """Groups the events that aren't grouped yet; those that are stay where they are.

    Kept in the archive unless it was opened to read. A run over the same reports gives the same groups and ids.
    """
    reports = list(archive.reports()) if reports is None else reports
    overlay = Overlay(archive.reviews())
    marks = {Key(c.report.id, e.id): mark(e) for c in reports for e in c.events}
    held = {
        Key(m.report, m.event): m.incident for m in archive.members() if marks.get(Key(m.report, m.event)) == m.mark
    }
    by_program = assign(reports, held, overlay)
    new = [Member(*key, marks[key], at) for key, at in by_program.items() if key not in held]
    if new and not archive.read_only:
        archive.keep_members(new)
    return Grouping({key: overlay.place(key, at) for key, at in by_program.items()}, by_program)


def mark(event: Event) -> str:
    """What an event is known by when its report is coded anew."""
    return f"{event.type} {event.trigger.start} {event.trigger.text}"


def assign(reports: Sequence[CodedReport], held: Mapping[Key, str], overlay: Overlay) -> dict[Key, str]:
    """The incident of every event: the one held, else by likeness to those, else a new one."""
    if sum(len(coded.events) for coded in reports) == len(held):
        return dict(held)
    ordered = sorted(reports, key=lambda coded: coded.report.id)
    tellings = Tellings(ordered)
    numbers: dict[str, int] = {}
    known = np.full(len(tellings), -1)
    for row, key in enumerate(tellings.keys):
        if key in held:
            known[row] = numbers.setdefault(overlay.place(key, held[key]), len(numbers))
    a, b = candidates(tellings)
    fresh = (known[a] < 0) | (known[b] < 0)
    a, b = a[fresh], b[fresh]
    found = cluster(tellings, a, b, scores(tellings, a, b), known)
    names = {number: name for name, number in numbers.items()}
    group_name: dict[int, str] = {}
    for row in range(len(tellings)):
        if known[row] >= 0:
            group_name[int(found[row])] = names[int(known[row])]
    taken = {*names.values(), *held.values()}
    out = {}
    for row, key in enumerate(tellings.keys):
        at = int(found[row])
        if at not in group_name:
            name = incident_id(f"{tellings.keys[at].report} {tellings.keys[at].event}")
            while name in taken:
                name = incident_id(name)
            taken.add(name)
            group_name[at] = name
        out[key] = held.get(key, group_name[at])
    return out


def copy_map(reports: Iterable[CodedReport]) -> dict[str, str]:
    """For each report that tells another one's words the other one, by full ids."""
    texts = (Text(coded.report.id, coded.report.published, coded.report.text) for coded in reports)
    return {one.report: one.original for one in copies(texts)}


def tell(
    reports: Iterable[CodedReport],
    grouping: Grouping,
    overlay: Overlay | None = None,
    *,
    copy_of: Mapping[str, str] | None = None,
) -> list[Incident]:
    """The incidents of a grouping. `copy_of`: what `copy_map` found before, for these same reports."""
    overlay = overlay or Overlay([])
    reports = list(reports)
    copy_of = copy_map(reports) if copy_of is None else copy_of
    tellings: dict[str, list[Telling]] = defaultdict(list)
    for coded in sorted(reports, key=lambda one: (one.report.published or "", one.report.id)):
        known = keys(coded)
        for event in coded.events:
            at = grouping.incident[Key(coded.report.id, event.id)]
            tellings[at].append(Telling(coded, event, words(coded, event, known)))
    described: dict[str, dict[str, str]] = {}
    tellings = {name: one_voice(held, described) for name, held in tellings.items()}
    told = [_incident(name, held, copy_of, overlay) for name, held in tellings.items()]
    above = part_of(told, tellings)
    told = [msgspec.structs.replace(one, part_of=above.get(one.id)) for one in told]
    return sorted(told, key=lambda one: (-len(one.reports), one.start or "9999", one.id))


def _incident(name: str, tellings: list[Telling], copy_of: Mapping[str, str], overlay: Overlay) -> Incident:
    events = [telling.event for telling in tellings]
    types = [event.type for event in events]
    stand = roots(tellings)
    names = {root.key: root.name for root in stand}
    start, end = when(events)
    place = where(events)
    figures = ranges(tellings)
    reports = sorted({telling.coded.report.id for telling in tellings})
    fixed = overlay.corrected(name)
    if "place" in fixed and (place is None or place.name != fixed["place"]):
        place = IncidentPlace(name=fixed["place"])
    return Incident(
        id=name,
        type=fixed.get("type") or max(sorted(set(types)), key=types.count),  # type: ignore[arg-type]
        place=place,
        start=fixed.get("start") or start,
        end=fixed.get("end") or end,
        reports=reports,
        roots=stand,
        independent_roots=len(stand),
        tolls=lines(tellings, names),
        disagreements=disagreements(tellings, names, figures),
        drift=drift(tellings, names),
        part_of=None,
        own_voice=own_voice(tellings, copy_of),
        copies=[report for report in reports if report in copy_of],
        ranges=figures,
        events=[(telling.coded.report.id, telling.event.id) for telling in tellings],
        corrected=fixed,
        reviews=overlay.numbers(name),
    )
