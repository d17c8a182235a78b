"""The sources: a list, and one source with what it said, how it hedged, who repeats it, and how often others agree.

Comes in: a request. Goes out: pages.
Knows nothing of how sources are unified: that is the register's.
"""

from collections import Counter
from typing import NamedTuple

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from reportedly.archive import SourceCount
from reportedly.desk.context import desk_of
from reportedly.desk.index import Index
from reportedly.desk.pages import listing
from reportedly.errors import UnknownRecord
from reportedly.resolve.register import default

router = APIRouter()
FEW = 12  # rows of a summary
LATEST = 100  # events listed on a source's page


class Agreement(NamedTuple):
    """Incidents that rest on a source: alone, with others who say the same, with others who say something else."""

    alone: int
    agreeing: int
    at_odds: int
    fields: list[tuple[str, int]]


@router.get("/sources")
def sources(request: Request) -> Response:
    """The list of sources, those that most reports rest on first."""
    desk = desk_of(request)
    with desk.open() as archive:
        held = [one for one in archive.sources() if one.key]
    words = (request.query_params.get("name") or "")[:100].strip().lower()
    found = [one for one in held if words in (one.name or one.key).lower()]
    part = listing.cut(request, len(found))
    rows = [(one, default().entry(one.name)) for one in found[part.offset : part.offset + listing.SIZE]]
    return desk.page(request, "sources.html", rows=rows, part=part, name=words)


@router.get("/source")
def source(request: Request, key: str = "") -> Response:
    """One source by its key. Raises UnknownRecord."""
    desk = desk_of(request)
    index = desk.index()
    with desk.open() as archive:
        found: SourceCount | None = next((one for one in archive.sources() if key and one.key == key), None)
    if found is None:
        raise UnknownRecord(f"expected the key of a source of this archive, got {key[:80]!r}")
    on = "FROM event JOIN voice ON voice.event = event.n WHERE voice.key = ? AND voice.role = 'root'"

    def count(columns: str, condition: str = "1") -> list[tuple[object, ...]]:
        sql = (
            f"SELECT {columns}, count(*) {on} AND {condition} GROUP BY {columns} ORDER BY count(*) DESC, 1 LIMIT {FEW}"
        )
        return index.select(sql, [key])

    about = "FROM event JOIN voice ON voice.event = event.n JOIN party ON party.event = event.n WHERE voice.key = ? AND voice.role = 'root'"  # fmt: skip
    return desk.page(
        request,
        "source.html",
        source=found,
        known=default().entry(found.name),
        types=count("type"),
        places=count("place, country", "place IS NOT NULL"),
        about=index.select(
            f"SELECT party.name, party.role, count(*) {about} GROUP BY 1, 2 ORDER BY 3 DESC, 1 LIMIT {FEW}", [key]
        ),
        certainties=count("certainty"),
        words=count("likelihood", "likelihood IS NOT NULL"),
        outlets=count("outlet", "outlet IS NOT NULL"),
        carriers=_others(index, key, "root", "carrier"),
        carries=_others(index, key, "carrier", "root"),
        agreement=agreement(index, key),
        events=index.select(
            "SELECT event.name, coalesce(earliest, latest, published), type, mode, trigger, place, country, outlet, certainty,"
            f" likelihood, incident {on} ORDER BY 2 DESC, n LIMIT {LATEST}",
            [key],
        ),
        own=index.select(
            "SELECT count(*) FROM voice WHERE key = ? AND role = 'own voice'", [key]
        )[0][0],
    )  # fmt: skip


def _others(index: Index, key: str, role: str, other: str) -> list[tuple[object, ...]]:
    """The sources in the other role of the chains in which this one has `role`, most frequent first."""
    sql = (
        "SELECT b.name, b.key, count(*) FROM voice a JOIN voice b ON a.event = b.event"
        " WHERE a.key = ? AND a.role = ? AND b.role = ? AND b.key <> a.key GROUP BY b.key ORDER BY 3 DESC, 2 LIMIT ?"
    )
    return index.select(sql, [key, role, other, FEW])


def agreement(index: Index, key: str) -> Agreement:
    """How the incidents that rest on a source stand with other roots: field by field, as incidents tell disagreements."""
    kinds: Counter[str] = Counter()
    fields: Counter[str] = Counter()
    for one in index.incidents.values():
        mine = next((root for root in one.roots if root.key == key), None)
        if mine is None:
            continue
        if one.independent_roots < 2:
            kinds["alone"] += 1
            continue
        odds = [
            field.field
            for field in one.disagreements
            if any(mine.name in value.roots for value in field.values)
            and any(set(value.roots) - {mine.name, None} for value in field.values if mine.name not in value.roots)
        ]
        kinds["at odds" if odds else "agreeing"] += 1
        fields.update(odds)
    return Agreement(kinds["alone"], kinds["agreeing"], kinds["at odds"], fields.most_common())
