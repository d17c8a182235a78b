"""The reports: a list, and one report with everything that was read from it marked in its text.

Comes in: a request. Goes out: pages.
Knows nothing of how the text is cut into marks: that is `texts.py`.
"""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from reportedly.archive import Archive, event_chain, root, speaker
from reportedly.desk.context import desk_of, redirect
from reportedly.desk.pages import listing
from reportedly.desk.texts import stretches
from reportedly.incidents.build import corrected
from reportedly.incidents.reviews import Overlay
from reportedly.incidents.tellings import Key
from reportedly.records import CodedReport, short_id

router = APIRouter()


@router.get("/reports")
def reports(request: Request) -> Response:
    """The list of reports that have an event which the filters let through; without filters, all."""
    desk = desk_of(request)
    index = desk.index()
    shown = listing.form(request, index)
    where, args = shown["filters"].where(index.search)
    among = f"WHERE id IN (SELECT report FROM event WHERE {where})" if shown["filters"] else ""
    args = args if among else []
    total = int(index.select(f"SELECT count(*) FROM report {among}", args)[0][0])
    part = listing.cut(request, total)
    rows = index.select(
        "SELECT short, published, outlet, title, name, events, copy_of,"
        " (SELECT count(*) FROM event e WHERE e.report = report.id AND e.own_voice)"
        f" FROM report {among} ORDER BY published DESC, outlet, id LIMIT ? OFFSET ?",
        [*args, listing.SIZE, part.offset],
    )
    return desk.page(request, "reports.html", rows=rows, part=part, **shown)


@router.get("/report/{report}")
def report(request: Request, report: str) -> Response:
    """One report. Any beginning of its id that only it has will do."""
    desk = desk_of(request)
    index = desk.index()
    with desk.open() as archive:
        as_read, coded = read(archive, report)
    original = {event.id: event for event in as_read.events}
    chains = {event.id: event_chain(event, coded.attributions) for event in coded.events}
    copied = index.copy_of.get(coded.report.id)
    return desk.page(
        request,
        "report.html",
        coded=coded,
        report=coded.report,
        stretches=stretches(coded),
        chains=chains,
        roots={name: root(chain) for name, chain in chains.items()},
        speaker=speaker,
        incident_of={e.id: index.incident_of.get(Key(coded.report.id, e.id)) for e in coded.events},
        incidents=index.incidents,
        changed={event.id: original[event.id] for event in coded.events if original[event.id] != event},
        copied=copied,
        drifts=drifts(coded),
    )


@router.get("/event/{event}")
def event(request: Request, event: str) -> Response:
    """Sends to an event's place in its report."""
    with desk_of(request).open() as archive:
        coded, found = archive.event(event)
    return redirect(f"/report/{short_id(coded.report.id)}#{found.id}")


def read(archive: Archive, report: str) -> tuple[CodedReport, CodedReport]:
    """A report as the program read it, and with people's corrections. Raises UnknownRecord."""
    as_read = archive.report(report)
    return as_read, corrected([as_read], Overlay(archive.reviews()))[0]


def drifts(coded: CodedReport) -> dict[str, list[tuple[str, str, str, str | None]]]:
    """What a telling lost of another, by the bolder event: what, the careful words, the bold ones, by whom the careful."""
    found: dict[str, list[tuple[str, str, str, str | None]]] = {}
    for one in coded.drift:
        found.setdefault(one.bold, []).append((one.what, one.before.text, one.after.text, one.careful_by))
    return found
