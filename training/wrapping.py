"""Annotated sentences put into somebody's mouth, to teach attributions inside attributions.

Comes in: passages of the conflict gold. Goes out: short passages, one sentence each, of which an outer source says all; what the
sentence held before, cues and sources too, stays as annotated. Knows nothing of the model.
"""

import random
from collections.abc import Iterable, Iterator
from pathlib import Path

from reportedly.reader.windows import sentences
from training.passages import Frame, Labelled, Passage

SHORTEST, LONGEST = 40, 350  # code points of a sentence that is taken
BEFORE, THAT = 0.6, 0.7  # how often the source stands before the sentence, and how often then with "that"
EACH = 2  # tries a report


def outer() -> list[tuple[str, str]]:
    """(source, cue) of `sentences/outer.tsv`."""
    lines = (Path(__file__).parent / "sentences" / "outer.tsv").read_text(encoding="utf-8").splitlines()
    return [(source, cue) for source, cue in (line.split("\t") for line in lines if not line.startswith("#"))]


def wrapped(passage: Passage, phrases: list[tuple[str, str]], rng: random.Random) -> Passage | None:
    """One sentence of the passage that holds a predicate, said by an outer source; None where there is none."""
    fit = [
        (start, start + len(passage.text[start:end].rstrip()))
        for start, end in sentences(passage.text)
        if SHORTEST < len(passage.text[start:end].strip()) < LONGEST and any(start <= f.start < end for f in passage.frames)
    ]  # fmt: skip
    if not fit:
        return None
    start, end = rng.choice(fit)
    end -= passage.text[end - 1] in ".!?"
    said = passage.text[start:end]
    source, cue = rng.choice(phrases)
    if rng.random() < BEFORE:
        lead = f"{source} {cue} that " if rng.random() < THAT else f"{source} {cue} "
        text, at, content = f"{lead}{said}.", 0, len(lead)
    else:
        text, at, content = f"{said}, {source.lower()} {cue}.", len(said) + 2, 0
    source_at = (at, at + len(source))
    cue_at = (source_at[1] + 1, source_at[1] + 1 + len(cue))

    def moved(spans: list[Labelled]) -> list[Labelled]:
        return [(s - start + content, e - start + content, k) for s, e, k in spans if start <= s and e <= end]

    made = Passage(f"{passage.id}-said", text, {h: moved(v) for h, v in passage.tags.items()}, [], passage.corpus)
    made.frames = [
        Frame(f.layer, f.start - start + content, f.end - start + content, moved(f.roles), f.classes, f.scores)
        for f in passage.frames
        if start <= f.start and f.end <= end
    ]
    roles = [(*source_at, "source"), (content, content + len(said), "content")]
    made.frames.append(Frame("attribution", *cue_at, roles, {"stance": "asserts"}))
    made.tags["cues"] = sorted([*made.tags["cues"], (*cue_at, "cue")])
    return made


def read(passages: Iterable[Passage], seed: int) -> Iterator[Passage]:
    """At most `EACH` wrapped sentences of each passage."""
    rng, phrases = random.Random(seed), outer()
    for passage in passages:
        for _ in range(EACH):
            if made := wrapped(passage, phrases, rng):
                yield made
