"""What an incident is: the records that this room gives out, and their JSON form.

Comes in: nothing. Goes out: types.
Knows nothing of any other module of this room.
"""

from typing import Literal

from reportedly.records import EventType, Outcome, Precision, Record

Course = Literal["agree", "moved", "at odds"]


class IncidentPlace(Record, frozen=True, kw_only=True):
    """Where it was: the finest place that most tellings give. WGS 84 degrees; `country` ISO 3166-1 alpha-3."""

    name: str
    geonameid: int | None = None
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    precision: Precision | None = None


class Root(Record, frozen=True, kw_only=True):
    """A source on whose word the incident is told; `reports`: full ids of those that rest on it. `key` as in archives."""

    name: str
    key: str
    reports: list[str]


class TollLine(Record, frozen=True, kw_only=True):
    """A figure: inclusive bounds, an open side None. `root` None: told in outlets' own voice. `as_of`: first published."""

    outcome: Outcome
    low: int | None
    high: int | None
    root: str | None
    reports: list[str]
    as_of: str | None


class TollRange(Record, frozen=True, kw_only=True):
    """All figures of one outcome: lowest and highest, and whether they agree, moved as days went on, or are at odds."""

    outcome: Outcome
    low: int
    high: int
    course: Course


class Value(Record, frozen=True, kw_only=True):
    """One of several accounts, by whom it is given (None: an outlet's own voice), by whom denied, and in which reports."""

    value: str
    roots: list[str | None]
    denied_by: list[str]
    reports: list[str]


class Disagreement(Record, frozen=True, kw_only=True):
    """A field on which the tellings differ."""

    field: str
    values: list[Value]


class Drift(Record, frozen=True, kw_only=True):
    """What a report leaves out that others of the incident say: the word that grades it, or the source."""

    report: str
    dropped: Literal["likelihood", "source"]
    word: str
    root: str | None


class Incident(Record, frozen=True, kw_only=True):
    """One happening and all its tellings. `start`, `end`: YYYY-MM-DD or None. `events` are (report id, event id).

    `independent_roots` counts the roots: sources that are one voice are one. `own_voice` lists outlets that tell it
    without a source, copies left out; `copies` the reports that tell it in the words of another. `part_of` is the id of
    the running happening that this one is an episode of. `reviews`: numbers of the decisions that shaped it.
    """

    id: str
    type: EventType
    place: IncidentPlace | None
    start: str | None
    end: str | None
    reports: list[str]
    roots: list[Root]
    independent_roots: int
    tolls: list[TollLine]
    disagreements: list[Disagreement]
    drift: list[Drift]
    part_of: str | None
    own_voice: list[str]
    copies: list[str]
    ranges: list[TollRange]
    events: list[tuple[str, str]]
    corrected: dict[str, str]
    reviews: list[int]
