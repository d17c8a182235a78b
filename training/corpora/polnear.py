"""PolNeAR (political news, outermost attributions) in brat form as passages."""

import random
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

from reportedly.reader.windows import sentences
from training.passages import Frame, Passage

LAYER = "attribution_polnear"  # its cues are wider than the gold's ("don't like"), so it has output layers of its own

SPAN = re.compile(r"(T\d+)\t(\S+) ([\d ;]+)\t")
EVENT = re.compile(r"E\d+\t(.+)")


def parse_ann(text: str, ann: str) -> tuple[dict[str, list], list[Frame]]:
    """brat lines → (flat tags by head, frames).

    In a frame a discontinuous span counts from its first to its last fragment. The flat sources and contents keep their
    fragments apart, as CofeNet's labels do; a cue in fragments that lie far apart ("said … and added") counts by its first.
    """
    spans, frames = {}, []
    flat: dict[str, list] = {"cues_polnear": [], "sources_polnear": [], "contents_polnear": []}
    for line in ann.splitlines():
        if found := SPAN.match(line):
            key, kind, places = found.groups()
            fragments = [tuple(int(n) for n in piece.split()) for piece in places.split(";")]
            spans[key] = (kind, min(f[0] for f in fragments), max(f[-1] for f in fragments), fragments)
    for line in ann.splitlines():
        if not (found := EVENT.match(line)):
            continue
        parts = [part.split(":") for part in found[1].split()]
        frame = None
        for kind, key in parts:
            if kind.startswith("Cue") and key in spans:
                _, start, end, fragments = spans[key]
                if len(fragments) > 1 and end - start > 40:
                    end = start + len(text[start:end].split()[0])
                if frame is None:
                    frame = Frame(LAYER, start, end)
                flat["cues_polnear"].append((start, end, "cue"))
        if frame is None:
            continue
        for kind, key in parts:
            role = kind.rstrip("0123456789").lower()
            if role in ("source", "content") and key in spans:
                frame.roles.append((spans[key][1], spans[key][2], role))
                flat[f"{role}s_polnear"] += [(f[0], f[-1], role) for f in joined(text, spans[key][3])]
        frames.append(frame)
    return {head: sorted(set(found)) for head, found in flat.items()}, frames


def joined(text: str, fragments: list[tuple]) -> list[tuple[int, int]]:
    """Fragments with nothing but white space between them (a span over a line break) as one."""
    made: list[tuple[int, int]] = []
    for start, *_, end in sorted(fragments):
        if made and not text[made[-1][1] : start].strip():
            made[-1] = (made[-1][0], end)
        else:
            made.append((start, end))
    return made


def passages(texts: dict[str, str], anns: dict[str, str]) -> Iterator[Passage]:
    """Texts and their brat annotations by document name → passages, in the order of names."""
    for doc in sorted(texts):
        if doc in anns:
            tags, frames = parse_ann(texts[doc], anns[doc])
            yield Passage(doc, texts[doc], tags, frames, "polnear")


def short(passage: Passage, rng: random.Random) -> Iterator[Passage]:
    """The passage cut into pieces of one to three sentences, as CofeNet reads it; a piece never ends inside a content."""
    bounds = sentences(passage.text)
    at = 0
    while at < len(bounds):
        last = min(len(bounds), at + rng.choice((1, 1, 1, 2, 3)))
        contents = passage.tags["contents_polnear"]
        while last < len(bounds) and any(s < bounds[last - 1][1] < e for s, e, _ in contents) and last - at < 8:
            last += 1
        low, high = bounds[at][0], bounds[last - 1][1]
        move = lambda spans, low=low, high=high: [(s - low, e - low, k) for s, e, k in spans if low <= s and e <= high]
        frames = [
            Frame(f.layer, f.start - low, f.end - low, move(f.roles))
            for f in passage.frames
            if low <= f.start and f.end <= high
        ]
        tags = {head: move(spans) for head, spans in passage.tags.items()}
        yield Passage(f"{passage.id}-{low}", passage.text[low:high], tags, frames, "polnear")
        at = last


def stem(name: str) -> str:
    """The document that an annotation file belongs to: the annotator's initials or hash stand behind the last underscore."""
    return name[: -len(".ann")].rsplit("_", 1)[0]


def read(corpus: Path, part: str) -> Iterator[Passage]:
    """The documents of one part ("train", "dev")."""
    with tarfile.open(corpus / "polnear-train-dev.tar.gz") as tar:
        texts, anns = {}, {}
        for member in tar.getmembers():
            bits = member.name.split("/")
            if len(bits) == 4 and bits[1] == part and bits[3].endswith((".txt", ".ann")):
                content = tar.extractfile(member).read().decode("utf-8")
                if bits[2] == "text":
                    texts[bits[3][:-4]] = content
                elif bits[2] == "attributions":
                    anns[stem(bits[3])] = content
    yield from passages(texts, anns)


def read_folder(folder: Path) -> Iterator[Passage]:
    """A folder in PolNeAR's own form: texts under `text/`, annotations under `attributions/`, at any depth."""
    texts = {p.stem: p.read_text(encoding="utf-8") for p in folder.rglob("text/*.txt")}
    anns = {stem(p.name): p.read_text(encoding="utf-8") for p in folder.rglob("attributions/*.ann")}
    return passages(texts, anns)
