"""Rows of JSONL, CSV and Parquet, one at a time.

Comes in: a binary stream of one table. Goes out: `Row` for each row that can be read, `BadRow` for each that can't.
Knows nothing of reports: which columns a row needs is said here, what they mean is not.
"""

import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import msgspec

from reportedly.errors import BrokenRow, IntakeError, TooLarge, UnreadableInput
from reportedly.intake.columns import FIELDS, Columns
from reportedly.intake.decode import decode_text
from reportedly.intake.outcome import Limits
from reportedly.intake.streams import lines

DELIMITERS = ",;\t|"
MAX_REREADS = 200  # times that a CSV file is read again from after a quote that was never closed
PARQUET_BATCH = 64  # rows
BY_NAME = Columns()  # columns read by their names alone

_SEPARATOR = re.compile(r'"?sep=([,;\t|])"?', re.IGNORECASE)  # a first line by which Excel is told the delimiter


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number (line of the file; for Parquet the row, from 1) and its values by column."""

    number: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that can't be read, and why."""

    number: int
    error: IntakeError


def jsonl_rows(stream: Any, name: str, limits: Limits, columns: Columns = BY_NAME) -> Iterator[Row | BadRow]:
    """The rows of a JSONL stream (UTF-8); blank lines are skipped. Raises UnreadableInput where the stream breaks off."""
    for number, line in lines(stream, name, limits.row):
        where = f"{name}: line {number}"
        if line is None:
            yield BadRow(number, TooLarge(f"{where}: expected at most {limits.row:,} bytes, got more"))
            continue
        if not line.strip():
            continue
        try:
            yield Row(number, _renamed(_json_object(line, where), name, columns))
        except IntakeError as error:
            yield BadRow(number, error)


def json_rows(data: bytes, name: str, columns: Columns = BY_NAME) -> list[Row | BadRow]:
    """The rows of one JSON document: a list of objects, an object that holds one such list, or one object with a text.

    Rows are numbered from 1. Raises UnreadableInput when it is anything else.
    """
    text, _ = decode_text(data, name)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableInput(f"{name}: expected JSON, can't be read ({_first_line(error)})") from error
    if isinstance(value, dict):
        lists = [one for one in value.values() if isinstance(one, list) and any(isinstance(row, dict) for row in one)]
        value = lists[0] if len(lists) == 1 and "text" not in columns.chosen(list(value)) else [value]
    if not isinstance(value, list) or not any(isinstance(row, dict) for row in value):
        raise UnreadableInput(f"{name}: expected JSON objects with a text, got {_excerpt(text)}")
    return [
        Row(number, _renamed(row, name, columns))
        if isinstance(row, dict)
        else BadRow(number, BrokenRow(f"{name}: object {number}: expected a JSON object, got {type(row).__name__}"))
        for number, row in enumerate(value, 1)
    ]


def _renamed(values: dict[str, Any], name: str, columns: Columns) -> dict[str, Any]:
    return dict(zip(columns.named(list(values), name), values.values(), strict=True))


def _json_object(line: bytes, where: str) -> dict[str, Any]:
    try:
        value = msgspec.json.decode(line)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        value = _json_leniently(line, where)
    if not isinstance(value, dict):
        raise BrokenRow(f"{where}: expected a JSON object, got {type(value).__name__}")
    return value


def _json_leniently(line: bytes, where: str) -> Any:
    """As the standard library reads it: NaN, lone surrogates and lines in Windows-1252 are taken."""
    text, _ = decode_text(line, where)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise BrokenRow(f"{where}: expected JSON, got {_excerpt(text)} ({error.msg}, column {error.colno})") from error
    except (ValueError, RecursionError) as error:
        raise BrokenRow(f"{where}: expected a flat JSON object ({type(error).__name__}: {error})") from error


def _excerpt(text: str) -> str:
    text = text.strip()
    return repr(text if len(text) <= 60 else text[:57] + "…")


class _Lines:
    """Numbered lines that can be given back, so that a broken CSV record costs no more than its first line."""

    def __init__(self, source: Iterator[tuple[int, bytes | None]], name: str, limits: Limits) -> None:
        self.source = source
        self.name = name
        self.limits = limits
        self.waiting: list[tuple[int, str]] = []  # in reverse
        self.record: list[tuple[int, str]] = []  # the lines of the record being read
        self.size = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if self.waiting:
            number, text = self.waiting.pop()
        else:
            number, line = next(self.source)
            where = f"{self.name}: line {number}"
            if line is None:
                self.record.append((number, ""))
                raise TooLarge(f"{where}: expected at most {self.limits.row:,} bytes, got more")
            try:
                text = decode_text(line, where)[0]
            except UnreadableInput:
                self.record.append((number, ""))
                raise
        self.record.append((number, text))
        self.size += len(text)
        if self.size > self.limits.row:
            raise TooLarge(
                f"{self.name}: line {self.record[0][0]}: expected a row of at most {self.limits.row:,} characters, "
                "got more (a quote that is never closed?)"
            )
        return text

    def begin(self) -> None:
        self.record = []
        self.size = 0

    def give_back_all_but_first(self) -> int:
        """How many lines were given back."""
        again = [entry for entry in self.record[1:] if entry[1]]
        self.waiting.extend(reversed(again))
        return len(again)


def csv_rows(stream: Any, name: str, limits: Limits, columns: Columns = BY_NAME) -> Iterator[Row | BadRow]:
    """The rows of a CSV stream with a header; the delimiter is a comma, semicolon, tab or bar, as the header shows.

    A line `sep=;` before the header, as Excel takes it, is passed over.

    A record that is not well formed costs its first line only: reading goes on with the next.
    Raises UnreadableInput if no column holds the text, or where the stream breaks off.
    """
    csv.field_size_limit(max(limits.row, csv.field_size_limit()))
    source = _Lines(lines(stream, name, limits.row), name, limits)
    head = next((line for line in source if line.strip()), None)
    if head is not None and _SEPARATOR.fullmatch(head.strip(" \r\n")):
        head = next((line for line in source if line.strip()), None)
    if head is None:
        raise UnreadableInput(f"{name}: expected a header with a column 'text', got no line at all")
    delimiter, header = _header(head, name, columns)
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    rereads = 0
    while True:
        source.begin()
        try:
            fields = next(reader)
        except StopIteration:
            return
        except (csv.Error, TooLarge, UnreadableInput) as error:
            if not source.record:  # the stream itself broke off
                raise
            number = source.record[0][0]
            cause = (
                BrokenRow(f"{name}: line {number}: not well-formed CSV ({error})")
                if isinstance(error, csv.Error)
                else error
            )
            if source.give_back_all_but_first():
                rereads += 1
            yield BadRow(number, cause)
            if rereads > MAX_REREADS:
                raise UnreadableInput(
                    f"{name}: over {MAX_REREADS} rows with stray quotes; not read after line {number}"
                ) from error
            reader = csv.reader(source, delimiter=delimiter, strict=True)
            continue
        number = source.record[0][0]
        if not any(field.strip() for field in fields):
            continue
        if len(fields) > len(header) and not any(field.strip() for field in fields[len(header) :]):
            fields = fields[: len(header)]  # blank cells after the last column, as spreadsheets leave them
        if len(fields) != len(header):
            yield BadRow(
                number,
                BrokenRow(
                    f"{name}: line {number}: expected {len(header)} columns as in the header, got {len(fields)}{_hint(len(fields), len(header))}"
                ),
            )
            continue
        yield Row(number, {key: field if field else None for key, field in zip(header, fields, strict=True)})


def _hint(got: int, expected: int) -> str:
    return " (a text that holds the delimiter has to stand in quotes)" if got > expected else ""


def _header(line: str, name: str, columns: Columns) -> tuple[str, list[str]]:
    best: list[str] = []
    for delimiter in DELIMITERS:
        try:
            found = [column.strip() for column in next(csv.reader([line], delimiter=delimiter))]
        except csv.Error:
            continue
        if "text" in columns.chosen(found):
            return delimiter, _checked(found, name, columns)
        if len(found) > len(best):
            best = found
    raise no_text_column(name, best, columns)


def _checked(found: list[str], name: str, columns: Columns) -> list[str]:
    """The header's columns, fields under their own names. Raises UnreadableInput if one is doubled or a given one is missing."""
    if missing := columns.missing(found):
        raise UnreadableInput(f"{name}: expected a column {missing[0]!r}, got {_quoted(found)}")
    named = columns.named(found, name)
    for field in FIELDS:
        if named.count(field) > 1:
            raise UnreadableInput(f"{name}: expected one column {field!r}, got {named.count(field)}")
    return named


def no_text_column(name: str, found: Sequence[str], columns: Columns) -> UnreadableInput:
    """The error for a table without a column that holds the text; says which columns it has."""
    wanted = columns.given.get("text", "text")
    advice = "" if "text" in columns.given else " (--column text=NAME says which of them holds the text)"
    return UnreadableInput(f"{name}: expected a column {wanted!r}, got {_quoted(found)}{advice if found else ''}")


def _quoted(found: Sequence[str]) -> str:
    shown = [repr(column if len(column) <= 40 else column[:39] + "…") for column in found]
    return ", ".join(shown[:30]) or "none"


def parquet_rows(stream: BinaryIO, name: str, columns: Columns = BY_NAME) -> Iterator[Row | BadRow]:
    """The rows of a Parquet file, read a few at a time; `stream` must be seekable.

    Raises UnreadableInput if pyarrow is not installed, or it is no Parquet, has no column with the text, or is damaged further on.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:  # an extra: it is larger than everything else together
        raise UnreadableInput(f"{name}: Parquet needs an extra part: pip install 'reportedly[parquet]'") from error

    number = 0
    try:
        table = pq.ParquetFile(stream, pre_buffer=False)
        found = list(table.schema_arrow.names)
        if "text" not in columns.chosen(found):
            raise no_text_column(name, found, columns)
        named = _checked(found, name, columns)
        for batch in table.iter_batches(batch_size=PARQUET_BATCH, use_threads=False):
            arrays = [batch.column(index) for index in range(batch.num_columns)]
            for offset in range(batch.num_rows):
                number += 1
                try:
                    values = {key: array[offset].as_py() for key, array in zip(named, arrays, strict=True)}
                except (pa.ArrowException, ValueError, OverflowError, UnicodeDecodeError) as error:
                    yield BadRow(number, BrokenRow(f"{name}: row {number}: can't be read ({error})"))
                    continue
                yield Row(number, values)
    except (pa.ArrowException, OSError) as error:
        after = f" after row {number}" if number else ""
        raise UnreadableInput(f"{name}: expected Parquet, can't be read{after} ({_first_line(error)})") from error


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
