"""python -m training.places.words CORPUS: makes `common_words.txt` and `given_names.txt`.

Comes in: news corpora (a folder with voa.jsonl.gz, fakes.jsonl.gz and PolNeAR). Goes out: two word lists.
A word of the gazetteer is common when, in running text, it mostly stands in lower case, or names a month or day; a given name is a capitalised
word that often stands before another capitalised word and a verb of saying, or after a title, and seldom in "in X".
Only single words and no text of the corpora are written.
"""

import calendar
import collections
import gzip
import json
import re
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

from reportedly.resolve.places.gazetteer import DATA, gazetteer
from reportedly.resolve.places.names import key

_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_SAYS = re.compile(
    r"\b([A-Z][a-z]+) (?:[A-Z]\. )?([A-Z][a-zA-Z'-]+)(?:,| (?:said|says|told|added|wrote|tweeted|argued|called|noted))\b"
)
_PLACE = re.compile(r"\b(?:in|near|from|at|to) ([A-Z][a-z]+)\b")


def texts(corpus: Path) -> Iterator[str]:
    """Running text of the corpora that may be counted."""
    for name in ("voa.jsonl.gz", "fakes.jsonl.gz"):
        with gzip.open(corpus / name, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield str(json.loads(line).get("text", ""))
    with tarfile.open(corpus / "polnear-train-dev.tar.gz") as archive:
        for member in archive:
            if member.name.endswith(".txt") and (handle := archive.extractfile(member)):
                yield handle.read().decode("utf-8", "replace")


def main() -> None:
    """Write the lists."""
    lower: collections.Counter[str] = collections.Counter()
    upper: collections.Counter[str] = collections.Counter()
    given: collections.Counter[str] = collections.Counter()
    placed: collections.Counter[str] = collections.Counter()
    for text in texts(Path(sys.argv[1])):
        for match in _WORD.finditer(text):
            if "-" not in match[0]:
                (lower if match[0][0].islower() else upper)[key(match[0])] += 1
        given.update(key(m[1]) for m in _SAYS.finditer(text))
        placed.update(key(m[1]) for m in _PLACE.finditer(text))
    g = gazetteer()
    days = {key(name) for name in (*calendar.month_name[1:], *calendar.day_name)}
    common = sorted({w for w, n in lower.items() if n >= 2 and n >= 0.25 * upper[w] and w in g} | days)
    names = sorted(
        w
        for w, n in given.items()
        if n >= 2 and n > placed[w] and not any(p >> 2 < len(g.countries) for p in g.lookup(w)) and w not in common
    )
    more = (Path(__file__).with_name("given_names.txt")).read_text("utf-8").split()
    names = sorted(
        {*names, *more}
        - set(common)
        - {
            "raqqa",
            "said",
            "york",
            "united",
            "international",
            "will",
            "may",
            "foreign",
            "national",
            "state",
            "rights",
            "health",
            "food",
            "civil",
            "arab",
            "the",
            "and",
            "coordination",
        }
    )
    source = "# Made by training/places/words.py from counts in VOA, FA-KES and PolNeAR (train and dev); single words only.\n# Given names: with a list of common ones written for this project (training/places/given_names.txt).\n"
    (DATA / "common_words.txt").write_text(source + "\n".join(common) + "\n", "utf-8")
    (DATA / "given_names.txt").write_text(source + "\n".join(names) + "\n", "utf-8")
    print(len(common), "common words,", len(names), "given names")


if __name__ == "__main__":
    main()
