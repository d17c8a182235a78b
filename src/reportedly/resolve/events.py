"""What happened: triggers of a reading become events with actors, places, days, tolls, and on whose word.

Comes in: a report's text, the reading's triggers, the report's attributions and resolved places. Goes out: `Event`s.
Knows nothing of files or of the archive.
"""

from collections.abc import Callable, Sequence
from datetime import date

import msgspec

from reportedly.reader import Role, Trigger
from reportedly.records import Actor, Attribution, Event, Place, Toll, Zone
from reportedly.resolve.actors import ActorValue
from reportedly.resolve.attributions import enclosing, span
from reportedly.resolve.event_days import Days
from reportedly.resolve.figures import whole_figure, whole_number
from reportedly.resolve.nearby import likely_place, sentence_of, stands_beside
from reportedly.resolve.tolls import resolve_number

NameActor = Callable[[int, int], ActorValue]
OUTCOMES = ("killed", "injured", "missing", "captured", "displaced")
WITH_TOLLS = frozenset(("ASSAULT", "COERCE", "CONTROL", "PROTEST", "RETREAT"))
"""Types of acts that people come to harm in: of 3,490 tolls in the golds' train parts all but one."""
COMPARED = 300  # earlier events that a new one may restate: hostile texts would make it all of them


def best(roles: Sequence[Role], name: str) -> list[Role]:
    """The roles of one name, best first."""
    return sorted((r for r in roles if r.role == name), key=lambda r: (-r.score, r.start))


def resolve_tolls(text: str, roles: Sequence[Role]) -> list[Toll]:
    """The tolls in text order, with bounds; the same words with the same outcome count once."""
    made: dict[tuple[int, str], Toll] = {}
    for role in roles:
        if role.role in OUTCOMES:
            start, end = whole_figure(text, role.start, role.end)
            end = whole_number(text, end)
            low, high = resolve_number(text[start:end])
            made[start, role.role] = Toll(
                text=text[start:end], start=start, end=end,
                outcome=role.role, low=low, high=high, confidence=round(role.score, 3),  # type: ignore[arg-type]
            )  # fmt: skip
    return [made[key] for key in sorted(made)]


def resolve_actors(text: str, roles: Sequence[Role], name: str, identify: NameActor) -> list[Actor]:
    """The actors or recipients in text order."""
    made = []
    for role in sorted((r for r in roles if r.role == name), key=lambda r: r.start):
        who = identify(role.start, role.end)
        words = span(text, role.start, role.end)
        made.append(
            Actor(
                text=words.text,
                start=words.start,
                end=words.end,
                name=who.name,
                country=who.country,
                sector=who.sector,
                confidence=round(role.score, 3),
            )
        )
    return made


def confidence(trigger: Trigger) -> float:
    """How sure the reader is of the event's trigger, type and status together: the weakest of them."""
    return round(min(trigger.score, trigger.type_score, trigger.status_score), 3)


def resolve_events(
    text: str,
    triggers: Sequence[Trigger],
    attributions: Sequence[Attribution],
    places: dict[tuple[int, int], Place],
    *,
    anchor: date | None,
    zones: Sequence[Zone],
    identify: NameActor,
    sentences: Sequence[tuple[int, int]] = (),
) -> list[Event]:
    """The events of one report, ids e1, e2 … in text order.

    One record a trigger, but for triggers told of several places: one a place (guidelines, "Conventions").
    `reported_by` holds every attribution whose content holds the trigger, outermost first.
    """
    contents = [(a.content.start, a.content.end) for a in attributions]
    speakers = [(a.source.start, a.source.end) for a in attributions if a.source]
    events: list[Event] = []
    days = Days(text, anchor, zones, triggers)
    last: Place | None = None
    beside: dict[str, Place] = {}
    for trigger in triggers:
        holders = enclosing(contents, trigger.start, trigger.end)
        here = sentence_of(sentences, trigger.start)
        if here and holders:  # the day and place of the saying are not the event's
            said = contents[holders[-1]]
            here = (max(here[0], said[0]), min(here[1], said[1]))
        when = days.own(trigger, here)
        where = [places[r.start, r.end] for r in best(trigger.roles, "place") if (r.start, r.end) in places]
        where = sorted(distinct(where), key=lambda p: p.start)
        lost = where[0] if len(where) == 1 and where[0].lat is None else None
        around = None
        if here and (lost or not where):
            taken = [(r.start, r.end) for r in trigger.roles if r.role in ("actor", "recipient")] + speakers
            around = likely_place(
                text, (trigger.start, trigger.end), trigger.type, here, list(places.values()), taken, sentences, last
            )
        if lost and around:
            beside[f"e{len(events) + 1}"] = stands_beside(lost, around)
        elif around:
            where = [around]
        elif where and where[0].name:
            last = where[0]
        tolls = resolve_tolls(text, trigger.roles) if trigger.type in WITH_TOLLS else []
        for place in where or [None]:  # type: ignore[list-item]
            event = Event(
                id=f"e{len(events) + 1}",
                trigger=span(text, trigger.start, trigger.end),
                type=trigger.type,  # type: ignore[arg-type]
                mode=trigger.mode,
                actors=resolve_actors(text, trigger.roles, "actor", identify),
                recipients=resolve_actors(text, trigger.roles, "recipient", identify),
                place=place,
                when=when,
                # A toll told once for several places stands once, or it would be summed twice.
                casualties=tolls if place is None or place is where[0] else [],
                status=trigger.status,  # type: ignore[arg-type]
                reported_by=[attributions[i].id for i in holders],
                same_as=None,
                confidence=confidence(trigger),
                scores={
                    "trigger": trigger.score, "type": trigger.type_score, "mode": trigger.mode_score,
                    "status": trigger.status_score, "factuality": trigger.factuality,
                },
                embedding=trigger.embedding,
            )  # fmt: skip
            events.append(link(event, events))
    # Only now: two names that the gazetteer lacks are not one place because they stand beside the same one.
    return [msgspec.structs.replace(one, place=beside[one.id]) if one.id in beside else one for one in events]


def distinct(places: Sequence[Place]) -> list[Place]:
    """Places that differ: a name told twice, or a place and the larger one that holds it, counts once (the finer stays)."""
    kept: list[Place] = []
    for place in places:
        if any(
            p.text.casefold() == place.text.casefold() or (p.geonameid and p.geonameid == place.geonameid) for p in kept
        ):
            continue
        if any(holds(place, other) for other in places if other is not place):
            continue
        kept.append(place)
    return kept


def holds(larger: Place, finer: Place) -> bool:
    """Whether `larger` is the country or region that `finer` lies in."""
    if larger.precision == "country":
        return larger.country == finer.country and finer.precision != "country"
    return (
        larger.precision in ("admin1", "admin2", "region")
        and bool(larger.admin1)
        and larger.admin1 == finer.admin1
        and finer.precision in ("settlement", "point")
    )


def link(event: Event, earlier: Sequence[Event]) -> Event:
    """The event, with `same_as` set to the first telling of the same happening, if one of `earlier` is."""
    for other in earlier[-COMPARED:]:
        if other.same_as is None and same(other, event):
            return msgspec.structs.replace(event, same_as=other.id)
    return event


def same(first: Event, second: Event) -> bool:
    """Whether two mentions tell one happening: like type, nothing at odds, and something in common that singles it out."""
    if first.type != second.type or first.status != second.status:
        return False
    if first.mode and second.mode and first.mode != second.mode:
        return False
    where = bool(first.place and second.place and same_place(first.place, second.place))
    if first.place and second.place and not where:
        return False
    when = bool(first.when and second.when and first.when.earliest == second.when.earliest)
    if first.when and second.when and not when:
        return False
    tolls = {(t.outcome, t.low, t.high) for t in first.casualties} & {
        (t.outcome, t.low, t.high) for t in second.casualties
    }
    words = first.trigger.text.casefold() == second.trigger.text.casefold()
    people = bool(
        {a.name.casefold() for a in first.actors + first.recipients}
        & {a.name.casefold() for a in second.actors + second.recipients}
    )
    return bool(tolls) or (where and (words or people or when)) or (words and people)


def same_place(first: Place, second: Place) -> bool:
    """Whether two places are one entry, or one wording."""
    if first.geonameid and second.geonameid:
        return first.geonameid == second.geonameid
    return (first.name or first.text).casefold() == (second.name or second.text).casefold()
