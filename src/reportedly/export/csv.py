"""CSV: one row for each event, by RFC 4180, in UTF-8.

Comes in: coded reports. Goes out: a CSV file with the columns of `columns.toml`.
Knows nothing of the other formats, nor of where the reports were kept.

A cell of text that starts with =, +, -, @, a tab or a line end gets a ' before it, since spreadsheets run such cells as
formulas (OWASP, "CSV injection"). Numbers are left as they are. True is `true`, what is empty is an empty cell.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from reportedly.export.files import whole_file
from reportedly.export.flat import Value, columns, row
from reportedly.records import CodedReport

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def write(reports: Iterable[CodedReport], path: Path) -> int:
    """Writes the events of the reports to `path` (`-`: standard output); how many. Raises ExportError."""
    count = 0
    with whole_file(path) as stream:
        stream.write(line([column.name for column in columns()]).encode())
        for coded in reports:
            for event in coded.events:
                stream.write(line(list(row(coded, event).values())).encode(errors="replace"))
                count += 1
    return count


def line(values: Sequence[Value | Sequence[str]]) -> str:
    """The values as one record with its line end."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow([cell(value) for value in values])
    return buffer.getvalue()


def cell(value: Value | Sequence[str]) -> str:
    """A value as a cell's text, guarded against being run as a formula. NUL, which CSV readers refuse, is left out."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    text = (value if isinstance(value, str) else "; ".join(value)).replace("\0", "")
    return "'" + text if text.startswith(_FORMULA) else text
