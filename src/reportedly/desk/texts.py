"""A report's text with its marks, as pieces that nest, ready to be written as HTML.

Comes in: a coded report. Goes out: stretches of the text by zone, each a list of pieces that open, say and close.
Knows nothing of HTML: the template escapes and writes.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from reportedly.records import CodedReport, Event, ZoneKind

DEEPEST = 24
"""Marks within marks that are still shown: a hostile record could nest as deeply as its text is long."""
MOST = 20_000
"""Marks of one report that are shown."""

Kind = Literal["said", "source", "cue", "trigger", "actor", "recipient", "place", "time", "toll"]
_PICTURES = {code: chr(0x2400 + code) for code in range(32) if chr(code) not in "\t\n\r"} | {127: "\u2421"}
# Controls that overturn the order of what follows them are shown as unreadable; marks of direction are left to do their work.
_TURNERS = dict.fromkeys((0x202A, 0x202B, 0x202D, 0x202E), "\ufffd") | {0x202C: ""} | dict.fromkeys(range(0x80, 0xA0), "\ufffd")  # fmt: skip


def shown(text: str | None) -> str:
    """A text of any origin without what could steer a screen: control characters become visible signs."""
    return (text or "").translate(_PICTURES | _TURNERS)


class Mark(NamedTuple):
    """A span of the text, in code points, end exclusive; `ref` is the id of its event or attribution; `own`: own voice."""

    start: int
    end: int
    kind: Kind
    ref: str
    own: bool = False
    depth: int = 0


class Piece(NamedTuple):
    """What to write next: open these marks (all of one span), a text, or close the last opened. `first`: not a continuation."""

    step: Literal["open", "text", "close"]
    text: str = ""
    marks: tuple[Mark, ...] = ()
    first: bool = True


class Stretch(NamedTuple):
    """A part of the text of one kind."""

    kind: ZoneKind
    pieces: list[Piece]


def marks(coded: CodedReport) -> list[Mark]:
    """Every span of the report's events and attributions; `depth` counts the attributions that one came through."""
    by_id = {one.id: one for one in coded.attributions}
    found: list[Mark] = []
    for one in coded.attributions:
        depth, above, seen = 0, one.via, {one.id}
        while above in by_id and above not in seen:
            seen.add(above)
            depth, above = depth + 1, by_id[above].via
        found.append(Mark(one.content.start, one.content.end, "said", one.id, depth=depth))
        if one.source:
            found.append(Mark(one.source.start, one.source.end, "source", one.id))
        if one.cue:
            found.append(Mark(one.cue.start, one.cue.end, "cue", one.id))
    for event in coded.events:
        found.extend(_event(event))
    return [one for one in found if one.start < one.end][:MOST]


def _event(event: Event) -> Iterator[Mark]:
    own = not event.reported_by
    yield Mark(event.trigger.start, event.trigger.end, "trigger", event.id, own)
    for one in event.actors:
        yield Mark(one.start, one.end, "actor", event.id, own)
    for one in event.recipients:
        yield Mark(one.start, one.end, "recipient", event.id, own)
    if event.place:
        yield Mark(event.place.start, event.place.end, "place", event.id, own)
    if event.when:
        yield Mark(event.when.start, event.when.end, "time", event.id, own)
    for toll in event.casualties:
        yield Mark(toll.start, toll.end, "toll", event.id, own)


def stretches(coded: CodedReport) -> list[Stretch]:
    """The whole text by zone, in order; what no zone holds is body."""
    report, held = coded.report, marks(coded)
    out, at = [], 0
    for zone in sorted(report.zones, key=lambda one: (one.start, one.end)):
        start, end = max(zone.start, at), min(zone.end, len(report.text))
        if start > at and report.text[at:start].strip():
            out.append(Stretch("body", pieces(report.text, at, start, held)))
        if end > start:
            out.append(Stretch(zone.kind, pieces(report.text, start, end, held)))
        at = max(at, end)
    if report.text[at:].strip():
        out.append(Stretch("body", pieces(report.text, at, len(report.text), held)))
    return out


def pieces(text: str, start: int, end: int, held: Iterable[Mark]) -> list[Piece]:
    """The stretch [start, end) of the text: marks that cross one another are closed and opened again, so that all nest."""
    spans: dict[tuple[int, int], list[Mark]] = {}
    for mark in held:
        low, high = max(mark.start, start), min(mark.end, end)
        if low < high:
            spans.setdefault((low, high), []).append(mark)
    ordered = sorted(spans, key=lambda span: (span[0], -span[1]))
    out: list[Piece] = []
    open_: list[tuple[int, int]] = []
    at = start

    def say(to: int) -> None:
        nonlocal at
        if to > at:
            out.append(Piece("text", text[at:to]))
            at = to

    def close(before: int) -> None:
        """Closes what ends by `before`; what lies inside it and goes on is opened again."""
        while open_ and min(high for _, high in open_) <= before:
            stop = min(high for _, high in open_)
            say(stop)
            again = []
            while any(high <= stop for _, high in open_):
                span = open_.pop()
                out.append(Piece("close"))
                if span[1] > stop:
                    again.append(span)
            for span in reversed(again):
                open_.append(span)
                out.append(Piece("open", marks=_sorted(spans[span]), first=False))

    for span in ordered:
        close(span[0])
        say(span[0])
        if len(open_) < DEEPEST:
            open_.append(span)
            first = any(mark.start == span[0] for mark in spans[span])
            out.append(Piece("open", marks=_sorted(spans[span]), first=first))
    close(end)
    say(end)
    return out


_RANK = ("said", "trigger", "toll", "place", "time", "actor", "recipient", "source", "cue")


def _sorted(held: Sequence[Mark]) -> tuple[Mark, ...]:
    return tuple(sorted(held, key=lambda mark: (_RANK.index(mark.kind), mark.ref)))
