"""Tolls on MUC-4: `python -m benchmarks.tolls CORPUS|muc4.tar.gz [--reports N]`.

Protocol: the documents of the development part, upper case as published, coded whole. The key gives, for each filled
template, its human targets with a number and an effect (DEATH: killed, INJURY: injured). Two gold sets of (document,
outcome, figure) are made of them, and three measures:

*sum* (`f1` of the last line): for each template and outcome the sum of its targets' numbers. A template counts
where all those numbers are figures and one target at least is told by description (of named persons alone no text
gives a number). Texts often tell the parts and not the sum, and the coder adds nothing up.

*target*: each target's own number, if the target is told by description. What the coder says that is a template's sum or
the number of a named target is left out of the count: it is right, but not asked.

*happening*: the same gold set, like held against like: a template is one happening, so what is compared is the coder's total of
one happening. A record's total of an outcome is the sum of its figures (of three or more, one that is the sum of the others
is the total); of records that the coder takes for one happening (`same_as`) the largest counts.

In the other two the coder's tolls are each figure of its records whose bounds are one figure; a toll told twice counts once. Exact match, over
the documents and outcomes for which the gold set has a toll: the templates leave out what is no terrorist act (clashes,
accidents), so elsewhere nothing says whether a toll is right. The last line is one JSON object.
"""

import argparse
import io
import json
import re
import tarfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from benchmarks import inputs
from reportedly.coder import Coder
from reportedly.intake import make_report
from reportedly.records import CodedReport
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


def target_tolls(slots: dict[str, list[str]]) -> Iterator[tuple[str, int, bool]]:
    """(outcome, figure, whether the target is told by description and not by name) of each human target of a template."""
    first = lambda line: (QUOTED.findall(line) or [""])[0]
    numbers = {first(line): line.split(":")[0].strip() for line in slots.get("HUM TGT: NUMBER", [])}
    names = {first(line) for line in slots.get("HUM TGT: NAME", [])}
    for line in slots.get("HUM TGT: EFFECT OF INCIDENT", []):
        outcome, target = EFFECTS.get(line.split(":")[0].strip()), first(line)
        if outcome and numbers.get(target, "").isdigit():
            yield outcome, int(numbers[target]), target not in names


def total(figures: list[int]) -> int:
    """What one record's figures of an outcome come to: 8, 6 and 2 are 8, the second and third being its parts."""
    most = max(figures)
    return most if len(figures) > 2 and sum(figures) == 2 * most else sum(figures)


def happenings(report: CodedReport) -> set[tuple[str, int]]:
    """(outcome, figure) of each happening that a coded report tells: the largest total of its records."""
    first = {event.id: event.same_as for event in report.events}
    totals: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for event in report.events:
        figures: defaultdict[str, list[int]] = defaultdict(list)
        for toll in event.casualties:
            if toll.low is not None and toll.low == toll.high:
                figures[toll.outcome].append(toll.low)
        at, seen = event.id, set()
        while (before := first.get(at)) and at not in seen:
            seen.add(at)
            at = before
        for outcome, one in figures.items():
            totals[at, outcome].append(total(one))
    return {(outcome, max(values)) for (_, outcome), values in totals.items()}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--reports", type=int, help="code only so many of the documents that have a gold toll")
    options = parser.parse_args()
    (path,) = inputs.found(options.path, "muc4/muc4-dev-tst1-tst2.tar.gz")
    texts: dict[str, str] = {}
    sums: set[tuple[str, str, int]] = set()
    targets: set[tuple[str, str, int]] = set()
    not_asked: set[tuple[str, str, int]] = set()
    for name, content in sorted(files(path).items()):
        if name.startswith("key-"):
            for slots in templates(content):
                if found := re.match(r"\S+", slots.get("MESSAGE: ID", [""])[0]):
                    sums |= {(found[0], *toll) for toll in gold_tolls(slots)}
                    for outcome, figure, described in target_tolls(slots):
                        (targets if described else not_asked).add((found[0], outcome, figure))
        else:
            texts |= dict(documents(content))
    taken = [doc for doc in sorted(texts) if any(doc == row[0] for row in sums | targets)][: options.reports]
    coder = Coder()
    told, of_happenings = set(), set()
    for doc in taken:
        coded = coder.code(make_report(texts[doc], name=doc))
        of_happenings |= {(doc, *toll) for toll in happenings(coded)}
        for event in coded.events:
            told |= {(doc, t.outcome, t.low) for t in event.casualties if t.low is not None and t.low == t.high}
    result = {}
    for measure, gold, said in (
        ("target", targets, told - ((not_asked | sums) - targets)),
        ("sum", sums, told),
        ("happening", sums, of_happenings),
    ):
        asked = {row[:2] for row in gold}
        for outcome in (*EFFECTS.values(), "all"):
            wanted = {r for r in gold if r[0] in taken and outcome in (r[1], "all")}
            known = {r for r in said if r[:2] in asked and outcome in (r[1], "all")}
            result[measure, outcome] = f1(wanted, known)
            print(f"{measure:9} {outcome:8} {result[measure, outcome]}")
    others = {f"by_{measure}": result[measure, "all"] for measure in ("target", "happening")}
    print(json.dumps(result["sum", "all"] | others | {"reports": len(taken)}))


if __name__ == "__main__":
    main()
