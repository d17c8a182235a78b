"""Where a benchmark's data lie: a file given outright, or its dev part inside the corpora folder."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path


def found(path: Path, *inside: str) -> list[Path]:
    """`path` itself if it is a file, else the files `inside` it that are there. Raises SystemExit when there are none."""
    if path.is_file():
        return [path]
    here = [path / name for name in inside if (path / name).exists()]
    if not here:
        raise SystemExit(f"expected a file, or a folder that holds {' or '.join(inside)}; got {path}")
    return here


def text(path: Path) -> str:
    """A file's text, gzipped or not."""
    raw = path.read_bytes()
    return (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).decode("utf-8")


def rows(path: Path) -> Iterator[dict]:
    """The objects of a JSON Lines file, gzipped or not."""
    return (json.loads(line) for line in text(path).splitlines() if line.strip())
