"""The tables that resolving rests on, read once from `resolve/data/`.

Comes in: the name of a data file. Goes out: its content, as plain dicts and rows.
Knows nothing of what the tables mean.
"""

import gzip
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from reportedly.errors import DataError


def _read(name: str) -> str:
    try:
        raw = (files("reportedly.resolve") / "data" / name).read_bytes()
        return (gzip.decompress(raw) if name.endswith(".gz") else raw).decode("utf-8")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise DataError(f"expected the data file {name!r} of the package, got: {error}") from error


@cache
def table(name: str) -> dict[str, Any]:
    """A TOML file of `resolve/data/` as a dict. Raises DataError when it is missing or malformed."""
    try:
        return tomllib.loads(_read(name))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"expected TOML in the data file {name!r}, got: {error}") from error


@cache
def rows(name: str, columns: int) -> tuple[tuple[str, ...], ...]:
    """The rows of a TSV file of `resolve/data/`, without comment lines (`#`), each of `columns` cells.

    Raises DataError when the file is missing or a row has another number of cells.
    """
    found = []
    for number, line in enumerate(_read(name).splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        cells = tuple(line.split("\t"))
        if len(cells) != columns:
            raise DataError(f"expected {columns} cells in line {number} of {name!r}, got {len(cells)}")
        found.append(cells)
    return tuple(found)
