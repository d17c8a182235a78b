"""`reportedly review`: a person's decisions about incidents, kept with who, when and why.

Comes in: an archive's path and a decision. Goes out: the decision's number, or the list of all.
Knows nothing of how decisions are applied.
"""

import getpass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportedly.archive import Archive
from reportedly.cli import screen

if TYPE_CHECKING:
    from reportedly.incidents.tellings import Key


class Action(Enum):
    """What can be decided."""

    merge = "merge"
    split = "split"
    set = "set"
    undo = "undo"
    list = "list"


@screen.command
def review(
    archive: Annotated[Path, typer.Argument(metavar="ARCHIVE", help="The archive.")],
    action: Annotated[Action, typer.Argument(metavar="ACTION", help="merge, split, set, undo or list.")],
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="NAMES...",
            help="merge: ids of incidents. split: an incident's id and ids of events. set: an incident's id, a field, a value. undo: a review's number.",
        ),
    ] = None,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason; needed for all but list.")] = "",
    who: Annotated[
        str | None, typer.Option("--who", metavar="NAME", help="Who decides; the name of this account if not given.")
    ] = None,
) -> None:
    """Decide about incidents: make several one, take events out of one, correct a field, take a decision back.

    Decisions are added, never changed: no later run undoes one, and `undo` takes one back. Fields that can be set: type,
    place, start, end, note.

    \b
    Examples:
      reportedly review kharkiv.rpt merge i1a2b3c4d5e i5e4d3c2b1a --why "one strike, two village names"
      reportedly review kharkiv.rpt split i1a2b3c4d5e 1a2b3c4d5e:e4 --why "the next day"
      reportedly review kharkiv.rpt set i1a2b3c4d5e place Derhachi --why "misspelt"
      reportedly review kharkiv.rpt undo 3 --why "they are two"
    """
    from reportedly import incidents  # loads numpy, which help doesn't need

    given = names or []
    reading = action is Action.list
    if reading:
        _exactly(given, 0, "nothing after list")
    with Archive.open(archive, read_only=reading) as opened:
        if reading:
            rows = ([str(r.n), r.at, r.who, r.action, r.incident, r.detail, r.why] for r in opened.reviews())
            screen.table(("review", "when", "who", "action", "incident", "what", "why"), rows)
            return
        by = {"who": who if who is not None else getpass.getuser(), "why": why}
        if action is Action.undo:
            number = incidents.undo(opened, _number(_exactly(given, 1, "a review's number")[0]), **by)
        else:
            members = incidents.group(opened).members()
            incident = _exactly(given[:1], 1, "an incident's id")[0]
            if action is Action.merge:
                number = incidents.merge(opened, incident, given[1:], there=members, **by)
            elif action is Action.split:
                events = [_event(opened, name) for name in given[1:]]
                number = incidents.split(opened, incident, events, members=members, **by)
            else:
                _, field, value = _exactly(given, 3, "an incident's id, a field and a value")
                number = incidents.correct(opened, incident, field, value, there=members, **by)
    screen.say(f"Review {number} kept.")


def _exactly(given: list[str], count: int, what: str) -> list[str]:
    if len(given) != count:
        raise typer.BadParameter(f"expected {what}, got {' '.join(given) or 'nothing'}", param_hint="NAMES")
    return given


def _number(given: str) -> int:
    if not given.isdecimal():
        raise typer.BadParameter(f"expected a review's number, got {given!r}", param_hint="NAMES")
    return int(given)


def _event(archive: Archive, name: str) -> "Key":
    from reportedly.incidents.tellings import Key

    coded, event = archive.event(name)
    return Key(coded.report.id, event.id)
