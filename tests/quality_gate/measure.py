"""F1 of the reader and the coder on blocks of the project's own annotated sentences.

Comes in: passages (training/corpora/sentences.py). Goes out: F1 by layer. A span counts when it overlaps a wanted one of
the same label, one to one; an attribution when half of both contents is shared; a toll by outcome and figures in a block.
"""

from reportedly.coder import Coder
from reportedly.intake import make_report
from reportedly.records import Report
from reportedly.resolve.tolls import resolve_number
from training.passages import Passage

Span = tuple[int, int]
OUTCOMES = ("killed", "injured", "missing", "captured", "displaced")


def overlap(first: Span, second: Span) -> float:
    """The share of two spans' union that both cover."""
    common = min(first[1], second[1]) - max(first[0], second[0])
    return max(0, common) / (max(first[1], second[1]) - min(first[0], second[0]))


class Count:
    """Hits, wanted and found of one layer."""

    def __init__(self) -> None:
        """All nought."""
        self.hits = self.wanted = self.found = 0

    def match(self, wanted: list[tuple[Span, str]], found: list[tuple[Span, str]], least: float) -> None:
        """Count spans that share more than `least` of their union and carry the same label, one to one."""
        self.wanted, self.found = self.wanted + len(wanted), self.found + len(found)
        left = list(found)
        for span, label in wanted:
            best = max((f for f in left if f[1] == label), key=lambda f: overlap(span, f[0]), default=None)
            if best and overlap(span, best[0]) > least:
                self.hits += 1
                left.remove(best)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.hits / max(1, self.wanted + self.found)


def measure(passages: list[Passage], coder: Coder) -> dict[str, float]:
    """F1 of cues, triggers, typed triggers, attributions (contents) and tolls."""
    counts = {name: Count() for name in ("cues", "triggers", "types", "attributions", "tolls")}
    for passage in passages:
        report = make_report(passage.text, language="en", published="2016-07-02")
        assert isinstance(report, Report)
        coded = coder.code(report)
        bare = lambda spans: [((start, end), "") for start, end in dict.fromkeys(spans)]
        at = lambda spans: dict.fromkeys(((s.start, s.end)) for s in spans)
        wanted = passage.tags["triggers"]
        counts["triggers"].match(bare((a, b) for a, b, _ in wanted), bare(at(e.trigger for e in coded.events)), 0)
        typed = dict.fromkeys(((e.trigger.start, e.trigger.end), str(e.type)) for e in coded.events)
        counts["types"].match([((a, b), label) for a, b, label in wanted], list(typed), 0)
        cues = at(a.cue for a in coded.attributions if a.cue)
        counts["cues"].match(bare((a, b) for a, b, _ in passage.tags["cues"]), bare(cues), 0)
        contents = [(a, b) for f in passage.frames for a, b, role in f.roles if role == "content"]
        counts["attributions"].match(bare(contents), bare(at(a.content for a in coded.attributions)), 0.5)
        tolls = {
            (r, *resolve_number(passage.text[a:b])) for f in passage.frames for a, b, r in f.roles if r in OUTCOMES
        }
        read = {(t.outcome, t.low, t.high) for e in coded.events for t in e.casualties}
        counts["tolls"].hits += len(tolls & read)
        counts["tolls"].wanted += len(tolls)
        counts["tolls"].found += len(read)
    return {name: round(count.f1, 3) for name, count in counts.items()}
