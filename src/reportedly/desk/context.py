"""The running desk, as pages see it: its archive, its index, its templates, and how a page is answered.

Comes in: a request. Goes out: pages made of templates, with what every page needs.
Knows nothing of what pages show.
"""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from reportedly.archive import Archive, speaker
from reportedly.cli import events as words
from reportedly.desk import security
from reportedly.desk.charts import cut
from reportedly.desk.filters import Filters, parse
from reportedly.desk.index import Index, Shelf
from reportedly.desk.texts import shown
from reportedly.records import short_id

NAVIGATION = (
    ("/", "Overview"),
    ("/incidents", "Incidents"),
    ("/sources", "Sources"),
    ("/reports", "Reports"),
    ("/control", "Control"),
    ("/review", "Review"),
)


class Desk:
    """What the pages of one running desk share."""

    def __init__(self, archive: Path, access: security.Access) -> None:
        self.path = archive
        self.access = access
        self._shelf = Shelf(archive)

    def index(self) -> Index:
        """The archive's index as it stands now. Raises ArchiveError."""
        return self._shelf.index()

    def open(self) -> Archive:
        """The archive, to be read by the thread that opens it. Raises ArchiveError."""
        return Archive.open(self.path, read_only=True)

    def open_to_write(self) -> Archive:
        """The archive, to add a review. Raises ArchiveError."""
        return Archive.open(self.path)

    def page(self, request: Request, template: str, /, status: int = 200, **context: Any) -> HTMLResponse:
        """A page made of a template; `base.html` says what each page may give. Starts a session where there is none."""
        session = self.access.session(request)
        fresh = HTMLResponse()
        may = self.access.may(request)
        if session is None:
            session = self.access.open_session(fresh, (), secure=request.url.scheme == "https")
        text = (
            _templates()
            .get_template(template)
            .render(
                request=request,
                navigation=NAVIGATION,
                here=request.url.path,
                archive_name=self.path.name,
                csrf=self.access.csrf(session),
                may_review=security.REVIEW in may,
                may_read=security.READ in may,
                has_tokens=self.access.token is not None or self.access.review_token is not None,
                **context,
            )
        )
        response = HTMLResponse(text, status)
        response.raw_headers += [pair for pair in fresh.raw_headers if pair[0] == b"set-cookie"]
        return response


def desk_of(request: Request) -> Desk:
    """The desk that answers this request."""
    desk: Desk = request.app.state.desk
    return desk


WHO = "reportedly-who"
"""Cookie that keeps the name under which a person reviews."""


def reviewer(request: Request) -> str:
    """The name under which this browser last reviewed; "" when it never did."""
    return unquote(request.cookies.get(WHO, ""))[:100]


def filters_of(request: Request) -> Filters:
    """The filters of a request's query. Raises BadFilter."""
    return parse(request.query_params.multi_items())


def redirect(address: str) -> Response:
    """Sends the browser to a page of this desk, to be asked for with GET."""
    return Response(status_code=303, headers={"Location": local(address)})


def local(address: str) -> str:
    """The address if it leads to a page of this desk, else the first page: no other site may be named in a link to here."""
    parts = urlsplit(address)
    safe = address.startswith("/") and not address.startswith("//") and "\\" not in address and address.isprintable()
    return address if safe and not parts.scheme and not parts.netloc else "/"


def web_address(url: str | None) -> str | None:
    """A report's address if a browser may be sent there; "javascript:" and the like are none."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


@cache
def _templates() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_template), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {
        "short": short_id, "toll": words.toll, "days": words.days, "where": words.where, "web_address": web_address,
        "plural": _plural, "t": shown, "cut": cut, "percent": lambda share: f"{share:.0%}",
    }  # fmt: skip
    environment.tests["named"] = lambda link: speaker(link) is not None
    return environment


def _template(name: str) -> str | None:
    found = files("reportedly.desk") / "templates" / name
    return found.read_text("utf-8") if found.is_file() else None


def _plural(count: int, one: str, many: str | None = None) -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def pages(total: int, size: int, at: int) -> Iterator[int]:
    """The numbers, from 1, of the pages to offer around page `at` of a list of `total`."""
    last = max(1, -(-total // size))
    yield from sorted({1, last, *range(max(1, at - 2), min(last, at + 2) + 1)})
