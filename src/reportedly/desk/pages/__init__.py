"""The desk's pages, one module each; every module has a `router`."""

from fastapi import APIRouter


def routers() -> list[APIRouter]:
    """The routers of all pages."""
    from reportedly.desk import overview
    from reportedly.desk.pages import sign_in

    return [overview.router, sign_in.router]
