"""What an entry of the register is, and the rows of a user's register of sources.

Comes in: a path. Goes out: its rows, checked. Knows nothing of how names are compared.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from reportedly.errors import DataError

COLUMNS = 6
KINDS = ("person", "organization", "government", "military", "armed-group", "media", "document", "witness", "unnamed")
LONGEST_FILE = 10_000_000  # bytes of a user's register


class Entry(NamedTuple):
    """A source. `country` ISO 3166-1 alpha-3 or ""; `voice` the canonical name of the one whose voice it is, or ""."""

    name: str
    kind: str
    country: str
    side: str
    voice: str = ""


class Body(NamedTuple):
    """What every state has one of: `name` holds {of} for the country's demonym."""

    name: str
    kind: str
    side: str


def own_rows(path: Path) -> Iterator[tuple[str, str, str, str, str, str]]:
    """Name, kind, country, side, voice and other names of each line of a file. Raises DataError for one that can't be read or is wrong."""
    try:
        if path.stat().st_size > LONGEST_FILE:
            raise DataError(f"{path}: expected a register of at most {LONGEST_FILE} bytes, got {path.stat().st_size}")
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: expected a register of sources (UTF-8, tab-separated), got: {error}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if not 2 <= len(cells) <= COLUMNS or not cells[0] or cells[1] not in KINDS:
            raise DataError(
                f"{path}, line {number}: expected name, kind ({', '.join(KINDS)}), country, side, voice, other names, "
                f"divided by tabs; got {line[:120]!r}"
            )
        name, kind, country, side, voice, others = (*cells, *[""] * (COLUMNS - len(cells)))
        yield name, kind, country.upper(), side, voice, others
