"""`reportedly show`: what an archive holds, as a table, JSON lines or CSV.

Comes in: an archive's path and the name of a view. Goes out: its rows on standard output.
Knows nothing of how reports are coded.
"""

import contextlib
from collections.abc import Iterator
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from reportedly.archive import Archive
from reportedly.cli import screen, trees, views
from reportedly.cli.incidents import plain
from reportedly.errors import BadDate, ReadOnlyArchive
from reportedly.export import csv
from reportedly.records import parse_date

_GROUPED = (views.Kind.incidents, views.Kind.control)


class ShowFormat(StrEnum):
    """How rows are printed."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"
    tree = "tree"


@screen.command
def show(
    archive: Annotated[Path, typer.Argument(metavar="ARCHIVE", help="The archive.")],
    view: Annotated[
        views.Kind,
        typer.Argument(
            metavar="VIEW", help="events, attributions, sources, places, drift, reports, inputs, incidents or control."
        ),
    ],
    format: Annotated[
        ShowFormat, typer.Option("--format", help="How to print the rows; tree: sources and drift only.")
    ] = ShowFormat.table,
    search: Annotated[
        str | None,
        typer.Option(
            "--search", metavar="WORDS", help='Only of reports whose text holds all these words, or a "phrase".'
        ),
    ] = None,
    place: Annotated[
        str | None, typer.Option("--place", metavar="NAME", help="control: only of places of this name.")
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="control: what was last said by this day, YYYY-MM-DD.")
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", min=0, help="At most so many rows.")] = None,
) -> None:
    """Show what an archive holds.

    events: what happened, when, where, who to whom, and on whose word. attributions: who says what. sources: how many
    reports rest on each source as the innermost one named. places: how many events happened at each. drift: where one
    telling of a happening drops the hedge or the source of another, narrows its range, swaps the actor or strengthens
    the verb. reports: what each report holds and on whom it rests. inputs: every input and what became of it. incidents: events of all reports that
    tell one happening, on how many independent roots. control: who is said to hold which place, from when, by whom.

    \b
    Examples:
      reportedly show kharkiv.rpt events
      reportedly show kharkiv.rpt sources --format csv > sources.csv
      reportedly show kharkiv.rpt drift --format tree
      reportedly show kharkiv.rpt incidents --format jsonl
      reportedly show kharkiv.rpt control --place Kharkiv --on 2022-05-13
      reportedly show kharkiv.rpt reports --search '"intelligence update"'
    """
    chosen = views.VIEWS[view]
    if search is not None and not chosen.by_report:
        raise typer.BadParameter(f"narrows events, attributions, drift and reports, not {view}", param_hint="--search")
    if format is ShowFormat.tree and view not in trees.TREES:
        raise typer.BadParameter(f"draws sources and drift, not {view}", param_hint="--format tree")
    if view is views.Kind.control:
        chosen = views.control(place, on)
    elif place is not None or on is not None:
        raise typer.BadParameter(f"narrows control, not {view}", param_hint="--place" if on is None else "--on")
    if on is not None:
        try:
            parse_date(on)
        except BadDate as error:
            raise typer.BadParameter(str(error), param_hint="--on") from error
    with _opened(archive, view) as opened:
        reports = opened.reports() if search is None else opened.found(search)
        if format is ShowFormat.tree:
            trees.show(view, reports, limit)
            return
        rows = _counted(islice(chosen.rows(opened, reports), limit), opened)
        if format is ShowFormat.jsonl:
            for row in rows:
                screen.write(msgspec.json.encode(row.values()) + b"\n")
        elif format is ShowFormat.csv:
            screen.write(csv.line(chosen.names).encode())
            for row in rows:
                values = row.values()
                if view in _GROUPED:
                    values = {name: plain(value) for name, value in values.items()}
                screen.write(csv.line([values[name] for name in chosen.names]).encode(errors="replace"))
        else:
            screen.table(
                chosen.headings,
                (row.cells() for row in rows),
                numbers=chosen.numbers,
                least=chosen.least,
                narrow=chosen.narrow,
            )


def _counted(rows: Iterator[views.Row], archive: Archive) -> Iterator[views.Row]:
    """The rows; where there is none, standard error says so, and how much there was to look in."""
    row = None
    for row in rows:
        yield row
    if row is None:
        held = archive.accounts()
        screen.say(
            f"Nothing to show: {archive.path} holds {len(archive)} reports, {archive.count_events()} events"
            f" (inputs set aside: {held.set_aside}, failed: {held.failed})."
        )


def _opened(path: Path, view: views.Kind) -> Archive:
    """The archive, to be read; where events are grouped, to be written if it can be, so that the groups are kept."""
    if view in _GROUPED:
        with contextlib.suppress(ReadOnlyArchive):
            return Archive.open(path)
    return Archive.open(path, read_only=True)
