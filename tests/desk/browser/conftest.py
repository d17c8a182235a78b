"""A real browser at a running desk. Skipped where Playwright or Chromium is not at hand."""

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="needs the extra `desk`")
pytest.importorskip("playwright.sync_api", reason="needs the extra `browser`")

import uvicorn
from playwright.sync_api import sync_playwright

from reportedly.archive import Archive
from reportedly.desk.app import create_app
from tests.desk.browser.made import archive_of
from tests.desk.hostile import hostile

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--headless", "--no-sandbox", "--disable-quic", "--disable-background-networking"]
WEBGL = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]
NO_WEBGL = ["--disable-gpu", "--disable-3d-apis"]
PATIENCE = 60_000  # milliseconds: software rendering on a machine with other work is slow
EVENTS = 600

Open = Callable[..., Any]


def until(page: Any, holds: str, arg: object = None) -> None:
    """Waits until a script's expression holds. Playwright's own waiting needs eval, which the page's policy forbids."""
    give_up = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(holds, arg):
        assert time.monotonic() < give_up, f"expected to hold within {PATIENCE} ms: {holds} of {arg}"
        page.wait_for_timeout(50)


@contextmanager
def desk(archive: Path) -> Iterator[str]:
    """The address of a desk that serves the archive."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(archive), port=port, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    give_up = time.monotonic() + 60
    while not server.started:
        assert time.monotonic() < give_up, "the desk didn't start"
        time.sleep(0.05)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A desk with a made archive that also holds a report which attacks the page, and the archive's path."""
    path = archive_of(tmp_path_factory.mktemp("desk") / "made.rpt", EVENTS, a_report=10)
    with Archive.open(path) as archive:
        archive.add(hostile(), "made")
    with desk(path) as found:
        yield found, path


@pytest.fixture(scope="session")
def browsers() -> Iterator[Callable[[bool], Any]]:
    """Chromium with WebGL or without; each is started once."""
    if CHROMIUM is None:
        pytest.skip("needs Chromium")
    with sync_playwright() as started:
        held: dict[bool, Any] = {}

        def browser(webgl: bool) -> Any:
            if webgl not in held:
                flags = FLAGS + (WEBGL if webgl else NO_WEBGL)
                held[webgl] = started.chromium.launch(executable_path=CHROMIUM, args=flags)
            return held[webgl]

        yield browser
        for one in held.values():
            one.close()


@pytest.fixture
def show(browsers: Callable[[bool], Any], address: tuple[str, Path]) -> Iterator[Open]:
    """Opens the overview; the page fails the test when it logs an error, asks elsewhere, or opens a dialog."""
    faults: list[str] = []
    contexts: list[Any] = []

    def show(query: str = "", *, webgl: bool = True, host: str = address[0], ready: bool = True, **how: Any) -> Any:
        how.setdefault("viewport", {"width": 1280, "height": 800})
        context = browsers(webgl).new_context(**how)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.on("dialog", lambda dialog: (faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda asked: None if asked.url.startswith((host, "blob:", "data:")) else faults.append(asked.url))  # fmt: skip
        page.goto(f"{host}/{query}", wait_until="load")
        if ready:
            page.wait_for_selector("html[data-overview=ready]", state="attached")
        return page

    yield show
    for context in contexts:
        context.close()
    assert faults == []
