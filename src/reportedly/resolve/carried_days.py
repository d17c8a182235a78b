"""Days that an event takes from another telling of its happening, when its own sentence names none.

Comes in: a report's events in text order. Goes out: the same, some with the day of another, flagged "described".
Knows nothing of the reader or of files.

Three tellings lend their day: one that `same_as` ties to the event; to a headline, the first dated event of its type
in the lines under it; and the dated event of the type that was told just before at the same place. How often each is right was
counted on the gold's train reports (docs/days.md); none of the others tried was right often enough.
"""

from bisect import bisect_left
from collections.abc import Sequence
from math import cos, hypot, radians

import msgspec

from reportedly.records import Event, Place, When

FIRST_LINE = 200  # code points of a first line that may be a headline
FROM_HEADLINE = 900  # code points between a headline's event and another telling of it
UNDER_HEADLINE = 450  # code points under a headline in which the first event of its type is taken for its own
FROM_TELLING = 300  # code points between other tellings
SAME_KM = 30  # two readers of one place seldom differ by more
DEGREE_KM = 111.2  # of latitude
NEVER = frozenset({"CONTROL"})  # who holds a place goes on, whatever the day of the last news of it


def with_carried(text: str, events: Sequence[Event], title: int | None) -> list[Event]:
    """The events, with the days that others lend them. `title`: where the headline ends, None if no zone says."""
    body = title if title is not None else max(0, text.find("\n", 0, FIRST_LINE))
    groups: dict[str, list[Event]] = {}
    under: dict[str, Event] = {}
    for event in events:
        if own_day(event):
            groups.setdefault(event.same_as or event.id, []).append(event)
            if event.trigger.start >= body:
                under.setdefault(event.type, event)
    made: list[Event] = []
    last: dict[str, Event] = {}
    for event in events:
        day = None
        if event.when is None and event.status == "occurred":
            headline = event.trigger.start < body
            lender = _telling(event, groups.get(event.same_as or event.id, ()), headline)
            if lender is None and headline:
                first = under.get(event.type)
                lender = first if first and first.trigger.start - body < UNDER_HEADLINE else None
            elif lender is None and event.type not in NEVER:
                lender = _just_before(event, last.get(event.type))
            day = lender and lender.when
        elif event.when is not None:
            last = {kind: one for kind, one in last.items() if _same_day(one, event)}
            if own_day(event) and event.status == "occurred":
                last[event.type] = event
        made.append(msgspec.structs.replace(event, when=_lent(day)) if day else event)
    return made


def own_day(event: Event) -> bool:
    """Whether the event's own words name one day."""
    return bool(event.when and event.when.granularity == "day" and event.when.earliest and not event.when.flags)


def _lent(when: When) -> When:
    return msgspec.structs.replace(when, flags=["described"])


def _telling(event: Event, tellings: Sequence[Event], headline: bool) -> Event | None:
    """The nearest dated telling of the same happening; a first telling in the body takes none of a later one."""
    if not (headline or event.same_as):
        return None
    at = bisect_left(tellings, event.trigger.start, key=lambda one: one.trigger.start)
    around = tellings[max(0, at - 1) : at + 1]
    near = min(around, key=lambda one: abs(one.trigger.start - event.trigger.start), default=None)
    reach = FROM_HEADLINE if headline else FROM_TELLING
    return near if near and abs(near.trigger.start - event.trigger.start) < reach else None


def _just_before(event: Event, before: Event | None) -> Event | None:
    if before is None or event.trigger.start - before.trigger.start >= FROM_TELLING:
        return None
    return before if before.place and event.place and close(before.place, event.place) else None


def close(one: Place, other: Place) -> bool:
    """Whether two places lie within `SAME_KM` of each other."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return False
    across = (one.lon - other.lon + 180) % 360 - 180
    return hypot(one.lat - other.lat, across * cos(radians(one.lat))) * DEGREE_KM < SAME_KM


def _same_day(one: Event, other: Event) -> bool:
    """Whether `other` leaves `one` the last day told of."""
    assert one.when is not None and other.when is not None
    return other.when.earliest in (None, one.when.earliest)
