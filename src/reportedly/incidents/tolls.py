"""Tolls of an incident: each root's figures, and whether they agree, moved over time or are at odds.

Comes in: the tellings of one incident. Goes out: toll lines and ranges.
Knows nothing of storage and screens.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from reportedly.incidents.records import Course, TollLine, TollRange
from reportedly.incidents.roots import Telling
from reportedly.records import Outcome

OUTCOMES: tuple[Outcome, ...] = ("killed", "injured", "missing", "captured", "displaced")
Line = tuple[Outcome, int | None, int | None, str | None]


def lines(tellings: Iterable[Telling], names: Mapping[str, str]) -> list[TollLine]:
    """The figures by outcome, bounds and root, in the order in which they came out; `names`: what to call each root's key.

    A figure without bounds ("several") is no line. A source that nobody names is told as "no source named".
    """
    reports: dict[Line, dict[str, str]] = defaultdict(dict)
    for telling in tellings:
        report = telling.coded.report
        for toll in telling.event.casualties:
            if toll.low is None and toll.high is None:
                continue
            for word in telling.words:
                root = None if word.key is None else names.get(word.key, "no source named")
                reports[toll.outcome, toll.low, toll.high, root][report.id] = report.published or ""
    rows = [
        TollLine(
            outcome=line[0], low=line[1], high=line[2], root=line[3], reports=sorted(held), as_of=min(filter(None, held.values()), default=None),
        )
        for line, held in reports.items()
    ]  # fmt: skip
    return sorted(
        rows, key=lambda r: (OUTCOMES.index(r.outcome), r.as_of or "9999", r.low or 0, r.high or 0, r.root or "")
    )


def ranges(tellings: Iterable[Telling]) -> list[TollRange]:
    """One line an outcome that has figures. Of several figures of one report the largest stands: the others are its parts.

    What a headline says flatly and the body credits is on the word of the one credited: only figures that a report
    credits to nobody are its own.
    """
    by_outcome: dict[Outcome, dict[str, tuple[str, int, int | None, set[str | None]]]] = defaultdict(dict)
    for telling in tellings:
        report = telling.coded.report
        for toll in telling.event.casualties:
            figure = toll.low if toll.low is not None else toll.high
            if figure is None:
                continue
            held = by_outcome[toll.outcome].get(report.id)
            roots = {word.key for word in telling.words}
            if held is None or figure > held[1]:
                by_outcome[toll.outcome][report.id] = (report.published or "", figure, toll.high, roots)
            elif figure == held[1]:
                held[3].update(roots)
    out = []
    for outcome in OUTCOMES:
        for *_, roots in by_outcome[outcome].values():
            if len(roots) > 1:
                roots.discard(None)
        told = sorted(by_outcome[outcome].values(), key=lambda one: one[:2])
        if told:
            figures = [one[1] for one in told]
            out.append(TollRange(outcome=outcome, low=min(figures), high=max(figures), course=_course(told)))
    return out


def _course(told: list[tuple[str, int, int | None, set[str | None]]]) -> Course:
    """Figures that only rise from day to day moved; different ones of one day from different roots are at odds."""
    if len({one[1] for one in told}) == 1:
        return "agree"
    for at, (day, figure, high, roots) in enumerate(told):
        for later_day, later, _, others in told[at + 1 :]:
            fell = later < figure and later_day > day
            same_day = later_day == day and later != figure and high is not None and roots.isdisjoint(others)
            if (fell and roots.isdisjoint(others)) or same_day:
                return "at odds"
    return "moved"
