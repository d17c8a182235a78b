"""The incidents: a list, and one incident with who says what about it.

Comes in: a request. Goes out: pages.
Knows nothing of how events are grouped, nor of how drawings are laid out.
"""

from typing import Any, NamedTuple

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from reportedly.archive import Archive, event_chain, speaker
from reportedly.archive.chains import keys
from reportedly.desk.charts import chain_graph, toll_charts
from reportedly.desk.context import desk_of, reviewer
from reportedly.desk.index import Index
from reportedly.desk.pages import listing
from reportedly.errors import UnknownRecord
from reportedly.export.flat import event_id
from reportedly.export.sentence import sentence_around
from reportedly.incidents import Incident
from reportedly.incidents.build import corrected
from reportedly.incidents.reviews import Overlay, latest
from reportedly.incidents.roots import Telling, words
from reportedly.records import Attribution, CodedReport, Event

router = APIRouter()
ORDERS = ("reports", "newest", "roots", "conflict", "toll")
MOST = 200  # tellings whose sentences one page shows


class Said(NamedTuple):
    """One telling as a page quotes it: the sentence around the trigger in three parts."""

    coded: CodedReport
    event: Event
    name: str
    before: str
    trigger: str
    after: str
    chain: list[Attribution]


@router.get("/incidents")
def incidents(request: Request) -> Response:
    """The list of incidents with an event which the filters let through."""
    desk = desk_of(request)
    index = desk.index()
    shown = listing.form(request, index)
    by = listing.order(request, ORDERS)
    found = sort([index.incidents[one] for one in listing.incidents_of(index, shown["filters"])], by)
    part = listing.cut(request, len(found))
    rows = found[part.offset : part.offset + listing.SIZE]
    return desk.page(request, "incidents.html", rows=rows, part=part, order=by, orders=ORDERS, **shown)


def sort(found: list[Incident], by: str) -> list[Incident]:
    """Incidents in an order of `ORDERS`; equal ones keep theirs."""
    keys: dict[str, Any] = {
        "reports": lambda one: -len(one.reports),
        "newest": lambda one: _backwards(one.start or one.end or ""),
        "roots": lambda one: -one.independent_roots,
        "conflict": lambda one: -conflict(one),
        "toll": lambda one: -max((line.high for line in one.ranges), default=0),
    }
    return sorted(found, key=keys[by])


def conflict(one: Incident) -> int:
    """How much the tellings are at odds: the reports that give another value than most do, over all fields."""
    return sum(len(value.reports) for field in one.disagreements for value in field.values[1:])


def _backwards(day: str) -> tuple[int, ...]:
    return tuple(-ord(letter) for letter in day) or (1,)


@router.get("/incident/{incident}")
def incident(request: Request, incident: str) -> Response:
    """One incident. Raises UnknownRecord."""
    desk = desk_of(request)
    index = desk.index()
    with desk.open() as archive:
        reviews = archive.reviews()
        overlay = Overlay(reviews)
        found = find(index, incident, overlay)
        tellings = told(archive, found, overlay)
    shown_reports = {row[0]: row for row in index.select("SELECT id, short, outlet, published, title FROM report")}
    parts = [one for one in index.incidents.values() if one.part_of == found.id]
    return desk.page(
        request,
        "incident.html",
        incident=found,
        reports={one: shown_reports[one] for one in found.reports},
        tellings=[_said(one) for one in tellings[:MOST]],
        left_out=max(0, len(tellings) - MOST),
        graph=chain_graph(tellings),
        tolls=toll_charts(found.tolls),
        drifts=[(one.coded, drift) for one in tellings for drift in one.coded.drift if drift.bold == one.event.id],
        episodes=parts,
        who=reviewer(request),
        whole=index.incidents.get(found.part_of or ""),
        copy_of=index.copy_of,
        speaker=speaker,
        near=neighbours(index, found),
        revisions=[one for one in reviews if one.n in found.reviews],
        seen=latest(reviews, incident=found.id),
    )


def find(index: Index, incident: str, overlay: Overlay) -> Incident:
    """The incident of this id, or the one that it was merged into. Raises UnknownRecord."""
    found = index.incidents.get(incident) or index.incidents.get(overlay.redirect(incident))
    if found is None:
        raise UnknownRecord(f"expected the id of an incident of this archive, got {incident[:40]!r}")
    return found


def told(archive: Archive, found: Incident, overlay: Overlay) -> list[Telling]:
    """The incident's tellings, corrections applied, by day of publication."""
    held: dict[str, CodedReport] = {}
    known: dict[str, dict[str, str]] = {}
    out = []
    for report, event in found.events:
        if report not in held:
            held[report] = corrected([archive.report(report)], overlay)[0]
            known[report] = keys(held[report])
        coded = held[report]
        for one in coded.events:
            if one.id == event:
                out.append(Telling(coded, one, words(coded, one, known[report])))
    return out


def _said(one: Telling) -> Said:
    text, event = one.coded.report.text, one.event
    start, end = sentence_around(text, event.trigger.start, event.trigger.end)
    return Said(
        one.coded, event, event_id(one.coded, event.id), text[start : event.trigger.start], event.trigger.text,
        text[event.trigger.end : end], event_chain(event, one.coded.attributions),
    )  # fmt: skip


def neighbours(index: Index, found: Incident, most: int = 8) -> list[Incident]:
    """Incidents that may be the same happening: of its type or place, nearest in time. To be merged or left by a person."""
    if found.place is None and found.start is None:
        return []

    def apart(one: Incident) -> tuple[int, int, str]:
        same_place = one.place is not None and found.place is not None and one.place.name == found.place.name
        return (not same_place) + (one.type != found.type), abs(_number(one.start) - _number(found.start)), one.id

    near = [
        one for one in index.incidents.values()
        if one.id != found.id and apart(one)[0] < 2 and (found.start is None or abs(_number(one.start) - _number(found.start)) <= 31)
    ]  # fmt: skip
    return sorted(near, key=apart)[:most]


def _number(day: str | None) -> int:
    import datetime

    return datetime.date.fromisoformat(day).toordinal() if day else 0
