"""Draw the reports that the second part of the gold annotates: `python -m corpora.sample CORPUS > corpora/sample.tsv`.

Comes in: the corpora folder (FA-KES, VOA, RE3D and the first gold). Goes out: one row a report, written down before
any of them is read. FA-KES comes first in whole same-day groups (they tell the same happenings), then singly by
outlet and length; VOA from the reports that hold conflict events in the M2E2 annotation; RE3D by publisher.
"""

import collections
import random
import sys
from pathlib import Path

from corpora.texts import read_gz, read_re3d

SEED = 20221113
LONGEST = 3600  # characters: keeps one reading of a report within one sitting
SHORTEST = 300
FAKES_GROUPED, FAKES_SINGLE, VOA, RE3D, TWICE = 75, 47, 28, 20, 20


def round_robin(rows: list[dict], key, count: int) -> list[dict]:
    """Up to `count` rows, one from each stratum in turn, so that no outlet or length drowns the others."""
    strata: dict = collections.defaultdict(list)
    for row in rows:
        strata[key(row)].append(row)
    queues, taken = [strata[k] for k in sorted(strata)], []
    while len(taken) < count and any(queues):
        for queue in queues:
            if queue and len(taken) < count:
                taken.append(queue.pop())
    return taken


def draw(corpus: Path) -> list[tuple]:
    """The sample: (id, stratum, outlet, published, region, characters, read twice)."""
    rng = random.Random(SEED)
    given = {path.stem for path in (corpus / "gold").glob("*.json")}
    fits = lambda row: row["id"] not in given and SHORTEST <= len(row["text"]) <= LONGEST
    fakes = {row["id"]: row for row in read_gz(corpus / "fakes.jsonl.gz") if fits(row)}
    days: dict = collections.defaultdict(list)
    for row in fakes.values():
        days[row["published"]].append(row)
    groups = [sorted(g, key=lambda r: r["id"]) for _, g in sorted(days.items()) if len(g) >= 2]
    rng.shuffle(groups)
    grouped: list[dict] = []
    for group in groups:
        if len(grouped) + len(group) <= FAKES_GROUPED:
            grouped += group
    rest = [row for _, row in sorted(fakes.items()) if row not in grouped]
    rng.shuffle(rest)
    single = round_robin(rest, lambda r: (r["outlet"], len(r["text"]) // 1200), FAKES_SINGLE)
    conflict = {
        "Conflict:Attack",
        "Conflict:Demonstrate",
        "Contact:Meet",
        "Justice:Arrest-Jail",
        "Life:Die",
        "Movement:Transport",
    }
    voa = [
        row
        for row in read_gz(corpus / "voa.jsonl.gz")
        if fits(row) and any(event["type"] in conflict for s in row["sentences"] for event in s["events"])
    ]
    rng.shuffle(voa)
    re3d = [row for row in read_re3d(corpus / "re3d.tar.gz") if fits(row)]
    rng.shuffle(re3d)
    parts = [
        ("fakes-group", grouped),
        ("fakes-single", single),
        ("voa", voa[:VOA]),
        ("re3d", round_robin(re3d, lambda r: r["outlet"], RE3D)),
    ]
    everything = [(stratum, row) for stratum, rows in parts for row in rows]
    twice = {row["id"] for _, row in rng.sample(everything, TWICE)}
    return [
        (
            row["id"],
            stratum,
            row["outlet"],
            row["published"],
            row.get("region", ""),
            len(row["text"]),
            int(row["id"] in twice),
        )
        for stratum, row in everything
    ]


if __name__ == "__main__":
    print("id\tstratum\toutlet\tpublished\tregion\tcharacters\ttwice")
    for line in draw(Path(sys.argv[1])):
        print("\t".join(map(str, line)))
