"""The views that `show --format tree` draws: sources with what rests on them, drift with both tellings.

Comes in: an archive's reports. Goes out: trees on standard output.
Knows nothing of how reports are coded, nor of tables.
"""

from collections.abc import Callable, Iterable, Iterator

from rich.text import Text
from rich.tree import Tree

from reportedly.archive import event_chain, root, source_key, speaker
from reportedly.cli import events, views
from reportedly.cli.screen import cut, output, safe
from reportedly.export.flat import event_id
from reportedly.records import CodedReport, Event, short_id
from reportedly.resolve.register import default

MOST_REPORTS = 5  # of one source and way that are drawn
MOST_EVENTS = 6  # of one report that are named
WORDS = 70  # code points of a trigger

Ways = dict[tuple[str, ...], dict[str, tuple[CodedReport, list[Event]]]]  # carriers, outermost first → reports by id


def show(view: views.Kind, reports: Iterable[CodedReport], limit: int | None) -> None:
    """Draws a view of TREES on standard output, at most `limit` trees."""
    out = output()
    for number, tree in enumerate(TREES[view](reports)):
        if limit is not None and number >= limit:
            return
        out.print(tree)


def sources(reports: Iterable[CodedReport]) -> Iterator[Tree]:
    """A tree for each source on which events rest, most events first: through whom, in which reports, which events."""
    names: dict[str, str] = {}
    ways: dict[str, Ways] = {}
    for coded in reports:
        for event in coded.events:
            chain = event_chain(event, coded.attributions)
            innermost = root(chain)
            name = speaker(innermost) if innermost else None
            if innermost is None or name is None:
                continue
            key = source_key(name)
            names.setdefault(key, name)
            through = tuple(
                dict.fromkeys(
                    carrier
                    for link in chain
                    if link is not innermost and (carrier := speaker(link)) and source_key(carrier) != key
                )
            )
            told = ways.setdefault(key, {}).setdefault(through, {})
            told.setdefault(coded.report.id, (coded, []))[1].append(event)
    for key in sorted(ways, key=lambda one: (-_count(ways[one]), one)):
        yield _source(names[key], ways[key])


def _count(ways: Ways) -> int:
    return sum(len(found) for told in ways.values() for _, found in told.values())


def _source(name: str, ways: Ways) -> Tree:
    known = default().entry(name)
    reports = len({report for told in ways.values() for report in told})
    described = (known.name, known.kind, known.country, known.side) if known else (name,)
    counts = f"{_many(_count(ways), 'event')} in {_many(reports, 'report')}"
    tree = Tree(_text(" · ".join(filter(None, (*described, counts))), "bold"))
    for through in sorted(ways, key=lambda one: (len(one), one)):
        branch = tree
        for carrier in through:
            branch = branch.add(_text(f"through {carrier}"))
        told = sorted(ways[through].values(), key=lambda one: (one[0].report.published or "", one[0].report.id))
        for coded, found in told[:MOST_REPORTS]:
            leaf = branch.add(_text(_report(coded)))
            for event in found[:MOST_EVENTS]:
                leaf.add(_text(_event(coded, event)))
            if len(found) > MOST_EVENTS:
                leaf.add(_text(f"and {_many(len(found) - MOST_EVENTS, 'more event', 'more events')}"))
        if len(told) > MOST_REPORTS:
            branch.add(_text(f"and in {_many(len(told) - MOST_REPORTS, 'more report', 'more reports')}"))
    return tree


def drift(reports: Iterable[CodedReport]) -> Iterator[Tree]:
    """A tree for each report with drift: its bolder tellings, and under each what the more careful one had."""
    for coded in reports:
        if not coded.drift:
            continue
        told = {event.id: event for event in coded.events}
        tree = Tree(_text(_report(coded), "bold"))
        for bold in dict.fromkeys(one.bold for one in coded.drift):
            event = told.get(bold)
            branch = tree.add(_text(_event(coded, event) if event else event_id(coded, bold)))
            for one in (one for one in coded.drift if one.bold == bold):
                careful = f"{event_id(coded, one.careful)} by {one.careful_by or events.NOBODY}"
                words = f'"{cut(one.before.text, WORDS)}" → "{cut(one.after.text, WORDS)}"'
                branch.add(_text(f"{one.what}: {words}, against {careful}  {one.confidence:.2f}"))
        yield tree


def _report(coded: CodedReport) -> str:
    report = coded.report
    about = (report.outlet or "outlet not given", report.published, report.title, short_id(report.id))
    return " · ".join(cut(one) for one in about if one)


def _event(coded: CodedReport, event: Event) -> str:
    chain = event_chain(event, coded.attributions)
    kind = "/".join(filter(None, (event.type, event.mode)))
    about = (kind, f'"{cut(event.trigger.text, WORDS)}"', events.parties(event), events.where(event.place))
    status = events.status(event, chain)
    return f"{event_id(coded, event.id)}  " + " · ".join(filter(None, (*about, status, events.word(chain))))


def _many(count: int, one: str, more: str | None = None) -> str:
    return f"{count} {one if count == 1 else more or one + 's'}"


def _text(words: str, style: str = "") -> Text:
    return Text(safe(words), style=style)


TREES: dict[views.Kind, Callable[[Iterable[CodedReport]], Iterator[Tree]]] = {
    views.Kind.sources: sources,
    views.Kind.drift: drift,
}
