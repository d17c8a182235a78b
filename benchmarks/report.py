"""The design's measure: `python -m benchmarks.report CORPUS`.

Codes CORPUS/report.txt (a real report of 13 May 2022) and asks of the records what a careful reader would know from
the text. Prints one line a question, "yes" or "not yet"; the last line is one JSON object. Nothing in the package knows
of this report: the questions stand here only.
"""

import argparse
import json
from collections.abc import Callable, Iterator
from pathlib import Path

from reportedly.coder import Coder
from reportedly.intake import make_report
from reportedly.records import Attribution, CodedReport, Event, Report

Question = Callable[[CodedReport], bool]


def has(name: str | None, *wanted: str) -> bool:
    """Whether all wanted words stand in a name, whatever their case."""
    return bool(name) and all(w.casefold() in str(name).casefold() for w in wanted)


def by(coded: CodedReport, event: Event) -> list[Attribution]:
    """The chain of an event, outermost first."""
    known = {a.id: a for a in coded.attributions}
    return [known[i] for i in event.reported_by]


def sources(coded: CodedReport, event: Event) -> list[str]:
    """The names of an event's chain, outermost first; empty for none."""
    return [a.source.name or a.source.text if a.source else "" for a in by(coded, event)]


def events(coded: CodedReport, kind: str, mode: str | None = None) -> Iterator[Event]:
    """The events of a type and mode."""
    return (e for e in coded.events if e.type == kind and (mode is None or e.mode == mode))


def says(coded: CodedReport, *wanted: str) -> list[Attribution]:
    """The attributions whose source's name holds the words."""
    return [a for a in coded.attributions if a.source and has(a.source.name, *wanted)]


QUESTIONS: dict[str, Question] = {
    "the withdrawal: RETREAT/withdraw, by Russia, from Kharkiv": lambda c: any(
        has(a.name, "Russia") and e.place is not None and has(e.place.name, "Kharkiv")
        for e in events(c, "RETREAT", "withdraw") for a in e.actors
    ),
    "the flat first sentence stands in the outlet's own voice": lambda c: any(
        not e.reported_by for e in events(c, "RETREAT") if e.trigger.start < 100
    ),
    "the redeployment is predicted or planned, to the Siverskyi Donets": lambda c: any(
        e.status in ("predicted", "planned", "hypothetical") and e.place is not None and has(e.place.name or e.place.text, "Donets")
        for e in events(c, "MOBILIZE")
    ),
    "the redeployment is credited to the UK Ministry of Defence": lambda c: any(
        has(name, "Ministry of Defen") for e in events(c, "MOBILIZE") for name in sources(c, e)
    ),
    "its likelihood is 'likely', 55–75 % (PHIA)": lambda c: any(
        a.likelihood is not None and a.likelihood.word == "likely" and a.likelihood.low == 0.55 for a in says(c, "Ministry of Defen")
    ),
    "the recaptured towns: CONTROL/recapture": lambda c: any(True for _ in events(c, "CONTROL", "recapture")),
    "… via Fox News, from British military intelligence": lambda c: any(
        len(chain := sources(c, e)) >= 2 and has(chain[0], "Fox") and has(chain[-1], "intelligence") for e in events(c, "CONTROL")
    ),
    "'reportedly withdrawn' is hedged by a source that is not named": lambda c: any(
        a.source is None and a.cue is not None and a.cue.text == "reportedly" for e in events(c, "RETREAT") for a in by(c, e)
    ),
    "Dergachi: ASSAULT on 2022-04-04": lambda c: any(
        e.place is not None and has(e.place.text, "Dergachi") and e.place.country == "UKR" and e.when is not None and e.when.earliest == "2022-04-04"
        for e in events(c, "ASSAULT")
    ),
    "Dergachi: three killed, seven wounded": lambda c: {("killed", 3), ("injured", 7)} <= {
        (t.outcome, t.low) for e in events(c, "ASSAULT") for t in e.casualties
    },
    "… on the word of its mayor": lambda c: any(has(name, "mayor") for e in events(c, "ASSAULT") for name in sources(c, e)),
    "Dmitry Peskov is a source": lambda c: bool(says(c, "Dmitry", "Peskov")),
    "Rebekah Koffler is a source": lambda c: bool(says(c, "Koffler")),
    "Sergey Lavrov is a source": lambda c: bool(says(c, "Lavrov")),
    "no day of 2024 anywhere": lambda c: not any(e.when is not None and "2024" in f"{e.when.earliest}{e.when.latest}" for e in c.events),
    "'Thursday' is 2022-05-12 wherever it dates an event": lambda c: all(
        e.when.earliest == "2022-05-12" for e in c.events if e.when is not None and e.when.text == "Thursday"
    ),
    "'Lushank' is found to be Luhansk, and flagged": lambda c: any(
        p.text == "Lushank" and has(p.name, "Luhansk") and "misspelt" in p.flags for p in c.places
    ),
    "'Khmer' is never placed in Cambodia without a flag": lambda c: all(
        p.flags for p in c.places if p.text == "Khmer" and p.country == "KHM"
    ),
}  # fmt: skip


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    options = parser.parse_args()
    text = (options.corpus / "report.txt").read_text(encoding="utf-8")
    report = make_report(text, name="report.txt", published="2022-05-13", outlet="Latin Times")
    assert isinstance(report, Report)
    coded = Coder().code(report)
    answers = {question: ask(coded) for question, ask in QUESTIONS.items()}
    for question, answer in answers.items():
        print(f"{'yes' if answer else 'not yet':8} {question}")
    print(json.dumps({"yes": sum(answers.values()), "of": len(answers)}))


if __name__ == "__main__":
    main()
