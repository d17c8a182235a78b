"""The command line: `reportedly`, one module a command.

Comes in: arguments. Goes out: text on standard output and standard error, an exit code.
Knows nothing of how anything is done: each command calls the room that does it.

Exit codes: 0 fine; 1 an error, or nothing usable in the input; 2 wrong usage; 130 interrupted; 141 the reader of the
output left.
"""

import sys
from typing import Any


def main() -> None:
    """The entry point of the command `reportedly`."""
    try:  # the commands load within, so that Ctrl-C in the first second ends as it does later
        from reportedly.cli.commands import app

        app()
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted.\n")
        sys.exit(130)


def __getattr__(name: str) -> Any:
    if name == "app":
        from reportedly.cli.commands import app

        return app
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
