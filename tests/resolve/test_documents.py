"""Documents and their makers."""

import pytest

from reportedly.resolve.documents import made_name
from reportedly.resolve.names import Candidate
from reportedly.resolve.register import source_key


def found(text: str, speaker: str, mention: str = "The statement") -> str | None:
    at, start = text.index(speaker), text.rindex(mention)
    named = [(Candidate(at, at + len(speaker), "organization", speaker), True)]
    return made_name(text, start, start + len(mention), named)


@pytest.mark.parametrize(
    "text",
    [
        "The Byron Council said in a written statement that nine died. The statement added that two bridges fell.",
        "A statement by the Byron Council told of nine dead. The statement added that two bridges fell.",
        "Nine died, a Byron Council statement said. The statement added that two bridges fell.",
        "The Byron Council issued a statement on Monday. Nobody answered. The statement said that nine died.",
    ],
)
def test_a_statement_is_its_makers(text: str) -> None:
    assert found(text, "Byron Council") == "Byron Council statement"


@pytest.mark.parametrize(
    "text",
    [
        "The Byron Council met on Monday. The statement said that nine died.",
        "A statement told of nine dead. Later the Byron Council met. The statement said that nine died.",
    ],
)
def test_a_statement_of_nobody_named_stays_one(text: str) -> None:
    assert found(text, "Byron Council") is None


def test_its_root_is_the_maker() -> None:
    assert source_key("Byron Council statement") == source_key("the Byron Council")
    assert source_key("Pentagon statement") == source_key("Pentagon")
