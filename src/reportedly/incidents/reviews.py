"""Reviews: what people decided about incidents, laid over what the program grouped.

Comes in: the decisions of an archive in their order. Goes out: which incident an event belongs to, corrected fields.
Knows nothing of how events are grouped. Nothing is ever changed or removed: to take a decision back is another decision.
"""

import contextlib
import datetime
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from reportedly.archive import Archive
from reportedly.archive.grouping import Review, ReviewAction
from reportedly.errors import BadReview, StaleReview
from reportedly.incidents.tellings import TYPES, Key

FIELDS = ("type", "place", "start", "end", "note")
"""Fields of an incident that a person may set."""


class Overlay:
    """The decisions in force, ready to be asked. `reviews`: all of an archive, in order."""

    def __init__(self, reviews: Sequence[Review]) -> None:
        back = {json.loads(one.detail)["review"] for one in reviews if one.action == "undo"}
        self.active = [one for one in reviews if one.n not in back and one.action != "undo"]
        self._taken_back = {split_id(one): one.incident for one in reviews if one.action == "split" and one.n in back}
        self._steps: list[tuple[Review, Any]] = [(one, json.loads(one.detail)) for one in self.active]
        self._moved = {
            Key(*event) for one, detail in self._steps if one.action == "split" for event in detail["events"]
        }

    def place(self, event: Key, grouped: str) -> str:
        """The incident of an event that the program put into `grouped`."""
        at = self.redirect(grouped)
        if event in self._moved or at != grouped or self._steps:
            at = self._back(grouped)
            for one, detail in self._steps:
                if one.action == "merge" and at in detail["incidents"]:
                    at = one.incident
                elif one.action == "split" and at == one.incident and list(event) in detail["events"]:
                    at = split_id(one)
        return at

    def redirect(self, incident: str) -> str:
        """The incident that one is part of after all merges."""
        at = self._back(incident)
        for one, detail in self._steps:
            if one.action == "merge" and at in detail["incidents"]:
                at = one.incident
        return at

    def _back(self, incident: str) -> str:
        seen = set()
        while incident in self._taken_back and incident not in seen:
            seen.add(incident)
            incident = self._taken_back[incident]
        return incident

    def corrected(self, incident: str) -> dict[str, str]:
        """The fields that people set, the last value of each."""
        return {
            detail["field"]: detail["value"]
            for one, detail in self._steps
            if one.action == "set" and "event" not in detail and self.redirect(one.incident) == incident
        }

    @property
    def steps(self) -> list[tuple[Review, Any]]:
        """The decisions in force, each with its detail read."""
        return self._steps

    def numbers(self, incident: str) -> list[int]:
        """The decisions in force that shaped an incident."""
        return [
            one.n for one, _ in self._steps
            if self.redirect(one.incident) == incident or (one.action == "split" and split_id(one) == incident)
        ]  # fmt: skip


def split_id(review: Review) -> str:
    """The id of the incident that a split makes: by what was split, so that it is the same in a copy of the archive."""
    return incident_id(f"split {review.incident} {review.detail}")


def incident_id(seed: str) -> str:
    """An incident's id: `i` and ten hex digits over the event that it began with."""
    return "i" + hashlib.sha256(seed.encode()).hexdigest()[:10]


def merge(archive: Archive, into: str, others: Iterable[str], *, there: Iterable[str], who: str, why: str) -> int:
    """Makes several incidents one, under the id of the first; the decision's number. `there`: ids in the archive.

    Raises BadReview when an incident isn't there or is named twice.
    """
    named = [into, *others]
    _known(named, there)
    if len(named) < 2 or len(set(named)) < len(named):
        raise BadReview(f"expected two or more different incidents to merge, got {', '.join(named)}")
    return add(archive, "merge", into, {"incidents": named[1:]}, who, why)


def split(
    archive: Archive, incident: str, events: Iterable[Key], *, members: dict[str, list[Key]], who: str, why: str
) -> int:
    """Takes events out of an incident into one of their own; the decision's number. `members`: each incident's events.

    Raises BadReview when an event isn't in it, or none would stay.
    """
    _known([incident], members)
    moved, held = sorted(set(events)), members[incident]
    strangers = [one for one in moved if one not in held]
    if strangers or not moved or len(moved) == len(held):
        wrong = ", ".join(f"{one.report[7:17]}:{one.event}" for one in strangers) or f"{len(moved)} of {len(held)}"
        raise BadReview(f"expected some but not all events of {incident}, got {wrong}")
    return add(archive, "split", incident, {"events": [list(one) for one in moved]}, who, why)


def correct(
    archive: Archive, incident: str, field: str, value: str, *, there: Iterable[str], who: str, why: str
) -> int:
    """Sets a field of an incident; the decision's number. Raises BadReview for an unknown field or a wrong value."""
    _known([incident], there)
    if field not in FIELDS:
        raise BadReview(f"expected one of {', '.join(FIELDS)}, got {field!r}")
    if field == "type" and value not in TYPES:
        raise BadReview(f"expected one of {', '.join(TYPES)}, got {value!r}")
    if field in ("start", "end"):
        try:
            datetime.date.fromisoformat(value)
        except ValueError as error:
            raise BadReview(f"expected a date as YYYY-MM-DD, got {value!r}") from error
    return add(archive, "set", incident, {"field": field, "value": value}, who, why)


def undo(archive: Archive, review: int, *, who: str, why: str) -> int:
    """Takes a decision back; the number of this decision. Raises BadReview when it isn't there or was taken back."""
    reviews = archive.reviews()
    found = next((one for one in reviews if one.n == review), None)
    if found is None or found.action == "undo" or found not in Overlay(reviews).active:
        raise BadReview(f"expected the number of a review in force, got {review}")
    return add(archive, "undo", found.incident, {"review": review}, who, why)


def _known(incidents: Iterable[str], there: Iterable[str]) -> None:
    missing = sorted(set(incidents) - set(there))
    if missing:
        raise BadReview(f"expected ids of incidents as `show ARCHIVE incidents` prints them, got {', '.join(missing)}")


def latest(reviews: Iterable[Review], *, incident: str | None = None, event: Key | None = None) -> int:
    """The number of the last decision about an incident as a whole, or about one event; 0 when there is none."""
    last = 0
    about: set[int] = set()
    for one in reviews:
        detail = json.loads(one.detail)
        of = detail.get("event")
        named = (one.incident, *detail.get("incidents", ()), split_id(one) if one.action == "split" else "")
        if one.action == "undo":
            concerns = detail["review"] in about
        else:
            concerns = of == list(event) if event else of is None and incident in named
        if concerns:
            about.add(one.n)
            last = one.n
    return last


@contextlib.contextmanager
def unchanged(
    archive: Archive, seen: int | None, *, incident: str | None = None, event: Key | None = None
) -> Iterator[None]:
    """A transaction in which the last decision about an incident or event is the one that was `seen`; None takes no heed.

    Raises StaleReview when somebody decided since: then nothing is written, and both can look again.
    """
    with archive.transaction():
        if seen is not None:
            reviews = archive.reviews()
            last = latest(reviews, incident=incident, event=event)
            if last != seen:
                found = next((one for one in reviews if one.n == last), None)
                by = f"review {last} of {found.who} at {found.at}" if found else "none"
                raise StaleReview(f"expected review {seen or 'none'} to be the last one about this, got {by}")
        yield


def add(archive: Archive, action: ReviewAction, incident: str, detail: dict[str, Any], who: str, why: str) -> int:
    """Adds a decision; its number. Raises BadReview when nobody decided it or no reason is given."""
    if not who.strip() or not why.strip():
        raise BadReview("expected who decided it and why, got nothing")
    at = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    written = json.dumps(detail, ensure_ascii=False, sort_keys=True)
    return archive.add_review(Review(0, action, incident, written, who, at, why))
