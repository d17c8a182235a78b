"""python -m benchmarks.places FILE.jsonl.gz [--gold DIR --texts DIR] [--misses N]: how well place names are resolved and found.

FILE holds rows `{text, toponyms: [{start, end, text, geonameid, lat, lon}], published?, domain?, url?}`. Measured on the
toponyms that have coordinates: accuracy at 161 km (100 miles; unresolved counts as wrong), exact GeoNames id where one is
given, median distance of the resolved, share resolved, resolved names a second; then detection by rule (precision, recall
and F1 of spans, exact and overlapping, against toponyms with coordinates). Speed is CPU time of one thread: "each text once"
is the first pass of a fresh process, "names seen before" the best of three further ones.
With --gold (a folder of gold reports) the places of its events within 30 km are measured instead, and how often the country
and the name are the gold's (the gold gives no precision).
"""

import argparse
import gzip
import json
import math
import resource
import statistics
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from reportedly.records import Place
from reportedly.resolve.places import PlaceResolver, gazetteer
from reportedly.resolve.places.names import key
from reportedly.resolve.places.phrases import phrase

HIT_KM = 161.0
GOLD_KM = 30.0


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two (lat, lon) points."""
    p = math.radians
    h = math.sin(p(b[0] - a[0]) / 2) ** 2 + math.cos(p(a[0])) * math.cos(p(b[0])) * math.sin(p(b[1] - a[1]) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(h))


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSON-lines file, gzipped or not."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in data.decode("utf-8").split("\n") if line.strip()]


def outlet(row: dict[str, Any]) -> str | None:
    """The row's outlet: its `domain`, or the host of its `url`."""
    return row.get("domain") or (urlparse(row["url"]).netloc if row.get("url") else None)


def measure(data: list[dict[str, Any]], resolver: PlaceResolver, misses: int = 0) -> dict[str, Any]:
    """Figures on rows of toponyms."""
    resolver.resolve("Paris", [(0, 5)])
    hits = total = same = known = resolved = 0
    gaps: list[float] = []
    found = right = exact = gold = 0
    wrong: list[str] = []
    spent = 0.0
    confidence: list[tuple[float, bool]] = []
    for row in data:
        placed = [t for t in row["toponyms"] if t.get("lat") is not None]
        spans = [(t["start"], t["end"]) for t in placed]
        start = time.process_time()
        places = resolver.resolve(row["text"], spans, outlet=outlet(row))
        spent += time.process_time() - start
        for t, place in zip(placed, places, strict=True):
            total += 1
            hit = False
            if place.lat is not None and place.lon is not None:
                resolved += 1
                gap = kilometres((t["lat"], t["lon"]), (place.lat, place.lon))
                gaps.append(gap)
                hit = gap <= HIT_KM
                confidence.append((place.confidence, hit))
            hits += hit
            if t.get("geonameid"):
                known += 1
                same += place.geonameid == t["geonameid"]
            if not hit:
                wrong.append(describe(t, place))
        mine = resolver.find_toponyms(row["text"])
        found += len(mine)
        gold += len(spans)
        exact += len(set(mine) & set(spans))
        right += sum(any(a < d and c < b for c, d in spans) for a, b in mine)
    for line in wrong[:misses]:
        print(line)
    p, r = (exact / found if found else 0.0), (exact / gold if gold else 0.0)
    return {
        "toponyms": total,
        "accuracy@161km": round(hits / total, 3),
        "exact id": round(same / known, 3) if known else None,
        "median km": round(statistics.median(gaps), 1) if gaps else None,
        "resolved": round(resolved / total, 3),
        "accuracy of resolved": round(hits / resolved, 3) if resolved else None,
        "calibration error": calibration(confidence),
        "toponyms/s, each text once": round(total / spent),
        "toponyms/s, names seen before": round(total / min(again(data, resolver) for _ in range(3))),
        "look-ups/s": round(lookups()),
        "detection precision": round(p, 3),
        "detection recall": round(r, 3),
        "detection F1": round(2 * p * r / (p + r), 3) if p + r else 0.0,
        "detected overlapping a toponym": round(right / found, 3) if found else 0.0,
        "peak MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def again(data: list[dict[str, Any]], resolver: PlaceResolver) -> float:
    """CPU seconds to resolve all rows once more, with what is remembered from the first time."""
    start = time.process_time()
    for row in data:
        resolver.resolve(row["text"], [(t["start"], t["end"]) for t in row["toponyms"] if t.get("lat") is not None])
    return time.process_time() - start


def lookups(count: int = 100_000) -> float:
    """Exact look-ups a CPU second, over every 50th key of settlements' names."""
    g = gazetteer()
    keys = [key(g.label(i)) for i in range(g.first_settlement, g.built, 50)]
    start = time.process_time()
    for i in range(count):
        g.lookup(keys[i % len(keys)])
    return count / (time.process_time() - start)


def calibration(pairs: list[tuple[float, bool]]) -> float | None:
    """Expected calibration error over ten bins of confidence."""
    if not pairs:
        return None
    error = 0.0
    for low in range(10):
        held = [(c, h) for c, h in pairs if low / 10 <= c < (low + 1) / 10 or (low == 9 and c >= 1)]
        if held:
            error += abs(sum(c for c, _ in held) - sum(h for _, h in held))
    return round(error / len(pairs), 3)


def describe(t: dict[str, Any], place: Place) -> str:
    """One line on a miss."""
    return f"{t['text']!r} gold {t.get('name')} ({t['lat']:.2f}, {t['lon']:.2f}) got {place.name} {place.country} {place.lat} {place.lon} p={place.confidence} {place.flags}"


def locate(text: str, quoted: dict[str, Any]) -> int:
    """Where a quotation of the gold stands (its nth occurrence), -1 when it doesn't."""
    at = -1
    for _ in range(quoted.get("nth", 1)):
        at = text.find(quoted["text"], at + 1)
        if at < 0:
            return -1
    return at


def same_name(wanted: dict[str, Any], place: Place) -> bool:
    """Whether the gold's name of a place is one of the names of the entry that was found."""
    if place.name is None:
        return False
    g = gazetteer()
    plain = str(wanted.get("name") or "").split(",")[0]
    asked = phrase(plain, 0, len(plain))
    held = [p >> 2 for name in (asked.full, asked.core) for p in g.lookup(name)]
    return key(plain) == key(place.name) or any(g.label(entry) == place.name for entry in held)


def measure_gold(folder: Path, texts: Path, resolver: PlaceResolver, misses: int = 0) -> dict[str, Any]:
    """Places of the gold's events within 30 km, each report's names resolved together."""
    split = dict(line.split("\t") for line in (folder / "split.tsv").read_text().split("\n") if line.strip())
    hits = {"train": [0, 0], "dev": [0, 0]}
    countries = names = 0
    wrong: list[str] = []
    for path in sorted(folder.glob("*.json")):
        report = json.loads(path.read_text())
        if path.stem not in split:
            continue
        text = (texts / f"{path.stem}.txt").read_text()
        wanted = [e["place"] for e in report["events"] if e.get("place") and e["place"].get("lat") is not None]
        spans = [(at, at + len(p["text"])) for p in wanted if (at := locate(text, p)) >= 0]
        wanted = [p for p in wanted if locate(text, p) >= 0]
        others = resolver.find_toponyms(text)
        places = resolver.resolve(text, [*spans, *others], outlet=report.get("outlet"))[: len(spans)]
        for p, place in zip(wanted, places, strict=True):
            hit = (
                place.lat is not None
                and place.lon is not None
                and kilometres((p["lat"], p["lon"]), (place.lat, place.lon)) <= GOLD_KM
            )
            countries += place.country == p.get("country")
            names += same_name(p, place)
            hits[split[path.stem]][0] += hit
            hits[split[path.stem]][1] += 1
            if not hit:
                wrong.append(path.stem + " " + describe(p, place))
    for line in wrong[:misses]:
        print(line)
    both = [hits["train"][k] + hits["dev"][k] for k in (0, 1)]
    every = {
        "places of events": both[1],
        "within 30 km": round(both[0] / both[1], 3),
        "right country": round(countries / both[1], 3),
        "right name": round(names / both[1], 3),
    }
    return every | {f"within 30 km, {part}": round(n / max(1, all_), 3) for part, (n, all_) in hits.items()}


def main() -> None:
    """Print one line a figure and, last, one JSON line."""
    parser = argparse.ArgumentParser(description="Measure the place resolver.")
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--misses", type=int, default=0, help="print the first N wrong ones")
    options = parser.parse_args()
    start = time.perf_counter()
    resolver = PlaceResolver()
    resolver.resolve("Paris", [(0, 5)])
    ready = round(time.perf_counter() - start, 2)
    figures: dict[str, Any] = {"ready s": ready}
    if options.gold:
        figures |= measure_gold(options.gold, options.texts or options.gold / "texts", resolver, options.misses)
    elif options.file:
        figures |= measure(rows(options.file), resolver, options.misses)
    else:
        parser.error("expected FILE or --gold")
    for name, value in figures.items():
        print(f"{name:32} {value}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
