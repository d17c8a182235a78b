from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportedly.desk.texts import DEEPEST, Mark, marks, pieces, shown, stretches
from tests.archive import samples
from tests.desk.hostile import hostile


def check(found, text: str, start: int, end: int) -> None:
    """Pieces say the stretch once, in order, and close whatever they open, innermost first."""
    depth = 0
    for piece in found:
        depth += {"open": 1, "close": -1, "text": 0}[piece.step]
        assert 0 <= depth <= DEEPEST
        assert piece.step != "text" or piece.text
    assert depth == 0
    assert "".join(piece.text for piece in found) == text[start:end]


spans = st.tuples(st.integers(0, 40), st.integers(0, 40)).filter(lambda one: one[0] < one[1])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(spans, max_size=40), spans)
def test_any_marks_nest(held: list[tuple[int, int]], stretch: tuple[int, int]) -> None:
    text = "".join(chr(65 + number) for number in range(40))
    made = [Mark(start, end, "said", f"a{n}") for n, (start, end) in enumerate(held)]
    start, end = stretch[0], min(stretch[1], 40)
    found = pieces(text, start, end, made)
    check(found, text, start, end)
    # Each mark covers just its characters, unless it lay too deep to be shown.
    if len(held) <= DEEPEST:
        covered: dict[str, str] = {mark.ref: "" for mark in made}
        open_: list[tuple[Mark, ...]] = []
        for piece in found:
            if piece.step == "open":
                open_.append(piece.marks)
            elif piece.step == "close":
                open_.pop()
            else:
                for group in open_:
                    for mark in group:
                        covered[mark.ref] += piece.text
        for mark in made:
            assert covered[mark.ref] == text[max(mark.start, start) : max(min(mark.end, end), max(mark.start, start))]


def test_marks_that_cross_are_opened_again() -> None:
    found = pieces("abcdef", 0, 6, [Mark(0, 4, "said", "a1"), Mark(2, 6, "said", "a2")])
    check(found, "abcdef", 0, 6)
    assert [(piece.step, piece.text or (piece.marks[0].ref if piece.marks else "")) for piece in found] == [
        ("open", "a1"), ("text", "ab"), ("open", "a2"), ("text", "cd"), ("close", ""), ("close", ""), ("open", "a2"), ("text", "ef"), ("close", ""),
    ]  # fmt: skip
    assert [piece.first for piece in found if piece.step == "open"] == [True, True, False]


def test_all_zones_together_are_the_text() -> None:
    for coded in [*samples.several(), hostile()]:
        said = "\n".join("".join(piece.text for piece in one.pieces) for one in stretches(coded))
        assert said.split() == coded.report.text.split()
        for mark in marks(coded):
            assert coded.report.text[mark.start : mark.end]


def test_attributions_know_how_deep_they_lie() -> None:
    depths = {mark.ref: mark.depth for mark in marks(samples.carried()) if mark.kind == "said"}
    assert depths == {"a1": 0, "a2": 1, "a3": 0, "a4": 0}


def test_what_steers_a_screen_is_made_visible() -> None:
    assert shown("a\x1b[2J\x00b\u202ec\x9b\td\n") == "a␛[2J␀b�c�\td\n"
    assert shown("قال الجيش\u200f") == "قال الجيش\u200f"
    assert shown(None) == ""
