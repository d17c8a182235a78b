"""Export: coded reports as files, one module a format. Each has `write(reports, path) -> int`, the number written."""

from typing import Literal, get_args

Format = Literal["csv", "parquet", "geojson", "jsonl"]
FORMATS: tuple[Format, ...] = get_args(Format)

__all__ = ["FORMATS", "Format"]
