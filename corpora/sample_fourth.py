"""Draw the reports of the gold's fourth part: `python -m corpora.sample_fourth CORPUS > corpora/sample_fourth.tsv`.

Comes in: the corpora folder and the earlier samples. Goes out: one row a report, written down before any of them is
read. All are for training and drawn by the third part's rule (away from the dev reports' days and wording): every report
of FA-KES that the rule still allows, and longer reports of VOA than the earlier parts took. Of 60 drawn from VOA those
fall away that were published within three days of a dev report of VOA.
"""

import csv
import random
import sys
from pathlib import Path

from corpora.make_split import near
from corpora.sample_third import DAYS, eligible, lines_of
from corpora.texts import read_gz

SEED = 20221123
LONGEST = 5200  # characters: the median report of VOA
VOA = 60


def away_from_dev(corpus: Path, voa: list[dict]) -> list[dict]:
    """Those of VOA's rows that were not published within three days of a dev report of VOA."""
    parts = dict(line.split("\t") for line in (corpus / "gold" / "split.tsv").read_text().splitlines() if line)
    with (Path(__file__).parent / "split.tsv").open(newline="") as lines:
        parts |= {row["doc"]: row["part"] for row in csv.DictReader(lines, delimiter="\t")}
    days = {row["id"]: row["published"] for row in read_gz(corpus / "voa.jsonl.gz")}
    dev = [days[doc] for doc, part in parts.items() if part == "dev" and doc in days]
    return [row for row in voa if not any(near(row["published"], day, DAYS) for day in dev)]


def draw(corpus: Path) -> list[tuple]:
    """The sample: (id, stratum, outlet, published, region, characters)."""
    with (Path(__file__).parent / "sample_third.tsv").open(newline="") as lines:
        third = [row["id"] for row in csv.DictReader(lines, delimiter="\t")]
    fakes, voa, _ = eligible(corpus, third, LONGEST)
    voa.sort(key=lambda row: row["id"])
    random.Random(SEED).shuffle(voa)
    return lines_of([("fakes-fourth", fakes), ("voa-fourth", away_from_dev(corpus, voa[:VOA]))])


if __name__ == "__main__":
    print("id\tstratum\toutlet\tpublished\tregion\tcharacters")
    for line in draw(Path(sys.argv[1])):
        print("\t".join(map(str, line)))
