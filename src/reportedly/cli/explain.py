"""`reportedly explain`: how one event was read, and on whose word it is.

Comes in: an archive's path and an event's id. Goes out: its sentence with the spans marked, scores, resolutions, chain.
Knows nothing of how reports are coded.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.padding import Padding
from rich.text import Text
from rich.tree import Tree

from reportedly.archive import Archive, event_chain, root, speaker
from reportedly.cli import events, screen
from reportedly.cli.marked import Mark, marked
from reportedly.cli.screen import cut, safe
from reportedly.export.flat import event_id
from reportedly.export.sentence import sentence_around
from reportedly.records import Actor, Attribution, CodedReport, Event, Place

Line = tuple[str, str, float | None]  # what it is, what was read, its score


@screen.command
def explain(
    archive: Annotated[Path, typer.Argument(metavar="ARCHIVE", help="The archive.")],
    event: Annotated[
        str,
        typer.Argument(
            metavar="EVENT_ID",
            help="The event, like 1a2b3c4d5e:e1, as `show ARCHIVE events` prints it; any unique beginning of the report's id will do.",
        ),
    ],
) -> None:
    """Explain one event: the words it was read from, how sure each reading is, and on whose word it is.

    Prints the sentence with the spans marked, each resolution with its runner-up, the scores, and the chain of sources
    from the outlet to the root, who denies it in the report, and what other tellings of it there dropped.

    \b
    Example:
      reportedly explain kharkiv.rpt 1a2b3c4d5e:e1
    """
    with Archive.open(archive, read_only=True) as opened:
        coded, found = opened.event(event)
    out = screen.output()
    report = coded.report
    kind = "/".join(filter(None, (found.type, found.mode)))
    chain = event_chain(found, coded.attributions)
    out.print(
        Text(
            f"{event_id(coded, found.id)}  {kind}  {events.status(found, chain)}  {found.confidence:.2f}", style="bold"
        )
    )
    about = (report.outlet, report.published, report.name, report.title)
    out.print(Text(safe(" · ".join(cut(one) for one in about if one))))
    if coded.wire:
        out.print(Text(safe(wires(coded))))
    for line in sentences(coded, found):
        out.print()
        out.print(Padding(line, (0, 2), expand=False))
    out.print()
    out.print(Text("Read as", style="bold"))
    for what, value, score in lines(coded, found):
        shown = "" if score is None else f"  {score:.2f}"
        out.print(Padding(Text(f"{what:<12}{safe(value)}{shown}"), (0, 2), expand=False))
    out.print()
    out.print(Text("On whose word", style="bold"))
    out.print(Padding(word(coded, chain), (0, 2), expand=False))
    denied = list(denials(coded, found, chain))
    if denied:
        out.print()
        out.print(Text("Denied", style="bold"))
        for one in denied:
            out.print(Padding(Text(safe(one)), (0, 2), expand=False))
    told = list(drifts(coded, found))
    if told:
        out.print()
        out.print(Text("Drift", style="bold"))
        for drift in told:
            out.print(Padding(Text(safe(drift)), (0, 2), expand=False))


def wires(coded: CodedReport) -> str:
    """Whose copy the report is, or is made from: "copy of Reuters; with input of AFP"."""
    roles = {"copy": "copy of", "input": "with input of"}
    told = {
        role: ", ".join(cut(one.name or "agencies that are not named") for one in coded.wire if one.role == role)
        for role in roles
    }
    return "Wire: " + "; ".join(f"{roles[role]} {names}" for role, names in told.items() if names)


def denials(coded: CodedReport, event: Event, chain: list[Attribution]) -> Iterator[str]:
    """A line for each denial of this event or of a claim behind it, and for each thing that it denies itself."""
    claims = {event.id, *(link.id for link in chain)}
    for one in coded.attributions:
        if claims & set(one.denies):
            yield f'by {speaker(one) or events.NOBODY}: "{cut(one.content.text)}"  {one.id} {one.confidence:.2f}'
    told = {**{one.id: one for one in coded.events}, **{one.id: one for one in coded.attributions}}
    for link in chain:
        for other in link.denies:
            what = told.get(other)
            if isinstance(what, Event):
                by = events.word(event_chain(what, coded.attributions))
                yield f'answers {event_id(coded, other)}: "{what.trigger.text}", {by}'
            elif isinstance(what, Attribution):
                yield f'answers {other} by {speaker(what) or events.NOBODY}: "{cut(what.content.text)}"'


def drifts(coded: CodedReport, event: Event) -> Iterator[str]:
    """A line for each drift between this event and another telling of it."""
    for one in coded.drift:
        words = f'"{one.before.text}" → "{one.after.text}"'
        if one.bold == event.id:
            other = f"{event_id(coded, one.careful)} by {one.careful_by or events.NOBODY}"
            yield f"{one.what}: {words}, against {other}  {one.confidence:.2f}"
        elif one.careful == event.id:
            other = event_id(coded, one.bold) + (f" by {one.bold_by}" if one.bold_by else "")
            yield f"{one.what} later or elsewhere: {words}, in {other}  {one.confidence:.2f}"


def marks(event: Event) -> Iterator[Mark]:
    """The event's spans."""
    yield Mark("trigger", event.trigger.start, event.trigger.end)
    for label, actors in (("actor", event.actors), ("recipient", event.recipients)):
        yield from (Mark(label, one.start, one.end) for one in actors)
    if event.place:
        yield Mark("place", event.place.start, event.place.end)
    if event.when:
        yield Mark("time", event.when.start, event.when.end)
    yield from (Mark(one.outcome, one.start, one.end) for one in event.casualties)


def sentences(coded: CodedReport, event: Event) -> Iterator[Text]:
    """The sentences that hold spans of the event, marked, in the order of the text."""
    text = coded.report.text
    all_marks = list(marks(event))
    done: set[Mark] = set()
    for mark in sorted(all_marks, key=lambda mark: mark.start):
        if mark not in done:
            start, end = sentence_around(text, mark.start, mark.end)
            done |= {one for one in all_marks if start <= one.start < end}
            yield marked(text, start, end, all_marks)


def lines(coded: CodedReport, event: Event) -> Iterator[Line]:
    """Each span with what it was read as and resolved to, its score, and its runner-up."""
    kind = "/".join(filter(None, (event.type, event.mode)))
    yield "trigger", f'"{event.trigger.text}" → {kind}, {event.status}', event.confidence
    if event.scores:
        yield "  scores", " · ".join(f"{name} {score:.2f}" for name, score in event.scores.items()), None
    for label, actors in (("actor", event.actors), ("recipient", event.recipients)):
        yield from ((label, _actor(one), one.confidence) for one in actors)
    if event.place:
        yield "place", _place(event.place), event.place.confidence
        second = event.place.runner_up
        if second:
            yield "  or", ", ".join(filter(None, (second.name, second.admin1, second.country))), second.confidence
    if event.when:
        against = f"; published {coded.report.published}" if coded.report.published else ""
        flags = f" · flags: {', '.join(event.when.flags)}" if event.when.flags else ""
        yield (
            "time",
            f'"{event.when.text}" → {events.days(event.when) or "open"} ({event.when.granularity}{against}){flags}',
            None,
        )
    for toll in event.casualties:
        yield "toll", f'"{toll.text}" → {events.toll(toll)}', toll.confidence
    if event.same_as:
        yield "same as", event_id(coded, event.same_as), None


def _actor(one: Actor) -> str:
    return f'"{one.text}" → ' + " · ".join(filter(None, (one.name, one.country, one.sector)))


def _place(place: Place) -> str:
    if place.name is None:
        return f'"{place.text}" → not resolved'
    at = f"{place.lat:.4f}, {place.lon:.4f}" if place.lat is not None and place.lon is not None else None
    name = ", ".join(filter(None, (place.name, place.admin1, place.country)))
    entry = f"GeoNames {place.geonameid}" if place.geonameid is not None else None
    flags = f"flags: {', '.join(place.flags)}" if place.flags else None
    relation = place.relation if place.relation != "in" else None
    return f'"{place.text}" → ' + " · ".join(filter(None, (name, relation, place.precision, at, entry, flags)))


def word(coded: CodedReport, chain: list[Attribution]) -> Tree:
    """The chain as a tree, from the outlet to the root."""
    tree = Tree(Text(safe(coded.report.outlet or "outlet not given")))
    if not chain:
        tree.label = Text(f"{tree.label}, in its own voice")
    branch, innermost = tree, root(chain)
    for link in chain:
        branch = branch.add(
            Text(safe(_link(link, is_root=link is innermost)), style="bold" if link is innermost else "")
        )
    return tree


def _link(link: Attribution, *, is_root: bool) -> str:
    kind = link.source.kind if link.source else None
    graded = link.likelihood
    likelihood = None
    if graded:
        scale = (
            f" = {graded.low:.0%}–{graded.high:.0%} ({graded.scale})"
            if graded.low is not None and graded.high is not None
            else ""
        )
        likelihood = f'"{graded.word}"{scale}'
    cue = f'"{link.cue.text}"' if link.cue else None
    parts = (speaker(link) or events.NOBODY, kind, cue, link.stance, likelihood, "root" if is_root else None)
    return " · ".join(filter(None, parts)) + f"  {link.id} {link.confidence:.2f}"
