"""Draw the reports of the gold's fifth part: `python -m corpora.sample_fifth CORPUS > corpora/sample_fifth.tsv`.

Comes in: the corpora folder and the earlier samples. Goes out: one row a report, written down before any of them is
read. All are for training: what the third part's rule (away from the dev reports' days and wording) leaves of FA-KES, VOA
and RE3D up to seven thousand characters. VOA's reports of this length are analyses and day's summaries as a rule, with
more background and more speakers than those of the earlier parts.
"""

import csv
import sys
from pathlib import Path

from corpora.sample_fourth import away_from_dev
from corpora.sample_third import eligible, lines_of

LONGEST = 7000  # characters


def draw(corpus: Path) -> list[tuple]:
    """The sample: (id, stratum, outlet, published, region, characters)."""
    earlier = []
    for name in ("sample_third.tsv", "sample_fourth.tsv"):
        with (Path(__file__).parent / name).open(newline="") as lines:
            earlier += [row["id"] for row in csv.DictReader(lines, delimiter="\t")]
    fakes, voa, re3d = eligible(corpus, earlier, LONGEST)
    return lines_of([("fakes-fifth", fakes), ("voa-fifth", away_from_dev(corpus, voa)), ("re3d-fifth", re3d)])


if __name__ == "__main__":
    print("id\tstratum\toutlet\tpublished\tregion\tcharacters")
    for line in draw(Path(sys.argv[1])):
        print("\t".join(map(str, line)))
