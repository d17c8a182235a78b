"""Files written whole or not at all.

Comes in: where a file is to stand. Goes out: a stream to write it to, which takes that place once complete.
Knows nothing of formats.
"""

import contextlib
import errno
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from reportedly.errors import ExportError


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A stream to a temporary file beside `path`, renamed to it at the end and removed on any error.

    The path `-` is standard output. Raises ExportError when the place can't be written or the disk is full.
    """
    if str(path) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = path.resolve()  # a link keeps pointing where it did; what it points at is replaced
    if path.is_dir():
        raise ExportError(f"{path}: expected a file to write, got a folder")
    if not path.absolute().parent.is_dir():
        raise ExportError(f"{path}: expected a folder to write in, got none at {path.absolute().parent}")
    if path.exists() and not path.is_file():
        raise ExportError(f"{path}: expected a file to write, got a device or a pipe (- writes to standard output)")
    try:
        handle, temporary = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name[:100]}.", suffix=".part")
    except OSError as error:
        raise ExportError(f"{path}: expected a place that can be written, got: {error.strerror}") from error
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        Path(temporary).chmod(_mode(path))
        Path(temporary).replace(path)
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise
        raise ExportError(f"{path}: expected a place that can be written, got: {error.strerror or error}") from error
    finally:
        Path(temporary).unlink(missing_ok=True)


def _mode(path: Path) -> int:
    """The mode of the file that is replaced, else that of any new file of this user."""
    with contextlib.suppress(OSError):
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
