"""Draw the reports of the gold's third part: `python -m corpora.sample_third CORPUS > corpora/sample_third.tsv`.

Comes in: the corpora folder, the first gold, the second part's sample and split. Goes out: one row a report, written
down before any of them is read. All of them are for training, so a report is not drawn that was published within
three days of a dev report of FA-KES, or that shares much of its wording with any dev report: no happening of the dev
parts may be learnt from another outlet's telling of it. FA-KES by outlet and length, RE3D by publisher, and what VOA
has left of this length.
"""

import csv
import random
import sys
from collections.abc import Collection
from pathlib import Path

from corpora.make_split import near, shingles
from corpora.sample import LONGEST, SHORTEST, round_robin
from corpora.texts import read_gz, read_re3d, texts

SEED = 20221122
FAKES, RE3D = 250, 32  # drawn in two goes, each written down before reading
DAYS = 3  # from a dev report's day
SHARED = 0.15  # of the five-word sequences, from which on a report is held to tell what a dev report tells


def eligible(corpus: Path, drawn: Collection[str] = (), longest: int = LONGEST) -> list[list[dict]]:
    """The rows of FA-KES, VOA and RE3D that may be drawn for training, in the files' order.

    `drawn`: ids of reports that a later sample than the second holds already; `longest`: characters.
    """
    given = dict(line.split("\t") for line in (corpus / "gold" / "split.tsv").read_text().splitlines() if line)
    here = Path(__file__).parent
    with (here / "split.tsv").open(newline="") as lines:
        split = {row["doc"]: row["part"] for row in csv.DictReader(lines, delimiter="\t")}
    with (here / "sample.tsv").open(newline="") as lines:
        second = {row["id"]: split[row["id"]] for row in csv.DictReader(lines, delimiter="\t")}
    with (corpus / "gold" / "texts" / "meta.tsv").open(newline="") as lines:
        days = {row["doc"]: row["published"] for row in csv.DictReader(lines, delimiter="\t")}
    everything = read_gz(corpus / "fakes.jsonl.gz"), read_gz(corpus / "voa.jsonl.gz"), read_re3d(corpus / "re3d.tar.gz")
    days |= {row["id"]: row["published"] for rows in everything for row in rows}
    known = given | second | {doc: split.get(doc, "train") for doc in drawn}
    dev = [doc for doc, part in known.items() if part == "dev"]
    dev_days = {days[doc] for doc in dev if doc.startswith("fakes") and days[doc]}
    at_hand = texts(corpus)
    dev_words = [shingles(at_hand[doc]) for doc in dev]

    def fits(row: dict) -> bool:
        """Whether the report may be drawn."""
        if row["id"] in known or not SHORTEST <= len(row["text"]) <= longest:
            return False
        if row["id"].startswith("fakes") and any(near(row["published"], day, DAYS) for day in dev_days):
            return False
        own = shingles(row["text"])
        return not any(len(own & words) > SHARED * max(1, min(len(own), len(words))) for words in dev_words)

    return [[row for row in rows if fits(row)] for rows in everything]


def lines_of(parts: list[tuple[str, list[dict]]]) -> list[tuple]:
    """The sample's lines: (id, stratum, outlet, published, region, characters) of each stratum's rows."""
    drawn = {row["id"]: (stratum, row) for stratum, rows in parts for row in rows}  # FA-KES holds a few reports twice
    return [
        (doc, stratum, row["outlet"], row["published"], row.get("region", ""), len(row["text"]))
        for doc, (stratum, row) in drawn.items()
    ]


def draw(corpus: Path) -> list[tuple]:
    """The sample: (id, stratum, outlet, published, region, characters)."""
    rng = random.Random(SEED)
    fakes, voa, re3d = eligible(corpus)
    for rows in (fakes, re3d):
        rows.sort(key=lambda row: row["id"])
        rng.shuffle(rows)
    return lines_of(
        [
            ("fakes-third", round_robin(fakes, lambda r: (r["outlet"], len(r["text"]) // 1200), FAKES)),
            ("voa-third", voa),
            ("re3d-third", round_robin(re3d, lambda r: r["outlet"], RE3D)),
        ]
    )


if __name__ == "__main__":
    print("id\tstratum\toutlet\tpublished\tregion\tcharacters")
    for line in draw(Path(sys.argv[1])):
        print("\t".join(map(str, line)))
