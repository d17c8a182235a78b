"""Makes docs/cli.md from the commands' own help: `python tools/cli_docs.py`."""

import inspect
from collections.abc import Callable, Iterator
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_type_hints

from reportedly.cli import app

PAGE = Path(__file__).parents[1] / "docs" / "cli.md"
HEAD = """# The command line

This page is made from the commands' help by `tools/cli_docs.py`; `reportedly COMMAND --help` says the same.

Records and tables go to standard output; progress, summaries and errors to standard error. Control characters in a text
are never sent to a terminal: they are shown as `\\x1b` and the like.

| exit code | means |
|---|---|
| 0 | fine; some inputs may have failed, then the summary names them (`code --strict` makes that a 1) |
| 1 | an error, or nothing in the input was usable |
| 2 | wrong usage |
| 130 | interrupted; what was coded into an archive is kept, and the same command again finishes |
| 141 | whoever read the output left before its end |

Before the command may stand `--version`, and `--sources FILE`: a register of sources of your own, beside the packaged
one, as docs/who-says-so.md describes it; the environment variable `REPORTEDLY_REGISTER` does the same.
`reportedly --sources mine.tsv code reports/ --to kharkiv.rpt`
"""


def commands() -> dict[str, Callable[..., Any]]:
    """The commands' functions by name, in the order of the help."""
    return {str(one.name): one.callback for one in app.registered_commands if one.callback is not None}


def page() -> str:
    return HEAD + "".join(section(name, command) for name, command in commands().items())


def example(command: Callable[..., Any]) -> list[str]:
    """The lines of the example in a command's help."""
    _, _, after = inspect.getdoc(command).partition("\b\n")
    return [line.strip() for line in after.splitlines()[1:] if line.strip()]


def section(name: str, command: Callable[..., Any]) -> str:
    text = inspect.getdoc(command).partition("\b\n")[0]
    paragraphs = "\n\n".join(" ".join(paragraph.split()) for paragraph in text.strip().split("\n\n"))
    found = list(parameters(command))
    arguments = " ".join(shown.strip("`") for shown, _ in found if not shown.startswith("`-"))
    rows = "".join(f"| {shown} | {what} |\n" for shown, what in found)
    shown = "\n".join(example(command))
    return (
        f"\n## reportedly {name}\n\n{paragraphs}\n\n```\nreportedly {name} [OPTIONS] {arguments}\n```\n\n"
        f"| argument or option | what it is |\n|---|---|\n{rows}\nFor example:\n\n```sh\n{shown}\n```\n"
    )


def parameters(command: Callable[..., Any]) -> Iterator[tuple[str, str]]:
    """Each parameter as it is written on the command line, and its help."""
    for annotation in get_type_hints(command, include_extras=True).values():
        if not hasattr(annotation, "__metadata__"):
            continue
        kind, info = get_args(annotation)
        # In Annotated, Typer keeps an option's first name where its default would stand.
        names = [one for one in (info.default, *(info.param_decls or ())) if isinstance(one, str)]
        choices = next((one for one in (kind, *get_args(kind)) if inspect.isclass(one) and issubclass(one, Enum)), None)
        value = " \\| ".join(f"`{one.value}`" for one in choices) if choices else info.metavar and f"`{info.metavar}`"
        if names:
            yield " ".join(filter(None, (", ".join(f"`{name}`" for name in names), value))), info.help
        else:
            yield f"`{str(info.metavar).replace('...', '…')}`", info.help


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
