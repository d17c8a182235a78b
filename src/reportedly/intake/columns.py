"""Which column of a table holds what a report needs.

Comes in: the names of a table's columns, and what its reader was told of them. Goes out: the names, fields under their own.
Knows nothing of rows, formats or of what a field means.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files

from reportedly.errors import DataError

FIELDS = ("text", "id", "title", "url", "outlet", "published", "language")
KEPT = 500  # sets of columns whose reading is remembered: rows of JSON may differ in theirs
SHOWN = 20  # names of columns that a message shows

_APART = re.compile(r"[\s._-]+")


class Columns:
    """How columns are read: as `given` (field → column), else by the field's own name, else by a usual name for it.

    `told` gets one line for every set of columns of which some are not read under their own names or not read at all.
    Raises ValueError when `given` names a field that reports don't have.
    """

    def __init__(self, given: Mapping[str, str] | None = None, told: Callable[[str], None] | None = None) -> None:
        self.given = dict(given or {})
        self.told = told
        self._known: dict[tuple[str, ...], tuple[list[str], str]] = {}
        self._said: set[str] = set()
        if unknown := [field for field in self.given if field not in FIELDS]:
            raise ValueError(f"expected one of {', '.join(FIELDS)}, got {unknown[0]!r}")

    def chosen(self, names: Sequence[str]) -> dict[str, str]:
        """Field → the column that holds it, for the fields that these columns have."""
        folded: dict[str, str] = {}
        for name in names:
            folded.setdefault(fold(name), name)
        found: dict[str, str] = {}
        for field in FIELDS:
            if field in self.given:
                wanted = self.given[field]
                column = wanted if wanted in names else folded.get(fold(wanted))
            else:
                usual = (field, *_usual().get(field, ()))
                column = next((folded[one] for one in usual if one in folded), None)
            if column is not None and (column not in found.values() or field in self.given):
                found[field] = column
        return found

    def missing(self, names: Sequence[str]) -> list[str]:
        """The given columns that are not among these."""
        found = self.chosen(names)
        return [column for field, column in self.given.items() if field not in found]

    def named(self, names: Sequence[str], where: str) -> list[str]:
        """The names, each column that holds a field renamed to it; `where` names the table in what is told.

        A column that bears a field's name but does not hold it (another was given for it) is marked as not read.
        """
        key = tuple(names)
        held = self._known.get(key)
        if held is None:
            found = self.chosen(names)
            fields = {column: field for field, column in found.items()}
            new = [fields.get(name) or (f"{name} (not read)" if name in FIELDS else name) for name in names]
            held = new, _told(found, names)
            if len(self._known) < KEPT:
                self._known[key] = held
        if held[1] and self.told is not None and held[1] not in self._said and len(self._said) < KEPT:
            self._said.add(held[1])
            self.told(f"{where}: {held[1]}")
        return held[0]


def fold(name: str) -> str:
    """The name as names of columns are compared: "Pub. Date" and "pub_date" are one."""
    return _APART.sub("_", name.strip().casefold()).strip("_")


def is_field(name: str) -> bool:
    """Whether the name is that of a field, or a usual one for it."""
    folded = fold(name)
    return folded in FIELDS or any(folded in usual for usual in _usual().values())


def is_text(name: str) -> bool:
    """Whether the name is one under which tables hold the text."""
    folded = fold(name)
    return folded == "text" or folded in _usual()["text"]


def _told(found: Mapping[str, str], names: Sequence[str]) -> str:
    """What is worth saying of how the columns are read; empty if all are fields under their own names."""
    renamed = [f"{column!r} is read as {field}" for field, column in found.items() if fold(column) != field]
    if not renamed:
        return ""
    rest = [name for name in names if name not in found.values()]
    kept = f"; kept with the record, not read: {', '.join(map(repr, rest[:SHOWN]))}" if rest else ""
    return ", ".join(renamed) + kept


@cache
def _usual() -> dict[str, tuple[str, ...]]:
    try:
        text = files(__package__).joinpath("data", "columns.tsv").read_text("utf-8")
    except OSError as error:
        raise DataError("intake/data/columns.tsv is missing") from error
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    if rows[:1] != [["field", "name"]] or any(len(row) != 2 or row[0] not in FIELDS for row in rows[1:]):
        raise DataError("intake/data/columns.tsv is malformed: expected the columns field and name")
    usual: dict[str, tuple[str, ...]] = {}
    for field, name in rows[1:]:
        usual[field] = (*usual.get(field, ()), name)
    return usual
