"""JSON Lines: the records themselves, one coded report a line.

Comes in: coded reports. Goes out: a file that gives back the same reports, to the byte.
Knows nothing of the other formats, nor of where the reports were kept.
"""

from collections.abc import Iterable
from pathlib import Path

from reportedly import records
from reportedly.export.files import whole_file
from reportedly.records import CodedReport


def write(reports: Iterable[CodedReport], path: Path) -> int:
    """Writes the reports to `path` (`-`: standard output); how many. Raises ExportError."""
    count = 0
    with whole_file(path) as stream:
        for coded in reports:
            stream.write(records.to_json(coded) + b"\n")
            count += 1
    return count
