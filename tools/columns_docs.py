"""Makes docs/columns.md from the table of columns: `python tools/columns_docs.py`."""

from pathlib import Path

from reportedly.export.flat import columns

PAGE = Path(__file__).parents[1] / "docs" / "columns.md"
HEAD = """# Columns of the flat exports

One row for each event: in CSV and Parquet as columns, in GeoJSON as the properties of a feature. Columns marked \\* are
never empty. Dates are `YYYY-MM-DD`; offsets count code points of the report's text from 0, ends exclusive.

In CSV, a text cell that starts with `=`, `+`, `-`, `@`, a tab or a line end has a `'` before it, because spreadsheets
would run it as a formula. Numbers are never changed. Several values in one cell are separated by `; `.

This page is made by `tools/columns_docs.py`.

| column | type | what it holds |
|---|---|---|
"""


def page() -> str:
    star = {True: r" \*", False: ""}
    rows = [f"| `{one.name}`{star[one.required]} | {one.type} | {one.doc} |\n" for one in columns()]
    return HEAD + "".join(rows)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
