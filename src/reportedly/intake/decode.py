"""From bytes to characters, and the little that is changed in a text.

Comes in: bytes, or strings and values from a table. Goes out: clean strings and values.
Knows nothing of files, formats, zones or languages.

What is changed in a text, and nothing else: a byte-order mark at the start of a file is dropped; CR LF and a lone CR
become LF (as Python's text mode does, so that a text has one id whichever system saved it); NUL and lone surrogates,
which no store or encoder takes, become U+FFFD, one for one.
"""

import codecs
import datetime
import math
import re
from typing import Any

import msgspec

from reportedly.errors import UnreadableInput

BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
MAX_FOREIGN_SHARE = 0.1  # of bytes over 0x7F that Western European prose in Windows-1252 stays well under
MAX_DAMAGED_SHARE = 0.01  # of characters that may be lost in UTF-8 that is otherwise sound
MAX_DEPTH = 32

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)


def clean_text(text: str) -> str:
    """The text with line ends as LF, and U+FFFD for NUL and lone surrogates."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNSTORABLE.sub("\ufffd", text)


def bom_encoding(head: bytes) -> tuple[str, int] | None:
    """The encoding that a byte-order mark announces and the mark's length in bytes, or None."""
    for mark, encoding in BOMS:
        if head.startswith(mark):
            return encoding, len(mark)
    return None


def decode_text(data: bytes, what: str = "text") -> tuple[str, str]:
    """The characters of `data` and the name of the encoding they were read by; `what` names the input in errors.

    A byte-order mark decides; else UTF-8; else UTF-8 with a few damaged bytes (each U+FFFD); else Windows-1252, if the
    bytes look like Western European prose. Raises UnreadableInput otherwise: a text guessed wrong is coded wrong.
    """
    marked = bom_encoding(data)
    if marked is not None:
        encoding, length = marked
        try:
            return data[length:].decode(encoding), encoding
        except UnicodeDecodeError as error:
            raise UnreadableInput(f"{what}: begins as {encoding}, but {_where(error)}") from error
    if found := _CONTROL.search(data):
        raise UnreadableInput(
            f"{what}: expected text, got binary data (byte 0x{found[0][0]:02x} at offset {found.start()})"
        )
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        first = error
    damaged = data.decode("utf-8", errors="replace")
    lost = damaged.count("\ufffd")
    if lost <= MAX_DAMAGED_SHARE * len(damaged) and sum(c > "\x7f" for c in damaged) - lost > lost:
        return damaged, f"utf-8, {lost} damaged"
    if sum(byte > 0x7F for byte in data) <= MAX_FOREIGN_SHARE * len(data):
        try:
            return data.decode("cp1252"), "windows-1252"
        except UnicodeDecodeError:
            pass
    raise UnreadableInput(
        f"{what}: expected UTF-8, UTF-16 with a byte-order mark, or Windows-1252; {_where(first)} fits none of them"
    )


def decode_page(data: bytes, what: str = "page") -> tuple[str, str]:
    """As `decode_text`, for a web page: the encoding that its head declares is believed if the bytes agree with it."""
    if bom_encoding(data) is not None:
        return decode_text(data, what)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    declared = _XML_ENCODING.search(data[:200]) or _CHARSET.search(data[:4096])
    if declared is not None:
        try:
            info = codecs.lookup(declared[1].decode("ascii"))
            name = "cp1252" if info.name == "iso8859-1" else info.name  # as the HTML standard has it
            text = data.decode(name, errors="replace")
        except (LookupError, UnicodeError, ValueError, TypeError):
            pass
        else:
            if text.count("\ufffd") <= MAX_DAMAGED_SHARE * len(text):
                return text, name
    return decode_text(data, what)


def _where(error: UnicodeDecodeError) -> str:
    return f"byte 0x{error.object[error.start]:02x} at offset {error.start}"


def clean_value(value: Any, depth: int = 0) -> Any:
    """A value from a table as one that JSON can hold: dates as ISO strings, bytes as base64, NaN as None.

    Integers over 64 bits, which JSON readers differ on, become strings. Nesting is cut at 32 levels.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, int):
        return value if -(2**63) <= value < 2**63 else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if depth >= MAX_DEPTH:
        return None
    if isinstance(value, dict):
        return {clean_text(str(key)): clean_value(entry, depth + 1) for key, entry in value.items()}
    if isinstance(value, list | tuple | set):
        return [clean_value(entry, depth + 1) for entry in value]
    if isinstance(value, datetime.timedelta):
        return value.total_seconds()
    return clean_value(msgspec.to_builtins(value, enc_hook=str), depth + 1)
