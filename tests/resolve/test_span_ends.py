"""Where a source's words end."""

import pytest

from reportedly.resolve.span_ends import mended


@pytest.mark.parametrize(
    ("text", "source", "names", "whole"),
    [
        ("told AFP the bomb fell", "AFP the", [], "AFP"),
        ("according to the UN has said", "the UN has", [], "the UN"),
        ("A statement released by the Corin Front said", "A statement released by", ["Corin Front"], "A statement released by the Corin Front"),
        ("said Ada Byron, analyst for the Institute of the Study of Ruins", "Ada Byron, analyst for the Institute of the Study of", [],
         "Ada Byron, analyst for the Institute of the Study of Ruins"),
        ("Video uploaded by activists showed", "Video uploaded by", [], "Video uploaded by activists"),
        ("A picture taken on July 29 shows", "A picture taken on", [], "A picture"),
        ("A resident speaking from the garage said", "A resident speaking from the", [], "A resident"),
        ("One man who said", "One man who", [], "One man"),
        ("told the Corin Courier\nIn Ilo", "the Corin Courier\nIn", [], "the Corin Courier"),
        ("residents in Corin said", "residents in Corin", ["Corin"], "residents in Corin"),
        ("the WHO said", "the WHO", [], "the WHO"),
        ("who said", "who", [], "who"),
        ("the said", "the", [], "the"),
        ("Ada Byron said", "Ada Byron", ["Ada Byron"], "Ada Byron"),
    ],
)  # fmt: skip
def test_a_source_ends_where_its_words_do(text: str, source: str, names: list[str], whole: str) -> None:
    start = text.index(source)
    at = text.find(" said", start + len(source))
    cue = (at + 1, at + 5) if at >= 0 else (0, max(0, start - 1))
    found = mended(
        text, (start, start + len(source)), cue, [(text.index(one), text.index(one) + len(one)) for one in names]
    )
    assert text[slice(*found)] == whole


def test_two_lines_leave_the_one_at_the_cue() -> None:
    text = "The Corin Courier\nResidents said"
    assert mended(text, (4, 27), (28, 32), []) == (18, 27)
    assert mended("x" * 500, (0, 400), None, []) == (0, 400)
