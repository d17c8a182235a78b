"""The commands in a row, and what may stand before one.

Comes in: arguments. Goes out: what the command sends out.
Knows nothing of what a command does.
"""

from pathlib import Path
from typing import Annotated

import typer

from reportedly.cli.code import code
from reportedly.cli.explain import explain
from reportedly.cli.export import export
from reportedly.cli.review import review
from reportedly.cli.serve import serve
from reportedly.cli.show import show

app = typer.Typer(
    name="reportedly",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
for one in (code, show, explain, review, export, serve):
    app.command(one.__name__)(one)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"reportedly {version('reportedly')}")
        raise typer.Exit


def _sources(file: Path | None) -> None:
    if file is None:
        return
    from reportedly.errors import DataError
    from reportedly.resolve import register

    try:
        register.use(file)
    except DataError as error:
        raise typer.BadParameter(str(error)) from error


@app.callback()
def top(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
    sources: Annotated[
        Path | None,
        typer.Option(
            "--sources",
            metavar="FILE",
            callback=_sources,
            help="Your own register of sources, beside the packaged one; also REPORTEDLY_REGISTER.",
        ),
    ] = None,
) -> None:
    """Turn news reports about conflict and politics into records: who did what to whom, where, when, on whose word.

    \b
    Example:
      reportedly code reports/ --to kharkiv.rpt
      reportedly show kharkiv.rpt events
      reportedly --sources mine.tsv show kharkiv.rpt sources
    """
