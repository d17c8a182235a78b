"""Where incidents lose: `python -m benchmarks.incident_loss CORPUS [--part dev]`.

Protocol: the figures of `benchmarks.incidents`, with each step in turn annotated or the program's own. Events are annotated
or read; chains are the annotated attributions around an event's trigger or those read; groups are the tables' or the
program's. A read event stands for the annotated one whose trigger it overlaps; one that stands for none is a group of its own
in the tables' groups. B-cubed is counted over the tables' events that were read; an incident of which no event was
read is told wrongly. The last line is one JSON object.
"""

import argparse
import json
from pathlib import Path

import msgspec

from benchmarks.incidents import roots_and_tolls
from reportedly.coder import Coder
from reportedly.incidents.build import Grouping, assign, tell
from reportedly.incidents.reviews import Overlay
from reportedly.incidents.tellings import Key
from reportedly.records import Attribution, CodedReport, Event
from training.incidents.coded import Member, annotated, coded, embedded, groups, tables
from training.incidents.coreference import bcubed

Reports = dict[str, CodedReport]


def with_chains(events: CodedReport, chains: CodedReport) -> CodedReport:
    """The events of one reading on the word of the other's attributions: those whose content holds the trigger, outermost first."""

    def holders(event: Event) -> list[str]:
        around = [one for one in chains.attributions if _holds(one, event)]
        return [one.id for one in sorted(around, key=lambda one: (one.content.start, -one.content.end))]

    told = [msgspec.structs.replace(event, reported_by=holders(event)) for event in events.events]
    return msgspec.structs.replace(events, attributions=chains.attributions, events=told)


def _holds(one: Attribution, event: Event) -> bool:
    return one.content.start <= event.trigger.start and event.trigger.end <= one.content.end


def aligned(gold: CodedReport, read: CodedReport) -> dict[str, str]:
    """The annotated event that each read event stands for, by ids: triggers overlap, each used once, in text order."""
    out: dict[str, str] = {}
    left = sorted(gold.events, key=lambda one: one.trigger.start)
    for event in sorted(read.events, key=lambda one: one.trigger.start):
        over = [g for g in left if g.trigger.start < event.trigger.end and event.trigger.start < g.trigger.end]
        if over:
            best = min(over, key=lambda one: (one.type != event.type, one.trigger.start, one.id))
            out[event.id] = best.id
            left.remove(best)
    return out


def row(
    reports: Reports, stands: dict[Member, Member], truth: dict[Member, str], wanted: list[dict], own: bool
) -> dict:
    """The figures of one row. `stands`: the annotated event of each event; `own`: the program's groups."""
    doc_of = {report.report.id: doc for doc, report in reports.items()}
    if own:
        grouped = assign(list(reports.values()), {}, Overlay([]))
    else:
        grouped = {}
        for doc, report in reports.items():
            for event in report.events:
                at = stands.get((doc, event.id))
                grouped[Key(report.report.id, event.id)] = truth[at] if at else f"{doc} {event.id}"
    events = {gold: event for event, gold in stands.items()}
    rows = [{**one, "members": {events[m] for m in one["members"] if m in events}} for one in wanted]
    told = tell(list(reports.values()), Grouping(grouped, grouped))
    listed = [(gold, event) for gold, event in sorted(events.items()) if truth[gold].startswith("#")]
    found = {(doc_of[key.report], key.event): name for key, name in grouped.items()}
    score = bcubed([found[event] for _, event in listed], [truth[gold] for gold, _ in listed])[2]
    return {"bcubed_tables_f1": score, **roots_and_tolls(told, rows, doc_of)}


def measure(corpus: Path, part: str) -> list[dict]:
    """All rows."""
    read_gold = {doc: gold for doc, (_, gold) in annotated(corpus, part).items()}
    gold = embedded(coded(corpus, part))
    wanted = [one for one in tables(corpus) if any(doc in gold for doc, _ in one["members"])]
    truth = groups(gold, wanted, read_gold)
    coder = Coder()
    read = {doc: coder.code(one.report) for doc, one in gold.items()}
    same = {member: member for member in truth}
    matched = {(doc, event): (doc, of) for doc in gold for event, of in aligned(gold[doc], read[doc]).items()}
    listed = {one for one in truth if truth[one].startswith("#")}
    print(f"{len(listed & set(matched.values()))} of {len(listed)} events of the tables were read")
    out = []
    for events, chains, reports, stands in (
        ("annotated", "annotated", gold, same),
        ("annotated", "read", {doc: with_chains(gold[doc], read[doc]) for doc in gold}, same),
        ("read", "annotated", {doc: with_chains(read[doc], gold[doc]) for doc in gold}, matched),
        ("read", "read", read, matched),
    ):
        for own in (False, True):
            figures = row(reports, stands, truth, wanted, own)
            out.append({"events": events, "chains": chains, "groups": "program" if own else "tables", **figures})
    return [{k: round(v, 3) if isinstance(v, float) else v for k, v in one.items()} for one in out]


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--part", default="dev")
    options = parser.parse_args()
    figures = measure(options.corpus, options.part)
    for one in figures:
        print("  ".join(str(value).rjust(9) for value in one.values()))
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
