"""The review queue: which event to read next, and the form to accept or correct it; the list of all decisions.

Comes in: a request. Goes out: pages.
Knows nothing of how decisions are kept: `revise.py` writes them.
"""

from typing import Any

import msgspec
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from reportedly.archive import Archive, event_chain, root, speaker
from reportedly.archive.grouping import Review
from reportedly.desk.context import desk_of, filters_of, redirect, reviewer
from reportedly.desk.filters import Filters
from reportedly.desk.index import Index
from reportedly.desk.pages import listing
from reportedly.desk.pages.incidents import conflict
from reportedly.desk.pages.reports import read
from reportedly.desk.texts import shown
from reportedly.errors import UnknownRecord
from reportedly.export.flat import event_id
from reportedly.export.sentence import sentence_around
from reportedly.incidents.corrections import FIELDS, as_written, corrections, modes, target
from reportedly.incidents.reviews import Overlay, latest
from reportedly.incidents.tellings import STATUSES, TYPES, Key
from reportedly.records import CodedReport, Event

router = APIRouter()
ORDERS = ("confidence", "conflict", "newest")
AROUND = 600  # code points of the report shown on either side of the sentence


def waiting(index: Index, filters: Filters, by: str) -> list[tuple[Any, ...]]:
    """The events that nobody has accepted: name, day, type, mode, trigger, place, outlet, confidence, incident, chain."""
    columns = "name, coalesce(earliest, latest, published), type, mode, trigger, place, outlet, confidence, incident, chain, own_voice, n"
    held = [row for row in index.events(filters, columns + ", accepted") if not row[-1]]
    if by == "confidence":
        return sorted(held, key=lambda row: (row[7], row[11]))
    if by == "newest":
        return sorted(held, key=lambda row: (row[1] or "", row[11]), reverse=True)
    odds = {one.id: conflict(one) for one in index.incidents.values()}
    return sorted(held, key=lambda row: (-odds[row[8]], row[8], row[7], row[11]))


@router.get("/review")
def queue(request: Request) -> Response:
    """The queue, by `order`."""
    desk = desk_of(request)
    index = desk.index()
    offered = listing.form(request, index)
    by = listing.order(request, ORDERS)
    held = waiting(index, offered["filters"], by)
    part = listing.cut(request, len(held))
    accepted = index.select("SELECT sum(accepted), sum(corrected) FROM event")[0]
    return desk.page(
        request, "queue.html", rows=held[part.offset : part.offset + listing.SIZE], part=part, order=by, orders=ORDERS,
        accepted=accepted[0] or 0, corrected=accepted[1] or 0, incidents=index.incidents, **offered,
    )  # fmt: skip


@router.get("/review/next")
def next_event(request: Request, after: str = "") -> Response:
    """Sends to the event that comes after one in the queue; to the queue when there is none."""
    desk = desk_of(request)
    index = desk.index()
    offered = listing.form(request, index)
    by = listing.order(request, ORDERS)
    names = [row[0] for row in waiting(index, offered["filters"], by)]
    at = names.index(after) + 1 if after in names else 0
    rest = f"?order={by}" + (f"&{offered['query']}" if offered["query"] else "")
    return redirect(f"/review/event/{names[at]}{rest}" if at < len(names) else f"/review{rest}")


@router.get("/review/event/{event}")
def one(request: Request, event: str) -> Response:
    """The form for one event."""
    return event_page(request, event)


def event_page(
    request: Request, name: str, *, status: int = 200, given: dict[str, str] | None = None, problem: str | None = None
) -> Response:
    """The form for one event; `given` puts a person's unsaved values back after a `problem`. Raises UnknownRecord."""
    desk = desk_of(request)
    index = desk.index()
    with desk.open() as archive:
        as_read, coded, original, found, reviews = load(archive, name)
    key = Key(coded.report.id, found.id)
    text = coded.report.text
    start, end = sentence_around(text, found.trigger.start, found.trigger.end)
    overlay = Overlay(reviews)
    mine = [
        one for one in corrections(overlay.steps).get(coded.report.id, ())
        if target(as_read, one.event, one.trigger) is original
    ]  # fmt: skip
    by = listing.order(request, ORDERS)
    chain = event_chain(found, coded.attributions)
    incident = index.incidents[index.incident_of[key]]
    return desk.page(
        request,
        "review_event.html",
        status,
        coded=coded,
        report=coded.report,
        event=found,
        original=original,
        name=event_id(coded, found.id),
        around=(
            text[max(0, start - AROUND) : start],
            text[start : found.trigger.start],
            found.trigger.text,
            text[found.trigger.end : end],
            text[end : end + AROUND],
        ),
        chain=chain,
        root=root(chain),
        speaker=speaker,
        incident=incident,
        values={field: written(found, field) for field in FIELDS} | (given or {}),
        was={field: written(original, field) for field in FIELDS},
        types=TYPES,
        statuses=STATUSES,
        modes={kind: modes(kind) for kind in TYPES},
        places=candidates(coded, original),
        parties=sorted({one.name for other in coded.events for one in (*other.actors, *other.recipients)}),
        decisions=mine,
        accepted=any(one.field == "accepted" for one in mine),
        seen=latest(reviews, event=key),
        who=reviewer(request),
        why=(given or {}).get("why", ""),
        problem=problem,
        order=by,
        query=filters_of(request).query(),
    )


def written(event: Event, field: str) -> str:
    """A field as its form shows it: in one line, without control characters, as a browser would send it back unchanged."""
    return shown(" ".join(as_written(event, field).split()))


def load(archive: Archive, name: str) -> tuple[CodedReport, CodedReport, Event, Event, list[Review]]:
    """A report as read and as corrected, its event likewise, and all decisions. Raises UnknownRecord."""
    report, _, within = name.rpartition(":")
    if not report:
        raise UnknownRecord(f"expected an event id like 1a2b3c4d5e:e1, got {name[:60]!r}")
    as_read, coded = read(archive, report)
    found = next((one for one in coded.events if one.id == within), None)
    if found is None:
        raise UnknownRecord(f"expected an event of report {report[:20]}, got {within[:20]!r}")
    return as_read, coded, next(one for one in as_read.events if one.id == within), found, archive.reviews()


def candidates(coded: CodedReport, event: Event) -> list[str]:
    """The places that a correction may well mean, as `correct_event` takes them: the runner-up, then the report's."""
    found: dict[str, None] = {}
    second = event.place.runner_up if event.place else None
    if second:
        found[f"{second.name} #{second.geonameid}" if second.geonameid else second.name] = None
    for place in coded.places:
        if place.name:
            found[f"{place.name} #{place.geonameid}" if place.geonameid else place.name] = None
    return list(found)


@router.get("/review/history")
def history(request: Request) -> Response:
    """Every decision, the latest first."""
    desk = desk_of(request)
    with desk.open() as archive:
        reviews = archive.reviews()
    overlay = Overlay(reviews)
    active = {one.n for one in overlay.active}
    rows = [(one, describe(one), one.n in active) for one in reversed(reviews)]
    part = listing.cut(request, len(rows))
    return desk.page(
        request, "history.html", rows=rows[part.offset : part.offset + listing.SIZE], part=part, who=reviewer(request)
    )  # fmt: skip


def describe(one: Review) -> tuple[str, str]:
    """What a decision did, in words, and the address of what it is about."""
    detail = msgspec.json.decode(one.detail)
    if one.action == "undo":
        return f"took back review {detail['review']}", f"/incident/{one.incident}"
    if one.action == "merge":
        return f"merged {', '.join(detail['incidents'])} into {one.incident}", f"/incident/{one.incident}"
    if one.action == "split":
        names = ", ".join(f"{report[7:17]}:{event}" for report, event in detail["events"])
        return f"took {names} out of {one.incident}", f"/incident/{one.incident}"
    if "event" in detail:
        name = f"{detail['event'][0][7:17]}:{detail['event'][1]}"
        done = "accepted" if detail["field"] == "accepted" else f"{detail['field']}: {detail['value'] or 'none'}"
        return f"{name} {done}", f"/review/event/{name}"
    return f"{one.incident} {detail['field']}: {detail['value']}", f"/incident/{one.incident}"
