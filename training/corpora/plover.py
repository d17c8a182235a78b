"""PLV: political sentences with a source, a target and the PLOVER root of what the one does to the other."""

import csv
from collections.abc import Iterator
from pathlib import Path

from training.passages import Frame, Passage

# Single pieces of the vocabulary that news hardly uses: they tell the encoder which two it is asked about.
MARKS = {"<s>": "[ ", "</s>": " ]", "<t>": "{ ", "</t>": " }"}


def marked(sentence: str) -> tuple[str, int, int] | None:
    """A sentence with `<s>…</s>` and `<t>…</t>` → (the sentence in the reader's marks, start and end of the stretch that
    holds all of them); None without any mark. A target that the sentence does not name has no marks."""
    for mark, put in MARKS.items():
        sentence = sentence.replace(mark, put)
    starts = [at for at in (sentence.find("[ "), sentence.find("{ ")) if at >= 0]
    end = max(sentence.rfind(" ]"), sentence.rfind(" }")) + 2
    return (sentence, min(starts), end) if starts and end > min(starts) else None


def read(path: Path) -> Iterator[tuple[str, Passage]]:
    """(root, passage) of each row of a PLV file; the passage's one frame spans source and target."""
    with path.open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            found = marked(row["marked_sentence"])
            if found and row["gold_root"]:
                text, start, end = found
                frame = Frame("relation", start, end, classes={"root": row["gold_root"]})
                yield row["gold_root"], Passage(f"plv-{row['sentence_id']}", text, {}, [frame], "plover")
