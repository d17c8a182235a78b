"""Join the stand-off gold to the texts: `python -m corpora.join CORPUS OUT`.

Writes OUT/ID.json (with quotations) and OUT/texts/ID.txt for every report whose text is at hand and unchanged, and
OUT/split.tsv; says which texts are missing or differ, and ends with exit 1 if any does.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from corpora.standoff import from_standoff
from corpora.texts import texts

GOLD = Path(__file__).parent / "gold"


def split() -> dict[str, str]:
    """train or dev by report id."""
    lines = (GOLD.parent / "split.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t")[:2] for line in lines[1:])  # type: ignore[misc]


def joined(corpus: Path, complain=lambda line: print(line, file=sys.stderr)) -> Iterator[tuple[str, str, dict]]:
    """(id, text, annotated report) of every stand-off file whose text is at hand and unchanged."""
    at_hand = texts(corpus)
    for path in sorted(GOLD.glob("*.json")):
        standoff = json.loads(path.read_text(encoding="utf-8"))
        doc = standoff["doc"]
        if doc not in at_hand:
            complain(f"{doc}: expected its text in {corpus}, found none")
            continue
        try:
            yield doc, at_hand[doc], from_standoff(standoff, at_hand[doc])
        except ValueError as error:
            complain(str(error))


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    problems: list[str] = []
    (options.out / "texts").mkdir(parents=True, exist_ok=True)
    count = 0
    for doc, text, gold in joined(options.corpus, problems.append):
        (options.out / f"{doc}.json").write_text(
            json.dumps(gold, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
        (options.out / "texts" / f"{doc}.txt").write_text(text, encoding="utf-8")
        count += 1
    parts = split()
    (options.out / "split.tsv").write_text("".join(f"{d}\t{p}\n" for d, p in sorted(parts.items())), encoding="utf-8")
    for line in problems:
        print(line, file=sys.stderr)
    print(f"{count} reports joined, {len(problems)} left out")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
