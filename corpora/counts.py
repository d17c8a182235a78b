"""The data card's tables of counts: `python -m corpora.counts`.

Comes in: the stand-off annotations and the split. Goes out: Markdown, one line a value, most frequent first; README.md
holds the same lines and a test compares them, so that no count there is older than the annotations.
"""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent
CORPORA = {"fakes": "FA-KES", "voa": "VOA", "re3d": "RE3D"}


def counted() -> dict[str, Counter[str]]:
    """Counts by table: `type`, `status`, `outcome`, `kind`, `stance`, `manner`, `events`, and `train`, `dev`."""
    with (FOLDER / "split.tsv").open(newline="") as lines:
        part = {row["doc"]: row["part"] for row in csv.DictReader(lines, delimiter="\t")}
    names = ("type", "status", "outcome", "kind", "stance", "manner", "events", "train", "dev")
    counts: dict[str, Counter[str]] = {name: Counter() for name in names}
    for path in sorted((FOLDER / "gold").glob("*.json")):
        report = json.loads(path.read_text())
        own = counts[part[path.stem]]
        own[CORPORA[path.stem.split("-")[0]]] += 1
        own["attributions"] += len(report["attributions"])
        own["events"] += len(report["events"])
        for said in report["attributions"]:
            counts["kind"][said["source"]["kind"] if said["source"] else "none (null source)"] += 1
            counts["stance"][said["stance"]] += 1
            counts["manner"][said["manner"]] += 1
            counts["events"]["attributions through a carrier (`via`)"] += said["via"] is not None
            counts["events"]["attributions with a word of likelihood"] += said["likelihood"] is not None
        for event in report["events"]:
            counts["type"][event["type"]] += 1
            counts["status"][event["status"]] += 1
            counts["outcome"].update(toll["outcome"] for toll in event["casualties"])
            credited = len(event["reported_by"])
            counts["events"]["events in the outlet's own voice"] += credited == 0
            counts["events"]["events credited to a source"] += credited > 0
            counts["events"]["events credited through two or more"] += credited > 1
            counts["events"]["events pointing to an earlier record"] += event["same_as"] is not None
            counts["events"]["events with a place"] += event["place"] is not None
            counts["events"]["events with a time"] += event["when"] is not None
            counts["events"]["events with a toll"] += bool(event["casualties"])
    return counts


def lines() -> Iterator[str]:
    """The tables' lines."""
    counts = counted()
    parts = {part: counts.pop(part) for part in ("train", "dev")}
    columns = (*CORPORA.values(), "attributions", "events")
    yield f"| part | {' | '.join(columns)} |"
    yield f"|---|{'---:|' * len(columns)}"
    for part, own in parts.items():
        yield f"| {part} | {' | '.join(f'{own[column]:,}' for column in columns)} |"
    for name, table in counts.items():
        yield from ("", f"| {name} | n |", "|---|---:|")
        for value, n in sorted(table.items(), key=lambda item: (-item[1], item[0])):
            yield f"| {value} | {n:,} |"


if __name__ == "__main__":
    print("\n".join(lines()))
