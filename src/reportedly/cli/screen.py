"""What commands share of the terminal: text that can't harm it, tables, and errors in one line.

Comes in: text of any origin, exceptions. Goes out: lines on standard output and standard error, exit codes.
Knows nothing of reports.
"""

import contextlib
import functools
import os
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, NoReturn, ParamSpec, TypeVar

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from reportedly.errors import ReportedlyError

PIPE_WIDTH = 240  # columns of a table that is not shown on a terminal
NARROW = 110  # columns of a terminal below which tables are set tight
CELL = 160  # code points of a text shown in a table
_PIECE = 4096  # code points written at a time
INTERRUPTED, BROKEN_PIPE = 130, 141  # as shells report a program ended by SIGINT, by SIGPIPE

_NO_LEAST: Mapping[str, int] = {}

P = ParamSpec("P")
R = TypeVar("R")


class _Console(Console):
    def on_broken_pipe(self) -> NoReturn:
        raise BrokenPipeError


def output() -> Console:
    """Standard output; nothing in what is printed is read as markup."""
    return _console(sys.stdout)


def messages() -> Console:
    """Standard error, for people: progress, summaries, errors."""
    return _console(sys.stderr)


def _console(stream: Any) -> Console:
    wide = None if stream.isatty() or "COLUMNS" in os.environ else PIPE_WIDTH
    return _Console(file=stream, markup=False, highlight=False, emoji=False, width=wide)


def safe(text: str) -> str:
    """The text on one line, with whatever could steer a terminal or turn its reading direction made visible."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else _visible(c) for c in text)


def _visible(character: str) -> str:
    return " " if character.isspace() else character.encode("unicode_escape").decode()


def cut(text: str, most: int = CELL) -> str:
    """At most `most` code points of the text, with … where it was cut."""
    return text if len(text) <= most else text[: most - 1] + "…"


def say(text: str, style: str = "") -> None:
    """One line to standard error."""
    messages().print(Text(safe(text), style=style), soft_wrap=True)


def write(data: bytes) -> None:
    """Bytes to standard output. On a terminal, what JSON leaves unescaped of its control characters is escaped."""
    if sys.stdout.isatty():
        shown = data.decode(errors="replace")
        data = "".join(f"\\u{ord(c):04x}" if _steers(c) else c for c in shown).encode()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _steers(character: str) -> bool:
    return (
        not character.isprintable() and character not in "\r\n" and ord(character) < 0x10000 and not character.isspace()
    )


def table(
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    numbers: Collection[str] = (),
    least: Mapping[str, int] = _NO_LEAST,
    narrow: Sequence[Sequence[str]] = (),
) -> None:
    """A table on standard output. Columns headed by one of `numbers` are set flush right; `least` holds columns' least widths.

    On a terminal of less than NARROW columns the headings that `narrow` groups share a column, one above the other.
    """
    console = output()
    stacked = bool(narrow) and console.width < NARROW
    groups = narrow if stacked else [[heading] for heading in headings]
    tight = console.width < NARROW
    drawn = Table(
        box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", padding=(0, 0, int(stacked), 0) if tight else (0, 1)
    )
    for group in groups:
        right = group[0] in numbers
        drawn.add_column(
            "\n".join(group),
            justify="right" if right else "left",
            min_width=max(map(len, group[0].split())) if right else max(least.get(heading, 1) for heading in group),
            overflow="fold",
        )
    places = [[headings.index(heading) for heading in group] for group in groups]
    for row in rows:
        cells = [safe(cut(cell)) for cell in row]
        drawn.add_row(*(Text("\n".join(filter(None, (cells[at] for at in group)))) for group in places))
    with console.capture() as captured:
        console.print(drawn)
    text = captured.get()
    # In one large write Python doesn't always notice that the reader has left.
    for start in range(0, len(text), _PIECE):
        sys.stdout.write(text[start : start + _PIECE])
        sys.stdout.flush()


def command(function: Callable[P, R]) -> Callable[P, R]:
    """A command whose errors end in one line on standard error and an exit code, never in a traceback."""

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):  # a terminal that can't show a letter gets its number
                stream.reconfigure(errors="backslashreplace")
        try:
            result = function(*args, **kwargs)
            sys.stdout.flush()
            return result
        except BrokenPipeError as error:
            # Whoever read the output has left; Python would complain once more when it flushes at the end.
            _drop_output()
            raise typer.Exit(BROKEN_PIPE) from error
        except KeyboardInterrupt as error:
            say("Interrupted.")
            raise typer.Exit(INTERRUPTED) from error
        except ReportedlyError as error:
            say(f"Error: {error}", "red")
            raise typer.Exit(1) from error
        except OSError as error:  # a full disk behind standard output, most often
            if error.filename is not None:
                raise
            _drop_output()
            with contextlib.suppress(OSError):
                say(f"Error: expected output that can be written, got: {error.strerror or error}", "red")
            raise typer.Exit(1) from error

    return run


def _drop_output() -> None:
    """Sends what is still to be written to standard output nowhere, so that Python does not fail on it at the end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
