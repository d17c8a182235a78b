"""Which files an input stands for, in a stable order, and what each holds.

Comes in: paths as a person gives them. Goes out: `Found` for each file, with the kind its ending names.
Knows nothing of how a kind is read.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from reportedly.errors import MissingInput, UnreadableInput
from reportedly.intake.columns import Columns, is_field
from reportedly.intake.decode import bom_encoding, clean_text
from reportedly.intake.outcome import Failed, SetAside
from reportedly.intake.tables import BY_NAME, DELIMITERS

Kind = Literal["text", "page", "jsonl", "json", "csv", "parquet"]

ENDINGS: dict[str, Kind] = {
    ".txt": "text", ".text": "text", ".html": "page", ".htm": "page", ".xhtml": "page", ".jsonl": "jsonl",
    ".ndjson": "jsonl", ".csv": "csv", ".tsv": "csv", ".parquet": "parquet",
}  # fmt: skip
SNIFF = 8192  # bytes

_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:[^-]|-(?!->))*-->\s*)*<(?:!doctype\s+html|html|head|body|article|main|div|meta)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"\w[\w .-]{0,29}")
_SEPARATOR_LINE = re.compile(r'"?sep=[,;\t|]"?', re.IGNORECASE)
_JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\[{\"\]])")


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read. `name` is its own, or its path within the folder given; `kind` None is to be told from content."""

    path: Path
    name: str
    kind: Kind | None


def find(given: Path) -> Iterator[Found | SetAside | Failed]:
    """The file, or the files under the folder, sorted by name, folders in their place among them.

    Hidden files and folders (a leading dot) are no input. In a folder, a file of another kind is set aside.
    Links to folders are not followed.
    """
    if not given.is_dir():
        yield Found(given, clean_text(given.name or str(given)), kind_of(given.name))
        return
    empty = True
    for found in _under(given, given):
        empty = False
        yield found
    if empty:
        name = clean_text(str(given))
        yield Failed(name, MissingInput(f"{name}: expected a folder with reports, got an empty one"))


def _under(folder: Path, root: Path) -> Iterator[Found | SetAside | Failed]:
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        name = clean_text(str(folder))
        yield Failed(name, UnreadableInput(f"{name}: can't be listed ({error.strerror or error})"))
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        path = Path(entry.path)
        name = clean_text(path.relative_to(root).as_posix())
        if entry.is_dir(follow_symlinks=False):
            yield from _under(path, root)
        elif not entry.is_file():
            yield SetAside(name, "unknown-kind", "neither a file nor a folder")
        elif (kind := kind_of(entry.name)) is None:
            endings = ", ".join(ENDINGS)
            yield SetAside(
                name,
                "unknown-kind",
                f"no ending that reports have ({endings}; .gz after it); named as an input of its own, it is told by its content",
            )
        else:
            yield Found(path, name, kind)


def kind_of(name: str) -> Kind | None:
    """What the file's ending says it holds, `.gz` aside; None if it says nothing known."""
    return ENDINGS.get(Path(name.lower().removesuffix(".gz")).suffix)


def sniff(head: bytes, name: str, columns: Columns = BY_NAME) -> Kind:
    """What content that begins with `head` (its first `SNIFF` bytes) holds: Parquet, JSON, a web page, CSV, else text.

    JSON is "jsonl" where its first line is an object of its own, else "json", one document.
    """
    if head.startswith(b"PAR1"):
        return "parquet"
    marked = bom_encoding(head)
    encoding, length = marked or ("utf-8", 0)
    start = head[length:].decode(encoding, errors="replace")
    if _PAGE.match(start):
        return "page"
    if _JSON.match(start):
        first = start.lstrip().split("\n", 1)
        alone = start.lstrip().startswith("{") and (len(first) == 1 or _is_object(first[0]))
        return "jsonl" if alone else "json"
    line, _, rest = start.partition("\n")
    if _SEPARATOR_LINE.fullmatch(line.strip()):
        return "csv"
    return "csv" if _is_header(line, rest, columns) else "text"


def _is_header(line: str, rest: str, columns: Columns) -> bool:
    """Whether a first line names columns of a table of reports.

    It does with a column that holds the text and another that reports have ("title,text"), and with `text` or the column
    given for it among names of other columns ("date,text") where the line after it has as many cells: prose may begin
    "Text, images".
    """
    after = next((row for row in rest.splitlines() if row.strip()), "")
    for delimiter in DELIMITERS:
        cells = [cell.strip().strip('"').strip() for cell in line.strip().split(delimiter)]
        text = columns.chosen(cells).get("text")
        if len(cells) < 2 or text is None:
            continue
        if sum(map(is_field, cells)) > is_field(text):
            return True
        plain = text.casefold() == "text" or "text" in columns.given
        if plain and all(_NAME.fullmatch(cell) for cell in cells) and after.count(delimiter) >= len(cells) - 1:
            return True
    return False


def _is_object(line: str) -> bool:
    try:
        return isinstance(msgspec.json.decode(line), dict)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return False
