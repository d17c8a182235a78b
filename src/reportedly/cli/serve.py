"""`reportedly serve`: an archive in the browser.

Comes in: an archive's path, where to listen, tokens. Goes out: the desk, until it is interrupted.
Knows nothing of pages.
"""

import contextlib
import socket
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from reportedly.cli import screen
from reportedly.errors import DeskError

LEAST_TOKEN = 12  # characters: a shorter one can be guessed


@screen.command
def serve(
    archive: Annotated[Path, typer.Argument(metavar="ARCHIVE", help="The archive.")],
    host: Annotated[
        str,
        typer.Option(
            "--host", metavar="ADDRESS", help="Where to listen. Other than this machine's own, it needs --token."
        ),
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65535, help="The port; 0 takes a free one.")
    ] = 8765,
    token: Annotated[
        str | None,
        typer.Option(
            "--token",
            metavar="TEXT",
            envvar="REPORTEDLY_TOKEN",
            help="Ask everyone for this token. Also read from REPORTEDLY_TOKEN.",
        ),
    ] = None,
    review_token: Annotated[
        str | None,
        typer.Option(
            "--review-token",
            metavar="TEXT",
            envvar="REPORTEDLY_REVIEW_TOKEN",
            help="Ask reviewers for this token. Also read from REPORTEDLY_REVIEW_TOKEN.",
        ),
    ] = None,
    open_: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
) -> None:
    """Show an archive in the browser: map, timeline, reports, incidents, sources, control of places, review.

    Works without a network. Needs the extra part: pip install 'reportedly[desk]'. Listens on this machine only; anywhere
    else it demands a token of twelve characters or more. Ends with Ctrl-C.

    \b
    Examples:
      reportedly serve kharkiv.rpt --open
      REPORTEDLY_TOKEN=... reportedly serve kharkiv.rpt --host 0.0.0.0 --port 8080
    """
    try:
        import uvicorn

        from reportedly.desk.app import create_app
        from reportedly.desk.security import hosts_for, is_loopback
    except ImportError as error:
        raise DeskError(
            f"expected the desk's parts, got none of {error.name}: pip install 'reportedly[desk]'"
        ) from error
    if not is_loopback(host) and not token:
        raise DeskError(f"{host} is not this machine alone: expected --token, got none")
    for name, given in (("--token", token), ("--review-token", review_token)):
        if given and len(given) < LEAST_TOKEN:
            raise DeskError(f"{name}: expected {LEAST_TOKEN} characters or more, got {len(given)}")
    _group(archive)
    app = create_app(archive, token, review_token, hosts=hosts_for(host))
    config = uvicorn.Config(
        app, host=host, port=port, log_level="warning", server_header=False, h11_max_incomplete_event_size=32 * 1024,
        timeout_keep_alive=5, limit_concurrency=200,
    )  # fmt: skip
    listening = config.bind_socket()
    address = f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}/"

    class Announced(uvicorn.Server):
        """Says where it listens once it does."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            screen.say(f"{archive} at {address}  (Ctrl-C ends it)")
            if open_:
                webbrowser.open(address)

    Announced(config).run(sockets=[listening])


def _group(archive: Path) -> None:
    """Keeps the grouping of events that have none yet, as `show ARCHIVE incidents` does, where the archive can be written."""
    from reportedly.archive import Archive
    from reportedly.errors import ReadOnlyArchive
    from reportedly.incidents import group

    with Archive.open(archive, read_only=True) as opened:
        waiting = opened.count_events() - len(opened.members())
    if waiting > 0:
        screen.say(f"Grouping {waiting} events into incidents …")
        with contextlib.suppress(ReadOnlyArchive), Archive.open(archive) as opened:
            group(opened)
