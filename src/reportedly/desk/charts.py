"""Drawings as geometry: the chain of sources, tolls over time, control of places.

Comes in: incidents, tellings, entries of the ledger. Goes out: boxes, lines and labels with coordinates, for a template to write.
Knows nothing of SVG's syntax: templates do; nor of colours: the style sheet does.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from reportedly.incidents import Entry
from reportedly.incidents.records import TollLine
from reportedly.incidents.roots import Telling, Word
from reportedly.resolve.register import source_key

NODE_WIDTH, NODE_HEIGHT, GAP_X, GAP_Y = 200, 30, 90, 12
MOST_NODES = 60  # of one drawing; the lists beside it have all
LETTERS = 27  # of a label in a node


class Node(NamedTuple):
    """A source or outlet in the chain; `kind`: root, carrier, outlet or nobody. `key`: of the source, "" for none."""

    name: str
    kind: str
    key: str
    x: float
    y: float
    tellings: int


class Edge(NamedTuple):
    """Words that went from one node to the next; `tellings` of them, `denied` when the source says that it is not so."""

    x1: float
    y1: float
    x2: float
    y2: float
    tellings: int
    denied: bool


class Graph(NamedTuple):
    """The chain as a drawing of this size; `left_out` nodes didn't fit."""

    nodes: list[Node]
    edges: list[Edge]
    width: float
    height: float
    left_out: int


def cut(text: str, most: int = LETTERS) -> str:
    """A label of at most so many letters."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"


def chain_graph(tellings: Iterable[Telling]) -> Graph:
    """Sources on the left, those who carry their word in the middle, outlets on the right; one column a step."""
    names: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    kinds: dict[tuple[int, str], str] = {}
    steps: Counter[tuple[tuple[int, str], tuple[int, str], bool]] = Counter()
    paths = []
    for telling in tellings:
        outlet = telling.coded.report.outlet or "outlet not given"
        for word in telling.words:
            links = [(link.source.name or link.source.text) for link in word.chain if link.source]
            if word.key == "":
                links = ["no source named"]
            paths.append((_steps(links, word), outlet, word))
    deepest = max((len(links) for links, _, _ in paths), default=0)
    for links, outlet, word in paths:
        held: list[tuple[int, str]] = []
        for at, name in enumerate(links):
            key = word.key or "" if at == 0 else source_key(name)
            node = (at, key)
            kinds.setdefault(node, "nobody" if word.key == "" else "root" if at == 0 else "carrier")
            names[node][(word.name or name) if at == 0 else name] += 1
            held.append(node)
        last = (deepest, "outlet " + source_key(outlet))
        kinds.setdefault(last, "outlet")
        names[last][outlet] += 1
        held.append(last)
        for first, second in pairwise(held):
            steps[first, second, word.denied] += 1
    return _laid_out(names, kinds, steps, deepest)


def _steps(links: Sequence[str], word: Word) -> list[str]:
    """The chain from the root outwards, each source once: one that is quoted twice in a sentence is one step."""
    seen: set[str] = set()
    out = []
    for at, name in enumerate(reversed(links)):
        key = word.key or "" if at == 0 else source_key(name)
        if key not in seen:
            seen.add(key)
            out.append(name)
    return out


def _laid_out(names: dict[tuple[int, str], Counter[str]], kinds: dict[tuple[int, str], str], steps: Counter[tuple[tuple[int, str], tuple[int, str], bool]], deepest: int) -> Graph:  # fmt: skip
    columns: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for node in sorted(names, key=lambda one: (-sum(names[one].values()), one[1])):
        columns[node[0]].append(node)
    share = max(4, MOST_NODES // (deepest + 1))
    left_out = sum(max(0, len(held) - share) for held in columns.values())
    tallest = max((min(share, len(held)) for held in columns.values()), default=0)
    height = max(1, tallest) * (NODE_HEIGHT + GAP_Y) + GAP_Y
    placed: dict[tuple[int, str], Node] = {}
    for column, held in columns.items():
        shown = held[:share]
        if column:  # near those it stands on, so that lines cross less
            below = {node: [placed[a].y for (a, b, _) in steps if b == node and a in placed] for node in shown}
            shown.sort(key=lambda node: (sum(below[node]) / len(below[node]) if below[node] else 0.0, node[1]))
        top = (height - len(shown) * (NODE_HEIGHT + GAP_Y) + GAP_Y) / 2
        for row, node in enumerate(shown):
            name = max(names[node], key=lambda one: (names[node][one], len(one), one))
            key = node[1] if kinds[node] in ("root", "carrier") else ""
            placed[node] = Node(name, kinds[node], key, 2 + column * (NODE_WIDTH + GAP_X), top + row * (NODE_HEIGHT + GAP_Y), sum(names[node].values()))  # fmt: skip
    edges = [
        Edge(placed[a].x + NODE_WIDTH, placed[a].y + NODE_HEIGHT / 2, placed[b].x, placed[b].y + NODE_HEIGHT / 2, count, denied)
        for (a, b, denied), count in sorted(steps.items())
        if a in placed and b in placed
    ]  # fmt: skip
    width = (deepest + 1) * NODE_WIDTH + deepest * GAP_X + 4
    return Graph(list(placed.values()), edges, width, height, left_out)


class Tick(NamedTuple):
    """A mark on an axis."""

    at: float
    label: str


class TollBar(NamedTuple):
    """One figure: from `top` (its highest) to `bottom` (its lowest); `open_up`, `open_down`: no bound on that side."""

    x: float
    top: float
    bottom: float
    open_up: bool
    open_down: bool
    label: str


class TollChart(NamedTuple):
    """The figures of one outcome by day of publication."""

    outcome: str
    bars: list[TollBar]
    days: list[Tick]
    figures: list[Tick]
    width: float
    height: float


WIDTH, HEIGHT, LEFT, BOTTOM = 640, 170, 54, 28


def toll_charts(lines: Sequence[TollLine]) -> list[TollChart]:
    """A chart for each outcome with two or more figures that have a day."""
    out = []
    for outcome in dict.fromkeys(line.outcome for line in lines):
        held = [line for line in lines if line.outcome == outcome and line.as_of]
        if len(held) > 1:
            out.append(_toll_chart(outcome, held))
    return out


def _toll_chart(outcome: str, held: Sequence[TollLine]) -> TollChart:
    most = max(max(line.low or 0, line.high or 0) for line in held) or 1
    days = sorted({line.as_of for line in held if line.as_of})
    place = _scale(days, LEFT + 14, WIDTH - 14)
    rows: Counter[str] = Counter()

    def height(figure: int) -> float:
        return round(12 + (HEIGHT - BOTTOM - 12) * (1 - figure / most), 1)

    bars = []
    for line in held:
        day = line.as_of or ""
        low, high = line.low, line.high
        nudge = rows[day] * 9  # figures of one day stand side by side
        rows[day] += 1
        bars.append(
            TollBar(
                round(place[day] + nudge, 1), height(high if high is not None else low or 0),
                height(low if low is not None else high or 0), high is None, low is None,
                f"{_figure(low, high)} {outcome}, {line.root or 'own voice'}, {day}",
            )
        )  # fmt: skip
    figures = [Tick(height(one), f"{one:,}") for one in sorted({0, most, most // 2 or 0})]
    shown = days if len(days) <= 6 else [days[round(at * (len(days) - 1) / 5)] for at in range(6)]
    width = max(WIDTH, max(bar.x for bar in bars) + 14)
    return TollChart(outcome, bars, [Tick(place[day], day) for day in shown], figures, width, HEIGHT)


def _figure(low: int | None, high: int | None) -> str:
    if low == high:
        return str(low)
    if high is None:
        return f"{low}+"
    return f"up to {high}" if low is None else f"{low}–{high}"


def _scale(days: Sequence[str], left: float, right: float) -> dict[str, float]:
    numbers = [datetime.date.fromisoformat(day).toordinal() for day in days]
    span = max(1, numbers[-1] - numbers[0])
    return {
        day: round(left + (right - left) * (number - numbers[0]) / span, 1)
        for day, number in zip(days, numbers, strict=True)
    }


class Bar(NamedTuple):
    """A stretch of time in which a holder is said to have a place; `kind`: held, besieged. `open_end`: nobody told its end."""

    x: float
    width: float
    y: float
    kind: str
    disputed: bool
    open_end: bool
    label: str


class Change(NamedTuple):
    """A day on which something is said to have changed."""

    x: float
    y: float
    change: str
    label: str


class ControlChart(NamedTuple):
    """One place: a row for each holder."""

    rows: list[Tick]
    bars: list[Bar]
    changes: list[Change]
    days: list[Tick]
    width: float
    height: float
    left_out: int


ROW, NAMES = 30, 190
MOST_HOLDERS = 16  # rows of one drawing: those of whom most is said


def control_chart(entries: Sequence[Entry]) -> ControlChart | None:
    """The entries of one place over time; None when none of them has a day."""
    dated = sorted((one for one in entries if _day(one)), key=lambda one: (_day(one), one.change))
    if not dated:
        return None
    said = Counter(dict.fromkeys(map(_holder, dated), 0))
    for one in dated:
        said[_holder(one)] += 1 + len(one.reports)
    shown_holders = {holder for holder, _ in said.most_common(MOST_HOLDERS)}
    dated = [one for one in dated if _holder(one) in shown_holders]
    days = sorted({_day(one) for one in dated})
    last = (datetime.date.fromisoformat(days[-1]) + datetime.timedelta(days=max(1, _length(days) // 12))).isoformat()
    place = _scale([*days, last], NAMES, 880)
    holders = list(dict.fromkeys(source_key(one.holder) for one in dated))
    names = {source_key(one.holder): one.holder for one in dated}
    rows = {holder: 26 + at * ROW for at, holder in enumerate(holders)}
    bars, changes = [], []
    for at, one in enumerate(dated):
        holder, day = source_key(one.holder), _day(one)
        label = f"{one.holder} {one.change} it, {day}" + (" (disputed)" if one.disputed else "")
        changes.append(Change(place[day], rows[holder] + ROW / 2 - 3, one.change, label))
        if one.change in ("loses", "leaves"):
            continue
        ends = next((later for later in dated[at + 1 :] if _ends(one, later)), None)
        end = place[_day(ends)] if ends else place[last]
        kind = "besieged" if one.change == "besieges" else "held"
        bars.append(Bar(place[day], max(3.0, end - place[day]), rows[holder] + 4, kind, one.disputed, ends is None, label))  # fmt: skip
    shown = days if len(days) <= 7 else [days[round(at * (len(days) - 1) / 6)] for at in range(7)]
    ticks: list[Tick] = []
    for day in shown:  # labels that would stand on one another are left out
        if not ticks or place[day] - ticks[-1].at > 76:
            ticks.append(Tick(place[day], day))
    height = 26 + len(holders) * ROW + 24
    left_out = len(said) - len(shown_holders)
    labels = [Tick(rows[one] + ROW / 2, names[one]) for one in holders]
    return ControlChart(labels, bars, changes, ticks, 900, height, left_out)


def _holder(entry: Entry) -> str:
    return source_key(entry.holder)


def _day(entry: Entry) -> str:
    return entry.since or entry.told or ""


def _length(days: Sequence[str]) -> int:
    return (datetime.date.fromisoformat(days[-1]) - datetime.date.fromisoformat(days[0])).days


def _ends(held: Entry, later: Entry) -> bool:
    """Whether a later entry ends a stretch: the holder goes, another takes the place, or a new stretch of its own begins."""
    if _day(later) <= _day(held):
        return False
    same = source_key(later.holder) == source_key(held.holder)
    if held.change == "besieges":
        return (same and later.change != "holds") or later.change == "takes"
    return (same and later.change != "besieges") or (not same and later.change == "takes")
