"""The one place where the stages stand in a row: report → reading → attributions, places, events.

Comes in: `Report`s. Goes out: `CodedReport`s. Knows nothing of storage or screens.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property

from reportedly import __version__
from reportedly.errors import UnreadableInput
from reportedly.reader import Mention, Reader, Reading, load_reader
from reportedly.reader.windows import sentences
from reportedly.records import CodedReport, Place, Report, parse_date
from reportedly.resolve.actors import ActorValue, resolve_actor
from reportedly.resolve.attributions import enclosing, resolve_attributions
from reportedly.resolve.carried_days import with_carried
from reportedly.resolve.denials import with_denied
from reportedly.resolve.described import stands_for
from reportedly.resolve.drift import find_drift
from reportedly.resolve.events import resolve_events
from reportedly.resolve.glued import Span, taken_apart, told_apart
from reportedly.resolve.names import Candidate
from reportedly.resolve.places import PlaceResolver
from reportedly.resolve.tidy import tidy
from reportedly.resolve.times import dateline_date
from reportedly.resolve.toll_roles import toll_hints, with_found_tolls, without_mishaps
from reportedly.resolve.wire import find_wire

MOST_COMPARED = 400  # events of one report: drift compares them in pairs, and no report of a day has so many
BLANKED = ("boilerplate",)  # zones that tell nothing: never read


class Coder:
    """Codes reports. Make one and use it for many: loading takes a second or two. Each process makes its own.

    `reader` may be any `Reader`; the shipped encoder by default. Raises ReaderError when the weights can't be loaded.
    """

    def __init__(self, reader: Reader | None = None) -> None:
        """`reader`: what reads the text; the shipped encoder by default."""
        self.reader = reader or load_reader()

    @cached_property
    def places(self) -> PlaceResolver:
        """The place resolver, loaded when first needed."""
        return PlaceResolver()

    @property
    def version(self) -> str:
        """Names the program and the weights: records of another version are coded anew."""
        return f"{__version__}+{self.reader.name}"

    def code(self, report: Report) -> CodedReport:
        """What was read from one report. The same report gives the same record, whatever was coded before it."""
        text = report.text
        split = sentences(text)
        told = blank(report)
        credits = find_wire(report)
        reading = tidy(report, self.reader.read(told, toll_hints(told, split)), credits.spans)
        attributions = resolve_attributions(text, reading.quotations, split, report.outlet, reading.mentions)
        published = parse_date(report.published) if report.published else None
        # A dateline inside the text beats the publication date for relative days (guidelines, "Conventions").
        anchor = dateline_date(text, published) or published
        located, held = self._places(report, reading)
        candidates = [
            Candidate(m.start, m.end, m.kind, text[m.start : m.end])
            for m in reading.mentions
            if m.kind in ("person", "organization")
        ]
        year = anchor.year if anchor else None
        contents = [(a.content.start, a.content.end) for a in attributions]

        def identify(start: int, end: int) -> ActorValue:
            holders = enclosing(contents, start, end)  # "we" inside a quotation is its speaker
            source = attributions[holders[-1]].source if holders else None
            speaker = (
                Candidate(source.start, source.end, source.kind or "", source.name or source.text) if source else None
            )
            return resolve_actor(
                text, start, end, candidates=candidates, year=year, speaker=speaker, outlet=report.outlet
            )

        triggers = with_found_tolls(text, split, without_mishaps(told, split, reading.triggers))
        events = resolve_events(
            text,
            told_apart(triggers, held),
            attributions,
            located,
            anchor=anchor,
            zones=report.zones,
            identify=identify,
            sentences=split,
        )
        title = next((zone.end for zone in report.zones if zone.kind == "title"), None)
        return CodedReport(
            report=report,
            attributions=with_denied(text, attributions, events),
            events=with_carried(text, events, title),  # only here: a lent day proves no two tellings to be one
            places=list(located.values()),
            drift=find_drift(text, events, attributions) if len(events) <= MOST_COMPARED else [],
            wire=credits.wires,
        )

    def code_many(self, reports: Iterable[Report]) -> Iterator[CodedReport]:
        """The coded reports, in order, one at a time."""
        for report in reports:
            yield self.code(report)

    def _places(self, report: Report, reading: Reading) -> tuple[dict[Span, Place], dict[Span, list[Place]]]:
        """Every place name of the report by its span, resolved together, in text order; and what spans of several hold."""
        spans = {(r.start, r.end) for t in reading.triggers for r in t.roles if r.role == "place"}
        spans |= {(m.start, m.end) for m in reading.mentions if is_place(report.text, m)}
        ordered = sorted(spans)
        found = self.places.resolve(report.text, ordered, outlet=report.outlet)
        named = [place for place in found if place.name]
        placed = [place if place.name else stands_for(place, named) or place for place in found]
        located = dict(zip(ordered, placed, strict=True))
        countries = sorted({place.country for place in named if place.country})
        held = taken_apart(
            report.text,
            placed,
            lambda spans: self.places.resolve(report.text, spans, outlet=report.outlet, event_countries=countries),
            self.places.common_words,
        )
        for span, parts in held.items():
            del located[span]
            located |= {(part.start, part.end): part for part in parts}
        return dict(sorted(located.items())), held


def is_place(text: str, mention: Mention) -> bool:
    """Whether a mention is a place by name (and not "the city")."""
    return mention.kind in ("place", "facility") and any(c.isupper() for c in text[mention.start : mention.end])


def blank(report: Report) -> str:
    """The report's text with boilerplate turned to spaces, so that nothing is read from it and offsets hold."""
    text = report.text
    for zone in report.zones:
        if zone.kind in BLANKED:
            text = text[: zone.start] + " " * (zone.end - zone.start) + text[zone.end :]
    return text


def code(
    text: str,
    *,
    published: str | date | None = None,
    outlet: str | None = None,
    url: str | None = None,
    title: str | None = None,
) -> CodedReport:
    """Code one text: `reportedly.code("…", published="2022-05-13")`.

    For many texts make one `Coder`. Raises BadDate for a date that is no date, TooLarge for a text over the bound,
    UnreadableInput for an empty one and for one that is surely not English. A text too short to tell is read as English.
    """
    from reportedly.intake import SetAside, make_report

    report = make_report(text, published=str(published) if published else None, outlet=outlet, url=url, title=title)
    if isinstance(report, SetAside):
        if report.reason == "not-english":
            raise UnreadableInput(f"expected a text in English, got {report.detail}")
        raise UnreadableInput(f"expected a text to read, got none: {report.detail}")
    return _shared().code(report)


_CODER: list[Coder] = []


def _shared() -> Coder:
    """The coder that `code` uses, made at its first call."""
    if not _CODER:
        _CODER.append(Coder())
    return _CODER[0]
