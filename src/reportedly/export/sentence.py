"""The sentence around a span of a text.

Comes in: a text and a span of it, in code points. Goes out: the span of the sentence that holds it.
Knows nothing of records.
"""

REACH = 2_000  # code points looked at to either side, so that a text without sentence ends costs no more than others


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of the sentence that holds [start, end); line ends end a sentence. Never smaller than the span itself."""
    from reportedly.reader.windows import sentences  # loads its splitter's model: only when a sentence is wanted

    left = max(text.rfind("\n", max(0, start - REACH), start) + 1, start - REACH, 0)
    right = text.find("\n", end, end + REACH)
    right = right if right >= 0 else min(len(text), end + REACH)
    found = [(left + low, left + high) for low, high in sentences(text[left:right])]
    touching = [span for span in found if span[0] < max(end, start + 1) and span[1] > start]
    if not touching:
        return min(left, start), max(right, end)
    return min(touching[0][0], start), max(touching[-1][1], end)
