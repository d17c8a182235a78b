"""Events as people read them in a table: when, what, who, where, how many, and on whose word.

Comes in: a coded report and one of its events. Goes out: short texts.
Knows nothing of where they are shown.
"""

from reportedly.archive import event_chain, speaker
from reportedly.export.flat import event_id
from reportedly.records import Actor, Attribution, CodedReport, Event, Place, Toll, When

HEADINGS = ("event", "date", "type", "words", "who → whom", "place", "toll", "status", "whose word")
LEAST = {"event": 13, "date": 10, "type": 16, "status": 9}  # columns' least widths: most values on one line
NARROW = (("event", "date"), ("type", "words", "status"), ("who → whom",), ("place", "toll"), ("whose word",))
OWN_VOICE = "own voice"
NOBODY = "no source named"


def cells(coded: CodedReport, event: Event) -> list[str]:
    """The event's cells, one for each of `HEADINGS`."""
    chain = event_chain(event, coded.attributions)
    return [
        event_id(coded, event.id),
        dated(event.when),
        "/".join(filter(None, (event.type, event.mode))),
        event.trigger.text,
        parties(event),
        where(event.place),
        ", ".join(map(toll, event.casualties)),
        status(event, chain),
        word(chain),
    ]


def dated(when: When | None) -> str:
    """The days, and what warns of them."""
    return days(when) + (f" [{', '.join(when.flags)}]" if when and when.flags else "")


def days(when: When | None) -> str:
    """The days it may have been: one, a month, a year, or from … to."""
    if when is None or (when.earliest is None and when.latest is None):
        return ""
    if when.earliest == when.latest and when.earliest is not None:
        return when.earliest
    if when.earliest and when.latest:
        if when.granularity == "month" and when.earliest[:7] == when.latest[:7]:
            return when.earliest[:7]
        if when.granularity == "year" and when.earliest[:4] == when.latest[:4]:
            return when.earliest[:4]
        return f"{when.earliest} to {when.latest}"
    return f"from {when.earliest}" if when.earliest else f"until {when.latest}"


def parties(event: Event) -> str:
    """Actors, an arrow, recipients."""
    left, right = "; ".join(map(actor, event.actors)), "; ".join(map(actor, event.recipients))
    if right:
        return f"{left or '?'} → {right}"
    return left


def actor(one: Actor) -> str:
    """The actor's name and country."""
    return f"{one.name} ({one.country})" if one.country else one.name


def where(place: Place | None) -> str:
    """The place's name and country; as the report writes it, with a question mark, when it was not resolved."""
    if place is None:
        return ""
    name = place.name or f"{place.text}?"
    relation = "" if place.relation == "in" else f"{place.relation} "
    flags = f" [{', '.join(place.flags)}]" if place.flags else ""
    return relation + (f"{name} ({place.country})" if place.country else name) + flags


def toll(one: Toll) -> str:
    """The figure as a range, and its outcome."""
    if one.low is None and one.high is None:
        return f"{one.text} {one.outcome}"
    if one.low == one.high:
        return f"{one.low} {one.outcome}"
    if one.high is None:
        return f"{one.low}+ {one.outcome}"
    if one.low is None:
        return f"up to {one.high} {one.outcome}"
    return f"{one.low}–{one.high} {one.outcome}"


def status(event: Event, chain: list[Attribution]) -> str:
    """The event's status with the word that grades it."""
    graded = next((link.likelihood for link in reversed(chain) if link.likelihood), None)
    return f"{event.status} ({graded.word})" if graded else event.status


def word(chain: list[Attribution]) -> str:
    """The sources from the outermost to the root; where nobody is named, the cue that hedges."""
    if not chain:
        return OWN_VOICE
    return " ← ".join(speaker(link) or unnamed(link) for link in chain)


def unnamed(link: Attribution) -> str:
    """A link that names nobody, with its cue."""
    return f"{NOBODY} ({link.cue.text})" if link.cue else NOBODY
