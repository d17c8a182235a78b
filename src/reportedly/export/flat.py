"""The flat form of an event: one row of plain values, the same columns in every format that has columns.

Comes in: a coded report and one of its events. Goes out: a row by column name, as `columns.toml` documents it.
Knows nothing of files, nor of where the report was kept.
"""

import datetime
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

from reportedly.archive.chains import event_chain, root, speaker
from reportedly.errors import DataError
from reportedly.export.sentence import sentence_around
from reportedly.records import Actor, CodedReport, Event, short_id

ColumnType = Literal["text", "integer", "number", "boolean", "date"]
Value = str | int | float | bool | None
OUTCOMES = ("killed", "injured", "missing", "captured", "displaced")
SEPARATOR = "; "
LINK = " ← "
MOST = 2**63 - 1  # what a 64-bit column can hold


class Column(NamedTuple):
    """One column: a `required` one is never empty."""

    name: str
    type: ColumnType
    required: bool
    doc: str


@cache
def columns() -> tuple[Column, ...]:
    """The columns in order. Raises DataError when their table is malformed."""
    table = tomllib.loads((files("reportedly.export") / "columns.toml").read_text("utf-8"))
    try:
        return tuple(Column(name, one["type"], one.get("required", False), one["doc"]) for name, one in table.items())
    except (KeyError, TypeError, AttributeError) as error:
        raise DataError(f"columns.toml: expected type and doc for each column, got {error!r}") from error


def event_id(coded: CodedReport, event: str) -> str:
    """The name of an event for people, as `Archive.event` takes it."""
    return f"{short_id(coded.report.id)}:{event}"


def row(coded: CodedReport, event: Event) -> dict[str, Value]:
    """The event as one row, its keys the columns in order."""
    report, place, when = coded.report, event.place, event.when
    chain = event_chain(event, coded.attributions)
    innermost = root(chain)
    likelihood = next((link.likelihood for link in reversed(chain) if link.likelihood is not None), None)
    sentence = sentence_around(report.text, event.trigger.start, event.trigger.end)
    values: dict[str, Value] = {
        "report_id": report.id,
        "report_name": report.name,
        "report_row": report.row,
        "outlet": report.outlet,
        "wire": _joined(f"{wire.name or '?'}{' (input)' if wire.role == 'input' else ''}" for wire in coded.wire),
        "title": report.title,
        "url": report.url,
        "published": _day(report.published),
        "event_id": event_id(coded, event.id),
        "type": event.type,
        "mode": event.mode,
        "status": event.status,
        "trigger": event.trigger.text,
        "trigger_start": event.trigger.start,
        "trigger_end": event.trigger.end,
        "sentence_start": sentence[0],
        "sentence_end": sentence[1],
        **_actors("actor", event.actors),
        **_actors("recipient", event.recipients),
        "place_text": place.text if place else None,
        "place": place.name if place else None,
        "geonameid": place.geonameid if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "country": place.country if place else None,
        "admin1": place.admin1 if place else None,
        "place_precision": place.precision if place else None,
        "place_relation": place.relation if place else None,
        "place_confidence": place.confidence if place else None,
        "place_flags": _joined(place.flags) if place else None,
        "when_text": when.text if when else None,
        "earliest": _day(when.earliest) if when else None,
        "latest": _day(when.latest) if when else None,
        "granularity": when.granularity if when else None,
        "when_flags": _joined(when.flags) if when else None,
    }
    for outcome in OUTCOMES:
        toll = next((toll for toll in event.casualties if toll.outcome == outcome), None)
        values[f"{outcome}_low"] = min(toll.low, MOST) if toll and toll.low is not None else None
        values[f"{outcome}_high"] = min(toll.high, MOST) if toll and toll.high is not None else None
    return values | {
        "own_voice": not chain,
        "root_source": speaker(innermost) if innermost else None,
        "root_kind": innermost.source.kind if innermost and innermost.source else None,
        "chain": LINK.join(speaker(link) or "?" for link in chain) or None,
        "stance": chain[-1].stance if chain else None,
        "likelihood": likelihood.word if likelihood else None,
        "likelihood_low": likelihood.low if likelihood else None,
        "likelihood_high": likelihood.high if likelihood else None,
        "likelihood_scale": likelihood.scale if likelihood else None,
        "same_as": event_id(coded, event.same_as) if event.same_as else None,
        "confidence": event.confidence,
    }


def _actors(role: str, actors: list[Actor]) -> dict[str, Value]:
    plural = {"actor": "actors", "recipient": "recipients"}[role]
    return {
        plural: _joined(actor.name for actor in actors),
        f"{role}_countries": _joined(actor.country or "" for actor in actors),
        f"{role}_sectors": _joined(actor.sector or "" for actor in actors),
    }


def _joined(values: Iterable[str]) -> str | None:
    """The values in one cell; a separator inside a value becomes a comma. None when all are empty."""
    parts = [value.replace(SEPARATOR, ", ") for value in values]
    return SEPARATOR.join(parts) if any(parts) else None


def _day(value: str | None) -> str | None:
    """The date if it is one: a record's dates are, but records may have been made elsewhere."""
    try:
        return datetime.date.fromisoformat(value).isoformat() if value else None
    except ValueError:
        return None
