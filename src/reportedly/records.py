"""The records: what a report is, what was read from it, and on whose word.

Comes in: nothing. Goes out: the types that every room shares, their JSON form, and their ids.
Knows nothing of any other module but `errors`.

Every quoted span carries `start` and `end`: code points in `report.text`, end exclusive, so that
`report.text[start:end] == text`. Field names follow PLOVER (type, mode, actor, recipient), attribution research
(source, cue, content) and GeoNames (geonameid, admin1). Structs are immutable and compare by value.
"""

import datetime
import hashlib
from typing import Any, Literal

import msgspec

from reportedly.errors import BadDate

ZoneKind = Literal["title", "body", "caption", "credit", "boilerplate"]
EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "CONTROL",
]  # fmt: skip
Status = Literal["occurred", "ongoing", "planned", "predicted", "hypothetical", "negated"]
Sector = Literal[
    "GOV", "MIL", "REB", "PAR", "COP", "JUD", "LEG", "OPP", "CVL", "MED", "NGO", "IGO", "BUS", "REL", "SPY", "CRM"
]  # fmt: skip
SourceKind = Literal[
    "person", "organization", "government", "military", "armed-group", "media", "document", "witness", "unnamed", "outlet"
]  # fmt: skip
Manner = Literal["direct", "indirect", "mixed"]
Stance = Literal["asserts", "denies", "doubts", "predicts", "asks"]
Outcome = Literal["killed", "injured", "missing", "captured", "displaced"]
Granularity = Literal["day", "week", "month", "season", "year", "range", "open"]
Precision = Literal["point", "settlement", "admin2", "admin1", "country", "line", "region"]
Dropped = Literal["hedge dropped", "source dropped", "range narrowed", "actor swapped", "verb strengthened"]
Relation = Literal[
    "in",
    "near",
    "outskirts",
    "north of",
    "south of",
    "east of",
    "west of",
    "bank of",
    "between",
    "border of",
    "part of",
]


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=False):
    """Base of all records."""


class Span(Record, frozen=True, kw_only=True):
    """A quotation: `text` stands at [start, end) of the report's text, in code points."""

    text: str
    start: int
    end: int


class Zone(Record, frozen=True, kw_only=True):
    """A stretch of the report's text and what it is: [start, end) in code points."""

    kind: ZoneKind
    start: int
    end: int


class Report(Record, frozen=True, kw_only=True):
    """One article as it came in.

    `text` is the input's text untouched; with a separate title it is title, blank line, body.
    `published` is YYYY-MM-DD or None; `published_by` says how it was found ("given", "page", "row", "text", None).
    `name` is the file name or row id it came under, `row` the file and line of a row that has an id; `extra` keeps the columns that have no field here.
    """

    id: str
    name: str | None = None
    row: str | None = None
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    published: str | None = None
    published_by: str | None = None
    language: str | None = None
    text: str
    zones: list[Zone] = []
    extra: dict[str, Any] = {}


class Source(Span, frozen=True, kw_only=True):
    """Who says it, as it stands at this cue; `name` is the fullest name that the report gives."""

    name: str | None = None
    kind: SourceKind | None = None


class Likelihood(Record, frozen=True, kw_only=True):
    """An estimative word and the probability range that its scale gives it (fractions of 1; None if on no scale)."""

    word: str
    low: float | None = None
    high: float | None = None
    scale: str | None = None


class Attribution(Record, frozen=True, kw_only=True):
    """A content that the report credits to a source. `via`: the attribution through which the outlet got this one.

    `denies`: of a denial, the ids of the events and attributions of the report that tell what it denies, in text order;
    empty where the report doesn't tell it.
    """

    id: str
    source: Source | None = None
    cue: Span | None = None
    content: Span
    manner: Manner = "indirect"
    stance: Stance = "asserts"
    likelihood: Likelihood | None = None
    via: str | None = None
    denies: list[str] = []
    confidence: float = 1.0


class Actor(Span, frozen=True, kw_only=True):
    """An actor or recipient. `country` is ISO 3166-1 alpha-3 of affiliation; `sector` a PLOVER/CAMEO sector."""

    name: str
    country: str | None = None
    sector: Sector | None = None
    confidence: float = 1.0


class RunnerUp(Record, frozen=True, kw_only=True):
    """The second-best reading of a place name."""

    name: str
    geonameid: int | None = None
    country: str | None = None
    admin1: str | None = None
    confidence: float = 0.0


class Place(Span, frozen=True, kw_only=True):
    """A place name and the gazetteer entry it was resolved to; `name` None means honestly not resolved.

    `lat`, `lon` in WGS 84 degrees; `country` ISO alpha-3; `confidence` that the entry is right.
    `flags` holds warnings for a reader: "misspelt", "outside-area", "ambiguous", "disputed",
    "described" (no name here: it was taken from another mention), "same-sentence" (not read as the event's own place:
    the one that its sentence names).
    """

    name: str | None = None
    geonameid: int | None = None
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    admin1: str | None = None
    precision: Precision | None = None
    relation: Relation = "in"
    confidence: float = 0.0
    flags: list[str] = []
    runner_up: RunnerUp | None = None


class When(Span, frozen=True, kw_only=True):
    """A time expression and the days it may mean; an open side is None. Dates are YYYY-MM-DD, both inclusive.

    `flags` warn of days that are less than stated: "same-sentence" (not read as the event's own: the time that stands
    nearest in its sentence), "described" (no time here: taken from another telling of the happening), "vague" (how far
    back "recent weeks" reach is a convention).
    """

    earliest: str | None = None
    latest: str | None = None
    granularity: Granularity = "day"
    flags: list[str] = []


class Toll(Span, frozen=True, kw_only=True):
    """How many people, with what outcome. `low`/`high` inclusive; an open side is None."""

    outcome: Outcome
    low: int | None = None
    high: int | None = None
    confidence: float = 1.0


class Event(Record, frozen=True, kw_only=True):
    """A happening the report tells of. `reported_by`: ids of attributions, outermost first; empty is the outlet's own voice.

    `embedding`: numbers that the encoder gives it, by which tellings in different reports are compared (base64; see
    `reportedly.reader.embedding`); None when the reader gives none.
    """

    id: str
    trigger: Span
    type: EventType
    mode: str | None = None
    actors: list[Actor] = []
    recipients: list[Actor] = []
    place: Place | None = None
    when: When | None = None
    casualties: list[Toll] = []
    status: Status = "occurred"
    reported_by: list[str] = []
    same_as: str | None = None
    confidence: float = 1.0
    scores: dict[str, float] = {}
    embedding: str | None = None


class Drift(Record, frozen=True, kw_only=True):
    """What one telling of a happening lost of another: `before` stands in the telling that is more careful, `after` in the other.

    `careful` and `bold` are the ids of the two events; `careful_by` and `bold_by` name who tells them (the root of each;
    None: the outlet in its own voice, or nobody named).
    """

    id: str
    what: Dropped
    careful: str
    bold: str
    before: Span
    after: Span
    careful_by: str | None = None
    bold_by: str | None = None
    confidence: float = 1.0


class Wire(Span, frozen=True, kw_only=True):
    """A medium whose copy a report is ("copy"), or whose material its outlet used ("input"), where its byline or credit says
    so. `name` None: agencies not named. A wire is no source of what the report tells, but where it was told first."""

    name: str | None = None
    role: Literal["copy", "input"] = "copy"


class CodedReport(Record, frozen=True, kw_only=True):
    """A report with what was read from it. `places` holds every place name of the report, events' or not.

    `wire` names the media whose copy it is, in text order; empty for an outlet's own report.
    """

    report: Report
    attributions: list[Attribution] = []
    events: list[Event] = []
    places: list[Place] = []
    drift: list[Drift] = []
    wire: list[Wire] = []


def report_id(text: str, *, url: str | None = None, outlet: str | None = None, published: str | None = None) -> str:
    """The id of a report: `sha256:` and 64 hex digits over what identifies it.

    The same text from two outlets is two reports; from one outlet, with the same date and address, it is one.
    """
    canonical = msgspec.json.encode([text, url, outlet, published])
    return "sha256:" + hashlib.sha256(canonical).hexdigest()


def short_id(report: str) -> str:
    """The first ten hex digits of a report's id, as shown to people: `short_id(report) + ":e1"` names an event."""
    return report.removeprefix("sha256:")[:10]


def to_json(record: Record) -> bytes:
    """The record as one line of JSON, keys in the order of the design, without a line end."""
    return msgspec.json.encode(record)


def from_json(data: bytes | str) -> CodedReport:
    """A coded report from its JSON. Raises msgspec.ValidationError when it is not one."""
    return msgspec.json.decode(data, type=CodedReport)


def parse_date(value: str) -> datetime.date:
    """A date written YYYY-MM-DD. Raises BadDate with what came."""
    try:
        return datetime.date.fromisoformat(value.strip())
    except ValueError as error:
        raise BadDate(f"expected a date as YYYY-MM-DD, got {value!r}") from error
