"""`reportedly show`: what an archive holds, as a table, JSON lines or CSV.

Comes in: an archive's path and the name of a view. Goes out: its rows on standard output.
Knows nothing of how reports are coded.
"""

from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from reportedly.archive import Archive
from reportedly.cli import screen, views
from reportedly.export import csv


class ShowFormat(StrEnum):
    """How rows are printed."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"


@screen.command
def show(
    archive: Annotated[Path, typer.Argument(metavar="ARCHIVE", help="The archive.")],
    view: Annotated[
        views.Kind, typer.Argument(metavar="VIEW", help="events, attributions, sources, places, reports or inputs.")
    ],
    format: Annotated[ShowFormat, typer.Option("--format", help="How to print the rows.")] = ShowFormat.table,
    search: Annotated[
        str | None,
        typer.Option(
            "--search", metavar="WORDS", help='Only of reports whose text holds all these words, or a "phrase".'
        ),
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", min=0, help="At most so many rows.")] = None,
) -> None:
    """Show what an archive holds.

    events: what happened, when, where, who to whom, and on whose word. attributions: who says what. sources: how many
    reports rest on each source as the innermost one named. places: how many events happened at each. reports: what each
    report holds and on whom it rests. inputs: every input and what became of it.

    \b
    Examples:
      reportedly show kharkiv.rpt events
      reportedly show kharkiv.rpt sources --format csv > sources.csv
      reportedly show kharkiv.rpt reports --search '"intelligence update"'
    """
    chosen = views.VIEWS[view]
    if search is not None and not chosen.by_report:
        raise typer.BadParameter(f"narrows events, attributions and reports, not {view}", param_hint="--search")
    with Archive.open(archive, read_only=True) as opened:
        reports = opened.reports() if search is None else opened.found(search)
        rows = islice(chosen.rows(opened, reports), limit)
        if format is ShowFormat.jsonl:
            for row in rows:
                screen.write(msgspec.json.encode(row.values()) + b"\n")
        elif format is ShowFormat.csv:
            screen.write(csv.line(chosen.names).encode())
            for row in rows:
                screen.write(csv.line([row.values()[name] for name in chosen.names]).encode(errors="replace"))
        else:
            screen.table(
                chosen.headings,
                (row.cells() for row in rows),
                numbers=chosen.numbers,
                least=chosen.least,
                narrow=chosen.narrow,
            )
