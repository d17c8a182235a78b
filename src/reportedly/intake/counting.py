"""How many items inputs hold, cheaply, for a progress bar.

Comes in: paths. Goes out: a number, or None where counting would cost too much.
Knows nothing of reports.
"""

from collections.abc import Iterable
from pathlib import Path

from reportedly.errors import IntakeError
from reportedly.intake.files import Found, find
from reportedly.intake.outcome import LIMITS
from reportedly.intake.streams import CHUNK, open_path, size_of, unpack

COUNTED = 300_000_000  # bytes of tables on disk that are read to count their lines; about half a second


def count_inputs(inputs: Iterable[str | Path]) -> int | None:
    """About how many items `read_inputs` will yield; None if that can't be told cheaply.

    Text files and pages count one each. Lines of JSONL and CSV are counted, also within gzip, up to 300 MB of files in
    all; Parquet says its number of rows. Standard input can't be told. Never raises on bad input: what can't be opened
    counts one, as it yields one.
    """
    total = 0
    budget = COUNTED
    for given in inputs:
        if str(given) == "-":
            return None
        for found in find(Path(given)):
            if not isinstance(found, Found) or found.kind in ("text", "page"):
                total += 1
                continue
            size = size_of(found.path) * (8 if found.name.endswith(".gz") else 1)
            if found.kind != "parquet" and size > budget:
                return None
            budget -= size
            total += max(1, _rows(found))
    return total


def _rows(found: Found) -> int:
    try:
        with open_path(found.path, found.name) as raw:
            if found.kind == "parquet":
                return _parquet_rows(raw) if not found.name.endswith(".gz") else 1
            if found.kind is None:
                return 1
            stream = unpack(raw, found.name, LIMITS)
            number, last = 0, b"\n"
            while part := stream.read(CHUNK * 4):
                number += part.count(b"\n")
                last = part[-1:]
            number += last != b"\n"
            return number - (found.kind == "csv")
    except (IntakeError, OSError):
        return 1


def _parquet_rows(raw: object) -> int:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        return 1
    try:
        return int(pq.read_metadata(raw).num_rows)
    except (pa.ArrowException, OSError):
        return 1
