"""Tellings: the events of many reports as columns of numbers, ready to be compared in pairs.

Comes in: coded reports. Goes out: `Tellings`, one row an event.
Knows nothing of incidents, nor of where reports are kept.
"""

import datetime
import re
import tomllib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from math import nan
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from reportedly.incidents.context import distances, donors
from reportedly.incidents.embeddings import Bytes, comparison
from reportedly.incidents.words import Floats, number, stem, stems, vector
from reportedly.records import Actor, CodedReport, Event, Place

Ints = npt.NDArray[np.int64]

NAMES, PASSAGE, STORY = 64, 256, 512
"""Lengths of the vectors of actors, of passages and leads, and of whole reports."""
WINDOW = 200
"""Code points on either side of the trigger that a passage may hold."""
LEAD = 400
"""Code points of a report's start that stand for its story."""
LONGEST = 20_000
"""Code points of a report that count for its words."""
COUNTRY, REGION, DISTRICT, SPOT = 1, 2, 3, 4
"""How finely a place is known; 0 is no place."""
FINENESS = {
    "country": COUNTRY, "region": REGION, "admin1": REGION, "line": DISTRICT, "admin2": DISTRICT,
    "settlement": SPOT, "point": SPOT, None: SPOT,
}  # fmt: skip
TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "CONTROL",
)  # fmt: skip
STATUSES = ("occurred", "ongoing", "planned", "predicted", "hypothetical", "negated")
OUTCOMES = ("killed", "injured", "missing", "captured", "displaced")
_PEOPLE = {
    "people", "person", "civilian", "child", "children", "women", "men", "force", "troop", "fighter", "the", "and", "of",
}  # fmt: skip


class Key(NamedTuple):
    """An event's name across reports: full report id and event id."""

    report: str
    event: str


class Tellings:
    """Columns over events, one row each, in the order given.

    `day_first`, `day_last`: proleptic ordinals, 0 when not told; `published` likewise. `place`: number of the gazetteer
    entry or name, 0 for none. `order`: how many events of the report come before; `rivals`: how many of it have the type.
    `definite`: 2 when the words before the trigger say that it was told before ("the"), 1 when they bring it in ("a"), else
    0. `other`: whether its passage sets it apart ("another"). `sentence`: breaks before it; `title`: whether it stands in the
    first line; `verbal`: whether the trigger ends as a verb does. `figures`: n×5, the stated count of each of `OUTCOMES`, nan when none. `link`: the row of
    the first telling in the same report that `same_as` leads to, else the row itself. `place_donor`, `day_donor`: the row
    whose place or days stand nearest in the report where this one has none (no finer place than a country), −1 when none
    has; `place_distance`, `day_distance`: sentences to it plus 1, 0 for the row's own. `embedding`: n×K whole numbers, zeros
    where the record has none that can be compared.
    """

    def __init__(self, reports: Iterable[CodedReport]) -> None:
        self.keys: list[Key] = []
        whole: list[tuple[int, ...]] = []
        points: list[tuple[float, float]] = []
        figures: list[list[float]] = []
        vectors: dict[str, list[Floats]] = {"actors": [], "recipients": [], "passage": []}
        embeddings: list[str | None] = []
        leads: list[Floats] = []
        stories: list[Floats] = []
        for at, coded in enumerate(reports):
            text = coded.report.text[:LONGEST]
            leads.append(vector(stems(text[:LEAD]), PASSAGE))
            stories.append(vector(stems(text), STORY))
            layout = _Layout(coded)
            rows = {event.id: len(self.keys) + n for n, event in enumerate(coded.events)}
            published = _ordinal(coded.report.published)
            for event in coded.events:
                self.keys.append(Key(coded.report.id, event.id))
                told = passage(coded.report.text, event)
                whole.append(
                    (*_numbers(event, at, published, _first(event, coded, rows)), *layout.numbers(event, told))
                )
                place = event.place
                known = place is not None and place.lat is not None and place.lon is not None
                points.append((place.lat, place.lon) if known else (nan, nan))  # type: ignore[union-attr,arg-type]
                figures.append(_figures(event))
                embeddings.append(event.embedding)
                vectors["actors"].append(_named(event.actors))
                vectors["recipients"].append(_named(event.recipients))
                vectors["passage"].append(vector(stems(told), PASSAGE))
        table = np.array(whole, np.int64).reshape(-1, len(_COLUMNS))
        columns = dict(zip(_COLUMNS, table.T, strict=True))
        self.report: Ints = columns["report"]
        self.position: Ints = columns["position"]
        self.type: Ints = columns["type"]
        self.mode: Ints = columns["mode"]
        self.trigger: Ints = columns["trigger"]
        self.status: Ints = columns["status"]
        self.published: Ints = columns["published"]
        self.day_first: Ints = columns["day_first"]
        self.day_last: Ints = columns["day_last"]
        self.place: Ints = columns["place"]
        self.fineness: Ints = columns["fineness"]
        self.country: Ints = columns["country"]
        self.actor_country: Ints = columns["actor_country"]
        self.link: Ints = columns["link"]
        self.order: Ints = columns["order"]
        self.rivals: Ints = columns["rivals"]
        self.definite: Ints = columns["definite"]
        self.other: Ints = columns["other"]
        self.sentence: Ints = columns["sentence"]
        self.title: Ints = columns["title"]
        self.verbal: Ints = columns["verbal"]
        self.points: Floats = np.array(points, np.float32).reshape(-1, 2)
        self.figures: Floats = np.array(figures, np.float32).reshape(-1, len(OUTCOMES))
        self.actors = _stack(vectors["actors"], NAMES)
        self.recipients = _stack(vectors["recipients"], NAMES)
        self.passage = _stack(vectors["passage"], PASSAGE)
        self.embedding: Bytes = comparison().rows(embeddings)
        self.leads = _stack(leads, PASSAGE)
        self.stories = _stack(stories, STORY)
        self.place_donor: Ints = donors(self.report, self.position, self.fineness >= REGION)
        self.day_donor: Ints = donors(self.report, self.position, self.day_first != 0)
        self.place_distance: Ints = distances(self.sentence, self.place_donor)
        self.day_distance: Ints = distances(self.sentence, self.day_donor)

    def __len__(self) -> int:
        return len(self.keys)


_COLUMNS = (
    "report", "position", "type", "mode", "trigger", "status", "published", "day_first", "day_last", "place", "fineness",
    "country", "actor_country", "link", "order", "rivals", "definite", "other", "sentence", "title", "verbal",
)  # fmt: skip


@lru_cache(maxsize=1)
def _markers() -> dict[str, re.Pattern[str]]:
    """`data/markers.toml` as patterns: `known` and `fresh` at the end of what stands before a trigger, `other` anywhere."""
    words = tomllib.loads((files("reportedly.incidents") / "data" / "markers.toml").read_text("utf-8"))
    return {
        name: re.compile(rf"\b(?:{'|'.join(held)})\b" + ("" if name == "other" else r"\s+(?:[\w-]+\s+){0,2}$"), re.I)
        for name, held in words.items()
    }


class _Layout:
    """How a report's events lie in it."""

    def __init__(self, coded: CodedReport) -> None:
        self.text = coded.report.text
        self.breaks = [found.end() for found in re.finditer(r"[.!?]\s|\n", self.text)]
        self.body = self.text.find("\n")
        ordered = sorted(coded.events, key=lambda event: (event.trigger.start, event.id))
        self.order = {event.id: at for at, event in enumerate(ordered)}
        self.types = Counter(event.type for event in coded.events)

    def numbers(self, event: Event, told: str) -> tuple[int, ...]:
        """Order, rivals, definite, other, sentence, title, verbal."""
        start, markers = event.trigger.start, _markers()
        before = self.text[max(0, start - 40) : start]
        definite = 2 if markers["known"].search(before) else 1 if markers["fresh"].search(before) else 0
        return (
            self.order[event.id], self.types[event.type], definite, bool(markers["other"].search(told)),
            bisect_right(self.breaks, start), start < self.body, event.trigger.text.endswith(("ed", "ing")),
        )  # fmt: skip


def _stack(rows: list[Floats], size: int) -> Floats:
    return np.stack(rows) if rows else np.zeros((0, size), np.float32)


def _numbers(event: Event, report: int, published: int, link: int) -> tuple[int, ...]:
    place, when = event.place, event.when
    first = _ordinal(when.earliest) if when else 0
    last = _ordinal(when.latest) if when else 0
    country = next((actor.country for actor in event.actors if actor.country), None)
    return (
        report, event.trigger.start, TYPES.index(event.type), number(event.mode) if event.mode else 0,
        number(stem(event.trigger.text.split()[-1])) if event.trigger.text.split() else 0, STATUSES.index(event.status),
        published, first or last, last or first, place_number(place), FINENESS[place.precision] if place else 0,
        number(place.country) if place and place.country else 0, number(country) if country else 0, link,
    )  # fmt: skip


def place_number(place: Place | None) -> int:
    """A number for where it was: of the gazetteer's entry, else of the name; 0 for none."""
    if place is None:
        return 0
    return place.geonameid or number(" ".join((place.name or place.text).casefold().split()))


def _first(event: Event, coded: CodedReport, rows: dict[str, int]) -> int:
    by_id = {one.id: one for one in coded.events}
    seen = {event.id}
    while event.same_as in by_id and event.same_as not in seen:
        event = by_id[event.same_as]
        seen.add(event.id)
    return rows[event.id]


def _ordinal(day: str | None) -> int:
    return datetime.date.fromisoformat(day).toordinal() if day else 0


def _figures(event: Event) -> list[float]:
    out = [nan] * len(OUTCOMES)
    for toll in event.casualties:
        figure = toll.low if toll.low is not None else toll.high
        at = OUTCOMES.index(toll.outcome)
        if figure is not None and not out[at] >= figure:
            out[at] = float(min(figure, 10**9))
    return out


def _named(actors: list[Actor]) -> Floats:
    words = {word for actor in actors for word in stems(actor.name) if not word.isdigit()} - _PEOPLE
    words |= {f"={actor.country}" for actor in actors if actor.country}
    return vector(words, NAMES)


def passage(text: str, event: Event) -> str:
    """The sentence around the trigger, at most `WINDOW` code points on either side."""
    before = text[max(0, event.trigger.start - WINDOW) : event.trigger.start]
    after = text[event.trigger.end : event.trigger.end + WINDOW]
    begins = max((match.end() for match in re.finditer(r"[.!?]\s|\n", before)), default=0)
    ends = re.search(r"[.!?](?:\s|$)|\n", after)
    return before[begins:] + event.trigger.text + after[: ends.start() if ends else len(after)]
