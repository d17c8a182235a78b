"""Parquet: one row for each event, typed columns, for DuckDB, pandas, R and their like.

Comes in: coded reports. Goes out: a Parquet file with the columns of `columns.toml`; dates are dates.
Knows nothing of the other formats, nor of where the reports were kept.
"""

import datetime
from collections.abc import Iterable, Iterator
from pathlib import Path

from reportedly.errors import ExportError
from reportedly.export.files import whole_file
from reportedly.export.flat import Column, Value, columns, row
from reportedly.records import CodedReport

try:
    import pyarrow as pa
    import pyarrow.parquet as pq
except ImportError as error:  # an extra: it is larger than everything else together
    raise ExportError("Parquet needs an extra part: pip install 'reportedly[parquet]'") from error

ROW_GROUP = 20_000  # rows: some megabytes at a time

_TYPES = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}


def schema() -> pa.Schema:
    """The file's schema; each field's metadata holds its description under `doc`."""
    return pa.schema(
        [
            pa.field(one.name, _TYPES[one.type], nullable=not one.required, metadata={"doc": one.doc})
            for one in columns()
        ]
    )


def write(reports: Iterable[CodedReport], path: Path, *, row_group: int = ROW_GROUP) -> int:
    """Writes the events of the reports to `path`, `row_group` rows at a time; how many. Raises ExportError."""
    if str(path) == "-":
        raise ExportError("expected a file to write Parquet to, got standard output")
    count = 0
    with whole_file(path) as stream, pq.ParquetWriter(stream, schema(), compression="zstd") as writer:
        for rows in _groups(reports, row_group):
            arrays = [
                pa.array([_value(one[column.name], column) for one in rows], _TYPES[column.type])
                for column in columns()
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema()))
            count += len(rows)
    return count


def _groups(reports: Iterable[CodedReport], size: int) -> Iterator[list[dict[str, Value]]]:
    rows: list[dict[str, Value]] = []
    for coded in reports:
        for event in coded.events:
            rows.append(row(coded, event))
            if len(rows) == size:
                yield rows
                rows = []
    if rows:
        yield rows


def _value(value: Value, column: Column) -> Value | datetime.date:
    if column.type == "date" and isinstance(value, str):
        return datetime.date.fromisoformat(value)
    return value
