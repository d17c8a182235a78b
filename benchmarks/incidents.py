"""Score the grouping of events into incidents: `python -m benchmarks.incidents CORPUS [--part dev] [--speed]`.

Protocol: the events of both golds' annotated reports, with annotated places, days, actors, tolls and sources (`same_as` is
the program's own), are grouped all together; B-cubed is counted over the events that the incident tables list, and once
more over all events, those in no table being grouped by the annotated `same_as`. Roots and tolls: each incident of the
tables, as far as it is told in the part, is set against the group that shares most events with it, once with the
program's groups and once with the table's own (then only the reading of roots and tolls is measured). With --speed,
synthetic events are grouped instead. The last line is one JSON object.
"""

import argparse
import json
import random
import time
from collections import Counter, defaultdict
from pathlib import Path

from reportedly.archive.chains import source_key
from reportedly.incidents.build import Grouping, assign, tell
from reportedly.incidents.records import Incident
from reportedly.incidents.reviews import Overlay
from reportedly.records import Actor, CodedReport, Event, Place, Report, Span, Toll, When
from training.incidents.coded import annotated, coded, embedded, groups, tables
from training.incidents.coreference import bcubed

TownLine = tuple[str, float, float]


def measure(corpus: Path, part: str) -> dict[str, float]:
    """All figures of one part."""
    read = {doc: gold for doc, (_, gold) in annotated(corpus, part).items()}
    reports = embedded(coded(corpus, part))
    wanted = [row for row in tables(corpus) if any(doc in reports for doc, _ in row["members"])]
    truth = groups(reports, wanted, read)
    doc_of = {report.report.id: doc for doc, report in reports.items()}
    by_program = assign(list(reports.values()), {}, Overlay([]))
    found = {(doc_of[key.report], key.event): name for key, name in by_program.items()}
    listed = [one for one in truth if truth[one].startswith("#")]
    out: dict[str, float] = {"reports": len(reports), "events": len(truth), "events_in_tables": len(listed)}
    for name, chosen in (("tables", listed), ("all", list(truth))):
        p, r, f = bcubed([found[one] for one in chosen], [truth[one] for one in chosen])
        out |= {f"bcubed_{name}_p": p, f"bcubed_{name}_r": r, f"bcubed_{name}_f1": f}
    by_table = {key: truth[doc_of[key.report], key.event] for key in by_program}
    for name, incident in (("", by_program), ("given_groups_", by_table)):
        told = tell(list(reports.values()), Grouping(incident, incident))
        out |= {name + key: value for key, value in roots_and_tolls(told, wanted, doc_of).items()}
    return {key: round(value, 3) for key, value in out.items()}


def roots_and_tolls(told: list[Incident], wanted: list[dict], doc_of: dict[str, str]) -> dict[str, float]:
    """Share of incidents with the right number of roots; F1 of toll lines (doc, outcome, bounds), and with their root."""
    at: dict[tuple[str, str], Incident] = {(doc_of[r], e): one for one in told for r, e in one.events}
    docs, by_id = set(doc_of.values()), {one.id: one for one in told}
    exact, roots_right = 0, Counter()
    tolls = {False: Counter(), True: Counter()}
    for row in wanted:
        best = Counter(at[member].id for member in sorted(row["members"]) if member in at).most_common(1)
        one = by_id[best[0][0]] if best else None
        names = {source_key(root["name"]) for root in row["roots"] if docs & set(root["docs"])}
        exact += one is not None and len(names) == one.independent_roots
        got = {root.key for root in one.roots} if one else set()
        roots_right.update(both=len(names & got), got=len(got), wanted=len(names))
        for with_root, counts in tolls.items():
            truth = Counter(
                (t["doc"], t["outcome"], t["low"], t["high"], *([source_key(t["root"])] if with_root else []))
                for t in row["tolls"]
                if t["doc"] in docs and (t["low"] is not None or t["high"] is not None)
            )
            read = Counter(
                (doc_of[r], t.outcome, t.low, t.high, *([source_key(t.root)] if with_root else []))
                for t in (one.tolls if one else ())
                for r in t.reports
            )
            truth, read = Counter(set(truth)), Counter(set(read))
            counts.update(both=sum((truth & read).values()), got=sum(read.values()), wanted=sum(truth.values()))
    return {
        "incidents": len(wanted),
        "roots_exact": exact / len(wanted),
        "roots_f1": _f1(roots_right),
        "tolls_f1": _f1(tolls[False]),
        "tolls_with_root_f1": _f1(tolls[True]),
    }


def _f1(counts: Counter) -> float:
    return 2 * counts["both"] / max(1, counts["got"] + counts["wanted"])


def synthetic(count: int, seed: int = 20220512) -> list[CodedReport]:
    """About `count` events: happenings at random places and days of two years, each told one to six times."""
    draw = random.Random(seed)
    words = ["".join(draw.choice("bdfgklmnprstvz") + draw.choice("aeiou") for _ in range(3)) for _ in range(4000)]
    towns: list[TownLine] = [
        (f"{draw.choice(words)}a", draw.uniform(33, 37), draw.uniform(36, 42)) for _ in range(3000)
    ]
    kinds = [
        ("ASSAULT", "aerial"),
        ("ASSAULT", "explosives"),
        ("CONTROL", "capture"),
        ("RETREAT", "withdraw"),
        ("PROTEST", "demo"),
    ]
    events: dict[int, list[Event]] = defaultdict(list)
    texts: dict[int, str] = defaultdict(str)
    made, happening = 0, 0
    while made < count:
        happening += 1
        town, day = draw.randrange(len(towns)), draw.randrange(730)
        kind, actor, killed = draw.choice(kinds), draw.choice(words), draw.randrange(1, 60)
        own = draw.sample(words, 6)
        for _ in range(draw.choice((1, 1, 1, 2, 2, 3, 4, 6))):
            number = (day + draw.randrange(2)) * (count // 3000 + 1) + draw.randrange(count // 3000 + 1)
            sentence = " ".join([*own, *draw.sample(words, 4), actor, kind[1], towns[town][0], str(killed)]) + ".\n"
            start = len(texts[number])
            texts[number] += sentence
            events[number].append(
                _event(len(events[number]), start, sentence, kind, actor, towns[town], town, day, killed)
            )
            made += 1
    reports = []
    for number, told in events.items():
        published = time.strftime("%Y-%m-%d", time.gmtime(1577836800 + 86400 * (number // (count // 3000 + 1) + 1)))
        report = Report(
            id=f"sha256:{number:064}", outlet=f"Outlet {number % 40}", published=published, text=texts[number]
        )
        reports.append(CodedReport(report=report, events=told))
    return reports


def _event(n: int, start: int, sentence: str, kind: tuple[str, str], actor: str, town: TownLine, number: int, day: int, killed: int) -> Event:  # fmt: skip
    def at(text: str) -> dict[str, object]:
        begin = start + sentence.index(text)
        return {"text": text, "start": begin, "end": begin + len(text)}

    date = time.strftime("%Y-%m-%d", time.gmtime(1577836800 + 86400 * day))
    return Event(
        id=f"e{n}", trigger=Span(**at(kind[1])), type=kind[0], mode=kind[1], actors=[Actor(**at(actor), name=actor)],
        place=Place(**at(town[0]), name=town[0], geonameid=number + 1, lat=town[1], lon=town[2], country="SYR", precision="settlement"),
        when=When(**at(town[0]), earliest=date, latest=date), casualties=[Toll(**at(str(killed)), outcome="killed", low=killed, high=killed)],
    )  # type: ignore[arg-type]  # fmt: skip


def speed(sizes: list[int]) -> dict[str, float]:
    """Seconds (of the clock and of the processor) to group so many synthetic events from nothing, and to add one report."""
    out: dict[str, float] = {}
    for size in sizes:
        reports = synthetic(size)
        events = sum(len(one.events) for one in reports)
        began, worked = time.perf_counter(), time.process_time()
        held = assign(reports[1:], {}, Overlay([]))
        out[f"cpu_seconds_{size}"] = round(time.process_time() - worked, 2)
        out[f"seconds_{size}"] = round(time.perf_counter() - began, 2)
        began = time.perf_counter()
        assign(reports, held, Overlay([]))
        out[f"seconds_one_more_{size}"] = round(time.perf_counter() - began, 2)
        print(
            f"{events} events in {len(reports)} reports: {len(set(held.values()))} incidents, "
            f"{out[f'cpu_seconds_{size}']} s of the processor, {out[f'seconds_{size}']} s of the clock",
            flush=True,
        )
    return out


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--part", default="dev")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    options = parser.parse_args()
    figures = speed(options.sizes) if options.speed else measure(options.corpus, options.part)
    for key, value in figures.items():
        print(f"{key:28} {value}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
