"""The desk's pages, one module each; every module has a `router`."""

from fastapi import APIRouter


def routers() -> list[APIRouter]:
    """The routers of all pages."""
    from reportedly.desk import overview
    from reportedly.desk.pages import control, exports, incidents, queue, reports, revise, sign_in, sources

    pages = (overview, reports, incidents, sources, control, queue, revise, exports, sign_in)
    return [page.router for page in pages]
