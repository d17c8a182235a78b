"""Split the drawn reports into train and dev: `python -m corpora.make_split CORPUS > corpora/split.tsv`.

No happening may stand on both sides. Reports of FA-KES whose publication days lie within two days of each other are
kept together, and with the reports of the first gold near them, whose own split stands; the rest are drawn singly. A
group near both sides of the first gold goes to train, and so does one that holds a near-copy of a train report, since
publication days in FA-KES are not always right. RE3D and VOA reports are drawn singly. Last, the incident table is
held against the split: reports that tell one dated happening within ten days of it move to one side, that of the first
gold's dev reports if any of them tells it, else train. Running happenings (a siege, the war's toll) may stand on both.

The third and later parts were drawn away from the dev reports and are for training; the incident table is held against
them too, and a report of theirs that tells a dev report's happening after all goes to dev.
"""

import csv
import datetime
import json
import random
import re
import sys
from pathlib import Path

from corpora.join import GOLD
from corpora.texts import texts

SEED, SHARE, NEAR = 7, 0.2, 2  # share of reports in dev; days
FRESH = 10  # days after a happening within which reports of it are held to be its telling, and not background
COPY = 0.3  # share of five-word sequences in common, from which on a report counts as a near-copy of another


def shingles(text: str) -> set[tuple[str, ...]]:
    """The five-word sequences of a text."""
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + 5]) for i in range(len(words) - 4)}


def copies(first: set, second: set) -> bool:
    """Whether two sets of shingles are of near-copies."""
    return len(first & second) > COPY * max(1, min(len(first), len(second)))


def near(first: str, second: str, most: int = NEAR) -> bool:
    """Whether two days lie within `most` days of each other."""
    day = datetime.date.fromisoformat
    return abs((day(first) - day(second)).days) <= most


def tellings(days: dict[str, str]) -> list[list[str]]:
    """The reports that tell each dated happening of the incident table while it was fresh."""
    incidents = json.loads((Path(__file__).parent / "incidents.json").read_text(encoding="utf-8"))
    dated = [i for i in incidents if re.fullmatch(r"\d{4}-\d\d-\d\d", i["start"] or "")]
    return [[d for d in i["docs"] if not days.get(d) or near(days[d], i["start"], FRESH)] for i in dated]


def by_incident(part: dict[str, str], given: dict[str, str], days: dict[str, str]) -> None:
    """Move the reports of each dated happening to one side, in place: dev where a dev report of the first gold binds them."""
    told = [[d for d in docs if d in given or d in part] for docs in tellings(days)]
    bound = {doc for doc, side in given.items() if side == "dev"}
    while more := {d for docs in told if bound & set(docs) for d in docs if d in part} - bound:
        bound |= more
    part |= {doc: "dev" for doc in bound if doc in part}
    while crossing := [
        docs for docs in told if len({(given | part).get(d) for d in docs}) > 1 and not bound & set(docs)
    ]:
        part |= {d: "train" for docs in crossing for d in docs if d in part}


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
    later = []  # the third to the fifth part
    for name in ("sample_third.tsv", "sample_fourth.tsv", "sample_fifth.tsv"):
        with (Path(__file__).parent / name).open(newline="") as lines:
            later += [row for row in csv.DictReader(lines, delimiter="\t") if (GOLD / f"{row['id']}.json").is_file()]
    by_incident(part, given, days | {row["id"]: row["published"] for row in sample})
    days |= {row["id"]: row["published"] for row in [*sample, *later]}
    dev = {doc for doc, side in (given | part).items() if side == "dev"}
    drawn = {row["id"] for row in later}
    while more := {d for docs in tellings(days) if dev & set(docs) for d in docs if d in drawn} - dev:
        dev |= more
    part |= {doc: "dev" if doc in dev else "train" for doc in drawn}
    print("doc\tpart")
    for row in sorted(part):
        print(f"{row}\t{part[row]}")


if __name__ == "__main__":
    main()
