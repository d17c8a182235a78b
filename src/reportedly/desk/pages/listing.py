"""What the pages that list things share: filters with their form, one page of many, orders.

Comes in: a request. Goes out: values for the templates.
Knows nothing of what is listed.
"""

from typing import Any, NamedTuple

from starlette.requests import Request

from reportedly.desk.context import filters_of, pages
from reportedly.desk.filters import CERTAINTIES, OUTCOMES, TYPES, Filters
from reportedly.desk.index import Index
from reportedly.errors import BadFilter

SIZE = 50
FURTHEST = 100_000  # pages


class Cut(NamedTuple):
    """Which part of a list a page shows."""

    at: int
    offset: int
    total: int
    pages: list[int]


def cut(request: Request, total: int) -> Cut:
    """The part that a request asks for by `page`, counted from 1. Raises BadFilter."""
    given = request.query_params.get("page") or "1"
    if not (given.isascii() and given.isdigit() and 1 <= int(given[:9]) <= FURTHEST):
        raise BadFilter(f"page: expected a number from 1 to {FURTHEST}, got {given[:20]!r}")
    at = min(int(given), max(1, -(-total // SIZE)))
    return Cut(at, (at - 1) * SIZE, total, list(pages(total, SIZE, at)))


def order(request: Request, known: tuple[str, ...]) -> str:
    """The order that a request asks for; the first known one when it asks for none. Raises BadFilter."""
    given = request.query_params.get("order") or known[0]
    if given not in known:
        raise BadFilter(f"order: expected one of {', '.join(known)}, got {given[:40]!r}")
    return given


def form(request: Request, index: Index) -> dict[str, Any]:
    """The filters of a request, and what their form offers."""
    filters = filters_of(request)
    return {
        "filters": filters,
        "query": filters.query(),
        "types": TYPES,
        "certainties": CERTAINTIES,
        "outcomes": OUTCOMES,
        "outlets": [row[0] for row in index.select("SELECT DISTINCT outlet FROM report WHERE outlet <> '' ORDER BY 1")],
        "total_events": int(index.select("SELECT count(*) FROM event")[0][0]),
        "found_events": index.count(filters),
    }


def incidents_of(index: Index, filters: Filters) -> list[str]:
    """The ids of the incidents of which the filters let an event through, in the order of the index."""
    if not filters:
        return list(index.incidents)
    found = {row[0] for row in index.events(filters, "DISTINCT incident", order="1")}
    return [one for one in index.incidents if one in found]
