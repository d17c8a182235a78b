"""Direct, indirect and mixed speech from quotation marks."""

import pytest

from reportedly.resolve.manner import find_manner


def manner(text: str, content: str, outer: str | None = None) -> str:
    start = text.index(content)
    around = (text.index(outer), text.index(outer) + len(outer)) if outer else None
    return find_manner(text, start, start + len(content), around)


@pytest.mark.parametrize(
    ("text", "content", "expected"),
    [
        ('"The bridge is gone," the mayor said.', "The bridge is gone", "direct"),
        ("“The bridge is gone,” the mayor said.", "“The bridge is gone,”", "direct"),
        ("«The bridge is gone», the mayor said.", "The bridge is gone", "direct"),
        ("The mayor said the bridge was gone.", "the bridge was gone", "indirect"),
        ('The mayor said the bridge was "gone for good".', 'the bridge was "gone for good"', "mixed"),
        ('He spoke. The bridge is gone," he said.', "The bridge is gone", "direct"),
        ('He said: "The bridge is gone. We left', "The bridge is gone. We left", "direct"),
        ("“First part.\n\n“Second part here.”", "Second part here.", "direct"),
        ("We have left the town he said. Nobody stayed.", "We have left the town", "direct"),
        ("The unit left the town he said. Nobody stayed.", "The unit left the town", "indirect"),
        ("'We left,' she said.", "We left", "direct"),
        ("The soldiers' mother said the town's school was hit.", "the town's school was hit", "indirect"),
    ],
)
def test_manner(text: str, content: str, expected: str) -> None:
    assert manner(text, content) == expected


def test_a_nested_content_has_its_own_marks() -> None:
    outer = "Our allies said the port was closed, and we believe them"
    text = f'"{outer}," the minister said.'
    assert manner(text, outer) == "direct"
    assert manner(text, "the port was closed", outer) == "indirect"


def test_an_empty_span_is_indirect() -> None:
    assert find_manner('""', 1, 1) == "indirect"
