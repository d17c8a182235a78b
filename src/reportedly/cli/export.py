"""`reportedly export`: an archive as a file of another format.

Comes in: an archive's path, a format, a path to write. Goes out: the file.
Knows nothing of how reports are coded.
"""

import sys
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from reportedly.archive import Archive
from reportedly.cli import screen


class ExportFormat(StrEnum):
    """The formats, each a module of `reportedly.export`."""

    csv = "csv"
    parquet = "parquet"
    geojson = "geojson"
    jsonl = "jsonl"


@screen.command
def export(
    archive: Annotated[Path, typer.Argument(metavar="ARCHIVE", help="The archive.")],
    as_: Annotated[ExportFormat, typer.Option("--as", help="The format.")],
    to: Annotated[
        Path, typer.Option("-o", "--output", metavar="PATH", help="The file to write; - is standard output.")
    ],
) -> None:
    """Write an archive's records to a file.

    csv and parquet have one row for each event, with the columns of docs/columns.md. geojson has one point for each event
    whose place has coordinates. jsonl has the full records, one report a line. A file that is there already is replaced
    once the new one is complete.

    \b
    Examples:
      reportedly export kharkiv.rpt --as parquet -o events.parquet
      reportedly export kharkiv.rpt --as jsonl -o - | head -1
    """
    if str(to) == "-" and sys.stdout.isatty():
        raise typer.BadParameter(
            "standard output is a terminal; to look at records use `reportedly show`", param_hint="-o"
        )
    with Archive.open(archive, read_only=True) as opened:
        written: int = import_module(f"reportedly.export.{as_}").write(opened.reports(), to)
        unit = "reports" if as_ is ExportFormat.jsonl else "events"
        of = f" of {opened.count_events()} (the others have no coordinates)" if as_ is ExportFormat.geojson else ""
        screen.say(f"{written}{of} {unit} written to {to}")
