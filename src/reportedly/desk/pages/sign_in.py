"""Signing in with a token, and out.

Comes in: a form with a token. Goes out: a session.
Knows nothing of archives.
"""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from reportedly.desk.context import desk_of, local, redirect
from reportedly.desk.security import COOKIE, read_form

router = APIRouter()
Form = Annotated[dict[str, list[str]], Depends(read_form)]


@router.get("/sign-in")
def ask(request: Request, next: str = "/") -> Response:
    """The page that asks for a token."""
    return desk_of(request).page(request, "sign_in.html", next=local(next), wrong=False)


@router.post("/sign-in")
def sign_in(request: Request, form: Form) -> Response:
    """Opens a session for whoever has a token."""
    desk = desk_of(request)
    desk.access.check_write(request, form.get("csrf", [""])[0], level=None)
    levels = desk.access.level_of(form.get("token", [""])[0])
    to = form.get("next", ["/"])[0]
    if not levels:
        return desk.page(request, "sign_in.html", 401, next=local(to), wrong=True)
    answer = redirect(to)
    desk.access.open_session(answer, levels, secure=request.url.scheme == "https")
    return answer


@router.post("/sign-out")
def sign_out(request: Request, form: Form) -> Response:
    """Ends the session."""
    desk = desk_of(request)
    desk.access.check_write(request, form.get("csrf", [""])[0], level=None)
    answer = redirect("/")
    answer.delete_cookie(COOKIE, path="/")
    return answer
