import runpy
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_page_of_columns_is_what_the_table_says() -> None:
    tool = runpy.run_path(str(ROOT / "tools" / "columns_docs.py"))
    expected = tool["page"]()
    assert (ROOT / "docs" / "columns.md").read_text("utf-8") == expected, "run: python tools/columns_docs.py"
