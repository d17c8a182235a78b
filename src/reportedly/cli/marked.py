"""A text with the spans of an event marked in it, by labels and by colour.

Comes in: a text, a stretch of it, labelled spans. Goes out: styled text, safe for a terminal.
Knows nothing of records.
"""

from collections.abc import Sequence
from typing import NamedTuple

from rich.text import Text

from reportedly.cli.screen import safe

OPEN, CLOSE = "⟦", "⟧"
STYLES = {
    "trigger": "bold yellow", "actor": "bold cyan", "recipient": "bold magenta", "place": "bold green", "time": "bold blue",
    "killed": "bold red", "injured": "bold red", "missing": "bold red", "captured": "bold red", "displaced": "bold red",
    "source": "italic", "cue": "underline",
}  # fmt: skip


class Mark(NamedTuple):
    """A span of the text, in code points, end exclusive, and what it is."""

    label: str
    start: int
    end: int


def marked(text: str, start: int, end: int, marks: Sequence[Mark]) -> Text:
    """The stretch [start, end) of `text` with each mark that starts in it as ⟦label: words⟧, nested where they nest.

    The text's own ⟦ ⟧ become [[ ]], so that it can't set marks itself.
    """

    def order(mark: Mark) -> tuple[int, int, str]:
        return mark.start, -mark.end, mark.label  # the longer one outside

    inside = sorted({mark for mark in marks if start <= mark.start < min(mark.end, end)}, key=order)
    ends = {mark: min(mark.end, end) for mark in inside}
    stops = sorted({start, end, *ends.values(), *(mark.start for mark in inside)})
    out = Text()
    for low, high in zip(stops, [*stops[1:], end], strict=True):
        for mark in reversed([mark for mark in inside if ends[mark] == low]):
            out.append(CLOSE, STYLES.get(mark.label, "bold"))
        for mark in (mark for mark in inside if mark.start == low):
            out.append(f"{OPEN}{mark.label}: ", STYLES.get(mark.label, "bold"))
        around = [mark for mark in inside if mark.start <= low < ends[mark]]
        out.append(_plain(text[low:high]), STYLES.get(around[-1].label, "bold") if around else "")
    return out


def _plain(text: str) -> str:
    return safe(text).replace(OPEN, "[[").replace(CLOSE, "]]")
