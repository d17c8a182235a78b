"""Reads drift_cases.toml: annotated texts with the drift expected in each."""

import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from reportedly.records import Actor, Attribution, Drift, Event, Place, Source, Span, Toll, When
from reportedly.resolve.attributions import enclosing
from reportedly.resolve.drift import find_drift
from reportedly.resolve.tolls import resolve_number

FILE = Path(__file__).with_name("drift_cases.toml")


class Case(NamedTuple):
    """An annotated text and the drift expected in it, as (what, careful event, bold event)."""

    name: str
    text: str
    attributions: list[Attribution]
    events: list[Event]
    expected: set[tuple[str, str, str]]

    def found(self) -> list[Drift]:
        return find_drift(self.text, self.events, self.attributions)


def place_of(text: str, words: str) -> tuple[str, int, int]:
    """`word#2` is the second place where `word` stands."""
    words, _, nth = words.partition("#")
    at = -1
    for _ in range(int(nth or 1)):
        at = text.index(words, at + 1)
    return words, at, at + len(words)


def span(text: str, words: str) -> Span:
    found, start, end = place_of(text, words)
    return Span(text=found, start=start, end=end)


def actor(text: str, written: str) -> Actor:
    words, country, sector = written.split("|")
    words, _, name = words.partition("=")
    found, start, end = place_of(text, words)
    return Actor(text=found, start=start, end=end, name=name or found, country=country or None, sector=sector or None)  # type: ignore[arg-type]


def toll(text: str, written: str) -> Toll:
    outcome, _, words = written.partition(":")
    found, start, end = place_of(text, words)
    low, high = resolve_number(found)
    return Toll(text=found, start=start, end=end, outcome=outcome, low=low, high=high)  # type: ignore[arg-type]


def place(text: str, written: str) -> Place:
    words, country, precision = written.split("|")
    words, _, name = words.partition("=")
    found, start, end = place_of(text, words)
    return Place(text=found, start=start, end=end, name=name or found, country=country, precision=precision)  # type: ignore[arg-type]


def attribution(text: str, number: int, parts: list[str]) -> Attribution:
    who, cue, content = parts
    source = None
    if who:
        words, start, end = place_of(text, who.rpartition("=")[2])
        source = Source(text=words, start=start, end=end, name=words)
    return Attribution(id=f"a{number}", source=source, cue=span(text, cue), content=span(text, content))


def event(text: str, number: int, one: dict[str, Any], contents: list[tuple[int, int]]) -> Event:
    trigger = span(text, one["t"])
    when = When(text="", start=0, end=0, earliest=one["day"], latest=one["day"]) if "day" in one else None
    return Event(
        id=f"e{number}", trigger=trigger, type=one["type"], mode=one.get("mode"), status=one.get("status", "occurred"),
        actors=[actor(text, a) for a in one.get("actors", [])],
        recipients=[actor(text, a) for a in one.get("recipients", [])],
        place=place(text, one["place"]) if "place" in one else None,
        when=when, casualties=[toll(text, t) for t in one.get("tolls", [])],
        reported_by=[f"a{i + 1}" for i in enclosing(contents, trigger.start, trigger.end)],
    )  # fmt: skip


def cases() -> list[Case]:
    """Every case of the file."""
    found = []
    for one in tomllib.loads(FILE.read_text("utf-8"))["case"]:
        text = one["text"]
        made = [attribution(text, n, parts) for n, parts in enumerate(one["attributions"], 1)]
        contents = [(a.content.start, a.content.end) for a in made]
        events = [event(text, n, e, contents) for n, e in enumerate(one["events"], 1)]
        expected = set()
        for line in one["drift"]:
            what, _, pair = line.rpartition(" ")
            careful, bold = pair.split(">")
            expected.add((what, f"e{careful}", f"e{bold}"))
        found.append(Case(one["name"], text, made, events, expected))
    return found
