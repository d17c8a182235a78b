"""How well and how fast web pages are read: python benchmarks/intake.py ARCHIVE.tar.gz [--workers N]

ARCHIVE is a gzipped tar of https://github.com/scrapinghub/article-extraction-benchmark (181 pages, MIT): it holds
`html/ID.html.gz` and `ground-truth.json`. The body zones of each report are compared with the page's true text:
precision, recall and F1 of the multiset of word tokens, averaged over pages, and of its 4-grams, normalized per page
and then summed, as that benchmark does it. A page that yields no report counts as an empty text.
The last line printed is one JSON object.
"""

import argparse
import collections
import json
import re
import resource
import tarfile
import tempfile
import time
from pathlib import Path

from reportedly.intake import Failed, SetAside, read_inputs
from reportedly.records import Report


def tokens(text: str, n: int = 1) -> collections.Counter[tuple[str, ...]]:
    """The multiset of the text's word n-grams, case folded; of a shorter text, its words as one."""
    words = re.findall(r"\w+", text.lower())
    return (
        collections.Counter(tuple(words[i : i + n]) for i in range(max(1, len(words) - n + 1)))
        if words
        else collections.Counter()
    )


def prf(tp: float, fp: float, fn: float) -> tuple[float, float, float]:
    """Precision, recall and F1."""
    precision = tp / (tp + fp) if tp + fp else 0.0
    recall = tp / (tp + fn) if tp + fn else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def compare(truth: str, found: str, n: int) -> tuple[int, int, int]:
    """True positives, false positives and false negatives among n-grams."""
    a, b = tokens(truth, n), tokens(found, n)
    common = (a & b).total()
    return common, b.total() - common, a.total() - common


def body(report: Report) -> str:
    """The report's body zones."""
    return "\n".join(report.text[zone.start : zone.end] for zone in report.zones if zone.kind == "body")


def main() -> None:
    """Reads the archive's pages and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, tarfile.open(arguments.archive) as archive:
        truth: dict[str, str] = {}
        for member in archive:
            content = archive.extractfile(member) if member.isfile() else None
            if content is None:
                continue
            name = Path(member.name).name
            if name == "ground-truth.json":
                truth = {key: entry["articleBody"] for key, entry in json.load(content).items()}
            elif name.endswith(".html.gz"):
                Path(folder, name).write_bytes(content.read())
        start = time.perf_counter()
        texts: dict[str, str] = {}
        kinds: collections.Counter[str] = collections.Counter()
        first = 0.0
        for read in read_inputs([folder], language="en", workers=arguments.workers):
            first = first or time.perf_counter() - start
            key = str(read.name).removesuffix(".html.gz")
            if isinstance(read, Failed | SetAside):
                kinds["failed" if isinstance(read, Failed) else "set aside"] += 1
                print(read.name, read.error if isinstance(read, Failed) else read.detail)
                continue
            kinds["reports"] += 1
            kinds["dated"] += read.published is not None
            kinds["captions"] += sum(zone.kind == "caption" for zone in read.zones)
            kinds["credits"] += sum(zone.kind == "credit" for zone in read.zones)
            texts[key] = body(read)
        seconds = time.perf_counter() - start
    pages = [prf(*compare(truth[key], texts.get(key, ""), 1)) for key in truth]
    sums = [0.0, 0.0, 0.0]
    for key, true in truth.items():
        counts = compare(true, texts.get(key, ""), 4)
        sums = [total + count / (sum(counts) or 1) for total, count in zip(sums, counts, strict=True)]
    words = [sum(column) / len(pages) for column in zip(*pages, strict=True)]
    shingles = prf(*sums)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"{len(truth)} pages, {dict(kinds)}")
    print(f"words    P {words[0]:.3f}  R {words[1]:.3f}  F1 {words[2]:.3f}   (mean over pages)")
    print(
        f"4-grams  P {shingles[0]:.3f}  R {shingles[1]:.3f}  F1 {shingles[2]:.3f}   (normalized per page, then summed)"
    )
    print(
        f"{len(truth) / seconds:.1f} pages/s with {arguments.workers} processes, first after {first:.2f} s, {peak} MB each"
    )
    print(
        json.dumps(
            {
                "pages": len(truth),
                "token_f1": round(words[2], 4),
                "shingle_f1": round(shingles[2], 4),
                "pages_per_second": round(len(truth) / seconds, 1),
                "workers": arguments.workers,
                "first_seconds": round(first, 2),
                "process_mb": peak,
                **dict(kinds),
            }
        )
    )


if __name__ == "__main__":
    main()
