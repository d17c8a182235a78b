"""Exports: the events that the filters let through as a file; revisions; corrections as training gold.

Comes in: a request. Goes out: files.
Knows nothing of formats: each is a module of `reportedly.export`.
"""

import tempfile
from collections.abc import Iterator
from importlib import import_module
from itertools import groupby
from pathlib import Path

import msgspec
from fastapi import APIRouter
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from reportedly.archive import Archive
from reportedly.desk.context import Desk, desk_of, filters_of
from reportedly.desk.filters import Filters
from reportedly.errors import ExportError
from reportedly.export import gold
from reportedly.incidents.build import corrected
from reportedly.incidents.reviews import Overlay
from reportedly.records import CodedReport

router = APIRouter()
FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
    "parquet": "application/vnd.apache.parquet",
    "jsonl": "application/jsonl",
}


@router.get("/export/events.{form}")
def events(request: Request, form: str) -> Response:
    """The filtered events in a format, with people's corrections. Raises ExportError when the format's part is missing."""
    desk, filters = desk_of(request), filters_of(request)
    if form not in FORMATS:
        raise ExportError(f"expected one of {', '.join(FORMATS)}, got {form[:20]!r}")
    module = import_module(f"reportedly.export.{form}")
    handle = tempfile.NamedTemporaryFile(prefix="reportedly-", suffix=f".{form}", delete=False)  # noqa: SIM115
    handle.close()
    path = Path(handle.name)
    try:
        with desk.open() as archive:
            module.write(filtered(desk, archive, filters), path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return FileResponse(
        path, media_type=FORMATS[form], filename=f"events.{form}", background=BackgroundTask(path.unlink, missing_ok=True)
    )  # fmt: skip


def filtered(desk: Desk, archive: Archive, filters: Filters) -> Iterator[CodedReport]:
    """The reports with only those events that the filters let through, in the archive's order."""
    overlay = Overlay(archive.reviews())
    rows = desk.index().events(filters, "report, id")
    for report, held in groupby(rows, key=lambda row: row[0]):
        wanted = {row[1] for row in held}
        coded = corrected([archive.report(report)], overlay)[0]
        yield msgspec.structs.replace(coded, events=[event for event in coded.events if event.id in wanted])


@router.get("/export/revisions.jsonl")
def revisions(request: Request) -> Response:
    """Every decision ever made, one a line."""
    with desk_of(request).open() as archive:
        lines = [
            msgspec.json.encode(one._asdict() | {"detail": msgspec.json.decode(one.detail)})
            for one in archive.reviews()
        ]
    return _lines(lines, "revisions.jsonl")


@router.get("/export/gold.jsonl")
def checked(request: Request) -> Response:
    """The reports in which a person accepted or corrected events, as stand-off gold: offsets and values, no words."""
    with desk_of(request).open() as archive:
        lines = [msgspec.json.encode(one) for one in gold.checked(archive)]
    return _lines(lines, "gold.jsonl")


def _lines(lines: list[bytes], name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(b"".join(line + b"\n" for line in lines), media_type=FORMATS["jsonl"], headers=headers)
