"""Files that are no reports but are often given as such, told by how they begin.

Comes in: the first bytes of a file. Goes out: what it is and how its text is had, for an error.
Knows nothing of formats that reports come in.
"""

from functools import cache
from importlib.resources import files

from reportedly.errors import DataError


def foreign(head: bytes) -> str | None:
    """What a file that begins so is, and what to do: "got a PDF: save its text first, …"; None if it may be a report."""
    for first, what, advice in _kinds():
        if head.startswith(first):
            return f"got {what}: {advice}"
    return None


@cache
def _kinds() -> list[tuple[bytes, str, str]]:
    try:
        text = files(__package__).joinpath("data", "foreign.tsv").read_text("utf-8")
        rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
        return [(bytes.fromhex(first), what, advice) for first, what, advice in rows[1:]]
    except (OSError, ValueError) as error:
        raise DataError("intake/data/foreign.tsv is missing or malformed") from error
