"""The desk's application: who may ask, which router answers, and how errors are told.

Comes in: an archive's path and tokens. Goes out: an ASGI application.
Knows nothing of what a page shows: each router does.
"""

from collections.abc import Awaitable, Callable, Iterable
from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.staticfiles import StaticFiles

from reportedly.archive import Archive
from reportedly.desk import security
from reportedly.desk.context import Desk, desk_of, redirect
from reportedly.desk.pages import routers
from reportedly.errors import (
    ArchiveError,
    BadDate,
    BadFilter,
    BadReview,
    DeskError,
    ExportError,
    Refused,
    ReportedlyError,
    StaleReview,
    UnknownRecord,
)

OPEN = ("/sign-in", "/static/")
"""What is answered without a token: the page that asks for it, and how it looks."""
_STATUS: tuple[tuple[type[ReportedlyError], int], ...] = (
    (UnknownRecord, 404), (StaleReview, 409), (BadReview, 400), (BadFilter, 400), (BadDate, 400), (Refused, 403),
    (DeskError, 400), (ExportError, 400), (ArchiveError, 503),
)  # fmt: skip
_TITLE = {400: "That can't be answered", 403: "Not let through", 404: "Not found", 409: "Changed meanwhile", 503: "The archive doesn't answer"}  # fmt: skip


def create_app(
    archive: Path,
    token: str | None = None,
    review_token: str | None = None,
    *,
    hosts: Iterable[str] = security.LOOPBACK,
) -> FastAPI:
    """The desk for one archive. `token` guards all of it, `review_token` writing; `hosts`: names it is asked under.

    Raises ArchiveError when there is no archive at the path.
    """
    Archive.open(archive, read_only=True).close()
    access = security.Access(token or None, review_token or None, hosts)
    app = FastAPI(title="reportedly", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.desk = Desk(archive, access)

    @app.middleware("http")
    async def admit(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        try:
            access.check_host(request.headers.get("host"))
        except Refused as error:
            return Response(f"Not let through: {error}.", 421, media_type="text/plain")
        if security.READ not in access.may(request) and not request.url.path.startswith(OPEN):
            return _ask_for_token(request)
        return await call_next(request)

    app.add_middleware(security.Guard)
    app.add_exception_handler(ReportedlyError, _failed)
    app.add_exception_handler(HTTPException, _http_failed)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Exception, _broken)
    app.mount("/static", StaticFiles(directory=str(files("reportedly.desk") / "static")), name="static")
    for router in routers():
        app.include_router(router)
    return app


def _ask_for_token(request: Request) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": "expected a token, as a session or `Authorization: Bearer`, got none"}, 401)
    if request.method != "GET":
        return Response("Expected a token, got none: sign in first.", 401, media_type="text/plain")
    given = request.query_params.get("token")
    desk = desk_of(request)
    levels = desk.access.level_of(given) if given else set()
    if levels:  # a link with the token opens a session; the token leaves the address bar
        answer = redirect(str(request.url.remove_query_params("token").replace(scheme="", netloc="")) or "/")
        desk.access.open_session(answer, levels, secure=request.url.scheme == "https")
        return answer
    return desk.page(request, "sign_in.html", 401, next=request.url.path, wrong=bool(given))


def _answer(request: Request, status: int, title: str, what: str) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": what}, status)
    return desk_of(request).page(request, "error.html", status, title=title, what=what)


def _failed(request: Request, error: Exception) -> Response:
    status = next((code for kind, code in _STATUS if isinstance(error, kind)), 500)
    return _answer(request, status, _TITLE.get(status, "Something failed"), str(error))


def _http_failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    what = f"expected the address of a page, got {request.url.path}" if error.status_code == 404 else str(error.detail)
    return _answer(request, error.status_code, _TITLE.get(error.status_code, "That can't be answered"), what)


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    told = "; ".join(f"{one['loc'][-1]}: {one['msg']}" for one in error.errors()[:5])
    return _answer(request, 400, _TITLE[400], f"expected other values: {told}")


def _broken(request: Request, error: Exception) -> Response:
    return _answer(request, 500, "A fault of the program", f"expected an answer, got {type(error).__name__}")
