"""Tolls on MUC-4: `python -m benchmarks.tolls CORPUS|muc4.tar.gz [--reports N]`.

Protocol: the documents of the development part, upper case as published, coded whole. A gold toll is, for one filled
template and one outcome (DEATH: killed, INJURY: injured), the sum of the numbers of its human targets with that effect;
a template counts where all those numbers are figures and one target at least is told by description (of named persons
alone no text gives a number). The coder's tolls are those of its records whose bounds are one figure. Both are sets of
(document, outcome, figure): a toll told twice counts once. Exact match, over the documents and outcomes for which a
template gives a toll: the templates leave out what is no terrorist act (clashes, accidents), so elsewhere nothing says
whether a toll is right. The last line is one JSON object.
"""

import argparse
import io
import json
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import inputs
from reportedly.coder import Coder
from reportedly.intake import make_report
from training.measures import f1

EFFECTS = {"DEATH": "killed", "INJURY": "injured"}
SLOT = re.compile(r"^(\d+)\.\s+([A-Z ]+: [A-Z ]+?)\s{2,}(.*)$")
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')


def files(path: Path) -> dict[str, str]:
    """The development texts and keys in a MUC-4 archive, by name."""
    found = {}
    with tarfile.open(path) as tar:
        for member in tar.getmembers():
            name = Path(member.name)
            if member.isfile() and name.parent.name == "dev" and name.name.startswith(("dev-muc", "key-")):
                found[name.name] = io.TextIOWrapper(tar.extractfile(member), "latin-1").read()
    return found


def documents(text: str) -> Iterator[tuple[str, str]]:
    """(id, running text) of each document of a text file; line breaks inside paragraphs and bracketed labels are dropped."""
    for piece in re.split(r"^(?=(?:DEV|TST\d)-MUC\d-\d+)", text, flags=re.M):
        if found := re.match(r"((?:DEV|TST\d)-MUC\d-\d+).*\n", piece):
            body = re.sub(r"\[[A-Z ,.]+\]", " ", piece[found.end() :])
            paragraphs = [" ".join(p.split()) for p in re.split(r"\n\s*\n", body)]
            yield found[1], "\n\n".join(p for p in paragraphs if p)


def templates(text: str) -> Iterator[dict[str, list[str]]]:
    """Each template's slots: the lines of each, without comments."""
    slots: dict[str, list[str]] = {}
    last = ""
    for line in [*text.splitlines(), "0.  MESSAGE: ID  END"]:
        if line.startswith(";"):
            continue
        if found := SLOT.match(line):
            if found[1] == "0" and slots:
                yield slots
                slots = {}
            last = found[2].strip()
            slots[last] = [found[3].strip()]
        elif line.strip() and last and line.startswith(" "):
            slots[last].append(line.strip())


def gold_tolls(slots: dict[str, list[str]]) -> Iterator[tuple[str, int]]:
    """(outcome, figure) of one template."""
    first = lambda line: (QUOTED.findall(line) or [""])[0]
    numbers = {first(line): line.split(":")[0].strip() for line in slots.get("HUM TGT: NUMBER", [])}
    names = {first(line) for line in slots.get("HUM TGT: NAME", [])}
    for effect, outcome in EFFECTS.items():
        hit = [
            first(line)
            for line in slots.get("HUM TGT: EFFECT OF INCIDENT", [])
            if line.split(":")[0].strip() == effect and first(line) in numbers
        ]
        figures = [numbers[h] for h in hit]
        if hit and all(f.isdigit() for f in figures) and not set(hit) <= names:
            yield outcome, sum(map(int, figures))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--reports", type=int, default=300, help="how many documents to code, from the first on")
    options = parser.parse_args()
    (path,) = inputs.found(options.path, "muc4/muc4-dev-tst1-tst2.tar.gz")
    texts: dict[str, str] = {}
    gold: set[tuple[str, str, int]] = set()
    for name, content in sorted(files(path).items()):
        if name.startswith("key-"):
            for slots in templates(content):
                if found := re.match(r"\S+", slots.get("MESSAGE: ID", [""])[0]):
                    gold |= {(found[0], *toll) for toll in gold_tolls(slots)}
        else:
            texts |= dict(documents(content))
    taken = sorted(texts)[: options.reports]
    coder = Coder()
    told = set()
    for doc in taken:
        for event in coder.code(make_report(texts[doc], name=doc)).events:
            told |= {(doc, t.outcome, t.low) for t in event.casualties if t.low is not None and t.low == t.high}
    result = {}
    for outcome in (*EFFECTS.values(), "all"):
        mine = lambda rows, outcome=outcome: {
            r for r in rows if r[0] in taken and (outcome == "all" or r[1] == outcome)
        }
        asked = {r[:2] for r in gold}
        known = {r for r in told if r[:2] in asked}
        result[outcome] = f1(mine(gold), mine(known))
        print(f"{outcome:8} {result[outcome]}")
    print(json.dumps(result["all"] | {"reports": len(taken)}))


if __name__ == "__main__":
    main()
