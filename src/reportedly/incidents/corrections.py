"""Corrections of single events: what a person read otherwise than the program, field by field, as decisions of the archive.

Comes in: an event with its report, and values as people write them. Goes out: decisions, and events with them applied.
Knows nothing of screens. The program's own reading stays as it was: corrections are laid over it.

An event is known by its report and trigger, so that a correction stands when the report is coded anew. A value that no
words of the report say has an empty span at the trigger: `report.text[start:end] == ""`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from reportedly.archive import Archive
from reportedly.archive.grouping import Review
from reportedly.errors import BadDate, BadReview
from reportedly.incidents.reviews import add, unchanged
from reportedly.incidents.tellings import OUTCOMES, STATUSES, TYPES, Key
from reportedly.records import Actor, CodedReport, Event, Granularity, Outcome, Place, Toll, When, parse_date

FIELDS = ("type", "mode", "status", "place", "start", "end", "actor", "recipient", "toll", "note", "accepted")
"""Fields of an event that a person may set. `accepted` is "yes": read, and right as it now stands."""
LONGEST = 500
"""Code points of one value."""
_PARTS = 20  # names or figures in one value


class Correction(NamedTuple):
    """One decision about an event: the field, the value as the person wrote it, and what it was resolved to, if need be."""

    review: Review
    event: str
    trigger: tuple[int, str]
    field: str
    value: str
    record: Any


def corrections(steps: Iterable[tuple[Review, Any]]) -> dict[str, list[Correction]]:
    """The corrections among decisions in force, by report (full id), in order."""
    found: dict[str, list[Correction]] = defaultdict(list)
    for review, detail in steps:
        if review.action == "set" and "event" in detail:
            report, event = detail["event"]
            start, text = detail["trigger"]
            found[report].append(
                Correction(review, event, (start, text), detail["field"], detail["value"], detail.get("record"))
            )
    return dict(found)


def target(coded: CodedReport, event: str, trigger: tuple[int, str]) -> Event | None:
    """The event of the report that a correction is about: of this trigger, of several of it the one of this id; else None."""
    held = [one for one in coded.events if (one.trigger.start, one.trigger.text) == tuple(trigger)]
    return next((one for one in held if one.id == event), held[0] if len(held) == 1 else None)


def applied(coded: CodedReport, held: Sequence[Correction]) -> CodedReport:
    """The report with corrections laid over its events; those whose trigger isn't read any more are passed over."""
    changed: dict[str, Event] = {}
    for one in held:
        found = target(coded, one.event, one.trigger)
        if found is not None:
            changed[found.id] = _with(changed.get(found.id, found), one)
    if not changed:
        return coded
    return msgspec.structs.replace(coded, events=[changed.get(event.id, event) for event in coded.events])


def _with(event: Event, one: Correction) -> Event:
    replace = msgspec.structs.replace
    if one.field == "type":
        return replace(event, type=one.value, mode=None)
    if one.field in ("mode", "status"):
        return replace(event, **{one.field: one.value or None})
    if one.field == "place":
        return replace(event, place=msgspec.convert(one.record, Place) if one.record else None)
    if one.field in ("actor", "recipient"):
        return replace(event, **{f"{one.field}s": msgspec.convert(one.record, list[Actor])})
    if one.field == "toll":
        return replace(event, casualties=msgspec.convert(one.record, list[Toll]))
    if one.field in ("start", "end"):
        return replace(event, when=_days(event, one.field, one.value or None))
    return event


def _days(event: Event, field: str, value: str | None) -> When | None:
    held = event.when or When(**_nowhere(event), granularity="open")
    earliest, latest = (value, held.latest) if field == "start" else (held.earliest, value)
    if earliest is None and latest is None:
        return None
    granularity: Granularity = "day" if earliest == latest else "range" if earliest and latest else "open"
    # What a person set is no longer inferred.
    return msgspec.structs.replace(held, earliest=earliest, latest=latest, granularity=granularity, flags=[])


def correct_event(
    archive: Archive,
    coded: CodedReport,
    event: str,
    changes: Mapping[str, str],
    *,
    incident: str,
    seen: int | None = None,
    who: str,
    why: str,
) -> list[int]:
    """Sets fields of an event, all or none; the decisions' numbers. `coded` as it stands, corrections applied.

    `seen`: the last decision about the event that the person knew of (0: none), None to take no heed. Values: `type`,
    `mode` and `status` of the ontology; `place` a name, with its GeoNames id after "#" where several have it; `start` and
    `end` YYYY-MM-DD; `actor` and `recipient` names separated by ";"; `toll` like "3 killed; 7+ injured; up to 5 missing;
    20-30 displaced". An empty value: there is none.

    Raises BadReview for a wrong field or value, StaleReview when somebody else decided about the event since `seen`.
    """
    found = next((one for one in coded.events if one.id == event), None)
    if found is None:
        raise BadReview(f"expected an event of report {coded.report.id[7:17]}, got {event!r}")
    about = [coded.report.id, event]
    details: list[dict[str, Any]] = []
    kind = changes.get("type") or found.type
    for field, given in changes.items():
        value = given.strip()
        record = resolved(coded, found, field, value, kind=kind)
        detail: dict[str, Any] = {
            "event": about, "trigger": [found.trigger.start, found.trigger.text], "field": field, "value": value,
        }  # fmt: skip
        details.append(detail if record is None else detail | {"record": msgspec.to_builtins(record)})
    first, last = (changes[f] if f in changes else _side(found, f) for f in ("start", "end"))
    if first and last and first > last:
        raise BadReview(f"expected a first day before the last, got {first} and {last}")
    if not details:
        raise BadReview("expected a field to set, got none")
    with unchanged(archive, seen, event=Key(*about)):
        return [add(archive, "set", incident, detail, who, why) for detail in details]


def _side(event: Event, field: str) -> str | None:
    return None if event.when is None else event.when.earliest if field == "start" else event.when.latest


def resolved(coded: CodedReport, event: Event, field: str, value: str, *, kind: str | None = None) -> Any:
    """What a value means for a field of an event: records for places, parties and tolls, None for the others.

    `kind`: the event's type that a mode must fit. Raises BadReview.
    """
    if field not in FIELDS:
        raise BadReview(f"expected one of {', '.join(FIELDS)}, got {field!r}")
    if len(value) > LONGEST:
        raise BadReview(f"{field}: expected at most {LONGEST} characters, got {len(value)}")
    known = {"type": TYPES, "status": STATUSES, "accepted": ("yes",)}.get(field)
    if field == "mode" and value:
        known = tuple(modes(kind or event.type))
    if known is not None and value not in known and (value or field != "mode"):
        raise BadReview(f"{field}: expected one of {', '.join(known) or 'none'}, got {value!r}")
    if field in ("start", "end") and value:
        try:
            parse_date(value)
        except BadDate as error:
            raise BadReview(f"{field}: {error}") from error
    if field == "place":
        return find_place(coded, event, value)
    if field in ("actor", "recipient"):
        return parties(coded, event, value)
    return tolls(coded, event, value) if field == "toll" else None


def modes(kind: str) -> list[str]:
    """The modes of a type, as the ontology has them."""
    import tomllib
    from importlib.resources import files

    table = tomllib.loads((files("reportedly") / "data" / "ontology.toml").read_text("utf-8"))
    return list(table["types"].get(kind, {}).get("modes", []))


def _nowhere(event: Event) -> dict[str, Any]:
    return {"text": "", "start": event.trigger.start, "end": event.trigger.start}


def quoted(text: str, words: str, near: int) -> dict[str, Any] | None:
    """The span of these words nearest to an offset, as fields of a span; None when the text doesn't have them."""
    starts = [match.start() for match in re.finditer(re.escape(words), text)] if words else []
    if not starts:
        return None
    start = min(starts, key=lambda at: abs(at - near))
    return {"text": words, "start": start, "end": start + len(words)}


def find_place(coded: CodedReport, event: Event, value: str) -> Place | None:
    """The place that a person names: one that the report names, else the gazetteer's; None for an empty value.

    Its words are the report's where they stand there, else those that the program read. Raises BadReview when neither
    the report nor the gazetteer has it.
    """
    name, _, number = (part.strip() for part in value.partition("#"))
    if not value:
        return None
    if number and not number.isdigit():
        raise BadReview(f"place: expected a GeoNames id after #, got {number!r}")
    held = [*([event.place] if event.place else []), *coded.places]
    for one in held:
        same = str(one.geonameid) == number if number else name.casefold() in ((one.name or "").casefold(), one.text.casefold())  # fmt: skip
        if same and one.name:
            return msgspec.structs.replace(one, confidence=1.0, flags=[], runner_up=None)
    span = quoted(coded.report.text, name, event.trigger.start)
    if span is None and event.place:
        span = {"text": event.place.text, "start": event.place.start, "end": event.place.end}
    return _gazetteer_place(name, int(number) if number else None, span or _nowhere(event))


def _gazetteer_place(name: str, number: int | None, span: dict[str, Any]) -> Place:
    from reportedly.resolve.places.gazetteer import gazetteer  # memory-maps some megabytes: only when needed
    from reportedly.resolve.places.names import key
    from reportedly.resolve.places.placing import PRECISION

    known = gazetteer()
    entries = [packed >> 2 for packed in known.lookup(key(name))]
    if number is not None:
        entries = [one for one in entries if int(known.geonameid[one]) == number]
    if not entries:
        raise BadReview(f"place: expected a name of the report or the gazetteer, got {name!r}" + (f" #{number}" if number else ""))  # fmt: skip
    called = name.casefold()  # "Kharkiv" is the city before it is the oblast
    at = max(entries, key=lambda one: (known.label(one).casefold() == called, float(known.log_population[one])))
    return Place(
        **span, name=known.label(at), geonameid=int(known.geonameid[at]) or None, lat=round(float(known.lat[at]), 4),
        lon=round(float(known.lon[at]), 4), country=known.iso3(at), admin1=known.admin1_label(at),
        precision=PRECISION[known.features[known.feature[at]]], confidence=1.0,
    )  # fmt: skip


def parties(coded: CodedReport, event: Event, value: str) -> list[Actor]:
    """The actors that a person names, separated by ";". One that the event has keeps its country and sector."""
    names = [one.strip() for one in value.split(";") if one.strip()]
    if len(names) > _PARTS:
        raise BadReview(f"expected at most {_PARTS} names, got {len(names)}")
    held = [*event.actors, *event.recipients, *(one for other in coded.events for one in (*other.actors, *other.recipients))]  # fmt: skip
    return [_party(coded, event, name, held) for name in names]


def _party(coded: CodedReport, event: Event, name: str, held: Iterable[Actor]) -> Actor:
    from reportedly.resolve.actors import resolve_actor

    span = quoted(coded.report.text, name, event.trigger.start)
    for one in held:
        if name.casefold() in (one.name.casefold(), one.text.casefold()):
            return msgspec.structs.replace(one, **(span or {}), confidence=1.0)
    if span is None:
        return Actor(**_nowhere(event), name=name)
    value = resolve_actor(coded.report.text, span["start"], span["end"], outlet=coded.report.outlet)
    return Actor(**span, name=name, country=value.country, sector=value.sector)


_TOLL = re.compile(r"(?:(up to )?(\d{1,9})(\+)?|(\d{1,9})\s?[-–]\s?(\d{1,9})) (\w+)")


def tolls(coded: CodedReport, event: Event, value: str) -> list[Toll]:
    """The figures that a person writes: "3 killed; 7+ injured; up to 5 missing; 20-30 displaced". Raises BadReview."""
    parts = [one.strip() for one in re.split("[;,]", value) if one.strip()]
    if len(parts) > _PARTS:
        raise BadReview(f"toll: expected at most {_PARTS} figures, got {len(parts)}")
    return [_toll(coded, event, part) for part in parts]


def _toll(coded: CodedReport, event: Event, part: str) -> Toll:
    match = _TOLL.fullmatch(part)
    if match is None or match[6] not in OUTCOMES:
        raise BadReview(f"toll: expected a figure like '3 killed', '7+ injured', 'up to 5 missing', got {part!r}")
    outcome: Outcome = match[6]  # type: ignore[assignment]  # checked above against OUTCOMES
    low, high = (int(match[4]), int(match[5])) if match[4] else (None if match[1] else int(match[2]), None if match[3] else int(match[2]))  # fmt: skip
    if low is not None and high is not None and low > high:
        raise BadReview(f"toll: expected the lower figure first, got {part!r}")
    for one in event.casualties:
        if one.outcome == outcome:
            return msgspec.structs.replace(one, low=low, high=high, confidence=1.0)
    span = quoted(coded.report.text, match[2] or match[4], event.trigger.start)
    return Toll(**(span or _nowhere(event)), outcome=outcome, low=low, high=high)


def as_written(event: Event, field: str) -> str:
    """An event's field as `correct_event` takes it, so that a form can show what stands."""
    if field in ("actor", "recipient"):
        return "; ".join(one.name for one in (event.actors if field == "actor" else event.recipients))
    if field == "toll":
        return "; ".join(map(_written_toll, (one for one in event.casualties if (one.low, one.high) != (None, None))))
    if field == "place":
        place = event.place
        number = f" #{place.geonameid}" if place and place.name and place.geonameid else ""
        return f"{place.name or place.text}{number}" if place else ""
    if field in ("start", "end"):
        return _side(event, field) or ""
    return str(getattr(event, field) or "") if field in ("type", "mode", "status") else ""


def _written_toll(one: Toll) -> str:
    if one.low is None:
        return f"up to {one.high} {one.outcome}"
    if one.high is None:
        return f"{one.low}+ {one.outcome}"
    return f"{one.low} {one.outcome}" if one.low == one.high else f"{one.low}-{one.high} {one.outcome}"
