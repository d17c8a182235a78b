"""Decisions of a reviewer, written into the archive: events accepted and corrected, incidents merged, split, corrected, undone.

Comes in: forms of the desk's own pages. Goes out: rows in `reviews`, and the page to go to.
Knows nothing of what a decision does: that is `reportedly.incidents`.

Every form brings back the number of the last decision that its page knew of; when there is a later one nothing is
written, and the page comes back with what was typed and what came between.
"""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from reportedly import incidents as room
from reportedly.archive import Archive
from reportedly.desk.context import WHO, desk_of, filters_of, redirect
from reportedly.desk.pages import listing
from reportedly.desk.pages.queue import ORDERS, event_page, load, written
from reportedly.desk.security import read_form
from reportedly.errors import BadReview, StaleReview
from reportedly.incidents.corrections import FIELDS, correct_event
from reportedly.incidents.reviews import unchanged
from reportedly.incidents.tellings import Key

router = APIRouter()
Form = Annotated[dict[str, list[str]], Depends(read_form)]
LONGEST_WHY = 2_000
LONGEST_WHO = 100
YEAR = 365 * 24 * 3600


def one(form: dict[str, list[str]], name: str) -> str:
    """The first value of a field, without the spaces around it; "" when it wasn't sent."""
    return (form.get(name) or [""])[0].strip()


def _by(form: dict[str, list[str]], why: str | None = None) -> dict[str, str]:
    """Who decides, and why. Raises BadReview when either is missing or too long."""
    who, given = one(form, "who"), one(form, "why") or (why or "")
    if not who or len(who) > LONGEST_WHO:
        raise BadReview(f"expected your name in at most {LONGEST_WHO} characters, got {len(who)}")
    if not given or len(given) > LONGEST_WHY:
        raise BadReview(f"expected the reason in 1 to {LONGEST_WHY} characters, got {len(given)}")
    return {"who": who, "why": given}


def _seen(form: dict[str, list[str]], name: str = "seen") -> int:
    given = one(form, name)
    if not (given.isascii() and given.isdigit() and len(given) < 12):
        raise BadReview(f"expected the number of the last decision that the page knew of, got {given[:20]!r}")
    return int(given)


def _done(form: dict[str, list[str]], address: str) -> Response:
    answer = redirect(address)
    answer.set_cookie(WHO, quote(one(form, "who")), max_age=YEAR, samesite="strict", httponly=True, path="/")
    return answer


@router.post("/review/event/{event}")
def correct(request: Request, event: str, form: Form) -> Response:
    """Corrects the fields that were changed, and accepts the event when asked to."""
    desk = desk_of(request)
    desk.access.check_write(request, one(form, "csrf"))
    typed = {field: one(form, field) for field in FIELDS if field in form}
    try:
        with desk.open_to_write() as archive:
            _, coded, _, found, _ = load(archive, event)
            changes = {
                field: value for field, value in typed.items()
                if field != "accepted" and value != written(found, field) and not (field == "note" and not value)
            }  # fmt: skip
            if one(form, "do") == "accept":
                changes["accepted"] = "yes"
            by = _by(form, "read as it stands" if set(changes) <= {"accepted"} else None)
            if changes:
                incident = _incident_of(archive, Key(coded.report.id, found.id))
                correct_event(archive, coded, found.id, changes, incident=incident, seen=_seen(form), **by)
    except (BadReview, StaleReview) as error:
        status = 409 if isinstance(error, StaleReview) else 400
        typed["why"] = one(form, "why")
        return event_page(request, event, status=status, given=typed, problem=str(error))
    query = filters_of(request).query()
    rest = f"order={listing.order(request, ORDERS)}" + (f"&{query}" if query else "")
    to = f"/review/next?after={quote(event)}&{rest}" if one(form, "do") == "accept" else f"/review/event/{event}?{rest}"
    return _done(form, to)


def _incident_of(archive: Archive, key: Key) -> str:
    """The incident of an event, its grouping kept from now on, so that what was decided about keeps its id."""
    return room.group(archive).incident[key]


@router.post("/incident/{incident}/set")
def set_field(request: Request, incident: str, form: Form) -> Response:
    """Sets a field of an incident as a whole."""
    desk = desk_of(request)
    desk.access.check_write(request, one(form, "csrf"))
    with desk.open_to_write() as archive, unchanged(archive, _seen(form), incident=incident):
        there = room.group(archive).members()
        room.correct(archive, incident, one(form, "field"), one(form, "value"), there=there, **_by(form))
    return _done(form, f"/incident/{incident}")


@router.post("/incident/{incident}/merge")
def merge(request: Request, incident: str, form: Form) -> Response:
    """Makes this incident and the named ones one."""
    desk = desk_of(request)
    desk.access.check_write(request, one(form, "csrf"))
    others = [other.strip() for other in form.get("other", []) if other.strip()]
    with desk.open_to_write() as archive, unchanged(archive, _seen(form), incident=incident):
        there = room.group(archive).members()
        room.merge(archive, incident, others, there=there, **_by(form))
    return _done(form, f"/incident/{incident}")


@router.post("/incident/{incident}/split")
def split(request: Request, incident: str, form: Form) -> Response:
    """Takes the ticked events out of an incident into one of their own."""
    desk = desk_of(request)
    desk.access.check_write(request, one(form, "csrf"))
    with desk.open_to_write() as archive, unchanged(archive, _seen(form), incident=incident):
        found = [archive.event(name) for name in form.get("event", [])]
        moved = [Key(coded.report.id, event.id) for coded, event in found]
        members = room.group(archive).members()
        room.split(archive, incident, moved, members=members, **_by(form))
    return _done(form, f"/incident/{incident}")


@router.post("/review/undo")
def undo(request: Request, form: Form) -> Response:
    """Takes a decision back."""
    desk = desk_of(request)
    desk.access.check_write(request, one(form, "csrf"))
    with desk.open_to_write() as archive:
        room.undo(archive, _seen(form, "review"), **_by(form))
    return _done(form, one(form, "next") or "/review/history")
