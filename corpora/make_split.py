"""Split the drawn reports into train and dev: `python -m corpora.make_split CORPUS > corpora/split.tsv`.

No happening may stand on both sides. Reports of FA-KES whose publication days lie within two days of each other are
kept together, and with the reports of the first gold near them, whose own split stands; the rest are drawn singly. A
group near both sides of the first gold goes to train, and so does one that holds a near-copy of a train report, since
publication days in FA-KES are not always right. RE3D and VOA reports tell of their own happenings.
"""

import csv
import datetime
import random
import re
import sys
from pathlib import Path

from corpora.texts import texts

SEED, SHARE, NEAR = 7, 0.2, 2  # share of reports in dev; days
COPY = 0.3  # share of five-word sequences in common, from which on a report counts as a near-copy of another


def shingles(text: str) -> set[tuple[str, ...]]:
    """The five-word sequences of a text."""
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + 5]) for i in range(len(words) - 4)}


def copies(first: set, second: set) -> bool:
    """Whether two sets of shingles are of near-copies."""
    return len(first & second) > COPY * max(1, min(len(first), len(second)))


def near(first: str, second: str) -> bool:
    """Whether two days lie within `NEAR` days of each other."""
    day = datetime.date.fromisoformat
    return abs((day(first) - day(second)).days) <= NEAR


def main() -> None:
    """The command line."""
    corpus = Path(sys.argv[1])
    with (Path(__file__).parent / "sample.tsv").open(newline="") as lines:
        sample = list(csv.DictReader(lines, delimiter="\t"))
    given = dict(line.split("\t") for line in (corpus / "gold" / "split.tsv").read_text().splitlines() if line)
    with (corpus / "gold" / "texts" / "meta.tsv").open(newline="") as lines:
        days = {row["doc"]: row["published"] for row in csv.DictReader(lines, delimiter="\t")}
    fakes = sorted((r for r in sample if r["id"].startswith("fakes")), key=lambda r: (r["published"], r["id"]))
    groups: list[list[dict]] = []
    for row in fakes:
        if groups and near(groups[-1][-1]["published"], row["published"]):
            groups[-1].append(row)
        else:
            groups.append([row])
    groups += [[row] for row in sample if not row["id"].startswith("fakes")]
    at_hand = texts(corpus)
    known = {doc: shingles(at_hand[doc]) for doc in given}
    part: dict[str, str] = {}
    free = []
    for group in groups:
        mine = [shingles(at_hand[r["id"]]) for r in group]
        like = lambda doc, mine=mine: any(copies(known[doc], own) for own in mine)
        by_day = lambda doc, group=group: (
            bool(days[doc]) and any(r["published"] and near(days[doc], r["published"]) for r in group)
        )
        sides = {given[doc] for doc in given if doc.startswith("fakes") and (by_day(doc) or like(doc))}
        if group[0]["id"].startswith("fakes") and sides:
            part |= {r["id"]: "dev" if sides == {"dev"} else "train" for r in group}
        else:
            free.append(group)
    random.Random(SEED).shuffle(free)
    wanted = round(SHARE * len(sample)) - sum(p == "dev" for p in part.values())
    for group in free:
        side = "dev" if 0 < len(group) <= wanted else "train"
        wanted -= len(group) if side == "dev" else 0
        part |= {r["id"]: side for r in group}
    print("doc\tpart")
    for row in sorted(part):
        print(f"{row}\t{part[row]}")


if __name__ == "__main__":
    main()
