"""PolNeAR (political news, outermost attributions) in brat form as passages."""

import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

from training.passages import Frame, Passage

LAYER = "attribution_polnear"  # its cues are wider than the gold's ("don't like"), so it has output layers of its own

SPAN = re.compile(r"(T\d+)\t(\S+) ([\d ;]+)\t")
EVENT = re.compile(r"E\d+\t(.+)")


def parse_ann(text: str, ann: str) -> tuple[list, list[Frame]]:
    """brat lines → (cue tags, frames). A discontinuous span counts from its first to its last fragment."""
    spans, tags, frames = {}, [], []
    for line in ann.splitlines():
        if found := SPAN.match(line):
            key, kind, places = found.groups()
            numbers = [int(n) for piece in places.split(";") for n in piece.split()]
            spans[key] = (kind, min(numbers), max(numbers), ";" in places)
    for line in ann.splitlines():
        if not (found := EVENT.match(line)):
            continue
        parts = [part.split(":") for part in found[1].split()]
        frame = None
        for kind, key in parts:
            if kind.startswith("Cue") and key in spans:
                _, start, end, split = spans[key]
                if split and end - start > 40:  # "said … and added": the first word stands for the cue
                    end = start + len(text[start:end].split()[0])
                if frame is None:
                    frame = Frame(LAYER, start, end)
                tags.append((start, end, "cue"))
        if frame is None:
            continue
        for kind, key in parts:
            role = kind.rstrip("0123456789").lower()
            if role in ("source", "content") and key in spans:
                frame.roles.append((spans[key][1], spans[key][2], role))
        frames.append(frame)
    return tags, frames


def passages(texts: dict[str, str], anns: dict[str, str]) -> Iterator[Passage]:
    """Texts and their brat annotations by document name → passages, in the order of names."""
    for doc in sorted(texts):
        if doc in anns:
            tags, frames = parse_ann(texts[doc], anns[doc])
            flat = {"cues_polnear": tags} | {
                f"{role}s_polnear": sorted({(a, b, role) for f in frames for a, b, r in f.roles if r == role})
                for role in ("source", "content")
            }
            yield Passage(doc, texts[doc], flat, frames, "polnear")


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
