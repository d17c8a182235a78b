"""Training gold: what people accepted and corrected, in the stand-off form of the annotated corpora.

Comes in: an archive. Goes out: one object a report, with offsets (code points), names and values, the SHA-256 of the
text's UTF-8 bytes, and no sentence of it. Knows nothing of how corrections are made.

`checked` lists the events that a person accepted as they stand; the others of the report are the program's own reading,
or half corrected. An empty span means that no words of the report say the value.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

from reportedly.archive import Archive
from reportedly.incidents.build import corrected
from reportedly.incidents.corrections import corrections, target
from reportedly.incidents.reviews import Overlay
from reportedly.records import Actor, Attribution, CodedReport, Event, Span


def checked(archive: Archive) -> Iterator[dict[str, Any]]:
    """The reports of which a person accepted or corrected an event, in the archive's order."""
    overlay = Overlay(archive.reviews())
    held = corrections(overlay.steps)
    for coded in archive.reports():
        mine = held.get(coded.report.id)
        if not mine:
            continue
        events = [(target(coded, one.event, one.trigger), one.field) for one in mine]
        accepted = {event.id for event, field in events if event is not None and field == "accepted"}
        touched = {event.id for event, field in events if event is not None and field != "note"}
        if touched:
            (final,) = corrected([coded], overlay)
            yield standoff(final, accepted)


def standoff(coded: CodedReport, accepted: set[str]) -> dict[str, Any]:
    """A report in the stand-off form; `accepted`: ids of the events that a person let stand."""
    report = coded.report
    return {
        "doc": report.name or report.id.removeprefix("sha256:")[:10],
        "sha256": hashlib.sha256(report.text.encode("utf-8", errors="replace")).hexdigest(),
        "published": report.published,
        "outlet": report.outlet,
        "checked": [event.id for event in coded.events if event.id in accepted],
        "attributions": [_attribution(one) for one in coded.attributions],
        "events": [_event(one) for one in coded.events],
    }


def _span(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end}


def _named(span: Span, name: str | None) -> dict[str, Any]:
    """A span with its name; one that is just the quoted words is left out."""
    return _span(span) | ({"name": name} if name is not None and name != span.text else {})


def _attribution(one: Attribution) -> dict[str, Any]:
    source = one.source
    return {
        "id": one.id,
        "source": _named(source, source.name) | {"kind": source.kind} if source else None,
        "cue": _span(one.cue) if one.cue else None,
        "content": _span(one.content),
        "manner": one.manner,
        "stance": one.stance,
        "likelihood": one.likelihood.word if one.likelihood else None,
        "via": one.via,
    }


def _actor(one: Actor) -> dict[str, Any]:
    return _named(one, one.name) | {"country": one.country, "sector": one.sector}


def _event(one: Event) -> dict[str, Any]:
    place, when = one.place, one.when
    return {
        "id": one.id,
        "trigger": _span(one.trigger),
        "type": one.type,
        "mode": one.mode,
        "actors": [_actor(actor) for actor in one.actors],
        "recipients": [_actor(actor) for actor in one.recipients],
        "place": _named(place, place.name) | {"country": place.country, "lat": place.lat, "lon": place.lon}
        if place
        else None,
        "when": _span(when) | {"earliest": when.earliest, "latest": when.latest} if when else None,
        "casualties": [
            {"outcome": toll.outcome, **_span(toll), "low": toll.low, "high": toll.high} for toll in one.casualties
        ],
        "status": one.status,
        "reported_by": one.reported_by,
        "same_as": one.same_as,
    }
