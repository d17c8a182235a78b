"""The views that `show` prints, each a list of rows.

Comes in: an archive. Goes out: for each view its rows, as values by name and as cells of a table.
Knows nothing of formats and of the terminal.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from reportedly.archive import Archive, Input, PlaceCount, SourceCount, speaker
from reportedly.cli import events, incidents
from reportedly.export import flat
from reportedly.records import Attribution, CodedReport, Drift, Span, short_id
from reportedly.resolve.register import default

AROUND = 40  # code points shown on each side of a span


class Kind(StrEnum):
    """What can be shown."""

    events = "events"
    attributions = "attributions"
    sources = "sources"
    places = "places"
    drift = "drift"
    reports = "reports"
    inputs = "inputs"
    incidents = "incidents"
    control = "control"


class Row(NamedTuple):
    """One row: `values` are computed only when asked for."""

    values: Callable[[], Mapping[str, Any]]
    cells: Callable[[], list[str]]


class View(NamedTuple):
    """One view; `names` are those of its rows' values, `numbers` the headings set flush right."""

    names: tuple[str, ...]
    headings: tuple[str, ...]
    numbers: tuple[str, ...]
    rows: Callable[[Archive, Iterable[CodedReport]], Iterator[Row]]
    by_report: bool  # whether the rows are of single reports, so that a search can narrow them
    least: Mapping[str, int] = {}  # least widths of columns, by heading
    narrow: tuple[tuple[str, ...], ...] = ()  # headings that share a column on a narrow terminal


def _events(_: Archive, reports: Iterable[CodedReport]) -> Iterator[Row]:
    for coded in reports:
        for event in coded.events:
            yield Row(lambda c=coded, e=event: flat.row(c, e), lambda c=coded, e=event: events.cells(c, e))  # type: ignore[misc]


_ATTRIBUTION = (
    "report_id", "report_name", "outlet", "published", "attribution_id", "source", "source_text", "source_kind", "cue",
    "content", "content_start", "content_end", "manner", "stance", "likelihood", "likelihood_low", "likelihood_high",
    "likelihood_scale", "via", "denies", "confidence",
)  # fmt: skip


def _attributions(_: Archive, reports: Iterable[CodedReport]) -> Iterator[Row]:
    for coded in reports:
        for one in coded.attributions:
            yield Row(lambda c=coded, a=one: _attribution(c, a), lambda c=coded, a=one: _attribution_cells(c, a))  # type: ignore[misc]


def _attribution(coded: CodedReport, one: Attribution) -> dict[str, Any]:
    report, source, graded = coded.report, one.source, one.likelihood
    values = (
        report.id, report.name, report.outlet, report.published, one.id, source.name if source else None,
        source.text if source else None, source.kind if source else None, one.cue.text if one.cue else None,
        one.content.text, one.content.start, one.content.end, one.manner, one.stance, graded.word if graded else None,
        graded.low if graded else None, graded.high if graded else None, graded.scale if graded else None, one.via,
        "; ".join(one.denies), one.confidence,
    )  # fmt: skip
    return dict(zip(_ATTRIBUTION, values, strict=True))


def _attribution_cells(coded: CodedReport, one: Attribution) -> list[str]:
    graded = one.likelihood.word if one.likelihood else ""
    stance = f"{one.stance} ({graded})" if graded else " ".join((one.stance, ", ".join(one.denies))).strip()
    source = speaker(one) or events.NOBODY
    kind = one.source.kind or "" if one.source else ""
    name = f"{short_id(coded.report.id)}:{one.id}"
    return [name, source, kind, one.cue.text if one.cue else "", one.content.text, stance, one.via or ""]


def _sources(archive: Archive, _: Iterable[CodedReport]) -> Iterator[Row]:
    for one in archive.sources():
        yield Row(lambda one=one: _source_values(one), lambda one=one: _source_cells(one))  # type: ignore[misc]


_REGISTER = ("register_name", "register_kind", "country", "side")


def _source_values(one: SourceCount) -> dict[str, Any]:
    known = default().entry(one.name)
    return {
        **one._asdict(),
        "register_name": known.name if known else None,
        "register_kind": known.kind if known else None,
        "country": (known.country or None) if known else None,
        "side": known.side if known else None,
    }


def _source_cells(one: SourceCount) -> list[str]:
    counts = (one.reports, one.outlets, one.events, one.attributions)
    known = default().entry(one.name)
    name = (known.name if known else one.name) or (events.NOBODY if one.reports else "outlet not given")
    side = " ".join(filter(None, (known.country, known.side))) if known else ""
    return [
        name, (known.kind if known else one.kind) or "", side, *(str(count or "") for count in counts), "; ".join(one.carriers),
        str(one.carried_reports or ""), str(one.own_voice_events or ""),
    ]  # fmt: skip


def _places(archive: Archive, _: Iterable[CodedReport]) -> Iterator[Row]:
    for one in archive.places():
        yield Row(one._asdict, lambda one=one: _place_cells(one))  # type: ignore[misc]


def _place_cells(one: PlaceCount) -> list[str]:
    at = f"{one.lat:.2f}, {one.lon:.2f}" if one.lat is not None and one.lon is not None else ""
    name = one.name or f"{one.text}?"
    counts = [str(count or "") for count in (one.events, one.reports, one.mentions)]
    return [name, one.admin1 or "", one.country or "", one.precision or "", at, *counts]


_DRIFT = (
    "report_id", "report_name", "outlet", "published", "drift_id", "what", "careful_event", "careful_by", "before",
    "before_start", "before_end", "bold_event", "bold_by", "after", "after_start", "after_end", "confidence",
)  # fmt: skip


def _drift(_: Archive, reports: Iterable[CodedReport]) -> Iterator[Row]:
    for coded in reports:
        for one in coded.drift:
            yield Row(lambda c=coded, d=one: _drift_values(c, d), lambda c=coded, d=one: _drift_cells(c, d))  # type: ignore[misc]


def _drift_values(coded: CodedReport, one: Drift) -> dict[str, Any]:
    report, before, after = coded.report, one.before, one.after
    values = (
        report.id, report.name, report.outlet, report.published, one.id, one.what, flat.event_id(coded, one.careful),
        one.careful_by, before.text, before.start, before.end, flat.event_id(coded, one.bold), one.bold_by, after.text,
        after.start, after.end, one.confidence,
    )  # fmt: skip
    return dict(zip(_DRIFT, values, strict=True))


def _drift_cells(coded: CodedReport, one: Drift) -> list[str]:
    bold = next((event for event in coded.events if event.id == one.bold), None)
    own = bold is not None and not bold.reported_by
    told = one.bold_by or (events.OWN_VOICE if own else events.NOBODY)
    text = coded.report.text
    return [
        flat.event_id(coded, one.bold), one.what, _around(text, one.before), one.careful_by or events.NOBODY,
        _around(text, one.after), told,
    ]  # fmt: skip


def _around(text: str, span: Span) -> str:
    """A span with some words before and after it, so that a reader sees what it was said of."""
    start, end = max(0, span.start - AROUND), min(len(text), span.end + AROUND)
    before, after = text[start : span.start].rpartition("\n")[2], text[span.end : end].partition("\n")[0]
    if start and len(before) == AROUND:
        before = "…" + before.partition(" ")[2]
    if end < len(text) and len(after) == AROUND:
        after = after.rpartition(" ")[0] + "…"
    return f"{before}[{span.text}]{after}"


_REPORT = (
    "id", "name", "outlet", "title", "url", "published", "published_by", "language", "events", "own_voice_events",
    "attributions", "roots",
)  # fmt: skip


def _reports(archive: Archive, reports: Iterable[CodedReport]) -> Iterator[Row]:
    for coded in reports:
        yield Row(lambda c=coded: _report(archive, c), lambda c=coded: _report_cells(archive, c))  # type: ignore[misc]


def _report(archive: Archive, coded: CodedReport) -> dict[str, Any]:
    report = coded.report
    own = sum(not event.reported_by for event in coded.events)
    values = (
        report.id, report.name, report.outlet, report.title, report.url, report.published, report.published_by,
        report.language, len(coded.events), own, len(coded.attributions), archive.roots(report.id),
    )  # fmt: skip
    return dict(zip(_REPORT, values, strict=True))


def _report_cells(archive: Archive, coded: CodedReport) -> list[str]:
    values = _report(archive, coded)
    report = coded.report
    counts = [str(values[name] or "") for name in ("events", "own_voice_events", "attributions")]
    first = [short_id(report.id), report.published or "", report.outlet or "", report.title or "", report.name or ""]
    return [*first, *counts, "; ".join(values["roots"])]


def _inputs(archive: Archive, _: Iterable[CodedReport]) -> Iterator[Row]:
    for one in archive.inputs():
        yield Row(one._asdict, lambda one=one: _input_cells(one))  # type: ignore[misc]


def _input_cells(one: Input) -> list[str]:
    why = ": ".join(filter(None, (one.reason, one.detail) if one.outcome == "set aside" else (one.detail, one.reason)))
    name = f"{one.name} ({one.file})" if one.file else one.name
    return [name, one.outcome, why, short_id(one.report) if one.report else "", str(one.seen_again or "")]


def _incidents(archive: Archive, _: Iterable[CodedReport]) -> Iterator[Row]:
    for values, cells in incidents.told(archive):
        yield Row(lambda v=values: v, lambda c=cells: c)  # type: ignore[misc]


def control(place: str | None, on: str | None) -> View:
    """The ledger of who is said to hold what, of one place or all, on one day (YYYY-MM-DD) or all."""

    def entries(archive: Archive, _: Iterable[CodedReport]) -> Iterator[Row]:
        for values, cells in incidents.ledger(archive, place, on):
            yield Row(lambda v=values: v, lambda c=cells: c)  # type: ignore[misc]

    return View(incidents.CONTROL, incidents.CONTROL_HEADINGS, ("reports",), entries, False, {"since": 10})


VIEWS: dict[Kind, View] = {
    Kind.events: View(
        tuple(column.name for column in flat.columns()), events.HEADINGS, (), _events, True, events.LEAST, events.NARROW
    ),
    Kind.attributions: View(
        _ATTRIBUTION,
        ("attribution", "source", "kind", "cue", "content", "stance", "via"),
        (),
        _attributions,
        True,
        {"attribution": 13},
        (("attribution", "via"), ("source", "kind"), ("cue", "stance"), ("content",)),
    ),
    Kind.sources: View(
        (*SourceCount._fields, *_REGISTER),
        ("source", "kind", "side", "reports", "outlets", "events", "attributions", "through", "carries", "own voice"),
        ("reports", "outlets", "events", "attributions", "carries", "own voice"),
        _sources,
        False,
        {"source": 18},
        (
            ("source", "kind", "side"),
            ("reports",),
            ("outlets",),
            ("events",),
            ("attributions",),
            ("through",),
            ("carries",),
            ("own voice",),
        ),
    ),
    Kind.places: View(
        PlaceCount._fields,
        ("place", "admin 1", "country", "precision", "lat, lon", "events", "reports", "mentions"),
        ("events", "reports", "mentions"),
        _places,
        False,
    ),
    Kind.drift: View(
        _DRIFT,
        ("bold event", "what", "more careful", "by", "bolder", "told by"),
        (),
        _drift,
        True,
        {"bold event": 13, "what": 14},
        (("bold event", "what"), ("more careful", "by"), ("bolder", "told by")),
    ),
    Kind.reports: View(
        _REPORT,
        ("report", "published", "outlet", "title", "name", "events", "own voice", "attributions", "rests on"),
        ("events", "own voice", "attributions"),
        _reports,
        True,
        {"report": 10, "published": 10},
        (
            ("report", "published"),
            ("outlet", "name"),
            ("title",),
            ("events",),
            ("own voice",),
            ("attributions",),
            ("rests on",),
        ),
    ),
    Kind.inputs: View(
        Input._fields, ("input", "became", "why", "report", "seen again"), ("seen again",), _inputs, False
    ),
    Kind.incidents: View(
        incidents.INCIDENT, incidents.HEADINGS, incidents.NUMBERS, _incidents, False, {"incident": 11, "date": 10}
    ),
    Kind.control: control(None, None),
}
