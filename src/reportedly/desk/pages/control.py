"""Control of places: which are spoken of, and for each who is said to hold it over time.

Comes in: a request. Goes out: pages.
Knows nothing of how claims are read.
"""

from collections import defaultdict

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from reportedly.desk.charts import control_chart
from reportedly.desk.context import desk_of
from reportedly.desk.pages import listing
from reportedly.incidents import Entry

router = APIRouter()


@router.get("/control")
def control(request: Request) -> Response:
    """Places by how much is said of them, each with its drawing; `place` narrows them by a part of the name."""
    desk = desk_of(request)
    index = desk.index()
    wanted = (request.query_params.get("place") or "")[:100].strip()
    only_disputed = request.query_params.get("disputed") == "1"
    places: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in index.ledger:
        places[entry.place, entry.country or ""].append(entry)
    found = [
        (place, country, held) for (place, country), held in places.items()
        if wanted.lower() in place.lower() and (not only_disputed or any(one.disputed for one in held))
    ]  # fmt: skip
    found.sort(key=lambda one: (-len(one[2]), one[0], one[1]))
    part = listing.cut(request, len(found))
    rows = [(*one, control_chart(one[2])) for one in found[part.offset : part.offset + listing.SIZE][:12 if not wanted else None]]  # fmt: skip
    rest = found[part.offset : part.offset + listing.SIZE][len(rows) :]
    return desk.page(
        request, "control.html", rows=rows, rest=rest, part=part, place=wanted, disputed=only_disputed, reports=dict(index.select("SELECT id, short FROM report"))
    )  # fmt: skip
